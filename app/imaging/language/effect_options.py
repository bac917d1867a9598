"""What the longer `e-…` options ask for: values whose text is canonical, each with its reader."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from app.imaging.language.colours import CLEAR, GREY, WHITE, Colour, colour
from app.imaging.language.expressions import Expression, amount, number, spell

_DIRECTIONS: Final = {
    "top": 0,
    "top_right": 45,
    "right": 90,
    "bottom_right": 135,
    "bottom": 180,
    "bottom_left": 225,
    "left": 270,
    "top_left": 315,
    "topleft": 315,
}


@dataclass(frozen=True, slots=True)
class Unsharp:
    """An unsharp mask: sigma in pixels, amount 1 for 100 %, threshold of 0 to 1."""

    radius: Fraction = Fraction(0)
    sigma: Fraction = Fraction(1)
    amount: Fraction = Fraction(1)
    threshold: Fraction = Fraction(1, 20)

    def __str__(self) -> str:
        """The text this is parsed from."""
        return "-".join(map(spell, (self.radius, self.sigma, self.amount, self.threshold)))


def unsharp(text: str) -> Unsharp:
    """Read `radius-sigma-amount-threshold`; nothing at all asks for the usual ones."""
    if _is_bare(text):
        return Unsharp()
    values = [_within(part, 0, 1000) for part in text.split("-")]
    if len(values) != 4 or values[3] > 1:
        raise ValueError("must be written radius-sigma-amount-threshold")
    return Unsharp(*values)


@dataclass(frozen=True, slots=True)
class Shadow:
    """A shadow under the opaque part: blur in pixels, the rest in percent."""

    blur: Fraction = Fraction(10)
    strength: Fraction = Fraction(30)
    x: Fraction = Fraction(2)
    y: Fraction = Fraction(2)

    def __str__(self) -> str:
        """The text this is parsed from."""
        blur, strength, x, y = map(spell, (self.blur, self.strength, self.x, self.y))
        return f"bl-{blur}_st-{strength}_x-{x}_y-{y}"


def shadow(text: str) -> Shadow:
    """Read `bl-15_st-40_x-10_y-N5`, in any order."""
    given = _parts(text, ("bl", "st", "x", "y"))
    return Shadow(
        blur=_within(given.get("bl", "10"), 0, 15),
        strength=_within(given.get("st", "30"), 0, 100),
        x=_within(given.get("x", "2"), -100, 100),
        y=_within(given.get("y", "2"), -100, 100),
    )


@dataclass(frozen=True, slots=True)
class Gradient:
    """A linear gradient laid over: from one colour at its start to the other at `stop`."""

    direction: Fraction = Fraction(180)
    """Degrees clockwise; 0 runs towards the top."""
    start: Colour = WHITE
    end: Colour = CLEAR
    stop: Fraction | Expression = Fraction(1)
    """Up to 1 a share of the way, above it pixels."""

    def __str__(self) -> str:
        """The text this is parsed from."""
        stop = str(self.stop) if isinstance(self.stop, Expression) else spell(self.stop)
        return f"ld-{spell(self.direction)}_from-{self.start}_to-{self.end}_sp-{stop}"


def gradient(text: str, allowed: frozenset[str]) -> Gradient:
    """Read `ld-top_from-red_to-00000000_sp-0.4`, in any order."""
    given = _parts(text, ("ld", "from", "to", "sp"))
    usual = Gradient()
    stop = amount(given["sp"], allowed) if "sp" in given else usual.stop
    if isinstance(stop, Fraction) and stop <= 0:
        raise ValueError("must have a stop above 0")
    return Gradient(
        direction=_direction(given["ld"]) if "ld" in given else usual.direction,
        start=colour(given["from"]) if "from" in given else usual.start,
        end=colour(given["to"]) if "to" in given else usual.end,
        stop=stop,
    )


def _direction(text: str) -> Fraction:
    named = _DIRECTIONS.get(text)
    return _within(text, 0, 360) % 360 if named is None else Fraction(named)


@dataclass(frozen=True, slots=True)
class Colorize:
    """A tint, mixed in at that intensity in percent."""

    colour: Colour = GREY
    intensity: Fraction = Fraction(100)

    def __str__(self) -> str:
        """The text this is parsed from."""
        return f"co-{self.colour}_in-{spell(self.intensity)}"


def colorize(text: str) -> Colorize:
    """Read `co-red_in-50`."""
    given = _parts(text, ("co", "in"))
    return Colorize(
        colour(given["co"]) if "co" in given else GREY, _within(given.get("in", "100"), 0, 100)
    )


@dataclass(frozen=True, slots=True)
class Recolour:
    """One colour put in another's place; None replaces the dominant one."""

    to: Colour
    tolerance: Fraction = Fraction(35)
    source: Colour | None = None

    def __str__(self) -> str:
        """The text this is parsed from."""
        tail = "" if self.source is None else f"_{self.source}"
        return f"{self.to}_{spell(self.tolerance)}{tail}"


def recolour(text: str) -> Recolour:
    """Read `{to}`, `{to}_{tolerance}` or `{to}_{tolerance}_{from}`."""
    to, *rest = text.split("_")
    if len(rest) > 2:
        raise ValueError("must be written to_tolerance_from")
    tolerance = _within(rest[0], 0, 100) if rest else Fraction(35)
    return Recolour(colour(to), tolerance, colour(rest[1]) if len(rest) == 2 else None)


@dataclass(frozen=True, slots=True)
class Distortion:
    """Either where the four corners go, clockwise from the top left, or the degrees of an arc."""

    corners: tuple[Fraction, ...] = ()
    arc: Fraction = Fraction(0)

    def __str__(self) -> str:
        """The text this is parsed from."""
        if self.corners:
            return "p-" + "_".join(map(spell, self.corners))
        return f"a-{spell(self.arc)}"


def distortion(text: str) -> Distortion:
    """Read `p-x1_y1_x2_y2_x3_y3_x4_y4` or `a-45`."""
    kind, _, value = text.partition("-")
    if kind == "a":
        return Distortion(arc=_within(value, -360, 360))
    corners = tuple(_within(part, -65535, 65535) for part in value.split("_"))
    if kind != "p" or len(corners) != 8:
        raise ValueError("must be p- with eight numbers or a- with degrees")
    return Distortion(corners=corners)


def is_on(text: str) -> bool:
    """Read the value of a flag, which is mostly written bare."""
    if not _is_bare(text) and text != "false":
        raise ValueError("takes no value")
    return text != "false"


def _is_bare(text: str) -> bool:
    return text in ("", "true", "1", "-")


def _parts(text: str, names: tuple[str, ...]) -> dict[str, str]:
    """Split `ld-top_right_sp-0.5` at its names, for values hold underscores as well."""
    if _is_bare(text):
        return {}
    pieces = re.split(rf"(?:^|_)({'|'.join(names)})-", text)
    if pieces[0]:
        raise ValueError(f"may hold {', '.join(names)}")
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def _within(text: str, low: int, high: int) -> Fraction:
    value = number(text)
    if not low <= value <= high:
        raise ValueError(f"must hold numbers of {low} to {high}")
    return value
