"""Custom metadata fields: defined, listed, changed, deleted (rest-api.md §2.13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Self

from pydantic import Field, ValidationError, WithJsonSchema
from pydantic.alias_generators import to_snake
from starlette.requests import Request
from starlette.responses import Response

from app.errors import Invalid
from app.library import fields
from app.library.field_rules import REST_NAMES
from app.library.fields import Changes, FieldRow
from app.library.ids import is_id
from app.rest import bodies, responses, values
from app.rest.inputs import Body
from app.rest.schemas import ref

_EXPECTED: Final = {
    "missing": "is required",
    "string_type": "should be of type string",
    "dict_type": "should be of type object",
}


# pydantic reads every $ref that stands alone, and knows of its own models only.
_Rules = Annotated[dict[str, Any], WithJsonSchema({"allOf": [ref("FieldRules")]})]


class _FieldBody(Body):
    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """The body; Invalid says of each part what is wrong with it."""
        try:
            return cls.model_validate(body)
        except ValidationError as error:
            found = error.errors(include_url=False, include_context=False)
        wrong = {str(each["loc"][0]): _EXPECTED[each["type"]] for each in found}
        if wrong.get("schema") == _EXPECTED["dict_type"]:
            raise Invalid("Invalid schema object.", field="schema")
        raise Invalid("Invalid field object", errors=wrong)


class NewField(_FieldBody):
    """POST /v1/customMetadataFields."""

    name: str = Field(strict=True)
    label: str = Field(strict=True)
    description: str | None = Field(None, strict=True)
    rules: _Rules = Field(alias="schema")


class FieldChanges(_FieldBody):
    """PATCH /v1/customMetadataFields/{id}."""

    name: str | None = Field(None, strict=True)
    label: str | None = Field(None, strict=True)
    description: str | None = Field(None, strict=True)
    rules: _Rules | None = Field(None, alias="schema")

    def changes(self) -> Changes:
        """What is to change; Invalid for nothing."""
        changes = Changes()
        if self.label is not None:
            changes["label"] = self.label
        if self.rules is not None:
            changes["rules"] = _rules(self.rules)
        if "description" in self.model_fields_set:
            changes["description"] = self.description
        if not changes:
            raise Invalid("Either label or schema should be provided.")
        return changes


async def listed(request: Request) -> Response:
    """GET /v1/customMetadataFields. There are no path policies that `folderPath` could choose."""
    sent = request.query_params.get("includeDeleted", "")
    everything = values.flag("includeDeleted", sent) if sent.strip() else False
    rows = await fields.listed(include_deleted=everything)
    return responses.json([_shape(row) for row in rows])


async def create(request: Request) -> Response:
    """POST /v1/customMetadataFields."""
    body = await bodies.read(request, NewField)
    kind = body.rules.get("type")
    row = await fields.create(
        body.name,
        body.label,
        kind if isinstance(kind, str) else "",
        _rules(body.rules),
        description=body.description,
    )
    return responses.json(_shape(row), 201)


async def update(request: Request) -> Response:
    """PATCH /v1/customMetadataFields/{id}; the type in a schema means nothing here."""
    field_id = _id(request)
    body = await bodies.read(request, FieldChanges)
    if body.name is not None and body.name != (await fields.get(field_id)).name:
        raise Invalid("Name cannot be updated.", field="name")
    return responses.json(_shape(await fields.update(field_id, body.changes())))


async def delete(request: Request) -> Response:
    """DELETE /v1/customMetadataFields/{id}."""
    await fields.delete(_id(request))
    return responses.empty()


async def without_id(request: Request) -> Response:
    """PATCH and DELETE of /v1/customMetadataFields/."""
    raise Invalid("Missing id parameter.", field="id")


def _id(request: Request) -> str:
    text: str = request.path_params["id"]
    if not is_id(text):
        raise Invalid("Your request contains invalid ID parameter.", field="id")
    return text


def _rules(schema: Mapping[str, object]) -> dict[str, object]:
    return {to_snake(key): value for key, value in schema.items()}


def _shape(row: FieldRow) -> dict[str, object]:
    rules = {REST_NAMES[key]: value for key, value in row.rules.kept.items()}
    shape: dict[str, object] = {
        "id": row.id,
        "name": row.name,
        "label": row.label,
        "schema": {"type": row.type, **rules},
    }
    if row.description is not None:
        shape["description"] = row.description
    if row.is_deleted:
        shape["isDeleted"] = True
    return shape
