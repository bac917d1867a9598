"""Copying and moving a file: rows change, bytes stay where they are (rest-api.md §2.8, §4.8).

Where the destination has a file of that name, it keeps its id and its history, and the source's
versions go on top. All of it happens or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.errors import Conflict, Invalid
from app.library import events, files, folders, rows, versions
from app.library.database import LostRace, transactional
from app.library.events import Kind
from app.library.files import FileRef
from app.library.ids import new_id, new_token, now
from app.library.models import File, Version
from app.library.paths import clean_folder, clean_name, join, unique_name
from app.library.rows import VersionRow

BAD_PARAMETERS = "Your request is missing parameters / contains invalid parameters."


class IfExists(StrEnum):
    """What to do when the destination has a file of that name."""

    NEW_VERSION = "new_version"
    REFUSE = "refuse"
    RENAME = "rename"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a file goes, under which name (None: its own), and what if that is taken."""

    folder: str
    name: str | None = None
    if_exists: IfExists = IfExists.NEW_VERSION


@dataclass(frozen=True, slots=True)
class Copied:
    """The file that the copy made or went on top of, and how many versions were copied."""

    row: VersionRow
    count: int


@dataclass(frozen=True, slots=True)
class _Place:
    folder_id: str
    name: str
    taken: VersionRow | None
    """The file that is there, locked."""


@transactional
async def copy(
    source: FileRef, to: Destination, *, limit: int, include_versions: bool = False
) -> Copied:
    """Copies the current version or all; a file never gets more than `limit` of them."""
    current = await files.lock(source, files.missing_source)
    place = await _find_place(current, to)
    incoming = await _oldest_first(current) if include_versions else [current.id]
    await _refuse_full(place, len(incoming), limit)
    originals = {row.id: row for row in await Version.filter(id__in=incoming)}
    copies = [originals[i] for i in incoming]
    file_id, first = await _open_place(place, last=len(copies))
    for number, version in enumerate(copies, first):
        _make_copy(version, file_id, number)
    await Version.bulk_create(copies)
    if place.taken:
        await _raise_current(place.taken, first + len(copies) - 1)
    else:
        await events.file_changed(Kind.FILE_CREATED, file_id)
    return Copied(await files.get(file_id), len(copies))


@transactional
async def move(source: FileRef, to: Destination, *, limit: int) -> VersionRow:
    """Moves the file with all its versions; without a clash it keeps its id."""
    current = await files.lock(source, files.missing_source)
    place = await _find_place(current, to)
    at = files.later(current)
    if place.taken is None:
        here = {"folder_id": place.folder_id, "name": place.name, "updated_at": at}
        await File.filter(id=current.file_id).update(**here)
        await events.file_changed(Kind.FILE_UPDATED, current.file_id)
        return await files.get(current.file_id)
    incoming = await _oldest_first(current)
    await _refuse_full(place, len(incoming), limit)
    for number, version_id in enumerate(incoming, place.taken.last_number + 1):
        # Ids and tokens stay (V19): links to these versions go on working at the new path.
        await Version.filter(id=version_id).update(file_id=place.taken.file_id, number=number)
    await Version.filter(id=current.id).update(updated_at=at)
    await events.files_deleted("SELECT id FROM file WHERE id = ?", [current.file_id])
    await File.filter(id=current.file_id).delete()
    await _raise_current(place.taken, place.taken.last_number + len(incoming))
    return await files.get(place.taken.file_id)


async def _find_place(current: VersionRow, to: Destination) -> _Place:
    folder = clean_folder(to.folder)
    name = current.name if to.name is None else clean_name(to.name, field="name")
    if join(folder, name) == current.path:
        raise Invalid(BAD_PARAMETERS, reason="SAME_SOURCE_AND_DESTINATION", field="destinationPath")
    folder_id, _ = await folders.claim(folder)
    found = await rows.files("WHERE f.folder_id = ? AND f.name = ?", [folder_id, name])
    if found and to.if_exists is IfExists.REFUSE:
        message = f"File with name {name} already exists at the same location."
        raise Conflict(message, reason="FILE_ALREADY_EXISTS", field="destinationPath")
    if found and to.if_exists is IfExists.RENAME:
        return _Place(folder_id, unique_name(name), None)
    taken = await files.lock_found(found[0]) if found else None
    return _Place(folder_id, name, taken)


async def _oldest_first(current: VersionRow) -> list[str]:
    """Ids of all versions by rising number, the current one last (V18)."""
    listed = await versions.listed(current.file_id)
    return [row.id for row in reversed(listed)]


async def _refuse_full(place: _Place, incoming: int, limit: int) -> None:
    there = await versions.count(place.taken.file_id) if place.taken else 0
    try:
        versions.refuse_full(there + incoming, limit)
    except Invalid as error:
        raise Invalid(BAD_PARAMETERS, reason=error.reason, field="destinationPath") from error


async def _open_place(place: _Place, *, last: int) -> tuple[str, int]:
    """The file to copy into and the first number that is free there."""
    if place.taken:
        return place.taken.file_id, place.taken.last_number + 1
    at = now()
    file = File(
        id=new_id(),
        folder_id=place.folder_id,
        name=place.name,
        current_number=last,
        last_number=last,
        created_at=at,
        updated_at=at,
    )
    await File.bulk_create([file], ignore_conflicts=True)
    if not await File.filter(id=file.id).exists():
        raise LostRace(f"{place.name} was made meanwhile")
    return file.id, 1


def _make_copy(version: Version, file_id: str, number: int) -> None:
    """Turns a version that was read into the row of its copy: same bytes, same attributes."""
    # The first version of a new file has the file's id (V3, V17).
    version.id = file_id if number == 1 else new_id()
    version.file_id = file_id
    version.number = number
    version.token = new_token()
    version.updated_at = now()


async def _raise_current(taken: VersionRow, number: int) -> None:
    """Makes the last version that went on top the current one."""
    at = files.later(taken)
    await Version.filter(id=taken.id).update(updated_at=at)
    await File.filter(id=taken.file_id).update(
        last_number=number, current_number=number, updated_at=at
    )
    await events.file_changed(Kind.VERSION_CREATED, taken.file_id)
