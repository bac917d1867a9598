"""What checks of an upload can ask for: fields, their operators, what their values mean. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from app.library import field_checks
from app.library.field_rules import FieldType, Rules
from app.library.field_values import Scalar, Wrong
from app.library.ids import now
from app.library.search import query_values
from app.library.search.query_tree import Operator

Fact: TypeAlias = str | float | list[str] | None
"""What is so: a text, an amount, texts; None when it is not known."""
Facts: TypeAlias = Mapping[str, Fact]
"""By the name of the field that a check asks for."""
Span: TypeAlias = tuple[float, float]
"""Where an amount or a time begins, and where the next one does."""

CUSTOM: Final = "request.customMetadata."

_O: Final = Operator
_EQUAL: Final = frozenset({_O.EQUAL, _O.NOT_EQUAL})
_STRING: Final = _EQUAL | {_O.STARTS, _O.IN, _O.NOT_IN}
_LIST: Final = frozenset({_O.HAS, _O.NOT_HAS, _O.IN, _O.NOT_IN})
ORDER: Final = frozenset({_O.LESS, _O.AT_MOST, _O.MORE, _O.AT_LEAST})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of field: texts are compared as `spell` writes them, amounts by what they measure."""

    operators: frozenset[Operator]
    spell: Callable[[str], str | None] | None = None
    measure: Callable[[str], Span | None] | None = None

    def read(self, operator: Operator, text: str) -> str | Span | None:
        """What the text means; None when it is no value for this."""
        if self.measure is not None and (self.spell is None or operator in ORDER):
            return self.measure(text)
        return self.spell(text) if self.spell is not None else None


def flag(value: bool) -> str:
    """As it is spelled."""
    return str(value).lower()


def folder(text: str) -> str:
    """A path with one slash between names and around all of them."""
    names = [name for name in text.split("/") if name]
    return "/".join(["", *names, ""]) if names else "/"


def kind_of(rules: Rules) -> Kind:
    """What a custom metadata field may be asked, by its type."""
    match rules.type:
        case FieldType.NUMBER:
            return Kind(_EQUAL | ORDER, measure=_number)
        case FieldType.DATE:
            return Kind(_EQUAL | ORDER | {_O.IN, _O.NOT_IN}, measure=_date)
        case FieldType.BOOLEAN:
            return _FLAG
        case FieldType.MULTI_SELECT:
            return _TEXTS
        case FieldType.SINGLE_SELECT:
            return Kind(_STRING | ORDER, spell=str, measure=_number)
    return _TEXT


def fact_of(rules: Rules, value: object) -> Fact:
    """A custom metadata field's value as it will be kept; None for one that will be refused."""
    try:
        kept = None if value is None else field_checks.check(rules, value)
    except Wrong:
        return None
    match kept:
        case None:
            return None
        case list():
            return [_spelled(each) for each in kept]
        case str() if rules.type is FieldType.DATE:
            at = _date(kept)
            return at[0] if at else None
        case int() | float() if rules.type is FieldType.NUMBER:
            return kept
    return _spelled(kept)


def _spelled(value: Scalar) -> str:
    return flag(value) if isinstance(value, bool) else str(value)


def _flag(text: str) -> str | None:
    return text.lower() if text.lower() in {"true", "false"} else None


def _exact(value: float | None) -> Span | None:
    return None if value is None else (value, value)


def _number(text: str) -> Span | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return _exact(value) if math.isfinite(value) else None


def _size(text: str) -> Span | None:
    return _exact(query_values.size(text))


def _seconds(text: str) -> Span | None:
    return _exact(query_values.seconds(text))


def _date(text: str) -> Span | None:
    span = query_values.span(text, now())
    return (span.start, span.end) if span else None


_TEXT: Final = Kind(_STRING, spell=str)
_TEXTS: Final = Kind(_LIST, spell=str)
_FLAG: Final = Kind(_EQUAL, spell=_flag)
_AMOUNT: Final = ORDER | {_O.EQUAL}

KINDS: Final[Mapping[str, Kind]] = {
    "request.fileName": _TEXT,
    "request.folder": Kind(_STRING, spell=folder),
    "request.tags": _TEXTS,
    "request.customCoordinates": _TEXT,
    "request.webhookUrl": _TEXT,
    "request.useUniqueFileName": _FLAG,
    "request.isPrivateFile": _FLAG,
    "request.isPublished": _FLAG,
    "request.overwriteFile": _FLAG,
    "request.overwriteTags": _FLAG,
    "request.overwriteAITags": _FLAG,
    "request.overwriteCustomMetadata": _FLAG,
    "file.mime": _TEXT,
    "file.size": Kind(_AMOUNT, measure=_size),
    "mediaMetadata.width": Kind(_AMOUNT, measure=_number),
    "mediaMetadata.height": Kind(_AMOUNT, measure=_number),
    "mediaMetadata.duration": Kind(_AMOUNT, measure=_seconds),
    "mediaMetadata.bitRate": Kind(_AMOUNT, measure=_number),
    "mediaMetadata.videoCodec": _TEXT,
    "mediaMetadata.audioCodec": _TEXT,
}
"""Of all fields but those of custom metadata."""
