"""The search language (rest-api.md §2.7): text in, a frozen tree out. Pure.

    query     = and { "OR" and }
    and       = term { "AND" term }
    term      = "(" query ")" | condition
    condition = field ( cmp value | ["NOT"] "IN" list | "HAS" text | ["NOT"] "EXISTS" )
    cmp       = "=" | "NOT" "=" | ":" | "<" | "<=" | ">" | ">="
    list      = "[" value { "," value } "]"

What a field can be asked, and with which values, is in query_fields.py; what the tree means to
the database is in matching.py. `parse(str(tree)) == tree`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

from app.library.search import query_fields, query_tree
from app.library.search.query_lexer import Sort, Token, invalid, tokens, unexpected
from app.library.search.query_tree import Condition, Node, Operator, Scalar

MAX_CLAUSES: Final = 100
MAX_DEPTH: Final = 50
"""Brackets in one another."""
MAX_ITEMS: Final = 1000
"""Values of all lists together."""

_PLAIN: Final = frozenset({"=", ":", "<", "<=", ">", ">=", "IN", "HAS", "EXISTS"})
_NEGATED: Final = frozenset({"=", "IN", "EXISTS"})


def parse(text: str) -> Node:
    """The tree of the query, every condition of it checked.

    Invalid says what cannot be used: by its field, and by its position where the field does not
    tell.
    """
    parser = Parser(text)
    tree = parser.query()
    parser.end()
    asked = list(query_tree.conditions(tree))
    times = Counter(condition.field for condition in asked)
    for condition in asked:
        query_fields.check(condition, is_only=times[condition.field] == 1)
    return tree


class Parser:
    """One token ahead, never back.

    `is_loose`: as in checks.py, values are texts, with or without quotes, and HAS takes a NOT.
    """

    def __init__(self, text: str, *, is_loose: bool = False) -> None:
        self._is_loose = is_loose
        self._tokens = tokens(text, is_loose=is_loose)
        self._next = next(self._tokens)
        self._depth = self._clauses = self._items = 0

    def query(self) -> Node:
        """What stands between here and a bracket or the end."""
        terms = [self._all()]
        while self._next.keyword == "OR":
            self._take()
            terms.append(self._all())
        return query_tree.either(terms)

    def end(self) -> None:
        """Refuses whatever follows."""
        if self._next.sort is not Sort.END:
            raise unexpected(self._next)

    def _all(self) -> Node:
        terms = [self._term()]
        while self._next.keyword == "AND":
            self._take()
            terms.append(self._term())
        return query_tree.both(terms)

    def _term(self) -> Node:
        if self._next.text != "(" or self._next.sort is not Sort.MARK:
            return self._condition()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise invalid(f"brackets can be at most {MAX_DEPTH} deep.")
        self._take()
        inner = self.query()
        self._mark(")")
        self._depth -= 1
        return inner

    def _condition(self) -> Condition:
        self._clauses += 1
        if self._clauses > MAX_CLAUSES:
            raise invalid(f"it can have at most {MAX_CLAUSES} conditions.")
        token = self._take()
        if token.sort is Sort.TEXT and token.quoted:
            name = str(token.value)
        elif token.sort is Sort.WORD and token.keyword not in query_tree.KEYWORDS:
            name = token.text
            if "." in name:
                raise invalid(f"{name} at position {token.position} must be within double quotes.")
        else:
            raise unexpected(token)
        operator = self._operator()
        asked = Condition(name, operator, position=token.position)
        return replace(asked, values=self._values(asked))

    def _operator(self) -> Operator:
        token = self._take()
        is_not = token.keyword == "NOT"
        if is_not:
            token = self._take()
        word = token.text if token.sort is Sort.MARK else token.keyword
        negated = _NEGATED | {"HAS"} if self._is_loose else _NEGATED
        if word not in (negated if is_not else _PLAIN):
            raise unexpected(token)
        return Operator(f"NOT {word}" if is_not else word)

    def _values(self, asked: Condition) -> tuple[Scalar, ...]:
        if asked.operator in (Operator.EXISTS, Operator.NOT_EXISTS):
            return ()
        if asked.operator not in (Operator.IN, Operator.NOT_IN):
            return (self._value(asked),)
        self._mark("[")
        values = [self._value(asked)]
        while self._next.sort is Sort.MARK and self._next.text == ",":
            self._take()
            values.append(self._value(asked))
        self._mark("]")
        return tuple(values)

    def _value(self, asked: Condition) -> Scalar:
        token = self._take()
        if token.sort is Sort.WORD and token.keyword not in query_tree.KEYWORDS:
            if self._is_loose:
                return self._counted(token.text)
            raise query_fields.bad_value(asked)
        if token.sort not in (Sort.TEXT, Sort.NUMBER, Sort.FLAG):
            raise unexpected(token)
        is_bare = self._is_loose and not token.quoted
        return self._counted(token.text if is_bare else token.value)

    def _counted(self, value: Scalar) -> Scalar:
        self._items += 1
        if self._items > MAX_ITEMS:
            raise invalid(f"it can have at most {MAX_ITEMS} values.")
        return value

    def _mark(self, text: str) -> None:
        token = self._take()
        if token.sort is not Sort.MARK or token.text != text:
            raise unexpected(token)

    def _take(self) -> Token:
        token = self._next
        if token.sort is not Sort.END:
            self._next = next(self._tokens)
        return token
