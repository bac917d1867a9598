"""Text is compressed on its way to clients that take gzip (delivery.md §3.6); pictures never."""

from __future__ import annotations

import asyncio
import gzip
import re
import zlib
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Final

from starlette.datastructures import Headers

from app.delivery.content import Content

_LEVEL: Final = 6
_GZIP_HEADER: Final = 16
_SMALLEST: Final = 200
"""Below this many bytes the result is hardly smaller, if at all."""
_TEXT: Final = re.compile(
    r"text/.*|application/(json|javascript|ecmascript|xml|pdf|rtf|vnd\.apple\.mpegurl|"
    r"x-mpegurl|x-ndjson|yaml|toml|sql|typescript|x-sh|x-javascript)|audio/(x-)?mpegurl|.*\+(xml|json)"
)
_GZIP: Final = re.compile(r"\s*(?:gzip|x-gzip|\*)\s*(?:;\s*q\s*=\s*([0-9.]+)\s*)?", re.IGNORECASE)


def negotiated(content: Content, headers: Headers) -> Content:
    """The content as this client will get it."""
    if content.size < _SMALLEST or not _TEXT.fullmatch(content.mime):
        return content
    vary = ", ".join(filter(None, (content.vary, "Accept-Encoding")))
    # A range is one of the bytes as they are stored.
    is_gzipped = "range" not in headers and _accepts(headers.get("accept-encoding", ""))
    return replace(content, vary=vary, is_gzipped=is_gzipped)


async def compressed(data: bytes) -> bytes:
    """All of it at once."""
    return await asyncio.to_thread(gzip.compress, data, _LEVEL, mtime=0)


async def compressing(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same for bytes that are too many to hold."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS + _GZIP_HEADER)
    async for chunk in chunks:
        if piece := await asyncio.to_thread(packer.compress, chunk):
            yield piece
    yield packer.flush()


def _accepts(header: str) -> bool:
    """Whether Accept-Encoding takes gzip: by its name, or by `*` where it is not named."""
    offers = {}
    for offer in header.split(","):
        if match := _GZIP.fullmatch(offer):
            name = "*" if "*" in offer else "gzip"
            offers[name] = (match[1] or "1").strip("0.") != ""
    return offers.get("gzip", offers.get("*", False))
