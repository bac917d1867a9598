"""Batches: many files deleted or tagged at once (rest-api.md §2.6, §2.9)."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from app.errors import Invalid
from app.library import batches
from app.library.batches import Tagged
from app.rest import bodies, responses, values
from app.rest.errors import HELP
from app.rest.inputs import Body

MAX_DELETED: Final = 100
MAX_TAGGED: Final = 50


class Batch(Body):
    """The files, and the tags if there are any."""

    # Any: ImageKit has a sentence of its own for each way in which these can be wrong.
    file_ids: Any = None
    tags: Any = None
    ai_tags: Any = Field(None, alias="AITags")

    def to_delete(self) -> list[str]:
        """The ids of the files."""
        too_many = f"fileIds cannot have more than {MAX_DELETED} items."
        return self._ids(MAX_DELETED, too_many)

    def to_tag(self) -> list[str]:
        """The same."""
        return self._ids(MAX_TAGGED, f"A maximum of {MAX_TAGGED} files can be edited at a time.")

    def words(self, field: str) -> list[str]:
        """What is under `tags` or `AITags`."""
        words = self.tags if field == "tags" else self.ai_tags
        if words is None:
            raise Invalid(f"{field} parameter is missing.", field=field)
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            message = (
                f"Your request contains invalid value for {field}. Please provide an array of"
                " strings. Example - ['t-shirt','summer-sale']."
            )
            raise Invalid(message, field=field)
        if not words:
            raise Invalid(f"{field} array cannot be empty.", field=field)
        return [values.text(field, word) for word in words]

    def _ids(self, most: int, too_many: str) -> list[str]:
        ids = self.file_ids
        if ids is None:
            raise Invalid("fileIds parameter is missing.", field="fileIds")
        if not isinstance(ids, list):
            raise Invalid("fileIds should be an Array.", field="fileIds")
        if not ids:
            raise Invalid("fileIds is empty.", field="fileIds")
        if len(ids) > most:
            raise Invalid(too_many, field="fileIds")
        if not all(isinstance(file_id, str) for file_id in ids):
            raise values.invalid("fileIds")
        return ids


async def delete(request: Request) -> Response:
    """POST /v1/files/batch/deleteByFileIds."""
    body = await bodies.read(request, Batch)
    return responses.json({"successfullyDeletedFileIds": await batches.delete(body.to_delete())})


async def add_tags(request: Request) -> Response:
    """POST /v1/files/addTags."""
    body = await bodies.read(request, Batch)
    tagged = await batches.change_tags(body.to_tag(), add=body.words("tags"))
    return _tagged(tagged, "Error in adding tags")


async def remove_tags(request: Request) -> Response:
    """POST /v1/files/removeTags."""
    body = await bodies.read(request, Batch)
    tagged = await batches.change_tags(body.to_tag(), remove=body.words("tags"))
    return _tagged(tagged, "Error in removing tags")


async def remove_ai_tags(request: Request) -> Response:
    """POST /v1/files/removeAITags."""
    body = await bodies.read(request, Batch)
    tagged = await batches.change_tags(body.to_tag(), remove_ai=body.words("AITags"))
    return _tagged(tagged, "Error in removing AITags")


def _tagged(tagged: Tagged, sentence: str) -> Response:
    """200, or 207 when some files were refused; `message` and `help` keep older clients going."""
    done = {"successfullyUpdatedFileIds": [row.file_id for row in tagged.changed]}
    if not tagged.refused:
        return responses.json(done)
    errors = [{"fileId": each.file_id, "error": sentence} for each in tagged.refused]
    message = f"{sentence} of some files: {tagged.refused[0].message}"
    return responses.json({**done, "errors": errors, "message": message, "help": HELP}, 207)
