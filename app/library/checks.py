"""Checks of an upload (rest-api.md §2.1): what it says of itself, and what its file is found to be.

The grammar is that of search queries (query.py), where values may come without quotes and HAS may
be negated. What is not known is equal to nothing, and so fulfils what begins with NOT.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.errors import Invalid
from app.library import fields
from app.library.check_fields import CUSTOM, KINDS, Fact, Facts, Kind, Span, fact_of, kind_of
from app.library.search import words
from app.library.search.query import Parser
from app.library.search.query_tree import And, Condition, Node, Operator, Or, conditions

_POSITIVE: Final = {
    Operator.NOT_EQUAL: Operator.EQUAL,
    Operator.NOT_IN: Operator.IN,
    Operator.NOT_HAS: Operator.HAS,
}


@dataclass(frozen=True, slots=True)
class Checks:
    """An expression that can be used, as far as that can be told without the database."""

    tree: Node
    said: Facts
    """What the request says of itself, but for custom metadata."""

    async def refuse(self, found: Facts, custom_metadata: Mapping[str, object]) -> None:
        """Raises Invalid when it does not hold, or asks what a custom field cannot be asked.

        `found` is what the file was found to be, the rest is what was sent.
        """
        asked = [each for each in conditions(self.tree) if each.field.startswith(CUSTOM)]
        names = [each.field.removeprefix(CUSTOM) for each in asked]
        defined = await fields.named(names) if names else {}
        live = {name: row.rules for name, row in defined.items() if not row.is_deleted}
        kinds = {**KINDS, **{CUSTOM + name: kind_of(rules) for name, rules in live.items()}}
        for condition in asked:
            _insist(condition, kinds)
        custom = {CUSTOM + k: fact_of(rules, custom_metadata.get(k)) for k, rules in live.items()}
        if not _holds(self.tree, {**self.said, **found, **custom}, kinds):
            raise Invalid("Your request failed 'checks' validation.", field="checks")


def parse(text: str, said: Facts) -> Checks | None:
    """The checks of a request; None when the text is empty. Invalid for what cannot be asked."""
    if not text.strip():
        return None
    try:
        parser = Parser(text, is_loose=True)
        tree = parser.query()
        parser.end()
    except Invalid as error:
        raise _bad_syntax() from error
    for condition in conditions(tree):
        if not condition.field.startswith(CUSTOM):
            _insist(condition, KINDS)
    return Checks(tree, said)


def _insist(condition: Condition, kinds: Mapping[str, Kind]) -> None:
    """Raises Invalid for a field, operator or value that there is not."""
    kind = kinds.get(condition.field)
    if kind is None or condition.operator not in kind.operators:
        raise _bad_syntax()
    if any(kind.read(condition.operator, str(each)) is None for each in condition.values):
        raise _bad_syntax()


def _bad_syntax() -> Invalid:
    message = "Your request contains invalid syntax for the checks parameter."
    return Invalid(message, field="checks")


def _holds(node: Node, facts: Facts, kinds: Mapping[str, Kind]) -> bool:
    match node:
        case And():
            return all(_holds(term, facts, kinds) for term in node.terms)
        case Or():
            return any(_holds(term, facts, kinds) for term in node.terms)
    is_met = _is_met(node, facts.get(node.field), kinds[node.field])
    return is_met is not (node.operator in _POSITIVE)


def _is_met(condition: Condition, fact: Fact, kind: Kind) -> bool:
    """Whether the fact is as the condition says, or would say without its NOT."""
    operator = _POSITIVE.get(condition.operator, condition.operator)
    if fact is None:
        return False
    if operator is Operator.HAS:
        return _has_words(fact, str(condition.values[0]))
    wanted = [kind.read(operator, str(value)) for value in condition.values]
    return any(_fits(fact, operator, each) for each in wanted if each is not None)


def _fits(fact: Fact, operator: Operator, wanted: str | Span) -> bool:
    if isinstance(wanted, str):
        texts = [fact] if isinstance(fact, str) else fact
        if not isinstance(texts, list):
            return False
        if operator is Operator.STARTS:
            return any(text.startswith(wanted) for text in texts)
        return wanted in texts
    try:
        return isinstance(fact, str | int | float) and _is_at(float(fact), operator, *wanted)
    except ValueError:
        return False  # an option that is no number


def _is_at(fact: float, operator: Operator, start: float, end: float) -> bool:
    """As in a search: a day is all of it to `=`, and its first moment to what compares."""
    match operator:
        case Operator.LESS:
            return fact < start
        case Operator.AT_MOST:
            return fact <= start
        case Operator.MORE:
            return fact > start
        case Operator.AT_LEAST:
            return fact >= start
    return fact == start or start < fact < end


def _has_words(fact: Fact, text: str) -> bool:
    """As search has it: all words in any case, of which the last need only have begun."""
    texts = fact if isinstance(fact, list) else [str(fact)]
    found = {word.casefold() for each in texts for word in words.split(each)}
    *others, last = [word.casefold() for word in words.split(text)] or ["\0"]
    return found.issuperset(others) and any(word.startswith(last) for word in found)
