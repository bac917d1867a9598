"""Folders: made and deleted."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app.library import folders
from app.rest import bodies, inputs, responses


async def create(request: Request) -> Response:
    """POST /v1/folder."""
    body = await bodies.read(request, inputs.CreateFolder)
    await folders.create_in(body.parent_folder_path, body.folder_name)
    return responses.json({}, 201)


async def delete(request: Request) -> Response:
    """DELETE /v1/folder."""
    body = await bodies.read(request, inputs.DeleteFolder)
    await folders.delete(path=body.folder_path)
    return responses.empty()
