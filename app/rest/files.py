"""Files: details, changes, deletion, copying, moving, renaming."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app import state
from app.library import files, purges, transfers, updates
from app.library.files import FileRef
from app.library.paths import tidy
from app.library.updates import Changes
from app.rest import bodies, inputs, responses, shapes
from app.rest.ids import file_id


async def details(request: Request) -> Response:
    """GET /v1/files/{fileId}/details."""
    row = await files.get(file_id(request))
    return responses.json(shapes.file(row, state.of(request).urls))


async def update(request: Request) -> Response:
    """PATCH /v1/files/{fileId}/details."""
    source = FileRef(id=file_id(request))
    body = await bodies.read(request, inputs.Details)
    shared, changes = state.of(request), body.changes()
    asked = await shared.extensions.asked(body.extensions or [], body.webhook_url)
    row = await updates.update(source, Changes(**changes, extensions=asked))
    shape = shapes.file(row, shared.urls)
    return responses.json(shape | shapes.extension_status(row, asked))


async def delete(request: Request) -> Response:
    """DELETE /v1/files/{fileId}."""
    await files.delete(FileRef(id=file_id(request)))
    return responses.empty()


async def copy(request: Request) -> Response:
    """POST /v1/files/copy."""
    body = await bodies.read(request, inputs.CopyFile)
    await transfers.copy(
        body.source,
        body.destination,
        limit=state.of(request).limits.max_versions,
        include_versions=body.include_file_versions,
    )
    return responses.empty()


async def move(request: Request) -> Response:
    """POST /v1/files/move."""
    body = await bodies.read(request, inputs.MoveFile)
    limit = state.of(request).limits.max_versions
    await transfers.move(body.source, body.destination, limit=limit)
    return responses.empty()


async def rename(request: Request) -> Response:
    """PUT /v1/files/rename."""
    body = await bodies.read(request, inputs.RenameFile)
    await files.rename(FileRef(path=body.file_path), body.new_file_name)
    if not body.purge_cache:
        return responses.json({})
    old_urls = state.of(request).urls.all_below(tidy(body.file_path))
    return responses.json({"purgeRequestId": await purges.keep(old_urls)})
