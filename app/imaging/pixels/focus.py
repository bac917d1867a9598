"""Which part of a picture a crop keeps."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Final

from PIL import Image, ImageFilter

from app.imaging.language.focus_names import ANCHORS
from app.imaging.language.transformation import Step
from app.imaging.pixels.work import Work
from app.imaging.planning.geometry import CENTRE, Box, Frame, Size, anchored, around
from app.imaging.planning.plan import window_asked

_CUSTOM: Final = frozenset({"custom", "auto-custom_override"})
_LOOKED_AT: Final = 256
"""Longest side, in pixels, of the small copy that is searched for detail."""
_ALMOST: Final = 0.99
"""Windows with this share of the best one's detail are as good; the middle one is taken, so that
what is looked at stands free, and a picture without detail is cropped at its centre."""


def located(work: Work, step: Step, part: Frame) -> Box:
    """The window a step keeps, in the coordinates of the picture it is given."""
    asked = window_asked(step, work.scene, part)
    if asked is not None:
        return asked
    name = step.focus or "center"
    if part.kind == "whole" or name in ANCHORS:
        return anchored(work.size, part, ANCHORS.get(name, CENTRE))
    if name in _CUSTOM and work.area is not None:
        return around(work.size, part, work.area)
    if name == "custom":
        return anchored(work.size, part, CENTRE)
    return work.studio.decisions.once(lambda: salient(work.image, work.size, part))


def salient(image: Image.Image, size: Size, part: Frame) -> Box:
    """The window with the most detail: the sum of its edges, along each axis by itself.

    Sharp, structured things are what people look at, and skies, walls and blurred backgrounds
    have few edges. It needs no model, costs a millisecond, and can be seen at work by looking at
    the edges alone.
    """
    edges = _edges(image)
    left = _best_start(_profile(edges, 0), float(part.window[0] / size.width))
    top = _best_start(_profile(edges, 1), float(part.window[1] / size.height))
    x, y = Fraction(left) * size.width, Fraction(top) * size.height
    if part.kind == "cut":
        x, y = Fraction(int(x)), Fraction(int(y))
    x = min(x, size.width - part.window[0])
    y = min(y, size.height - part.window[1])
    return part.at(x, y)


def _edges(image: Image.Image) -> Image.Image:
    """Strength of edges in a small grey copy; the transparent parts are flat."""
    scale = min(1.0, _LOOKED_AT / max(image.size))
    small = (max(4, round(image.width * scale)), max(4, round(image.height * scale)))
    seen = image.resize(small, Image.Resampling.BOX)
    if seen.mode == "RGBA":
        seen = Image.alpha_composite(Image.new("RGBA", seen.size, (128, 128, 128, 255)), seen)
    found = seen.convert("L").filter(ImageFilter.FIND_EDGES)
    # The filter leaves the outermost pixels as they were, which would look like strong edges.
    found.paste(0, (0, 0, small[0], 1))
    found.paste(0, (0, small[1] - 1, small[0], small[1]))
    found.paste(0, (0, 0, 1, small[1]))
    found.paste(0, (small[0] - 1, 0, small[0], small[1]))
    return found


def _profile(edges: Image.Image, axis: int) -> Sequence[float]:
    """Mean strength of each column (axis 0) or row (axis 1)."""
    line = (edges.width, 1) if axis == 0 else (1, edges.height)
    return array("f", edges.convert("F").resize(line, Image.Resampling.BOX).tobytes())


def _best_start(profile: Sequence[float], share: float) -> float:
    """Where a window of that share of the axis begins, as a share itself."""
    count = len(profile)
    length = min(count, max(1, round(share * count)))
    sums = [0.0, *accumulate(profile)]
    totals = [sums[start + length] - sums[start] for start in range(count - length + 1)]
    least = max(totals) * _ALMOST
    good = [at for at, total in enumerate(totals) if total >= least]
    middle = sum(good) / len(good)
    start = min(good, key=lambda at: abs(at - middle))
    free = count - length
    return (start / free if free else 0.0) * (1 - share)
