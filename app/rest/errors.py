"""AppError → status and ImageKit's error body; what nobody expected is logged and says nothing."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from app import state
from app.errors import (
    AppError,
    Busy,
    Conflict,
    Forbidden,
    Invalid,
    Locked,
    NotFound,
    TooLarge,
    Unauthorized,
    Unreadable,
    Unsupported,
)
from app.rest import responses

Handler = Callable[[Request], Awaitable[Response]]

HELP: Final = "For support kindly contact us at support@imagekit.io ."

_log = logging.getLogger("app.rest")

_STATUS: Final[Mapping[type[AppError], int]] = {
    Invalid: 400,
    Unauthorized: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    TooLarge: 400,
    Unreadable: 400,
    Unsupported: 501,
    Locked: 423,
    Busy: 503,
}
"""A narrower error stands before its kind."""
_HEADERS: Final[Mapping[int, Mapping[str, str]]] = {
    # ImageKit's clients send again what was answered with one of these, unless told otherwise.
    409: {"x-should-retry": "false"},
    501: {"x-should-retry": "false"},
    503: {"retry-after": "1"},
    # Nothing more can be read from a connection whose body stopped in the middle.
    408: {"connection": "close"},
}
_REASONS: Final[Mapping[str, int]] = {
    "MISSING_PARAMETER": 400,
    "INVALID_PARAMETER": 400,
    "INVALID_FOLDER_PATH": 400,
    "INVALID_DESTINATION_PATH": 400,
    "SAME_SOURCE_AND_DESTINATION": 400,
    "SAME_OLD_AND_NEW_NAME": 400,
    "SOURCE_IS_ROOT": 400,
    "TOO_MANY_OBJECTS": 400,
    "VERSION_LIMIT_EXCEEDED": 400,
    "SOURCE_FILE_MISSING": 404,
    "FILE_MISSING": 404,
    "FOLDER_NOT_FOUND": 404,
    "NO_FILES_FOLDER": 404,
    "FILE_ALREADY_EXISTS": 409,
    "PURGE_FAILED": 207,
}
"""The codes of rest-api.md's appendix, each with the status it comes with; any other is for our
own dialect and stays there."""


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
        case AppError():
            kinds = (kind for kind in _STATUS if isinstance(error, kind))
            return _refusal(_STATUS[next(kinds)], error.message, error.reason, more=_more(error))
        case HTTPException():
            return _refusal(error.status_code, _sentence(request, error), headers=error.headers)
        case ClientDisconnect():
            return _refusal(400, "The request ended before its body was complete.")
    _log.error("request %s crashed", state.request_id(request), exc_info=error)
    return _refusal(500, "We have experienced an internal error while processing your request.")


def _refusal(
    status: int,
    message: str,
    reason: str | None = None,
    *,
    more: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    body: dict[str, object] = {"message": message, "help": HELP, **(more or {})}
    if reason is not None and _REASONS.get(reason) == status:
        body["reason"] = reason
    return responses.json(body, status, headers={**_HEADERS.get(status, {}), **(headers or {})})


def _more(error: AppError) -> Mapping[str, object]:
    """What ImageKit says beside the sentence."""
    match error:
        case Invalid() if error.errors:
            return {"errors": error.errors}
        case NotFound() if error.missing:
            return {"missingFileIds": list(error.missing)}
    return {}


def _sentence(request: Request, error: HTTPException) -> str:
    """Starlette's own words for a status are no sentences."""
    match error.status_code:
        case 404:
            return "The requested URL does not exist."
        case 405:
            return f"This URL cannot be asked with {request.method}."
    return error.detail
