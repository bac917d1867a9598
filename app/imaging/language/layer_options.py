"""The part of the table of options that only layers have."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from typing import Final

from app.imaging.language.canonical import Amount
from app.imaging.language.colours import colour
from app.imaging.language.expressions import amount, number
from app.imaging.language.focus_names import ANCHORS
from app.imaging.language.layer_values import Blend, Offset
from app.imaging.language.options import Option, Scope, length, library_path, one_of, radius, signed


def _anchor(text: str, _: Scope) -> str:
    if text not in ANCHORS:
        raise ValueError("must be a position such as top_left")
    return text


def _offset(text: str, scope: Scope) -> Offset:
    from_end = text.startswith("N")
    return Offset(amount(text.removeprefix("N"), scope), from_end)


def _positive(text: str, scope: Scope) -> Amount:
    value = amount(text, scope)
    if isinstance(value, Fraction) and value <= 0:
        raise ValueError("must be above 0")
    return value


POSITION: Final[Mapping[str, Option]] = {
    "lx": Option("x", _offset),
    "ly": Option("y", _offset),
    "lxc": Option("centre_x", _offset),
    "lyc": Option("centre_y", _offset),
    "lap": Option("anchor", _anchor),
    "lfo": Option("focus", _anchor),
    "lm": Option("blend", partial(one_of, kind=Blend)),
}

DISPLACEMENT: Final[Mapping[str, Option]] = {
    "x": Option("shift_x", signed),
    "y": Option("shift_y", signed),
}


def _font(text: str, _: Scope) -> str:
    if "/" in text or "@@" in text:
        return library_path(text)
    if not text.strip() or len(text) > 100:
        raise ValueError("must be the name of a font or the path of one")
    return text


def _align(text: str, _: Scope) -> str:
    if text not in ("left", "center", "right"):
        raise ValueError("must be left, center or right")
    return text


def _padding(text: str, scope: Scope) -> tuple[Amount, ...]:
    """One to four numbers in CSS order, or an expression for all sides."""
    try:
        sides: tuple[Amount, ...] = tuple(map(number, text.split("_")))
    except ValueError:
        return (amount(text, scope),)
    if len(sides) > 4 or any(isinstance(side, Fraction) and side < 0 for side in sides):
        raise ValueError("must be one to four numbers, or an expression")
    return sides


def _typography(text: str, _: Scope) -> tuple[str, ...]:
    asked = set(text.split("_"))
    if not asked <= {"b", "i", "strikethrough"}:
        raise ValueError("may hold b, i and strikethrough")
    return tuple(sorted(asked))


WORDS: Final[Mapping[str, Option]] = {
    "w": Option("width", partial(length, auto=False)),
    "fs": Option("size", _positive),
    "ff": Option("font", _font),
    "co": Option("colour", lambda text, _: colour(text)),
    "ia": Option("align", _align),
    "pa": Option("padding", _padding),
    "tg": Option("typography", _typography),
    "bg": Option("background", lambda text, _: colour(text)),
    "r": Option("radius", radius),
    "lh": Option("line_height", _positive),
}

BLOCK: Final[Mapping[str, Option]] = {
    "w": Option("width", partial(length, auto=False)),
    "h": Option("height", partial(length, auto=False)),
    "bg": Option("colour", lambda text, _: colour(text)),
}
