"""Typed conditions on custom metadata: read into the conditions that a search query has, with what
each field's type can be asked (query_custom.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.errors import Invalid
from app.library import fields
from app.library.field_rules import FieldType
from app.library.field_values import MAX_TEXT, Scalar, Wrong, number, text
from app.library.search import query_custom, query_fields
from app.library.search.query_fields import CUSTOM, Field
from app.library.search.query_tree import Condition, Operator

MAX_FILTERS: Final = 20
"""Of one list."""


@dataclass(frozen=True, slots=True)
class CustomFilter:
    """What the value that a file has for a custom field must be; None means anything."""

    name: str
    eq: object = None
    any: Sequence[object] | None = None
    gte: object = None
    lte: object = None
    contains: object = None
    """Words of a text, or one of the values of a list."""
    is_set: bool | None = None


async def read(wanted: Sequence[CustomFilter]) -> tuple[Condition, ...]:
    """The conditions; Invalid, with what is wrong by the name of the field."""
    if len(wanted) > MAX_FILTERS:
        message = f"customMetadata takes at most {MAX_FILTERS} conditions."
        raise Invalid(message, reason="INVALID_FILTER", field="customMetadata")
    defined = await fields.named(sorted({each.name for each in wanted})) if wanted else {}
    found: list[Condition] = []
    wrong: dict[str, str] = {}
    for each in wanted:
        row = defined.get(each.name)
        try:
            if row is None or row.is_deleted:
                raise Wrong("no such custom metadata field exists")  # noqa: TRY301 - as any other
            found += _read(each, FieldType(row.type))
        except Wrong as error:
            wrong[each.name] = str(error)
    if wrong:
        name, why = next(iter(wrong.items()))
        message = f"The condition on custom metadata {name[:100]} cannot be used: {why}."
        raise Invalid(message, reason="INVALID_FILTER", field="customMetadata", errors=wrong)
    return tuple(found)


def _read(wanted: CustomFilter, type_: FieldType) -> list[Condition]:
    """Wrong says which of what is asked cannot be."""
    is_list = type_ is FieldType.MULTI_SELECT
    asked: list[tuple[str, Operator, Sequence[object] | None]] = [
        ("eq", Operator.EQUAL, _one(wanted.eq)),
        ("any", Operator.IN, wanted.any or None),
        ("gte", Operator.AT_LEAST, _one(wanted.gte)),
        ("lte", Operator.AT_MOST, _one(wanted.lte)),
        ("contains", Operator.IN if is_list else Operator.HAS, _one(wanted.contains)),
    ]
    field, name = query_custom.field_of(type_), CUSTOM + wanted.name
    found = [
        _condition(word, field, Condition(name, operator, tuple(map(_scalar, values))))
        for word, operator, values in asked
        if values is not None
    ]
    if wanted.is_set is not None:
        found.append(Condition(name, Operator.EXISTS if wanted.is_set else Operator.NOT_EXISTS))
    return found


def _one(value: object) -> list[object] | None:
    return None if value is None else [value]


def _scalar(value: object) -> Scalar:
    match value:
        case bool():
            return value
        case int() | float():
            return number(value)
        case str():
            return text(value, MAX_TEXT)
    raise Wrong("values should be of type string, number or boolean")


def _condition(word: str, field: Field, asked: Condition) -> Condition:
    if asked.operator not in field.operators:
        raise Wrong(f"a field of its type does not take {word}")
    if not query_fields.takes(field, asked):
        raise Wrong(f"{word} should be a valid {_kind(field, asked)} value")
    return asked


def _kind(field: Field, asked: Condition) -> str:
    return "string" if asked.operator is Operator.HAS else field.kind
