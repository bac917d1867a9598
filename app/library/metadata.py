"""Metadata of pictures: what is found out by decoding them (rest-api.md §2.12, §3.6)."""

from __future__ import annotations

from typing import Final

from app.errors import NotFound, TooLarge, Unreadable
from app.imaging import MIME, Limits
from app.imaging.pixels.metadata import Metadata
from app.imaging.pool import Pool
from app.library import blobs
from app.library.integrity import Integrity
from app.library.rows import VersionRow
from app.storage import Storage

_MEDIA: Final = ("image/", "video/", "audio/")
_DECODED: Final = frozenset(MIME.values())


class MetadataReader:
    """Reads metadata, in the processes that render."""

    def __init__(self, storage: Storage, pool: Pool, integrity: Integrity, limits: Limits) -> None:
        self._storage = storage
        self._pool = pool
        self._integrity = integrity
        self._limits = limits

    async def read(self, row: VersionRow) -> Metadata | None:
        """The version's metadata; None for a kind of media that is not decoded here.

        Unreadable for a picture that cannot be decoded and for what is no media at all; TooLarge;
        Busy when too many pictures are waiting.
        """
        if row.mime not in _DECODED:
            if row.mime.startswith(_MEDIA):
                return None
            raise unreadable()
        try:
            await self._integrity.check(self._storage, row)
            async with self._storage.local(blobs.key(row.blob_id)) as path:
                return await self._pool.metadata(path, row.mime, self._limits)
        except (Unreadable, NotFound):
            raise unreadable() from None

    async def find(self, row: VersionRow) -> Metadata | None:
        """The same, None for whatever cannot be decoded; Busy."""
        try:
            return await self.read(row)
        except (Unreadable, TooLarge):
            return None

    async def read_made(self, content: bytes, mime: str) -> Metadata:
        """Of a picture that was made on request; Busy."""
        return await self._pool.metadata(content, mime, self._limits)


def unreadable() -> Unreadable:
    """What to raise for a picture that is none."""
    return Unreadable("The requested file is corrupt or invalid.")
