"""The endpoint: one HTTP request, from its headers to its answer."""

from __future__ import annotations

import orjson
from starlette.requests import Request
from starlette.responses import Response

from app import state
from app.graphql import guards, negotiation, reading
from app.graphql.codes import ErrorCode
from app.graphql.context import Context
from app.graphql.errors import refusal
from app.graphql.execution import Answer, run
from app.graphql.negotiation import GRAPHQL, JSON


async def answer(request: Request) -> Response:
    """Runs the operation that the request holds; raises what is to be answered instead."""
    caller = state.insist(request)
    media = _media(request)
    guards.refuse_forgery(request, caller)
    async with reading.read(request) as asked:
        context = Context(state.of(request), state.request_id(request), caller)
        return _response(await run(asked, context), media)


def _media(request: Request) -> str:
    if request.method not in ("GET", "POST"):
        message = "GraphQL is asked with GET or POST."
        raise refusal(ErrorCode.METHOD_NOT_ALLOWED, message, allow="GET, POST")
    media = negotiation.choose(request.headers.get("accept"))
    if media is None:
        raise refusal(ErrorCode.NOT_ACCEPTABLE, f"The answer can be {GRAPHQL} or {JSON}.")
    return media


def _response(found: Answer, media: str) -> Response:
    """200, but 400 when nothing ran and the client knows to read GraphQL errors there."""
    status = 200 if found.has_run or media == JSON else 400
    headers = {
        "content-type": f"{media}; charset=utf-8",
        "cache-control": "no-store",
        "vary": "Accept",
        "x-content-type-options": "nosniff",
    }
    return Response(orjson.dumps(found.body), status, headers)
