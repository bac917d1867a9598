"""Limits: how much one document may ask, and the words that say so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MAX_PAGE_SIZE: Final = 100
DEFAULT_PAGE_SIZE: Final = 20
MAX_SKIP: Final = 10_000
"""Rows that are passed over at once; each is looked at, if only in an index."""
MAX_TOKENS: Final = 2000


class Limit(StrEnum):
    """What is counted. An error's code is this name after `LIMIT_`."""

    TOKENS = "tokens"
    DEFINITIONS = "definitions"
    DEPTH = "levels of fields"
    FIELDS = "fields"
    ALIASES = "aliases"
    DIRECTIVES = "directives"
    ROOT_FIELDS = "root fields"
    LIST_ITEMS = "items in one list"
    COST = "points of cost"


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one document may have, fragments spread out."""

    definitions: int = 50
    depth: int = 15
    nesting: int = 64
    """Selection sets in one another, those of fragments included."""
    fields: int = 2000
    aliases: int = 30
    directives: int = 50
    directives_together: int = 4
    root_fields: int = 20
    list_items: int = 100
    """In the document or among the variables."""
    cost: int = 20_000


LIMITS: Final = Limits()


class LimitExceeded(Exception):
    """A document asks for too much."""

    def __init__(self, limit: Limit, most: int) -> None:
        self.limit = limit
        self.message = f"The document asks for too much: at most {most} {limit} are taken."
        super().__init__(self.message)


def refuse(limit: Limit, number: int, most: int) -> None:
    """Raises LimitExceeded for a number above the most."""
    if number > most:
        raise LimitExceeded(limit, most)


def refuse_long_lists(variables: object, most: int = LIMITS.list_items) -> None:
    """Raises LimitExceeded when a list among the variables is too long."""
    waiting = [variables]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            refuse(Limit.LIST_ITEMS, len(value), most)
            waiting.extend(value)
