"""Arithmetic and conditions in transformation text."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Invalid
from app.imaging.language.expressions import (
    CURRENT,
    INITIAL,
    PARENT,
    condition,
    expression,
    number,
    spell,
)

ALL = INITIAL | CURRENT | PARENT
FACTS = {
    "iw": Fraction(1000),
    "ih": Fraction(500),
    "iar": Fraction(2),
    "cw": Fraction(640),
    "ch": Fraction(865),
    "car": Fraction(640, 865),
    "bw": Fraction(600),
    "bh": Fraction(400),
    "bar": Fraction(3, 2),
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ih", 500),
        ("iw_mul_0.5_add_ih_mul_0.4", 700),
        ("iw_add_5_mod_400", 205),
        ("iw_sub_996_pow_3", 64),
        ("iw_div_3_mul_3", 1000),
        ("10_sub_3_sub_2", 5),
        ("2_pow_3_pow_2", 64),
        ("bw_div_bh", Fraction(3, 2)),
        ("4_pow_0.5", 2),
        ("iw_sub_ih_sub_ih_sub_1", -1),
    ],
)
def test_operators_work_in_four_passes_from_the_left(text: str, value: Fraction) -> None:
    assert expression(text, ALL).evaluate(FACTS) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "iw_",
        "_iw",
        "iw_plus_2",
        "iw_add",
        "zw_add_1",
        "iw_add_N5",
        "iw_add_1e3",
        "iw" + "_add_1" * 17,
        "iw add 2",
    ],
)
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="m"):
        expression(text, ALL)


def test_variables_out_of_scope_are_refused() -> None:
    with pytest.raises(ValueError, match="must be a number"):
        expression("bw_div_2", INITIAL | CURRENT)


@pytest.mark.parametrize(
    "text",
    [
        "iw_div_0",
        "iw_mod_0",
        "iw_div_iw_sub_1_pow_9",
        "iw_mul_1000_mul_1000_mul_1000",
        "1_sub_1_pow_1_sub_2",
        "iw_sub_2000_pow_0.5",
        "999999999999999_pow_8_pow_8_pow_8_pow_8_pow_8",
        "0.1_pow_8_pow_8_pow_8_pow_8_pow_8_pow_8",
    ],
)
def test_what_has_no_usable_value_is_invalid(text: str) -> None:
    with pytest.raises(Invalid):
        expression(text, ALL).evaluate(FACTS)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("w_eq_640", True),
        ("w_ne_640", False),
        ("iw_gt_999.5", True),
        ("h_lte_865", True),
        ("ih_lt_500", False),
        ("iar_gte_2", True),
        ("ar_lt_4-3", True),
        ("ar_lt_2_3", False),
        ("iar_eq_2-1", True),
        ("h_gte_100_and_h_lte_400_or_ar_lt_4-3", True),
        ("w_eq_1_or_w_eq_640_and_h_eq_1", False),
        ("w_gt_N5", True),
    ],
)
def test_conditions_compare_exactly_and_bind_and_before_or(text: str, holds: bool) -> None:
    assert condition(text).holds(FACTS) is holds


@pytest.mark.parametrize(
    "text",
    ["", "w", "w_gt", "q_gt_5", "w_over_5", "w_gt_x", "ar_gt_4-0", "w_gt_1_and", "w_gt_1-2-3"],
)
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must"):
        condition(text)


@given(st.decimals(allow_nan=False, min_value=-(10**9), max_value=10**9, places=6))
def test_numbers_are_spelled_as_they_are_read(value: object) -> None:
    exact = Fraction(str(value))

    assert number(spell(exact)) == exact
