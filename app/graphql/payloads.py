"""Payloads of the mutations: what each changed."""

from __future__ import annotations

import strawberry

from app.graphql.scalars import BigInt
from app.graphql.types import File, FileVersion, Folder


@strawberry.type(description="What `uploadFile` changed.")
class UploadFilePayload:
    """What `uploadFile` changed."""

    file: File = strawberry.field(description="The file.")
    version: FileVersion = strawberry.field(description="The version that the upload made.")
    created: bool = strawberry.field(
        description="Whether the file is new, not one that got a version."
    )


@strawberry.type(description="What `updateFile` changed.")
class UpdateFilePayload:
    """What `updateFile` changed."""

    file: File = strawberry.field(description="The file.")


@strawberry.type(description="What `restoreVersion` changed.")
class RestoreVersionPayload:
    """What `restoreVersion` changed."""

    file: File = strawberry.field(description="The file, with the version as its current one.")
    version: FileVersion = strawberry.field(description="The version that is current now.")
    previous_version: FileVersion = strawberry.field(
        description="The version that was current before; the same when nothing changed."
    )


@strawberry.type(description="What `deleteVersion` changed.")
class DeleteVersionPayload:
    """What `deleteVersion` changed."""

    file: File = strawberry.field(description="The file.")
    deleted_version_id: strawberry.ID = strawberry.field(
        description="Id of the version that is gone."
    )
    freed_bytes: BigInt = strawberry.field(
        description="Bytes that need not be stored any more; 0 when other versions share them."
    )


@strawberry.type(description="What `copyFile` changed.")
class CopyFilePayload:
    """What `copyFile` changed."""

    file: File = strawberry.field(description="The copy, or the file that it went on top of.")
    copied_version_count: int = strawberry.field(description="How many versions were copied.")


@strawberry.type(description="What `moveFile` changed.")
class MoveFilePayload:
    """What `moveFile` changed."""

    file: File = strawberry.field(
        description="The file, or the one whose history it went on top of."
    )


@strawberry.type(description="What `renameFile` changed.")
class RenameFilePayload:
    """What `renameFile` changed."""

    file: File = strawberry.field(description="The file.")


@strawberry.type(description="What `deleteFile` changed.")
class DeleteFilePayload:
    """What `deleteFile` changed."""

    deleted_file_id: strawberry.ID = strawberry.field(description="Id of the file that is gone.")


@strawberry.type(description="What `createFolder` changed.")
class CreateFolderPayload:
    """What `createFolder` changed."""

    folder: Folder = strawberry.field(description="The folder, new or not.")
    created: bool = strawberry.field(description="Whether it is new.")


@strawberry.type(description="What `deleteFolder` changed.")
class DeleteFolderPayload:
    """What `deleteFolder` changed."""

    deleted_folder_id: strawberry.ID = strawberry.field(
        description="Id of the folder that is gone."
    )
