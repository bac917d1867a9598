"""Raw chain → segments of items: separators, escapes, named transformations and nested blocks.

Nothing is percent-decoded here but a chain whose separators themselves came escaped; values are
decoded item by item, after splitting, so that an escaped comma stays part of its value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from app.errors import Invalid

MAX_CHAIN_BYTES: Final = 4096
MAX_LAYER_DEPTH: Final = 3
MAX_LAYERS: Final = 10
MAX_STEPS: Final = 20
MAX_ITEMS: Final = 64

_RATIO: Final = re.compile(r"ar-\d+(?:\.\d+)?", re.ASCII)
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_NAME: Final = re.compile(r"n-([A-Za-z0-9_]+)", re.ASCII)
_COLON: Final = re.compile("%3A", re.IGNORECASE)
_VALUES_WITH_PATHS_OR_TEXT: Final = ("i-", "ie-", "di-", "ff-")
_ENDS: Final = ("l-end", "if-else", "if-end")


@dataclass(slots=True)
class LayerBlock:
    """`l-image,…,l-end`."""

    kind: str
    segments: list[list[Item]]


@dataclass(slots=True)
class IfBlock:
    """`if-w_gt_100,…,if-else,…,if-end`."""

    condition: str
    then: list[list[Item]]
    otherwise: list[list[Item]] | None


Item = str | LayerBlock | IfBlock


def lex(chain: str, names: Mapping[str, str]) -> list[list[Item]]:
    """Steps of items; Invalid when blocks do not nest or a limit is passed."""
    _refuse_long(chain)
    tokens = list(_expanded(_tokens(chain), names))
    _refuse_long(",".join(tokens))
    reader = _Blocks(tokens)
    segments = reader.segments()
    if reader.peek() is not None:
        raise Invalid("A block of the transformation ends where none began.", reason="EINVALID")
    return segments


def is_named_only(chain: str) -> bool:
    """Whether every item of every step is `n-…`, and there is one."""
    items = [each for each in _tokens(chain) if each != ":"]
    return bool(items) and all(_NAME.fullmatch(item) for item in items)


def _refuse_long(chain: str) -> None:
    try:
        size = len(chain.encode())
    except UnicodeEncodeError:
        raise Invalid("The transformation is not valid text.", reason="EINVALID") from None
    if size > MAX_CHAIN_BYTES:
        raise _limit(f"A transformation may hold {MAX_CHAIN_BYTES} bytes at most.")


def _limit(message: str) -> Invalid:
    return Invalid(message, reason="ELIMIT", field="tr")


def _tokens(chain: str) -> Iterator[str]:
    """Items, and `:` between steps; empty items are dropped, `ar-4:3` is kept whole."""
    pieces = re.split("([,:])", _with_plain_separators(chain))
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        is_ratio = (
            _RATIO.fullmatch(piece) is not None
            and pieces[at + 1 : at + 2] == [":"]
            and _NUMBER.fullmatch(pieces[at + 2])
        )
        if is_ratio:
            piece, at = f"{piece}:{pieces[at + 2]}", at + 2
        if piece not in ("", ","):
            yield piece
        at += 1


def _with_plain_separators(chain: str) -> str:
    """Undo the escaping of clients that encode a whole chain as one parameter."""
    escaped_comma = "," not in chain and "%2c" in chain.lower()
    escaped_colon = ":" not in chain and "%3a" in chain.lower()
    if escaped_comma or (escaped_colon and "," not in chain):
        return unquote(chain)
    if escaped_colon:
        return ",".join(map(_with_plain_colons, chain.split(",")))
    return chain


def _with_plain_colons(item: str) -> str:
    return item if item.startswith(_VALUES_WITH_PATHS_OR_TEXT) else _COLON.sub(":", item)


def _expanded(tokens: Iterator[str], names: Mapping[str, str]) -> Iterator[str]:
    """Put the text of named transformations in their place."""
    for token in tokens:
        if not token.startswith("n-"):
            yield token
            continue
        found = _NAME.fullmatch(token)
        stored = names.get(found[1]) if found else None
        if stored is None:
            raise Invalid(
                "There is no named transformation of that name.", reason="EINVALID", field="n"
            )
        for each in _tokens(stored.removeprefix("tr:")):
            if each.startswith("n-"):
                raise Invalid("A named transformation names another.", reason="EINVALID", field="n")
            yield each


@dataclass(slots=True)
class _Blocks:
    """Reads tokens once, from left to right."""

    tokens: list[str]
    at: int = 0
    layers: int = 0
    open_blocks: list[str] = field(default_factory=list)

    def peek(self) -> str | None:
        """The next token, or None at the end."""
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def segments(self) -> list[list[Item]]:
        """Steps up to the end of the block they stand in; empty ones are dropped."""
        found: list[list[Item]] = [[]]
        while (item := self.peek()) is not None and item not in _ENDS:
            if item == ":":
                self.at += 1
                found.append([])
                continue
            found[-1].append(self._item(item))
            if len(found[-1]) > MAX_ITEMS:
                raise _limit(f"A step may hold {MAX_ITEMS} items at most.")
        steps = [items for items in found if items]
        if len(steps) > MAX_STEPS:
            raise _limit(f"A transformation may hold {MAX_STEPS} steps at most.")
        return steps

    def _item(self, token: str) -> Item:
        self.at += 1
        if token.startswith("l-"):
            return self._layer(token.removeprefix("l-"))
        if token.startswith("if-"):
            return self._conditional(unquote(token.removeprefix("if-")))
        return token

    def _layer(self, kind: str) -> LayerBlock:
        self.layers += 1
        if self.layers > MAX_LAYERS or self.open_blocks.count("l") >= MAX_LAYER_DEPTH:
            raise _limit(
                f"There may be {MAX_LAYERS} layers at most, nested {MAX_LAYER_DEPTH} deep."
            )
        self.open_blocks.append("l")
        segments = self.segments()
        self._close("l-end")
        return LayerBlock(kind, segments)

    def _conditional(self, condition: str) -> IfBlock:
        if "if" in self.open_blocks:
            raise Invalid("Conditions cannot be nested.", reason="EINVALID", field="if")
        self.open_blocks.append("if")
        then, otherwise = self.segments(), None
        if self.peek() == "if-else":
            self.at += 1
            otherwise = self.segments()
        self._close("if-end")
        return IfBlock(condition, then, otherwise)

    def _close(self, end: str) -> None:
        if self.peek() != end:
            raise Invalid(f"A block is not closed by {end}.", reason="EINVALID", field="tr")
        self.at += 1
        self.open_blocks.pop()
