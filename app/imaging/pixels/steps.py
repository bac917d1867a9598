"""Size and shape: trim, resize with crop or padding, turn, mirror, round off, frame, flatten.

Each function takes the work and a step, and gives the work back untouched when the step does
not ask for it.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import cos, radians, sin
from typing import Final

from PIL import Image, ImageChops

from app.imaging.language.colours import BLACK, CLEAR, Blurred, Colour
from app.imaging.language.focus_names import ANCHORS
from app.imaging.language.transformation import Step
from app.imaging.pixels import corners
from app.imaging.pixels.backgrounds import backdrop, filled
from app.imaging.pixels.focus import located
from app.imaging.pixels.profiles import fits_rgb, to_srgb
from app.imaging.pixels.work import Work
from app.imaging.planning.geometry import CENTRE, Box, Frame, Size, bordered, padding, rotated
from app.imaging.planning.plan import border_width, framed

_QUARTERS: Final = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
"""Clockwise turns by Pillow's names, which are counter-clockwise."""
_FLIPS: Final = {
    "h": Image.Transpose.FLIP_LEFT_RIGHT,
    "v": Image.Transpose.FLIP_TOP_BOTTOM,
    "h_v": Image.Transpose.ROTATE_180,
}
_REDUCING_GAP: Final = 3.0
"""How far a first, rough reduction stays from the target; from 3 on it cannot be seen."""


def trimmed(work: Work, step: Step) -> Work:
    """Cut off a border that is nearly of one colour: that of the top left pixel."""
    if not step.trim:
        return work
    threshold = step.trim
    found = work.studio.decisions.once(lambda: _content_box(work.image, threshold))
    if found is None or found == (0, 0, *work.image.size):
        return work
    area = work.area
    if area is not None:
        left, top = found[0], found[1]
        area = Box(area.left - left, area.top - top, area.right - left, area.bottom - top)
    return replace(work.showing(work.image.crop(found)), area=area)


def placed(work: Work, step: Step) -> Work:
    """Resize, crop or pad to the asked size, and settle the colours."""
    part = framed(step, work.scene)
    work.studio.limits.admit(part.canvas)
    box = located(work, step, part)
    work = settled(work.showing(_resampled(work.image, work.size, box, part.content)))
    return replace(_padded(work, step, part), area=None)


def settled(work: Work) -> Work:
    """Bring pixels to RGB or RGBA, in sRGB unless their own profile is kept."""
    profile = work.profile
    kept = work.keeps_profile and profile is not None and fits_rgb(profile)
    if kept and work.image.mode in ("RGB", "RGBA"):
        return work
    return replace(work, image=to_srgb(work.image, profile), profile=None)


def turned(work: Work, step: Step) -> Work:
    """Turn clockwise; the corners of other than quarter turns are transparent."""
    if not isinstance(step.rotation, Fraction) or step.rotation % 360 == 0:
        return work
    if step.rotation % 90 == 0:
        return work.showing(work.image.transpose(_QUARTERS[int(step.rotation % 360)]))
    canvas = work.studio.limits.admit(rotated(work.size, step.rotation))
    return work.showing(_rotated(work.image, canvas, float(step.rotation)))


def mirrored(work: Work, step: Step) -> Work:
    """Mirror from side to side, upside down, or both."""
    if step.flip is None:
        return work
    return work.showing(work.image.transpose(_FLIPS[step.flip]))


def rounded(work: Work, step: Step) -> Work:
    """Round the corners off and put the frame around."""
    thickness = border_width(step, work.scene)
    inner = work
    if step.radius is not None:
        inner = work.showing(corners.clipped(work.image, corners.mask(work.size, step.radius)))
    if step.border is None or not thickness:
        return inner
    size = work.studio.limits.admit(bordered(work.size, thickness))
    ring = filled(size, step.border.colour)
    if step.radius is None:
        return work.showing(_inserted(ring, work.image, thickness))
    ring = corners.clipped(ring, corners.mask(size, step.radius, thickness))
    if work.has_alpha:  # a frame does not show through a transparent picture
        hole = Image.new("L", ring.size, 255)
        shape = ImageChops.invert(corners.mask(work.size, step.radius))
        hole.paste(shape, (thickness, thickness))
        ring = corners.clipped(ring, hole)
    ring.alpha_composite(inner.image, (thickness, thickness))
    return work.showing(ring)


def flattened(work: Work, step: Step) -> Work:
    """Lay a picture that shows through on the background that was asked."""
    behind = step.background
    if behind is None or isinstance(behind, Blurred) or not work.has_alpha:
        return work
    if isinstance(behind, Colour) and step.opacity is not None:
        behind = behind.at(100)
    base = backdrop(work, behind, work.size)
    return work.showing(over(base, work.image))


def over(base: Image.Image, image: Image.Image) -> Image.Image:
    """One picture on another of the same size; opaque when the lower one is."""
    if base.mode == "RGB":
        base.paste(image, (0, 0), image.getchannel("A"))
        return base
    return Image.alpha_composite(base, image)


def opaque(image: Image.Image, behind: Colour = BLACK) -> Image.Image:
    """For formats without transparency."""
    if image.mode != "RGBA":
        return image
    return over(Image.new("RGB", image.size, behind.rgb), image)


def _content_box(image: Image.Image, threshold: Fraction) -> tuple[int, int, int, int] | None:
    """Bounds of what differs from the top left pixel by more than that percentage."""
    least = float(threshold) * 2.55
    limits = [255 if value > least else 0 for value in range(256)]
    if image.mode == "RGBA":
        alpha = image.getchannel("A")
        if alpha.getpixel((0, 0)) == 0:
            return alpha.point(limits).getbbox()
    corner = image.getpixel((0, 0))
    bands = ImageChops.difference(image, Image.new(image.mode, image.size, corner)).split()
    most = bands[0]
    for band in bands[1:]:
        most = ImageChops.lighter(most, band)
    return most.point(limits).getbbox()


def _resampled(image: Image.Image, size: Size, box: Box, content: Size) -> Image.Image:
    """The box, given in coordinates of `size`, as a picture of `content`; one call does both."""
    across = Fraction(image.width, size.width)
    down = Fraction(image.height, size.height)
    edges = (
        float(max(Fraction(0), box.left * across)),
        float(max(Fraction(0), box.top * down)),
        float(min(Fraction(image.width), box.right * across)),
        float(min(Fraction(image.height), box.bottom * down)),
    )
    target = (content.width, content.height)
    if image.size == target and edges == (0, 0, *target):
        return image
    if (edges[2] - edges[0], edges[3] - edges[1]) == target and all(
        edge.is_integer() for edge in edges
    ):
        return image.crop((int(edges[0]), int(edges[1]), int(edges[2]), int(edges[3])))
    return image.resize(target, Image.Resampling.LANCZOS, edges, _REDUCING_GAP)


def _padded(work: Work, step: Step, part: Frame) -> Work:
    """Put the content on its canvas; without a background its transparent parts stay so."""
    if part.canvas == part.content:
        return work
    at = padding(part, ANCHORS.get(step.focus or "center", CENTRE))
    behind = step.background
    if isinstance(behind, Colour) and not behind.is_opaque:
        behind = CLEAR  # the colour itself comes when the step is flattened
    base = backdrop(work, behind, part.canvas)
    if not work.has_alpha or step.background is None:
        base = base.convert("RGBA") if work.has_alpha else base
        base.paste(work.image, at)
    elif base.mode == "RGB":
        base.paste(work.image, at, work.image.getchannel("A"))
    else:
        base.alpha_composite(work.image, at)
    return work.showing(base)


def _rotated(image: Image.Image, canvas: Size, degrees: float) -> Image.Image:
    """Turn about the middle; a transparent rim makes the slanted edges smooth."""
    rim = Image.new("RGBA", (image.width + 2, image.height + 2), (0, 0, 0, 0))
    rim.paste(image, (1, 1))
    across, down = cos(radians(degrees)), sin(radians(degrees))
    middle_x, middle_y = canvas.width / 2, canvas.height / 2
    matrix = (
        across,
        down,
        rim.width / 2 - across * middle_x - down * middle_y,
        -down,
        across,
        rim.height / 2 + down * middle_x - across * middle_y,
    )
    size = (canvas.width, canvas.height)
    return rim.transform(size, Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC)


def _inserted(ring: Image.Image, image: Image.Image, thickness: int) -> Image.Image:
    """The picture in a frame without rounded corners; its holes stay holes."""
    if image.mode == "RGBA" and ring.mode == "RGB":
        ring = ring.convert("RGBA")
    ring.paste(image, (thickness, thickness))
    return ring
