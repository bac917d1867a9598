"""The order of work: a step goes through PIPELINE from top to bottom, steps follow one another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from app.imaging import effects, steps
from app.imaging.distortions import distorted
from app.imaging.gradients import gradient_laid
from app.imaging.layers import layered
from app.imaging.plan import branch
from app.imaging.recolouring import recoloured
from app.imaging.shadows import shadowed
from app.imaging.transformation import Output, Step, Transformation
from app.imaging.work import Work


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
