"""Custom metadata in a search query: the field must be defined, and is asked what its type can be
asked (rest-api.md §2.7)."""

from __future__ import annotations

from collections import Counter
from typing import Final

from app.library import fields
from app.library.field_rules import FieldType
from app.library.search import query_fields, query_tree, query_values
from app.library.search.query_fields import CUSTOM, EQUAL, LIST, ORDER, THERE, Field
from app.library.search.query_tree import Condition, Node, Operator, Scalar


async def check(tree: Node) -> None:
    """Invalid for a custom field that is not defined, and for what its type cannot be asked."""
    asked = [each for each in query_tree.conditions(tree) if each.field.startswith(CUSTOM)]
    if not asked:
        return
    times = Counter(condition.field for condition in asked)
    defined = await fields.named(sorted({_name(condition) for condition in asked}))
    for condition in asked:
        row = defined.get(_name(condition))
        if row is None or row.is_deleted:
            raise query_fields.unknown(condition)
        is_only = times[condition.field] == 1
        query_fields.check_as(field_of(FieldType(row.type)), condition, is_only=is_only)


def field_of(type_: FieldType) -> Field:
    """What a field of this type can be asked."""
    return _TYPES[type_]


def _name(condition: Condition) -> str:
    return condition.field.removeprefix(CUSTOM)


def _is_text(value: Scalar) -> bool:
    return isinstance(value, str)


def _is_number(value: Scalar) -> bool:
    return query_values.number(value) is not None


def _is_date(value: Scalar) -> bool:
    return query_values.span(value, 0) is not None


_TEXT: Final = Field("string", EQUAL | THERE | {Operator.STARTS, Operator.HAS}, _is_text)
_TYPES: Final = {
    FieldType.TEXT: _TEXT,
    FieldType.TEXTAREA: _TEXT,
    FieldType.NUMBER: Field("number", EQUAL | ORDER | THERE, _is_number),
    FieldType.DATE: Field("date", EQUAL | ORDER | THERE, _is_date),
    FieldType.BOOLEAN: Field(
        "boolean", THERE | {Operator.EQUAL, Operator.NOT_EQUAL}, lambda v: isinstance(v, bool)
    ),
    FieldType.SINGLE_SELECT: Field(
        "string, number or boolean", EQUAL | ORDER | THERE | {Operator.STARTS}, lambda value: True
    ),
    FieldType.MULTI_SELECT: Field("string, number or boolean", LIST | THERE, lambda value: True),
}
