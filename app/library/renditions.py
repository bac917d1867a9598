"""Renditions: bytes made from a blob by an order, kept until they are not used any more.

They lie under `renditions/<blob>/`, behind their own hash, so that what was damaged is made anew.
A row for each says how large it is and when it was last used. They may be deleted at any time.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from tortoise.exceptions import BaseORMException

from app.errors import NotFound
from app.imaging import Inputs, Limits, Order
from app.imaging.pool import Pool
from app.library import blobs, rows
from app.library.ids import now
from app.library.integrity import Integrity
from app.library.models import Blob, BlobState, Rendition
from app.library.rows import VersionRow
from app.storage import Storage

_log = logging.getLogger("app.library")

_HASH: Final = 32
"""Bytes of SHA-256 before the content."""
_BATCH: Final = 200
_MARGIN: Final = 8
"""One part in so many of the room for renditions is left free by tidying."""


@dataclass(frozen=True)
class Wanted:
    """A rendition: the version it is made of, the order, and the files that the order names."""

    row: VersionRow
    order: Order
    assets: Mapping[str, VersionRow] = field(default_factory=dict)
    """By the path in the transformation."""

    @cached_property
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
        self._keeping: set[asyncio.Task[None]] = set()
        self._used: set[str] = set()
        self._recent = _Recent()

    async def get(self, wanted: Wanted) -> bytes:
        """The bytes, from storage or made now.

        Raises what imaging.render raises, Busy when too many wait, Unreadable (DAMAGED).
        """
        content = self._recent.get(wanted.key) or await self._kept(wanted.key)
        if content is None:
            return await self._made(wanted)
        self._recent.put(wanted.key, content)
        self._used.add(wanted.key)
        return content

    def begin(self, work: Coroutine[None, None, None]) -> None:
        """Starts work that nobody waits for but `close`."""
        task = asyncio.create_task(work)
        self._keeping.add(task)
        task.add_done_callback(self._keeping.discard)

    async def close(self) -> None:
        """Waits until all that was begun is made and kept."""
        while self._keeping:
            await asyncio.wait(self._keeping)

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
            self.begin(self._keep_made(wanted, making))
        return await asyncio.shield(making)

    async def _make(self, wanted: Wanted) -> bytes:
        await self._integrity.check(self._storage, wanted.row)
        async with AsyncExitStack() as stack:
            source = await self._local(stack, wanted.row)
            assets = {path: await self._local(stack, row) for path, row in wanted.assets.items()}
            inputs = Inputs(assets, wanted.row.custom_coordinates, self._limits)
            made = await self._pool.render(source, wanted.order, inputs)
        return made.content

    async def _keep_made(self, wanted: Wanted, making: asyncio.Task[bytes]) -> None:
        """Nobody waits for it to be at rest; until it is, it is still being made."""
        try:
            await asyncio.wait([making])
            if making.cancelled() or making.exception() is not None:
                return  # those who wait for it are told
            content = making.result()
            await self._keep(wanted, content)
            self._room -= len(content) + _HASH
            if self._room < 0 and not self._tidying.locked():
                await self.tidy()
        except (OSError, BaseORMException):
            _log.exception("a rendition could not be kept: %s", wanted.key)
        finally:
            del self._making[wanted.key]

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


class _Recent:
    """The small ones that were used last: most requests are for few of them.

    A key names its bytes for ever, so they need not be looked at again.
    """

    def __init__(self, capacity: int = 32 * 1024 * 1024, largest: int = 256 * 1024) -> None:
        self._left = capacity
        self._largest = largest
        self._contents: OrderedDict[str, bytes] = OrderedDict()

    def get(self, key: str) -> bytes | None:
        content = self._contents.get(key)
        if content is not None:
            self._contents.move_to_end(key)
        return content

    def put(self, key: str, content: bytes) -> None:
        if key in self._contents or len(content) > self._largest:
            return
        self._contents[key] = content
        self._left -= len(content)
        while self._left < 0:
            _, oldest = self._contents.popitem(last=False)
            self._left += len(oldest)


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
