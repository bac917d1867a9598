"""The delivery app: every path below it is a file's. main mounts it at `/media`.

A plain ASGI function: with one route, a router and its middleware would only cost time.
"""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.delivery import errors, responses
from app.delivery.endpoint import deliver


def create_app() -> ASGIApp:
    """The app. It finds the state on the request."""

    @errors.rendered
    async def answer(request: Request) -> Response:
        if request.method == "OPTIONS":
            return responses.options()
        if request.method not in responses.METHODS:
            raise HTTPException(405)
        return await deliver(request)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        response = await answer(Request(scope, receive))
        await response(scope, receive, send)

    return app
