"""The order of work: a step goes through PIPELINE from top to bottom, steps follow one another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from app.imaging.language.transformation import Output, Step, Transformation
from app.imaging.pixels import effects, steps
from app.imaging.pixels.distortions import distorted
from app.imaging.pixels.gradients import gradient_laid
from app.imaging.pixels.layers import layered
from app.imaging.pixels.recolouring import recoloured
from app.imaging.pixels.shadows import shadowed
from app.imaging.pixels.work import Work
from app.imaging.planning.plan import branch


def develop(work: Work, transformation: Transformation) -> tuple[Work, Output]:
    """Take its steps; output options of branches taken come before those outside."""
    output = transformation.output
    for each in transformation.steps:
        if isinstance(each, Step):
            for piece in PIPELINE:
                work = piece(work, each)
        else:
            work, said = develop(work, branch(each, work.scene))
            output = said.over(output)
    return steps.settled(work), output


def _layered(work: Work, step: Step) -> Work:
    return layered(work, step, develop)


PIPELINE: Final[Sequence[Callable[[Work, Step], Work]]] = (
    steps.trimmed,
    steps.placed,
    steps.turned,
    steps.mirrored,
    effects.greyscale,
    effects.contrast,
    effects.colorized,
    recoloured,
    effects.softened,
    effects.sharpened,
    effects.unsharp_masked,
    gradient_laid,
    distorted,
    shadowed,
    effects.faded,
    steps.rounded,
    _layered,
    steps.flattened,
)
"""Each gives the work back untouched when the step does not ask for it."""
