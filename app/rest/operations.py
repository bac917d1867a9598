"""What each handler does, takes and answers: what the OpenAPI document says beside the routes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.library.assets import AssetType, SortKey
from app.rest import (
    accounts,
    assets,
    batches,
    extensions,
    fields,
    files,
    folders,
    inputs,
    jobs,
    metadata,
    named,
    purges,
    uploads,
    versions,
)
from app.rest.errors import Handler
from app.rest.inputs import Body
from app.rest.schemas import Schema, array, choice, flag, ref, string, whole


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked."""

    id: str
    summary: str
    success: Mapping[int, Schema | None]
    """The schema of the answer by its status; None for no body."""
    body: type[Body] | None = None
    form: str | None = None
    """The schema of the upload form."""
    query: Mapping[str, Schema] | None = None
    """The parameters; one with `required` must be there."""
    also: tuple[int, ...] = ()
    """Refusals that come with what it does, besides those that any request may meet."""


def _unsupported(id_: str, summary: str) -> Operation:
    return Operation(id_, f"{summary}: not supported by this server", {}, also=(501,))


_WRITES: Final = (404, 409, 423)
_BOUNDS: Final = {
    name: string("A day. Both are needed, the first before the second.", format="date")
    | {"required": True}
    for name in ("startDate", "endDate")
}
_LISTING: Final[Mapping[str, Schema]] = {
    "type": {**choice(*AssetType), "default": "file"},
    "path": string("One folder, without those below it.", examples=["/web"]),
    "name": string("The exact name."),
    "tags": string("Joined by commas; files with any of them."),
    "fileType": {**choice("all", "image", "non-image"), "default": "all"},
    "searchQuery": string(
        'In place of `type`, `name`, `tags`: `createdAt > "7d" AND tags IN ["a"]`.'
    ),
    "sort": {**choice(*(f"{way}_{key}" for key in SortKey for way in ("ASC", "DESC")))}
    | {"default": "ASC_CREATED"},
    "limit": {**whole(least=1), "maximum": 1000, "default": 1000},
    "skip": {**whole(), "default": 0},
    "includeFolder": flag("The same as the type `all`."),
}

OPERATIONS: Final[Mapping[Handler, Operation]] = {
    uploads.upload_v1: Operation(
        "upload", "Upload a file", {200: ref("Uploaded")}, form="UploadV1", also=(409, 423)
    ),
    uploads.upload_v2: Operation(
        "uploadV2", "Upload a file", {200: ref("Uploaded")}, form="UploadV2", also=(409, 423)
    ),
    assets.listed: Operation(
        "listAssets",
        "List files, versions or folders",
        {200: array(ref("Asset"))},
        query=_LISTING,
    ),
    files.copy: Operation(
        "copyFile", "Copy a file", {204: None}, body=inputs.CopyFile, also=_WRITES
    ),
    files.move: Operation(
        "moveFile", "Move a file", {204: None}, body=inputs.MoveFile, also=_WRITES
    ),
    files.rename: Operation(
        "renameFile",
        "Rename a file",
        {200: ref("Renamed")},
        body=inputs.RenameFile,
        also=_WRITES,
    ),
    files.details: Operation("getFile", "Read a file", {200: ref("File")}),
    files.update: Operation(
        "updateFile", "Change a file", {200: ref("File")}, body=inputs.Details, also=_WRITES
    ),
    files.delete: Operation(
        "deleteFile", "Delete a file with all its versions", {204: None}, also=_WRITES
    ),
    batches.delete: Operation(
        "deleteFiles",
        "Delete many files",
        {200: ref("SuccessfullyDeleted")},
        body=batches.Batch,
        also=_WRITES,
    ),
    batches.add_tags: Operation(
        "addTags",
        "Add tags to many files",
        {200: ref("SuccessfullyUpdated"), 207: ref("PartlyUpdated")},
        body=batches.TagBatch,
        also=_WRITES,
    ),
    batches.remove_tags: Operation(
        "removeTags",
        "Remove tags from many files",
        {200: ref("SuccessfullyUpdated"), 207: ref("PartlyUpdated")},
        body=batches.TagBatch,
        also=_WRITES,
    ),
    batches.remove_ai_tags: Operation(
        "removeAITags",
        "Remove tags that a machine gave from many files",
        {200: ref("SuccessfullyUpdated"), 207: ref("PartlyUpdated")},
        body=batches.AITagBatch,
        also=_WRITES,
    ),
    purges.create: Operation(
        "purge", "Purge a URL from caches", {201: ref("PurgeStarted")}, body=purges.Purge
    ),
    purges.get: Operation("getPurge", "Status of a purge", {200: ref("PurgeStatus")}),
    versions.listed: Operation(
        "listVersions", "List the versions of a file", {200: array(ref("File"))}
    ),
    versions.get: Operation("getVersion", "Read a version", {200: ref("File")}),
    versions.delete: Operation(
        "deleteVersion", "Delete a version, not the current one", {204: None}, also=_WRITES
    ),
    versions.restore: Operation(
        "restoreVersion", "Make a version the current one", {200: ref("File")}, also=_WRITES
    ),
    folders.create: Operation(
        "createFolder",
        "Make a folder",
        {201: ref("Nothing")},
        body=inputs.CreateFolder,
        also=_WRITES,
    ),
    folders.delete: Operation(
        "deleteFolder",
        "Delete a folder with everything in it",
        {204: None},
        body=inputs.DeleteFolder,
        also=_WRITES,
    ),
    jobs.copy_folder: Operation(
        "copyFolder", "Copy a folder", {200: ref("JobStarted")}, body=jobs.CopyFolder, also=_WRITES
    ),
    jobs.move_folder: Operation(
        "moveFolder", "Move a folder", {200: ref("JobStarted")}, body=jobs.MoveFolder, also=_WRITES
    ),
    jobs.rename_folder: Operation(
        "renameFolder",
        "Rename a folder",
        {202: ref("JobStarted")},
        body=jobs.RenameFolder,
        also=_WRITES,
    ),
    jobs.get: Operation("getJob", "Status of a bulk job", {200: ref("Job")}),
    metadata.of_file: Operation("getMetadata", "Metadata of a file", {200: ref("Metadata")}),
    metadata.of_url: Operation(
        "getMetadataOfUrl",
        "Metadata of what a delivery URL leads to",
        {200: ref("Metadata")},
        query={"url": string("A delivery URL of this server.", required=True)},
        also=(404,),
    ),
    fields.listed: Operation(
        "listCustomMetadataFields",
        "List the fields of custom metadata",
        {200: array(ref("CustomMetadataField"))},
        query={"includeDeleted": flag("With those that were deleted.")},
    ),
    fields.create: Operation(
        "createCustomMetadataField",
        "Define a field of custom metadata",
        {201: ref("CustomMetadataField")},
        body=fields.NewField,
        also=(409,),
    ),
    fields.without_id: Operation(
        "withoutCustomMetadataField", "Always refused: the id of the field is missing", {}
    ),
    fields.update: Operation(
        "updateCustomMetadataField",
        "Change a field of custom metadata",
        {200: ref("CustomMetadataField")},
        body=fields.FieldChanges,
        also=(409,),
    ),
    fields.delete: Operation(
        "deleteCustomMetadataField", "End a field, with all values for it", {204: None}
    ),
    extensions.listed: Operation(
        "listSavedExtensions", "List saved extensions", {200: array(ref("SavedExtension"))}
    ),
    extensions.create: Operation(
        "createSavedExtension",
        "Keep an extension",
        {201: ref("SavedExtension")},
        body=extensions.NewSaved,
        also=(409,),
    ),
    extensions.get: Operation(
        "getSavedExtension", "Read a saved extension", {200: ref("SavedExtension")}
    ),
    extensions.update: Operation(
        "updateSavedExtension",
        "Change a saved extension",
        {200: ref("SavedExtension")},
        body=extensions.SavedChanges,
        also=(409,),
    ),
    extensions.delete: Operation("deleteSavedExtension", "Forget a saved extension", {204: None}),
    named.listed: Operation(
        "listNamedTransformations",
        "List named transformations",
        {200: array(ref("NamedTransformation"))},
    ),
    named.create: Operation(
        "createNamedTransformation",
        "Give a transformation a name",
        {201: ref("NamedTransformation")},
        body=named.NewNamed,
        also=(409,),
    ),
    named.get: Operation(
        "getNamedTransformation",
        "Read a named transformation",
        {200: ref("NamedTransformation")},
    ),
    named.update: Operation(
        "updateNamedTransformation",
        "Change a named transformation",
        {200: ref("NamedTransformation")},
        body=named.NamedChanges,
        also=(409,),
    ),
    named.delete: Operation(
        "deleteNamedTransformation", "Forget a named transformation", {204: None}
    ),
    accounts.usage: Operation(
        "getUsage", "Bytes stored, every version counted", {200: ref("Usage")}, query=_BOUNDS
    ),
    accounts.analytics: _unsupported("getUsageAnalytics", "Usage analytics"),
    accounts.origins: _unsupported("origins", "Origins"),
    accounts.url_endpoints: _unsupported("urlEndpoints", "URL-endpoints"),
}
