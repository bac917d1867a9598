"""Guards: a page of another site must not make its visitor's browser use the key it remembers.

Nor the cookie of a session, which a browser adds by itself.
"""

from __future__ import annotations

from typing import Final

from starlette.requests import Request

from app import state
from app.graphql.codes import ErrorCode
from app.graphql.errors import refusal
from app.library.sites import is_foreign, may_be_foreign
from app.state import Caller

PREFLIGHTED: Final = (
    "graphql-require-preflight",
    "apollo-require-preflight",
    "x-apollo-operation-name",
    "x-requested-with",
)
"""Headers that a page can only send after the browser has asked us, and we never agree."""


def refuse_forgery(request: Request, caller: Caller) -> None:
    """Raises Refused for what a page of another site may have sent.

    Browsers say where a request comes from. A form, unlike JSON, a page may send without asking
    first, so it must bring a header that it may not; and with a cookie, so must a GET of which
    the browser does not say it.
    """
    headers = request.headers
    foreign = is_foreign(headers)
    if caller.by_cookie:
        foreign = may_be_foreign(headers, state.of(request).urls.endpoint)
    if foreign:
        raise refusal(ErrorCode.CSRF, "Pages of other sites may not ask.")
    is_form = headers.get("content-type", "").lower().startswith("multipart/form-data")
    is_simple = is_form if request.method == "POST" else _is_simple_get(request, caller)
    if is_simple and not any(name in headers for name in PREFLIGHTED):
        names = ", ".join(PREFLIGHTED)
        kind = "multipart" if request.method == "POST" else "GET"
        raise refusal(ErrorCode.CSRF, f"A {kind} request needs one of the headers {names}.")


def _is_simple_get(request: Request, caller: Caller) -> bool:
    return caller.by_cookie and "sec-fetch-site" not in request.headers
