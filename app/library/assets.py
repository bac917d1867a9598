"""Files, versions and folders listed together: by offset for REST, by key for GraphQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Final, Literal, cast

from app.library import pages, rows
from app.library.ids import now
from app.library.pages import Key, Page, Window
from app.library.rows import VersionRow
from app.library.search import (
    asset_parts,
    filters,
    label_parts,
    matching,
    parts,
    query_custom,
    results,
    version_parts,
)
from app.library.search.filters import FileFilter
from app.library.search.parts import Kind, Part, SortKey
from app.library.search.query_tree import Node
from app.library.search.results import Asset
from app.library.search.walks import Arm, Hit, Order

__all__ = [
    "AssetType",
    "FileFilter",
    "FileOrder",
    "Listing",
    "Search",
    "SortKey",
    "children",
    "count",
    "count_children",
    "count_found",
    "listed",
    "page",
    "search",
]


class AssetType(StrEnum):
    """What REST lists (rest-api.md §2.7)."""

    FILE = "file"
    FILE_VERSION = "file-version"
    FOLDER = "folder"
    ALL = "all"


_KINDS: Final = {
    AssetType.FILE: [Kind.FILE],
    AssetType.FILE_VERSION: [Kind.VERSION],
    AssetType.FOLDER: [Kind.FOLDER],
    AssetType.ALL: [Kind.FOLDER, Kind.FILE],
}


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as REST asks for it. `path` is one folder, without those below it.

    A query decides what is listed in place of `type`, `tags` and `name`.
    """

    type: AssetType = AssetType.FILE
    path: str | None = None
    file_type: Literal["all", "image", "non-image"] = "all"
    sort: SortKey = SortKey.CREATED
    descending: bool = False
    limit: int = 1000
    skip: int = 0
    tags: tuple[str, ...] = ()
    name: str | None = None
    query: Node | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """What GraphQL looks for: all that meets the query, in a folder and below it."""

    query: Node | None = None
    include_versions: bool = False
    """Without a word of it in the query."""
    below: str | None = None
    """Path of the folder."""
    order: Order = Order(SortKey.CREATED, descending=True)


class FileOrder(StrEnum):
    """What GraphQL orders by; equal rows by id."""

    NAME = "name"
    SIZE = "size"
    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"


_SORT_KEYS: Final = {
    FileOrder.NAME: SortKey.NAME,
    FileOrder.SIZE: SortKey.SIZE,
    FileOrder.CREATED_AT: SortKey.CREATED,
    FileOrder.UPDATED_AT: SortKey.UPDATED,
}


async def listed(listing: Listing) -> list[Asset]:
    """What REST lists; missing sort values go last, ties are broken by id. Invalid for a query
    about custom metadata that is not defined."""
    if listing.query:
        await query_custom.check(listing.query)
    order = Order(listing.sort, listing.descending)
    arms, order = _settled(listing.query, _listing_arms(listing), order)
    return await results.listed(arms, order, limit=listing.limit, skip=listing.skip)


async def search(wanted: Search, window: Window) -> Page[Asset]:
    """Part of what meets the query; a key is (value, rank of the kind, id). Invalid as above."""
    if wanted.query:
        await query_custom.check(wanted.query)
    arms, order = _settled(wanted.query, _search_arms(wanted), wanted.order)
    return await results.page(arms, order, window)


async def count_found(wanted: Search) -> int:
    """How many meet the query."""
    return await results.count(_search_arms(wanted))


async def page(
    wanted: FileFilter,
    window: Window,
    *,
    order: FileOrder = FileOrder.NAME,
    descending: bool = False,
) -> Page[VersionRow]:
    """Part of the files that meet the filter; a key is (value, 1, file id)."""
    arms = [Arm(Kind.FILE, filters.conditions(wanted))]
    found = await results.page(arms, Order(_SORT_KEYS[order], descending), window)
    # An arm of files finds nothing but files.
    return cast("Page[VersionRow]", found)


async def count(wanted: FileFilter) -> int:
    """How many files meet the filter."""
    return await results.count([Arm(Kind.FILE, filters.conditions(wanted))])


async def children(
    folder_id: str,
    window: Window,
    *,
    types: Sequence[str] = ("folder", "file"),
    order: FileOrder = FileOrder.NAME,
    descending: bool = False,
) -> Page[Asset]:
    """Folders and then files directly in a folder; a key is (0 or 1, value, id)."""
    wanted = Order(_SORT_KEYS[order], descending)
    read = partial(_children, folder_id, types, wanted)
    found = await pages.read(window, read, _child_key)
    return Page([hit.row for hit in found.items], found.keys, found.has_next, found.has_previous)


async def count_children(folder_id: str, types: Sequence[str] = ("folder", "file")) -> int:
    """How many folders and files there are directly in a folder."""
    total = 0
    if "folder" in types:
        sql = "SELECT count(*) FROM folder WHERE parent_id = ?"
        total += await rows.count(sql, [folder_id])
    if "file" in types:
        total += await rows.count("SELECT count(*) FROM file WHERE folder_id = ?", [folder_id])
    return total


async def _children(
    folder_id: str, types: Sequence[str], order: Order, window: Window
) -> list[Hit]:
    """As many as the window asks for, in its direction: the second kind where the first ends."""
    found: list[Hit] = []
    skip = window.skip
    for rank, kind in reversed(_CHILDREN) if window.backward else _CHILDREN:
        part = _of_kind(rank, replace(window, size=window.size - len(found), skip=skip))
        if part is not None and part.size > 0 and kind in types:
            arm = Arm(kind, [asset_parts.inside_id(kind, folder_id)])
            found += await results.hits([arm], order, part)
            if skip:
                passed = skip if found else await results.count_within(arm, order, part)
                skip = max(0, skip - passed)
    return found


_CHILDREN: Final = ((0, Kind.FOLDER), (1, Kind.FILE))


def _of_kind(rank: int, window: Window) -> Window | None:
    """The window on one kind of child; None when it lies wholly in the other."""
    after, before = window.after, window.before
    if (after and _rank(after) > rank) or (before and _rank(before) < rank):
        return None
    return replace(
        window,
        after=_within(after) if after and _rank(after) == rank else None,
        before=_within(before) if before and _rank(before) == rank else None,
    )


def _rank(edge: Key) -> int:
    return int(edge[0] or 0)


def _within(edge: Key) -> Key:
    """A child's key, as a list of its kind alone has it."""
    rank, value, child_id = edge
    return (value, rank, child_id)


def _child_key(hit: Hit) -> Key:
    value, rank, child_id = results.key(hit)
    return (rank, value, child_id)


def _settled(tree: Node | None, arms: list[Arm], order: Order) -> tuple[list[Arm], Order]:
    """With what RELEVANCE sorts by; by time of making where a query has no words to weigh."""
    if order.key is not SortKey.RELEVANCE:
        return arms, order
    scores = [matching.score(tree, arm.kind) for arm in arms]
    if not all(scores):
        return arms, replace(order, key=SortKey.CREATED)
    weighed = zip(arms, scores, strict=True)
    return [replace(arm, score=score) for arm, score in weighed if score], order


def _listing_arms(listing: Listing) -> list[Arm]:
    arms = []
    for kind in matching.kinds(listing.query) if listing.query else _KINDS[listing.type]:
        found = matching.match(listing.query, kind, now())
        own = _listing_parts(listing, kind)
        if found is not None and own is not None:
            arms.append(Arm(kind, [*found, *own]))
    return arms


def _listing_parts(listing: Listing, kind: Kind) -> list[Part] | None:
    """What the list asks besides its query; None when nothing of the kind can meet it."""
    found = []
    if listing.path is not None:
        found.append(asset_parts.inside(kind, [listing.path]))
    if listing.name and not listing.query:
        found.append(asset_parts.named(kind, [listing.name]))
    if kind is Kind.FOLDER:
        return None if listing.query and listing.file_type != "all" else found
    if listing.tags and not listing.query:
        found.append(label_parts.tagged(kind, "tag", listing.tags))
    if listing.file_type != "all":
        image = version_parts.of_main_type(kind, "image")
        found.append(image if listing.file_type == "image" else parts.none_of([image]))
    return found


def _search_arms(wanted: Search) -> list[Arm]:
    arms = []
    for kind in matching.kinds(wanted.query, include_versions=wanted.include_versions):
        found = matching.match(wanted.query, kind, now())
        if found is not None:
            place = asset_parts.below(kind, wanted.below) if wanted.below else None
            arms.append(Arm(kind, [*found, place] if place else found))
    return arms
