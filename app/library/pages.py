"""A page of a list that is read by key, so that it never shifts under the reader.

It may begin a number of rows from there, for those who go to a page by its number.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
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
    skip: int = 0
    """How many rows to pass over first; backward, the last ones."""
    is_probe: bool = False
    """Whether any row of the part will do, for it is only asked whether there is one."""

    @property
    def is_whole(self) -> bool:
        """Whether it has a row of any list that has one."""
        return self.size > 0 and self.skip == 0 and self.after is None and self.before is None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows in the list's order, each with its key, and whether there are more on either side."""

    items: list[T]
    keys: list[Key]
    has_next: bool
    has_previous: bool


async def read(
    window: Window,
    rows: Callable[[Window], Awaitable[list[T]]],
    key: Callable[[T], Key],
) -> Page[T]:
    """The page that the window asks for, from a reader of rows in the window's direction.

    One row too many is read to know whether there are more.
    """
    found = await rows(replace(window, size=window.size + 1))
    more, items = len(found) > window.size, found[: window.size]
    if window.backward:
        items.reverse()
    keys = [key(item) for item in items]
    behind = await _is_any_behind(window, keys, rows)
    return Page(
        items,
        keys,
        has_next=behind if window.backward else more,
        has_previous=more if window.backward else behind,
    )


async def _is_any_behind(
    window: Window, keys: list[Key], rows: Callable[[Window], Awaitable[list[T]]]
) -> bool:
    """Whether there are rows on the side from which the page was read.

    One is looked for when the window begins at a key, or goes beyond the end: then all are there.
    """
    start, end = window.after, window.before
    if window.backward:
        start, end = end, start
    if window.skip and keys:
        return True
    if start is None and not window.skip:
        return False
    near = end if window.skip else start
    if keys:
        near = keys[-1] if window.backward else keys[0]
    far = Window(1, after=near) if window.backward else Window(1, before=near, backward=True)
    return bool(await rows(replace(far, is_probe=True)))
