"""AppError → status and a JSON object with a message for people."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from app import state
from app.errors import (
    AppError,
    Busy,
    Forbidden,
    Invalid,
    NotFound,
    TooLarge,
    Unauthorized,
    Unsupported,
)

Handler = Callable[[Request], Awaitable[Response]]

_log = logging.getLogger("app.web")

_STATUS: Final[Mapping[type[AppError], int]] = {
    Invalid: 400,
    Unauthorized: 401,
    Forbidden: 403,
    NotFound: 404,
    TooLarge: 413,
    Unsupported: 415,
    Busy: 503,
}
_HEADERS: Final[Mapping[int, Mapping[str, str]]] = {
    # Not Basic, for which a browser would ask its user for a name and a password.
    401: {"www-authenticate": "Bearer"},
    # A body that is not read to its end leaves the connection useless.
    413: {"connection": "close"},
    503: {"retry-after": "1"},
}


def rendered(handler: Handler) -> Handler:
    """The handler with its errors made answers."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except Exception as error:  # noqa: BLE001 - the one place that turns errors into answers
            return _answer(request, error)

    return answer


def _answer(request: Request, error: Exception) -> Response:
    match error:
        case AppError():
            return _refusal(_STATUS[type(error)], error.message)
        case ClientDisconnect():
            return _refusal(400, "The request ended before its body was complete.")
    _log.error("request %s crashed", state.request_id(request), exc_info=error)
    return _refusal(500, "Something went wrong on our side.")


def _refusal(status: int, message: str) -> Response:
    headers = {**_HEADERS.get(status, {}), "cache-control": "no-store"}
    return Response(
        orjson.dumps({"message": message}), status, headers, media_type="application/json"
    )
