"""Files, versions and folders listed together: by offset for REST, by key for GraphQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Final, Literal

from app.library import database, files, folders, pages, rows
from app.library.filters import KINDS, Conditions, FileFilter, conditions, has_any
from app.library.pages import Key, Page, Window
from app.library.paths import tidy
from app.library.rows import CURRENT, FolderRow, VersionRow

__all__ = [
    "AssetType",
    "FileFilter",
    "FileOrder",
    "Listing",
    "SortKey",
    "children",
    "count",
    "count_children",
    "listed",
    "page",
]


class AssetType(StrEnum):
    """What REST lists (rest-api.md §2.7)."""

    FILE = "file"
    FILE_VERSION = "file-version"
    FOLDER = "folder"
    ALL = "all"


class SortKey(StrEnum):
    """What REST sorts by."""

    NAME = "NAME"
    CREATED = "CREATED"
    UPDATED = "UPDATED"
    HEIGHT = "HEIGHT"
    WIDTH = "WIDTH"
    SIZE = "SIZE"
    RELEVANCE = "RELEVANCE"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as REST asks for it. `path` is one folder, without those below it."""

    type: AssetType = AssetType.FILE
    path: str | None = None
    file_type: Literal["all", "image", "non-image"] = "all"
    sort: SortKey = SortKey.CREATED
    descending: bool = False
    limit: int = 1000
    skip: int = 0
    tags: tuple[str, ...] = ()
    name: str | None = None


class FileOrder(StrEnum):
    """What GraphQL orders by; equal rows by id."""

    NAME = "name"
    SIZE = "size"
    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"


_FILE_COLUMN: Final = {
    SortKey.NAME: "f.name",
    SortKey.CREATED: "f.created_at",
    SortKey.UPDATED: "f.updated_at",
    SortKey.HEIGHT: "v.height",
    SortKey.WIDTH: "v.width",
    SortKey.SIZE: "v.size",
    SortKey.RELEVANCE: "f.created_at",
    FileOrder.NAME: "f.name",
    FileOrder.SIZE: "v.size",
    FileOrder.CREATED_AT: "f.created_at",
    FileOrder.UPDATED_AT: "f.updated_at",
}
_VERSION_COLUMN: Final = _FILE_COLUMN | {
    SortKey.CREATED: "v.created_at",
    SortKey.UPDATED: "v.updated_at",
    SortKey.RELEVANCE: "v.created_at",
}
_FOLDER_COLUMN: Final = {
    SortKey.NAME: "d.name",
    SortKey.CREATED: "d.created_at",
    SortKey.UPDATED: "d.updated_at",
    SortKey.RELEVANCE: "d.created_at",
    FileOrder.NAME: "d.name",
    FileOrder.CREATED_AT: "d.created_at",
    FileOrder.UPDATED_AT: "d.updated_at",
}


async def listed(listing: Listing) -> list[VersionRow | FolderRow]:
    """What REST lists; missing sort values go last, ties are broken by id."""
    if listing.type is AssetType.ALL:
        return await _mixed(listing)
    tail = _tail(listing)
    if listing.type is AssetType.FOLDER:
        found = _folder_conditions(listing)
        order = _order(_FOLDER_COLUMN.get(listing.sort), "d.id", listing)
        return list(await rows.folders(f"{found.where} {order} {tail}", found.values))
    found = _file_conditions(listing)
    if listing.type is AssetType.FILE_VERSION:
        found.add("v.number <> f.current_number")
        order = _order(_VERSION_COLUMN[listing.sort], "v.id", listing)
        return list(await rows.versions(f"{found.where} {order} {tail}", found.values))
    order = _order(_FILE_COLUMN[listing.sort], "f.id", listing)
    return list(await rows.files(f"{found.where} {order} {tail}", found.values))


async def page(
    wanted: FileFilter,
    window: Window,
    *,
    order: FileOrder = FileOrder.NAME,
    descending: bool = False,
) -> Page[VersionRow]:
    """Part of the files that meet the filter; a key is (value, file id)."""
    read = partial(_files, conditions(wanted), order, descending)
    return await pages.read(window, read, partial(_file_key, order))


async def count(wanted: FileFilter) -> int:
    """How many files meet the filter."""
    found = conditions(wanted)
    return await rows.count(f"SELECT count(*) {CURRENT} {found.where}", found.values)


async def children(
    folder_id: str,
    window: Window,
    *,
    types: Sequence[str] = ("folder", "file"),
    order: FileOrder = FileOrder.NAME,
    descending: bool = False,
) -> Page[VersionRow | FolderRow]:
    """Folders and then files directly in a folder; a key is (0 or 1, value, id)."""
    read = partial(_children, folder_id, types, order, descending)
    return await pages.read(window, read, partial(_child_key, order))


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
    folder_id: str, types: Sequence[str], order: FileOrder, descending: bool, window: Window
) -> list[VersionRow | FolderRow]:
    """As many as the window asks for, in its direction: the second kind where the first ends."""
    found: list[VersionRow | FolderRow] = []
    for kind in reversed((0, 1)) if window.backward else (0, 1):
        part = _of_kind(kind, replace(window, size=window.size - len(found)))
        if part is None or part.size <= 0 or ("folder", "file")[kind] not in types:
            continue
        inside = Conditions()
        if kind == 0:
            inside.add("d.parent_id = ?", folder_id)
            found += await _folders(inside, order, descending, part)
        else:
            inside.add("f.folder_id = ?", folder_id)
            found += await _files(inside, order, descending, part)
    return found


def _of_kind(kind: int, window: Window) -> Window | None:
    """The window on one kind of child; None when it lies wholly in the other."""
    after, before = window.after, window.before
    if (after and _rank(after) > kind) or (before and _rank(before) < kind):
        return None
    return replace(
        window,
        after=after[1:] if after and _rank(after) == kind else None,
        before=before[1:] if before and _rank(before) == kind else None,
    )


def _rank(edge: Key) -> int:
    return int(edge[0] or 0)


async def _files(
    found: Conditions, order: FileOrder, descending: bool, window: Window
) -> list[VersionRow]:
    column = _FILE_COLUMN[order]
    sql, values = _keyset(found, (column, "f.id"), descending, window)
    return await rows.files(sql, values)


async def _folders(
    found: Conditions, order: FileOrder, descending: bool, window: Window
) -> list[FolderRow]:
    column = _FOLDER_COLUMN[order]
    sql, values = _keyset(found, (column, "d.id"), descending, window)
    return await rows.folders(sql, values)


def _keyset(
    found: Conditions, columns: tuple[str, str], descending: bool, window: Window
) -> tuple[str, list[object]]:
    """The rows past a key: a comparison of pairs, which the index on the pair answers."""
    inside = Conditions()
    inside.parts, inside.values = list(found.parts), list(found.values)
    pair = f"({columns[0]}, {columns[1]})"
    for edge, later in ((window.after, True), (window.before, False)):
        if edge is not None:
            inside.add(f"{pair} {'>' if later is not descending else '<'} (?, ?)", *edge)
    direction = "DESC" if descending is not window.backward else "ASC"
    order = f"ORDER BY {columns[0]} {direction}, {columns[1]} {direction}"
    return f"{inside.where} {order} LIMIT {window.size:d}", inside.values


def _file_key(order: FileOrder, row: VersionRow) -> Key:
    values: dict[FileOrder, str | int] = {
        FileOrder.NAME: row.name,
        FileOrder.SIZE: row.size,
        FileOrder.CREATED_AT: row.file_created_at,
        FileOrder.UPDATED_AT: row.file_updated_at,
    }
    return (values[order], row.file_id)


def _child_key(order: FileOrder, row: VersionRow | FolderRow) -> Key:
    if isinstance(row, VersionRow):
        return (1, *_file_key(order, row))
    value = {FileOrder.CREATED_AT: row.created_at, FileOrder.UPDATED_AT: row.updated_at}
    return (0, value.get(order, row.name), row.id)


async def _mixed(listing: Listing) -> list[VersionRow | FolderRow]:
    """Files and folders in one order: ids first, then the rows of each kind."""
    of_files, of_folders = _file_conditions(listing), _folder_conditions(listing)
    column = _FOLDER_COLUMN.get(listing.sort, "NULL")
    keys = (
        f"SELECT 1 AS kind, f.id AS id, {_FILE_COLUMN[listing.sort]} AS k"
        f" {CURRENT} {of_files.where}"
        f" UNION ALL SELECT 0, d.id, {column} FROM folder d {of_folders.where}"
    )
    sql = f"SELECT kind, id FROM ({keys}) AS mixed {_order('k', 'id', listing)} {_tail(listing)}"
    order = [
        (kind, i) for kind, i in await database.select(sql, [*of_files.values, *of_folders.values])
    ]
    found: dict[str, VersionRow | FolderRow] = {
        **await files.many([i for kind, i in order if kind]),
        **await folders.many([i for kind, i in order if not kind]),
    }
    return [found[i] for _, i in order if i in found]


def _file_conditions(listing: Listing) -> Conditions:
    found = Conditions()
    if listing.path is not None:
        found.add("d.path = ?", tidy(listing.path))
    if listing.name:
        found.add("f.name = ?", listing.name)
    if listing.tags:
        found.add(has_any(listing.tags), *listing.tags)
    if listing.file_type != "all":
        found.add(KINDS["image"] if listing.file_type == "image" else f"NOT {KINDS['image']}")
    return found


def _folder_conditions(listing: Listing) -> Conditions:
    found = Conditions()
    found.add("d.parent_id IS NOT NULL")
    if listing.path is not None:
        found.add("d.parent_id = (SELECT p.id FROM folder p WHERE p.path = ?)", tidy(listing.path))
    if listing.name:
        found.add("d.name = ?", listing.name)
    return found


def _order(column: str | None, tie: str, listing: Listing) -> str:
    direction = "DESC" if listing.descending else "ASC"
    if column is None:
        return f"ORDER BY {tie}"
    # Only these can be missing; asking the others would keep the index from being used.
    last = f"{column} IS NULL, " if column in {"v.width", "v.height", "k"} else ""
    return f"ORDER BY {last}{column} {direction}, {tie} {direction}"


def _tail(listing: Listing) -> str:
    return f"LIMIT {listing.limit:d} OFFSET {listing.skip:d}"
