"""AppError → status, short text and `ik-error` (delivery.md §3.7); the unexpected says nothing."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from app.delivery.making import UNNAMED
from app.errors import (
    AppError,
    Busy,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    TooLarge,
    Unauthorized,
    Unreadable,
    Unsupported,
)
from app.library import integrity
from app.state import request_id

Handler = Callable[[Request], Awaitable[Response]]

ALWAYS: Final = {"x-content-type-options": "nosniff", "access-control-allow-origin": "*"}
"""Said in every answer: nothing is to be guessed at, and pages of any origin may read it."""

_log = logging.getLogger("app.delivery")

_KINDS: Final[Mapping[type[AppError], tuple[int, str]]] = {
    Invalid: (400, "EINVALID"),
    TooLarge: (400, "ELIMIT"),
    Unauthorized: (401, "EAUTH"),
    Forbidden: (403, "EFORBIDDEN"),
    NotFound: (404, "ENOENT"),
    Conflict: (409, "ECONFLICT"),
    Unreadable: (422, "EDECODE"),
    Unsupported: (501, "ENOTSUP"),
    Busy: (503, "EBUSY"),
}
_HEADERS: Final[Mapping[int, Mapping[str, str]]] = {
    404: {"cache-control": "public, max-age=5"},
    405: {"allow": "GET, HEAD, OPTIONS"},
    503: {"retry-after": "1"},
}
_LONGEST: Final = 200


def rendered(handler: Handler) -> Handler:
    """The handler with its errors made answers."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except Exception as error:  # noqa: BLE001 - the one place that turns errors into answers
            return await render(request, error)

    return answer


async def render(request: Request, error: Exception) -> Response:
    """The answer that says what went wrong."""
    match error:
        case Unreadable(reason=integrity.DAMAGED):
            return refusal(500, "EDAMAGED", error.message, body=error.message)
        case Invalid(reason=reason) if reason == UNNAMED:
            return refusal(400, "EINVALID", error.message, body="Bad Image Transformation Request")
        case Invalid() if error.reason != "INVALID_PATH":
            code = "ELIMIT" if error.reason == "ELIMIT" else "EINVALID"
            return refusal(400, code, error.message, body="Bad Transformation Request")
        case Busy(reason="ETIMEDOUT"):
            return refusal(504, "ETIMEDOUT", error.message)
        case AppError():
            return refusal(*_KINDS[type(error)], error.message)
        case HTTPException(status_code=404):
            return refusal(404, "ENOENT", "No file was found at the specified path")
        case HTTPException():
            return refusal(error.status_code, "EINVALID", error.detail)
    _log.error("request %s crashed", request_id(request), exc_info=error)
    return refusal(500, "UNIDENTIFIED", "An internal error has occurred.")


def refusal(
    status: int,
    code: str,
    message: str,
    headers: Mapping[str, str] | None = None,
    *,
    body: str | None = None,
) -> Response:
    """A short text, and the reason on one line of ASCII."""
    line = "".join(c if c.isprintable() else " " for c in message)[:_LONGEST]
    values = {
        **ALWAYS,
        "cache-control": "no-store",
        "ik-error": f"{code} - {line.encode('ascii', 'backslashreplace').decode()}",
        **_HEADERS.get(status, {}),
        **(headers or {}),
    }
    return PlainTextResponse(body or HTTPStatus(status).phrase, status, values)
