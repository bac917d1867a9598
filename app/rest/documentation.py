"""What describes this API, for everybody: the document at /openapi.json, and a page of it at /docs.

The page is ours alone: it asks nobody but this server, and runs nothing but its one script.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from string import Template
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from app import state
from app.errors import NotFound
from app.library.urls import MOUNT
from app.rest import openapi, responses
from app.rest.errors import rendered
from app.rest.routes import Row

STATIC: Final = Path(__file__).parent / "static"
_FILES: Final = {"docs.js": "text/javascript", "docs.css": "text/css"}
_HEADERS: Final = {"cache-control": "no-cache", "x-content-type-options": "nosniff"}
_POLICY: Final = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    " script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:"
)


def routes(table: Iterable[Row]) -> list[Route]:
    """The routes of the document about the others, and of the page."""
    document = openapi.document(table)
    template = Template((STATIC / "docs.html").read_text())

    async def described(request: Request) -> Response:
        server = state.of(request).urls.endpoint.removesuffix(MOUNT)
        # Pages of other origins may read it: it is public, and tools are such pages.
        headers = {**_HEADERS, "access-control-allow-origin": "*"}
        return responses.json({**document, "servers": [{"url": server}]}, headers=headers)

    async def page(request: Request) -> Response:
        # Relative links work below whatever path a proxy puts us; the path lost its last slash.
        is_inside = request.scope["raw_path"].endswith(b"/")
        files, root = ("", "../") if is_inside else ("docs/", "")
        headers = {**_HEADERS, "content-security-policy": _POLICY, "referrer-policy": "no-referrer"}
        content = template.substitute(files=files, root=root)
        return Response(content, headers=headers, media_type="text/html; charset=utf-8")

    return [
        Route("/openapi.json", rendered(described)),
        Route("/docs", rendered(page)),
        Route("/docs/{name}", rendered(_file)),
    ]


async def _file(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _FILES:
        raise NotFound("The requested URL does not exist.")
    return FileResponse(STATIC / name, headers=_HEADERS, media_type=_FILES[name])
