"""Rounded corners: masks with smooth edges, whatever their size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageChops, ImageDraw

from app.imaging.language.canonical import Corners
from app.imaging.planning.geometry import Size, nearest

_SAMPLES: Final = 64_000_000
"""Most pixels drawn to smooth one curve; beyond, it is drawn less finely."""
_TURNS: Final = (
    None,
    Image.Transpose.FLIP_LEFT_RIGHT,
    Image.Transpose.ROTATE_180,
    Image.Transpose.FLIP_TOP_BOTTOM,
)
"""From the top left corner to each, clockwise."""


def mask(size: Size, corners: Corners, grown: int = 0) -> Image.Image:
    """White inside the rounded shape; `grown` widens every radius, for a frame around it."""
    if corners == ("max",):
        return _ellipse(size)
    found = Image.new("L", (size.width, size.height), 255)
    for at, radius in enumerate(_radii(size, corners, grown)):
        if radius:
            corner = _quarter(radius)
            turn = _TURNS[at]
            corner = corner if turn is None else corner.transpose(turn)
            x = 0 if at in (0, 3) else size.width - radius
            y = 0 if at in (0, 1) else size.height - radius
            found.paste(corner, (x, y))
    return found


def clipped(image: Image.Image, shape: Image.Image) -> Image.Image:
    """The picture where the mask is white."""
    if image.mode != "RGBA":
        found = image.convert("RGB")
        found.putalpha(shape)
        return found
    found = image.copy()
    found.putalpha(ImageChops.multiply(image.getchannel("A"), shape))
    return found


def _radii(size: Size, corners: Corners, grown: int) -> Sequence[int]:
    """Four radii in pixels, none above half the shorter side."""
    most = min(size.width, size.height) // 2
    four = corners * 4 if len(corners) == 1 else corners
    wanted = [most if each == "max" else nearest(each) for each in four]
    return [min(most, each + grown) if each else 0 for each in wanted]


def _quarter(radius: int) -> Image.Image:
    """The top left quarter of a disc."""
    fine = _fineness(radius * radius)
    side = radius * fine
    drawn = Image.new("L", (side, side), 0)
    ImageDraw.Draw(drawn).ellipse((0, 0, 2 * side - 1, 2 * side - 1), fill=255)
    return drawn.reduce(fine)


def _ellipse(size: Size) -> Image.Image:
    fine = _fineness(size.area)
    drawn = Image.new("L", (size.width * fine, size.height * fine), 0)
    ImageDraw.Draw(drawn).ellipse((0, 0, drawn.width - 1, drawn.height - 1), fill=255)
    return drawn.reduce(fine)


def _fineness(area: int) -> int:
    return next((fine for fine in (4, 2) if area * fine * fine <= _SAMPLES), 1)
