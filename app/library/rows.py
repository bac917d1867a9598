"""Rows as the library hands them out: light, read-only, decoded only where they are looked at.

A face shows a file as its current version and a version as a version of its file, so one row
serves both: a version with its file, folder and blob beside it. They are read with plain SQL, for
hydrating model objects costs more than reading them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple, cast

import orjson

from app.library import database
from app.library.paths import join

VERSION_COLUMNS: Final = (
    "v.id, v.number, v.created_at, v.updated_at, v.token, v.mime, v.size, v.width, v.height,"
    " v.has_alpha, v.orientation, v.embedded_metadata, v.tags, v.ai_tags, v.custom_metadata,"
    " v.custom_coordinates, v.description, v.is_private, v.is_published,"
    " b.id, b.sha256,"
    " f.id, f.name, f.created_at, f.updated_at, f.current_number, f.last_number,"
    " d.id, d.path"
)
_VERSIONS: Final = (
    "FROM version v JOIN file f ON f.id = v.file_id"
    " JOIN folder d ON d.id = f.folder_id JOIN blob b ON b.id = v.blob_id"
)
CURRENT: Final = (
    "FROM file f JOIN version v ON v.file_id = f.id AND v.number = f.current_number"
    " JOIN folder d ON d.id = f.folder_id JOIN blob b ON b.id = v.blob_id"
)
SVG: Final = "image/svg+xml"
FOLDER_COLUMNS: Final = "d.id, d.path, d.name, d.parent_id, d.created_at, d.updated_at"


class VersionRow(NamedTuple):
    """A version with its file, folder and blob. Times are milliseconds since 1970, UTC."""

    id: str
    number: int
    version_created_at: int
    version_updated_at: int
    token: str
    mime: str
    size: int
    width: int | None
    """Pixels, after orientation; None when it is not a picture that could be read."""
    height: int | None
    alpha: Any
    orientation: int | None
    """EXIF orientation, 1 to 8."""
    embedded_metadata_json: str | None
    tags_json: str | None
    ai_tags_json: str | None
    custom_metadata_json: str | None
    custom_coordinates: str | None
    """`x,y,width,height` of the area to keep when cropping."""
    description: str | None
    private: Any
    published: Any
    blob_id: str
    sha256: str
    file_id: str
    name: str
    file_created_at: int
    file_updated_at: int
    current_number: int
    last_number: int
    folder_id: str
    folder_path: str

    @property
    def path(self) -> str:
        """Absolute path of the file."""
        return join(self.folder_path, self.name)

    @property
    def is_current(self) -> bool:
        """Whether this version is what the file's path delivers."""
        return self.number == self.current_number

    @property
    def has_alpha(self) -> bool | None:
        """Whether a pixel may be transparent; None when it is not a picture."""
        return None if self.alpha is None else bool(self.alpha)

    @property
    def is_private(self) -> bool:
        """Whether it is delivered by signed URL only."""
        return bool(self.private)

    @property
    def is_published(self) -> bool:
        """False for a draft, which is not delivered."""
        return bool(self.published)

    @property
    def is_image(self) -> bool:
        """Whether its media type is `image/*`."""
        return self.mime.startswith("image/")

    @property
    def is_raster(self) -> bool:
        """Whether it is made of pixels, so that a transformation never yields the original."""
        return self.is_image and self.mime != SVG

    @property
    def embedded_metadata(self) -> dict[str, Any] | None:
        """EXIF, IPTC and XMP values found in the bytes."""
        return cast("dict[str, Any] | None", _json(self.embedded_metadata_json))

    @property
    def tags(self) -> list[str] | None:
        """Labels; None when there are none."""
        return cast("list[str] | None", _json(self.tags_json))

    @property
    def ai_tags(self) -> list[dict[str, Any]] | None:
        """`{name, confidence, source}` each; None when there are none."""
        return cast("list[dict[str, Any]] | None", _json(self.ai_tags_json))

    @property
    def custom_metadata(self) -> dict[str, Any]:
        """Values by the name of their field."""
        return cast("dict[str, Any] | None", _json(self.custom_metadata_json)) or {}

    @property
    def created_at(self) -> int:
        """Of the file for its current version, of the version's upload otherwise (V12)."""
        return self.file_created_at if self.is_current else self.version_created_at

    @property
    def updated_at(self) -> int:
        """Of the file for its current version, of the version otherwise (V12)."""
        return self.file_updated_at if self.is_current else self.version_updated_at


class FolderRow(NamedTuple):
    """A folder. Times are milliseconds since 1970, UTC."""

    id: str
    path: str
    name: str
    parent_id: str | None
    created_at: int
    updated_at: int


async def versions(where: str, values: Sequence[object] = ()) -> list[VersionRow]:
    """Versions `WHERE …`, with `v`, `f`, `d` and `b` for version, file, folder and blob."""
    rows = await database.select(f"SELECT {VERSION_COLUMNS} {_VERSIONS} {where}", values)
    return [VersionRow._make(row) for row in rows]


async def files(where: str, values: Sequence[object] = ()) -> list[VersionRow]:
    """Current versions `WHERE …`, the same letters."""
    rows = await database.select(f"SELECT {VERSION_COLUMNS} {CURRENT} {where}", values)
    return [VersionRow._make(row) for row in rows]


async def folders(where: str, values: Sequence[object] = ()) -> list[FolderRow]:
    """Folders `WHERE …`, with `d` for folder."""
    rows = await database.select(f"SELECT {FOLDER_COLUMNS} FROM folder d {where}", values)
    return [FolderRow._make(row) for row in rows]


async def count(sql: str, values: Sequence[object] = ()) -> int:
    """The one number that a SELECT answers."""
    (row,) = await database.select(sql, values)
    return int(row[0])


def _json(text: str | None) -> object:
    return None if text is None else orjson.loads(text)
