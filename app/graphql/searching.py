"""Searching in GraphQL, with the language that REST has."""

from __future__ import annotations

from enum import Enum
from functools import partial
from typing import Annotated

import strawberry

from app.graphql.fields import argument, field, value
from app.graphql.inputs import FolderRef, OrderDirection
from app.graphql.pagination import Asked, Connection, Paged, Shape
from app.graphql.types import File, FileVersion, Folder
from app.library import assets, folders
from app.library.assets import Search, SortKey
from app.library.rows import FolderRow, VersionRow
from app.library.search.query import parse
from app.library.search.query_tree import Node
from app.library.search.walks import Order


@strawberry.enum(description="What search results are ordered by; equal ones are ordered by id.")
class SearchOrderField(Enum):
    """Its values are the library's."""

    RELEVANCE = value(
        SortKey.RELEVANCE,
        "How well the name fits the words that `HAS` asks for; `DESC` puts the best first.",
    )
    NAME = value(SortKey.NAME, "Name.")
    CREATED_AT = value(SortKey.CREATED, "When it first appeared, or the version was uploaded.")
    UPDATED_AT = value(SortKey.UPDATED, "When it last changed.")


@strawberry.input(description="Order of search results.")
class SearchOrder:
    """Order of search results."""

    field: SearchOrderField = strawberry.field(description="What to order by.")
    direction: OrderDirection = strawberry.field(
        description="Direction.", default=OrderDirection.ASC
    )


SearchResult = Annotated[
    File | FileVersion | Folder,
    strawberry.union("SearchResult", description="Something found by `search`."),
]

Query = Annotated[
    str | None,
    argument(
        "Conditions as REST's `searchQuery` has them, such as"
        ' `name : "hero" AND (tags IN ["sale"] OR createdAt > "7d")`; null: everything.'
    ),
]
IncludeVersions = Annotated[
    bool,
    argument(
        "Whether to find versions that are not current too; the query asks for them by `type`."
    ),
]
In = Annotated[FolderRef | None, argument("Only in this folder and below it.", "in")]
OrderedBy = Annotated[SearchOrder | None, argument("Order; null: the newest first.")]


@strawberry.type
class SearchQuery:
    """Found; part of Query."""

    @field(
        "Files, folders and, when asked for, versions that are not current.",
        reads=True,
        extension=Paged(skips=True),
    )
    async def search(
        self,
        asked: Asked,
        query: Query = None,
        include_versions: IncludeVersions = False,
        inside: In = None,
        order_by: OrderedBy = None,
    ) -> Connection[SearchResult]:
        order = _order(order_by)
        window = asked.window(_shape(order.key))
        below = await _path(inside) if inside else None
        wanted = Search(_tree(query), include_versions, below, order)
        page = await assets.search(wanted, window)
        count = partial(assets.count_found, wanted)
        return Connection(page=page, wrap=_found, count=count, order=order.key)


def _shape(key: SortKey) -> Shape:
    return Shape((str if key is SortKey.NAME else int, int, str), key)


def _tree(query: str | None) -> Node | None:
    return parse(query) if query and query.strip() else None


def _order(given: SearchOrder | None) -> Order:
    if given is None:
        return Order(SortKey.CREATED, descending=True)
    return Order(given.field.value, given.direction is OrderDirection.DESC)


async def _path(ref: FolderRef) -> str:
    """Where to look; NotFound for an id that names no folder."""
    inside = ref.named("in")
    return inside.path or "/" if inside.id is None else (await folders.get(inside.id)).path


def _found(row: VersionRow | FolderRow) -> File | FileVersion | Folder:
    if isinstance(row, FolderRow):
        return Folder.of(row)
    return File.of(row) if row.is_current else FileVersion.of(row)
