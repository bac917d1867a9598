"""Batches: many files deleted or tagged at once."""

from __future__ import annotations

from typing import Annotated, Final

import strawberry

from app.errors import Invalid
from app.graphql.codes import ErrorCode
from app.graphql.fields import argument, field
from app.graphql.ids import Kind, find, spell
from app.graphql.measure import LENGTH
from app.graphql.types import File
from app.library import batches

MAX_FILES: Final = 100


@strawberry.input(description="Input of `deleteFiles`. All versions go along.")
class DeleteFilesInput:
    """Input of `deleteFiles`."""

    ids: list[strawberry.ID] = strawberry.field(description=f"Ids of 1 to {MAX_FILES} files.")


@strawberry.input(
    description="Input of `updateTags`. A file keeps the tags that are neither added nor removed."
)
class UpdateTagsInput:
    """Input of `updateTags`."""

    ids: list[strawberry.ID] = strawberry.field(description=f"Ids of 1 to {MAX_FILES} files.")
    add: list[str] = strawberry.field(description="Tags to add.", default_factory=list)
    remove: list[str] = strawberry.field(description="Tags to remove.", default_factory=list)


@strawberry.type(description="What `deleteFiles` changed.")
class DeleteFilesPayload:
    """What `deleteFiles` changed."""

    deleted_file_ids: list[strawberry.ID] = strawberry.field(
        description="Ids of the files that are gone."
    )


@strawberry.type(description="Why a file was left as it was.")
class FileError:
    """A file that could not be changed."""

    file_id: strawberry.ID = strawberry.field(description="Id of the file.")
    message: str = strawberry.field(description="The reason, for people.")
    code: ErrorCode = strawberry.field(description="The reason, for programs.")


@strawberry.type(description="What `updateTags` changed.")
class UpdateTagsPayload:
    """What `updateTags` changed."""

    files: list[File] = strawberry.field(
        description="The files that were changed.", metadata={LENGTH: MAX_FILES}
    )
    errors: list[FileError] = strawberry.field(
        description="Why the others were not; empty when all were.", metadata={LENGTH: MAX_FILES}
    )


@strawberry.type
class BatchMutation:
    """Changed; part of Mutation. When a file does not exist nothing is done."""

    @field("Deletes files with all their versions, for good: all of them or none.", reads=True)
    async def delete_files(
        self, asked: Annotated[DeleteFilesInput, argument("The files.", "input")]
    ) -> DeleteFilesPayload:
        deleted = await batches.delete(_bare(asked.ids))
        gone = [spell(Kind.FILE, file_id) for file_id in deleted]
        return DeleteFilesPayload(deleted_file_ids=gone)

    @field("Adds tags to files and removes others. A file with too many is left out.", reads=True)
    async def update_tags(
        self, asked: Annotated[UpdateTagsInput, argument("The files and the tags.", "input")]
    ) -> UpdateTagsPayload:
        if not asked.add and not asked.remove:
            raise Invalid("Give tags to add or to remove.", field="add")
        tagged = await batches.change_tags(_bare(asked.ids), add=asked.add, remove=asked.remove)
        errors = [
            FileError(
                file_id=spell(Kind.FILE, each.file_id),
                message=each.message,
                code=ErrorCode.INVALID,
            )
            for each in tagged.refused
        ]
        return UpdateTagsPayload(files=[File.of(row) for row in tagged.changed], errors=errors)


def _bare(ids: list[strawberry.ID]) -> list[str]:
    """As the library names files; what cannot be an id goes on to be found missing."""
    if not 1 <= len(ids) <= MAX_FILES:
        raise Invalid(f"ids takes 1 to {MAX_FILES}.", field="ids")
    return [find(Kind.FILE, each) or each for each in ids]
