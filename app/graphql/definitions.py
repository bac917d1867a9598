"""What the library's owner defines, read and changed: custom metadata fields, extensions."""

from __future__ import annotations

from typing import Annotated

import strawberry

from app.graphql.custom_metadata import CustomMetadataField
from app.graphql.definition_inputs import (
    CreateCustomMetadataFieldInput,
    CreateCustomMetadataFieldPayload,
    CreateSavedExtensionInput,
    CreateSavedExtensionPayload,
    DeleteCustomMetadataFieldInput,
    DeleteCustomMetadataFieldPayload,
    DeleteSavedExtensionInput,
    DeleteSavedExtensionPayload,
    UpdateCustomMetadataFieldInput,
    UpdateCustomMetadataFieldPayload,
    UpdateSavedExtensionInput,
    UpdateSavedExtensionPayload,
)
from app.graphql.fields import argument, field
from app.graphql.ids import Kind, get, spell
from app.graphql.saved_extensions import SavedExtension
from app.library import fields, saved_extensions
from app.library.extensions import SAVED_PREFIX
from app.library.field_rules import FieldType
from app.library.fields import Changes

_TEXTS = (FieldType.TEXT, FieldType.TEXTAREA)

WithDeleted = Annotated[bool, argument("Whether to list deleted ones as well.")]


@strawberry.type
class DefinitionQuery:
    """Read; part of Query."""

    @field("Custom metadata fields, by name.", reads=True)
    async def custom_metadata_fields(
        self, include_deleted: WithDeleted = False
    ) -> list[CustomMetadataField]:
        rows = await fields.listed(include_deleted=include_deleted)
        return [CustomMetadataField.of(row) for row in rows]

    @field("Saved extensions, in the order in which they were made.", reads=True)
    async def saved_extensions(self) -> list[SavedExtension]:
        return [SavedExtension.of(row) for row in await saved_extensions.listed()]


@strawberry.type
class DefinitionMutation:
    """Changed; part of Mutation."""

    @field("Defines a custom metadata field.", reads=True)
    async def create_custom_metadata_field(
        self, asked: Annotated[CreateCustomMetadataFieldInput, argument("The field.", "input")]
    ) -> CreateCustomMetadataFieldPayload:
        kind: FieldType = asked.type.value
        row = await fields.create(
            asked.name, asked.label, kind, _rules(kind, asked), description=asked.description
        )
        return CreateCustomMetadataFieldPayload(field=CustomMetadataField.of(row))

    @field("Changes a custom metadata field.", reads=True)
    async def update_custom_metadata_field(
        self,
        asked: Annotated[
            UpdateCustomMetadataFieldInput, argument("The field and what to change.", "input")
        ],
    ) -> UpdateCustomMetadataFieldPayload:
        field_id = get(Kind.FIELD, asked.id, "id")
        kind = FieldType((await fields.get(field_id)).type)
        changes = Changes(rules=_rules(kind, asked))
        if asked.label:
            changes["label"] = asked.label
        if asked.description is not strawberry.UNSET:
            changes["description"] = asked.description
        row = await fields.update(field_id, changes)
        return UpdateCustomMetadataFieldPayload(field=CustomMetadataField.of(row))

    @field("Deletes a custom metadata field with all values that there are for it.", reads=True)
    async def delete_custom_metadata_field(
        self, asked: Annotated[DeleteCustomMetadataFieldInput, argument("The field.", "input")]
    ) -> DeleteCustomMetadataFieldPayload:
        row = await fields.delete(get(Kind.FIELD, asked.id, "id"))
        return DeleteCustomMetadataFieldPayload(deleted_field_id=spell(Kind.FIELD, row.id))

    @field("Keeps a configuration of an extension.", reads=True)
    async def create_saved_extension(
        self, asked: Annotated[CreateSavedExtensionInput, argument("The extension.", "input")]
    ) -> CreateSavedExtensionPayload:
        row = await saved_extensions.create(asked.name, asked.description, asked.config)
        return CreateSavedExtensionPayload(saved_extension=SavedExtension.of(row))

    @field("Changes a saved extension.", reads=True)
    async def update_saved_extension(
        self,
        asked: Annotated[
            UpdateSavedExtensionInput, argument("The extension and what to change.", "input")
        ],
    ) -> UpdateSavedExtensionPayload:
        changes = saved_extensions.Changes()
        if asked.name is not None:
            changes["name"] = asked.name
        if asked.description is not None:
            changes["description"] = asked.description
        if asked.config is not None:
            changes["config"] = asked.config
        row = await saved_extensions.update(_saved_id(asked.id), changes)
        return UpdateSavedExtensionPayload(saved_extension=SavedExtension.of(row))

    @field("Forgets a saved extension.", reads=True)
    async def delete_saved_extension(
        self, asked: Annotated[DeleteSavedExtensionInput, argument("The extension.", "input")]
    ) -> DeleteSavedExtensionPayload:
        saved = _saved_id(asked.id)
        await saved_extensions.delete(saved)
        return DeleteSavedExtensionPayload(deleted_saved_extension_id=spell(Kind.EXTENSION, saved))


def _saved_id(text: str) -> str:
    return get(Kind.EXTENSION, text.removeprefix(SAVED_PREFIX), "id")


def _rules(
    kind: FieldType, asked: CreateCustomMetadataFieldInput | UpdateCustomMetadataFieldInput
) -> dict[str, object]:
    """What was given, by the library's words; texts are bounded by their length."""
    bound = "length" if kind in _TEXTS else "value"
    given: dict[str, object] = {
        "select_options": asked.options,
        "is_value_required": asked.is_required,
        "default_value": asked.default_value,
        f"min_{bound}": asked.minimum,
        f"max_{bound}": asked.maximum,
    }
    return {key: value for key, value in given.items() if value is not strawberry.UNSET}
