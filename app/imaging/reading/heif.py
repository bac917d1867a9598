"""AVIF headers: the boxes of an ISO media file that say what its one picture is like.

Each function takes the content of a box. Sizes, counts and offsets in it are believed only as far
as there are bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final, TypeAlias

from app.errors import Unreadable
from app.imaging.reading import exif
from app.imaging.reading.picture import MAX_BLOCK, Header, number, take_at

_MAX_BOXES: Final = 5000
_ALPHA: Final = (
    b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0",
    b"urn:mpeg:hevc:2015:auxid:1\0",
)
_TURNED: Final = {
    # quarters anticlockwise, mirrored (None, axis 0, axis 1): EXIF's number
    (0, None): 1, (1, None): 8, (2, None): 3, (3, None): 6,
    (0, 0): 4, (1, 0): 5, (2, 0): 2, (3, 0): 7,
    (0, 1): 2, (1, 1): 7, (2, 1): 4, (3, 1): 5,
}  # fmt: skip

_Property: TypeAlias = tuple[bytes, bytes]


@dataclass(slots=True)
class _Meta:
    """The `meta` box, by item."""

    primary: int = 0
    kinds: dict[int, bytes] = field(default_factory=dict)
    properties: dict[int, list[_Property]] = field(default_factory=dict)
    places: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    """Construction method, offset and length."""
    auxiliary: list[tuple[int, int]] = field(default_factory=list)
    """An item and what it is auxiliary to."""
    data: bytes = b""
    """What items constructed by method 1 are a part of."""


def avif(file: BinaryIO) -> Header:
    """The header of the primary item."""
    meta = _meta(file)
    own = dict(meta.properties.get(meta.primary, ()))
    size = own.get(b"ispe", b"")
    if len(size) < 12:
        raise Unreadable("The AVIF has no size.")
    block = _item(file, meta, b"Exif")
    mirrored = own[b"imir"][0] & 1 if own.get(b"imir") else None
    turned = own[b"irot"][0] & 3 if own.get(b"irot") else 0
    return Header(
        width=number(size[4:8]),
        height=number(size[8:12]),
        has_alpha=any(_is_alpha(meta, item, of) for item, of in meta.auxiliary),
        exif=exif.opened(block[4 + number(block[:4]) :]) if block else None,
        xmp=_item(file, meta, b"mime"),
        orientation=_TURNED[turned, mirrored],
    )


def _is_alpha(meta: _Meta, item: int, of: int) -> bool:
    kind = dict(meta.properties.get(item, ())).get(b"auxC", b"")
    return of == meta.primary and kind[4:].startswith(_ALPHA)


def _item(file: BinaryIO, meta: _Meta, kind: bytes) -> bytes | None:
    """The bytes of the first item of a kind; None when there is none, or it is in pieces."""
    item = next((item for item, its in meta.kinds.items() if its == kind), None)
    method, offset, size = meta.places.get(item or 0, (2, 0, 0))
    if method > 1 or not 0 < size <= MAX_BLOCK:
        return None
    return meta.data[offset : offset + size] if method else take_at(file, offset, size)


def _meta(file: BinaryIO) -> _Meta:
    """The first `meta` box of the file, read."""
    at = 0
    for _ in range(_MAX_BOXES):
        head = take_at(file, at, 16)
        size, start = _extent(head)
        if len(head) < 8 or size < start:
            break
        if head[4:8] == b"meta" and size <= MAX_BLOCK:
            return _parsed(take_at(file, at + start, size - start))
        at += size
    raise Unreadable("The AVIF has no items.")


def _extent(head: bytes) -> tuple[int, int]:
    """How long a box is, and how much of that its head; to the end is as long as can be."""
    size = number(head[:4])
    if size == 1:
        return number(head[8:16]), 16
    return size or MAX_BLOCK, 8


def _parsed(content: bytes) -> _Meta:
    meta = _Meta()
    boxes = dict(_boxes(content[4:]))
    shared: list[_Property] = []
    for kind, data in _boxes(boxes.get(b"iprp", b"")):
        if kind == b"ipco":
            shared = list(_boxes(data))
        elif kind == b"ipma":
            _associate(_Cursor(data), shared, meta)
    meta.data = boxes.get(b"idat", b"")
    for kind, read in (
        (b"pitm", _primary),
        (b"iinf", _kinds),
        (b"iloc", _places),
        (b"iref", _refs),
    ):
        if kind in boxes:
            read(_Cursor(boxes[kind]), meta)
    return meta


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    for _ in range(_MAX_BOXES):
        head = data[at : at + 16]
        size, start = _extent(head)
        if len(head) < 8 or size < start:
            return
        yield head[4:8], data[at + start : at + size]
        at += size


@dataclass(slots=True)
class _Cursor:
    """Reads the numbers of a full box one after the other."""

    data: bytes
    at: int = 0

    def take(self, size: int) -> int:
        self.at += size
        if self.at > len(self.data):
            raise Unreadable("A box of the AVIF is cut off.")
        return number(self.data[self.at - size : self.at])

    def count(self, size: int) -> range:
        return range(min(self.take(size), _MAX_BOXES))


def _primary(box: _Cursor, meta: _Meta) -> None:
    meta.primary = box.take(4 if box.take(4) >> 24 else 2)


def _kinds(box: _Cursor, meta: _Meta) -> None:
    """Items by kind; XMP is the one of kind `mime` that says so."""
    box.take(2 if box.take(4) >> 24 == 0 else 4)
    for kind, entry in _boxes(box.data[box.at :]):
        if kind == b"infe" and entry[:1] in {b"\2", b"\3"}:
            size = 2 if entry[0] == 2 else 4
            named = entry[4 + size + 2 :]
            if named[:4] != b"mime" or b"\0application/rdf+xml" in named:
                meta.kinds[number(entry[4 : 4 + size])] = named[:4]


def _associate(box: _Cursor, shared: list[_Property], meta: _Meta) -> None:
    head = box.take(4)
    for _ in box.count(4):
        own = meta.properties.setdefault(box.take(4 if head >> 24 else 2), [])
        for _ in box.count(1):
            index = box.take(2) & 0x7FFF if head & 1 else box.take(1) & 0x7F
            if 0 < index <= len(shared):
                own.append(shared[index - 1])


def _places(box: _Cursor, meta: _Meta) -> None:
    version = box.take(4) >> 24
    sizes = box.take(2)
    offset_size, length_size, base_size, index_size = (sizes >> at & 15 for at in (12, 8, 4, 0))
    for _ in box.count(4 if version == 2 else 2):
        item = box.take(4 if version == 2 else 2)
        method = box.take(2) & 15 if version else 0
        box.take(2)
        base = box.take(base_size)
        extents = box.count(2)
        for _ in extents:
            box.take(index_size if version else 0)
            offset, length = box.take(offset_size), box.take(length_size)
            meta.places[item] = (method if len(extents) == 1 else 2, base + offset, length)


def _refs(box: _Cursor, meta: _Meta) -> None:
    size = 4 if box.take(4) >> 24 else 2
    for kind, data in _boxes(box.data[4:]):
        entry = _Cursor(data)
        item = entry.take(size)
        if kind == b"auxl":
            meta.auxiliary += [(item, entry.take(size)) for _ in entry.count(2)]
