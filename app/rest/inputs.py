"""Bodies and queries of requests: text in, values of the library out.

Keys that are not known are tolerated, for clients send them (sdk-clients.md §2); null is as good
as absent where it means nothing of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Final, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from app.errors import Invalid
from app.library.assets import AssetType, Listing, SortKey
from app.library.files import FileRef
from app.library.paths import clean_folder
from app.library.search.query import parse
from app.library.transfers import Destination
from app.library.updates import Changes
from app.rest import values

B = TypeVar("B", bound="Body")

MAX_SKIP: Final = 2**53


def _no_nul(value: str) -> str:
    if "\0" in value:
        raise ValueError("a NUL character")
    return value


def _or_false(value: object) -> object:
    return False if value is None else value


Text = Annotated[str, Field(strict=True), AfterValidator(_no_nul)]
Name = Annotated[Text, Field(min_length=1)]
Flag = Annotated[bool, BeforeValidator(_or_false)]


class Body(BaseModel):
    """A JSON object, and what to say when it is not as it should be."""

    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", frozen=True)

    reason_missing: ClassVar[str | None] = None
    reason_invalid: ClassVar[str | None] = None
    sentence: ClassVar[str | None] = None
    """ImageKit's own, where it has one for everything."""

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """The body; Invalid names the first field at fault."""
        try:
            return cls.model_validate(body)
        except ValidationError as errors:
            error = errors.errors(include_url=False, include_context=False)[0]
        field = str(error["loc"][0]) if error["loc"] else ""
        is_absent = error["type"] == "missing" or error["input"] in (None, "")
        # What is absent from a value does not make the value absent.
        if is_absent and len(error["loc"]) == 1:
            message = cls.sentence or f"{field} parameter is missing."
            raise Invalid(message, reason=cls.reason_missing, field=field)
        raise cls.unusable(f"Your request contains invalid {field} parameter.", field=field)

    @classmethod
    def unusable(cls, message: str, field: str | None = None) -> Invalid:
        """What to raise for a body or a field of it that is no such thing."""
        return Invalid(cls.sentence or message, reason=cls.reason_invalid, field=field)


class _BetweenFolders(Body):
    reason_missing = "MISSING_PARAMETER"
    # The only other code that ImageKit has for these two; its sentence says both.
    reason_invalid = "MISSING_PARAMETER"
    sentence = "Your request is missing parameters / contains invalid parameters."

    source_file_path: Name
    destination_path: Name

    @property
    def source(self) -> FileRef:
        """The file at the source path."""
        return FileRef(path=self.source_file_path)

    @property
    def destination(self) -> Destination:
        """The folder to put it in."""
        try:
            return Destination(clean_folder(self.destination_path))
        except Invalid as error:
            raise Invalid(str(self.sentence), reason=error.reason, field=error.field) from error


class CopyFile(_BetweenFolders):
    """POST /v1/files/copy."""

    include_file_versions: Flag = False


class MoveFile(_BetweenFolders):
    """POST /v1/files/move."""


class RenameFile(Body):
    """PUT /v1/files/rename."""

    reason_missing = "MISSING_PARAMETER"
    reason_invalid = "INVALID_PARAMETER"

    file_path: Name
    new_file_name: Name
    purge_cache: Flag = False


class CreateFolder(Body):
    """POST /v1/folder."""

    folder_name: Name
    parent_folder_path: Text


class DeleteFolder(Body):
    """DELETE /v1/folder."""

    folder_path: Name


class _Publish(BaseModel):
    model_config = Body.model_config

    is_published: bool
    include_file_versions: Flag = False


class Details(Body):
    """PATCH /v1/files/{fileId}/details."""

    tags: list[Text] | Text | None = None
    custom_coordinates: Text | None = None
    description: Text | None = None
    remove_ai_tags: list[Text] | Literal["all"] | None = Field(None, alias="removeAITags")
    publish: _Publish | None = None
    custom_metadata: object = None
    extensions: object = None
    webhook_url: Text | None = None

    def changes(self) -> Changes:
        """What is to change: a field that was not sent stays."""
        sent = self.model_fields_set
        changes = Changes()
        if "tags" in sent:
            changes["tags"] = self._tags()
        if "custom_coordinates" in sent:
            changes["custom_coordinates"] = self.custom_coordinates
        if "description" in sent:
            changes["description"] = self.description
        metadata = values.custom_metadata(self.custom_metadata)
        if metadata is not None:
            changes["custom_metadata"] = metadata
        if self.remove_ai_tags:
            changes["remove_ai_tags"] = self.remove_ai_tags
        if self.publish:
            changes["is_published"] = self.publish.is_published
            changes["include_versions"] = self.publish.include_file_versions
        return changes

    def _tags(self) -> list[str] | None:
        return values.words("tags", [self.tags]) if isinstance(self.tags, str) else self.tags


_TYPES: Final = "file, file-version, folder, all"
_INTEGER = re.compile(r"[+-]?\d{1,400}", re.ASCII)


def listing(query: Mapping[str, str]) -> Listing:
    """GET /v1/files: the query's assets. A parameter that is empty counts as absent."""
    sent = {
        name: values.text(name, value.strip()) for name, value in query.items() if value.strip()
    }
    direction, key = _sort(sent)
    if "searchQuery" in sent:
        return Listing(
            query=parse(sent["searchQuery"]),
            path=sent.get("path"),
            file_type=_file_type(sent),
            sort=key,
            descending=direction == "DESC",
            limit=_limit(sent),
            skip=_skip(sent),
        )
    everything = values.flag("includeFolder", sent.get("includeFolder", "false"))
    return Listing(
        type=AssetType.ALL if everything else _type(sent),
        path=sent.get("path"),
        file_type="all" if everything else _file_type(sent),
        sort=key,
        descending=direction == "DESC",
        limit=_limit(sent),
        skip=_skip(sent),
        tags=() if everything else tuple(values.words("tags", [sent.get("tags", "")])),
        name=sent.get("name"),
    )


def _type(sent: Mapping[str, str]) -> AssetType:
    try:
        return AssetType(sent.get("type", "file"))
    except ValueError:
        message = (
            "Your request contains invalid value for type parameter. Please provide one of the"
            f" following: {_TYPES}."
        )
        raise Invalid(message, field="type") from None


def _file_type(sent: Mapping[str, str]) -> Literal["all", "image", "non-image"]:
    match sent.get("fileType", "all"):
        case "all" | "image" | "non-image" as known:
            return known
    message = (
        "Your request contains invalid value for fileType parameter. Please provide one of the"
        " following: all, image, non-image."
    )
    raise Invalid(message, field="fileType")


def _sort(sent: Mapping[str, str]) -> tuple[str, SortKey]:
    direction, _, key = sent.get("sort", "ASC_CREATED").partition("_")
    if direction in {"ASC", "DESC"} and key in {*SortKey}:
        return direction, SortKey(key)
    raise Invalid("Your request contains invalid value for sort parameters.", field="sort")


def _limit(sent: Mapping[str, str]) -> int:
    value = sent.get("limit", "1000")
    limit = _integer(value)
    if limit is None or limit < 1:
        message = f"Minimum value of limit parameter is 1. Value sent is {value[:50]}."
        raise Invalid(message, field="limit")
    if limit > 1000:
        message = f"Maximum value of limit parameter is 1000. Value sent is {value[:50]}."
        raise Invalid(message, field="limit")
    return limit


def _skip(sent: Mapping[str, str]) -> int:
    value = sent.get("skip", "0")
    skip = _integer(value)
    if skip is None or skip < 0:
        message = (
            "The value of skip parameter should be greater than or equal to 0. Value sent is"
            f" {value[:50]}."
        )
        raise Invalid(message, field="skip")
    return min(skip, MAX_SKIP)


def _integer(text: str) -> int | None:
    return int(text) if _INTEGER.fullmatch(text) else None
