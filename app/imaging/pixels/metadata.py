"""Metadata: what can be found out about a picture by decoding it (rest-api.md §3.6).

It decodes what strangers sent, so it runs where a render runs, within the same limits.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from PIL import Image

from app.errors import Unreadable
from app.imaging.pixels.decode import opened, pixels, upright_size
from app.imaging.pixels.profiles import plain
from app.imaging.pixels.work import Bytes
from app.imaging.planning.limits import Limits
from app.imaging.reading.exif_groups import ExifGroups, groups
from app.imaging.reading.headers import READERS
from app.imaging.reading.jpeg_quality import quality
from app.imaging.reading.phash import phash

USUAL_DENSITY: Final = 72
"""Dots per inch of a picture that does not say."""
_ENOUGH: Final = (256, 256)
"""A JPEG is decoded no larger than what a hash of it needs."""
_NAMES: Final = {"JPEG": "jpg", "MPO": "jpg"}


@dataclass(frozen=True, slots=True)
class Metadata:
    """Of a picture. Sizes are as it is seen, after orientation."""

    width: int
    height: int
    format: str
    """`jpg`, `png`, `webp`, `gif`, `avif`, `tiff` or `bmp`."""
    density: int
    """Dots per inch."""
    quality: int
    """Of a JPEG, 1 to 100, as far as it can be told; 0 for other formats."""
    has_color_profile: bool
    has_transparency: bool
    """Whether a pixel really is transparent, at least in part."""
    phash: str
    exif: ExifGroups


def read(source: Bytes, mime: str, limits: Limits) -> Metadata:
    """The metadata of a picture of this type; Unreadable, TooLarge."""
    with opened(source, limits) as image:
        size = upright_size(image)
        tables = getattr(image, "quantization", None) or {}
        profile, density = bool(image.info.get("icc_profile")), _density(image)
        name = _NAMES.get(image.format or "", (image.format or "").lower())
        image.draft("RGB", _ENOUGH)
        picture = plain(pixels(image))
    return Metadata(
        width=size.width,
        height=size.height,
        format=name,
        density=density,
        quality=quality(tables),
        has_color_profile=profile,
        has_transparency=_is_transparent(picture),
        phash=phash(_grey(picture)),
        exif=_exif(source, mime),
    )


def _density(image: Image.Image) -> int:
    try:
        said = round(float(image.info["dpi"][0]))
    except (KeyError, TypeError, ValueError, OverflowError, ZeroDivisionError):
        return USUAL_DENSITY
    return said if said > 1 else USUAL_DENSITY  # 1 is what a TIFF without a unit comes to


def _is_transparent(picture: Image.Image) -> bool:
    if picture.mode != "RGBA":
        return False
    least, _ = picture.getchannel("A").getextrema()
    return bool(least != 255)


def _grey(picture: Image.Image) -> Image.Image:
    """What is transparent is white, as on most pages."""
    if picture.mode != "RGBA":
        return picture.convert("L")
    page = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(page, picture).convert("L")


def _exif(source: Bytes, mime: str) -> ExifGroups:
    with source.open("rb") if isinstance(source, Path) else BytesIO(source) as file:
        return _exif_of(file, mime)


def _exif_of(file: BinaryIO, mime: str) -> ExifGroups:
    """From the header, which costs no more than its blocks are long."""
    reader = READERS.get(mime)
    if reader is None:
        return ExifGroups()
    try:
        return groups(reader(file).exif)
    except (Unreadable, ArithmeticError, LookupError, ValueError, struct.error):
        return ExifGroups()
