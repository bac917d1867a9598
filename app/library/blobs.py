"""Blobs: bytes in storage under keys never used again.

On the way in the row comes before the bytes, on the way out the bytes before the row, so that the
table always covers the storage and the sweep can clean up after any crash. Nothing edits a blob.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Final

from tortoise.queryset import QuerySet

from app.errors import NotFound, TooLarge
from app.library import database
from app.library.ids import new_id, now
from app.library.models import Blob, BlobState, Version
from app.storage import Storage

HEAD: Final = 4096
"""How many of the first bytes are kept at hand, to see what they are."""


@dataclass(frozen=True, slots=True)
class Received:
    """A pending blob whose bytes are at rest, waiting for its version."""

    id: str
    sha256: str
    size: int
    head: bytes


def key(blob_id: str) -> str:
    """Where the storage keeps the blob; spread over 256 folders."""
    return f"blobs/{blob_id[-2:]}/{blob_id}"


async def receive(storage: Storage, chunks: AsyncIterator[bytes], *, limit: int) -> Received:
    """Takes bytes in, hashing on the way, and returns when they are at rest.

    Raises TooLarge after `limit` bytes; whatever `chunks` raises goes on. Then nothing is left.
    """
    blob_id = new_id()
    row = asyncio.create_task(_begin(blob_id, storage.owner))
    meter = _Meter(limit)
    try:
        await storage.write(key(blob_id), meter.through(chunks, row))
    except BaseException:
        await asyncio.shield(_forget(storage, blob_id, row))
        raise
    return Received(blob_id, meter.hash.hexdigest(), meter.size, bytes(meter.head))


async def drop(storage: Storage, received: Received) -> None:
    """Gives up a blob that got no version; one that got one after all is left alone."""
    await Blob.filter(id=received.id, state=BlobState.PENDING).update(state=BlobState.CONDEMNED)
    if await Blob.filter(id=received.id, state=BlobState.CONDEMNED).exists():
        await storage.remove(key(received.id))
        await Blob.filter(id=received.id, state=BlobState.CONDEMNED).delete()


async def damaged(storage: Storage, received: Received) -> frozenset[str]:
    """Of the blobs that should hold the same bytes, those that do not any more; reads them all."""
    ids = [str(i) for i in await _same(received).values_list("id", flat=True)]
    return frozenset([i for i in ids if not await is_sound(storage, i, received.sha256)])


async def is_sound(storage: Storage, blob_id: str, sha256: str) -> bool:
    """Whether the bytes are there and still those that were stored; reads them all."""
    digest = hashlib.sha256()
    try:
        async for chunk in storage.read(key(blob_id)):
            digest.update(chunk)
    except NotFound:
        return False
    return digest.hexdigest() == sha256


async def settle(received: Received, damaged: frozenset[str]) -> str:
    """Inside a transaction: the id of the one blob that holds these bytes from now on.

    That is one already at rest, if there is a sound one; the received one is condemned then.
    Damaged ones are healed: their versions get the received bytes.
    """
    await database.queue(received.sha256)
    same = [str(i) for i in await _same(received).values_list("id", flat=True)]
    for blob_id in (i for i in same if i not in damaged):
        # Taking the row keeps the sweep off; it answers 0 when the sweep was there first.
        if await Blob.filter(id=blob_id, state__in=_SHARED).update(state=BlobState.STORED):
            await Blob.filter(id=received.id).update(state=BlobState.CONDEMNED)
            return blob_id
    stored = await Blob.filter(id=received.id, state=BlobState.PENDING).update(
        state=BlobState.STORED, sha256=received.sha256, size=received.size
    )
    if not stored:
        raise database.LostRace(f"blob {received.id} was swept")
    for blob_id in damaged.intersection(same):
        await Version.filter(blob_id=blob_id).update(blob_id=received.id)
        await Blob.filter(id=blob_id).update(state=BlobState.LOOSE)
    return received.id


async def loosen(blob_ids: str, values: Sequence[object]) -> None:
    """Inside a transaction, before versions go: their blobs (a SELECT of ids) may go as well."""
    await database.execute(
        f"UPDATE blob SET state = '{BlobState.LOOSE}' WHERE id IN ({blob_ids})", values
    )


_SHARED: Final = [BlobState.STORED, BlobState.LOOSE]


def _same(received: Received) -> QuerySet[Blob]:
    return Blob.filter(sha256=received.sha256, size=received.size, state__in=_SHARED)


async def _begin(blob_id: str, owner: str) -> None:
    await Blob.create(id=blob_id, state=BlobState.PENDING, owner=owner, created_at=now())


async def _forget(storage: Storage, blob_id: str, row: asyncio.Task[None]) -> None:
    await asyncio.wait([row])
    await storage.remove(key(blob_id))
    await Blob.filter(id=blob_id).delete()


class _Meter:
    """Counts and hashes what passes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.hash = hashlib.sha256()
        self.head = bytearray()

    async def through(
        self, chunks: AsyncIterator[bytes], row: asyncio.Task[None]
    ) -> AsyncIterator[bytes]:
        """The chunks; each is hashed in a thread while it is written and the next one comes."""
        hashing = asyncio.create_task(asyncio.to_thread(self.hash.update, b""))
        try:
            async for chunk in chunks:
                self._count(chunk)
                await hashing
                hashing = asyncio.create_task(asyncio.to_thread(self.hash.update, chunk))
                yield chunk
        finally:
            await hashing
        # The bytes get their name when this ends; by then the row must be there.
        await row

    def _count(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.size > self.limit:
            message = "Your request contains invalid file parameter. The file size exceeds limits."
            raise TooLarge(message, field="file")
        if len(self.head) < HEAD:
            self.head += chunk[: HEAD - len(self.head)]
