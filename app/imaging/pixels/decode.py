"""Opening pictures: which formats are read, within which bounds, and in what pixel layout."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Final

from PIL import Image, ImageFile, UnidentifiedImageError

from app.errors import NotFound, TooLarge, Unreadable
from app.imaging.language.transformation import Transformation
from app.imaging.pixels.work import Bytes, Studio, Work
from app.imaging.planning.geometry import Frame, Size
from app.imaging.planning.limits import Limits
from app.imaging.planning.plan import Scene, first_step, framed
from app.imaging.reading.gif_blocks import gif_frames

FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF", "BMP")
"""What Pillow may try; nothing that needs another program to be read."""

_ORIENTATION: Final = 0x0112
_QUARTER_TURNED: Final = frozenset({5, 6, 7, 8})
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_DAMAGE: Final = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    EOFError,
    OverflowError,
    RuntimeError,  # what Pillow raises for a broken AVIF
    ZeroDivisionError,
    struct.error,
    zlib.error,
)
"""What Pillow's readers raise over bytes they cannot make sense of."""

# Pillow only warns between one and two times its own limit; ours is checked from the header, and
# a size that Pillow finds alarming later, inside a file, is an error as well.
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


@contextmanager
def reading() -> Iterator[None]:
    """Turn what Pillow raises over broken or oversized pictures into our errors."""
    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except FileNotFoundError:
        raise NotFound("The bytes of the image are not there.", reason="ENOENT") from None
    except _DAMAGE:
        raise Unreadable("The image cannot be decoded.", reason="EDECODE") from None


@contextmanager
def opened(source: Bytes, limits: Limits) -> Iterator[Image.Image]:
    """The picture with its header read and its size admitted; pixels are not decoded yet."""
    with reading():
        stream = source if isinstance(source, Path) else BytesIO(source)
        image = Image.open(stream, formats=FORMATS)
    with image:
        limits.admit(Size(*image.size))
        yield image


def frame_count(image: Image.Image, most: int) -> int:
    """How many frames can be shown one after the other; more than `most` need not be counted."""
    if isinstance(image, ImageFile.ImageFile) and image.format == "GIF" and image.fp is not None:
        with reading():
            return gif_frames(image.fp, most)
    if image.format not in ("GIF", "WEBP", "PNG"):
        return 1
    with reading():
        return int(getattr(image, "n_frames", 1))


def orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; 1 where nothing useful is said."""
    with reading():
        value = image.getexif().get(_ORIENTATION, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def upright_size(image: Image.Image) -> Size:
    """The size after orientation."""
    size = Size(*image.size)
    return size.turned if orientation(image) in _QUARTER_TURNED else size


def begun(image: Image.Image, transformation: Transformation, scene: Scene, studio: Studio) -> Work:
    """The opened picture, decoded no larger than its first step needs, ready to be worked on."""
    step = first_step(transformation.steps, scene)
    if step is not None and not step.trim:
        _decode_small(image, framed(step, scene))
    profile = image.info.get("icc_profile")
    return Work(pixels(image), scene, studio, profile if isinstance(profile, bytes) else None)


def _decode_small(image: Image.Image, part: Frame) -> None:
    """Let a JPEG be decoded at a half, a quarter or an eighth, still twice what is needed.

    Twice is libvips' rule too: it is several times faster than decoding everything, and the
    difference cannot be seen.
    """
    if image.format not in ("JPEG", "MPO") or part.kind == "cut":
        return
    scale = max(
        Fraction(part.content.width) / part.window[0],
        Fraction(part.content.height) / part.window[1],
    )
    wanted = (ceil(image.width * scale * 2), ceil(image.height * scale * 2))
    if wanted[0] <= image.width // 2 and wanted[1] <= image.height // 2:
        image.draft(image.mode, wanted)


def pixels(image: Image.Image) -> Image.Image:
    """Decode and turn upright, in a mode that can be resized: L, RGB, RGBA, CMYK, YCbCr or LAB."""
    turn = _UPRIGHT.get(orientation(image))
    with reading():
        image.load()
        found = _resizable(image)
        return found if turn is None else found.transpose(turn)


def _resizable(image: Image.Image) -> Image.Image:
    """Unfold palettes, bits and deep greys; transparency becomes an alpha channel."""
    if image.mode in ("RGB", "L", "RGBA", "CMYK", "YCbCr", "LAB"):
        return image.convert("RGBA") if "transparency" in image.info else image
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bits(image)
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey of 16 or 32 bits, brought down; a float picture is taken to be 0 to 255."""
    if image.mode == "F":
        return image.convert("L")
    wide = image.convert("I")
    low, high = (int(each) for each in wide.getextrema() if isinstance(each, int | float))
    scale = 1 / 256 if image.mode.startswith("I;16") or high > 255 or low < 0 else 1.0
    return wide.point(lambda value: value * scale).convert("L")


def _too_many_pixels() -> TooLarge:
    return TooLarge("The image has more pixels than the limits allow.", reason="ELIMIT")
