"""TIFF directories, in a TIFF file or an EXIF block: read without trusting a count or an offset.

Pillow reads every value of a directory, whatever its size; a file of 40 MB made for it takes
25 seconds and 3 GB. Here only the tags asked for are read, and each only up to a limit.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import BinaryIO, Final, TypeAlias

from app.errors import Unreadable
from app.imaging.reading.picture import take_at

Value: TypeAlias = bytes | tuple[int, ...] | tuple[float, ...]
"""Text and opaque values are bytes, rationals are floats; a float may be NaN or infinite."""

Directory: TypeAlias = dict[int, Value]

_MAX_ENTRIES: Final = 4096
_MAX_BYTES: Final = 65_536
_BLOCKS: Final = {700: 1 << 20, 33723: 1 << 18}
"""XMP and IPTC blocks, which may be longer."""

_FORMATS: Final = {
    1: "B", 3: "H", 4: "I", 5: "II", 6: "b", 8: "h", 9: "i", 10: "ii",
    11: "f", 12: "d", 13: "I", 16: "Q", 17: "q", 18: "Q",
}  # fmt: skip
_TEXT: Final = 2
_OPAQUE: Final = 7
_RATIONALS: Final = frozenset({5, 10})


@dataclass(frozen=True, slots=True)
class Tiff:
    """An opened TIFF structure."""

    file: BinaryIO
    order: str
    """`<` or `>`, as struct says it."""
    big: bool
    first: int
    """Where the first directory is."""

    @staticmethod
    def open(file: BinaryIO) -> Tiff:
        """Reads the header; Unreadable when there is none."""
        head = take_at(file, 0, 16)
        order = {b"II": "<", b"MM": ">"}.get(head[:2])
        version = head[2:4] if order == ">" else head[3:1:-1]
        if order is None or version not in {b"\0*", b"\0+"}:
            raise Unreadable("It is not a TIFF structure.")
        big = version == b"\0+"
        (first,) = _unpack(order + ("Q" if big else "I"), head[8:16] if big else head[4:8])
        return Tiff(file, order, big, first)

    def directory(self, at: int, wanted: Collection[int]) -> Directory:
        """The wanted tags of the directory at an offset; of several alike, the first."""
        form, size = ("Q", 8) if self.big else ("H", 2)
        (count,) = _unpack(self.order + form, take_at(self.file, at, size))
        entry = struct.Struct(self.order + ("HHQ8s" if self.big else "HHI4s"))
        table = take_at(self.file, at + size, min(count, _MAX_ENTRIES) * entry.size)
        found: Directory = {}
        for tag, kind, number, data in entry.iter_unpack(
            table[: len(table) // entry.size * entry.size]
        ):
            if tag in wanted and tag not in found:
                value = self._value(tag, kind, number, data)
                if value:
                    found[tag] = value
        return found

    def following(self, at: int) -> int:
        """Where the directory after the one at an offset is; 0 when it is the last."""
        form, size = ("Q", 8) if self.big else ("H", 2)
        (count,) = _unpack(self.order + form, take_at(self.file, at, size))
        end = at + size + count * (20 if self.big else 12)
        form, size = ("Q", 8) if self.big else ("I", 4)
        return _unpack(self.order + form, take_at(self.file, end, size))[0]

    def _value(self, tag: int, kind: int, number: int, data: bytes) -> Value | None:
        form = _FORMATS.get(kind, "s" if kind in {_TEXT, _OPAQUE} else None)
        if form is None:
            return None
        size = number * struct.calcsize("<" + form)
        if size > _BLOCKS.get(tag, _MAX_BYTES):
            return None
        if size > len(data):
            (at,) = _unpack(self.order + ("Q" if self.big else "I"), data)
            data = take_at(self.file, at, size)
        if kind in {_TEXT, _OPAQUE} or tag in _BLOCKS:
            return data[:size]
        form *= min(size, len(data)) // struct.calcsize("<" + form)
        values = struct.unpack_from(self.order + form, data)
        return _divided(values) if kind in _RATIONALS else values


def _divided(values: tuple[int, ...]) -> tuple[float, ...]:
    pairs: Iterable[tuple[int, int]] = zip(values[::2], values[1::2], strict=True)
    return tuple(above / below if below else math.nan for above, below in pairs)


def _unpack(form: str, data: bytes) -> tuple[int, ...]:
    try:
        return struct.unpack(form, data)
    except struct.error as error:
        raise Unreadable("The TIFF structure is cut off.") from error
