"""Extensions at work: runs are taken from their table and given to providers, outside requests.

What does not work is tried again, later each time, and given up after a while. A run of a process
that dies is begun again by another one.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Final

from app import imaging
from app.errors import AppError, Busy, Invalid
from app.library import (
    extension_results,
    extension_runs,
    extensions,
    saved_extensions,
    versions,
)
from app.library.claims import Queue, Worker
from app.library.database import FAILURES
from app.library.extension_results import Overtaken
from app.library.extension_runs import Asked, Run
from app.library.extensions import AutoTagging, Configured, RemoveBackground, SavedReference
from app.library.integrity import read_all
from app.library.provider_remove_bg import MAX_BYTES, TAKEN
from app.library.providers import NotNow, Picture, Providers, Refused
from app.library.renditions import Renditions, Wanted
from app.library.rows import VersionRow
from app.remote import Unreachable, refuse_malformed
from app.storage import Storage

_log = logging.getLogger("app.library")

ATTEMPTS: Final = 10
"""The last one comes some 17 minutes after the first."""
WIDTH: Final = 2
KEPT: Final = 30 * 24 * 60 * 60 * 1000
"""Milliseconds for which a run is remembered when it is over."""

_LEASE: Final = 5 * 60 * 1000
_FIRST_PAUSE: Final = 1000
_TIDY: Final = 60 * 60
_FOR_TAGS: Final = "w-1600,h-1600,c-at_max,f-jpg,q-85"
"""All that taggers look at, and less than they take at most."""
_FOR_CUTTING: Final = "f-png"


class Extensions:
    """Runs extensions with the help of those providers that there are."""

    def __init__(
        self,
        storage: Storage,
        renditions: Renditions,
        providers: Providers,
        *,
        max_versions: int,
        max_pixels: int,
    ) -> None:
        self._storage = storage
        self._renditions = renditions
        self._providers = providers
        self._max_versions = max_versions
        self._max_pixels = max_pixels

    @property
    def names(self) -> list[str]:
        """Those that somebody provides."""
        return sorted(self._providers.names)

    async def asked(self, sent: object, webhook_url: str | None) -> Asked:
        """What a request asks for with a list of objects; saved ones are looked up. Invalid."""
        if webhook_url:
            _refuse_malformed(webhook_url)
        return Asked(
            await _configured(extensions.read_all(sent)),
            webhook_url or None,
            self._providers.names,
            self._max_versions,
        )

    async def forever(self) -> None:
        """Works until cancelled, and forgets what was over long ago."""
        worker = Worker(Queue("extension_run", _LEASE), self._storage, self._run, width=WIDTH)
        async with asyncio.TaskGroup() as group:
            group.create_task(worker.forever())
            group.create_task(_tidy())

    async def _run(self, number: int) -> None:
        run = await extension_runs.get(number)
        name = run.extension.name
        try:
            await self._try(run)
        except Overtaken:
            _log.info("%s on version %s was done by somebody else", name, run.version_id)
        except (NotNow, Busy) as error:
            await self._put_off(run, str(error))
        except (Refused, AppError) as error:
            _log.warning("%s on version %s failed: %s", name, run.version_id, error)
            await extension_results.fail(run, str(error))

    async def _put_off(self, run: Run, problem: str) -> None:
        where = (run.extension.name, run.version_id, run.attempts + 1, problem)
        _log.warning("%s on version %s did not work (attempt %d): %s", *where)
        if run.attempts + 1 >= ATTEMPTS:
            await extension_results.fail(run, problem)
        else:
            await extension_runs.put_off(run, problem, _FIRST_PAUSE * 2**run.attempts)

    async def _try(self, run: Run) -> None:
        row = await versions.find(run.version_id)
        if row is None:
            raise extension_results.gone()
        match run.extension:
            case AutoTagging():
                await self._tag(run, row, run.extension)
            case RemoveBackground():
                await self._cut(run, row, run.extension)
            case _:
                raise Refused(f"No provider of {run.extension.name} is configured.")

    async def _tag(self, run: Run, row: VersionRow, asked: AutoTagging) -> None:
        tagger = self._providers.taggers.get(asked.name)
        if tagger is None:
            raise Refused(f"No provider of {asked.name} is configured.")
        found = []
        if asked.max_tags:
            picture = await self._picture(row, _FOR_TAGS, "image/jpeg")
            found = await tagger.tags(picture, most=asked.max_tags)
        sure = [tag for tag in found if tag.confidence >= asked.min_confidence]
        await extension_results.keep_tags(run, sure[: asked.max_tags])

    async def _cut(self, run: Run, row: VersionRow, asked: RemoveBackground) -> None:
        if self._providers.cutter is None:
            raise Refused(f"No provider of {asked.name} is configured.")
        if row.mime in TAKEN and row.size <= MAX_BYTES:
            picture = Picture(await read_all(self._storage, row), row.mime)
        else:
            picture = await self._picture(row, _FOR_CUTTING, "image/png")
        if len(picture.content) > MAX_BYTES:
            raise Refused(f"{asked.name} takes pictures of at most {MAX_BYTES} bytes.")
        made = await self._providers.cutter.cut(picture, asked)
        await extension_results.keep_picture(
            self._storage, run, row, made, max_pixels=self._max_pixels
        )

    async def _picture(self, row: VersionRow, chain: str, mime: str) -> Picture:
        """The version made into what providers take, which is not every format or size."""
        order = imaging.settle(imaging.parse(chain), row)
        if order.format is None:
            raise Refused("The picture cannot be read.")
        return Picture(await self._renditions.get(Wanted(row, order)), mime)


async def _configured(asked: Sequence[extensions.Extension]) -> tuple[Configured, ...]:
    """The extensions with what was saved in place of the references; Invalid for one to nothing."""
    saved = await saved_extensions.many(
        [each.id for each in asked if isinstance(each, SavedReference)]
    )
    found: list[Configured] = []
    for each in asked:
        if not isinstance(each, SavedReference):
            found.append(each)
        elif each.id in saved:
            found.append(saved[each.id].extension)
        else:
            message = (
                "Your request contains invalid extensions parameter. The saved extension"
                f" {each.config['id']} does not exist."
            )
            raise Invalid(message, reason="INVALID_EXTENSION", field="extensions")
    return tuple(found)


def _refuse_malformed(url: str) -> None:
    try:
        refuse_malformed(url)
    except Unreachable as error:
        message = f"Your request contains invalid webhookUrl parameter. {error}"
        raise Invalid(message, field="webhookUrl") from error


async def _tidy() -> None:
    while True:
        try:
            await extension_runs.forget_old(KEPT)
        except FAILURES:
            _log.exception("forgetting old extension runs failed and will be tried again")
        await asyncio.sleep(_TIDY)
