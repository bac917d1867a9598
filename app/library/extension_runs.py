"""Extension runs: extensions at work on a version, from the request that asks to the end.

A request says at once which extensions will be tried (`pending`) and which cannot be (`failed`).
Runs are written in the request's transaction, and done later by extension_work.py; those of a file
one after another, a removal of its background last, so that the new version has the tags.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import orjson
from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from app.library import events
from app.library.database import execute, select
from app.library.extensions import Configured, ExtensionName, RemoveBackground, read
from app.library.ids import new_id, now
from app.library.rows import VersionRow


class RunStatus(StrEnum):
    """How far an extension has come, in ImageKit's words."""

    PENDING = "pending"
    SUCCESS = "success"
    FAILED = "failed"


class ExtensionRun(Model):
    """An extension that was asked for, and what became of it."""

    number = fields.BigIntField(primary_key=True)
    id = fields.CharField(24, unique=True)
    file_id = fields.CharField(24)
    """No foreign keys: it may end after the file and the version are gone."""
    version_id = fields.CharField(24)
    """The version that it works on, current or not."""
    extension = fields.TextField()
    """The extension, as JSON."""
    webhook_url = fields.TextField(null=True)
    """Whom to tell when it is over."""
    max_versions = fields.IntField()
    """How many versions the file may have."""
    status = fields.CharField(9)
    attempts = fields.IntField(default=0)
    error = fields.TextField(null=True)
    """Why it failed, or why the last attempt did."""
    owner = fields.CharField(64, default="")
    """Who is at it (claims.py), empty for nobody."""
    due_at = fields.BigIntField()
    """When it may be begun, or taken over from its owner; in the end, when that was reached."""
    created_at = fields.BigIntField()

    class Meta:
        table = "extension_run"
        indexes = (
            Index(fields=("status", "owner", "due_at")),
            Index(fields=("file_id", "number")),
            Index(fields=("version_id", "number")),
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """The extensions that an upload or a change asks for."""

    extensions: tuple[Configured, ...] = ()
    webhook_url: str | None = None
    possible: frozenset[ExtensionName] = frozenset()
    """Those that somebody provides."""
    max_versions: int = 0

    def problem(self, extension: Configured, mime: str) -> str | None:
        """Why it cannot be tried on a file of this media type."""
        if extension.name not in self.possible:
            return f"No provider of {extension.name} is configured."
        if not mime.startswith("image/"):
            return f"{extension.name} works on pictures only."
        return None

    def statuses(self, mime: str) -> dict[str, str]:
        """What the request is answered, by the names of the extensions."""
        return {
            extension.name.value: RunStatus.FAILED.value
            if self.problem(extension, mime)
            else RunStatus.PENDING.value
            for extension in self.extensions
        }

    def new_versions(self, mime: str) -> int:
        """How many versions they will make."""
        cuts = (each for each in self.extensions if isinstance(each, RemoveBackground))
        return sum(self.problem(each, mime) is None for each in cuts)


@dataclass(frozen=True, slots=True)
class Run:
    """A run that is being done."""

    number: int
    file_id: str
    version_id: str
    extension: Configured
    webhook_url: str | None
    max_versions: int
    attempts: int
    owner: str


class Standing(NamedTuple):
    """How far an extension has come on a version."""

    name: str
    status: RunStatus
    error: str | None
    """Why it failed, or why the last attempt did."""


async def standings(version_ids: Sequence[str]) -> dict[str, list[Standing]]:
    """By version id, each of its extensions as it was last asked for; nothing where none was."""
    if not version_ids:
        return {}
    marks = ", ".join("?" * len(version_ids))
    rows = await select(
        "SELECT version_id, extension, status, error FROM extension_run"
        f" WHERE version_id IN ({marks}) ORDER BY version_id, number",
        version_ids,
    )
    latest: dict[str, dict[str, Standing]] = {}
    for version_id, config, status, error in rows:
        name = str(orjson.loads(config)["name"])
        latest.setdefault(version_id, {})[name] = Standing(name, RunStatus(status), error)
    return {version_id: list(found.values()) for version_id, found in latest.items()}


async def begin(row: VersionRow, asked: Asked) -> None:
    """Inside the request's transaction: the extensions for the version it made or changed."""
    at = now()
    for extension in sorted(asked.extensions, key=lambda it: isinstance(it, RemoveBackground)):
        problem = asked.problem(extension, row.mime)
        run = ExtensionRun(
            id=new_id(),
            file_id=row.file_id,
            version_id=row.id,
            extension=orjson.dumps(extension.config).decode(),
            webhook_url=asked.webhook_url,
            max_versions=asked.max_versions,
            status=RunStatus.FAILED if problem else RunStatus.PENDING,
            error=problem,
            due_at=at,
            created_at=at,
        )
        await run.save(force_create=True)
        if problem and asked.webhook_url:
            await _tell(asked.webhook_url, row.file_id, extension, problem)


async def get(number: int) -> Run:
    """The run that was claimed."""
    columns = "number, file_id, version_id, extension, webhook_url, max_versions, attempts, owner"
    (row,) = await select(f"SELECT {columns} FROM extension_run WHERE number = ?", [number])
    number, file_id, version_id, config, *rest = row
    return Run(number, file_id, version_id, read(orjson.loads(config)), *rest)


async def close(run: Run, error: str | None = None) -> bool:
    """Inside a transaction, after its work: the end of the run, told to whoever wants to know.

    False when the run is somebody else's by now; then nothing of it may be kept.
    """
    status = RunStatus.FAILED if error else RunStatus.SUCCESS
    closed = await execute(
        f"UPDATE extension_run SET status = ?, error = ?, owner = '', due_at = {now()},"
        " attempts = attempts + 1 WHERE number = ? AND owner = ?",
        [status, error, run.number, run.owner],
    )
    if closed and run.webhook_url:
        await _tell(run.webhook_url, run.file_id, run.extension, error)
    return bool(closed)


async def put_off(run: Run, error: str, milliseconds: int) -> None:
    """Has the run tried again after a while."""
    await execute(
        f"UPDATE extension_run SET error = ?, owner = '', due_at = {now() + milliseconds},"
        " attempts = attempts + 1 WHERE number = ? AND owner = ?",
        [error, run.number, run.owner],
    )


async def forget_old(milliseconds: int) -> None:
    """Removes what was over so long ago."""
    await execute(
        "DELETE FROM extension_run WHERE status IN (?, ?) AND owner = ''"
        f" AND due_at < {now() - milliseconds}",
        [RunStatus.SUCCESS, RunStatus.FAILED],
    )


async def _tell(url: str, file_id: str, extension: Configured, error: str | None) -> None:
    outcome = {"service": extension.name.value, "error": error}
    await events.extension_finished(url, file_id, outcome)
