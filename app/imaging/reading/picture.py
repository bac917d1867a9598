"""What a picture's header says, and reading it without believing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, Final

from app.errors import Unreadable

MAX_STEPS: Final = 20_000
"""How many segments, chunks or boxes a reader looks at before it gives up."""

MAX_BLOCK: Final = 1 << 20
"""How long an embedded block may be; a longer one is stepped over."""

_FURTHEST: Final = 1 << 40
"""An offset past any file, and still one that every file system can seek to."""


@dataclass(frozen=True, slots=True)
class Header:
    """Size as stored, before any turning, and what is embedded."""

    width: int
    height: int
    has_alpha: bool = False
    exif: BinaryIO | None = None
    """A TIFF structure."""
    iptc: bytes | None = None
    xmp: bytes | None = None
    orientation: int | None = None
    """As the container says, whatever EXIF says."""


def take(file: BinaryIO, size: int) -> bytes:
    """Exactly so many bytes; Unreadable at the end of the file."""
    data = file.read(size)
    if len(data) < size:
        raise Unreadable("The picture is cut off.")
    return data


def take_at(file: BinaryIO, at: int, size: int) -> bytes:
    """Up to so many bytes from an offset, wherever it leads."""
    if at > _FURTHEST:
        return b""
    file.seek(at)
    return file.read(size)


def number(data: bytes) -> int:
    """Big endian."""
    return int.from_bytes(data, "big")
