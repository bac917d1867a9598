"""Inputs of the mutations, one each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import strawberry

from app.graphql.inputs import AreaInput, FileRef, FolderRef, IfExists
from app.graphql.scalars import JSON, Upload

EXTENSIONS: Final = (
    "What to have done with the picture: a list of extensions as ImageKit's REST API writes them,"
    ' such as `[{name: "remove-bg"}]`, or of references to saved ones,'
    ' `{name: "saved-extension", id: "ext_…"}`. One that `serverInfo.extensions` does not have'
    " fails at once; see `extensionStatus` for what becomes of each."
)
WEBHOOK_URL: Final = "Where to post how each of the `extensions` ended."


@strawberry.input(description="A value of custom metadata; null removes it.")
class CustomMetadataValueInput:
    """A value of custom metadata."""

    name: str = strawberry.field(description="Name of the field.")
    value: JSON | None = strawberry.field(description="The value, as the field's type has it.")


def named_values(given: Sequence[CustomMetadataValueInput]) -> dict[str, object]:
    """The values by the names of their fields, as the library takes them."""
    return {each.name: each.value for each in given}


@strawberry.input(description="What is done to a picture that is uploaded.")
class UploadTransformationInput:
    """What is done to a picture that is uploaded."""

    pre: str | None = strawberry.field(
        description="A transformation as a URL has it, applied before the bytes are stored.",
        default=None,
    )
    post: list[str] | None = strawberry.field(
        description="Up to 5 transformations, made beforehand once the bytes are stored.",
        default=None,
    )


@strawberry.input(description="Input of `uploadFile`.")
class UploadFileInput:
    """Input of `uploadFile`."""

    file: Upload = strawberry.field(description="The bytes.")
    name: str | None = strawberry.field(
        description=(
            "Name; null: the one that came with the bytes. Characters other than letters, digits,"
            " `.`, `-` and `_` become `_`."
        ),
        default=None,
    )
    folder_path: str | None = strawberry.field(
        description="Folder; made when it does not exist. Null: the root folder.", default=None
    )
    if_exists: IfExists = strawberry.field(
        description="What to do when the path is taken.", default=IfExists.NEW_VERSION
    )
    if_current_version_id: strawberry.ID | None = strawberry.field(
        description="Only when this is the file's current version; else the code is `STALE`.",
        default=None,
    )
    tags: list[str] | None = strawberry.field(
        description="Tags of the new version; null: none, or see `keepTags`.", default=None
    )
    keep_tags: bool = strawberry.field(
        description="Whether a new version without `tags` gets those of the version before.",
        default=False,
    )
    custom_metadata: list[CustomMetadataValueInput] | None = strawberry.field(
        description="Custom metadata of the new version; null: none, or see `keepCustomMetadata`.",
        default=None,
    )
    keep_custom_metadata: bool = strawberry.field(
        description=(
            "Whether a new version without `customMetadata` gets that of the version before."
        ),
        default=False,
    )
    description: str | None = strawberry.field(description="Description.", default=None)
    focus: AreaInput | None = strawberry.field(
        description="Area to keep when a crop asks for the custom focus.", default=None
    )
    is_private: bool = strawberry.field(
        description="Whether it is delivered by signed addresses only.", default=False
    )
    is_published: bool = strawberry.field(
        description="False for a draft, which is not delivered.", default=True
    )
    transformation: UploadTransformationInput | None = strawberry.field(
        description="What is done to it, if it is a picture.", default=None
    )
    extensions: JSON | None = strawberry.field(description=EXTENSIONS, default=None)
    webhook_url: str | None = strawberry.field(description=WEBHOOK_URL, default=None)


@strawberry.input(
    description="Input of `updateFile`. What is not given stays as it is; null removes."
)
class UpdateFileInput:
    """Input of `updateFile`."""

    file: FileRef = strawberry.field(description="The file.")
    if_current_version_id: strawberry.ID | None = strawberry.field(
        description="Only when this is the file's current version; else the code is `STALE`.",
        default=None,
    )
    tags: list[str] | None = strawberry.field(
        description="Tags, in place of those it has.", default=strawberry.UNSET
    )
    add_tags: list[str] | None = strawberry.field(
        description="Tags to add.", default=strawberry.UNSET
    )
    remove_tags: list[str] | None = strawberry.field(
        description="Tags to remove.", default=strawberry.UNSET
    )
    custom_metadata: list[CustomMetadataValueInput] | None = strawberry.field(
        description="Custom metadata to set, or to remove by null; the rest stays.",
        default=strawberry.UNSET,
    )
    description: str | None = strawberry.field(description="Description.", default=strawberry.UNSET)
    focus: AreaInput | None = strawberry.field(
        description="Area to keep when a crop asks for the custom focus.",
        default=strawberry.UNSET,
    )
    is_published: bool | None = strawberry.field(
        description="False for a draft, which is not delivered.", default=strawberry.UNSET
    )
    include_versions: bool = strawberry.field(
        description="Whether `isPublished` reaches every version.", default=False
    )
    remove_ai_tags: list[str] | None = strawberry.field(
        description="Names of AI tags to remove, wherever they are from.",
        default=strawberry.UNSET,
    )
    remove_all_ai_tags: bool = strawberry.field(
        description="Whether to remove all AI tags.", default=False
    )
    extensions: JSON | None = strawberry.field(description=EXTENSIONS, default=None)
    webhook_url: str | None = strawberry.field(description=WEBHOOK_URL, default=None)


@strawberry.input(description="Input of `restoreVersion`.")
class RestoreVersionInput:
    """Input of `restoreVersion`."""

    version_id: strawberry.ID = strawberry.field(description="The version to make current.")
    if_current_version_id: strawberry.ID | None = strawberry.field(
        description="Only when this is the file's current version; else the code is `STALE`.",
        default=None,
    )


@strawberry.input(description="Input of `deleteVersion`.")
class DeleteVersionInput:
    """Input of `deleteVersion`."""

    version_id: strawberry.ID = strawberry.field(
        description="The version. It must not be the current one."
    )


@strawberry.input(description="Input of `copyFile`.")
class CopyFileInput:
    """Input of `copyFile`."""

    file: FileRef = strawberry.field(description="The file.")
    to_folder_path: str = strawberry.field(
        description="Folder to copy into; made when it does not exist."
    )
    name: str | None = strawberry.field(
        description="Name of the copy; null: the same.", default=None
    )
    include_versions: bool = strawberry.field(
        description="Whether to copy all versions, not just the current one.", default=False
    )
    if_exists: IfExists = strawberry.field(
        description="What to do when the path is taken.", default=IfExists.NEW_VERSION
    )


@strawberry.input(description="Input of `moveFile`. All versions go along.")
class MoveFileInput:
    """Input of `moveFile`."""

    file: FileRef = strawberry.field(description="The file.")
    to_folder_path: str = strawberry.field(
        description="Folder to move into; made when it does not exist."
    )
    if_exists: IfExists = strawberry.field(
        description="What to do when the path is taken.", default=IfExists.NEW_VERSION
    )


@strawberry.input(description="Input of `renameFile`. All versions go along.")
class RenameFileInput:
    """Input of `renameFile`."""

    file: FileRef = strawberry.field(description="The file.")
    name: str = strawberry.field(description="The new name; it must be free.")


@strawberry.input(description="Input of `deleteFile`. All versions go along.")
class DeleteFileInput:
    """Input of `deleteFile`."""

    file: FileRef = strawberry.field(description="The file.")


@strawberry.input(description="Input of `createFolder`.")
class CreateFolderInput:
    """Input of `createFolder`."""

    path: str = strawberry.field(description="Absolute path; folders on the way are made as well.")


@strawberry.input(description="Input of `deleteFolder`. Everything inside goes along.")
class DeleteFolderInput:
    """Input of `deleteFolder`."""

    folder: FolderRef = strawberry.field(description="The folder. It must not be the root folder.")
