"""Files, versions and folders listed together."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app import state
from app.library import assets
from app.rest import inputs, responses, shapes


async def listed(request: Request) -> Response:
    """GET /v1/files."""
    rows = await assets.listed(inputs.listing(request.query_params))
    urls = state.of(request).urls
    return responses.json([shapes.asset(row, urls) for row in rows])
