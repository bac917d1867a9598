"""The REST app: every route of ImageKit's that there is (rest-api.md §5), on one screen.

main mounts it last, at the root, so that it answers unknown URLs too.
"""

from __future__ import annotations

from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from app.rest import (
    accounts,
    assets,
    batches,
    documentation,
    errors,
    extensions,
    fields,
    files,
    folders,
    jobs,
    metadata,
    named,
    purges,
    uploads,
    versions,
)
from app.rest.cors import AnyOrigin
from app.rest.errors import Handler
from app.rest.routes import Row
from app.state import insist


def _at(path: str, *, browsers: bool = False, **handlers: Handler) -> Row:
    """A path with its handlers by method."""
    by_method = {method.upper(): handler for method, handler in handlers.items()}
    return Row(path, by_method, browsers)


def _all_at(path: str, handler: Handler) -> list[Row]:
    """A path for many things and below it each of them, whatever is asked."""
    return [
        _at(path, get=handler, post=handler),
        _at(f"{path}/{{id}}", get=handler, put=handler, delete=handler),
    ]


TABLE: Final[tuple[Row, ...]] = (
    _at("/api/v1/files/upload", post=uploads.upload_v1, browsers=True),
    _at("/api/v2/files/upload", post=uploads.upload_v2, browsers=True),
    _at("/v1/files", get=assets.listed),
    # These words stand where an id would, so they come first.
    _at("/v1/files/copy", post=files.copy),
    _at("/v1/files/move", post=files.move),
    _at("/v1/files/rename", put=files.rename),
    _at("/v1/files/addTags", post=batches.add_tags),
    _at("/v1/files/removeTags", post=batches.remove_tags),
    _at("/v1/files/removeAITags", post=batches.remove_ai_tags),
    _at("/v1/files/batch/deleteByFileIds", post=batches.delete),
    _at("/v1/files/batch/deleteByfileIds", post=batches.delete),
    _at("/v1/files/purge", post=purges.create),
    _at("/v1/files/purge/{request_id}", get=purges.get),
    _at("/v1/files/{file_id}", delete=files.delete),
    _at("/v1/files/{file_id}/details", get=files.details, patch=files.update),
    _at("/v1/files/{file_id}/metadata", get=metadata.of_file),
    _at("/v1/files/{file_id}/versions", get=versions.listed),
    _at(
        "/v1/files/{file_id}/versions/{version_id}",
        get=versions.get,
        delete=versions.delete,
    ),
    _at("/v1/files/{file_id}/versions/{version_id}/restore", put=versions.restore),
    _at("/v1/folder", post=folders.create, delete=folders.delete),
    _at("/v1/bulkJobs/copyFolder", post=jobs.copy_folder, put=jobs.copy_folder),
    _at("/v1/bulkJobs/moveFolder", post=jobs.move_folder, put=jobs.move_folder),
    _at("/v1/bulkJobs/renameFolder", post=jobs.rename_folder, put=jobs.rename_folder),
    _at("/v1/bulkJobs/{job_id}", get=jobs.get),
    _at("/v1/metadata", get=metadata.of_url),
    _at(
        "/v1/customMetadataFields",
        get=fields.listed,
        post=fields.create,
        patch=fields.without_id,
        delete=fields.without_id,
    ),
    _at("/v1/customMetadataFields/{id}", patch=fields.update, delete=fields.delete),
    _at("/v1/saved-extensions", get=extensions.listed, post=extensions.create),
    _at(
        "/v1/saved-extensions/{id}",
        get=extensions.get,
        patch=extensions.update,
        delete=extensions.delete,
    ),
    _at("/v1/named-transformations", get=named.listed, post=named.create),
    _at(
        "/v1/named-transformations/{id}",
        get=named.get,
        patch=named.update,
        delete=named.delete,
    ),
    _at("/v1/accounts/usage", get=accounts.usage),
    _at("/v1/accounts/usage-analytics", get=accounts.analytics),
    *_all_at("/v1/accounts/origins", accounts.origins),
    *_all_at("/v1/accounts/url-endpoints", accounts.url_endpoints),
)
"""Every route, in the order in which they are tried."""


_ADMINISTRATION: Final = ("/v1/accounts/", "/v1/named-transformations", "/v1/saved-extensions")
"""What a key that only reads files may not read either (rest-api.md §1.2)."""


def create_app() -> Starlette:
    """The app. It finds the state and the caller on the request."""
    return Starlette(
        routes=[*map(_route, TABLE), *documentation.routes(TABLE)],
        middleware=[Middleware(_WithoutTrailingSlash)],
        exception_handlers={HTTPException: errors.render, Exception: errors.render},
    )


def _route(row: Row) -> Route:
    """The row's route; nobody gets to a handler who may not do what it does.

    Browsers without the private key do, where they may bring something else instead.
    """
    by_method, browsers = dict(row.handlers), row.browsers
    if "GET" in by_method:
        by_method["HEAD"] = by_method["GET"]

    @errors.rendered
    async def answer(request: Request) -> Response:
        if not browsers or request.headers.get("authorization", "").strip():
            reads = request.method in {"GET", "HEAD"} and not row.path.startswith(_ADMINISTRATION)
            insist(request, on_writing=not reads)
        return await by_method[request.method](request)

    return Route(
        row.path,
        answer,
        methods=[*by_method, "OPTIONS"] if browsers else list(by_method),
        middleware=[Middleware(AnyOrigin)] if browsers else None,
    )


class _WithoutTrailingSlash:
    """`/v1/files/` is `/v1/files`: a redirect would turn many clients' POST into a GET."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "").rstrip("/")
        await self.app({**scope, "path": path} if path else scope, receive, send)
