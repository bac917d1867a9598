"""Picture headers: size, transparency and embedded blocks, without decoding a pixel.

Not with Pillow: before it says the size it gathers every tag, comment and strip, and a file made
for that takes it 25 seconds or 3 GB. Here every loop is counted, every block has a limit and the
rest is stepped over, so that a file of any size takes milliseconds. Of sound pictures both say
the same; tests compare them.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import BinaryIO, Final

from app.errors import Unreadable
from app.imaging.reading import exif, heif, iptc
from app.imaging.reading.picture import MAX_BLOCK, MAX_STEPS, Header, number, take
from app.imaging.reading.tiff import Directory, Tiff

_SIZES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_EXIF: Final = b"Exif\0\0"
_XMP: Final = b"http://ns.adobe.com/xap/1.0/\0"
_PHOTOSHOP: Final = b"Photoshop 3.0\0"
_PREFIXES: Final = (_EXIF, _XMP, _PHOTOSHOP)
_PNG_XMP: Final = b"XML:com.adobe.xmp"
_RAW_EXIF: Final = b"Raw profile type exif"
_TEXT_KEYWORDS: Final = {b"iTXt": _PNG_XMP, b"zTXt": _RAW_EXIF}
_WIDTH: Final = 256
_HEIGHT: Final = 257
_PHOTOMETRIC: Final = 262
_SAMPLES: Final = 277
_EXTRA: Final = 338


def _jpeg(file: BinaryIO) -> Header:
    size = None
    blocks: dict[bytes, bytes] = {}
    for marker, data in _segments(file):
        if marker in _SIZES:
            size = struct.unpack_from(">HH", data, 1)
        prefix = next((one for one in _PREFIXES if data.startswith(one)), None)
        if prefix == _XMP:
            blocks[prefix] = data[len(prefix) :]
        elif prefix and len(blocks.get(prefix, b"")) < MAX_BLOCK:  # it may go on in the next one
            blocks[prefix] = blocks.get(prefix, b"") + data[len(prefix) :]
    if size is None:
        raise Unreadable("The JPEG has no frame.")
    photoshop = blocks.get(_PHOTOSHOP)
    return Header(
        width=size[1],
        height=size[0],
        exif=exif.opened(blocks[_EXIF]) if _EXIF in blocks else None,
        iptc=iptc.in_photoshop(photoshop) if photoshop else None,
        xmp=blocks.get(_XMP),
    )


def _segments(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Markers and their data up to the first scan; what stands between them is stepped over."""
    file.seek(2)
    for _ in range(MAX_STEPS):
        if take(file, 1) != b"\xff":
            continue
        marker = take(file, 1)[0]
        if marker == 0xFF:
            file.seek(-1, 1)
        elif marker in {0xD9, 0xDA}:
            return
        elif marker > 1 and not 0xD0 <= marker <= 0xD8:
            yield marker, take(file, max(number(take(file, 2)) - 2, 0))
    raise Unreadable("The JPEG has no scan.")


def _png(file: BinaryIO) -> Header:
    file.seek(8)
    head = take(file, 25)
    if head[4:8] != b"IHDR" or zlib.crc32(head[4:21]) != number(head[21:]):
        raise Unreadable("The PNG has no sound header.")
    has_alpha = head[17] in {4, 6}
    blocks: dict[bytes, bytes] = {}
    for kind, data in _chunks(file):
        has_alpha = has_alpha or kind == b"tRNS"
        keyword = data.partition(b"\0")[0] if kind in _TEXT_KEYWORDS else b""
        blocks[keyword or kind] = data
    block = blocks.get(b"eXIf") or _raw_profile(blocks.get(_RAW_EXIF, b""))
    return Header(
        width=number(head[8:12]),
        height=number(head[12:16]),
        has_alpha=has_alpha,
        exif=exif.opened(block) if block else None,
        xmp=_international(blocks.get(_PNG_XMP, b"")) or None,
    )


def _chunks(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Kinds of chunks to the end or to where it is cut off, with the data of the wanted ones."""
    for _ in range(MAX_STEPS):
        head = file.read(8)
        size, kind = number(head[:4]), head[4:]
        if len(head) < 8 or kind == b"IEND":
            return
        start = file.tell()
        is_wanted = kind == b"eXIf" or (
            kind in _TEXT_KEYWORDS
            and file.read(min(size, 64)).partition(b"\0")[0] == _TEXT_KEYWORDS[kind]
        )
        file.seek(start)
        yield kind, file.read(size) if is_wanted and size <= MAX_BLOCK else b""
        file.seek(start + size + 4)


def _international(text: bytes) -> bytes:
    """The text of an `iTXt` chunk."""
    rest = text.partition(b"\0")[2]
    text = rest[2:].split(b"\0", 2)[-1]
    return _inflated(text) if rest[:1] == b"\1" else text


def _raw_profile(text: bytes) -> bytes:
    """EXIF in a `zTXt` chunk, as ImageMagick wrote it before there was a chunk for it."""
    lines = _inflated(text.partition(b"\0")[2][1:]).split(b"\n")
    with suppress(ValueError):
        return bytes.fromhex(b"".join(lines[3:]).decode("latin-1"))
    return b""


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, MAX_BLOCK)
    except zlib.error:
        return b""


def _gif(file: BinaryIO) -> Header:
    """As large as the screen or, where that is larger, the first frame."""
    _, width, height, flags = struct.unpack("<6sHHBxx", take(file, 13))
    if flags & 0x80:
        file.seek(6 << (flags & 7), 1)
    has_alpha = False
    steps = iter(range(MAX_STEPS))
    for _ in steps:
        kind = take(file, 1)
        if kind == b"!":
            label = take(file, 1)
            block = take(file, take(file, 1)[0])
            if block:
                has_alpha = has_alpha or (label == b"\xf9" and block[0] & 1 == 1)
                _skip_blocks(file, steps)
        elif kind == b",":
            x, y, w, h = struct.unpack("<4H", take(file, 8))
            return Header(max(width, x + w), max(height, y + h), has_alpha)
        elif kind == b";":
            break
    raise Unreadable("The GIF has no frame.")


def _skip_blocks(file: BinaryIO, steps: Iterator[int]) -> None:
    for _ in steps:
        size = take(file, 1)[0]
        if size == 0:
            return
        file.seek(size, 1)


def _bmp(file: BinaryIO) -> Header:
    head = take(file, 26) + file.read(44)
    kind = int.from_bytes(head[14:18], "little")
    if kind == 12:
        return Header(*struct.unpack_from("<HH", head, 18))
    width, height = struct.unpack_from("<Ii", head, 18)
    has_masks = kind >= 56 and head[28:34] == b"\x20\0\3\0\0\0"
    return Header(width, abs(height), has_masks and any(head[66:70]))


def _webp(file: BinaryIO) -> Header:
    head = take(file, 30)
    kind = head[12:16]
    if kind == b"VP8X":
        width, height = (int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27))
        blocks = dict(_riff(file)) if head[20] & 0x0C else {}
        found = blocks.get(b"EXIF")
        return Header(
            width,
            height,
            has_alpha=bool(head[20] & 0x10),
            exif=exif.opened(found) if found else None,
            xmp=blocks.get(b"XMP "),
        )
    if kind == b"VP8L" and head[20] == 0x2F:
        bits = int.from_bytes(head[21:25], "little")
        return Header((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, bool(bits >> 28 & 1))
    if kind == b"VP8 " and head[23:26] == b"\x9d\1\x2a":
        width, height = struct.unpack_from("<HH", head, 26)
        return Header(width & 0x3FFF, height & 0x3FFF)
    raise Unreadable("The WebP has no picture.")


def _riff(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """The EXIF and XMP chunks, which come after the frames."""
    file.seek(12)
    for _ in range(MAX_STEPS):
        head = file.read(8)
        kind, size = head[:4], int.from_bytes(head[4:], "little")
        if len(head) < 8:
            return
        if kind in {b"EXIF", b"XMP "} and size <= MAX_BLOCK:
            yield kind, file.read(size)
            file.seek(size % 2, 1)
        else:
            file.seek(size + size % 2, 1)


def _tiff(file: BinaryIO) -> Header:
    tiff = Tiff.open(file)
    tags = tiff.directory(tiff.first, {_WIDTH, _HEIGHT, _PHOTOMETRIC, _SAMPLES, _EXTRA, 700, 33723})
    xmp, iptc_block = tags.get(700), tags.get(33723)
    extra = tags.get(_EXTRA)
    is_rgba = tags.get(_PHOTOMETRIC) == (2,) and tags.get(_SAMPLES) == (4,)
    return Header(
        width=_one(tags, _WIDTH),
        height=_one(tags, _HEIGHT),
        has_alpha=is_rgba if extra is None else extra[0] in {1, 2, 999},
        exif=file,
        iptc=iptc_block if isinstance(iptc_block, bytes) else None,
        xmp=xmp if isinstance(xmp, bytes) else None,
    )


def _one(tags: Directory, tag: int) -> int:
    value = tags.get(tag, ())
    if len(value) != 1 or not isinstance(value[0], int):
        raise Unreadable("The TIFF has no size.")
    return value[0]


READERS: Final[Mapping[str, Callable[[BinaryIO], Header]]] = {
    "image/avif": heif.avif,
    "image/bmp": _bmp,
    "image/gif": _gif,
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/tiff": _tiff,
    "image/webp": _webp,
}
"""One for each kind of picture that is also delivered."""
