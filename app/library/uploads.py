"""Uploading: the one way content comes in, as a new file or a new version of one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from app.errors import Invalid
from app.imaging.reading.inspect import Facts, inspect
from app.library import blobs, events, extension_runs, fields, files, folders, rows, versions
from app.library.blobs import Received
from app.library.check_fields import Facts as CheckFacts
from app.library.checks import Checks
from app.library.database import LostRace, transactional
from app.library.events import Kind
from app.library.extension_runs import Asked
from app.library.ids import new_id, new_token, now
from app.library.models import File, Version
from app.library.paths import clean_folder, clean_name, join, unique_name
from app.library.rows import VersionRow
from app.library.texts import clean_coordinates, clean_description, clean_tags
from app.library.upload_events import pre_done
from app.library.upload_transformations import Asked as UploadTransformation
from app.library.upload_transformations import Transformer
from app.storage import Storage

RETRY_WINDOW: Final = 5 * 60 * 1000
"""Milliseconds in which a client's retry is taken for the upload it repeats (V37)."""


@dataclass(frozen=True, slots=True)
class NewUpload:
    """Received bytes, where they go, and the attributes of the version they make."""

    received: Received
    name: str
    folder: str = "/"
    use_unique_name: bool = True
    overwrite: bool = True
    rename_if_taken: bool = False
    """Another name, made from this one, when a file has it."""
    tags: list[str] | None = None
    overwrite_tags: bool = True
    overwrite_ai_tags: bool = True
    custom_metadata: Mapping[str, object] | None = None
    """Values by the name of their field; None: none, or those of the version before."""
    overwrite_custom_metadata: bool = True
    custom_coordinates: str | None = None
    description: str | None = None
    is_private: bool = False
    is_published: bool = True
    retried: bool = False
    """The client says that it sends this again."""
    if_current: str | None = None
    """Only onto a file whose current version has this id."""
    checks: Checks | None = None
    """What must be so."""
    transformation: UploadTransformation = field(default_factory=UploadTransformation)
    extensions: Asked = field(default_factory=Asked)


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The version that the upload made, and whether its file is new as well."""

    row: VersionRow
    created: bool


@dataclass(frozen=True, slots=True)
class Content:
    """An upload, and what was found out about its bytes."""

    upload: NewUpload
    facts: Facts
    damaged: frozenset[str]
    """Blobs that these bytes heal."""
    at: int = field(default_factory=now)


async def upload(
    storage: Storage,
    new: NewUpload,
    *,
    transformer: Transformer,
    max_versions: int,
    max_pixels: int,
) -> Uploaded:
    """Makes the version; when this returns, its bytes and its row are durable.

    Whatever is raised, the received bytes are dropped and nothing has changed.
    """
    try:
        new, folder = _cleaned(new), clean_folder(new.folder)
        content = await look(storage, new, max_pixels=max_pixels)
        await _check(new, content.facts)
        path = join(folder, new.name)
        made = await transformer.before(new.transformation, new.received, content.facts, path)
        if made != new.received:
            await blobs.drop(storage, new.received)
            new = replace(new, received=made)
            content = await look(storage, new, max_pixels=max_pixels)
        uploaded = await _append(content, folder, max_versions)
    except BaseException:
        await asyncio.shield(blobs.drop(storage, new.received))
        raise
    if uploaded.row.blob_id != new.received.id:
        await blobs.drop(storage, new.received)
    transformer.after(new.transformation, uploaded.row)
    return uploaded


async def look(storage: Storage, new: NewUpload, *, max_pixels: int) -> Content:
    """Finds out about the bytes all that has to be known before the transaction."""
    facts = await _inspect(storage, new.received, new.name, max_pixels)
    return Content(new, facts, await blobs.damaged(storage, new.received))


async def add(content: Content, current: VersionRow, *, inherited: VersionRow) -> VersionRow:
    """Inside a transaction that holds the file of the current version: makes the next one."""
    at, number = files.later(current), current.last_number + 1
    version = _version(content, new_id(), current.file_id, number, inherited=inherited)
    await _save(content, version)
    await Version.filter(id=current.id).update(updated_at=at)
    await File.filter(id=current.file_id).update(
        last_number=number, current_number=number, updated_at=at
    )
    await events.file_changed(Kind.VERSION_CREATED, current.file_id)
    return await files.get(current.file_id)


async def _check(new: NewUpload, facts: Facts) -> None:
    """Raises Invalid when the sender wants something else to be so."""
    if new.checks is None:
        return
    found: CheckFacts = {
        "file.size": new.received.size,
        "file.mime": facts.mime,
        "mediaMetadata.width": facts.width,
        "mediaMetadata.height": facts.height,
    }
    await new.checks.refuse(found, new.custom_metadata or {})


def _cleaned(new: NewUpload) -> NewUpload:
    """The upload with what it says of itself made legal, or Invalid."""
    return replace(
        new,
        name=clean_name(new.name),
        tags=clean_tags(new.tags or []),
        custom_coordinates=clean_coordinates(new.custom_coordinates),
        description=clean_description(new.description),
    )


async def _inspect(storage: Storage, received: Received, name: str, max_pixels: int) -> Facts:
    async with storage.local(blobs.key(received.id)) as path:
        return await asyncio.to_thread(inspect, path, name, max_pixels=max_pixels)


@transactional
async def _append(content: Content, folder: str, limit: int) -> Uploaded:
    new = content.upload
    name = unique_name(new.name) if new.use_unique_name else new.name
    folder_id, _ = await folders.claim(folder)
    current = await _take(folder_id, name)
    if current is not None and new.rename_if_taken:
        name, current = unique_name(name), None
    more = 1 + new.extensions.new_versions(content.facts.mime)
    if current is None:
        versions.refuse_stale_new(new.if_current)
        versions.refuse_full(more, limit)
        return Uploaded(await _begun(await _first(content, folder_id, name), new), created=True)
    _refuse_overwriting(new)
    versions.refuse_stale(current, new.if_current)
    content = await _with_metadata(content, current)
    if new.retried and _is_repeated(content, current):
        return Uploaded(current, created=False)
    versions.refuse_full(await versions.count(current.file_id) + more, limit)
    row = await add(content, current, inherited=current)
    return Uploaded(await _begun(row, new), created=False)


async def _begun(row: VersionRow, new: NewUpload) -> VersionRow:
    if pre := new.transformation.pre:
        await pre_done(row, pre, new.transformation.request_id)
    await extension_runs.begin(row, new.extensions)
    return row


async def _take(folder_id: str, name: str) -> VersionRow | None:
    """The current version of the file there, the file locked; None when there is none."""
    found = await rows.files("WHERE f.folder_id = ? AND f.name = ?", [folder_id, name])
    return await files.lock_found(found[0]) if found else None


def _refuse_overwriting(new: NewUpload) -> None:
    if not new.overwrite:
        message = (
            "A file with the same name already exists at the exact location. We could not"
            " overwrite it because both overwriteFile and useUniqueFileName are set to false."
        )
        raise Invalid(message, reason="FILE_ALREADY_EXISTS", field="overwriteFile")


async def _first(content: Content, folder_id: str, name: str) -> VersionRow:
    file_id = new_id()
    file = File(
        id=file_id,
        folder_id=folder_id,
        name=name,
        current_number=1,
        last_number=1,
        created_at=content.at,
        updated_at=content.at,
    )
    await File.bulk_create([file], ignore_conflicts=True)
    if not await File.filter(id=file_id).exists():
        raise LostRace(f"{name} was made meanwhile")
    content = await _with_metadata(content, None)
    # The first version's id equals the file's (V3).
    version = _version(content, file_id, file_id, 1, inherited=None)
    await _save(content, version)
    await events.file_changed(Kind.FILE_CREATED, file_id)
    return await files.get(file_id)


async def _with_metadata(content: Content, current: VersionRow | None) -> Content:
    """The content with the custom metadata that its version gets (V27); see fields.settle."""
    new = content.upload
    is_kept = current and new.custom_metadata is None and not new.overwrite_custom_metadata
    had = current.custom_metadata if current and is_kept else {}
    values = await fields.settle(new.custom_metadata, had)
    return replace(content, upload=replace(new, custom_metadata=values))


async def _save(content: Content, version: Version) -> None:
    blob_id = await blobs.settle(content.upload.received, content.damaged)
    version.blob_id = blob_id
    await version.save(force_create=True)


def _version(
    content: Content, version_id: str, file_id: str, number: int, *, inherited: VersionRow | None
) -> Version:
    """The row of a version; what it keeps of the one before it follows rest-api.md §4.5."""
    new, facts = content.upload, content.facts
    tags, ai_tags = new.tags, None
    if inherited and tags is None and not new.overwrite_tags:
        tags = inherited.tags
    if inherited and not new.overwrite_ai_tags:
        ai_tags = inherited.ai_tags
    return Version(
        id=version_id,
        file_id=file_id,
        number=number,
        token=new_token(),
        created_at=content.at,
        updated_at=content.at,
        size=new.received.size,
        mime=facts.mime,
        width=facts.width,
        height=facts.height,
        has_alpha=facts.has_alpha,
        orientation=facts.orientation,
        embedded_metadata=facts.embedded_metadata,
        tags=tags,
        ai_tags=ai_tags,
        custom_metadata=new.custom_metadata or None,
        custom_coordinates=new.custom_coordinates,
        description=new.description,
        is_private=new.is_private,
        is_published=new.is_published,
    )


_COMPARED: Final[tuple[Callable[[NewUpload | VersionRow], object], ...]] = (
    lambda it: it.tags,
    lambda it: it.custom_metadata,
    lambda it: it.custom_coordinates,
    lambda it: it.description,
    lambda it: it.is_private,
    lambda it: it.is_published,
)


def _is_repeated(content: Content, current: VersionRow) -> bool:
    new = content.upload
    if new.tags is None and not new.overwrite_tags:
        new = replace(new, tags=current.tags)  # as it kept them the first time
    return (
        current.sha256 == new.received.sha256
        and content.at - current.version_created_at < RETRY_WINDOW
        and all(get(new) == get(current) for get in _COMPARED)
    )
