"""A delivery URL's answer, from the raw request target to the bytes (delivery.md §3.1)."""

from __future__ import annotations

import time
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from app.delivery import access, caching, compression, conditions, responses
from app.delivery.content import Content, needs_rendition, original
from app.delivery.disposition import disposition
from app.errors import Invalid, NotFound, Unsupported
from app.library import files
from app.library.delivery_url import DeliveryURL
from app.library.integrity import Integrity, read_all
from app.library.rows import VersionRow
from app.state import of
from app.storage import Storage

SMALL: Final = 256 * 1024
"""Up to this many bytes are read in one go and sent as one body."""


async def deliver(request: Request, integrity: Integrity) -> Response:
    """Reads the URL, finds the version, obeys the access rules, and sends bytes that are whole."""
    state, now = of(request), time.time()
    url = state.urls.open(*_target(request.scope), now)
    row = await _find(url)

    content = compression.negotiated(_content(url, row), request.headers)
    headers = responses.headers(content)
    headers["cache-control"] = caching.control(url, row, now)
    headers |= disposition(url, row, content)

    if conditions.is_unchanged(request.headers, content):
        return responses.unchanged(headers)
    source = await _source(state.storage, row, integrity)
    return await responses.answer(request, content, source, headers)


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


async def _find(url: DeliveryURL) -> VersionRow:
    """The version asked for, if whoever asks may have it."""
    try:
        row = await files.at_path(url.path, url.token)
    except NotFound:
        if url.source is None:
            raise
        await _find(url.source)
        raise Unsupported("Thumbnails and streams of videos are not supported.") from None
    access.check(url, row)
    return row


def _content(url: DeliveryURL, row: VersionRow) -> Content:
    """What the URL asks for: the bytes as uploaded, or a rendition of them."""
    if needs_rendition(url, row):
        raise Unsupported("Transformations of this kind are not supported yet.")
    return original(row)


async def _source(storage: Storage, row: VersionRow, integrity: Integrity) -> bytes | Storage:
    """The bytes if they are few, else where to read them; found whole either way."""
    if row.size <= SMALL:
        return await read_all(storage, row)
    await integrity.check(storage, row)
    return storage
