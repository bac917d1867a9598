"""Changing a file's attributes: those of its current version, and no new version for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypedDict

from app.library import events, extension_runs, fields, files, rows, versions
from app.library.database import transactional
from app.library.events import Kind
from app.library.extension_runs import Asked
from app.library.files import FileRef
from app.library.ids import new_token
from app.library.models import File, Version
from app.library.rows import VersionRow
from app.library.texts import clean_coordinates, clean_description, clean_tags, clean_text


class Changes(TypedDict, total=False):
    """What to change; an absent key stays as it is, None clears."""

    tags: list[str] | None
    add_tags: list[str]
    remove_tags: list[str]
    remove_ai_tags: list[str] | Literal["all"]
    custom_metadata: Mapping[str, object]
    """Values by the name of their field; the others stay, None removes one."""
    custom_coordinates: str | None
    description: str | None
    is_published: bool
    include_versions: bool
    """Whether `is_published` reaches every version."""
    extensions: Asked


@transactional
async def update(source: FileRef, changes: Changes, *, if_current: str | None = None) -> VersionRow:
    """Changes the file and returns it; NotFound, Invalid for what a file cannot have.

    Conflict (STALE) when `if_current` is not the id of the current version any more.
    """
    current = await files.lock(source)
    versions.refuse_stale(current, if_current)
    at = files.later(current)
    values = _values(current, changes)
    if "custom_metadata" in changes:
        settled = await fields.settle(changes["custom_metadata"], current.custom_metadata)
        values["custom_metadata"] = settled or None
    if values:
        await Version.filter(id=current.id).update(**values, updated_at=at)
    if "is_published" in changes:
        everywhere = changes.get("include_versions", False)
        await _publish(current, changes["is_published"], everywhere=everywhere, at=at)
    if values or "is_published" in changes:
        await File.filter(id=current.file_id).update(updated_at=at)
        await events.file_changed(Kind.FILE_UPDATED, current.file_id)
    await _begin(current, changes.get("extensions", Asked()))
    return await files.get(current.file_id)


async def _begin(current: VersionRow, asked: Asked) -> None:
    if more := asked.new_versions(current.mime):
        versions.refuse_full(await versions.count(current.file_id) + more, asked.max_versions)
    await extension_runs.begin(current, asked)


def _values(current: VersionRow, changes: Changes) -> dict[str, object]:
    """The columns that change."""
    values: dict[str, object] = {}
    if "custom_coordinates" in changes:
        values["custom_coordinates"] = clean_coordinates(changes["custom_coordinates"])
    if "description" in changes:
        values["description"] = clean_description(changes["description"])
    if {"tags", "add_tags", "remove_tags"} & changes.keys():
        values["tags"] = _tags(current, changes)
    if "remove_ai_tags" in changes:
        values["ai_tags"] = _ai_tags(current, changes["remove_ai_tags"])
    return values


def _tags(current: VersionRow, changes: Changes) -> list[str] | None:
    tags = changes.get("tags", current.tags)
    gone = {clean_text(tag) for tag in changes.get("remove_tags", [])}
    kept = [tag for tag in tags or [] if clean_text(tag) not in gone]
    field = "tags" if "tags" in changes else "addTags"
    return clean_tags([*kept, *changes.get("add_tags", [])], field=field)


def _ai_tags(
    current: VersionRow, names: list[str] | Literal["all"]
) -> list[dict[str, object]] | None:
    if names == "all":
        return None
    return [tag for tag in current.ai_tags or [] if tag["name"] not in names] or None


async def _publish(current: VersionRow, published: bool, *, everywhere: bool, at: int) -> None:
    """A version whose state changes gets another token: the old URL stops working (V24)."""
    which = "WHERE v.file_id = ?" if everywhere else "WHERE v.id = ?"
    values = [current.file_id if everywhere else current.id]
    for row in await rows.versions(which, values):
        if row.is_published != published:
            await Version.filter(id=row.id).update(
                is_published=published, token=new_token(), updated_at=at
            )
