"""Values of custom metadata, one by one: what they may be and the form they are kept in. Pure.

What is wrong is said in words that fit behind a name: `price` `should be of type number`. Whole
numbers are integers however they were written, for Java writes 1.0 for 1.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Final, TypeAlias

Scalar: TypeAlias = str | int | float | bool
Value: TypeAlias = Scalar | list[Scalar]

MAX_TEXT: Final = 10_000
"""Characters of a value."""
MAX_OPTION: Final = 500
"""Characters of an option."""
_EXACT: Final = 2**53


class Wrong(Exception):
    """What is wrong with a value."""


def text(value: object, most: int = MAX_TEXT) -> str:
    """Text that any database keeps; Wrong."""
    if not isinstance(value, str):
        raise Wrong("should be of type string")
    if len(value) > most:
        raise Wrong(f"should have at most {most} characters")
    if "\0" in value or value.encode("utf-8", "ignore").decode() != value:
        raise Wrong("should not have a NUL character or half of a surrogate pair")
    return value


def number(value: object) -> int | float:
    """A finite number, an integer when it is whole; Wrong."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Wrong("should be of type number")
    try:
        near = float(value)
    except OverflowError:
        near = math.inf
    if not math.isfinite(near):
        raise Wrong("should be of type number")
    return int(value) if near.is_integer() and abs(near) < _EXACT else near


def whole(value: object, least: int, most: int) -> int:
    """A whole number within bounds; Wrong."""
    found = number(value)
    if not isinstance(found, int) or not least <= found <= most:
        raise Wrong(f"should be a whole number from {least} to {most}")
    return found


def flag(value: object) -> bool:
    """True or false; Wrong."""
    if not isinstance(value, bool):
        raise Wrong("should be of type boolean")
    return value


def date(value: object) -> str:
    """A date or time in ISO 8601, as it was written; Wrong."""
    written = text(value)
    moment(written)
    return written


def moment(written: str) -> int:
    """A date or time as milliseconds since 1970, UTC when it names no zone; Wrong."""
    try:
        at = datetime.fromisoformat(written)
        return round((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() * 1000)
    except (ValueError, OverflowError):
        raise Wrong("should be a date in ISO 8601 format") from None


def option(value: object) -> Scalar:
    """What can be selected; Wrong."""
    match value:
        case bool():
            return value
        case int() | float():
            return number(value)
        case str():
            return text(value, MAX_OPTION)
    raise Wrong("should be of type string, number or boolean")


def identity(value: object) -> tuple[bool, object]:
    """Equal for equal options: 1 is 1.0 and is not true."""
    return isinstance(value, bool), value
