"""One colour put in another's place, its light and shade kept."""

from __future__ import annotations

from typing import Final

from PIL import Image, ImageChops, ImageCms

from app.imaging.language.colours import Colour
from app.imaging.language.transformation import Step
from app.imaging.pixels.backgrounds import main_colours
from app.imaging.pixels.work import Work

_FARTHEST: Final = 120.0
"""Distance in a and b at which a tolerance of 100 ends; it takes in every colour there is."""


def recoloured(work: Work, step: Step) -> Work:
    """Shift what is near one colour to another; without a colour, the most frequent one."""
    asked = step.recolour
    if asked is None:
        return work
    image = work.image.convert("RGB")
    source = asked.source
    if source is None:
        source = Colour(*work.studio.decisions.once(lambda: main_colours(image, 1))[0])
    found = _shifted(image, source, asked.to, float(asked.tolerance))
    if work.has_alpha:
        found.putalpha(work.image.getchannel("A"))
    return work.showing(found)


def _shifted(image: Image.Image, source: Colour, to: Colour, tolerance: float) -> Image.Image:
    """Move a and b of Lab by the difference of the two colours, as far as the mask allows."""
    forth, back = _transforms()
    lab = ImageCms.applyTransform(image, forth)
    if lab is None:
        return image
    light, green_red, blue_yellow = lab.split()
    from_a, from_b = _hue(source)
    to_a, to_b = _hue(to)
    mask = _nearness(green_red, blue_yellow, (from_a, from_b), tolerance)
    shifted = (_offset(green_red, to_a - from_a), _offset(blue_yellow, to_b - from_b))
    moved = Image.merge("LAB", (light, *shifted))
    changed = ImageCms.applyTransform(moved, back)
    return image if changed is None else Image.composite(changed, image, mask)


def _nearness(
    green_red: Image.Image, blue_yellow: Image.Image, centre: tuple[int, int], tolerance: float
) -> Image.Image:
    """White where the hue is the asked one, fading out towards the edge of the tolerance.

    Squares of the two distances are kept in bytes, 255 standing for the edge, and added.
    """
    radius = max(tolerance / 100 * _FARTHEST, 1.0)

    def square(middle: int) -> list[int]:
        shares = (abs(value - middle) / radius for value in _signed())
        return [min(255, round(255 * share * share)) for share in shares]

    across, down = green_red.point(square(centre[0])), blue_yellow.point(square(centre[1]))
    far = ImageChops.add(across, down)
    fade = (max(0.0, min(1.0, 2 - 2 * (value / 255) ** 0.5)) for value in range(256))
    return far.point([round(255 * share) for share in fade])


def _signed() -> list[int]:
    """Pillow keeps a and b as signed bytes in unsigned ones."""
    return [value - 256 if value > 127 else value for value in range(256)]


def _offset(band: Image.Image, by: int) -> Image.Image:
    return band.point([max(-128, min(127, value + by)) & 255 for value in _signed()])


def _hue(colour: Colour) -> tuple[int, int]:
    """The a and b of a colour."""
    forth, _ = _transforms()
    found = ImageCms.applyTransform(Image.new("RGB", (1, 1), colour.rgb), forth)
    value = (0, 0, 0) if found is None else found.getpixel((0, 0))
    _, green_red, blue_yellow = value if isinstance(value, tuple) else (0, 0, 0)
    return _signed()[int(green_red)], _signed()[int(blue_yellow)]


def _transforms() -> tuple[ImageCms.ImageCmsTransform, ImageCms.ImageCmsTransform]:
    rgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    return (
        ImageCms.buildTransform(rgb, lab, "RGB", "LAB"),
        ImageCms.buildTransform(lab, rgb, "LAB", "RGB"),
    )
