"""The page and its files, as they were when the server started.

One page answers for every view; its script reads the address. It runs nothing but our files, and
no text becomes code or markup in it: the policy asks browsers to see to that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from app.web.errors import Handler

PLACE: Final = Path(__file__).parent
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_HEADERS: Final = {"cache-control": "no-cache", "x-content-type-options": "nosniff"}


def files() -> Iterator[tuple[str, Handler]]:
    """Each file beside the page, as `library.css` or `script/main.js`, with what answers."""
    for path in sorted(PLACE.rglob("*")):
        if path.suffix in _TYPES:
            yield path.relative_to(PLACE).as_posix(), _file(path.read_bytes(), _TYPES[path.suffix])


def page(public_url: str) -> Handler:
    """The page, the same for everybody: it holds no secret."""
    template = Template((PLACE / "page.html").read_text())
    headers = {
        **_HEADERS,
        "content-security-policy": _policy(public_url),
        "cross-origin-opener-policy": "same-origin",
        "referrer-policy": "same-origin",
    }

    async def answer(request: Request) -> Response:
        # Relative links work below whatever path a proxy puts us.
        up = "../" * (request.scope["raw_path"].count(b"/") - 1)
        content = template.substitute(base=up or "./").encode()
        return _answer(request, content, "text/html; charset=utf-8", headers)

    return answer


def _file(content: bytes, media_type: str) -> Handler:
    async def answer(request: Request) -> Response:
        return _answer(request, content, media_type, _HEADERS)

    return answer


def _answer(request: Request, content: bytes, media_type: str, headers: dict[str, str]) -> Response:
    """The content, or 304 for who has it."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {**headers, "etag": etag}
    known = request.headers.get("if-none-match", "").split(",")
    if etag in {tag.strip().removeprefix("W/") for tag in known}:
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=media_type)


def _policy(public_url: str) -> str:
    """Pictures have absolute URLs, which may name another host than the page was asked from."""
    media = "{0.scheme}://{0.netloc}".format(urlsplit(public_url))
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self';"
        f" img-src 'self' data: blob: {media}; media-src 'self' {media}; connect-src 'self';"
        " base-uri 'self'; form-action 'none'; frame-ancestors 'none';"
        " require-trusted-types-for 'script'; trusted-types 'none'"
    )
