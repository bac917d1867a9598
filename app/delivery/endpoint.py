"""A delivery URL's answer, from the raw request target to the bytes (delivery.md §3.1)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from app.delivery import caching, compression, conditions, making, responses
from app.delivery.content import Content, original, rendition
from app.delivery.disposition import disposition
from app.delivery.opening import opened
from app.errors import Busy, Invalid, NotFound, TooLarge, Unreadable, Unsupported
from app.imaging import Transformation
from app.library import access, files
from app.library.delivery_url import DeliveryURL
from app.library.integrity import DAMAGED, read_all
from app.library.renditions import Wanted
from app.library.rows import VersionRow
from app.state import State, of
from app.storage import Storage

SMALL: Final = 256 * 1024
"""Up to this many bytes are read in one go and sent as one body."""
_FINAL: Final = frozenset((DAMAGED, "QUEUE_FULL"))
"""Reasons for which the stored bytes are no way out."""


@dataclass(frozen=True, slots=True)
class _Found:
    row: VersionRow
    is_fallback: bool = False
    """Whether it stands in for a missing file."""


async def deliver(request: Request) -> Response:
    """Reads the URL, finds the version, obeys the access rules, and sends bytes that are whole."""
    state, now = of(request), time.time()
    url = await opened(state, *_target(request.scope), now)
    asked = await making.read(url, state.pictures)
    found = await _find(url, asked)
    made = await making.order(url, asked, found.row, request.headers, state.pictures)
    try:
        return await _send(request, url, found, made, now)
    except (Unreadable, TooLarge, Busy) as error:
        if made is None or url.items or url.source or error.reason in _FINAL:
            raise
        # A picture that we cannot read is delivered as the file that it is, if nothing is asked.
        return await _send(request, url, found, None, now)


async def _send(
    request: Request, url: DeliveryURL, found: _Found, made: Wanted | None, now: float
) -> Response:
    """The bytes of the version, or those made of it, with all that is said about them."""
    row = found.row
    is_mixed = made is not None and making.is_mixed(url, made)
    content = compression.negotiated(_content(row, made, is_mixed=is_mixed), request.headers)
    headers = responses.headers(content)
    headers["cache-control"] = caching.control(
        url, row, now, is_fallback=found.is_fallback, is_mixed=is_mixed
    )
    headers |= disposition(url, row, content) | making.headers(made)

    if conditions.is_unchanged(request.headers, content):
        return responses.unchanged(headers)
    source = await _source(of(request), row, made)
    return await responses.answer(request, content.sized(source), source, headers)


def _target(scope: Scope) -> tuple[str, str]:
    """Path below the mount and query, both as they were sent."""
    mount = f"{scope['root_path']}/"
    try:
        path, query = scope["raw_path"].decode(), scope["query_string"].decode()
    except UnicodeDecodeError:
        raise Invalid("The URL is not UTF-8.", reason="INVALID_PATH") from None
    if not path.startswith(mount):
        raise NotFound("No file was found at the specified path")
    return path.removeprefix(mount), query


async def _find(url: DeliveryURL, asked: Transformation) -> _Found:
    """The version asked for, or the fallback named for a missing one, if they may be had."""
    fallback = asked.assets().default_image
    try:
        found = _Found(await _find_asked(url))
    except NotFound:
        if fallback is None:
            raise
        found = _Found(await files.at_path(fallback), is_fallback=True)
    access.check(url, found.row)
    return found


async def _find_asked(url: DeliveryURL) -> VersionRow:
    """The version at the path, or the one that the path asks a thumbnail or stream of."""
    try:
        return await files.at_path(url.path, url.token)
    except NotFound:
        if url.source is None:
            raise
    row = await files.at_path(url.source.path, url.token)
    if not row.is_raster or not url.is_thumbnail:
        raise Unsupported("Thumbnails and streams of videos and documents are not supported.")
    return row


def _content(row: VersionRow, made: Wanted | None, *, is_mixed: bool) -> Content:
    return original(row) if made is None else rendition(made, is_mixed=is_mixed)


async def _source(state: State, row: VersionRow, made: Wanted | None) -> bytes | Storage:
    """The bytes if they are few or made, else where to read them; found whole either way."""
    if made is not None:
        return await state.renditions.get(made)
    if row.size <= SMALL:
        return await read_all(state.storage, row)
    await state.integrity.check(state.storage, row)
    return state.storage
