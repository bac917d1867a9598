"""What can be searched: each field with its operators and the kind of its values."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.errors import Invalid
from app.library.search import query_values, words
from app.library.search.query_lexer import invalid
from app.library.search.query_tree import Condition, Operator, Scalar

CUSTOM: Final = "customMetadata."
KEYWORDS: Final = "embeddedMetadata.Keywords"
TAKEN: Final = "embeddedMetadata.DateTimeOriginal"
LOCATION: Final = "embeddedMetadata.LocationTaken"

TYPES: Final = ("file", "file-version", "folder")
_IS_CUSTOM: Final = re.compile(r"customMetadata\.[\w .-]{1,255}")
MAX_WORDS: Final = 200
"""Characters that HAS takes."""


@dataclass(frozen=True, slots=True)
class Field:
    """What it may be asked, and what its values must be; `kind` is its name in a sentence."""

    kind: str
    operators: frozenset[Operator]
    accepts: Callable[[Scalar], bool]


def check(condition: Condition, *, is_only: bool = True) -> None:
    """Invalid for an unknown field, an operator it does not have, or a value it cannot have.

    `is_only`: no other condition is on this field, so its name is enough to find it.
    """
    check_as(_field(condition), condition, is_only=is_only)


def check_as(field: Field, condition: Condition, *, is_only: bool = True) -> None:
    """The same for a field that is known."""
    where = "" if is_only else f" at position {condition.position}"
    if condition.operator not in field.operators:
        why = f"{condition.field} field{where} does not support the operator {condition.operator}."
        raise invalid(why)
    if not takes(field, condition):
        raise _bad_value(condition.field, where, field.kind)


def takes(field: Field, condition: Condition) -> bool:
    """Whether the field can have such values, if it has the operator."""
    accepts = _has_words if condition.operator is Operator.HAS else field.accepts
    if condition.field.startswith(CUSTOM):
        accepts = _custom(condition.operator, accepts)
    return all(map(accepts, condition.values))


def unknown(condition: Condition) -> Invalid:
    """What to raise for a field that there is not."""
    name = condition.field if len(condition.field) <= 100 else condition.field[:100] + "…"
    return invalid(f"unknown field {name} at position {condition.position}.")


def bad_value(condition: Condition) -> Invalid:
    """What to raise for a value that the field cannot have: ImageKit's sentence for a date."""
    return _bad_value(condition.field, "", _field(condition).kind)


def _bad_value(name: str, where: str, kind: str) -> Invalid:
    return invalid(
        f"{name} field{where} must have a valid {kind} value."
        " Make sure the value is enclosed within quotes."
    )


def _field(condition: Condition) -> Field:
    is_custom = _IS_CUSTOM.fullmatch(condition.field)
    known = _FIELDS.get(_CUSTOM_NAME if is_custom else condition.field)
    if known is None:
        raise unknown(condition)
    return known


def _is_text(value: Scalar) -> bool:
    return isinstance(value, str)


def _is_flag(value: Scalar) -> bool:
    return isinstance(value, bool)


def _is_number(value: Scalar) -> bool:
    return query_values.number(value) is not None


def _is_date(value: Scalar) -> bool:
    return query_values.span(value, 0) is not None


def _has_words(value: Scalar) -> bool:
    return isinstance(value, str) and len(value) <= MAX_WORDS and bool(words.split(value))


def _is_anything(value: Scalar) -> bool:
    return True


def _custom(operator: Operator, accepts: Callable[[Scalar], bool]) -> Callable[[Scalar], bool]:
    """A custom field's values may be of several types, but not all can be asked everything."""
    match operator:
        case Operator.STARTS:
            return _is_text
        case Operator.LESS | Operator.AT_MOST | Operator.MORE | Operator.AT_LEAST:
            return lambda value: accepts(value) and (_is_number(value) or _is_date(value))
    return accepts


_O: Final = Operator
EQUAL: Final = frozenset({_O.EQUAL, _O.NOT_EQUAL, _O.IN, _O.NOT_IN})
ORDER: Final = frozenset({_O.LESS, _O.AT_MOST, _O.MORE, _O.AT_LEAST})
THERE: Final = frozenset({_O.EXISTS, _O.NOT_EXISTS})
LIST: Final = frozenset({_O.IN, _O.NOT_IN})
_ONE: Final = frozenset({_O.EQUAL})

_CUSTOM_NAME: Final = "customMetadata.*"
_DATE: Final = Field("date", EQUAL | ORDER, _is_date)
_NUMBER: Final = Field("number", EQUAL | ORDER, _is_number)
_FLAG: Final = Field("boolean", _ONE, _is_flag)
_FIELDS: Final[dict[str, Field]] = {
    "name": Field("string", EQUAL | {_O.STARTS, _O.HAS}, _is_text),
    "tags": Field("string", LIST | THERE | {_O.HAS}, _is_text),
    "type": Field("type", EQUAL, lambda value: value in TYPES),
    "id": Field("string", EQUAL, _is_text),
    "createdAt": _DATE,
    "updatedAt": _DATE,
    "height": _NUMBER,
    "width": _NUMBER,
    "size": Field("size", EQUAL | ORDER, lambda value: query_values.size(value) is not None),
    "format": Field("format", _ONE | {_O.IN}, lambda value: query_values.mimes(value) is not None),
    "private": _FLAG,
    "published": _FLAG,
    "transparency": _FLAG,
    "path": Field("string", EQUAL | {_O.STARTS}, _is_text),
    "videoDuration": Field(
        "duration", EQUAL | ORDER, lambda value: query_values.seconds(value) is not None
    ),
    "createdBy": Field("string", EQUAL, _is_text),
    KEYWORDS: Field("string", LIST | THERE, _is_text),
    TAKEN: _DATE,
    LOCATION: Field("location", _ONE | THERE, lambda value: query_values.place(value) is not None),
    _CUSTOM_NAME: Field(
        "string, number, boolean or date", frozenset(Operator) - {_O.NOT_HAS}, _is_anything
    ),
}
