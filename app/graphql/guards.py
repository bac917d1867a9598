"""Guards: a page of another site must not make its visitor's browser use the key it remembers."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request

from app.graphql.codes import ErrorCode
from app.graphql.errors import refusal

PREFLIGHTED: Final = (
    "graphql-require-preflight",
    "apollo-require-preflight",
    "x-apollo-operation-name",
    "x-requested-with",
)
"""Headers that a page can only send after the browser has asked us, and we never agree."""


def refuse_forgery(request: Request) -> None:
    """Raises Refused for what a page of another site may have sent.

    Browsers say where a request comes from. A form, unlike JSON, a page may send without asking
    first, so it must bring a header that it may not.
    """
    headers = request.headers
    if headers.get("sec-fetch-site") in ("cross-site", "same-site") and not _is_ours(request):
        raise refusal(ErrorCode.CSRF, "Pages of other sites may not ask.")
    is_form = headers.get("content-type", "").lower().startswith("multipart/form-data")
    if request.method == "POST" and is_form and not any(name in headers for name in PREFLIGHTED):
        names = ", ".join(PREFLIGHTED)
        raise refusal(ErrorCode.CSRF, f"A multipart request needs one of the headers {names}.")


def _is_ours(request: Request) -> bool:
    origin = request.headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.headers.get("host")
