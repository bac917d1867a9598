"""Errors: the family of app/errors.py, and GraphQL's own, as entries of `errors`.

Every entry has `extensions.code`, one of ErrorCode; where they are known `reason` says more and
`field` names the input. What nobody expected is logged under an id and says nothing.

A request that is no GraphQL request gets an HTTP status and JSON with nothing but `errors`.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any, Final

import orjson
from graphql import GraphQLError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from strawberry.exceptions import StrawberryInputCoercionError

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
from app.graphql import at_fault
from app.graphql.codes import ErrorCode
from app.graphql.limits import LimitExceeded

_log = logging.getLogger("app.graphql")

Entry = dict[str, Any]
Handler = Callable[[Request], Awaitable[Response]]

_CODES: Final[Mapping[type[AppError], ErrorCode]] = {
    Invalid: ErrorCode.INVALID,
    Unauthorized: ErrorCode.UNAUTHENTICATED,
    Forbidden: ErrorCode.FORBIDDEN,
    NotFound: ErrorCode.NOT_FOUND,
    Conflict: ErrorCode.CONFLICT,
    TooLarge: ErrorCode.TOO_LARGE,
    Unreadable: ErrorCode.UNREADABLE,
    Unsupported: ErrorCode.UNSUPPORTED,
    Locked: ErrorCode.BUSY,
    Busy: ErrorCode.BUSY,
}
_CODES_OF_REASONS: Final[Mapping[str, ErrorCode]] = {
    "FILE_ALREADY_EXISTS": ErrorCode.ALREADY_EXISTS,
    "FOLDER_ALREADY_EXISTS": ErrorCode.ALREADY_EXISTS,
    "ALREADY_EXISTS": ErrorCode.ALREADY_EXISTS,
    "STALE": ErrorCode.STALE,
    "VERSION_IS_CURRENT": ErrorCode.VERSION_IS_CURRENT,
    "VERSION_LIMIT_EXCEEDED": ErrorCode.VERSION_LIMIT_EXCEEDED,
}
_RULES: Final[Mapping[str, str]] = {
    "selectOptions": "options",
    "isValueRequired": "isRequired",
    "minValue": "minimum",
    "minLength": "minimum",
    "maxValue": "maximum",
    "maxLength": "maximum",
}


_STATUS: Final[Mapping[str, int]] = {
    "UNAUTHENTICATED": 401,
    "FORBIDDEN": 403,
    "NOT_FOUND": 404,
    "CSRF": 403,
    "METHOD_NOT_ALLOWED": 405,
    "NOT_ACCEPTABLE": 406,
    "TIMEOUT": 408,
    "TOO_LARGE": 413,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "BUSY": 503,
    "INTERNAL": 500,
}
_HEADERS: Final[Mapping[int, Mapping[str, str]]] = {
    # Not Basic, for which a browser would ask its user for a name and a password.
    401: {"www-authenticate": "Bearer"},
    # A body that is not read to its end leaves the connection useless.
    408: {"connection": "close"},
    413: {"connection": "close"},
}


class Refused(Exception):
    """A request that is answered before anything of it runs; `entries` say why."""

    def __init__(self, *entries: Entry, allow: str = "") -> None:
        super().__init__(entries[0]["message"])
        self.entries = list(entries)
        self.allow = allow


def refusal(code: ErrorCode, message: str, *, allow: str = "") -> Refused:
    """A refusal for one reason; `allow` are the methods that would not be refused."""
    return Refused(_entry(message, code), allow=allow)


def rendered(handler: Handler) -> Handler:
    """The handler with its errors made answers."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except Exception as error:  # noqa: BLE001 - the one place that turns errors into answers
            return _response(_refused(error, request))

    return answer


def _refused(error: Exception, request: Request) -> Refused:
    match error:
        case Refused():
            return error
        case AppError():
            return Refused(entry(error))
        case ClientDisconnect():
            return refusal(ErrorCode.BAD_REQUEST, "The request ended before its body was complete.")
    return Refused(masked(error, state.request_id(request)))


def _response(refused: Refused) -> Response:
    status = _STATUS.get(refused.entries[0]["extensions"]["code"], 400)
    headers = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    headers |= _HEADERS.get(status, {})
    if refused.allow:
        headers["allow"] = refused.allow
    body = orjson.dumps({"errors": refused.entries})
    return Response(body, status, headers, media_type="application/json; charset=utf-8")


def over(limit: LimitExceeded) -> Refused:
    """A refusal of a document that asks for too much."""
    return refusal(ErrorCode[f"LIMIT_{limit.limit.name}"], limit.message)


def entry(error: AppError, inputs: Collection[str] = ()) -> Entry:
    """An error of the application, raised by what has these inputs."""
    code = _CODES_OF_REASONS.get(error.reason or "") or _CODES[type(error)]
    field = at_fault.named(error.field, inputs) if error.field else None
    parts = {"errors": _errors(error), "missing": _missing(error)}
    extra = {"reason": error.reason, "field": field, **parts}
    return _entry(error.message, code, **{k: v for k, v in extra.items() if v and v != code.value})


def _missing(error: AppError) -> list[str]:
    """Ids of what is not there, when many were named."""
    return list(error.missing) if isinstance(error, NotFound) else []


def _errors(error: AppError) -> dict[str, str]:
    """What is wrong part by part; custom metadata is named by its owner, not by us."""
    errors = error.errors if isinstance(error, Invalid) else {}
    if error.reason != "INVALID_FIELD_OBJECT":
        return dict(errors)
    return {_RULES.get(name, name): why for name, why in errors.items()}


def of_document(error: GraphQLError, code: ErrorCode) -> Entry:
    """What GraphQL itself says of a document, with its place there."""
    return {**error.formatted, **_entry(error.message, code)}


def of_field(error: GraphQLError, inputs: Collection[str], request_id: str) -> Entry:
    """What a field with these inputs raised, with its place in the document and in the answer."""
    cause = _cause(error)
    if isinstance(cause, AppError):
        said = entry(cause, inputs)
    elif isinstance(cause, GraphQLError | StrawberryInputCoercionError):
        said = _entry(error.message, ErrorCode.BAD_USER_INPUT)
    else:
        said = masked(cause, request_id)
    return {**error.formatted, **said}


def masked(error: BaseException, request_id: str) -> Entry:
    """A fault of ours: the log has it, the caller gets its id."""
    error_id = secrets.token_hex(8)
    _log.error("request %s crashed, error %s", request_id, error_id, exc_info=error)
    return _entry("Something went wrong on our side.", ErrorCode.INTERNAL, errorId=error_id)


def _cause(error: GraphQLError) -> BaseException:
    cause: BaseException = error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    return cause


def _entry(message: str, code: ErrorCode, **extra: object) -> Entry:
    return {"message": message, "extensions": {"code": code.value, **extra}}
