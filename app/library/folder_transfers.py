"""Copying, moving and renaming a folder with all that is in it, as jobs (rest-api.md §2.10).

Each is one transaction of rows alone, run before it is answered. Folders that exist at the
destination are merged file by file (merging.py); of any other only the paths change.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.errors import AppError, Conflict, Invalid, NotFound
from app.library import database, events, folders, jobs, merging, purges, rows
from app.library.database import batches, execute, transactional
from app.library.events import Kind
from app.library.folder_plans import Level, Route, emptied, plan
from app.library.folders import TREE, TREE_CHANGES, tree
from app.library.ids import new_id, now
from app.library.jobs import JobKind, JobRow, Outcome
from app.library.models import Folder
from app.library.paths import clean_folder, clean_folder_name, fits, join, refuse_deep, split, tidy
from app.library.rows import FolderRow
from app.library.urls import Urls
from app.storage import Storage

_log = logging.getLogger("app.library")


@dataclass(frozen=True, slots=True)
class FolderRef:
    """Names a folder in one way: by id or by absolute path."""

    id: str | None = None
    path: str | None = None


async def copy(
    storage: Storage,
    source: FolderRef,
    to_folder: str,
    *,
    limit: int,
    include_versions: bool = False,
) -> JobRow:
    """Copies the folder into another one, each file's current version or all of them.

    A file that would have more than `limit` versions is left out. Locked while another job is at
    work there.
    """
    route = await _route(source, to_folder, "copied")
    async with jobs.claimed(
        storage, JobKind.COPY_FOLDER, source=route.source, target=route.target
    ) as job_id:
        await _copy(job_id, route, limit=limit, include_versions=include_versions)
    return await jobs.get(job_id)


async def move(storage: Storage, source: FolderRef, to_folder: str, *, limit: int) -> JobRow:
    """Moves the folder into another one; the same, but what is left out stays where it is."""
    route = await _route(source, to_folder, "moved")
    async with jobs.claimed(
        storage, JobKind.MOVE_FOLDER, source=route.source, target=route.target
    ) as job_id:
        await _move(job_id, route, limit=limit)
    return await jobs.get(job_id)


async def rename(
    storage: Storage, source: FolderRef, new_name: str, *, purged: Urls | None = None
) -> JobRow:
    """Gives the folder another name beside its siblings; Conflict when one of them has it.

    With `purged`, its old URLs are purged.
    """
    path = await _path(source)
    if path == "/":
        raise Invalid("folderPath cannot be root.", field="sourceFolderPath")
    if not fits(path):
        raise _no_source(path)
    name = clean_folder_name(new_name, field="newFolderName")
    route = Route(path, join(split(path)[0], name))
    refuse_deep(route.target, field="newFolderName")
    async with jobs.claimed(
        storage, JobKind.RENAME_FOLDER, source=route.source, target=route.target
    ) as job_id:
        await _rename(job_id, route, purged.all_below(path) if purged else None)
    return await jobs.get(job_id)


async def _path(source: FolderRef) -> str:
    return tidy(source.path or "") if source.id is None else (await folders.get(source.id)).path


async def _route(source: FolderRef, to_folder: str, verb: str) -> Route:
    """Where from and where to; Invalid for what can be told from the paths."""
    path = await _path(source)
    if path == "/":
        message = "sourceFolderPath cannot be root."
        raise Invalid(message, reason="SOURCE_IS_ROOT", field="sourceFolderPath")
    try:
        folder = clean_folder(to_folder)
    except Invalid as error:
        raise Invalid(error.message, reason=error.reason, field="destinationPath") from error
    target = join(folder, split(path)[1])
    if not fits(path) or (path == target and await folders.find(path) is None):
        raise _nothing_there(path)
    if path in (folder, target):
        message = "sourceFolderPath and destinationPath is same"
        raise Invalid(message, reason="SAME_SOURCE_AND_DESTINATION", field="destinationPath")
    if folder.startswith(f"{path}/"):
        message = (
            f"This operation is not allowed because parent folder cannot be {verb} into child"
            " folder."
        )
        reason = "INVALID_DESTINATION_PATH" if verb == "moved" else "INVALID_FOLDER_PATH"
        raise Invalid(message, reason=reason, field="destinationPath")
    refuse_deep(target, field="destinationPath")
    return Route(path, target)


@transactional
async def _copy(job_id: str, route: Route, *, limit: int, include_versions: bool) -> None:
    await database.queue(TREE_CHANGES, shared=True)
    source, total = await _take(route, _nothing_there)
    pairs = await _copy_folders(route, source)
    skipped = await merging.copy(pairs, limit=limit, include_versions=include_versions)
    await events.settle()
    await _finish(job_id, Outcome(total, skipped), limit)


@transactional
async def _move(job_id: str, route: Route, *, limit: int) -> None:
    await database.queue(TREE_CHANGES)
    source, total = await _take(route, _nothing_there)
    levels = plan(route, source, await _there(route))
    skipped: list[str] = []
    for level in levels:
        await _relocate(route, level)
        skipped += await merging.move(level.merged, limit=limit)
    await events.settle()
    for ids in emptied(levels):
        await _drop_empty(ids)
    await _finish(job_id, Outcome(total, skipped), limit)


@transactional
async def _rename(job_id: str, route: Route, purged_url: str | None) -> None:
    await database.queue(TREE_CHANGES)
    source, total = await _take(route, _no_source)
    if await Folder.filter(path=route.target).exists():
        name = split(route.target)[1]
        message = f"Folder with name {name} already exists at the same location."
        raise Conflict(message, reason="FOLDER_ALREADY_EXISTS", field="newFolderName")
    for level in plan(route, source, await _there(route)):
        await _relocate(route, level)
    await Folder.filter(path=route.target).update(name=split(route.target)[1])
    await events.settle()
    purge_id = await purges.keep(purged_url) if purged_url else None
    await jobs.finish(job_id, Outcome(total, purge_id=purge_id))


async def _take(route: Route, absent: Callable[[str], AppError]) -> tuple[list[FolderRow], int]:
    """The folders of the source, which is locked, and how many folders and files there are."""
    if not await execute("UPDATE folder SET path = path WHERE path = ?", [route.source]):
        raise absent(route.source)
    total = await folders.count_objects(route.source, field="sourceFolderPath")
    source = await rows.folders(f"WHERE {TREE} ORDER BY d.path", tree(route.source))
    for row in source:
        refuse_deep(route.leads(row.path), field="destinationPath")
    return source, total


async def _there(route: Route) -> dict[str, str]:
    """Ids by path of the folder that the target is in, made if absent, and of all that it has."""
    above = split(route.target)[0]
    parent_id, _ = await folders.claim(above)
    below = await rows.folders(f"WHERE {TREE}", tree(route.target))
    return {above: parent_id} | {row.path: row.id for row in below}


async def _copy_folders(route: Route, source: Sequence[FolderRow]) -> list[merging.Pair]:
    """Makes the folders that are missing; each of the source with the one its files go to."""
    at, there = now(), await _there(route)
    made: list[Folder] = []
    for row in source:
        path = route.leads(row.path)
        if path not in there:
            above, name = split(path)
            there[path] = new_id()
            times = {"created_at": at, "updated_at": at}
            folder = Folder(id=there[path], path=path, name=name, parent_id=there[above], **times)
            made.append(folder)
    await Folder.bulk_create(made, batch_size=500)
    return [(row.id, there[route.leads(row.path)]) for row in source]


async def _relocate(route: Route, level: Level) -> None:
    """Gives folders their new paths. Files get a new `updated_at`: it stands in their URLs."""
    at = now()
    path = f"CAST(? AS TEXT) || substr(path, {len(route.source) + 1})"
    for ids in batches(level.moved):
        those = f"IN ({', '.join('?' * len(ids))})"
        await execute(
            f"UPDATE folder SET path = {path}, updated_at = {at} WHERE id {those}",
            [route.target, *ids],
        )
        await execute(
            f"UPDATE file SET updated_at = {merging.later(at)} WHERE folder_id {those}", ids
        )
        files = f"SELECT '{Kind.FILE_UPDATED}' AS kind, id FROM file WHERE folder_id {those}"
        await events.files_changing(files, ids)
    for parent_id in set(level.parents.values()):
        theirs = [folder_id for folder_id, given in level.parents.items() if given == parent_id]
        for ids in batches(theirs):
            await Folder.filter(id__in=list(ids)).update(parent_id=parent_id)


async def _drop_empty(folder_ids: Sequence[str]) -> None:
    for ids in batches(folder_ids):
        await execute(
            f"DELETE FROM folder WHERE id IN ({', '.join('?' * len(ids))})"
            " AND NOT EXISTS (SELECT 1 FROM file f WHERE f.folder_id = folder.id)"
            " AND NOT EXISTS (SELECT 1 FROM folder c WHERE c.parent_id = folder.id)",
            ids,
        )


async def _finish(job_id: str, outcome: Outcome, limit: int) -> None:
    if outcome.skipped:
        left = ", ".join(outcome.skipped[: jobs.MAX_SKIPPED])
        count = len(outcome.skipped)
        _log.warning("job %s leaves out %d files, over %d versions: %s", job_id, count, limit, left)
    await jobs.finish(job_id, outcome)


def _nothing_there(path: str) -> AppError:
    message = f"No files & folder found at sourceFolderPath {path}"
    return NotFound(message, reason="NO_FILES_FOLDER", field="sourceFolderPath")


def _no_source(_: str) -> AppError:
    return NotFound("Source folder not found.", field="sourceFolderPath")
