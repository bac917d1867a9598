"""Crop arithmetic: which part of a picture is kept, at what size, and where it is put.

Everything is whole numbers and exact fractions, so the same request gives the same box on every
machine. Ties are rounded half up and no side is ever below one pixel.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, cos, floor, radians, sin
from typing import Final, Literal

from app.imaging.language.transformation import Crop

Anchor = tuple[Fraction, Fraction]
"""How much of the free room lies to the left of, and above, what is kept."""

CENTRE: Final[Anchor] = (Fraction(1, 2), Fraction(1, 2))

_NEVER_ENLARGE: Final = frozenset(
    {Crop.AT_MAX, Crop.MAINTAIN_RATIO_NO_ENLARGE, Crop.PAD_RESIZE_NO_ENLARGE}
)
_CUT: Final = frozenset({Crop.EXTRACT, Crop.PAD_EXTRACT, Crop.PAD_EXTRACT_NO_SHRINK})
_PAD: Final = frozenset({Crop.PAD_RESIZE, Crop.PAD_RESIZE_NO_ENLARGE})


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in pixels."""

    width: int
    height: int

    @property
    def area(self) -> int:
        """Number of pixels."""
        return self.width * self.height

    @property
    def ratio(self) -> Fraction:
        """Width over height."""
        return Fraction(self.width, self.height)

    @property
    def turned(self) -> Size:
        """With its sides swapped."""
        return Size(self.height, self.width)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its edges."""

    left: Fraction
    top: Fraction
    right: Fraction
    bottom: Fraction

    @property
    def width(self) -> Fraction:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> Fraction:
        """From top to bottom."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Frame:
    """What a crop mode makes of a request, before anybody says which part to keep.

    A window of `window` is cut from the picture, scaled to `content`, and put on a canvas of
    `canvas`. A whole frame shows all of the picture, a covered one scales and loses the overflow,
    a cut one does not scale and lies on whole pixels.
    """

    window: tuple[Fraction, Fraction]
    content: Size
    canvas: Size
    kind: Literal["whole", "covered", "cut"] = "whole"

    def at(self, left: Fraction, top: Fraction) -> Box:
        """The window with its top left there."""
        return Box(left, top, left + self.window[0], top + self.window[1])


def half_up(value: Fraction) -> int:
    """The nearest whole number, ties upwards, at least 1."""
    return max(1, nearest(value))


def nearest(value: Fraction) -> int:
    """The nearest whole number, ties upwards."""
    return floor(value + Fraction(1, 2))


def proportional(size: Size, width: int | None, height: int | None) -> Size:
    """The size when one side is given exactly and the other follows."""
    if width is not None:
        return Size(width, half_up(Fraction(size.height * width, size.width)))
    if height is not None:
        return Size(half_up(Fraction(size.width * height, size.height)), height)
    return size


def fitted(size: Size, box: Size) -> Size:
    """The largest size of this shape inside the box."""
    if box.width * size.height <= box.height * size.width:
        return proportional(size, box.width, None)
    return proportional(size, None, box.height)


def covering(size: Size, box: Size) -> Size:
    """The smallest size of this shape around the box."""
    if box.width * size.height >= box.height * size.width:
        return proportional(size, box.width, None)
    return proportional(size, None, box.height)


def frame(size: Size, width: int | None, height: int | None, crop: Crop | None) -> Frame:
    """Apply a crop mode; with one side only every mode is a plain resize."""
    mode = crop or Crop.MAINTAIN_RATIO
    if width is None or height is None:
        return _whole(size, _one_side(size, width, height, mode))
    box = Size(width, height)
    if mode in _CUT:
        return _cut(size, box, mode)
    if mode in _PAD:
        content = fitted(size, box)
        if mode in _NEVER_ENLARGE and content.area > size.area:
            content = size
        return _whole(size, content, canvas=box)
    if mode in (Crop.MAINTAIN_RATIO, Crop.MAINTAIN_RATIO_NO_ENLARGE):
        return _covered(size, _shrunk(size, box) if mode in _NEVER_ENLARGE else box)
    return _whole(size, _whole_size(size, box, mode))


def _one_side(size: Size, width: int | None, height: int | None, mode: Crop) -> Size:
    asked = proportional(size, width, height)
    return size if mode in _NEVER_ENLARGE and asked.area > size.area else asked


def _whole_size(size: Size, box: Size, mode: Crop) -> Size:
    """The size of modes that neither cut nor pad."""
    if mode is Crop.FORCE:
        return box
    if mode is Crop.AT_LEAST:
        return covering(size, box)
    if mode is Crop.AT_MAX and size.width <= box.width and size.height <= box.height:
        return size
    return fitted(size, box)


def _whole(size: Size, content: Size, canvas: Size | None = None) -> Frame:
    window = (Fraction(size.width), Fraction(size.height))
    return Frame(window, content, canvas or content)


def _covered(size: Size, box: Size) -> Frame:
    """Scale to cover the box and cut what sticks out."""
    if box.width * size.height >= box.height * size.width:
        window = (Fraction(size.width), Fraction(box.height * size.width, box.width))
    else:
        window = (Fraction(box.width * size.height, box.height), Fraction(size.height))
    return Frame(window, box, box, "covered")


def _shrunk(size: Size, box: Size) -> Size:
    """The box, made smaller in its own shape until the picture need not be enlarged."""
    scale = min(Fraction(1), Fraction(size.width, box.width), Fraction(size.height, box.height))
    return Size(half_up(box.width * scale), half_up(box.height * scale))


def _cut(size: Size, box: Size, mode: Crop) -> Frame:
    """Windows without scaling."""
    content = Size(min(size.width, box.width), min(size.height, box.height))
    canvas = box
    if mode is Crop.EXTRACT:
        canvas = content
    elif mode is Crop.PAD_EXTRACT_NO_SHRINK:
        content = size
        canvas = Size(max(size.width, box.width), max(size.height, box.height))
    window = (Fraction(content.width), Fraction(content.height))
    return Frame(window, content, canvas, "cut")


def anchored(size: Size, part: Frame, anchor: Anchor) -> Box:
    """The window where the anchor puts it; one that is cut starts on a whole pixel."""
    left = (size.width - part.window[0]) * anchor[0]
    top = (size.height - part.window[1]) * anchor[1]
    if part.kind == "cut":
        left, top = Fraction(floor(left)), Fraction(floor(top))
    return part.at(left, top)


def shifted_inside(size: Size, box: Box) -> Box:
    """A box no larger than the picture, moved to lie within it."""
    left = max(Fraction(0), min(box.left, size.width - box.width))
    top = max(Fraction(0), min(box.top, size.height - box.height))
    return Box(left, top, left + box.width, top + box.height)


def around(size: Size, part: Frame, area: Box) -> Box:
    """The window that shows a stored area of interest, for `fo-custom`.

    A scaling mode shows the area grown to the asked shape, or the largest window of that shape
    when that is more than there is; a cutting mode puts its window round the area's middle.
    """
    width, height = part.window
    if part.kind == "covered":
        shape = Fraction(part.content.width, part.content.height)
        grown = max(area.width, area.height * shape)
        if grown <= width:
            width, height = grown, grown / shape
    left = area.left + (area.width - width) / 2
    top = area.top + (area.height - height) / 2
    if part.kind == "cut":
        left, top = Fraction(floor(left)), Fraction(floor(top))
    return shifted_inside(size, Box(left, top, left + width, top + height))


def padding(part: Frame, anchor: Anchor) -> tuple[int, int]:
    """Where on its canvas the content goes."""
    free_x = part.canvas.width - part.content.width
    free_y = part.canvas.height - part.content.height
    return floor(free_x * anchor[0]), floor(free_y * anchor[1])


def rotated(size: Size, degrees: Fraction) -> Size:
    """The canvas after turning; it grows for all but quarter turns.

    Quarter turns are exact. For other angles this is Pillow's own arithmetic, floats and all,
    because it is Pillow that will turn the pixels.
    """
    if degrees % 90 == 0:
        return size.turned if degrees % 180 else size
    angle = -radians(float(-degrees % 360))
    across, down = round(cos(angle), 15), round(sin(angle), 15)
    middle_x, middle_y = size.width / 2, size.height / 2
    start_x = across * -middle_x + down * -middle_y + middle_x
    start_y = -down * -middle_x + across * -middle_y + middle_y
    corners = [(0, 0), (size.width, 0), (size.width, size.height), (0, size.height)]
    xs = [across * x + down * y + start_x for x, y in corners]
    ys = [-down * x + across * y + start_y for x, y in corners]
    return Size(ceil(max(xs)) - floor(min(xs)), ceil(max(ys)) - floor(min(ys)))


def bordered(size: Size, width: int) -> Size:
    """The canvas with a frame outside."""
    return Size(size.width + 2 * width, size.height + 2 * width)
