"""Purges: requests to forget what is cached of a URL (rest-api.md §2.11)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app import state
from app.errors import Invalid
from app.library import purges
from app.rest import bodies, responses
from app.rest.inputs import Body, Name


class Purge(Body):
    """POST /v1/files/purge."""

    url: Name


async def create(request: Request) -> Response:
    """POST /v1/files/purge."""
    body = await bodies.read(request, Purge)
    purge_id = await purges.request(state.of(request).urls.endpoint, body.url)
    return responses.json({"requestId": purge_id}, 201)


async def get(request: Request) -> Response:
    """GET /v1/files/purge/{requestId}."""
    if not await purges.exists(request.path_params["request_id"]):
        raise Invalid("No request found for this requestId.", field="requestId")
    return responses.json({"status": "Completed"})
