"""Colour profiles: pixels are brought to sRGB where their own profile is not kept."""

from __future__ import annotations

from functools import cache, lru_cache
from io import BytesIO
from itertools import chain, product
from typing import Final

from PIL import Image, ImageChops, ImageCms

_LEVELS: Final = (0, 32, 64, 128, 192, 255)
_SAMPLES: Final = bytes(chain.from_iterable(product(_LEVELS, repeat=3)))
"""Colours by which profiles are compared."""
_UNSEEN: Final = 4
"""By how many of 255 the kinds of sRGB that are about differ, rounding included."""


@lru_cache(maxsize=8)
def is_usual(profile: bytes) -> bool:
    """Whether pixels with it already look right without it.

    Its name does not tell: there is a linear sRGB as well. What it does to colours does.
    """
    samples = Image.frombytes("RGB", (len(_LEVELS) ** 3, 1), _SAMPLES)
    found = ImageChops.difference(samples, _converted(samples, profile))
    return max(found.tobytes()) <= _UNSEEN


def fits_rgb(profile: bytes) -> bool:
    """Whether a picture written as RGB may carry it."""
    return profile[16:20] == b"RGB "


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture as RGB or RGBA in sRGB; without a usable profile modes are converted plainly."""
    if not profile:
        return plain(image)
    try:
        if image.mode in ("RGB", "RGBA", "L") and is_usual(profile):
            return plain(image)
        return _converted(image, profile)
    except (ImageCms.PyCMSError, ValueError, OSError):
        return plain(image)  # a damaged or foreign profile says nothing about the colours


def plain(image: Image.Image) -> Image.Image:
    """RGB or RGBA by Pillow's own arithmetic."""
    if image.mode in ("RGB", "RGBA"):
        return image
    if image.mode == "LAB":
        return _from_lab(image)
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    source = ImageCms.ImageCmsProfile(BytesIO(profile))
    space = source.profile.xcolor_space.strip()
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    mode = {"GRAY": "L", "RGB": "RGB", "CMYK": "CMYK", "Lab": "LAB"}.get(space)
    if mode is None or (mode == "CMYK") != (image.mode == "CMYK"):
        return plain(image)
    pixels = image if image.mode == mode else image.convert(mode)
    found = ImageCms.profileToProfile(pixels, source, _srgb(), outputMode="RGB")
    if found is None:
        return plain(image)
    if alpha is not None:
        found.putalpha(alpha)
    return found


def _from_lab(image: Image.Image) -> Image.Image:
    found = ImageCms.profileToProfile(image, _lab(), _srgb(), outputMode="RGB")
    return image.convert("L").convert("RGB") if found is None else found


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


@cache
def _lab() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
