"""`keys.json`: the first key pair, and the secret that seals the private keys of all others.

What the operator gives by settings is not in it. The file has mode 0600 from its first byte and
appears whole; processes that start together agree on it, and follow when one of them replaces it.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from app.storage import sync_up

_log = logging.getLogger("app.library")

_PAIR: Final = ("private_key", "public_key")
_NAMES: Final = (*_PAIR, "secret")


@dataclass(frozen=True, slots=True)
class KeyPair:
    """The private key proves who is asking, and signs; the public one names it in browsers."""

    private: str
    public: str

    @classmethod
    def new(cls) -> Self:
        """One that nobody can guess."""
        return cls(f"private_{secrets.token_urlsafe(24)}", f"public_{secrets.token_urlsafe(24)}")


class KeyFile:
    """The first pair and the secret, from the settings or else from the file."""

    def __init__(
        self, path: Path, *, private: str = "", public: str = "", secret: str = ""
    ) -> None:
        self._path = path
        given = {"private_key": private, "public_key": public, "secret": secret}
        self._given = {name: value for name, value in given.items() if value}
        self._values: Mapping[str, str] = self._given
        self._stamp: tuple[int, int] | None = None

    def make(self) -> bool:
        """Makes what is missing, and tells whether a key of the pair was."""
        if not self._missing():
            return False
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._alone():
            kept = self._load()
            made = [name for name in _NAMES if name not in self._given and name not in kept]
            self._save(kept | {name: value for name, value in _fresh().items() if name in made})
        return bool({*_PAIR}.intersection(made))

    @property
    def pair(self) -> KeyPair:
        """The first pair, as it is now."""
        values = self._now()
        return KeyPair(values["private_key"], values["public_key"])

    @property
    def secret(self) -> str:
        """What the private keys of other pairs are sealed with."""
        return self._now()["secret"]

    @property
    def is_pair_given(self) -> bool:
        """Whether the settings have a key of the pair, so that nobody else can replace it."""
        return any(name in self._given for name in _PAIR)

    @contextmanager
    def replacing(self, pair: KeyPair) -> Iterator[KeyPair]:
        """The pair until now, which `pair` replaces when the block ends without an error."""
        with self._alone():
            yield self.pair
            if not self.is_pair_given:
                keys = {"private_key": pair.private, "public_key": pair.public}
                self._save(self._load() | keys)

    def _missing(self) -> bool:
        kept = self._load() if len(self._given) < len(_NAMES) else {}
        return any(name not in self._given and name not in kept for name in _NAMES)

    def _now(self) -> Mapping[str, str]:
        """The values; asking whether the file is still the same costs a microsecond."""
        if len(self._given) == len(_NAMES):
            return self._given
        stamp = _stamp(self._path)
        if stamp != self._stamp:
            self._stamp = stamp
            self._values = self._loaded()
        return self._values

    def _loaded(self) -> Mapping[str, str]:
        """The values of the file; those known before, when it has gone or is damaged."""
        try:
            values = self._load() | self._given
        except (OSError, ValueError) as error:
            if len(self._values) < len(_NAMES):
                raise
            _log.warning("the keys stay as they were: %s", error)
            return self._values
        return {**self._values, **values}

    def _load(self) -> dict[str, str]:
        try:
            values = json.loads(self._path.read_text())
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise ValueError(f"{self._path} is damaged: {error}") from error
        if not isinstance(values, dict):
            raise ValueError(f"{self._path} is damaged: it holds no object")  # noqa: TRY004
        return {name: str(values[name]) for name in _NAMES if values.get(name)}

    def _save(self, values: Mapping[str, str]) -> None:
        aside = self._path.with_name(f"{self._path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(values, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self._path)
        sync_up(self._path.parent)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time."""
        lock = self._path.with_name(f"{self._path.name}.lock")
        descriptor = os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _stamp(path: Path) -> tuple[int, int]:
    """Another one for every file that has been at this path."""
    try:
        stat = path.stat()
    except OSError:
        return 0, 0
    return stat.st_ino, stat.st_mtime_ns


def _fresh() -> dict[str, str]:
    pair = KeyPair.new()
    secret = secrets.token_urlsafe(32)
    return {"private_key": pair.private, "public_key": pair.public, "secret": secret}
