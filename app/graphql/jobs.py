"""Bulk jobs: folders copied, moved and renamed, and what became of it."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import strawberry

from app.graphql import ids
from app.graphql.codes import ErrorCode
from app.graphql.context import Info
from app.graphql.fields import argument, field, value
from app.graphql.ids import Kind
from app.graphql.inputs import FolderRef
from app.graphql.nodes import Node
from app.graphql.scalars import DateTime
from app.graphql.types import Folder
from app.library import folder_transfers, folders, jobs
from app.library.jobs import MAX_SKIPPED, JobKind, JobRow


@strawberry.enum(description="What a bulk job does.")
class BulkJobType(Enum):
    """Its values are the library's."""

    COPY_FOLDER = value(JobKind.COPY_FOLDER, "Copies a folder.")
    MOVE_FOLDER = value(JobKind.MOVE_FOLDER, "Moves a folder.")
    RENAME_FOLDER = value(JobKind.RENAME_FOLDER, "Renames a folder.")


@strawberry.enum(description="How far a bulk job is. One that fails is undone, and leaves no job.")
class BulkJobStatus(Enum):
    """How far a bulk job is."""

    PENDING = value("pending", "Going on.")
    COMPLETED = value("completed", "Ended; `failed` may be above 0.")


@strawberry.type(description="Why a bulk job left a file as it was.")
class BulkJobError:
    """A file that a job left out."""

    path: str = strawberry.field(description="Path of the file.")
    message: str = strawberry.field(description="The reason, for people.")
    code: ErrorCode = strawberry.field(description="The reason, for programs.")


@strawberry.type(description="Work on a folder with all that is in it.")
class BulkJob(Node):
    """A job, held as its row."""

    row: strawberry.Private[JobRow]

    @classmethod
    def of(cls, row: JobRow) -> BulkJob:
        """The job of this row."""
        return cls(row=row)

    @field("Opaque.")
    def id(self) -> strawberry.ID:
        return ids.spell(Kind.JOB, self.row.id)

    @field("The same id as REST spells it: 24 hexadecimal digits.")
    def job_id(self) -> strawberry.ID:
        return strawberry.ID(self.row.id)

    @field("What it does.")
    def type(self) -> BulkJobType:
        return BulkJobType(self.row.kind)

    @field("How far it is.")
    def status(self) -> BulkJobStatus:
        return BulkJobStatus.PENDING if self.row.finished_at is None else BulkJobStatus.COMPLETED

    @field("Path of the folder, as it was before.")
    def source_path(self) -> str:
        return self.row.source

    @field("Path that the folder, or its copy, has got.")
    def target_path(self) -> str:
        return self.row.target

    @field("Number of folders and files to handle; 0 before it has ended.")
    def total(self) -> int:
        return self.row.total

    @field("Number of files that were left as they were.")
    def failed(self) -> int:
        return self.row.failed

    @field(f"Those files, the first {MAX_SKIPPED}.")
    def errors(self) -> list[BulkJobError]:
        message = "It would have more versions than are kept of one file."
        code = ErrorCode.VERSION_LIMIT_EXCEEDED
        return [BulkJobError(path=path, message=message, code=code) for path in self.row.skipped]

    @field("When it was asked for.")
    def created_at(self) -> DateTime:
        return DateTime(self.row.created_at)

    @field("When it ended; null while it goes on.")
    def finished_at(self) -> DateTime | None:
        return None if self.row.finished_at is None else DateTime(self.row.finished_at)


@strawberry.input(
    description=(
        "Input of `copyFolder`. Folders and files that are there already are merged: what comes"
        " goes on top of a file's history."
    )
)
class CopyFolderInput:
    """Input of `copyFolder`."""

    folder: FolderRef = strawberry.field(description="The folder.")
    to_folder_path: str = strawberry.field(
        description="Folder to copy into; made when it does not exist."
    )
    include_versions: bool = strawberry.field(
        description="Whether to copy all versions of the files, not just the current ones.",
        default=False,
    )


@strawberry.input(
    description=(
        "Input of `moveFolder`. All versions go along. Folders and files that are there already"
        " are merged: what comes goes on top of a file's history."
    )
)
class MoveFolderInput:
    """Input of `moveFolder`."""

    folder: FolderRef = strawberry.field(description="The folder.")
    to_folder_path: str = strawberry.field(
        description="Folder to move into; made when it does not exist."
    )


@strawberry.input(description="Input of `renameFolder`.")
class RenameFolderInput:
    """Input of `renameFolder`."""

    folder: FolderRef = strawberry.field(description="The folder.")
    name: str = strawberry.field(description="The new name; it must be free.")


@strawberry.type(description="What `copyFolder` changed.")
class CopyFolderPayload:
    """What `copyFolder` changed."""

    job: BulkJob = strawberry.field(description="The work, which has ended.")
    folder: Folder | None = strawberry.field(
        description="The copy, or the folder that it was merged into; null when it is gone again."
    )


@strawberry.type(description="What `moveFolder` changed.")
class MoveFolderPayload:
    """What `moveFolder` changed."""

    job: BulkJob = strawberry.field(description="The work, which has ended.")
    folder: Folder | None = strawberry.field(
        description="The folder, or the one it was merged into; null when it is gone again."
    )


@strawberry.type(description="What `renameFolder` changed.")
class RenameFolderPayload:
    """What `renameFolder` changed."""

    job: BulkJob = strawberry.field(description="The work, which has ended.")
    folder: Folder | None = strawberry.field(description="The folder; null when it is gone again.")


@strawberry.type
class JobQuery:
    """Read; part of Query."""

    @field("A bulk job by its id; null when there is none.", reads=True)
    async def bulk_job(
        self, wanted: Annotated[strawberry.ID, argument("Id of the job.", "id")]
    ) -> BulkJob | None:
        bare = ids.find(Kind.JOB, wanted)
        row = await jobs.find(bare) if bare else None
        return BulkJob.of(row) if row else None


@strawberry.type
class JobMutation:
    """Changed; part of Mutation. Each is done whole or not at all when its payload comes."""

    @field("Copies a folder with everything in it.", reads=True)
    async def copy_folder(
        self,
        info: Info,
        asked: Annotated[
            CopyFolderInput, argument("The folder, where to, and whether with versions.", "input")
        ],
    ) -> CopyFolderPayload:
        server = info.context.state
        row = await folder_transfers.copy(
            server.storage,
            asked.folder.named("folder"),
            asked.to_folder_path,
            limit=server.limits.max_versions,
            include_versions=asked.include_versions,
        )
        return CopyFolderPayload(job=BulkJob.of(row), folder=await _target(row))

    @field("Moves a folder with everything in it.", reads=True)
    async def move_folder(
        self,
        info: Info,
        asked: Annotated[MoveFolderInput, argument("The folder and where to.", "input")],
    ) -> MoveFolderPayload:
        server, limit = info.context.state, info.context.state.limits.max_versions
        row = await folder_transfers.move(
            server.storage, asked.folder.named("folder"), asked.to_folder_path, limit=limit
        )
        return MoveFolderPayload(job=BulkJob.of(row), folder=await _target(row))

    @field("Gives a folder another name.", reads=True)
    async def rename_folder(
        self,
        info: Info,
        asked: Annotated[RenameFolderInput, argument("The folder and its new name.", "input")],
    ) -> RenameFolderPayload:
        source = asked.folder.named("folder")
        row = await folder_transfers.rename(info.context.state.storage, source, asked.name)
        return RenameFolderPayload(job=BulkJob.of(row), folder=await _target(row))


async def _target(row: JobRow) -> Folder | None:
    folder = await folders.find(row.target)
    return Folder.of(folder) if folder else None
