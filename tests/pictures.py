"""Draws known pictures and reads pictures back; tests compare pixels and sizes, not bytes."""

from __future__ import annotations

import io
import random
import struct
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from PIL import Image, ImageDraw, ImageOps

Kind = Literal["jpeg", "png", "webp", "gif", "avif", "tiff", "bmp"]
Size = tuple[int, int]
Colour = tuple[int, int, int]

RED: Colour = (255, 0, 0)
GREEN: Colour = (0, 255, 0)
BLUE: Colour = (0, 0, 255)
YELLOW: Colour = (255, 255, 0)
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="9"/></svg>'


def plain(
    colour: Colour = RED,
    size: Size = (64, 48),
    kind: Kind = "jpeg",
    **save: Any,
) -> bytes:
    """One colour all over; `save` goes to Pillow's encoder (quality, exif, …)."""
    return encoded(Image.new("RGB", size, colour), kind, **save)


def numbered(number: int, size: Size = (8, 8)) -> bytes:
    """A small PNG unlike that of any other number below 2**24."""
    colour = (number >> 16 & 255, number >> 8 & 255, number & 255)
    return plain(colour, size, "png")


def quarters(size: Size = (80, 60), kind: Kind = "png", **save: Any) -> bytes:
    """Red and green above, blue and yellow below: shows what was cropped, turned or mirrored."""
    return encoded(_quarters(size), kind, **save)


def transparent(size: Size = (64, 48), kind: Kind = "png") -> bytes:
    """An opaque red disc on nothing."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((0, 0, size[0] - 1, size[1] - 1), fill=(255, 0, 0, 255))
    return encoded(image, kind)


def photo(size: Size = (640, 480), seed: int = 1, kind: Kind = "jpeg") -> bytes:
    """Smooth noise, which compresses like a photograph."""
    rough = random.Random(seed).randbytes(16 * 12 * 3)  # noqa: S311 - a picture, not a secret
    image = Image.frombytes("RGB", (16, 12), rough).resize(size, Image.Resampling.BICUBIC)
    return encoded(image, kind)


def animated(
    colours: Sequence[Colour] = (RED, GREEN, BLUE),
    size: Size = (32, 24),
    kind: Literal["gif", "webp"] = "gif",
) -> bytes:
    """One frame for each colour, 100 ms each, for ever."""
    first, *others = [Image.new("RGB", size, colour) for colour in colours]
    return encoded(first, kind, save_all=True, append_images=others, duration=100, loop=0)


def oriented(orientation: int, size: Size = (80, 60), kind: Kind = "jpeg") -> bytes:
    """Quarters, stored the way a camera held like this would, so that they show upright."""
    upright = _quarters(size)
    stored = upright if orientation == 1 else upright.transpose(_UNDO[orientation])
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    return encoded(stored, kind, exif=exif, quality=95)


def described(
    *,
    taken: datetime | None = None,
    keywords: Sequence[str] = (),
    xmp: str | None = None,
    exif: dict[int, object] | None = None,
) -> bytes:
    """A JPEG with embedded metadata: EXIF (date taken, any IFD0 tag), IPTC keywords, XMP."""
    facts = Image.Exif()
    for tag, value in (exif or {}).items():
        facts[tag] = value
    if taken is not None:
        facts.get_ifd(_EXIF_IFD)[_DATE_TIME_ORIGINAL] = taken.strftime("%Y:%m:%d %H:%M:%S")
    extra: dict[str, Any] = {} if xmp is None else {"xmp": xmp.encode()}
    picture = plain(exif=facts, **extra)
    return picture[:2] + _iptc(keywords) + picture[2:] if keywords else picture


def encoded(image: Image.Image, kind: Kind, **save: Any) -> bytes:
    """The image as a file's bytes."""
    out = io.BytesIO()
    image.save(out, kind, **save)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    """The picture in the bytes, decoded."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def shown(content: bytes) -> Image.Image:
    """The picture as a viewer shows it: turned as its EXIF says."""
    return ImageOps.exif_transpose(opened(content))


def pixel(image: Image.Image, at: Size) -> tuple[int, ...]:
    """Red, green, blue (and alpha, when the picture has it) at a place."""
    mode = "RGBA" if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info else "RGB"
    value = image.convert(mode).getpixel(at)
    assert isinstance(value, tuple)
    return tuple(int(part) for part in value)


def assert_colour(
    image: Image.Image, at: Size, expected: Sequence[int], tolerance: int = 12
) -> None:
    """The colour at a place, within what a lossy encoder changes; three or four parts."""
    found = pixel(image, at)[: len(expected)]
    near = all(abs(a - b) <= tolerance for a, b in zip(found, expected, strict=True))
    assert near, f"{found} at {at} of {image.size}, not {tuple(expected)} ± {tolerance}"


def assert_quarters(image: Image.Image, tolerance: int = 12) -> None:
    """Red and green above, blue and yellow below, wherever the picture was resized to."""
    width, height = image.size
    for x, y, colour in ((1, 1, RED), (3, 1, GREEN), (1, 3, BLUE), (3, 3, YELLOW)):
        assert_colour(image, (x * width // 4, y * height // 4), colour, tolerance)


_ORIENTATION = 0x0112
_EXIF_IFD = 0x8769
_DATE_TIME_ORIGINAL = 0x9003
_UNDO = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How the stored pixels differ from the shown ones, for each EXIF orientation."""


def _quarters(size: Size) -> Image.Image:
    width, height = size
    image = Image.new("RGB", size, RED)
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 2, 0, width, height // 2 - 1), fill=GREEN)
    draw.rectangle((0, height // 2, width // 2 - 1, height), fill=BLUE)
    draw.rectangle((width // 2, height // 2, width, height), fill=YELLOW)
    return image


def _iptc(keywords: Sequence[str]) -> bytes:
    """An APP13 segment with IPTC 2:25 for every keyword."""
    words = [word.encode() for word in keywords]
    records = b"".join(b"\x1c\x02\x19" + struct.pack(">H", len(word)) + word for word in words)
    padded = records + b"\0" * (len(records) % 2)
    block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(records)) + padded
    content = b"Photoshop 3.0\0" + block
    return b"\xff\xed" + struct.pack(">H", len(content) + 2) + content
