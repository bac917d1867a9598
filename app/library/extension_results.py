"""What extensions leave behind: AI tags on the version they ran on, or a new version of its file.

Each result is kept in one transaction with the end of its run, so that it is kept once.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from app.errors import AppError, NotFound
from app.library import blobs, events, extension_runs, files, uploads, versions
from app.library.blobs import Received
from app.library.database import LostRace, transactional
from app.library.events import Kind
from app.library.extension_runs import Run
from app.library.files import FileRef
from app.library.models import File, Version
from app.library.providers import Refused, Tag
from app.library.rows import VersionRow
from app.library.uploads import Content, NewUpload
from app.storage import Storage


class Overtaken(Exception):
    """Somebody else has done, or is doing, this run."""


@transactional
async def keep_tags(run: Run, tags: Sequence[Tag]) -> None:
    """Adds the tags to those of the version; NotFound when it is gone, Overtaken."""
    current, row = await _take(run)
    source = run.extension.name.value
    # A tag that was there already gets its new confidence (V21).
    merged = {(tag["name"], tag["source"]): tag for tag in row.ai_tags or []}
    for tag in tags:
        said = {"name": tag.name, "confidence": round(tag.confidence, 2), "source": source}
        merged[tag.name, source] = said
    at = files.later(current)
    await Version.filter(id=row.id).update(ai_tags=list(merged.values()) or None, updated_at=at)
    if row.is_current:
        await File.filter(id=row.file_id).update(updated_at=at)
        await events.file_changed(Kind.FILE_UPDATED, row.file_id)
    await _close(run, row)


async def keep_picture(
    storage: Storage, run: Run, row: VersionRow, picture: bytes, *, max_pixels: int
) -> None:
    """Makes the picture the file's new current version, with all that is said of the version that
    it was made from (V31); what uploads raise, Refused for no picture, NotFound, Overtaken.
    """
    received = await blobs.receive(storage, _pieces(picture), limit=len(picture))
    try:
        content = await uploads.look(storage, _alike(row, received), max_pixels=max_pixels)
        kept = await _append(run, content)
    except BaseException:
        await asyncio.shield(blobs.drop(storage, received))
        raise
    if kept.blob_id != received.id:
        await blobs.drop(storage, received)


@transactional
async def fail(run: Run, error: str) -> None:
    """Ends the run without a result."""
    await extension_runs.close(run, error)


@transactional
async def _append(run: Run, content: Content) -> VersionRow:
    if content.facts.width is None:
        raise Refused("The provider's answer is no picture.")
    current, row = await _take(run)
    versions.refuse_full(await versions.count(row.file_id) + 1, run.max_versions)
    kept = await uploads.add(content, current, inherited=row)
    await _close(run, row)
    return kept


async def _take(run: Run) -> tuple[VersionRow, VersionRow]:
    """The current version of the file, which is locked, and the version that the run is on."""
    found = await versions.find(run.version_id)
    if found is None:
        raise gone()
    current = await files.lock(FileRef(id=found.file_id))
    row = await versions.find(run.version_id)
    if row is None or row.file_id != found.file_id:
        raise LostRace(f"version {run.version_id} has been moved or deleted meanwhile")
    return current, row


def gone() -> AppError:
    """What to raise for a version that is not there any more."""
    return NotFound("The version was deleted before the extension was done.")


async def _close(run: Run, row: VersionRow) -> None:
    # The version may have been moved to another file.
    if not await extension_runs.close(replace(run, file_id=row.file_id)):
        raise Overtaken


def _alike(row: VersionRow, received: Received) -> NewUpload:
    """Other bytes with everything that is said about the version; AI tags are inherited."""
    return NewUpload(
        received=received,
        name=row.name,
        tags=row.tags,
        overwrite_ai_tags=False,
        custom_metadata=row.custom_metadata,
        custom_coordinates=row.custom_coordinates,
        description=row.description,
        is_private=row.is_private,
        is_published=row.is_published,
    )


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content
