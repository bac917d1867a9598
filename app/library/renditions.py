"""Renditions: bytes made from a blob by an order, kept until they are not used any more.

They lie under `renditions/<blob>/`, behind their own hash, so that what was damaged is made anew.
A row for each says how large it is and when it was last used. They may be deleted at any time.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from app.errors import NotFound
from app.imaging import Inputs, Limits, Order
from app.imaging.pool import Pool
from app.library import blobs, rows
from app.library.ids import now
from app.library.integrity import Integrity
from app.library.models import Blob, BlobState, Rendition
from app.library.rows import VersionRow
from app.storage import Storage

_HASH: Final = 32
"""Bytes of SHA-256 before the content."""
_BATCH: Final = 200
_MARGIN: Final = 8
"""One part in so many of the room for renditions is left free by tidying."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rendition: the version it is made of, the order, and the files that the order names."""

    row: VersionRow
    order: Order
    assets: Mapping[str, VersionRow] = field(default_factory=dict)
    """By the path in the transformation."""

    @property
    def hash(self) -> str:
        """Differs whenever the bytes may: 64 hexadecimal digits."""
        parts = [self.row.sha256, str(self.order), self.row.custom_coordinates or ""]
        parts += [f"{path}={asset.sha256}" for path, asset in sorted(self.assets.items())]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @property
    def key(self) -> str:
        """Where it is stored."""
        return f"renditions/{self.row.blob_id}/{self.hash[:40]}"


class Renditions:
    """Gets renditions, making those that are missing once, however many ask."""

    def __init__(
        self, storage: Storage, pool: Pool, integrity: Integrity, limits: Limits, max_bytes: int
    ) -> None:
        self._storage = storage
        self._pool = pool
        self._integrity = integrity
        self._limits = limits
        self._max_bytes = max_bytes
        self._room = 0
        """Bytes that may be kept before it is time to tidy."""
        self._tidying = asyncio.Lock()
        self._making: dict[str, asyncio.Task[bytes]] = {}
        self._used: set[str] = set()

    async def get(self, wanted: Wanted) -> bytes:
        """The bytes, from storage or made now.

        Raises what imaging.render raises, Busy when too many wait, Unreadable (DAMAGED).
        """
        content = await self._kept(wanted.key)
        if content is None:
            return await self._made(wanted)
        self._used.add(wanted.key)
        return content

    async def tidy(self) -> None:
        """Writes down which were used since the last time, and removes what is too much.

        So much that there is room for some more: tidying takes longer than keeping.
        """
        async with self._tidying:
            used, self._used = list(self._used), set()
            for start in range(0, len(used), _BATCH):
                await Rendition.filter(key__in=used[start : start + _BATCH]).update(used_at=now())
            margin = self._max_bytes // _MARGIN
            total = await _evict(self._storage, self._max_bytes - margin)
            self._room = min(margin, self._max_bytes - total)

    async def _kept(self, key: str) -> bytes | None:
        try:
            stored = await self._storage.read_all(key)
        except NotFound:
            return None
        content = stored[_HASH:]
        return content if hashlib.sha256(content).digest() == stored[:_HASH] else None

    async def _made(self, wanted: Wanted) -> bytes:
        """Waits for whoever makes it already; one that goes away does not end it for others."""
        making = self._making.get(wanted.key)
        if making is None:
            making = asyncio.create_task(self._make(wanted))
            self._making[wanted.key] = making
            making.add_done_callback(lambda _: self._making.pop(wanted.key, None))
        return await asyncio.shield(making)

    async def _make(self, wanted: Wanted) -> bytes:
        await self._integrity.check(self._storage, wanted.row)
        async with AsyncExitStack() as stack:
            source = await self._local(stack, wanted.row)
            assets = {path: await self._local(stack, row) for path, row in wanted.assets.items()}
            inputs = Inputs(assets, wanted.row.custom_coordinates, self._limits)
            made = await self._pool.render(source, wanted.order, inputs)
        await self._keep(wanted, made.content)
        self._room -= len(made.content) + _HASH
        if self._room < 0 and not self._tidying.locked():
            await self.tidy()
        return made.content

    async def _local(self, stack: AsyncExitStack, row: VersionRow) -> Path:
        return await stack.enter_async_context(self._storage.local(blobs.key(row.blob_id)))

    async def _keep(self, wanted: Wanted, content: bytes) -> None:
        """Stores it, the row first, so that the table always covers the storage."""

        async def chunks() -> AsyncIterator[bytes]:
            yield hashlib.sha256(content).digest()
            yield content

        blob_id, size = wanted.row.blob_id, len(content) + _HASH
        row = Rendition(key=wanted.key, blob_id=blob_id, size=size, used_at=now())
        await Rendition.bulk_create([row], ignore_conflicts=True)
        await self._storage.write(wanted.key, chunks())
        if not await Blob.filter(id=blob_id).exclude(state=BlobState.CONDEMNED).exists():
            # It was swept meanwhile, and its renditions with it.
            await _remove(self._storage, row)


async def _evict(storage: Storage, limit: int) -> int:
    """Removes the least recently used until at most `limit` bytes are left; returns how many."""
    total = await rows.count("SELECT coalesce(sum(size), 0) FROM rendition")
    while total > limit:
        oldest = await Rendition.all().order_by("used_at").limit(_BATCH)
        if not oldest:
            break
        for rendition in oldest:
            if total <= limit:
                break
            await _remove(storage, rendition)
            total -= rendition.size
    return total


async def _remove(storage: Storage, rendition: Rendition) -> None:
    await storage.remove(rendition.key)
    await Rendition.filter(key=rendition.key).delete()
