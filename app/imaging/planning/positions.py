"""Where a layer goes on its parent; whole numbers only, no Pillow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from app.imaging.language.expressions import value_of
from app.imaging.language.focus_names import ANCHORS
from app.imaging.language.layer_values import Offset, Position
from app.imaging.planning.plan import Scene


@dataclass(frozen=True, slots=True)
class _Axis:
    """One direction: the parent's length, the layer's, and what the position says about it."""

    outer: int
    inner: int
    offset: Offset | None
    centre: Offset | None
    anchor: Fraction
    focus: Fraction


def corner(position: Position, scene: Scene) -> tuple[int, int]:
    """The layer's top left on its parent; the scene's current size is the finished layer's."""
    parent, layer = scene.parent or scene.current, scene.current
    anchor = ANCHORS[position.anchor or "top_left"]
    focus = ANCHORS[position.focus or "center"]
    across = _Axis(parent.width, layer.width, position.x, position.centre_x, anchor[0], focus[0])
    down = _Axis(parent.height, layer.height, position.y, position.centre_y, anchor[1], focus[1])
    offsets = (position.x, position.y, position.centre_x, position.centre_y)
    has_offset = any(each is not None for each in offsets)
    facts = scene.variables()
    return _start(across, has_offset, facts), _start(down, has_offset, facts)


def _start(axis: _Axis, has_offset: bool, facts: Mapping[str, Fraction]) -> int:
    """Where the layer begins; one that would be out of sight is moved until it fits."""
    if not has_offset:
        return floor((axis.outer - axis.inner) * axis.focus)
    origin = axis.anchor * axis.outer
    if axis.offset is not None:
        asked = value_of(axis.offset.amount, facts)
        start = axis.outer - axis.inner - asked if axis.offset.from_end else origin + asked
    elif axis.centre is not None:
        asked = value_of(axis.centre.amount, facts)
        middle = axis.outer - asked if axis.centre.from_end else origin + asked
        start = middle - Fraction(axis.inner, 2)
    else:
        start = origin
    at = floor(start)
    if at >= axis.outer or at + axis.inner <= 0:
        return min(max(at, 0), max(0, axis.outer - axis.inner))
    return at
