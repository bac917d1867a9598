"""Writing pictures: the settings of each format, for one frame or many."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from PIL import Image

from app.errors import Invalid, Unreadable
from app.imaging.language.transformation import Format
from app.imaging.pixels.carried import Carried, saving
from app.imaging.planning.formats import fits
from app.imaging.planning.geometry import Size

_OUT_OF_MEMORY: Final = frozenset(
    ("encoding error 1", "broken data stream when writing image file")
)
"""How the encoders of WebP and JPEG say so."""
DEFAULT_QUALITY: Final = 80
SAVED_DATA_QUALITY: Final = 50
_LARGE: Final = 8_000_000
"""From this many pixels on a quicker setting is used: half the time for a twentieth more bytes.

An optimized JPEG would take twice the memory, too.
"""
_USUAL_LUMINANCE: Final = 57.625
"""Mean of the JPEG standard's luminance table, which stands for quality 50."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a result is written."""

    format: Format
    quality: int = DEFAULT_QUALITY
    progressive: bool = False
    lossless: bool = False
    dpi: int | None = None
    carried: Carried = Carried()


@dataclass(frozen=True, slots=True)
class Frames:
    """An animation: pictures of one size with their times in milliseconds; loop 0 is for ever."""

    images: Sequence[Image.Image]
    durations: Sequence[int]
    loop: int | None = 0


def encoded(image: Image.Image, how: Encoding) -> bytes:
    """The bytes of one picture; transparency must already be gone where the format has none."""
    _refuse_long(image, how.format)
    return _saved(_bare(image), how, _settings(how, is_large=image.width * image.height > _LARGE))


def encoded_frames(frames: Frames, how: Encoding) -> bytes:
    """The bytes of an animation, GIF, WebP or PNG."""
    _refuse_long(frames.images[0], how.format)
    images = [_bare(each) for each in frames.images]
    if how.format is Format.GIF:
        images = [_palette(each) for each in images]
    settings = _settings(how, is_large=False) | {
        "save_all": True,
        "append_images": images[1:],
        "duration": list(frames.durations),
    }
    if frames.loop is not None:
        settings["loop"] = frames.loop
    if how.format is Format.GIF:
        settings["disposal"] = 2
    return _saved(images[0], how, settings)


def source_quality(image: Image.Image) -> int:
    """The quality a JPEG was written with, going by its tables; 100 for anything else."""
    tables: dict[int, list[int]] | None = getattr(image, "quantization", None)
    if not tables:
        return 100
    luminance = tables[min(tables)]
    scale = 100 * (sum(luminance) / len(luminance)) / _USUAL_LUMINANCE
    quality = (200 - scale) / 2 if scale <= 100 else 5000 / scale
    return min(100, max(1, round(quality)))


def _settings(how: Encoding, *, is_large: bool) -> dict[str, Any]:
    match how.format:
        case Format.JPEG:
            found = {"quality": how.quality, "optimize": not is_large, "subsampling": 0}
            return found | ({"progressive": True} if how.progressive else {})
        case Format.WEBP:
            return {
                "quality": how.quality,
                "method": 2 if is_large else 4,
                "lossless": how.lossless,
            }
        case Format.AVIF:
            return {"quality": how.quality, "speed": 9 if is_large else 8}
        case Format.PNG:
            return {"compress_level": 3 if is_large else 6}
        case Format.TIFF:
            return {"compression": "tiff_lzw"}
        case _:
            return {}


def _saved(image: Image.Image, how: Encoding, settings: dict[str, Any]) -> bytes:
    out = BytesIO()
    if how.format is Format.GIF and image.mode != "P":
        image = _palette(image)
    pillow = {Format.JPEG: "JPEG"}.get(how.format, how.format.upper())
    try:
        image.save(out, pillow, **settings, **saving(how.carried, how.format, how.dpi))
    except RuntimeError as error:  # how the encoder of AVIF says so
        raise MemoryError(str(error)) from None
    except (OSError, SyntaxError, ValueError, TypeError, LookupError, struct.error) as error:
        if str(error) in _OUT_OF_MEMORY:
            raise MemoryError(str(error)) from None
        if how.carried == Carried():
            raise
        raise Unreadable("The metadata cannot be carried over.", reason="EDECODE") from None
    return out.getvalue()


def _bare(image: Image.Image) -> Image.Image:
    """The same pixels, with nothing that a writer would pass on by itself."""
    if image.info:
        image = image.copy()
        image.info = {}
    return image


def _palette(image: Image.Image) -> Image.Image:
    """256 colours for GIF, one of them clear when something shows through."""
    if image.mode != "RGBA":
        return _quantized(image, 256)
    clear = image.getchannel("A").point([255] * 128 + [0] * 128)
    found = _quantized(image, 255)
    if clear.getbbox() is not None:
        found.paste(255, mask=clear)
        found.info["transparency"] = 255
    return found


def _quantized(image: Image.Image, colours: int) -> Image.Image:
    try:
        return image.convert("RGB").quantize(colours, Image.Quantize.MEDIANCUT)
    except ValueError as error:  # which is all that it says when it finds no room
        raise MemoryError(str(error)) from None


def _refuse_long(image: Image.Image, kind: Format) -> None:
    if not fits(kind, Size(*image.size)):
        raise Invalid(f"A side is longer than f-{kind} allows.", reason="EINVALID", field="f")
