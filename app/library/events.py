"""Events: what has happened to files, written in the transaction that made it happen.

The table is an outbox: sending.py posts what lies there, each file's in the order of its changes.
A file's state after the change goes along as its row (rows.py), so that what is told is what was
true then, however late it is told; what clients read is made of it when it is sent.

| event | when (rest-api.md V25) |
|---|---|
| `file.created` | a file is uploaded, or made by copying |
| `file.updated` | it is restored, renamed, moved, or what is said about it changes |
| `file-version.created` | it gets a new current version, uploaded, copied or moved on top |
| `file-version.deleted`, `file.deleted` | a version, or a file with all of them, is gone |
| `upload.pre-transform.…`, `upload.post-transform.…` | see upload_events.py |

Nothing is written while nobody listens. That is said once, at the start of a process.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

import orjson
from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from app.library import database, rows
from app.library.database import execute
from app.library.ids import now
from app.library.rows import VersionRow

PATIENCE: Final = 24 * 60 * 60 * 1000
"""Milliseconds in which an event can be delivered; then it is given up."""


class Kind(StrEnum):
    """What has happened."""

    FILE_CREATED = "file.created"
    FILE_UPDATED = "file.updated"
    FILE_DELETED = "file.deleted"
    VERSION_CREATED = "file-version.created"
    VERSION_DELETED = "file-version.deleted"
    PRE_TRANSFORM_SUCCESS = "upload.pre-transform.success"
    PRE_TRANSFORM_ERROR = "upload.pre-transform.error"
    POST_TRANSFORM_SUCCESS = "upload.post-transform.success"
    POST_TRANSFORM_ERROR = "upload.post-transform.error"
    EXTENSION_FINISHED = "extension.finished"
    """Told to the URL that came with the extension, and to nobody else."""


class Status(StrEnum):
    """How far it has come."""

    NEW = "new"
    """Written by a transaction that is not done with its file; see `seal`."""
    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"
    """Given up."""


class Event(Model):
    """Something that has happened, and what became of telling it."""

    number = fields.BigIntField(primary_key=True)
    """Only grows: the order of a file's events, for whoever changes a file holds its row."""
    id = fields.CharField(24, unique=True)
    kind = fields.CharField(40)
    file_id = fields.CharField(24)
    """No foreign key: the event outlives the file."""
    version_id = fields.CharField(24, null=True)
    """Of the version that is gone."""
    snapshot = fields.TextField(null=True)
    """The row of the file's current version, as JSON."""
    outcome = fields.TextField(null=True)
    """What became of an extension or a transformation, as JSON."""
    url = fields.TextField(null=True)
    """Whom to tell, null for the webhook of the settings."""
    status = fields.CharField(9)
    attempts = fields.IntField(default=0)
    error = fields.TextField(null=True)
    """Why the last attempt failed."""
    owner = fields.CharField(64, default="")
    """Who is sending it (claims.py), empty for nobody."""
    due_at = fields.BigIntField()
    """When it may be sent, or taken over from its owner; in the end, when that was reached."""
    expires_at = fields.BigIntField()
    created_at = fields.BigIntField()

    class Meta:
        table = "event"
        indexes = (Index(fields=("status", "owner", "due_at")), Index(fields=("file_id", "number")))


_is_heard = False


def listen(wanted: bool) -> None:
    """Says whether events are written from now on; for the process, as Tortoise's context is."""
    global _is_heard
    _is_heard = wanted


async def file_changed(kind: Kind, file_id: str) -> None:
    """Inside the transaction, after the change: what the file is now."""
    if _is_heard:
        chosen = f"'{kind}', f.id, '{Status.PENDING}', {_snapshot()}"
        await execute(f"{_insert('snapshot')} SELECT {_new(chosen)} {_CURRENT}", [file_id])


async def version_deleted(file_id: str, version_id: str) -> None:
    """Inside the transaction: one of the file's versions is gone."""
    if _is_heard:
        chosen = f"'{Kind.VERSION_DELETED}', ?, '{Status.PENDING}', ?"
        await execute(f"{_insert('version_id')} SELECT {_new(chosen)}", [file_id, version_id])


async def files_deleted(ids: str, values: Sequence[object]) -> None:
    """Inside the transaction, before they go: the files of a SELECT of their `id`."""
    if _is_heard:
        chosen = f"'{Kind.FILE_DELETED}', gone.id, '{Status.PENDING}'"
        await execute(f"{_insert()} SELECT {_new(chosen)} FROM ({ids}) AS gone", values)


async def files_changing(those: str, values: Sequence[object]) -> None:
    """Inside the transaction, amid the change: the files of a SELECT of `kind` and `id`.

    `settle` adds what they are when all is done.
    """
    if _is_heard:
        chosen = f"changing.kind, changing.id, '{Status.NEW}'"
        await execute(f"{_insert()} SELECT {_new(chosen)} FROM ({those}) AS changing", values)


async def settle() -> None:
    """Inside the transaction, after `files_changing` and all changes: what the files are now."""
    if _is_heard:
        now_so = f"SELECT {_snapshot()} {_CURRENT.replace('?', 'event.file_id')}"
        await execute(
            f"UPDATE event SET status = '{Status.PENDING}', snapshot = ({now_so})"
            f" WHERE status = '{Status.NEW}' AND file_id IN (SELECT id FROM file)"
        )
        await execute(f"DELETE FROM event WHERE status = '{Status.NEW}'")


async def extension_finished(url: str, file_id: str, outcome: Mapping[str, object]) -> None:
    """Inside the transaction: what became of an extension, for the URL that came with it."""
    chosen = f"'{Kind.EXTENSION_FINISHED}', ?, '{Status.PENDING}', ?, ?"
    snapshot = f"(SELECT {_snapshot()} {_CURRENT})"  # null when the file is gone
    await execute(
        f"{_insert('url', 'outcome', 'snapshot')} SELECT {_new(chosen)}, {snapshot}",
        [file_id, url, orjson.dumps(outcome).decode(), file_id],
    )


async def transformed(
    kind: Kind, file_id: str, outcome: Mapping[str, object], row: VersionRow | None = None
) -> None:
    """What became of a transformation that came with an upload; `row` is what was uploaded."""
    if _is_heard:
        chosen = f"'{kind}', ?, '{Status.PENDING}', ?, ?"
        snapshot = None if row is None else orjson.dumps(row._asdict()).decode()
        await execute(
            f"{_insert('outcome', 'snapshot')} SELECT {_new(chosen)}",
            [file_id, orjson.dumps(outcome).decode(), snapshot],
        )


_CURRENT: Final = f"{rows.CURRENT} WHERE f.id = ?"


def _insert(*columns: str) -> str:
    """The beginning of an INSERT of events; `_new` has the values in the same order."""
    always = ("id", "created_at", "due_at", "expires_at", "attempts", "owner")
    return f"INSERT INTO event ({', '.join((*always, 'kind', 'file_id', 'status', *columns))})"


def _new(chosen: str) -> str:
    at = now()
    event_id = f"'{int(time.time()):08x}' || {database.random_hex(16)}"  # as ids.new_id
    return f"{event_id}, {at}, {at}, {at + PATIENCE}, 0, '', {chosen}"


def _snapshot() -> str:
    """An expression for a VersionRow as a JSON object; what is JSON in it stays text."""
    pairs = zip(VersionRow._fields, rows.VERSION_COLUMNS.split(", "), strict=True)
    values = (
        f"'{name}', " + (f"CAST({column} AS TEXT)" if name.endswith("_json") else column)
        for name, column in pairs
    )
    return f"CAST({database.json_object()}({', '.join(values)}) AS TEXT)"


class EventRow(NamedTuple):
    """An event as it is read. Times are milliseconds since 1970, UTC."""

    number: int
    id: str
    kind: Kind
    file_id: str
    version_id: str | None
    snapshot: str | None
    outcome: str | None
    url: str | None
    status: Status
    attempts: int
    error: str | None
    owner: str
    due_at: int
    expires_at: int
    created_at: int

    @property
    def file(self) -> VersionRow | None:
        """The file's current version as it was then; None when the file is gone."""
        if self.snapshot is None:
            return None
        found = orjson.loads(self.snapshot)
        return VersionRow(**{name: found.get(name) for name in VersionRow._fields})


async def read(where: str, values: Sequence[object] = ()) -> list[EventRow]:
    """Events `WHERE …`, with `e` for the event."""
    columns = ", ".join(f"e.{name}" for name in EventRow._fields)
    found = await database.select(f"SELECT {columns} FROM event e {where}", values)
    return [_row(*row) for row in found]


def _row(number: int, event_id: str, kind: str, *rest: Any) -> EventRow:
    row = EventRow(number, event_id, Kind(kind), *rest)
    return row._replace(status=Status(row.status))
