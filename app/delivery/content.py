"""What is sent: bytes at rest and what an answer says about them; original or rendition."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from app.errors import Unsupported
from app.library import blobs
from app.library.delivery_url import DeliveryURL
from app.library.rows import VersionRow

SVG: Final = "image/svg+xml"

_RASTER_FORMAT: Final = re.compile("f-(?!auto|svg|orig)")


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes under a storage key, before any compression for the way."""

    key: str
    size: int
    mime: str
    hash: str
    """Changes with the bytes."""
    extension: str
    """Of a name to save them under, with its dot."""
    created_at: int
    """When the version was made, in milliseconds since 1970."""
    changed_at: int
    """Since when the URL has led to it, or earlier than that."""
    is_gzipped: bool = False
    """Whether it is compressed for the way."""
    vary: str = ""
    """Request headers that took part in choosing it."""

    @property
    def etag(self) -> str:
        """Strong: other bytes have another one."""
        return f'"{self.hash[:32]}{"-gzip" * self.is_gzipped}"'


def original(row: VersionRow) -> Content:
    """The version's bytes as they were uploaded."""
    stem, dot, extension = row.name.rpartition(".")
    return Content(
        key=blobs.key(row.blob_id),
        size=row.size,
        mime=row.mime,
        hash=row.sha256,
        extension=dot + extension if stem else "",
        created_at=row.version_created_at,
        changed_at=row.updated_at,
    )


def needs_rendition(url: DeliveryURL, row: VersionRow) -> bool:
    """Whether pixels have to be made; Unsupported when they would be a video's.

    A transformation of documents and sounds of no kind is ignored (delivery.md §3.8); an SVG
    stays one unless another format is asked for (§3.2).
    """
    if url.is_original:
        return False
    if row.mime == SVG:
        return any(_RASTER_FORMAT.match(item) for item in url.items)
    if row.mime.startswith(("video/", "audio/")):
        raise Unsupported("Transformations of video and audio are not supported.")
    return is_raster(row)


def is_raster(row: VersionRow) -> bool:
    """Whether it is made of pixels, so that a transformation never yields the original."""
    return row.is_image and row.mime != SVG
