"""Versions of a file: listed, read, appended, restored, deleted (rest-api.md §4).

The current version is a number on the file; restoring moves it. Numbers only grow and are never
used twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from app.errors import Conflict, Invalid, NotFound
from app.library import blobs, database, events, files, rows
from app.library.database import LostRace, transactional
from app.library.events import Kind
from app.library.files import FileRef
from app.library.models import File, Version
from app.library.pages import Key, Page, Window
from app.library.rows import VersionRow

_RANK: Final = "CASE WHEN v.number = f.current_number THEN 0 ELSE 1 END"
_LISTED: Final = f"ORDER BY {_RANK}, v.number DESC"
"""The order of a file's versions: the current one, then falling number (V6, V34)."""

_N: Final = "CAST(? AS BIGINT)"
"""A cursor's number, which may be one that no version has."""
_PAST: Final = {
    True: f"e.is_past > {_N} OR (e.is_past = {_N} AND e.number < {_N})",
    False: f"e.is_past < {_N} OR (e.is_past = {_N} AND e.number > {_N})",
}
"""Later than a key in that order, and earlier."""


@dataclass(frozen=True, slots=True)
class Restored:
    """The version that is current now and the one before; the same when it already was."""

    now: VersionRow
    before: VersionRow


@dataclass(frozen=True, slots=True)
class Deleted:
    """The file's current version, the version that is gone, and the bytes that go with it."""

    file: VersionRow
    version: VersionRow
    freed: int


async def get(file_id: str, version_id: str) -> VersionRow:
    """That version of that file; NotFound says which of the two is missing (V15)."""
    found = await rows.versions("WHERE v.id = ? AND v.file_id = ?", [version_id, file_id])
    if not found:
        await files.get(file_id)
        raise missing()
    return found[0]


async def find(version_id: str) -> VersionRow | None:
    """The version with this id, of whatever file."""
    found = await rows.versions("WHERE v.id = ?", [version_id])
    return found[0] if found else None


async def numbered(file_id: str, number: int) -> VersionRow | None:
    """The file's version with this number."""
    found = await rows.versions("WHERE v.file_id = ? AND v.number = ?", [file_id, number])
    return found[0] if found else None


async def many(ids: Sequence[str]) -> dict[str, VersionRow]:
    """Those of the versions that exist, by id."""
    if not ids:
        return {}
    marks = ", ".join("?" * len(ids))
    return {row.id: row for row in await rows.versions(f"WHERE v.id IN ({marks})", ids)}


async def listed(file_id: str) -> list[VersionRow]:
    """All versions of the file; NotFound for the file."""
    found = await rows.versions(f"WHERE v.file_id = ? {_LISTED}", [file_id])
    if not found:
        raise files.missing()
    return found


async def page_each(file_ids: Sequence[str], window: Window) -> dict[str, Page[VersionRow]]:
    """Part of the versions of each of the files in the listed order, by file id, in one statement.

    A key is (0 when current else 1, number).
    """
    found: dict[str, list[_Placed]] = {file_id: [] for file_id in file_ids}
    for placed in await _placed(file_ids, replace(window, size=window.size + 1)):
        found[placed.row.file_id].append(placed)
    return {file_id: _page(each, window) for file_id, each in found.items()}


class _Placed(NamedTuple):
    """A version, and which of how many of its file's it is in the listed order, from 1."""

    row: VersionRow
    place: int
    total: int


async def _placed(file_ids: Sequence[str], window: Window) -> list[_Placed]:
    """As many of each file as the window asks for, in its direction."""
    if not file_ids:
        return []
    past, values = [], []
    for edge, later in ((window.after, True), (window.before, False)):
        if edge is not None:
            past.append(f"({_PAST[later]})")
            values += [edge[0], edge[0], edge[1]]
    marks = ", ".join("?" * len(file_ids))
    every = (
        f"SELECT v.id, v.file_id, v.number, {_RANK} AS is_past,"
        f" ROW_NUMBER() OVER (PARTITION BY v.file_id {_LISTED}) AS place,"
        " COUNT(*) OVER (PARTITION BY v.file_id) AS total"
        f" FROM version v JOIN file f ON f.id = v.file_id WHERE v.file_id IN ({marks})"
    )
    wanted = (
        "SELECT e.id, e.place, e.total, ROW_NUMBER() OVER"
        f" (PARTITION BY e.file_id ORDER BY e.place{' DESC' * window.backward}) AS turn"
        f" FROM ({every}) e WHERE {' AND '.join(past) or 'TRUE'}"
    )
    # CROSS JOIN keeps SQLite to beginning with the few that are wanted.
    sql = (
        f"SELECT {rows.VERSION_COLUMNS}, w.place, w.total FROM ({wanted}) w"
        " CROSS JOIN version v CROSS JOIN file f CROSS JOIN folder d CROSS JOIN blob b"
        f" WHERE w.turn <= {window.size:d} AND v.id = w.id AND f.id = v.file_id"
        " AND d.id = f.folder_id AND b.id = v.blob_id ORDER BY w.turn"
    )
    found = await database.select(sql, [*file_ids, *values])
    return [_Placed(VersionRow._make(row), place, total) for *row, place, total in found]


def _page(found: list[_Placed], window: Window) -> Page[VersionRow]:
    """What the window asks for, of one file, where one too many was read for."""
    items = [placed.row for placed in found[: window.size]]
    more = len(found) > window.size
    # A file has a version at least: where none is left beyond a key, there is one before it.
    if window.backward:
        items.reverse()
        behind = window.before is not None and (not found or found[0].place < found[0].total)
    else:
        behind = window.after is not None and (not found or found[0].place > 1)
    has_next, has_previous = (behind, more) if window.backward else (more, behind)
    return Page(items, [key(item) for item in items], has_next, has_previous)


async def count(file_id: str) -> int:
    """How many versions the file has."""
    return await rows.count("SELECT count(*) FROM version WHERE file_id = ?", [file_id])


async def counts(file_ids: Sequence[str]) -> dict[str, int]:
    """How many versions each of the files has, by file id."""
    if not file_ids:
        return {}
    marks = ", ".join("?" * len(file_ids))
    sql = f"SELECT file_id, count(*) FROM version WHERE file_id IN ({marks}) GROUP BY file_id"
    return {file_id: int(number) for file_id, number in await database.select(sql, file_ids)}


def key(row: VersionRow) -> Key:
    """Where the version stands in its list."""
    return (0 if row.is_current else 1, row.number)


@transactional
async def restore(
    version_id: str, *, file_id: str | None = None, if_current: str | None = None
) -> Restored:
    """Makes the version current, under its own id and number, attributes and all.

    Restoring the current version changes nothing. Conflict (STALE) when `if_current` is not the
    id of the current version any more.
    """
    before = await _lock(version_id, file_id)
    refuse_stale(before, if_current)
    version = await get(before.file_id, version_id)
    if version.is_current:
        return Restored(version, version)
    at = files.later(before)
    await Version.filter(id=before.id).update(updated_at=at)
    await File.filter(id=before.file_id).update(current_number=version.number, updated_at=at)
    await events.file_changed(Kind.FILE_UPDATED, before.file_id)
    return Restored(await get(before.file_id, version_id), await get(before.file_id, before.id))


@transactional
async def delete(version_id: str, *, file_id: str | None = None) -> Deleted:
    """Removes a version for good; Invalid (VERSION_IS_CURRENT) for the current one."""
    current = await _lock(version_id, file_id)
    version = await get(current.file_id, version_id)
    if version.is_current:
        message = "You cannot delete current version of a file."
        raise Invalid(message, reason="VERSION_IS_CURRENT", field="versionId")
    await blobs.loosen("?", [version.blob_id])
    await Version.filter(id=version_id).delete()
    await events.version_deleted(current.file_id, version_id)
    shared = await Version.filter(blob_id=version.blob_id).exists()
    return Deleted(current, version, 0 if shared else version.size)


def refuse_stale(current: VersionRow, expected: str | None) -> None:
    """Conflict (STALE) when the current version is not the one expected."""
    if expected is not None and current.id != expected:
        message = f"The file changed meanwhile: its current version is {current.id} now."
        raise Conflict(message, reason="STALE", field="ifCurrentVersionId")


def refuse_stale_new(expected: str | None) -> None:
    """Conflict (STALE) when a current version is expected of a file that does not exist."""
    if expected is not None:
        message = f"The file is gone: it has no current version {expected} any more."
        raise Conflict(message, reason="STALE", field="ifCurrentVersionId")


def refuse_full(count: int, limit: int) -> None:
    """Invalid (VERSION_LIMIT_EXCEEDED) when a file would have more versions than it may (V8)."""
    if count > limit:
        message = f"A file can have a maximum of {limit} versions."
        raise Invalid(message, reason="VERSION_LIMIT_EXCEEDED")


def missing() -> NotFound:
    """What to raise for a version that the file does not have."""
    return NotFound("The requested file version does not exist.")


async def _lock(version_id: str, file_id: str | None) -> VersionRow:
    """Takes the version's file and returns its current version.

    A version named by its id alone is followed to the file that a move put it into meanwhile.
    """
    if file_id is not None:
        return await files.lock(FileRef(id=file_id))
    version = await find(version_id)
    if version is None:
        raise missing()
    locked = await files.lock_found(version)
    again = await find(version_id)
    if again is not None and again.file_id != version.file_id:
        raise LostRace(f"version {version_id} was moved to {again.path}")
    return locked
