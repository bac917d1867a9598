"""Layers: each is drawn or opened, goes through steps of its own, and is put on the picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from PIL import Image

from app.errors import Invalid
from app.imaging.language.canonical import Amount
from app.imaging.language.colours import BLACK, CLEAR
from app.imaging.language.expressions import value_of
from app.imaging.language.layer_values import Blend, Block, Picture, Position
from app.imaging.language.transformation import Layer, Output, Step, Transformation
from app.imaging.pixels import animation, blending
from app.imaging.pixels.backgrounds import filled
from app.imaging.pixels.decode import begun, opened, upright_size
from app.imaging.pixels.text import drawn
from app.imaging.pixels.work import Studio, Work
from app.imaging.planning.geometry import Size, half_up
from app.imaging.planning.plan import Scene
from app.imaging.planning.positions import corner

Develop = Callable[[Work, Transformation], tuple[Work, Output]]

_USUAL_TRIM: Final = Fraction(10)
"""Pictures used as layers are trimmed unless told otherwise."""


def layered(work: Work, step: Step, develop: Develop) -> Work:
    """Put the step's layers on, in written order."""
    for layer in step.layers:
        work = _with_layer(work, layer, develop)
    return work


def _with_layer(work: Work, layer: Layer, develop: Develop) -> Work:
    finished = work.studio.decisions.once(lambda: _finished(work, layer, develop))
    at = corner(layer.position, finished.scene)
    return work.showing(_blended(work, finished, layer.position, at))


def _finished(work: Work, layer: Layer, develop: Develop) -> Work:
    """The layer after its own steps. Its decisions are its own: it may be made only once."""
    studio = work.studio.apart()
    if isinstance(layer.content, Picture):
        steps = Transformation(_with_trim(layer).steps)
        return _opened(work, layer.content, steps, studio, develop)
    if isinstance(layer.content, Block):
        image = _block(layer, layer.content, work)
    else:
        image = drawn(layer.content, Scene(work.size, work.size, work.size), studio)
    size = studio.limits.admit(Size(*image.size))
    begin = Work(image, Scene(size, size, work.size, work.scene.hints), studio)
    return develop(begin, Transformation(layer.steps))[0]


def _opened(
    work: Work, content: Picture, asked: Transformation, studio: Studio, develop: Develop
) -> Work:
    with opened(studio.asset(content.path), studio.limits) as image:
        page = animation.page_asked(asked)
        if page is not None:
            animation.turn_to(image, page, studio.limits)
        size = upright_size(image)
        scene = Scene(size, size, work.size, work.scene.hints)
        return develop(begun(image, asked, scene, studio), asked)[0]


def _with_trim(layer: Layer) -> Layer:
    """The layer with its picture trimmed first, unless one of its steps speaks of that."""
    steps = layer.steps
    if any(step.trim is not None for step in Transformation(steps).every_step()):
        return layer
    if steps and isinstance(steps[0], Step):
        return replace(layer, steps=(replace(steps[0], trim=_USUAL_TRIM), *steps[1:]))
    return replace(layer, steps=(Step(trim=_USUAL_TRIM), *steps))


def _block(layer: Layer, content: Block, work: Work) -> Image.Image:
    """One colour; clear when only a gradient is to be seen."""
    size = Size(
        _side(content.width, work.size.width, work, "w"),
        _side(content.height, work.size.height, work, "h"),
    )
    colour = content.colour
    if colour is None:
        has_gradient = any(step.gradient for step in Transformation(layer.steps).every_step())
        colour = CLEAR if has_gradient else BLACK
    return filled(work.studio.limits.admit(size), colour)


def _side(asked: Amount | None, whole: int, work: Work, key: str) -> int:
    if asked is None:
        return whole
    value = value_of(asked, Scene(work.size, work.size, work.size).variables())
    if isinstance(asked, Fraction) and asked < 1:
        value = asked * whole
    if value <= 0:
        raise Invalid("A layer's side must come to more than 0.", reason="EINVALID", field=key)
    return half_up(value)


def _blended(work: Work, finished: Work, position: Position, at: tuple[int, int]) -> Image.Image:
    base, layer = work.image, finished.image
    match position.blend:
        case Blend.MULTIPLY:
            return blending.multiplied(base, layer, at)
        case Blend.CUTTER | Blend.CUTOUT:
            inside = position.blend is Blend.CUTTER
            return blending.cut(base, layer, at, keeps_inside=inside)
        case Blend.DISPLACE:
            facts = finished.scene.variables()
            shift = (_shift(position.shift_x, facts), _shift(position.shift_y, facts))
            return blending.displaced(base, layer, at, shift)
        case _:
            return blending.laid(base, layer, at)


def _shift(asked: Amount | None, facts: Mapping[str, Fraction]) -> float:
    return 0.0 if asked is None else float(value_of(asked, facts))
