"""The delivery app: one route. main mounts it at `/media`."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.delivery import errors, responses
from app.delivery.endpoint import deliver


def create_app() -> Starlette:
    """The app. It finds the state on the request."""

    @errors.rendered
    async def answer(request: Request) -> Response:
        if request.method == "OPTIONS":
            return responses.options()
        return await deliver(request)

    return Starlette(
        routes=[Route("/{path:path}", answer, methods=list(responses.METHODS))],
        exception_handlers={HTTPException: errors.render},
    )
