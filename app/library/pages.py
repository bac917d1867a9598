"""A page of a list that is read by key, not by offset, so that it never shifts under the reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

Key = tuple[str | int | None, ...]
"""Where a row stands in its list: the values it is ordered by, the last of them unique."""


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list is asked for: `size` rows after or before a key.

    `backward` reads from the end (GraphQL's `last`); the rows come in the list's order all the
    same.
    """

    size: int
    after: Key | None = None
    before: Key | None = None
    backward: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows in the list's order, each with its key, and whether there are more on either side."""

    items: list[T]
    keys: list[Key]
    has_next: bool
    has_previous: bool
