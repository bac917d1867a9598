"""Versions of a file: listed, read, restored, deleted."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app import state
from app.errors import NotFound
from app.library import versions
from app.rest import responses, shapes
from app.rest.ids import file_id, version_id


async def listed(request: Request) -> Response:
    """GET /v1/files/{fileId}/versions."""
    rows = await versions.listed(file_id(request))
    urls = state.of(request).urls
    return responses.json([shapes.file(row, urls) for row in rows])


async def get(request: Request) -> Response:
    """GET /v1/files/{fileId}/versions/{versionId}."""
    row = await versions.get(file_id(request), version_id(request))
    return responses.json(shapes.file(row, state.of(request).urls))


async def restore(request: Request) -> Response:
    """PUT /v1/files/{fileId}/versions/{versionId}/restore; whatever its body says."""
    file = file_id(request)
    restored = await versions.restore(version_id(request), file_id=file)
    return responses.json(shapes.file(restored.now, state.of(request).urls))


async def delete(request: Request) -> Response:
    """DELETE /v1/files/{fileId}/versions/{versionId}."""
    file = file_id(request)
    try:
        await versions.delete(version_id(request), file_id=file)
    except NotFound:
        # ImageKit's sentence here, whichever of the two is missing (V15).
        raise NotFound("The requested asset does not exist.") from None
    return responses.empty()
