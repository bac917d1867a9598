"""Stored bytes are hashed before they are given out: damaged ones never are.

Few bytes are hashed each time, which costs less than asking whether they were touched; many when
they are first asked for, and again when they were touched.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import OrderedDict
from typing import Final
from weakref import WeakValueDictionary

from app.errors import NotFound, Unreadable
from app.library import blobs
from app.library.rows import VersionRow
from app.storage import Storage

DAMAGED: Final = "DAMAGED"

_log = logging.getLogger("app.library")


async def read_all(storage: Storage, row: VersionRow) -> bytes:
    """The version's bytes, for those that are few; raises Unreadable (DAMAGED) as check does."""
    try:
        data = await storage.read_all(blobs.key(row.blob_id))
    except NotFound:
        raise _damaged(row, "gone") from None
    if hashlib.sha256(data).hexdigest() != row.sha256:
        raise _damaged(row, "changed")
    return data


class Integrity:
    """Remembers which blobs were found whole, until their bytes are touched."""

    def __init__(self, capacity: int = 20_000) -> None:
        self._capacity = capacity
        self._stamps: OrderedDict[str, str] = OrderedDict()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def check(self, storage: Storage, row: VersionRow) -> None:
        """Raises Unreadable (DAMAGED) when the version's bytes are gone or not what was stored."""
        turn = self._turns.setdefault(row.blob_id, asyncio.Lock())
        try:
            stamp = await storage.stamp(blobs.key(row.blob_id))
            if self._is_known(row.blob_id, stamp):
                return
            async with turn:  # requests for a large one wait for one hash, not for many
                if self._is_known(row.blob_id, stamp):
                    return
                if not await blobs.is_sound(storage, row.blob_id, row.sha256):
                    raise _damaged(row, "changed")
        except NotFound:
            raise _damaged(row, "gone") from None
        self._remember(row.blob_id, stamp)

    def _is_known(self, blob_id: str, stamp: str) -> bool:
        if self._stamps.get(blob_id) != stamp:
            return False
        self._stamps.move_to_end(blob_id)
        return True

    def _remember(self, blob_id: str, stamp: str) -> None:
        self._stamps[blob_id] = stamp
        self._stamps.move_to_end(blob_id)
        if len(self._stamps) > self._capacity:
            self._stamps.popitem(last=False)


def _damaged(row: VersionRow, how: str) -> Unreadable:
    _log.error("the bytes of version %s are %s: %s", row.id, how, blobs.key(row.blob_id))
    return Unreadable("The stored bytes of this version are damaged.", reason=DAMAGED)
