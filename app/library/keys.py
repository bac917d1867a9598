"""The account's keys: given by the operator, or made on the first start and kept in a file."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from app.storage import sync_up


@dataclass(frozen=True, slots=True)
class Keys:
    """A key pair. The private one may do everything and signs URLs."""

    private: str
    public: str

    @property
    def private_keys(self) -> tuple[str, ...]:
        """Every private key that is accepted."""
        return (self.private,)


def load_or_make(path: Path) -> tuple[Keys, bool]:
    """The keys in the file, and whether they were made just now.

    The file has mode 0600 from its first byte and appears whole, so that processes starting
    together agree on it.
    """
    try:
        return _load(path), False
    except FileNotFoundError:
        keys = Keys(f"private_{secrets.token_urlsafe(24)}", f"public_{secrets.token_urlsafe(24)}")
    aside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump({"private_key": keys.private, "public_key": keys.public}, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(aside, path)  # refuses to replace what another process put there first
    except FileExistsError:
        return _load(path), False
    finally:
        aside.unlink()
    sync_up(path.parent)
    return keys, True


def _load(path: Path) -> Keys:
    values = json.loads(path.read_text())
    return Keys(values["private_key"], values["public_key"])
