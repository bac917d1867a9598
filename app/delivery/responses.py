"""Answers: headers, 304, and the whole of the bytes or a part of them (delivery.md §3.6).

Few bytes are sent at once, many are streamed. Never a FileResponse: it changes threads for each
step, which costs ten times the reading of a small file.
"""

from __future__ import annotations

import re
from email.utils import formatdate
from functools import lru_cache
from typing import Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.delivery import conditions
from app.delivery.compression import compressed, compressing
from app.delivery.content import Content
from app.delivery.errors import ALWAYS, refusal
from app.storage import Storage

METHODS: Final = ("GET", "HEAD", "OPTIONS")

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_INERT: Final = re.compile(
    r"(?:image|audio|video|font)/(?!.*xml).*|"
    "application/(?:octet-stream|pdf|zip|gzip|json)|text/(?:plain|css|csv)"
)
"""What a browser shows or saves and does not run; anything else is kept from running."""


def headers(content: Content) -> dict[str, str]:
    """What is said about the content, whatever part of it is sent."""
    values = {
        **ALWAYS,
        "content-type": content.mime,
        "etag": content.etag,
        "accept-ranges": "bytes",
    }
    if content.created_at is not None:
        values["last-modified"] = _date(content.created_at // 1000)
    if content.vary:
        values["vary"] = content.vary
    if content.is_gzipped:
        values["content-encoding"] = "gzip"
    if not _INERT.fullmatch(content.mime):
        values["content-security-policy"] = _POLICY
    return values


def options() -> Response:
    """What may be asked here, and that every page may ask it."""
    allowed = ", ".join(METHODS)
    values = {
        **ALWAYS,
        "allow": allowed,
        "access-control-allow-methods": allowed,
        "access-control-allow-headers": "*",
        "access-control-max-age": "86400",
    }
    return Response(status_code=204, headers=values)


def unchanged(values: dict[str, str]) -> Response:
    """304: the client has it."""
    about_the_body = {"content-type", "content-encoding", "content-disposition"}
    kept = {name: value for name, value in values.items() if name not in about_the_body}
    return Response(status_code=304, headers=kept)


async def answer(
    request: Request, content: Content, source: bytes | Storage, values: dict[str, str]
) -> Response:
    """The content, or the part of it that is asked for; from its bytes or from where they are."""
    is_head = request.method == "HEAD"
    if content.is_gzipped:
        return Response(headers=values) if is_head else await _gzipped(content, source, values)
    # A range says something about GET only (RFC 9110 §14.2).
    part = None if is_head else conditions.part(request.headers, content)
    if part is not None and not part:
        beyond = {"content-range": f"bytes */{content.size}"}
        return refusal(416, "EINVALID", "The file has no such bytes.", beyond)
    status, asked = 200, range(content.size)
    if part is not None:
        status, asked = 206, part
        values["content-range"] = f"bytes {part.start}-{part.stop - 1}/{content.size}"
    values["content-length"] = str(len(asked))
    if is_head:
        return Response(status_code=status, headers=values)
    if isinstance(source, bytes):
        return Response(source[asked.start : asked.stop], status, values)
    return StreamingResponse(source.read(content.key, asked.start, asked.stop), status, values)


@lru_cache(maxsize=1024)
def _date(second: int) -> str:
    return formatdate(second, usegmt=True)


async def _gzipped(content: Content, source: bytes | Storage, values: dict[str, str]) -> Response:
    if isinstance(source, bytes):
        return Response(await compressed(source), headers=values)
    return StreamingResponse(compressing(source.read(content.key)), headers=values)
