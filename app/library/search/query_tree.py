"""The tree of a search query: frozen, and as text again by `str`."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from app.library.search.query_lexer import quote

Scalar: TypeAlias = str | int | float | bool

_BARE: Final = re.compile(r"[A-Za-z_]\w*", re.ASCII)
KEYWORDS: Final = frozenset({"AND", "OR", "NOT", "IN", "HAS", "EXISTS", "TRUE", "FALSE"})


class Operator(StrEnum):
    """What a field is asked."""

    EQUAL = "="
    NOT_EQUAL = "NOT ="
    STARTS = ":"
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    IN = "IN"
    NOT_IN = "NOT IN"
    HAS = "HAS"
    NOT_HAS = "NOT HAS"
    """Of checks only: no search has it."""
    EXISTS = "EXISTS"
    NOT_EXISTS = "NOT EXISTS"


@dataclass(frozen=True, slots=True)
class Condition:
    """`field operator value`: the values are one, several for a list, none for EXISTS.

    `position` is the field's place in the text, counted from 1.
    """

    field: str
    operator: Operator
    values: tuple[Scalar, ...] = ()
    position: int = dataclasses.field(default=0, compare=False)

    def __str__(self) -> str:
        name = self.field
        if not _BARE.fullmatch(name) or name.upper() in KEYWORDS:
            name = quote(name)
        shown = ", ".join(map(_shown, self.values))
        if self.operator in (Operator.IN, Operator.NOT_IN):
            shown = f"[{shown}]"
        return f"{name} {self.operator} {shown}".rstrip()


@dataclass(frozen=True, slots=True)
class And:
    """All of the terms, none of which is an And."""

    terms: tuple[Condition | Or, ...]

    def __str__(self) -> str:
        return " AND ".join(f"({t})" if isinstance(t, Or) else str(t) for t in self.terms)


@dataclass(frozen=True, slots=True)
class Or:
    """One of the terms, none of which is an Or."""

    terms: tuple[Condition | And, ...]

    def __str__(self) -> str:
        return " OR ".join(map(str, self.terms))


Node: TypeAlias = Condition | And | Or


def conditions(node: Node) -> Iterator[Condition]:
    """Every condition of the tree, in the order of the text."""
    if isinstance(node, Condition):
        yield node
        return
    for term in node.terms:
        yield from conditions(term)


def both(terms: list[Node]) -> Node:
    """The And of the terms; a single one as it is."""
    flat = [inner for term in terms for inner in (term.terms if isinstance(term, And) else [term])]
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def either(terms: list[Node]) -> Node:
    """The Or of the terms; a single one as it is."""
    flat = [inner for term in terms for inner in (term.terms if isinstance(term, Or) else [term])]
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def _shown(value: Scalar) -> str:
    if isinstance(value, str):
        return quote(value)
    return str(value).lower() if isinstance(value, bool) else repr(value)
