"""Webhooks: events are posted until their receiver takes them, and are listed and sent again.

A receiver takes an event by answering with a 2xx status in time. What it does not take is tried
again, later each time, for a day; the later events of the same file wait for it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from app.errors import NotFound
from app.library import events, pages, rows, webhook_signatures
from app.library.claims import Queue, Worker
from app.library.database import FAILURES, execute
from app.library.events import PATIENCE, EventRow, Status
from app.library.ids import now
from app.library.pages import Key, Page, Window
from app.remote import Remote, Unreachable
from app.storage import Storage

_log = logging.getLogger("app.library")

ANSWER_SECONDS: Final = 30.0
WIDTH: Final = 8
"""How many are sent at once: so many to the webhook of the settings, so many to all others."""
KEPT: Final = {Status.DELIVERED: 7 * 24 * 60 * 60 * 1000, Status.FAILED: 30 * 24 * 60 * 60 * 1000}
"""Milliseconds for which an event can be looked up, and sent again, when all is over."""

_AHEAD: Final = 2 * WIDTH
"""So many more are claimed with them, which wait for their turn at most as long as they do."""
_LEASE: Final = 4 * 60_000
_FIRST_PAUSE: Final = 1000
_LONGEST_PAUSE: Final = 60 * 60 * 1000
_TIDY: Final = 10 * 60
"""Seconds between looking for what is too old."""
_SAME_RECEIVER: Final = "p.file_id = e.file_id AND coalesce(p.url, '') = coalesce(e.url, '')"


@dataclass(frozen=True, slots=True)
class Webhook:
    """The one of the settings."""

    url: str
    secret: str


class Webhooks:
    """Sends events. `render` makes of an event what its receiver reads."""

    def __init__(
        self,
        storage: Storage,
        remote: Remote,
        render: Callable[[EventRow], bytes],
        webhook: Webhook | None,
    ) -> None:
        self.render = render
        self._storage = storage
        self._remote = remote
        self._webhook = webhook
        self._delivered = _Delivered()

    async def forever(self) -> None:
        """Sends what there is to send until cancelled, and forgets what is too old."""
        lanes = ["e.url IS NOT NULL"] + (["e.url IS NULL"] if self._webhook else [])
        queues = [Queue("event", _LEASE, lane, _SAME_RECEIVER) for lane in lanes]
        work = partial(Worker, do=self._send, width=WIDTH, ahead=_AHEAD)
        workers = [work(queue, self._storage) for queue in queues]
        async with asyncio.TaskGroup() as group:
            for worker in workers:
                group.create_task(worker.forever())
            group.create_task(self._tidy())

    async def _send(self, number: int) -> None:
        (row,) = await events.read("WHERE e.number = ?", [number])
        problem = await self._post(row)
        attempts, at = row.attempts + 1, now()
        if problem is None:
            await self._delivered.add(number, row.owner)
            return
        pause = min(_FIRST_PAUSE * 2 ** min(row.attempts, 30), _LONGEST_PAUSE)
        is_over = at + pause >= row.expires_at
        status, due_at = (Status.FAILED, at) if is_over else (Status.PENDING, at + pause)
        _log.warning("event %s, attempt %d: %s", row.id, attempts, problem)
        await execute(
            f"UPDATE event SET status = ?, due_at = {due_at}, owner = '', error = ?,"
            f" attempts = {attempts} WHERE number = ? AND owner = ?",
            [status, problem, number, row.owner],
        )

    async def _post(self, row: EventRow) -> str | None:
        """What went wrong; None for nothing."""
        body, url = self.render(row), row.url
        headers = {"Content-Type": "application/json"}
        if url is None and self._webhook:
            url = self._webhook.url
            headers |= webhook_signatures.headers(self._webhook.secret, row.id, body, now())
        try:
            answer = await self._remote.post(url or "", body, headers, seconds=ANSWER_SECONDS)
        except Unreachable as error:
            return str(error)
        if 200 <= answer.status < 300:
            return None
        return f"The receiver answered with status {answer.status}."

    async def _tidy(self) -> None:
        while True:
            try:
                await forget_old(is_sent=self._webhook is not None)
            except FAILURES:
                _log.exception("forgetting old events failed and will be tried again")
            await asyncio.sleep(_TIDY)


class _Delivered:
    """Writes down what was delivered: all that came while one statement ran by the next one."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[int]] = {}
        self._writing = asyncio.Lock()

    async def add(self, number: int, owner: str) -> None:
        """Returns when it is written."""
        self._waiting.setdefault(owner, []).append(number)
        async with self._writing:
            numbers = self._waiting.pop(owner, [])
            if numbers:  # else it was written with another
                await execute(
                    f"UPDATE event SET status = ?, due_at = {now()}, owner = '', error = NULL,"
                    " attempts = attempts + 1 WHERE owner = ?"
                    f" AND number IN ({', '.join(map(str, numbers))})",
                    [Status.DELIVERED, owner],
                )


async def forget_old(*, is_sent: bool) -> None:
    """Removes what was over long ago; gives up what nobody sends any more (not `is_sent`)."""
    at = now()
    for status, kept in KEPT.items():
        await execute(
            f"DELETE FROM event WHERE status = ? AND owner = '' AND due_at < {at - kept}", [status]
        )
    if not is_sent:
        await execute(
            f"UPDATE event SET status = ?, due_at = {at}, error = ? WHERE status = 'pending'"
            f" AND owner = '' AND url IS NULL AND expires_at < {at}",
            [Status.FAILED, "No webhook is configured any more."],
        )


async def get(event_id: str) -> EventRow:
    """The event; NotFound."""
    found = await find(event_id)
    if found is None:
        raise NotFound("The requested webhook delivery does not exist.")
    return found


async def find(event_id: str) -> EventRow | None:
    """The event with this id."""
    found = await events.read("WHERE e.id = ?", [event_id])
    return found[0] if found else None


async def page(window: Window, status: Status | None = None) -> Page[EventRow]:
    """Part of all events, the latest first; a key is the number."""
    return await pages.read(window, partial(_read, status), key)


async def count(status: Status | None = None) -> int:
    """How many there are."""
    where, values = _where(status)
    return await rows.count(f"SELECT count(*) FROM event e {where}", values)


def key(row: EventRow) -> Key:
    """Where the event stands in their list."""
    return (row.number,)


async def resend(event_id: str) -> EventRow:
    """Has the event sent as soon as may be, whatever became of it; for a day again. NotFound."""
    at = now()
    # One that is being sent just now is left to whoever does so.
    await execute(
        f"UPDATE event SET status = ?, attempts = 0, due_at = {at}, expires_at = {at + PATIENCE}"
        " WHERE id = ? AND owner = ''",
        [Status.PENDING, event_id],
    )
    return await get(event_id)


async def _read(status: Status | None, window: Window) -> list[EventRow]:
    where, values = _where(status)
    for edge, operator in ((window.after, "<"), (window.before, ">")):
        if edge is not None:
            where, values = f"{where} AND e.number {operator} ?", [*values, edge[0]]
    order = "" if window.backward else " DESC"
    return await events.read(f"{where} ORDER BY e.number{order} LIMIT {window.size}", values)


def _where(status: Status | None) -> tuple[str, list[object]]:
    return ("WHERE TRUE", []) if status is None else ("WHERE e.status = ?", [status])
