"""Jobs: bulk operations on folders, each a claim on two trees while it runs, a record afterwards.

The claim is committed before the work begins, so that a job which would meet another one is
refused at once instead of waiting. The work is one transaction, which closes the claim as well:
when its process dies nothing has changed, and the claim of the dead does not count.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.errors import Busy, Locked, NotFound
from app.library import database
from app.library.database import transactional
from app.library.ids import is_id, new_id, now
from app.library.models import Job
from app.storage import Storage

ABANDONED: Final = 10 * 60 * 1000
"""Milliseconds after which a claim is given up though its process lives."""
MAX_SKIPPED: Final = 100
"""How many of the files that were left out a job names."""


class JobKind(StrEnum):
    """What a job does."""

    COPY_FOLDER = "COPY_FOLDER"
    MOVE_FOLDER = "MOVE_FOLDER"
    RENAME_FOLDER = "RENAME_FOLDER"


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job. Times are milliseconds since 1970, UTC."""

    id: str
    kind: JobKind
    source: str
    """Path of the folder, as it was."""
    target: str
    """Path that it, or its copy, went to."""
    total: int
    """Folders and files that there were to handle."""
    failed: int
    """Files that were left out, because they would have had too many versions."""
    skipped: tuple[str, ...]
    """Their paths, the first MAX_SKIPPED."""
    purge_id: str | None
    created_at: int
    finished_at: int | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job has to say when it is done."""

    total: int
    skipped: Sequence[str] = ()
    purge_id: str | None = None


async def get(job_id: str) -> JobRow:
    """The job; NotFound."""
    found = await find(job_id)
    if found is None:
        raise NotFound("The requested job does not exist.")
    return found


async def find(job_id: str) -> JobRow | None:
    """The job with this id."""
    return (await many([job_id])).get(job_id)


async def many(ids: Sequence[str]) -> dict[str, JobRow]:
    """Those of the jobs that exist, by id."""
    found = await Job.filter(id__in=[each for each in ids if is_id(each)])
    return {job.id: _row(job) for job in found}


@asynccontextmanager
async def claimed(
    storage: Storage, kind: JobKind, *, source: str, target: str
) -> AsyncIterator[str]:
    """Claims both trees for a new job, whose id it gives; what runs inside must `finish` it.

    Locked when another job is at work in one of them. The storage knows which processes live.
    """
    at = now()
    job = Job(
        id=new_id(), kind=kind, source=source, target=target, owner=storage.owner, created_at=at
    )
    pending = await _pending()
    dead = [claim.id for claim in pending if not await _counts(storage, claim)]
    # Looked at before writing: on SQLite a writer waits for the very job it is to be refused for.
    _refuse_met(job, [claim for claim in pending if claim.id not in dead])
    await _claim(job, dead)
    try:
        yield job.id
    except BaseException:
        await asyncio.shield(Job.filter(id=job.id, finished_at=None).delete())
        raise


async def finish(job_id: str, outcome: Outcome) -> None:
    """Inside the transaction that does the work: closes the claim and keeps the record."""
    finished = await Job.filter(id=job_id, finished_at=None).update(
        total=outcome.total,
        failed=len(outcome.skipped),
        skipped=list(outcome.skipped[:MAX_SKIPPED]),
        purge_id=outcome.purge_id,
        finished_at=now(),
    )
    if not finished:
        raise Busy("The job took too long and was given up. Try again.")


@transactional
async def _claim(job: Job, dead: Sequence[str]) -> None:
    await database.queue("jobs")
    if dead:
        await Job.filter(id__in=dead, finished_at=None).delete()
    _refuse_met(job, await _pending())
    await job.save(force_create=True)


async def _pending() -> list[Job]:
    return await Job.filter(finished_at=None)


async def _counts(storage: Storage, claim: Job) -> bool:
    return claim.created_at > now() - ABANDONED and await storage.is_alive(claim.owner)


def _refuse_met(job: Job, others: Sequence[Job]) -> None:
    taken = [path for other in others for path in (other.source, other.target)]
    if any(_overlap(job.source, path) for path in taken):
        message = "A bulk job is running on given folder path, please try after sometime."
        raise Locked(message, reason="LOCKED", field="sourceFolderPath")
    if any(_overlap(job.target, path) for path in taken):
        message = "Destination folder path is already locked. Please try after sometime."
        raise Locked(message, reason="LOCKED", field="destinationPath")


def _overlap(one: str, other: str) -> bool:
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")


def _row(job: Job) -> JobRow:
    return JobRow(
        id=job.id,
        kind=JobKind(job.kind),
        source=job.source,
        target=job.target,
        total=job.total,
        failed=job.failed,
        skipped=tuple(job.skipped or ()),
        purge_id=job.purge_id,
        created_at=job.created_at,
        finished_at=job.finished_at,
    )
