"""Mutations: each reads its input, calls the library once, and returns what it changed."""

from __future__ import annotations

from typing import Annotated

import strawberry

from app.graphql.batches import BatchMutation
from app.graphql.context import Info
from app.graphql.definitions import DefinitionMutation
from app.graphql.fields import argument, field
from app.graphql.ids import Kind, get, spell
from app.graphql.jobs import JobMutation
from app.graphql.mutation_inputs import (
    CopyFileInput,
    CreateFolderInput,
    DeleteFileInput,
    DeleteFolderInput,
    DeleteVersionInput,
    MoveFileInput,
    RenameFileInput,
    RestoreVersionInput,
    UpdateFileInput,
    UploadFileInput,
    named_values,
)
from app.graphql.named_transformations import NamedTransformationMutation
from app.graphql.payloads import (
    CopyFilePayload,
    CreateFolderPayload,
    DeleteFilePayload,
    DeleteFolderPayload,
    DeleteVersionPayload,
    MoveFilePayload,
    RenameFilePayload,
    RestoreVersionPayload,
    UpdateFilePayload,
    UploadFilePayload,
)
from app.graphql.scalars import BigInt
from app.graphql.types import File, FileVersion, Folder
from app.graphql.uploading import asked_of, receive
from app.graphql.webhooks import ResendWebhookInput, ResendWebhookPayload, WebhookDelivery
from app.library import files, folders, transfers, updates, uploads, versions, webhooks
from app.library.transfers import Destination
from app.library.updates import Changes


@strawberry.type(
    description=(
        "What can be changed. The fields of one operation run one after another, up to the first"
        " that fails; what those before it changed stays."
    )
)
class Mutation(DefinitionMutation, JobMutation, BatchMutation, NamedTransformationMutation):
    """What can be changed."""

    @field("Uploads a file, or a new version of one.", reads=True)
    async def upload_file(
        self,
        info: Info,
        asked: Annotated[UploadFileInput, argument("The bytes and where they go.", "input")],
    ) -> UploadFilePayload:
        server = info.context.state
        new = await receive(server, asked, info.context.request_id)
        uploaded = await uploads.upload(
            server.storage,
            new,
            transformer=server.transformer,
            max_versions=server.limits.max_versions,
            max_pixels=server.limits.max_pixels,
        )
        row = uploaded.row
        return UploadFilePayload(
            file=File.of(row), version=FileVersion.of(row), created=uploaded.created
        )

    @field("Changes what is said about a file; makes no version.", reads=True)
    async def update_file(
        self,
        info: Info,
        asked: Annotated[UpdateFileInput, argument("The file and what to change.", "input")],
    ) -> UpdateFilePayload:
        source, changes = asked.file.named("file"), _changes(asked)
        server = info.context.state
        changes["extensions"] = await asked_of(server, asked.extensions, asked.webhook_url)
        row = await updates.update(source, changes, if_current=_expected(asked))
        return UpdateFilePayload(file=File.of(row))

    @field(
        "Makes a past version current again. The one that was current stays as a past one.",
        reads=True,
    )
    async def restore_version(
        self, asked: Annotated[RestoreVersionInput, argument("The version.", "input")]
    ) -> RestoreVersionPayload:
        version_id = get(Kind.VERSION, asked.version_id, "versionId")
        restored = await versions.restore(version_id, if_current=_expected(asked))
        return RestoreVersionPayload(
            file=File.of(restored.now),
            version=FileVersion.of(restored.now),
            previous_version=FileVersion.of(restored.before),
        )

    @field("Deletes a version that is not the current one, for good.", reads=True)
    async def delete_version(
        self, asked: Annotated[DeleteVersionInput, argument("The version.", "input")]
    ) -> DeleteVersionPayload:
        deleted = await versions.delete(get(Kind.VERSION, asked.version_id, "versionId"))
        return DeleteVersionPayload(
            file=File.of(deleted.file),
            deleted_version_id=spell(Kind.VERSION, deleted.version.id),
            freed_bytes=BigInt(deleted.freed),
        )

    @field("Copies a file, with or without its past versions.", reads=True)
    async def copy_file(
        self,
        info: Info,
        asked: Annotated[
            CopyFileInput, argument("The file, where to, and how much of it.", "input")
        ],
    ) -> CopyFilePayload:
        copied = await transfers.copy(
            asked.file.named("file"),
            Destination(asked.to_folder_path, asked.name, asked.if_exists.value),
            limit=info.context.state.limits.max_versions,
            include_versions=asked.include_versions,
        )
        return CopyFilePayload(file=File.of(copied.row), copied_version_count=copied.count)

    @field("Moves a file to another folder.", reads=True)
    async def move_file(
        self,
        info: Info,
        asked: Annotated[MoveFileInput, argument("The file and where to.", "input")],
    ) -> MoveFilePayload:
        row = await transfers.move(
            asked.file.named("file"),
            Destination(asked.to_folder_path, if_exists=asked.if_exists.value),
            limit=info.context.state.limits.max_versions,
        )
        return MoveFilePayload(file=File.of(row))

    @field("Gives a file another name in its folder.", reads=True)
    async def rename_file(
        self, asked: Annotated[RenameFileInput, argument("The file and its new name.", "input")]
    ) -> RenameFilePayload:
        row = await files.rename(asked.file.named("file"), asked.name)
        return RenameFilePayload(file=File.of(row))

    @field("Deletes a file with all its versions, for good.", reads=True)
    async def delete_file(
        self, asked: Annotated[DeleteFileInput, argument("The file.", "input")]
    ) -> DeleteFilePayload:
        row = await files.delete(asked.file.named("file"))
        return DeleteFilePayload(deleted_file_id=spell(Kind.FILE, row.file_id))

    @field("Makes a folder, unless it exists.", reads=True)
    async def create_folder(
        self, asked: Annotated[CreateFolderInput, argument("Where.", "input")]
    ) -> CreateFolderPayload:
        made = await folders.create(asked.path)
        return CreateFolderPayload(folder=Folder.of(made.row), created=made.created)

    @field("Deletes a folder with all that is in it, for good.", reads=True)
    async def delete_folder(
        self, asked: Annotated[DeleteFolderInput, argument("The folder.", "input")]
    ) -> DeleteFolderPayload:
        source = asked.folder.named("folder")
        row = await folders.delete(path=source.path, folder_id=source.id)
        return DeleteFolderPayload(deleted_folder_id=spell(Kind.FOLDER, row.id))

    @field("Sends a webhook again, as soon as may be.", reads=True)
    async def resend_webhook(
        self, asked: Annotated[ResendWebhookInput, argument("The delivery.", "input")]
    ) -> ResendWebhookPayload:
        row = await webhooks.resend(get(Kind.DELIVERY, asked.delivery_id, "deliveryId"))
        return ResendWebhookPayload(delivery=WebhookDelivery.of(row))


def _expected(asked: RestoreVersionInput | UpdateFileInput) -> str | None:
    text = asked.if_current_version_id
    return None if text is None else get(Kind.VERSION, text, "ifCurrentVersionId")


def _changes(asked: UpdateFileInput) -> Changes:
    """What was given, null where it was null."""
    changes = _labels(asked)
    if asked.description is not strawberry.UNSET:
        changes["description"] = asked.description
    if asked.focus is not strawberry.UNSET:
        changes["custom_coordinates"] = asked.focus.text if asked.focus else None
    if asked.custom_metadata:
        changes["custom_metadata"] = named_values(asked.custom_metadata)
    if isinstance(asked.is_published, bool):
        changes["is_published"] = asked.is_published
        changes["include_versions"] = asked.include_versions
    return changes


def _labels(asked: UpdateFileInput) -> Changes:
    """The part of it that is about tags."""
    changes = Changes()
    if asked.tags is not strawberry.UNSET:
        changes["tags"] = asked.tags
    if asked.add_tags:
        changes["add_tags"] = asked.add_tags
    if asked.remove_tags:
        changes["remove_tags"] = asked.remove_tags
    if asked.remove_all_ai_tags:
        changes["remove_ai_tags"] = "all"
    elif asked.remove_ai_tags:
        changes["remove_ai_tags"] = asked.remove_ai_tags
    return changes
