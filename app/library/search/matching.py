"""What the tree of a search query means for one kind of asset: conditions in SQL, or that nothing
or everything meets it.

A comparison against a missing value is false, and its NOT form true. What only files have is
false for folders, NOT or not (V22).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from app.library.search import asset_parts, label_parts, labels, parts, query_values, version_parts
from app.library.search.labels import Test
from app.library.search.parts import Kind, Part
from app.library.search.query_fields import CUSTOM, KEYWORDS, LOCATION, TAKEN
from app.library.search.query_tree import And, Condition, Node, Operator, Scalar, conditions
from app.library.search.query_values import Span

Met: TypeAlias = Part | bool
"""A condition, or whether everything of the kind meets it."""
Meaning: TypeAlias = Callable[[Condition, Kind, int], Met]

_NOT: Final = {
    Operator.NOT_EQUAL: Operator.EQUAL,
    Operator.NOT_IN: Operator.IN,
    Operator.NOT_EXISTS: Operator.EXISTS,
}


def kinds(tree: Node | None, *, include_versions: bool = False) -> list[Kind]:
    """What is searched for: folders and files, versions only when they are asked for (V22)."""
    named = {
        value
        for condition in (conditions(tree) if tree else ())
        if condition.field == "type" and condition.operator in (Operator.EQUAL, Operator.IN)
        for value in condition.values
    }
    wanted = [Kind.FOLDER, Kind.FILE]
    return [*wanted, Kind.VERSION] if include_versions or Kind.VERSION in named else wanted


def match(tree: Node | None, kind: Kind, now: int) -> list[Part] | None:
    """The conditions that such an asset must all meet; None when none can."""
    terms = tree.terms if isinstance(tree, And) else [tree] if tree else []
    found: list[Part] = []
    for term in terms:
        met = _met(term, kind, now)
        if met is False:
            return None
        if isinstance(met, Part):
            found.append(met)
    return parts.narrowed(found)


def score(tree: Node | None, kind: Kind) -> Part | None:
    """How well a name fits the words that HAS asks for, of whatever field; None without HAS."""
    asked = conditions(tree) if tree else ()
    texts = [str(each.values[0]) for each in asked if each.operator is Operator.HAS]
    found = [asset_parts.fitting(kind, text) for text in texts]
    if not found:
        return None
    values = tuple(value for part in found for value in part.values)
    return Part(f"({' + '.join(part.sql for part in found)})", values)


def _met(node: Node, kind: Kind, now: int) -> Met:
    if isinstance(node, Condition):
        return _condition(node, kind, now)
    is_and = isinstance(node, And)
    found: list[Part] = []
    for term in node.terms:
        met = _met(term, kind, now)
        if isinstance(met, Part):
            found.append(met)
        elif met is not is_and:
            return met
    if not found:
        return is_and
    return parts.all_of(parts.narrowed(found)) if is_and else parts.any_of(found)


def _condition(asked: Condition, kind: Kind, now: int) -> Met:
    if kind is Kind.FOLDER and asked.field not in _OF_FOLDERS:
        return False
    positive = _NOT.get(asked.operator)
    if positive is None:
        return _positive(asked, kind, now)
    met = _positive(Condition(asked.field, positive, asked.values), kind, now)
    return parts.none_of([met]) if isinstance(met, Part) else not met


def _positive(asked: Condition, kind: Kind, now: int) -> Met:
    meaning = _custom if asked.field.startswith(CUSTOM) else _MEANINGS[asked.field]
    return meaning(asked, kind, now)


def _texts(asked: Condition) -> list[str]:
    return [str(value) for value in asked.values]


def _spans(asked: Condition, now: int) -> list[Span]:
    found = (query_values.span(value, now) for value in asked.values)
    return [span for span in found if span]


def _is_equality(asked: Condition) -> bool:
    return asked.operator in (Operator.EQUAL, Operator.IN)


def _name(asked: Condition, kind: Kind, now: int) -> Met:
    match asked.operator:
        case Operator.STARTS:
            start = _texts(asked)[0]
            return asset_parts.starting(kind, start) if start else True
        case Operator.HAS:
            return asset_parts.with_words(kind, _texts(asked)[0])
    return asset_parts.named(kind, _texts(asked))


def _id(asked: Condition, kind: Kind, now: int) -> Met:
    return asset_parts.identified(kind, _texts(asked))


def _type(asked: Condition, kind: Kind, now: int) -> Met:
    return kind in asked.values


def _path(asked: Condition, kind: Kind, now: int) -> Met:
    if asked.operator is Operator.STARTS:
        return asset_parts.below(kind, _texts(asked)[0]) or True
    return asset_parts.inside(kind, _texts(asked))


def _time(column: str) -> Meaning:
    def meaning(asked: Condition, kind: Kind, now: int) -> Met:
        spans = _spans(asked, now)
        if not _is_equality(asked):
            return asset_parts.timed(kind, column, [(asked.operator, spans[0].start)])
        return parts.any_of(
            [asset_parts.timed(kind, column, [(">=", s.start), ("<", s.end)]) for s in spans]
        )

    return meaning


def _number(column: str, read: Callable[[Scalar], float | None]) -> Meaning:
    def meaning(asked: Condition, kind: Kind, now: int) -> Met:
        operator = "=" if _is_equality(asked) else str(asked.operator)
        found = [version_parts.compared(column, operator, read(v) or 0, kind) for v in asked.values]
        known = [part for part in found if isinstance(part, Part)]
        return parts.any_of(known) if known else False

    return meaning


def _flag(column: str) -> Meaning:
    return lambda asked, kind, now: version_parts.flagged(column, value=bool(asked.values[0]))


def _format(asked: Condition, kind: Kind, now: int) -> Met:
    mimes = [mime for value in asked.values for mime in query_values.mimes(value) or ()]
    return version_parts.typed(kind, mimes)


def _tags(asked: Condition, kind: Kind, now: int) -> Met:
    if asked.operator is Operator.HAS:
        return label_parts.with_tag_words(kind, _texts(asked)[0])
    return _labelled("tag", asked, kind)


def _keywords(asked: Condition, kind: Kind, now: int) -> Met:
    return _labelled("keyword", asked, kind)


def _labelled(name: str, asked: Condition, kind: Kind) -> Met:
    if asked.operator is Operator.EXISTS:
        return labels.has(kind, Test(name))
    return label_parts.tagged(kind, name, _texts(asked))


def _taken(asked: Condition, kind: Kind, now: int) -> Met:
    spans = _spans(asked, now)
    if _is_equality(asked):
        return label_parts.taken(kind, spans)
    return label_parts.taken_compared(kind, str(asked.operator), spans[0].start)


def _location(asked: Condition, kind: Kind, now: int) -> Met:
    if asked.operator is Operator.EXISTS:
        return labels.has(kind, Test("latitude"))
    place = query_values.place(asked.values[0])
    return label_parts.located(kind, place) if place else False


def _custom(asked: Condition, kind: Kind, now: int) -> Met:
    name = asked.field.removeprefix(CUSTOM)
    match asked.operator:
        case Operator.EXISTS:
            return label_parts.custom_any(kind, name)
        case Operator.STARTS:
            return label_parts.custom_starting(kind, name, _texts(asked)[0])
        case Operator.HAS:
            return label_parts.custom_with_words(name, _texts(asked)[0])
        case Operator.EQUAL | Operator.IN:
            return label_parts.custom(kind, name, asked.values)
    value = asked.values[0]
    return label_parts.custom_compared(kind, name, str(asked.operator), value, now)


def _unknown(asked: Condition, kind: Kind, now: int) -> Met:
    """Of what is not kept every value is missing."""
    return False


_MEANINGS: Final[dict[str, Meaning]] = {
    "name": _name,
    "tags": _tags,
    "type": _type,
    "id": _id,
    "createdAt": _time("created_at"),
    "updatedAt": _time("updated_at"),
    "height": _number("height", query_values.number),
    "width": _number("width", query_values.number),
    "size": _number("size", query_values.size),
    "format": _format,
    "private": _flag("is_private"),
    "published": _flag("is_published"),
    "transparency": _flag("has_alpha"),
    "path": _path,
    "videoDuration": _unknown,
    "createdBy": _unknown,
    KEYWORDS: _keywords,
    TAKEN: _taken,
    LOCATION: _location,
}
_OF_FOLDERS: Final = frozenset({"name", "type", "id", "createdAt", "updatedAt", "path"})
