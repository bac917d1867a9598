"""The numbers of a step: what its options come to for a picture of a known size.

Nothing here touches a pixel, so a request can be judged before its picture is opened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final

from app.errors import Invalid
from app.imaging.language.canonical import Amount, Length
from app.imaging.language.expressions import value_of
from app.imaging.language.options import MAX_SIDE
from app.imaging.language.transformation import Conditional, Output, Step, Transformation
from app.imaging.planning.arcs import arc_size
from app.imaging.planning.geometry import (
    Box,
    Frame,
    Size,
    bordered,
    frame,
    half_up,
    nearest,
    proportional,
    rotated,
)
from app.imaging.planning.limits import Limits

MAX_DPR_SIDE: Final = 5000
_HINTED_WIDTHS: Final = 100
"""A client's width is rounded up to a multiple of it, so that few renditions serve many."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What a client says about its screen and connection."""

    width: int | None = None
    dpr: Fraction | None = None
    save_data: bool = False

    @property
    def chosen_width(self) -> int | None:
        """The width `w-auto` stands for."""
        if self.width is None or not 0 < self.width <= MAX_SIDE:
            return None
        return -(-self.width // _HINTED_WIDTHS) * _HINTED_WIDTHS


@dataclass(frozen=True, slots=True)
class Scene:
    """The sizes an expression may name."""

    initial: Size
    current: Size
    parent: Size | None = None
    hints: Hints = field(default_factory=Hints)

    def variables(self) -> Mapping[str, Fraction]:
        """Facts by their names in expressions."""
        known = {"i": self.initial, "c": self.current, "b": self.parent or self.current}
        facts: dict[str, Fraction] = {}
        for letter, size in known.items():
            facts[f"{letter}w"] = Fraction(size.width)
            facts[f"{letter}h"] = Fraction(size.height)
            facts[f"{letter}ar"] = size.ratio
        return facts

    def at(self, size: Size) -> Scene:
        """The same scene after the picture changed its size."""
        return replace(self, current=size)


def framed(step: Step, scene: Scene) -> Frame:
    """What a step does to the size and shape, its position aside."""
    width, height = _requested(step, scene)
    return frame(scene.current, width, height, step.crop)


def branch(choice: Conditional, scene: Scene) -> Transformation:
    """The side of a condition that is taken."""
    if choice.condition.holds(scene.variables()):
        return choice.then
    return choice.otherwise or Transformation()


def window_asked(step: Step, scene: Scene, part: Frame) -> Box | None:
    """The window given by `x`, `y` or their centred kin; Invalid when it leaves the picture."""
    if part.kind != "cut":
        return None
    facts = scene.variables()
    if step.x is not None or step.y is not None:
        left = _rounded(step.x or Fraction(0), facts)
        top = _rounded(step.y or Fraction(0), facts)
    elif step.centre_x is not None or step.centre_y is not None:
        size = scene.current
        left = _centred(step.centre_x, size.width, part.content.width, facts)
        top = _centred(step.centre_y, size.height, part.content.height, facts)
    else:
        return None
    box = part.at(Fraction(left), Fraction(top))
    inside = box.right <= scene.current.width and box.bottom <= scene.current.height
    if left < 0 or top < 0 or not inside:
        raise Invalid("The area to extract leaves the image.", reason="EINVALID", field="cm")
    return box


def border_width(step: Step, scene: Scene) -> int:
    """Thickness of the frame; the scene is that after the step's own resize."""
    if step.border is None:
        return 0
    width = value_of(step.border.width, scene.variables())
    if width < 0 or width > MAX_SIDE:
        raise Invalid("The border is too thick or below 0.", reason="EINVALID", field="b")
    return nearest(width)


def size_after(step: Step, scene: Scene, limits: Limits) -> Size:
    """The size a step leaves behind when there is nothing to trim."""
    size = limits.admit(framed(step, scene).canvas)
    thickness = border_width(step, scene.at(size))
    if isinstance(step.rotation, Fraction):
        size = limits.admit(rotated(size, step.rotation))
    if step.distort is not None and step.distort.arc:
        size = limits.admit(arc_size(size, step.distort.arc))
    return limits.admit(bordered(size, thickness))


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What is known of a result without making it."""

    size: Size
    output: Output
    steps: tuple[Step, ...]
    """Those taken, with conditions decided."""
    pixels: int = 0
    """Of the largest picture made on the way."""


def foresee(transformation: Transformation, size: Size, hints: Hints, limits: Limits) -> Foreseen:
    """Walk the steps by their numbers alone; raises what rendering would raise for them."""
    walk = _Walk(Scene(size, size, hints=hints), limits)
    output = walk.take(transformation)
    return Foreseen(walk.scene.current, output, tuple(walk.steps), walk.pixels)


@dataclass(slots=True)
class _Walk:
    scene: Scene
    limits: Limits
    steps: list[Step] = field(default_factory=list)
    is_trimmed: bool = False
    pixels: int = 0

    def take(self, transformation: Transformation) -> Output:
        """Go through its steps; output options of branches taken come before those outside."""
        output = transformation.output
        for each in transformation.steps:
            if isinstance(each, Conditional):
                output = self.take(branch(each, self.scene)).over(output)
                continue
            self.is_trimmed = self.is_trimmed or bool(each.trim)
            if not self.is_trimmed:  # else the real size is known only by looking
                window_asked(each, self.scene, framed(each, self.scene))
            self.scene = self.scene.at(size_after(each, self.scene, self.limits))
            self.pixels = max(self.pixels, self.scene.current.area)
            self.steps.append(each)
        return output


def first_step(steps: Sequence[Step | Conditional], scene: Scene) -> Step | None:
    """The step that meets the picture as it was opened."""
    for each in steps:
        if isinstance(each, Step):
            return each
        inner = first_step(branch(each, scene).steps, scene)
        if inner is not None:
            return inner
    return None


def _requested(step: Step, scene: Scene) -> tuple[int | None, int | None]:
    """The asked width and height in whole pixels, after ratio and device pixel ratio."""
    facts = scene.variables()
    auto = scene.hints.chosen_width if step.width == "auto" else None
    width = Fraction(auto) if auto else _side("w", step.width, scene)
    height = _side("h", step.height, scene)
    if step.ratio is not None and (width is None) != (height is None):
        ratio = _above_zero(value_of(step.ratio, facts), "ar")
        width, height = width or _known(height) * ratio, height or _known(width) / ratio
    factor = Fraction(1) if auto and step.dpr == "auto" else _factor(step, scene, facts)
    width, height = _multiplied(scene.current, width, height, factor)
    return _pixels(width), _pixels(height)


def _side(key: str, asked: Length | None, scene: Scene) -> Fraction | None:
    """One side in pixels; a plain number below 1 is a share of the picture's own."""
    if asked is None or asked == "auto":
        return None
    value = value_of(asked, scene.variables())
    if isinstance(asked, Fraction) and asked < 1:
        value = asked * (scene.current.width if key == "w" else scene.current.height)
    _above_zero(value, key)
    return None if value > MAX_SIDE else value


def _factor(step: Step, scene: Scene, facts: Mapping[str, Fraction]) -> Fraction:
    if step.dpr is None:
        return Fraction(1)
    if step.dpr == "auto":
        hinted = scene.hints.dpr or Fraction(1)
        return min(max(hinted, Fraction(1, 10)), Fraction(5))
    return _above_zero(value_of(step.dpr, facts), "dpr")


def _multiplied(
    size: Size, width: Fraction | None, height: Fraction | None, factor: Fraction
) -> tuple[Fraction | None, Fraction | None]:
    """Both sides times the factor, unless a side would then be out of bounds."""
    wider = None if width is None else width * factor
    higher = None if height is None else height * factor
    if factor == 1 or any(side is not None and side < 1 for side in (wider, higher)):
        return width, height
    derived = proportional(size, _pixels(wider), _pixels(higher))
    sides = [wider or derived.width, higher or derived.height]
    return (width, height) if max(sides) > MAX_DPR_SIDE else (wider, higher)


def _pixels(side: Fraction | None) -> int | None:
    return None if side is None else half_up(side)


def _known(side: Fraction | None) -> Fraction:
    return Fraction(0) if side is None else side


def _above_zero(value: Fraction, key: str) -> Fraction:
    if value <= 0:
        raise Invalid(
            f"The parameter '{key}' must come to more than 0.", reason="EINVALID", field=key
        )
    return value


def _rounded(asked: Amount, facts: Mapping[str, Fraction]) -> int:
    return nearest(value_of(asked, facts))


def _centred(asked: Amount | None, whole: int, part: int, facts: Mapping[str, Fraction]) -> int:
    middle = Fraction(whole, 2) if asked is None else value_of(asked, facts)
    return (middle - Fraction(part, 2)).__floor__()
