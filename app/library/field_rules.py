"""Custom metadata fields: what they may be called, and their rules (ImageKit's `schema`). Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final, TypeAlias

from app.library.field_values import (
    Scalar,
    Value,
    Wrong,
    date,
    flag,
    identity,
    moment,
    number,
    option,
    text,
    whole,
)

MAX_NAME: Final = 255
MAX_DESCRIPTION: Final = 500
MAX_OPTIONS: Final = 1000
MAX_LENGTH: Final = 1_000_000

REST_NAMES: Final = {
    "select_options": "selectOptions",
    "default_value": "defaultValue",
    "is_value_required": "isValueRequired",
    "min_value": "minValue",
    "max_value": "maxValue",
    "min_length": "minLength",
    "max_length": "maxLength",
}
"""What is wrong with a rule is told under the name that REST has for it."""

_NAME: Final = re.compile(rf"(?=\S)[\w .-]{{1,{MAX_NAME}}}(?<=\S)")


class FieldType(StrEnum):
    """What a field's values are, in ImageKit's words."""

    TEXT = "Text"
    TEXTAREA = "Textarea"
    NUMBER = "Number"
    DATE = "Date"
    BOOLEAN = "Boolean"
    SINGLE_SELECT = "SingleSelect"
    MULTI_SELECT = "MultiSelect"


@dataclass(frozen=True, slots=True)
class Rules:
    """What a field's values must be; None is no rule. Bounds are inclusive."""

    type: FieldType
    select_options: list[Scalar] | None = None
    default_value: Value | None = None
    is_value_required: bool | None = None
    min_value: int | float | str | None = None
    """A number, or a date as it was written."""
    max_value: int | float | str | None = None
    min_length: int | None = None
    max_length: int | None = None

    @property
    def kept(self) -> dict[str, Any]:
        """All but the type, without what is no rule."""
        return {k: v for k, v in asdict(self).items() if k != "type" and v is not None}


def read(type_: FieldType, sent: Mapping[str, object]) -> tuple[Rules, dict[str, str]]:
    """The rules, and by key what is wrong with them; null is as good as absent.

    The default is taken as it is: field_checks.py looks at it.
    """
    found: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for key, (types, reader) in _KEYS.items():
        value = sent.get(key)
        if value is None:
            continue
        if type_ not in types:
            wrong[key] = "not allowed for this type"
            continue
        try:
            found[key] = reader(type_, value)
        except Wrong as error:
            wrong[key] = str(error)
    rules = Rules(type_, **found)
    return rules, _clashes(rules) | wrong


def name(value: str) -> str:
    """What programs call a field: it stands in URLs, forms and queries; Wrong."""
    if not _NAME.fullmatch(value):
        raise Wrong(f"should be 1 to {MAX_NAME} letters, digits, dots, spaces, - or _")
    return value


def label(value: str) -> str:
    """What people call it; Wrong."""
    tidy = text(value, MAX_NAME).strip()
    if not tidy:
        raise Wrong("should not be empty")
    return tidy


def description(value: str | None) -> str | None:
    """What is said about it, None when that is nothing; Wrong."""
    return text(value or "", MAX_DESCRIPTION).strip() or None


def bound(type_: FieldType, value: object) -> int | float | str:
    """A number or a date, as the type has it; Wrong."""
    return date(value) if type_ is FieldType.DATE else number(value)


def place(value: int | float | str) -> int | float:
    """Where a value stands among others of its type."""
    return moment(value) if isinstance(value, str) else value


def _options(value: object) -> list[Scalar]:
    if not isinstance(value, list):
        raise Wrong("should be of type array")
    if not 0 < len(value) <= MAX_OPTIONS:
        raise Wrong(f"should have 1 to {MAX_OPTIONS} options")
    options = [option(each) for each in value]
    if len({identity(each) for each in options}) < len(options):
        raise Wrong("should not have the same option twice")
    return options


def _clashes(rules: Rules) -> dict[str, str]:
    """What is wrong with the rules together."""
    wrong: dict[str, str] = {}
    low, high = rules.min_value, rules.max_value
    if rules.type in _SELECTS and rules.select_options is None:
        wrong["select_options"] = "is required for this type"
    if low is not None and high is not None and place(low) > place(high):
        wrong["max_value"] = "should not be below the minimum"
    if rules.max_length is not None and (rules.min_length or 0) > rules.max_length:
        wrong["max_length"] = "should not be below the minimum"
    if rules.is_value_required and rules.default_value is None:
        wrong["default_value"] = "is required where a value is required"
    return wrong


_Reader: TypeAlias = Callable[[FieldType, object], object]
_TEXTS: Final = frozenset({FieldType.TEXT, FieldType.TEXTAREA})
_SELECTS: Final = frozenset({FieldType.SINGLE_SELECT, FieldType.MULTI_SELECT})
_ORDERED: Final = frozenset({FieldType.NUMBER, FieldType.DATE})
_ALL: Final = frozenset(FieldType)
_KEYS: Final[Mapping[str, tuple[frozenset[FieldType], _Reader]]] = {
    "select_options": (_SELECTS, lambda _, value: _options(value)),
    "default_value": (_ALL, lambda _, value: value),
    "is_value_required": (_ALL, lambda _, value: flag(value)),
    "min_value": (_ORDERED, bound),
    "max_value": (_ORDERED, bound),
    "min_length": (_TEXTS, lambda _, value: whole(value, 0, MAX_LENGTH)),
    "max_length": (_TEXTS, lambda _, value: whole(value, 0, MAX_LENGTH)),
}
