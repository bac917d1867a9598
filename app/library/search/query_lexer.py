"""The words of a search query (rest-api.md §2.7), each with its place: one pass, linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from app.errors import Invalid

MAX_LENGTH: Final = 20_000
"""Characters of a query."""
MAX_NUMBER: Final = 30
"""Characters of a number; no longer one means more."""

SEE: Final = "Please refer to the documentation for syntax specification."


class Sort(Enum):
    """What a token is."""

    TEXT = auto()
    """In quotes; or without, and then a date, a duration or a size."""
    NUMBER = auto()
    FLAG = auto()
    WORD = auto()
    """A field or a keyword."""
    MARK = auto()
    """An operator, a bracket or a comma."""
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its meaning; `position` counts characters from 1."""

    sort: Sort
    text: str
    position: int
    value: str | int | float | bool = ""
    quoted: bool = False

    @property
    def keyword(self) -> str:
        """The word in capitals; nothing when it is no word, for a text in quotes is none."""
        return self.text.upper() if self.sort is Sort.WORD else ""


def invalid(why: str) -> Invalid:
    """What to raise for a query that cannot be used."""
    return Invalid(f"Invalid search query - {why} {SEE}", field="searchQuery")


def unexpected(token: Token) -> Invalid:
    """What to raise for a token that stands where it may not."""
    if token.sort is Sort.END:
        return invalid(f"unexpected end at position {token.position}.")
    shown = token.text if len(token.text) <= 50 else token.text[:50] + "…"
    return invalid(f"unexpected {shown} at position {token.position}.")


_TOKEN: Final = re.compile(
    r"""\s*(?:
        (?P<double>"(?:[^"\\]|\\.)*")
      | (?P<single>'(?:[^'\\]|\\.)*')
      | (?P<date>\d{4}-\d\d-\d\d
            (?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w.:+-]))
      | (?P<mark><=|>=|[<>=:()\[\],])
      | (?P<bare>[^\s"'()\[\],=:<>]+)
      | (?P<end>\Z)
    )""",
    re.VERBOSE | re.DOTALL | re.ASCII,
)
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_MEASURE: Final = re.compile(r"\d+(\.\d+)?[A-Za-z]+", re.ASCII)
_WORD: Final = re.compile(r"[A-Za-z_][\w.-]*")
_ESCAPE: Final = re.compile(
    r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})|(.))", re.DOTALL
)
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


def tokens(text: str, *, is_loose: bool = False) -> Iterator[Token]:
    """The query's tokens, an END after them; Invalid for what no query can hold.

    `is_loose`: any text may come without quotes.
    """
    if len(text) > MAX_LENGTH:
        raise invalid(f"it is longer than {MAX_LENGTH} characters.")
    _refuse_unstorable(text)
    at = 0
    while True:
        match = _TOKEN.match(text, at)
        if match is None:
            raise _broken(text, at)
        yield (token := _token(match, is_loose))
        if token.sort is Sort.END:
            return
        at = match.end()


def quote(text: str) -> str:
    """The text as a query writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _token(match: re.Match[str], is_loose: bool) -> Token:
    kind = match.lastgroup or ""
    text = match[kind]
    position = match.start(kind) + 1
    match kind:
        case "double" | "single":
            value = _ESCAPE.sub(_unescaped, text[1:-1])
            _refuse_unstorable(value)
            return Token(Sort.TEXT, text, position, value, quoted=True)
        case "date":
            return Token(Sort.TEXT, text, position, text)
        case "mark":
            return Token(Sort.MARK, text, position)
        case "end":
            return Token(Sort.END, "", position)
    return _bare(text, position, is_loose)


def _bare(text: str, position: int, is_loose: bool) -> Token:
    if _NUMBER.fullmatch(text):
        return Token(Sort.NUMBER, text, position, _number(text, position))
    if _MEASURE.fullmatch(text):
        return Token(Sort.TEXT, text, position, text)
    if text.lower() in ("true", "false"):
        return Token(Sort.FLAG, text, position, text.lower() == "true")
    if _WORD.fullmatch(text):
        return Token(Sort.WORD, text, position)
    if is_loose:
        return Token(Sort.TEXT, text, position, text)
    raise unexpected(Token(Sort.WORD, text, position))


def _number(text: str, position: int) -> int | float:
    value = float(text) if len(text) <= MAX_NUMBER else float("inf")
    if abs(value) == float("inf"):
        raise invalid(f"the number at position {position} is too large.")
    return int(text) if text.lstrip("+-").isdecimal() else value


def _unescaped(match: re.Match[str]) -> str:
    digits = match[1] or match[2] or match[3]
    if not digits:
        return _ESCAPED.get(match[4], match[4])
    code = int(digits, 16)
    # What is no character at all is refused with the other halves and zeros.
    return chr(code) if code < 0x110000 else "\0"


def _refuse_unstorable(text: str) -> None:
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise invalid("it contains a character that no name can have.")


def _broken(text: str, at: int) -> Invalid:
    rest = text[at:]
    position = at + len(rest) - len(rest.lstrip()) + 1
    return invalid(f"the quotes opened at position {position} are never closed.")
