"""Transformations that come with an upload (rest-api.md §2.1).

`pre` changes a picture before it is stored, `post` makes renditions of it once it is.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app import imaging
from app.errors import AppError, Invalid
from app.imaging import Client, Facts, Format, Inputs, Limits, Order, Policy, Transformation
from app.imaging.pool import Pool
from app.library import blobs, files, named, upload_events
from app.library.blobs import Received
from app.library.database import FAILURES
from app.library.renditions import Renditions, Wanted
from app.library.rows import VersionRow
from app.storage import Storage

MAX_POST: Final = 5
_FIELD: Final = "transformation"
_REFUSED: Final = "The file could not be uploaded because"
_NEEDS_VIDEO: Final = frozenset(("gif-to-video", "thumbnail", "abs"))
_VIEWERS: Final = (Client(), Client(frozenset({Format.WEBP})))
"""Whom renditions are made for beforehand: those who show what everybody shows, and the rest."""

_log = logging.getLogger("app.library")


@dataclass(frozen=True, slots=True)
class Asked:
    """What came with an upload, each chain as a URL has it."""

    pre: str = ""
    post: tuple[str, ...] = ()
    is_for_video: bool = False
    """Whether `post` has what is made of videos, or as one."""
    request_id: str = ""
    """Of the request that it came with."""

    @property
    def is_nothing(self) -> bool:
        """Whether the upload is as any other."""
        return not self.pre and not self.post and not self.is_for_video


def read(sent: object, request_id: str) -> Asked:
    """`{pre, post: [{type, value, protocol}]}`, from JSON; Invalid in ImageKit's words."""
    if not isinstance(sent, Mapping) or not set(sent) <= {"pre", "post"}:
        raise _invalid()
    pre, post = sent.get("pre"), sent.get("post")
    pre, post = "" if pre is None else pre, [] if post is None else post
    if not isinstance(pre, str) or not isinstance(post, list) or len(post) > MAX_POST:
        raise _invalid()
    made = tuple(_chain(item) for item in post)
    chains = tuple(chain for chain in made if chain is not None)
    return Asked(_plain(pre), chains, len(chains) < len(made), request_id)


def _chain(item: object) -> str | None:
    """The chain of one item; None for a kind that takes a video backend."""
    if not isinstance(item, Mapping) or not set(item) <= {"type", "value", "protocol"}:
        raise _invalid()
    kind, value = item.get("type"), item.get("value", "")
    if not isinstance(value, str):
        raise _invalid()
    if kind == "abs" and (not value or item.get("protocol") not in {"hls", "dash"}):
        raise _invalid()
    if kind in _NEEDS_VIDEO:
        return None
    if kind != "transformation" or not _plain(value):
        raise _invalid()
    return _plain(value)


class Transformer:
    """Does what came with uploads."""

    def __init__(
        self, storage: Storage, pool: Pool, renditions: Renditions, policy: Policy, limits: Limits
    ) -> None:
        self._storage = storage
        self._pool = pool
        self._renditions = renditions
        self._policy = policy
        self._limits = limits

    async def before(self, asked: Asked, received: Received, facts: Facts, path: str) -> Received:
        """The bytes to store at the path, those received or others; Invalid for what cannot be
        done, and what imaging.render raises."""
        if asked.is_nothing:
            return received
        try:
            return await self._before(asked, received, facts)
        except AppError as error:
            if asked.pre:
                await upload_events.pre_failed(path, asked.pre, asked.request_id, error)
            raise

    async def _before(self, asked: Asked, received: Received, facts: Facts) -> Received:
        await self._check(asked, facts)
        if not asked.pre:
            return received
        policy = Policy(automatic_format=False)
        (order,), assets = await self._orders(asked.pre, facts, (Client(),), policy)
        if order.format is None:
            return received
        async with AsyncExitStack() as stack:
            source = await self._local(stack, received.id)
            given = {path: await self._local(stack, row.blob_id) for path, row in assets.items()}
            inputs = Inputs(given, limits=self._limits)
            made = await self._pool.render(source, order, inputs)

        async def content() -> AsyncIterator[bytes]:
            yield made.content

        return await blobs.receive(self._storage, content(), limit=len(made.content))

    def after(self, asked: Asked, row: VersionRow) -> None:
        """Begins to make renditions of the version; what fails is logged and told."""
        for chain in asked.post:
            self._renditions.begin(self._after(asked, chain, row))

    async def _after(self, asked: Asked, chain: str, row: VersionRow) -> None:
        try:
            try:
                await self._render(chain, row)
            except AppError as error:
                _log.warning("no rendition %r of version %s: %s", chain, row.id, error.message)
                await upload_events.post_failed(row, chain, asked.request_id, error)
            else:
                await upload_events.post_done(row, chain, asked.request_id)
        except FAILURES:
            _log.exception("what became of rendition %r of version %s is lost", chain, row.id)

    async def _render(self, chain: str, row: VersionRow) -> None:
        """Makes all that viewers will get for the chain."""
        facts = Facts(row.mime, row.width, row.height, row.has_alpha)
        orders, assets = await self._orders(chain, facts, _VIEWERS, self._policy)
        for order in orders:
            if order.format is not None:
                await self._renditions.get(Wanted(row, order, assets))

    async def _check(self, asked: Asked, facts: Facts) -> None:
        kind = facts.mime.partition("/")[0]
        if kind not in {"image", "video"}:
            raise _refused("transformations are supported only for image and video files.")
        if kind == "video":
            raise _refused("this server does not transform videos.")
        is_picture = kind == "image" and bool(facts.width)
        if asked.is_for_video or (asked.post and not is_picture):
            raise _refused("the detected file type & post-transformation are incompatible.")
        if asked.pre and not is_picture:
            raise _invalid()
        for chain in filter(None, (asked.pre, *asked.post)):
            await self._orders(chain, facts, (Client(),), self._policy)

    async def _orders(
        self, chain: str, facts: Facts, clients: tuple[Client, ...], policy: Policy
    ) -> tuple[list[Order], dict[str, VersionRow]]:
        """What each client would get, once where it is the same, and the files that it takes."""
        try:
            asked = imaging.parse(chain, names=await named.used(chain))
            orders = [imaging.settle(asked, facts, each, policy, self._limits) for each in clients]
            assets = await _assets(asked)
        except AppError as error:
            _log.info("a transformation of an upload was refused: %s", error.message)
            raise _invalid() from None
        return list({str(order): order for order in orders}.values()), assets

    async def _local(self, stack: AsyncExitStack, blob_id: str) -> Path:
        return await stack.enter_async_context(self._storage.local(blobs.key(blob_id)))


async def _assets(asked: Transformation) -> dict[str, VersionRow]:
    """Whoever uploads may use every file."""
    needed = asked.assets()
    return {path: await files.at_path(path) for path in (*needed.images, *needed.fonts)}


def _plain(chain: str) -> str:
    return chain.strip().removeprefix("tr:")


def _invalid() -> Invalid:
    return _refused("the transformation field is invalid.")


def _refused(why: str) -> Invalid:
    return Invalid(f"{_REFUSED} {why}", field=_FIELD)
