"""Queries: what can be read. What is not there is null."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Annotated, Any, Final, TypeAlias

import strawberry

from app import state
from app.errors import Invalid
from app.graphql.context import Info
from app.graphql.custom_metadata import CustomMetadataField
from app.graphql.definitions import DefinitionQuery
from app.graphql.fields import argument, field
from app.graphql.ids import Kind, find, parse
from app.graphql.inputs import FileRef
from app.graphql.jobs import BulkJob, JobQuery
from app.graphql.lists import conditions, page_of_files
from app.graphql.loaders import Loaders
from app.graphql.named_transformations import NamedTransformation, NamedTransformationQuery
from app.graphql.nodes import Node
from app.graphql.pagination import Asked, Connection, Paged
from app.graphql.saved_extensions import SavedExtension
from app.graphql.scalars import BigInt
from app.graphql.searching import SearchQuery
from app.graphql.server import Permission, ServerInfo, StorageUsage, Viewer
from app.graphql.types import File, FilesOrderedBy, FileVersion, Folder, Where
from app.graphql.webhooks import DELIVERY_KEY, WebhookDelivery, WithStatus
from app.library import files, folders, jobs, named, usage, versions, webhooks

MAX_IDS = 100

Wrap: TypeAlias = Callable[[Any], Node]


FileId = Annotated[strawberry.ID | None, argument("Id of the file.", "id")]
FilePath = Annotated[str | None, argument("Absolute path of the file.")]
FolderId = Annotated[strawberry.ID | None, argument("Id of the folder.", "id")]
FolderPath = Annotated[str | None, argument("Absolute path; `/` is the root folder.")]
VersionId = Annotated[strawberry.ID | None, argument("Id of the version.", "id")]
OfFile = Annotated[FileRef | None, argument("The file, together with `number`.")]
Number = Annotated[int | None, argument("The version's number, together with `file`.")]
NodeId = Annotated[strawberry.ID, argument("The id.", "id")]
NodeIds = Annotated[list[strawberry.ID], argument(f"Up to {MAX_IDS} ids.", "ids")]


@strawberry.type(description="What can be read.")
class Query(DefinitionQuery, JobQuery, NamedTransformationQuery, SearchQuery):
    """What can be read."""

    @field("Anything by its id; null when there is nothing.")
    async def node(self, info: Info, wanted: NodeId) -> Node | None:
        return await _node(info, wanted)

    @field("Things by their ids, in the same order, with null for what is not there.")
    async def nodes(self, info: Info, wanted: NodeIds) -> list[Node | None]:
        if len(wanted) > MAX_IDS:
            raise Invalid(f"ids takes at most {MAX_IDS}.", field="ids")
        return await asyncio.gather(*(_node(info, each) for each in wanted))

    @field("A file by its id or by its path; null when there is none.", reads=True)
    async def file(self, by_id: FileId = None, path: FilePath = None) -> File | None:
        _insist_on_one("id", by_id, "path", path)
        ref = _file(by_id, path)
        row = await files.find(ref) if ref else None
        return File.of(row) if row else None

    @field("A version by its id, or by its file and number; null when there is none.", reads=True)
    async def file_version(
        self, by_id: VersionId = None, file: OfFile = None, number: Number = None
    ) -> FileVersion | None:
        _insist_on_one("id", by_id, "file", file)
        if (file is None) != (number is None):
            raise Invalid("`file` and `number` go together.", field="number")
        if file is None or number is None:
            bare = find(Kind.VERSION, by_id or "")
            row = await versions.find(bare) if bare else None
        else:
            ref = _file(file.id, file.path)
            current = await files.find(ref) if ref else None
            row = await versions.numbered(current.file_id, number) if current else None
        return FileVersion.of(row) if row else None

    @field("A folder by its id or by its path; null when there is none.", reads=True)
    async def folder(
        self, info: Info, by_id: FolderId = None, path: FolderPath = None
    ) -> Folder | None:
        _insist_on_one("id", by_id, "path", path)
        if path is not None:
            row = await folders.find(path)
        else:
            bare = find(Kind.FOLDER, by_id or "")
            row = await info.context.loaders.folders.load(bare) if bare else None
        return Folder.of(row) if row else None

    @field("Files of the whole library.", reads=True, extension=Paged(skips=True))
    async def files(
        self, asked: Asked, where: Where = None, order_by: FilesOrderedBy = None
    ) -> Connection[File]:
        return await page_of_files(await conditions(where), asked, File.of, order_by)

    @field(
        "What was told by webhook, or is to be told, the latest first.",
        reads=True,
        extension=Paged(),
    )
    async def webhook_deliveries(
        self, asked: Asked, status: WithStatus = None
    ) -> Connection[WebhookDelivery]:
        only = status.value if status else None
        page = await webhooks.page(asked.window(DELIVERY_KEY), only)
        return Connection(page=page, wrap=WebhookDelivery.of, count=partial(webhooks.count, only))

    @field("How much the library holds.", reads=True)
    async def storage_usage(self) -> StorageUsage:
        found = await usage.measure()
        return StorageUsage(
            file_count=found.files,
            folder_count=found.folders,
            version_count=found.versions,
            current_bytes=BigInt(found.current_bytes),
            past_bytes=BigInt(found.past_bytes),
            stored_bytes=BigInt(found.stored_bytes),
        )

    @field("What this server is and allows.")
    def server_info(self, info: Info) -> ServerInfo:
        server: state.State = info.context.state
        return ServerInfo(
            version=server.version,
            max_upload_bytes=BigInt(server.limits.max_upload_bytes),
            max_pixels=BigInt(server.limits.max_pixels),
            max_versions_per_file=server.limits.max_versions,
            extensions=server.extensions.names,
        )

    @field("Who is asking.")
    def viewer(self, info: Info) -> Viewer:
        caller = info.context.caller
        permissions = list(Permission) if caller.may_write else [Permission.READ]
        return Viewer(name=caller.name, permissions=permissions)


async def _node(info: Info, text: str) -> Node | None:
    named = parse(text)
    if named is None:
        return None
    kind, bare = named
    load, wrap = _NODES[kind]
    row = await load(info.context.loaders, bare)
    return None if row is None else wrap(row)


_NODES: Final[Mapping[Kind, tuple[Callable[[Loaders, str], Awaitable[Any]], Wrap]]] = {
    Kind.FILE: (lambda loaders, bare: loaders.files.load(bare), File.of),
    Kind.VERSION: (lambda loaders, bare: loaders.versions.load(bare), FileVersion.of),
    Kind.FOLDER: (lambda loaders, bare: loaders.folders.load(bare), Folder.of),
    Kind.JOB: (lambda _, bare: jobs.find(bare), BulkJob.of),
    Kind.FIELD: (lambda loaders, bare: loaders.fields.load(bare), CustomMetadataField.of),
    Kind.EXTENSION: (lambda loaders, bare: loaders.saved_extensions.load(bare), SavedExtension.of),
    Kind.TRANSFORMATION: (lambda _, bare: named.find(bare), NamedTransformation.of),
    Kind.DELIVERY: (lambda _, bare: webhooks.find(bare), WebhookDelivery.of),
}
"""How the row of each kind is found, and what it becomes."""


def _file(by_id: str | None, path: str | None) -> files.FileRef | None:
    """How the library is asked for the file; None for an id that no file can have."""
    if not by_id:
        return files.FileRef(path=path)
    bare = find(Kind.FILE, by_id)
    return files.FileRef(id=bare) if bare else None


def _insist_on_one(name: str, value: object, other_name: str, other: object) -> None:
    if (value is None) == (other is None):
        raise Invalid(f"Give exactly one of `{name}` and `{other_name}`.", field=name)
