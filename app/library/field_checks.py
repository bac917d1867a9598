"""Values checked against the rules of their field. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from app.library.field_rules import FieldType, Rules, bound, place
from app.library.field_values import Scalar, Value, Wrong, flag, identity, text


class Written(str):
    """A value as a form has it: text, whatever its type is."""

    __slots__ = ()


def check(rules: Rules, value: object) -> Value:
    """The value as it is kept; Wrong says what it is not."""
    if isinstance(value, Written) or (isinstance(value, list) and _is_written(value)):
        value = _meant(rules, value)
    return _CHECKS[rules.type](rules, value)


def _check_text(rules: Rules, value: object) -> Value:
    found = text(value)
    if len(found) < (rules.min_length or 0):
        raise Wrong(f"should have at least {rules.min_length} characters")
    if rules.max_length is not None and len(found) > rules.max_length:
        raise Wrong(f"should have at most {rules.max_length} characters")
    return found


def _check_ordered(rules: Rules, value: object) -> Value:
    found = bound(rules.type, value)
    if rules.min_value is not None and place(found) < place(rules.min_value):
        raise Wrong(f"should be greater than or equal to {rules.min_value}")
    if rules.max_value is not None and place(found) > place(rules.max_value):
        raise Wrong(f"should be less than or equal to {rules.max_value}")
    return found


def _check_one(rules: Rules, value: object) -> Value:
    return _chosen(_options(rules), value)


def _check_many(rules: Rules, value: object) -> Value:
    if not isinstance(value, list):
        raise Wrong("should be of type array")
    options = _options(rules)
    try:
        found = [_chosen(options, each) for each in value]
    except Wrong:
        raise Wrong("should have only values of the select options") from None
    return list({identity(each): each for each in found}.values())


def _options(rules: Rules) -> dict[object, Scalar]:
    return {identity(option): option for option in rules.select_options or ()}


def _chosen(options: Mapping[object, Scalar], value: object) -> Scalar:
    if isinstance(value, list | dict) or identity(value) not in options:
        raise Wrong("should be one of the select options")
    return options[identity(value)]


_CHECKS: Final[Mapping[FieldType, Callable[[Rules, object], Value]]] = {
    FieldType.TEXT: _check_text,
    FieldType.TEXTAREA: _check_text,
    FieldType.NUMBER: _check_ordered,
    FieldType.DATE: _check_ordered,
    FieldType.BOOLEAN: lambda _, value: flag(value),
    FieldType.SINGLE_SELECT: _check_one,
    FieldType.MULTI_SELECT: _check_many,
}


def _is_written(values: list[object]) -> bool:
    return any(isinstance(each, Written) for each in values)


def _meant(rules: Rules, value: object) -> object:
    """What a form's text means for a field of this type; text that means nothing stays."""
    values = value if isinstance(value, list) else [value]
    meant = [_READ.get(rules.type, _as_it_is)(rules, str(each)) for each in values]
    is_many = rules.type is FieldType.MULTI_SELECT or len(meant) > 1
    return meant if is_many else meant[0]


def _as_it_is(rules: Rules, written: str) -> object:
    return written


def _as_number(rules: Rules, written: str) -> object:
    try:
        return float(written)
    except ValueError:
        return written


def _as_flag(rules: Rules, written: str) -> object:
    return {"true": True, "false": False}.get(written.strip().lower(), written)


def _as_option(rules: Rules, written: str) -> object:
    """The option that is written like this."""
    options = {_spelled(option): option for option in rules.select_options or ()}
    return options.get(written, written)


def _spelled(option: Scalar) -> str:
    return str(option).lower() if isinstance(option, bool) else str(option)


_READ: Final[Mapping[FieldType, Callable[[Rules, str], object]]] = {
    FieldType.NUMBER: _as_number,
    FieldType.BOOLEAN: _as_flag,
    FieldType.SINGLE_SELECT: _as_option,
    FieldType.MULTI_SELECT: _as_option,
}
