"""Claims: work that lies in a table and is done by whichever process takes it, outside requests.

A row of work has `number`, `status` (`pending` until it is done), `owner`, `due_at`. A worker takes
a row by writing its name on it, which only one can; what it does with it must take less time than
the lease. A row whose owner has died, or has had it for longer than that, is anybody's again: work
may be done twice, and is never forgotten.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from time import monotonic
from typing import Final

from app.library.database import FAILURES, execute, select
from app.library.ids import now
from app.storage import Storage

_log = logging.getLogger("app.library")

PAUSE: Final = 1.0
"""Seconds between looking for work when there was none."""
RELEASE: Final = 5.0
"""Seconds between looking for what others have left."""


@dataclass(frozen=True, slots=True)
class Queue:
    """The work in a table, or part of it."""

    table: str
    lease: int
    """Milliseconds that one piece of work takes at most."""
    where: str = "TRUE"
    """Which rows, with `e` for the row."""
    line: str = "p.file_id = e.file_id"
    """What makes another row `p` one of the same line, whose work is done in its order."""

    async def claim(self, owner: str, most: int) -> list[int]:
        """The numbers of some rows that are due; they are the owner's from now on."""
        # Not NOT EXISTS, and no further order: PostgreSQL would join and sort all that is due.
        first = f"SELECT min(p.number) FROM {self.table} p WHERE {self.line}"
        found = await select(
            f"SELECT e.number FROM {self.table} e WHERE e.status = 'pending' AND e.owner = ''"
            f" AND e.due_at <= {now()} AND {self.where}"
            f" AND e.number = ({first} AND p.status = 'pending')"
            f" ORDER BY e.due_at LIMIT {most}"
        )
        numbers = [int(row[0]) for row in found]
        if not numbers:
            return []
        those = f"number IN ({', '.join(map(str, numbers))}) AND status = 'pending'"
        await execute(
            f"UPDATE {self.table} SET owner = ?, due_at = {now() + self.lease}"
            f" WHERE {those} AND owner = ''",
            [owner],
        )
        taken = await select(
            f"SELECT number FROM {self.table} WHERE {those} AND owner = ?", [owner]
        )
        return [int(row[0]) for row in taken]

    async def release(self, storage: Storage) -> None:
        """Gives back what dead owners have, and what any has had for too long."""
        claimed = f"FROM {self.table} e WHERE e.status = 'pending' AND e.owner > ''"
        owners = [row[0] for row in await select(f"SELECT DISTINCT e.owner {claimed}")]
        at = now()
        for owner in owners:
            is_late = f" AND due_at < {at}" if await storage.is_alive(owner) else ""
            await execute(
                f"UPDATE {self.table} SET owner = '', due_at = {at}"
                f" WHERE status = 'pending' AND owner = ?{is_late}",
                [owner],
            )


class Worker:
    """Does the work of a queue, some of it at once."""

    def __init__(
        self,
        queue: Queue,
        storage: Storage,
        do: Callable[[int], Coroutine[None, None, None]],
        *,
        width: int,
        ahead: int = 0,
    ) -> None:
        """`width` is how much is done at once, `ahead` how much more is taken at once for it."""
        self._queue = queue
        self._storage = storage
        self._do = do
        self._width = width
        self._ahead = ahead
        self._taken: deque[int] = deque()
        self._doing: set[asyncio.Task[None]] = set()
        self._release_at = 0.0

    async def forever(self) -> None:
        """Works until cancelled; what fails in a way nobody foresaw is logged, and tried again."""
        try:
            while True:
                found = 0
                try:
                    found = await self._begin()
                except FAILURES:
                    _log.exception("looking for work in %s failed", self._queue.table)
                    await asyncio.sleep(RELEASE)
                await self._wait(found)
        finally:
            for task in self._doing:
                task.cancel()
            await asyncio.gather(*self._doing, return_exceptions=True)

    async def _begin(self) -> int:
        """Begins as much as there are hands for, and returns how much that was."""
        if monotonic() >= self._release_at:
            await self._queue.release(self._storage)
            self._release_at = monotonic() + RELEASE
        free = self._width - len(self._doing)
        if free and not self._taken:
            most = free + self._ahead
            self._taken.extend(await self._queue.claim(self._storage.owner, most))
        begun = min(self._width - len(self._doing), len(self._taken))
        for _ in range(begun):
            task = asyncio.ensure_future(self._do(self._taken.popleft()))
            self._doing.add(task)
            task.add_done_callback(self._end)
        return begun

    def _end(self, task: asyncio.Task[None]) -> None:
        self._doing.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.error("work in %s failed", self._queue.table, exc_info=error)

    async def _wait(self, found: int) -> None:
        """Until there may be more to do."""
        if self._doing:
            await asyncio.wait(self._doing, timeout=PAUSE, return_when=asyncio.FIRST_COMPLETED)
        elif not found:
            await asyncio.sleep(PAUSE)
