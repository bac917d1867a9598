"""The routes of the web face, on one screen.

main puts them before REST, which answers every other URL, and these with any other method.
"""

from __future__ import annotations

from typing import Final

from starlette.routing import Route

from app.web import pages
from app.web.errors import rendered
from app.web.sessions import close_session, open_session, read_session

VIEWS: Final = (
    "/",
    "/library",
    "/library/{path:path}",
    "/search",
    "/file/{id}",
    "/file/{id}/v/{version_id}",
    "/settings",
    "/sign-in",
)
"""Where the page is; its script decides what to show there."""


def routes(public_url: str) -> list[Route]:
    """The routes. Their handlers find the state on the request."""
    files = pages.Files()
    page = pages.page(public_url, files)
    return [
        *(Route(view, page, methods=["GET"]) for view in VIEWS),
        Route("/page/{name:path}", rendered(files.answer), methods=["GET"]),
        Route("/session", rendered(read_session), methods=["GET"]),
        Route("/session", rendered(open_session), methods=["POST"]),
        Route("/session", rendered(close_session), methods=["DELETE"]),
    ]
