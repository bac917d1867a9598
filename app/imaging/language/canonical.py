"""How values are written as URL text; a field's key stands in its annotation.

`width: Annotated[Length | None, "w"] = None` is written `w-300`. Fields without a key are not
options and are left to the value that has them.
"""

from __future__ import annotations

from dataclasses import fields
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, get_type_hints
from urllib.parse import quote

from app.imaging.language.expressions import Expression, spell

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Auto = Literal["auto"]
Amount = Fraction | Expression
Length = Amount | Auto
Corners = tuple[Fraction | Literal["max"], ...]
"""One radius, or four clockwise from the top left."""

_FLAGS: Final = "e-"
"""Keys of effects, which are written bare when their value is just True."""


def items(value: DataclassInstance) -> list[str]:
    """The options that were given, as items of a chain."""
    found = []
    for name, key, default in _options(type(value)):
        held = getattr(value, name)
        if held is not None and held != default:
            found.append(_item(key, held))
    return found


def spelled(held: object) -> str:
    """The text of one value; free text is percent-encoded."""
    match held:
        case bool():
            return str(held).lower()
        case Fraction():
            return spell(held)
        case tuple():
            return "_".join(map(spelled, held))
        case StrEnum():
            return held.value
        case str():
            return quote(held, safe="/")
        case _:
            return str(held)


def _item(key: str, held: object) -> str:
    if held is True and key.startswith(_FLAGS):
        return key
    return f"{key}-{spelled(held)}" if key else spelled(held)


@cache
def _options(kind: type[DataclassInstance]) -> tuple[tuple[str, str, object], ...]:
    """Name, key and default of each field that is an option."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(
        (each.name, hints[each.name].__metadata__[0], each.default)
        for each in fields(kind)
        if hasattr(hints[each.name], "__metadata__")
    )
