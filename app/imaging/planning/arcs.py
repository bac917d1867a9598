"""Bending a picture into an arc: where its points go, and how large the canvas gets.

The picture's middle line keeps its length and becomes part of a circle; a positive angle bulges
upwards. Distances are in pixels, angles in radians from straight up.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import atan2, ceil, cos, hypot, pi, radians, sin

from app.imaging.planning.geometry import Size


@dataclass(frozen=True, slots=True)
class Arc:
    """A picture of that size, bent by that angle."""

    size: Size
    angle: float

    @property
    def outer(self) -> float:
        """Radius of the long edge; the short one cannot be below the circle's centre."""
        return max(self.size.width / self.angle, self.size.height / 2) + self.size.height / 2

    @property
    def inner(self) -> float:
        """Radius of the short edge."""
        return self.outer - self.size.height

    @property
    def canvas(self) -> Size:
        """What it takes to show all of it."""
        half = min(self.angle / 2, pi)
        across = self.outer * (sin(half) if half < pi / 2 else 1)
        low = self.inner if half < pi / 2 else self.outer
        return Size(max(1, ceil(2 * across)), max(1, ceil(self.outer - low * cos(half))))

    def source(self, x: float, y: float) -> tuple[float, float]:
        """The point of the flat picture that is shown at this point of the canvas."""
        from_left, down = x - self.canvas.width / 2, self.outer - y
        turned = atan2(from_left, down)
        return (
            (turned / self.angle + 0.5) * self.size.width,
            self.outer - hypot(from_left, down),
        )


def arc(size: Size, degrees: Fraction) -> Arc:
    """The arc for an angle other than zero; a downward one is the upward one flipped."""
    return Arc(size, radians(min(abs(float(degrees)), 360)))


def arc_size(size: Size, degrees: Fraction) -> Size:
    """The canvas of a bent picture."""
    return arc(size, degrees).canvas
