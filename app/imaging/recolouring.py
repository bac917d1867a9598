"""One colour put in another's place, its light and shade kept."""

from __future__ import annotations

from typing import Final

from PIL import Image, ImageCms, ImageMath

from app.imaging.backgrounds import main_colours
from app.imaging.colours import Colour
from app.imaging.transformation import Step
from app.imaging.work import Work

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
    """White where the hue is the asked one, fading out towards the edge of the tolerance."""
    radius = max(tolerance / 100 * _FARTHEST, 1.0)
    table_a = [min(255.0, abs(value - centre[0])) for value in _signed()]
    table_b = [min(255.0, abs(value - centre[1])) for value in _signed()]
    across = green_red.point([round(value) for value in table_a])
    down = blue_yellow.point([round(value) for value in table_b])
    far: Image.Image = ImageMath.lambda_eval(
        lambda names: names["convert"](
            (names["float"](names["a"]) ** 2 + names["float"](names["b"]) ** 2) ** 0.5 + 0.5, "L"
        ),
        a=across,
        b=down,
    )
    fade = [max(0.0, min(1.0, 2 - 2 * value / radius)) for value in range(256)]
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
