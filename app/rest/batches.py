"""Batches: many files deleted or tagged at once (rest-api.md §2.6, §2.9)."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import ConfigDict, Field, WithJsonSchema
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


_WORDS: Final = WithJsonSchema({"type": "array", "items": {"type": "string"}, "minItems": 1})
# Any: ImageKit has a sentence of its own for each way in which these can be wrong.
Words = Annotated[Any, _WORDS]


class Batch(Body):
    """POST /v1/files/batch/deleteByFileIds."""

    model_config = ConfigDict(json_schema_extra={"required": ["fileIds"]})

    file_ids: Words = None

    def to_delete(self) -> list[str]:
        """The ids of the files."""
        too_many = f"fileIds cannot have more than {MAX_DELETED} items."
        return self._ids(MAX_DELETED, too_many)

    def to_tag(self) -> list[str]:
        """The same."""
        return self._ids(MAX_TAGGED, f"A maximum of {MAX_TAGGED} files can be edited at a time.")

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


class TagBatch(Batch):
    """POST /v1/files/addTags and removeTags."""

    model_config = ConfigDict(json_schema_extra={"required": ["fileIds", "tags"]})

    tags: Words = None

    def words(self) -> list[str]:
        """The tags."""
        return _words("tags", self.tags)


class AITagBatch(Batch):
    """POST /v1/files/removeAITags."""

    model_config = ConfigDict(json_schema_extra={"required": ["fileIds", "AITags"]})

    ai_tags: Words = Field(None, alias="AITags")

    def words(self) -> list[str]:
        """The tags."""
        return _words("AITags", self.ai_tags)


async def delete(request: Request) -> Response:
    """POST /v1/files/batch/deleteByFileIds."""
    body = await bodies.read(request, Batch)
    return responses.json({"successfullyDeletedFileIds": await batches.delete(body.to_delete())})


async def add_tags(request: Request) -> Response:
    """POST /v1/files/addTags."""
    body = await bodies.read(request, TagBatch)
    tagged = await batches.change_tags(body.to_tag(), add=body.words())
    return _tagged(tagged, "Error in adding tags")


async def remove_tags(request: Request) -> Response:
    """POST /v1/files/removeTags."""
    body = await bodies.read(request, TagBatch)
    tagged = await batches.change_tags(body.to_tag(), remove=body.words())
    return _tagged(tagged, "Error in removing tags")


async def remove_ai_tags(request: Request) -> Response:
    """POST /v1/files/removeAITags."""
    body = await bodies.read(request, AITagBatch)
    tagged = await batches.change_tags(body.to_tag(), remove_ai=body.words())
    return _tagged(tagged, "Error in removing AITags")


def _words(field: str, words: object) -> list[str]:
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


def _tagged(tagged: Tagged, sentence: str) -> Response:
    """200, or 207 when some files were refused; `message` and `help` keep older clients going."""
    done = {"successfullyUpdatedFileIds": [row.file_id for row in tagged.changed]}
    if not tagged.refused:
        return responses.json(done)
    errors = [{"fileId": each.file_id, "error": sentence} for each in tagged.refused]
    message = f"{sentence} of some files: {tagged.refused[0].message}"
    return responses.json({**done, "errors": errors, "message": message, "help": HELP}, 207)
