"""Files: found by id or path, changed, copied, moved, renamed and deleted with their versions.

A use case locks its file first (see database.transactional). Messages and reasons are those of
rest-api.md §2.2, §2.3, §2.5 and §2.8.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.errors import AppError, Conflict, Invalid, NotFound
from app.library import blobs, database, events, rows
from app.library.database import LostRace, transactional
from app.library.events import Kind
from app.library.ids import now
from app.library.models import File, Version
from app.library.paths import clean_name, split, tidy
from app.library.rows import VersionRow


@dataclass(frozen=True, slots=True)
class FileRef:
    """Names a file in one way: by id or by absolute path."""

    id: str | None = None
    path: str | None = None


async def get(file_id: str) -> VersionRow:
    """The file's current version; NotFound."""
    found = await rows.files("WHERE f.id = ?", [file_id])
    if not found:
        raise missing()
    return found[0]


async def find(ref: FileRef) -> VersionRow | None:
    """The file's current version."""
    where, values = _where(ref)
    found = await rows.files(f"WHERE {where}", values)
    return found[0] if found else None


async def many(ids: Sequence[str]) -> dict[str, VersionRow]:
    """The current versions of those of the files that exist, by file id."""
    if not ids:
        return {}
    marks = ", ".join("?" * len(ids))
    return {row.file_id: row for row in await rows.files(f"WHERE f.id IN ({marks})", ids)}


async def at_path(path: str, token: str | None = None) -> VersionRow:
    """What the path delivers: its current version, or the one with this token; NotFound."""
    where, values = _where(FileRef(path=path))
    if token:
        found = await rows.versions(f"WHERE v.token = ? AND {where}", [token, *values])
    else:
        found = await rows.files(f"WHERE {where}", values)
    if not found:
        raise NotFound("No file was found at the specified path")
    return found[0]


@transactional
async def rename(source: FileRef, new_name: str) -> VersionRow:
    """Gives the file another name in its folder; all versions go along.

    Conflict (FILE_ALREADY_EXISTS) for a taken name, Invalid (SAME_OLD_AND_NEW_NAME).
    """
    row = await lock(source, missing_file)
    name = clean_name(new_name, field="newFileName", reason="INVALID_PARAMETER")
    if name == row.name:
        message = "newFileName cannot be the same as its existing name."
        raise Invalid(message, reason="SAME_OLD_AND_NEW_NAME", field="newFileName")
    if await File.filter(folder_id=row.folder_id, name=name).exists():
        message = f"File with name {name} already exists at the same location."
        raise Conflict(message, reason="FILE_ALREADY_EXISTS", field="newFileName")
    await File.filter(id=row.file_id).update(name=name, updated_at=later(row))
    await events.file_changed(Kind.FILE_UPDATED, row.file_id)
    return await get(row.file_id)


@transactional
async def delete(source: FileRef) -> VersionRow:
    """Removes the file with all its versions for good, and returns it as it was."""
    row = await lock(source)
    await blobs.loosen("SELECT blob_id FROM version WHERE file_id = ?", [row.file_id])
    await events.files_deleted("SELECT id FROM file WHERE id = ?", [row.file_id])
    await Version.filter(file_id=row.file_id).delete()
    await File.filter(id=row.file_id).delete()
    return row


async def lock(source: FileRef, absent: Callable[[str], AppError] | None = None) -> VersionRow:
    """Takes the file for this transaction and returns its current version; NotFound.

    `absent` words the error for a path that holds no file.
    """
    row = None if source.id else await find(source)
    file_id = source.id or (row.file_id if row else "")
    await database.execute("UPDATE file SET last_number = last_number WHERE id = ?", [file_id])
    locked = await find(FileRef(id=file_id))
    if locked is None:
        raise absent(source.path) if absent and source.path else missing()
    if row and row.path != locked.path:
        raise LostRace(f"{row.path} is {locked.path} now")
    return locked


async def lock_found(row: VersionRow) -> VersionRow:
    """Takes a file that was found without a lock; LostRace when it is not there any more."""
    try:
        locked = await lock(FileRef(id=row.file_id))
    except NotFound:
        raise LostRace(f"{row.path} was deleted meanwhile") from None
    if locked.path != row.path:
        raise LostRace(f"{row.path} is {locked.path} now")
    return locked


def later(row: VersionRow) -> int:
    """The file's next `updated_at`: now, and later than the one it has."""
    return max(now(), row.file_updated_at + 1)


def missing() -> NotFound:
    """What to raise for a file id that names none."""
    return NotFound("The requested file does not exist.")


def missing_file(path: str) -> AppError:
    """What renaming raises for a path that holds no file."""
    message = f"No file found in media library at filePath {path}"
    return NotFound(message, reason="FILE_MISSING", field="filePath")


def missing_source(path: str) -> AppError:
    """What copying and moving raise for a path that holds no file."""
    message = f"No file found with filePath {path}"
    return NotFound(message, reason="SOURCE_FILE_MISSING", field="sourceFilePath")


def _where(ref: FileRef) -> tuple[str, list[str]]:
    if ref.id is not None:
        return "f.id = ?", [ref.id]
    folder, name = split(tidy(ref.path or ""))
    return "d.path = ? AND f.name = ?", [folder, name]
