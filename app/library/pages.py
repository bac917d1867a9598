"""A page of a list that is read by key, not by offset, so that it never shifts under the reader."""

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
    is_probe: bool = False
    """Whether any row of the part will do, for it is only asked whether there is one."""


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

    One row too many is read to know whether there are more; on the other side one is looked for
    when the window begins at a key, for only then can there be any.
    """
    found = await rows(replace(window, size=window.size + 1))
    more, items = len(found) > window.size, found[: window.size]
    if window.backward:
        items.reverse()
    keys = [key(item) for item in items]
    edge = window.before if window.backward else window.after
    behind = False
    if edge is not None:
        near = (keys[-1] if window.backward else keys[0]) if keys else edge
        far = Window(1, after=near) if window.backward else Window(1, before=near, backward=True)
        behind = bool(await rows(replace(far, is_probe=True)))
    return Page(
        items,
        keys,
        has_next=behind if window.backward else more,
        has_previous=more if window.backward else behind,
    )
