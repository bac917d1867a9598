"""Ids, tokens and the clock."""

from __future__ import annotations

import re
import secrets
import string
import time
from typing import Final

_ID = re.compile(r"[0-9a-f]{24}")
_TOKEN_CHARACTERS: Final = string.ascii_letters + string.digits + "._-"


def new_id() -> str:
    """24 lower-case hexadecimal digits, the first 8 of them the time in seconds."""
    return f"{int(time.time()):08x}{secrets.token_hex(8)}"


def is_id(text: str) -> bool:
    """Whether the text has the form of an id (rest-api.md §1.9)."""
    return _ID.fullmatch(text) is not None


def new_token() -> str:
    """32 characters of `[A-Za-z0-9._-]` that nobody can guess."""
    return "".join(secrets.choice(_TOKEN_CHARACTERS) for _ in range(32))


def now() -> int:
    """Milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000
