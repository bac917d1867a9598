"""Rows → ImageKit's JSON (rest-api.md §3); the only place that spells it."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Final

import orjson

from app.library.rows import FolderRow, VersionRow
from app.library.urls import Urls

Json = dict[str, object]


def asset(row: VersionRow | FolderRow, urls: Urls) -> Json:
    """An item of a list."""
    return folder(row) if isinstance(row, FolderRow) else file(row, urls)


def file(row: VersionRow, urls: Urls) -> Json:
    """A file as its current version, or another version of it."""
    shape: Json = {
        "type": "file" if row.is_current else "file-version",
        "fileId": row.file_id,
        "name": row.name,
        "filePath": row.path,
        "tags": _stored(row.tags_json),
        "AITags": _stored(row.ai_tags_json),
        "versionInfo": _version_info(row),
        "embeddedMetadata": _stored(row.embedded_metadata_json),
        "customCoordinates": row.custom_coordinates,
        "customMetadata": _stored(row.custom_metadata_json) or {},
        "isPrivateFile": row.is_private,
        "isPublished": row.is_published,
        "url": urls.file(row),
        "fileType": _file_type(row),
        "mime": row.mime,
        "size": row.size,
        "createdAt": _date(row.created_at),
        "updatedAt": _date(row.updated_at),
    }
    if row.is_image:
        shape["thumbnail"] = urls.thumbnail(row)
    if row.has_alpha is not None:
        shape["hasAlpha"] = row.has_alpha
    return shape | _size(row) | _description(row)


def folder(row: FolderRow) -> Json:
    """A folder."""
    return {
        "type": "folder",
        "folderId": row.id,
        "name": row.name,
        "folderPath": row.path,
        "customMetadata": {},
        "createdAt": _date(row.created_at),
        "updatedAt": _date(row.updated_at),
    }


def upload(row: VersionRow, urls: Urls, fields: Collection[str]) -> Json:
    """The answer to an upload, with those of the extra fields that were asked for."""
    shape: Json = {
        "fileId": row.file_id,
        "name": row.name,
        "size": row.size,
        "versionInfo": _version_info(row),
        "filePath": row.path,
        "url": urls.upload(row),
        "fileType": _file_type(row),
        "AITags": _stored(row.ai_tags_json),
    }
    if row.is_image:
        shape["thumbnailUrl"] = urls.upload_thumbnail(row)
    if row.orientation is not None:
        shape["orientation"] = row.orientation
    everything = file(row, urls)
    extra = {name: everything[name] for name in UPLOAD_FIELDS if name in fields}
    return shape | _size(row) | _description(row) | extra


UPLOAD_FIELDS: Final = (
    "tags",
    "customCoordinates",
    "isPrivateFile",
    "isPublished",
    "customMetadata",
    "embeddedMetadata",
)
"""What the answer to an upload has only when `responseFields` asks for it."""


def _version_info(row: VersionRow) -> Json:
    return {"id": row.id, "name": f"Version {row.number}"}


def _file_type(row: VersionRow) -> str:
    return "image" if row.is_image else "non-image"


def _size(row: VersionRow) -> Json:
    """Absent, not null, for what is no picture: typed clients have integers there."""
    return {} if row.width is None else {"height": row.height, "width": row.width}


def _description(row: VersionRow) -> Json:
    return {} if row.description is None else {"description": row.description}


def _stored(text: str | None) -> orjson.Fragment | None:
    """JSON as the database has it, not read and written again on its way."""
    return None if text is None else orjson.Fragment(text)


def _date(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{rest:03d}Z"
