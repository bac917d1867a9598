"""The audit: reads every byte at rest and compares it with what the table says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal

from app.errors import NotFound
from app.library.blobs import is_sound, key
from app.library.models import Blob, BlobState
from app.storage import Storage


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: bytes that changed, bytes that are gone, or bytes that nobody knows."""

    kind: Literal["damaged", "missing", "orphaned"]
    key: str


async def audit(storage: Storage) -> AsyncIterator[Finding]:
    """Every finding in the storage; nothing is changed."""
    last = ""
    states = [BlobState.STORED, BlobState.LOOSE]
    while rows := await Blob.filter(state__in=states, id__gt=last).order_by("id").limit(500):
        last = rows[-1].id
        for blob in rows:
            try:
                await storage.size(key(blob.id))
            except NotFound:
                yield Finding("missing", key(blob.id))
                continue
            if not await is_sound(storage, blob.id, blob.sha256 or ""):
                yield Finding("damaged", key(blob.id))
    async for found in storage.keys("blobs"):
        if not await Blob.filter(id=found.rpartition("/")[2]).exists():
            yield Finding("orphaned", found)
