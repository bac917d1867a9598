"""Arithmetic on a picture's facts: `iw_div_2`, `ih_mul_0.8_add_10`, and the tests of `if-…`.

Numbers are exact rationals, so a size never depends on how a float happened to round. An
operation list is worked through four times from left to right: mul and div, then add and sub,
then mod, then pow. There are no parentheses.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from app.errors import Invalid

INITIAL: Final = frozenset({"iw", "ih", "iar"})
"""Size of the asset before any step; in a layer, of the layer's own asset."""
CURRENT: Final = frozenset({"cw", "ch", "car"})
"""Size after the previous step."""
PARENT: Final = frozenset({"bw", "bh", "bar"})
"""Size of what a layer is placed on."""

MAX_OPERATORS: Final = 16
MAX_EXPONENT: Final = 8
MAX_RESULT: Final = 10**9
_MAX_BITS: Final = 1000

_NUMBER: Final = re.compile(r"(N?)(\d{1,15}(?:\.\d{1,15})?|\.\d{1,15})", re.ASCII)
_OPERATORS: Final = frozenset({"add", "sub", "mul", "div", "mod", "pow"})
_PASSES: Final = (("mul", "div"), ("add", "sub"), ("mod",), ("pow",))


def number(text: str) -> Fraction:
    """`12`, `0.5` or `N5` (minus five); ValueError for anything else."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise ValueError("must be a number")
    value = Fraction(found[2])
    return -value if found[1] else value


def spell(value: Fraction) -> str:
    """The text `number` reads back; the denominator must divide a power of ten."""
    scaled, digits = abs(value), 0
    while scaled.denominator != 1:
        scaled, digits = scaled * 10, digits + 1
    text = str(scaled.numerator).rjust(digits + 1, "0")
    if digits:
        text = f"{text[:-digits]}.{text[-digits:]}"
    return f"N{text}" if value < 0 else text


@dataclass(frozen=True, slots=True)
class Expression:
    """Operands, each a positive number or the name of a variable, with operators between them."""

    operands: tuple[Fraction | str, ...]
    operators: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The text this is parsed from."""
        words = [_spelt(self.operands[0])]
        for name, operand in zip(self.operators, self.operands[1:], strict=True):
            words += (name, _spelt(operand))
        return "_".join(words)

    def evaluate(self, variables: Mapping[str, Fraction]) -> Fraction:
        """Its value; Invalid when it has none, or one out of bounds."""
        values = [variables[each] if isinstance(each, str) else each for each in self.operands]
        names = list(self.operators)
        for turn in _PASSES:
            values, names = _reduce(values, names, turn)
        if abs(values[0]) > MAX_RESULT:
            raise _too_large()
        return values[0]


def expression(text: str, allowed: frozenset[str]) -> Expression:
    """Read an expression that may name the `allowed` variables; ValueError when it is none."""
    words = text.split("_")
    names = tuple(words[1::2])
    if len(words) % 2 == 0 or not _OPERATORS.issuperset(names):
        raise ValueError("must be a number or an expression such as iw_div_2")
    if len(names) > MAX_OPERATORS:
        raise ValueError(f"may hold {MAX_OPERATORS} operators at most")
    return Expression(tuple(_operand(word, allowed) for word in words[::2]), names)


def amount(text: str, allowed: frozenset[str]) -> Fraction | Expression:
    """A plain number or an expression."""
    return number(text) if _NUMBER.fullmatch(text) else expression(text, allowed)


def value_of(what: Fraction | Expression, variables: Mapping[str, Fraction]) -> Fraction:
    """The number behind an amount."""
    return what.evaluate(variables) if isinstance(what, Expression) else what


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison of a condition: `w_gt_100`, `ar_lte_4-3`."""

    prop: str
    relation: str
    numerator: Fraction
    denominator: Fraction | None = None

    def __str__(self) -> str:
        """The text this is parsed from."""
        tail = "" if self.denominator is None else f"-{spell(self.denominator)}"
        return f"{self.prop}_{self.relation}_{spell(self.numerator)}{tail}"

    def holds(self, variables: Mapping[str, Fraction]) -> bool:
        """Whether it is true of these facts."""
        right = self.numerator / (self.denominator or 1)
        return _RELATIONS[self.relation](variables[_PROPS[self.prop]], right)


@dataclass(frozen=True, slots=True)
class Condition:
    """Alternatives, each a list of tests that must all hold: `and` binds tighter than `or`."""

    alternatives: tuple[tuple[Comparison, ...], ...]

    def __str__(self) -> str:
        """The text this is parsed from."""
        return "_or_".join("_and_".join(map(str, every)) for every in self.alternatives)

    def holds(self, variables: Mapping[str, Fraction]) -> bool:
        """Whether one alternative is true of these facts."""
        return any(all(test.holds(variables) for test in every) for every in self.alternatives)


def condition(text: str) -> Condition:
    """Read what stands after `if-`; ValueError when it is no condition."""
    return Condition(
        tuple(
            tuple(_comparison(part) for part in every.split("_and_"))
            for every in text.split("_or_")
        )
    )


_PROPS: Final = {"w": "cw", "h": "ch", "ar": "car", "iw": "iw", "ih": "ih", "iar": "iar"}
_RELATIONS: Final[Mapping[str, Callable[[Fraction, Fraction], bool]]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}


def _comparison(text: str) -> Comparison:
    words = text.split("_", 2)
    if len(words) != 3 or words[0] not in _PROPS or words[1] not in _RELATIONS:
        raise ValueError("must be a condition such as w_gt_100")
    over, dash, under = words[2].replace("_", "-").partition("-")
    denominator = number(under) if dash else None
    if denominator is not None and denominator <= 0:
        raise ValueError("must compare with a ratio above zero")
    return Comparison(words[0], words[1], number(over), denominator)


def _operand(word: str, allowed: frozenset[str]) -> Fraction | str:
    if word in allowed:
        return word
    value = number(word)
    if value < 0:
        raise ValueError("may hold positive numbers only")
    return value


def _spelt(operand: Fraction | str) -> str:
    return operand if isinstance(operand, str) else spell(operand)


def _reduce(
    values: list[Fraction], names: list[str], turn: tuple[str, ...]
) -> tuple[list[Fraction], list[str]]:
    """Work out the operators of one pass, leaving the others for the next."""
    kept, left = [values[0]], []
    for name, value in zip(names, values[1:], strict=True):
        if name in turn:
            kept[-1] = _bounded(_APPLY[name](kept[-1], value))
        else:
            kept.append(value)
            left.append(name)
    return kept, left


def _divided(left: Fraction, right: Fraction) -> Fraction:
    _refuse_zero(right)
    return left / right


def _remainder(left: Fraction, right: Fraction) -> Fraction:
    _refuse_zero(right)
    return left % right


def _power(left: Fraction, right: Fraction) -> Fraction:
    """An exact power where the exponent is whole, else the nearest fraction."""
    if abs(right) > MAX_EXPONENT or (left < 0 and right.denominator != 1):
        raise Invalid("An exponent in an expression is out of bounds.", reason="EINVALID")
    if left == 0 and right < 0:
        _refuse_zero(left)
    if right.denominator == 1:
        return left**right.numerator
    try:
        return Fraction(float(left) ** float(right)).limit_denominator(10**9)
    except OverflowError:
        raise _too_large() from None


def _refuse_zero(value: Fraction) -> None:
    if value == 0:
        raise Invalid("An expression divides by zero.", reason="EINVALID")


def _bounded(value: Fraction) -> Fraction:
    """Refuse numbers whose digits grow without end; they cannot be a size."""
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > _MAX_BITS:
        raise _too_large()
    return value


def _too_large() -> Invalid:
    return Invalid("An expression gives a number that is too large.", reason="EINVALID")


_APPLY: Final[Mapping[str, Callable[[Fraction, Fraction], Fraction]]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": _divided,
    "mod": _remainder,
    "pow": _power,
}
