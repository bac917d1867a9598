"""Jobs: folders copied, moved and renamed, and what became of it (rest-api.md §2.10).

A job has ended when its id is answered.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app import state
from app.library import folder_transfers, jobs
from app.library.folder_transfers import FolderRef
from app.rest import bodies, responses
from app.rest.inputs import Body, Flag, Name


class _BetweenFolders(Body):
    reason_missing = "MISSING_PARAMETER"
    reason_invalid = "INVALID_PARAMETER"

    source_folder_path: Name
    destination_path: Name


class CopyFolder(_BetweenFolders):
    """POST /v1/bulkJobs/copyFolder; the older of the clients name the flag in the longer way."""

    include_versions: Flag = False
    include_file_versions: Flag = False


class MoveFolder(_BetweenFolders):
    """POST /v1/bulkJobs/moveFolder."""


class RenameFolder(Body):
    """POST /v1/bulkJobs/renameFolder."""

    folder_path: Name
    new_folder_name: Name
    purge_cache: Flag = False


async def copy_folder(request: Request) -> Response:
    """POST /v1/bulkJobs/copyFolder."""
    body, server = await bodies.read(request, CopyFolder), state.of(request)
    job = await folder_transfers.copy(
        server.storage,
        FolderRef(path=body.source_folder_path),
        body.destination_path,
        limit=server.limits.max_versions,
        include_versions=body.include_versions or body.include_file_versions,
    )
    return responses.json({"jobId": job.id})


async def move_folder(request: Request) -> Response:
    """POST /v1/bulkJobs/moveFolder."""
    body, server = await bodies.read(request, MoveFolder), state.of(request)
    source = FolderRef(path=body.source_folder_path)
    limit = server.limits.max_versions
    job = await folder_transfers.move(server.storage, source, body.destination_path, limit=limit)
    return responses.json({"jobId": job.id})


async def rename_folder(request: Request) -> Response:
    """POST /v1/bulkJobs/renameFolder."""
    body, server = await bodies.read(request, RenameFolder), state.of(request)
    job = await folder_transfers.rename(
        server.storage,
        FolderRef(path=body.folder_path),
        body.new_folder_name,
        purged=server.urls if body.purge_cache else None,
    )
    return responses.json({"jobId": job.id}, 202)


async def get(request: Request) -> Response:
    """GET /v1/bulkJobs/{jobId}."""
    job = await jobs.get(request.path_params["job_id"])
    status = "Pending" if job.finished_at is None else "Completed"
    body = {"jobId": job.id, "type": job.kind.value, "status": status}
    return responses.json(body | ({"purgeRequestId": job.purge_id} if job.purge_id else {}))
