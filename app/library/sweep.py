"""The sweep: drops what nothing points to any more. Safe to run at any time, in any process.

A blob is condemned before its bytes are removed, and its row goes last; so a sweep that dies is
finished by the next one.
"""

from __future__ import annotations

import asyncio
import logging
from itertools import count
from typing import Final

from tortoise.exceptions import BaseORMException

from app.library import sessions, upload_tokens
from app.library.blobs import key
from app.library.database import execute
from app.library.ids import now
from app.library.models import Blob, BlobState, Rendition
from app.library.renditions import Renditions
from app.storage import Storage

_log = logging.getLogger("app.library")

PAUSE: Final = 5.0
"""Seconds between sweeps."""
TIDY: Final = 12
"""Renditions are tidied every so many sweeps."""
ABANDONED: Final = 24 * 60 * 60 * 1000
"""Milliseconds after which a pending blob is given up though its owner lives."""
_BATCH: Final = 200


async def forever(storage: Storage, renditions: Renditions) -> None:
    """Sweeps again and again until cancelled; a failed sweep is logged and the next one tries."""
    for turn in count():
        try:
            await sweep(storage)
            if turn % TIDY == 0:
                await renditions.tidy()
        except (OSError, BaseORMException):
            _log.exception("the sweep failed and will be tried again")
        await asyncio.sleep(PAUSE)


async def sweep(storage: Storage) -> int:
    """Removes what is to be removed and returns how many blobs that were."""
    await _condemn_pending(storage)
    await _settle_loose()
    await upload_tokens.forget_expired()
    await sessions.forget_expired()
    removed = 0
    while ids := await _ids(BlobState.CONDEMNED):
        for blob_id in ids:
            await storage.remove(key(blob_id))
            await storage.remove_all(f"renditions/{blob_id}")
        await Rendition.filter(blob_id__in=ids).delete()
        await Blob.filter(id__in=ids, state=BlobState.CONDEMNED).delete()
        removed += len(ids)
    return removed


async def _condemn_pending(storage: Storage) -> None:
    """Pending blobs of the living are being written."""
    alive: dict[str, bool] = {}
    for blob in await Blob.filter(state=BlobState.PENDING):
        if blob.owner not in alive:
            alive[blob.owner] = await storage.is_alive(blob.owner)
        if not alive[blob.owner] or blob.created_at < now() - ABANDONED:
            await Blob.filter(id=blob.id, state=BlobState.PENDING).update(state=BlobState.CONDEMNED)


async def _settle_loose() -> None:
    """Each blob by itself: an upload that shares one takes its row, and then it is not loose."""
    used = "EXISTS (SELECT 1 FROM version WHERE version.blob_id = blob.id)"
    for blob_id in await _ids(BlobState.LOOSE):
        for state, condition in ((BlobState.CONDEMNED, f"NOT {used}"), (BlobState.STORED, used)):
            await execute(
                f"UPDATE blob SET state = ? WHERE id = ? AND state = ? AND {condition}",
                [state, blob_id, BlobState.LOOSE],
            )


async def _ids(state: BlobState) -> list[str]:
    found = await Blob.filter(state=state).limit(_BATCH).values_list("id", flat=True)
    return [str(blob_id) for blob_id in found]
