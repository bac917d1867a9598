"""Linear gradients laid over a picture."""

from __future__ import annotations

from fractions import Fraction
from math import cos, radians, sin

from PIL import Image

from app.imaging.language.colours import Colour
from app.imaging.language.effect_options import Gradient
from app.imaging.language.expressions import value_of
from app.imaging.language.transformation import Step
from app.imaging.pixels.work import Work
from app.imaging.planning.geometry import Size


def gradient_laid(work: Work, step: Step) -> Work:
    """Lay the gradient over; a transparent picture gets it as well."""
    if step.gradient is None:
        return work
    stop = value_of(step.gradient.stop, work.scene.variables())
    layer = gradient(step.gradient, stop, work.size)
    found = Image.alpha_composite(work.image.convert("RGBA"), layer)
    return work.showing(found if work.has_alpha else found.convert("RGB"))


def gradient(asked: Gradient, stop: Fraction, size: Size) -> Image.Image:
    """The gradient alone, RGBA.

    Its line runs through the middle and is just so long that both ends colour a corner; `stop`
    says how far along it the second colour is reached. Colours are mixed premultiplied: between
    white and transparent there is fainter white, not grey.
    """
    angle = radians(float(asked.direction))
    across, down = sin(angle), -cos(angle)
    length = abs(size.width * across) + abs(size.height * down)
    reached = float(stop) * length if stop <= 1 else float(stop)
    return _coloured(_ramp(size, across, down, length), asked, max(reached / length, 1e-6))


def _ramp(size: Size, across: float, down: float, length: float) -> Image.Image:
    """Grey from 0 at the start of the line to 255 at its end."""
    line = Image.linear_gradient("L")  # 256 rows, dark to light
    scale = 255 / length
    start = 128 - (across * size.width / 2 + down * size.height / 2) * scale
    matrix = (0.0, 0.0, 128.0, across * scale, down * scale, start)
    area = (size.width, size.height)
    return line.transform(area, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)


def _coloured(ramp: Image.Image, asked: Gradient, reached: float) -> Image.Image:
    start, end = _premultiplied(asked.start), _premultiplied(asked.end)
    bands = []
    for first, last in zip(start, end, strict=True):
        shares = [min(1.0, value / 255 / reached) for value in range(256)]
        bands.append(ramp.point([round(first + (last - first) * share) for share in shares]))
    return Image.merge("RGBa", bands).convert("RGBA")


def _premultiplied(colour: Colour) -> tuple[float, float, float, float]:
    red, green, blue, alpha = colour.rgba
    share = alpha / 255
    return red * share, green * share, blue * share, float(alpha)
