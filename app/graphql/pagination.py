"""Pages of lists: `first` and `after`, `last` and `before`, as the Relay connection says.

A cursor is the key of its row, so that pages neither shift nor repeat when rows come and go. Long
lists take `skip` too, for those who go to a page by its number.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, NamedTuple, TypeVar

import orjson
import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.extensions import FieldExtension
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from app.errors import Invalid
from app.graphql.fields import field
from app.graphql.limits import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, MAX_SKIP
from app.library.pages import Key, Page, Window

T = TypeVar("T")


class Shape(NamedTuple):
    """What the keys of a list look like; a cursor that looks otherwise is of another list."""

    types: tuple[type, ...]
    order: str = ""
    """What the list is ordered by, where it may be ordered otherwise: a size looks like a time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The arguments of a connection, as they were sent."""

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None
    skip: int = 0

    def window(self, shape: Shape) -> Window:
        """The part of the list that they mean; Invalid when they mean none."""
        return Window(
            size=self._size(),
            after=_decode(self.after, shape, "after"),
            before=_decode(self.before, shape, "before"),
            backward=self.last is not None,
            skip=self._skip(),
        )

    def _size(self) -> int:
        if self.first is not None and self.last is not None:
            raise _bad_size("Ask for `first` or for `last`, not for both.", "last")
        for name, size in (("first", self.first), ("last", self.last)):
            if size is not None and not 0 <= size <= MAX_PAGE_SIZE:
                raise _bad_size(f"`{name}` lies between 0 and {MAX_PAGE_SIZE}.", name)
        return next((n for n in (self.first, self.last) if n is not None), DEFAULT_PAGE_SIZE)

    def _skip(self) -> int:
        if not 0 <= self.skip <= MAX_SKIP:
            raise _bad_size(f"`skip` lies between 0 and {MAX_SKIP}.", "skip")
        return self.skip


class Paged(FieldExtension):
    """Gives a field the arguments; its resolver takes them as one, `asked: Asked`.

    `skips`: the list is long, and what reads it minds the window's `skip`.
    """

    def __init__(self, *, skips: bool = False) -> None:
        self._arguments = [*_ARGUMENTS, _SKIP] if skips else _ARGUMENTS

    def apply(self, field: StrawberryField) -> None:
        """Replaces the resolver's one argument by them."""
        others = [each for each in field.arguments if each.python_name != "asked"]
        field.arguments = [*(_argument(*spec) for spec in self._arguments), *others]

    def map_arguments(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        """Packs them."""
        names = [name for name, *_ in self._arguments if name in kwargs]
        asked = Asked(**{name: kwargs.pop(name) for name in names})
        return {**kwargs, "asked": asked}


_Spec = tuple[str, Any, str, object]
"""Name, type, description and default of an argument."""

_ARGUMENTS: Final[Sequence[_Spec]] = (
    (
        "first",
        int | None,
        f"How many from the start, 0 to {MAX_PAGE_SIZE}; {DEFAULT_PAGE_SIZE} when neither"
        " `first` nor `last` is given.",
        strawberry.UNSET,
    ),
    ("after", str | None, "Start after this cursor.", strawberry.UNSET),
    ("last", int | None, f"How many from the end, 0 to {MAX_PAGE_SIZE}.", strawberry.UNSET),
    ("before", str | None, "End before this cursor.", strawberry.UNSET),
)
_SKIP: Final[_Spec] = (
    "skip",
    int,
    "How many to pass over first: from the start or after the cursor, with `last` from the end"
    f" or before it; 0 to {MAX_SKIP}.",
    0,
)


def _argument(name: str, kind: Any, description: str, default: object) -> StrawberryArgument:
    return StrawberryArgument(
        python_name=name,
        graphql_name=None,
        type_annotation=StrawberryAnnotation(kind),
        description=description,
        default=default,
    )


@strawberry.type(description="Where a page lies in its list.")
class PageInfo:
    """Where a page lies in its list."""

    has_next_page: bool = strawberry.field(description="Whether items follow.")
    has_previous_page: bool = strawberry.field(description="Whether items come before.")
    start_cursor: str | None = strawberry.field(
        description="Cursor of the first item of the page; null when it is empty."
    )
    end_cursor: str | None = strawberry.field(
        description="Cursor of the last item of the page; null when it is empty."
    )


@strawberry.type(description="An item of a list, with its place there.")
class Edge(Generic[T]):
    """An item of a list, with its place there."""

    cursor: str = strawberry.field(description="Its place in the list; opaque.")
    node: T = strawberry.field(description="The item.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[T]):
    """A page of a list, its items made when they are asked for."""

    page: strawberry.Private[Page[Any]]
    wrap: strawberry.Private[Callable[[Any], Any]]
    count: strawberry.Private[Callable[[], Awaitable[int]]]
    order: strawberry.Private[str] = ""

    @field("The items with their cursors.")
    def edges(self) -> list[Edge[T]]:
        rows = zip(self.page.keys, self.page.items, strict=True)
        return [Edge(cursor=self.cursor(key), node=self.wrap(row)) for key, row in rows]

    @field("The items.")
    def nodes(self) -> list[T]:
        return [self.wrap(row) for row in self.page.items]

    @field("Where the page lies.")
    def page_info(self) -> PageInfo:
        keys = self.page.keys
        return PageInfo(
            has_next_page=self.page.has_next,
            has_previous_page=self.page.has_previous,
            start_cursor=self.cursor(keys[0]) if keys else None,
            end_cursor=self.cursor(keys[-1]) if keys else None,
        )

    @field("Number of items in the whole list, whatever the page.", reads=True)
    async def total_count(self) -> int:
        return await self.count()

    def cursor(self, key: Key) -> str:
        """The cursor of a row."""
        values = (*key, self.order) if self.order else key
        return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


def _decode(cursor: str | None, shape: Shape, field: str) -> Key | None:
    if cursor is None:
        return None
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        values = None
    if not isinstance(values, list) or not _fits(values, shape):
        message = f"`{field}` takes a cursor that a page of this list gave."
        raise Invalid(message, reason="INVALID_CURSOR", field=field)
    return tuple(values[: len(shape.types)])


def _fits(values: list[object], shape: Shape) -> bool:
    # `is`, for a bool is an int to isinstance. Larger numbers do not fit into a database's.
    key, rest = values[: len(shape.types)], values[len(shape.types) :]
    return (
        len(key) == len(shape.types)
        and rest == ([shape.order] if shape.order else [])
        and all(
            type(value) is kind and (not isinstance(value, int) or abs(value) < 2**63)
            for value, kind in zip(key, shape.types, strict=True)
        )
    )


def _bad_size(message: str, field: str) -> Invalid:
    return Invalid(message, reason="INVALID_PAGE_SIZE", field=field)
