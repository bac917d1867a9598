"""Batches: one thing done to many files (rest-api.md §2.6, §2.9).

When one of them is not there nothing is done, and the error names all that are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import Invalid, NotFound
from app.library import blobs, events, files, updates
from app.library.database import execute, hold, transactional
from app.library.files import FileRef
from app.library.ids import is_id
from app.library.rows import VersionRow
from app.library.texts import clean_tags, refuse_long_tags
from app.library.updates import Changes


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that could not be changed, and why."""

    file_id: str
    message: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """The files that were changed, and those that could not be."""

    changed: list[VersionRow]
    refused: list[Refused]


@transactional
async def delete(file_ids: Sequence[str]) -> list[str]:
    """Removes the files with all their versions for good; their ids, each once."""
    ids = await _lock(file_ids)
    marks = ", ".join("?" * len(ids))
    await blobs.loosen(f"SELECT blob_id FROM version WHERE file_id IN ({marks})", ids)
    await events.files_deleted(f"SELECT id FROM file WHERE id IN ({marks})", ids)
    await execute(f"DELETE FROM version WHERE file_id IN ({marks})", ids)
    await execute(f"DELETE FROM file WHERE id IN ({marks})", ids)
    return ids


@transactional
async def change_tags(
    file_ids: Sequence[str],
    *,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
    remove_ai: Sequence[str] = (),
) -> Tagged:
    """Adds tags to the current versions and takes others away.

    A file is refused when it would have too many; Invalid when those given are too many already.
    """
    changes = _changes(add, remove, remove_ai)
    tagged = Tagged([], [])
    for file_id in await _lock(file_ids):
        try:
            tagged.changed.append(await updates.update(FileRef(id=file_id), changes))
        except Invalid as error:
            tagged.refused.append(Refused(file_id, error.message))
    return tagged


def _changes(add: Sequence[str], remove: Sequence[str], remove_ai: Sequence[str]) -> Changes:
    refuse_long_tags(remove, field="remove")
    changes = Changes()
    if tags := clean_tags(list(add), field="add"):
        changes["add_tags"] = tags
    if remove:
        changes["remove_tags"] = list(remove)
    if remove_ai:
        changes["remove_ai_tags"] = list(remove_ai)
    return changes


async def _lock(file_ids: Sequence[str]) -> list[str]:
    """Takes the files, in one order whoever asks; NotFound names those that do not exist."""
    ids = list(dict.fromkeys(file_ids))
    known = [file_id for file_id in ids if is_id(file_id)]
    if known:
        marks = ", ".join("?" * len(known))
        await hold(f"SELECT id FROM file WHERE id IN ({marks}) ORDER BY id FOR UPDATE", known)
    found = await files.many(known)
    if missing := [file_id for file_id in ids if file_id not in found]:
        message = "The requested file(s) does not exist."
        raise NotFound(message, field="fileIds", missing=missing)
    return ids
