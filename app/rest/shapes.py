"""Rows → ImageKit's JSON (rest-api.md §3); the only place that spells it."""

from __future__ import annotations

import time
from collections.abc import Collection
from functools import lru_cache
from typing import Final

import orjson

from app.library.extension_runs import Asked
from app.library.rows import FolderRow, VersionRow
from app.library.urls import Urls

Json = dict[str, object]


def asset(row: VersionRow | FolderRow, urls: Urls) -> Json:
    """An item of a list."""
    return folder(row) if isinstance(row, FolderRow) else file(row, urls)


def file(row: VersionRow, urls: Urls) -> Json:
    """A file as its current version, or another version of it."""
    is_current, is_image = row.is_current, row.is_image
    shape: Json = {
        "type": "file" if is_current else "file-version",
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
        "fileType": "image" if is_image else "non-image",
        "mime": row.mime,
        "size": row.size,
        "createdAt": date(row.created_at),
        "updatedAt": date(row.updated_at),
    }
    if is_image:
        shape["thumbnail"] = urls.thumbnail(row)
    if row.alpha is not None:
        shape["hasAlpha"] = row.has_alpha
    _add_what_is_known(shape, row)
    return shape


def folder(row: FolderRow) -> Json:
    """A folder."""
    return {
        "type": "folder",
        "folderId": row.id,
        "name": row.name,
        "folderPath": row.path,
        "customMetadata": {},
        "createdAt": date(row.created_at),
        "updatedAt": date(row.updated_at),
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
        "fileType": "image" if row.is_image else "non-image",
        "AITags": _stored(row.ai_tags_json),
    }
    if row.is_image:
        shape["thumbnailUrl"] = urls.upload_thumbnail(row)
    if row.orientation is not None:
        shape["orientation"] = row.orientation
    _add_what_is_known(shape, row)
    everything = file(row, urls)
    return shape | {name: everything[name] for name in UPLOAD_FIELDS if name in fields}


def extension_status(row: VersionRow, asked: Asked) -> Json:
    """What goes beside a file in the answer to a request for extensions; nothing without them."""
    statuses = asked.statuses(row.mime)
    return {"extensionStatus": statuses} if statuses else {}


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


def _add_what_is_known(shape: Json, row: VersionRow) -> None:
    """Absent when it is not, where typed clients could not read null."""
    if row.width is not None:
        shape["height"], shape["width"] = row.height, row.width
    if row.description is not None:
        shape["description"] = row.description


def _stored(text: str | None) -> orjson.Fragment | None:
    """JSON as the database has it, not read and written again on its way."""
    return None if text is None else orjson.Fragment(text)


@lru_cache(maxsize=8192)
def date(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{rest:03d}Z"
