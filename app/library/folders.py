"""The tree: folders are made as they are needed, each row with its whole path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import AppError, Invalid, NotFound
from app.library import blobs, database, events, rows
from app.library.database import execute, transactional
from app.library.ids import new_id, now
from app.library.models import ROOT_ID, Folder
from app.library.paths import ancestors as ancestor_paths
from app.library.paths import clean_folder, clean_folder_name, join, split, tidy
from app.library.rows import FolderRow

MAX_OBJECTS = 100_000
"""Files, folders and versions that one operation on a folder may touch (rest-api.md §2.10)."""

TREE_CHANGES = "the tree"
"""What transactions that give folders other paths queue for, and those share that need the paths
to stay: a folder made below one that moves would keep the old path."""


@dataclass(frozen=True, slots=True)
class Created:
    """A folder, and whether it was made just now."""

    row: FolderRow
    created: bool


async def get(folder_id: str) -> FolderRow:
    """The folder with this id; NotFound."""
    found = await rows.folders("WHERE d.id = ?", [folder_id])
    if not found:
        raise NotFound("The requested folder does not exist.")
    return found[0]


async def find(path: str) -> FolderRow | None:
    """The folder at this path."""
    found = await rows.folders("WHERE d.path = ?", [tidy(path)])
    return found[0] if found else None


async def many(ids: Sequence[str]) -> dict[str, FolderRow]:
    """Those of the folders that exist, by id."""
    if not ids:
        return {}
    marks = ", ".join("?" * len(ids))
    return {row.id: row for row in await rows.folders(f"WHERE d.id IN ({marks})", ids)}


async def ancestors(row: FolderRow) -> list[FolderRow]:
    """The folders from the root down to the parent."""
    above = ancestor_paths(row.path)[:-1]
    if not above:
        return []
    marks = ", ".join("?" * len(above))
    return await rows.folders(f"WHERE d.path IN ({marks}) ORDER BY length(d.path)", above)


@transactional
async def create(path: str) -> Created:
    """The folder at this path, with those above it; names are made legal."""
    folder, created = await claim(clean_folder(path))
    return Created((await rows.folders("WHERE d.id = ?", [folder]))[0], created)


async def create_in(parent_path: str, name: str) -> Created:
    """A folder with this name in the parent; a slash in the name is Invalid."""
    return await create(join(clean_folder(parent_path), clean_folder_name(name)))


@transactional
async def delete(*, path: str | None = None, folder_id: str | None = None) -> FolderRow:
    """Removes the folder and all below it, and returns it as it was.

    NotFound (FOLDER_NOT_FOUND); Invalid for the root and for more than MAX_OBJECTS below it.
    """
    await database.queue(TREE_CHANGES, shared=True)
    row = await _lock(path, folder_id)
    if row.id == ROOT_ID:
        message = "The root folder cannot be deleted."
        raise Invalid(message, reason="INVALID_FOLDER_PATH", field="folderPath")
    await count_objects(row.path, field="folderPath")
    values = tree(row.path)
    files = f"SELECT f.id FROM file f JOIN folder d ON d.id = f.folder_id WHERE {TREE}"
    await blobs.loosen(f"SELECT blob_id FROM version WHERE file_id IN ({files})", values)
    await events.files_deleted(files, values)
    await execute(f"DELETE FROM version WHERE file_id IN ({files})", values)
    await execute(f"DELETE FROM file WHERE id IN ({files})", values)
    await execute(
        f"DELETE FROM folder WHERE id IN (SELECT d.id FROM folder d WHERE {TREE})", values
    )
    return row


async def claim(path: str) -> tuple[str, bool]:
    """Inside a transaction: the id of the folder at this legal path, made if absent.

    From the top down, so that two transactions making the same folders wait for each other and
    never for each other in a circle.
    """
    found = await rows.folders("WHERE d.path = ?", [path])
    if found:
        return found[0].id, False
    await database.queue(TREE_CHANGES, shared=True)
    parent_path, name = split(path)
    parent, _ = await claim(parent_path)
    at = now()
    made = Folder(id=new_id(), path=path, name=name, parent_id=parent, created_at=at, updated_at=at)
    await Folder.bulk_create([made], ignore_conflicts=True)
    (row,) = await rows.folders("WHERE d.path = ?", [path])
    return row.id, row.id == made.id


TREE = "(d.path = ? OR (d.path > ? AND d.path < ?))"
"""A folder and all below it, for the values of `tree`. A range: LIKE ignores case on SQLite."""


def tree(path: str) -> list[str]:
    """The values for TREE: `0` is what comes after `/`."""
    prefix = path.rstrip("/")
    return [path, f"{prefix}/", f"{prefix}0"]


async def count_objects(path: str, *, field: str) -> int:
    """How many folders and files there are from here down; Invalid for more than MAX_OBJECTS."""
    files = f"FROM file f JOIN folder d ON d.id = f.folder_id WHERE {TREE}"
    versions = f"FROM version v JOIN file f ON f.id = v.file_id {files.removeprefix('FROM file f')}"
    sources = (f"FROM folder d WHERE {TREE}", files, versions)
    counts = [await rows.count(f"SELECT count(*) {source}", tree(path)) for source in sources]
    if sum(counts) > MAX_OBJECTS:
        message = (
            "Total nested assets (files, folders and file versions) are more than allowed limit"
            f" of {MAX_OBJECTS} items."
        )
        raise Invalid(message, reason="TOO_MANY_OBJECTS", field=field)
    return counts[0] + counts[1]


def not_found(path: str | None) -> AppError:
    """What to raise for a folder that is not there."""
    named = f"No folder found with folderPath {path}" if path else "No such folder exists."
    return NotFound(named, reason="FOLDER_NOT_FOUND", field="folderPath")


async def _lock(path: str | None, folder_id: str | None) -> FolderRow:
    key, value = ("id", folder_id) if folder_id else ("path", tidy(path or ""))
    if not await execute(f"UPDATE folder SET path = path WHERE {key} = ?", [value]):
        raise not_found(path)
    (row,) = await rows.folders(f"WHERE d.{key} = ?", [value])
    return row
