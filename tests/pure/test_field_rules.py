"""Rules of custom metadata fields, and the values that they let through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.library.field_checks import Written, check
from app.library.field_rules import FieldType, read
from app.library.field_rules import Rules as FieldRules
from app.library.field_values import Wrong, moment

Rules = dict[str, Any]
OPTIONS = ["small", 30, True, 2.5]


@pytest.mark.parametrize(
    ("kind", "sent", "value", "kept"),
    [
        ("Text", {"min_length": 2.0, "max_length": 3}, "abc", "abc"),
        ("Text", {}, "", ""),
        ("Textarea", {}, "a\nb", "a\nb"),
        ("Number", {}, -0.5, -0.5),
        ("Number", {"min_value": 1, "max_value": 3}, 1.0, 1),
        ("Number", {"min_value": 1, "max_value": 3}, 3, 3),
        ("Number", {}, 10**30, 1e30),
        ("Date", {"min_value": "2024-01-31"}, "2024-01-31T00:00:00Z", "2024-01-31T00:00:00Z"),
        (
            "Date",
            {"max_value": "2024-01-31T12:00:00+02:00"},
            "2024-01-31T10:00",
            "2024-01-31T10:00",
        ),
        ("Boolean", {}, False, False),
        ("SingleSelect", {"select_options": OPTIONS}, 30.0, 30),
        ("SingleSelect", {"select_options": OPTIONS}, True, True),
        ("MultiSelect", {"select_options": OPTIONS}, ["small", 30, "small"], ["small", 30]),
        ("MultiSelect", {"select_options": OPTIONS}, [], []),
    ],
)
def test_a_value_within_the_rules_is_kept(kind: str, sent: Rules, value: Any, kept: Any) -> None:
    rules, wrong = read(FieldType(kind), sent)

    found = check(rules, value)

    assert wrong == {}
    assert (found, type(found)) == (kept, type(kept))


@pytest.mark.parametrize(
    ("kind", "sent", "value", "why"),
    [
        ("Text", {}, 1, "should be of type string"),
        ("Text", {"min_length": 2}, "a", "should have at least 2 characters"),
        ("Textarea", {"max_length": 2}, "abc", "should have at most 2 characters"),
        ("Text", {}, "a\0b", "NUL"),
        ("Text", {}, "a\ud800", "surrogate"),
        ("Text", {}, "a" * 10_001, "at most 10000 characters"),
        ("Number", {}, "1", "should be of type number"),
        ("Number", {}, True, "should be of type number"),
        ("Number", {}, float("nan"), "should be of type number"),
        ("Number", {}, 10**400, "should be of type number"),
        ("Number", {"min_value": 1.5}, 1, "should be greater than or equal to 1.5"),
        ("Number", {"max_value": -1}, 0, "should be less than or equal to -1"),
        ("Date", {}, "yesterday", "should be a date in ISO 8601 format"),
        ("Date", {}, 5, "should be of type string"),
        ("Date", {"min_value": "2024-02-01"}, "2024-01-31T23:59:59Z", "greater than or equal"),
        ("Boolean", {}, 1, "should be of type boolean"),
        ("Boolean", {}, "true", "should be of type boolean"),
        ("SingleSelect", {"select_options": OPTIONS}, 1, "should be one of the select options"),
        ("SingleSelect", {"select_options": [1]}, True, "should be one of the select options"),
        ("SingleSelect", {"select_options": OPTIONS}, ["small"], "should be one of"),
        ("SingleSelect", {"select_options": OPTIONS}, {"a": 1}, "should be one of"),
        ("MultiSelect", {"select_options": OPTIONS}, "small", "should be of type array"),
        ("MultiSelect", {"select_options": OPTIONS}, ["large"], "should have only values"),
    ],
)
def test_a_value_against_the_rules_is_wrong(kind: str, sent: Rules, value: Any, why: str) -> None:
    rules, _ = read(FieldType(kind), sent)

    with pytest.raises(Wrong, match=why):
        check(rules, value)


@pytest.mark.parametrize(
    ("kind", "sent", "wrong"),
    [
        ("Number", {"min_value": "a"}, {"min_value": "should be of type number"}),
        ("Number", {"max_length": 3}, {"max_length": "not allowed for this type"}),
        ("Boolean", {"min_value": 3}, {"min_value": "not allowed for this type"}),
        ("Text", {"select_options": ["a"]}, {"select_options": "not allowed for this type"}),
        ("Text", {"min_length": -1}, {"min_length": "should be a whole number from 0 to 1000000"}),
        ("Text", {"min_length": 0.5}, {"min_length": "should be a whole number from 0 to 1000000"}),
        (
            "Text",
            {"min_length": 3, "max_length": 2},
            {"max_length": "should not be below the minimum"},
        ),
        (
            "Number",
            {"min_value": 3, "max_value": 2},
            {"max_value": "should not be below the minimum"},
        ),
        ("Date", {"min_value": 3}, {"min_value": "should be of type string"}),
        ("Date", {"min_value": "2024-13-01"}, {"min_value": "should be a date in ISO 8601 format"}),
        ("SingleSelect", {}, {"select_options": "is required for this type"}),
        (
            "MultiSelect",
            {"select_options": []},
            {"select_options": "should have 1 to 1000 options"},
        ),
        ("MultiSelect", {"select_options": "a"}, {"select_options": "should be of type array"}),
        (
            "MultiSelect",
            {"select_options": [1, 1.0]},
            {"select_options": "should not have the same"},
        ),
        (
            "MultiSelect",
            {"select_options": [[]]},
            {"select_options": "should be of type string, number"},
        ),
        ("Text", {"is_value_required": "yes"}, {"is_value_required": "should be of type boolean"}),
        ("Text", {"is_value_required": True}, {"default_value": "is required where a value is"}),
    ],
)
def test_rules_that_cannot_be_are_named(kind: str, sent: Rules, wrong: dict[str, str]) -> None:
    _, found = read(FieldType(kind), sent)

    assert found.keys() == wrong.keys()
    assert all(found[key].startswith(wrong[key]) for key in wrong), found


def test_null_is_no_rule_and_what_is_kept_says_no_null() -> None:
    rules, wrong = read(FieldType.NUMBER, {"min_value": 1.0, "max_value": None, "unknown": 1})

    assert (rules.kept, wrong) == ({"min_value": 1}, {})


@pytest.mark.parametrize(
    ("kind", "options", "written", "meant"),
    [
        ("Number", None, "2.5", 2.5),
        ("Boolean", None, "TRUE", True),
        ("Text", None, "5", "5"),
        ("Date", None, "2024-01-31", "2024-01-31"),
        ("SingleSelect", OPTIONS, "30", 30),
        ("SingleSelect", OPTIONS, "true", True),
        ("MultiSelect", OPTIONS, "small", ["small"]),
    ],
)
def test_what_a_form_writes_is_read_as_the_field_needs_it(
    kind: str, options: list[Any] | None, written: str, meant: Any
) -> None:
    rules, _ = read(FieldType(kind), {"select_options": options})

    assert check(rules, Written(written)) == meant


def test_a_form_may_write_several_values_for_one_that_takes_many() -> None:
    many, _ = read(FieldType.MULTI_SELECT, {"select_options": OPTIONS})
    one, _ = read(FieldType.TEXT, {})

    assert check(many, [Written("small"), Written("2.5")]) == ["small", 2.5]
    with pytest.raises(Wrong, match="string"):
        check(one, [Written("a"), Written("b")])


def test_options_are_gone_through_once_for_however_many_values() -> None:
    options = _Counting(OPTIONS)

    kept = check(FieldRules(FieldType.MULTI_SELECT, select_options=options), ["small", 30] * 1000)

    assert (kept, options.times) == (["small", 30], 1)


class _Counting(list[Any]):
    """A list that knows how often it was gone through."""

    times = 0

    def __iter__(self) -> Iterator[Any]:
        self.times += 1
        return super().__iter__()


def test_a_date_is_utc_unless_it_names_a_zone() -> None:
    assert moment("1970-01-02") == moment("1970-01-01T23:00:00-01:00") == 86_400_000
