"""Inputs and payloads of what the library's owner defines: custom metadata, saved extensions."""

from __future__ import annotations

import strawberry

from app.graphql.custom_metadata import CustomMetadataField, CustomMetadataType
from app.graphql.saved_extensions import SavedExtension
from app.graphql.scalars import JSON


@strawberry.input(description="Input of `createCustomMetadataField`.")
class CreateCustomMetadataFieldInput:
    """Input of `createCustomMetadataField`."""

    name: str = strawberry.field(
        description="What programs call it: letters, digits, dots, spaces, `-` and `_`."
    )
    label: str = strawberry.field(description="What people call it.")
    type: CustomMetadataType = strawberry.field(description="What its values are.")
    description: str | None = strawberry.field(
        description="What people are told about it.", default=None
    )
    options: list[JSON] | None = strawberry.field(
        description="Texts, numbers and booleans to choose from; for the select types only.",
        default=None,
    )
    is_required: bool = strawberry.field(
        description="Whether what has no value for it gets the default.", default=False
    )
    default_value: JSON | None = strawberry.field(
        description="The default; it must be given when a value is required.", default=None
    )
    minimum: JSON | None = strawberry.field(
        description="Least number, earliest date or least number of characters.", default=None
    )
    maximum: JSON | None = strawberry.field(
        description="Greatest number, latest date or greatest number of characters.", default=None
    )


@strawberry.input(
    description=(
        "Input of `updateCustomMetadataField`. What is not given stays as it is; null removes."
        " Values that files have stay, whatever the rules become."
    )
)
class UpdateCustomMetadataFieldInput:
    """Input of `updateCustomMetadataField`."""

    id: strawberry.ID = strawberry.field(description="The field.")
    label: str | None = strawberry.field(
        description="What people call it.", default=strawberry.UNSET
    )
    description: str | None = strawberry.field(
        description="What people are told about it.", default=strawberry.UNSET
    )
    options: list[JSON] | None = strawberry.field(
        description="Texts, numbers and booleans to choose from.", default=strawberry.UNSET
    )
    is_required: bool | None = strawberry.field(
        description="Whether what has no value for it gets the default.", default=strawberry.UNSET
    )
    default_value: JSON | None = strawberry.field(
        description="The default.", default=strawberry.UNSET
    )
    minimum: JSON | None = strawberry.field(
        description="Least number, earliest date or least number of characters.",
        default=strawberry.UNSET,
    )
    maximum: JSON | None = strawberry.field(
        description="Greatest number, latest date or greatest number of characters.",
        default=strawberry.UNSET,
    )


@strawberry.input(
    description="Input of `deleteCustomMetadataField`. Its values go from every version of a file."
)
class DeleteCustomMetadataFieldInput:
    """Input of `deleteCustomMetadataField`."""

    id: strawberry.ID = strawberry.field(description="The field.")


@strawberry.input(description="Input of `createSavedExtension`.")
class CreateSavedExtensionInput:
    """Input of `createSavedExtension`."""

    name: str = strawberry.field(description="What it is called.")
    description: str = strawberry.field(description="What it does.")
    config: JSON = strawberry.field(
        description="An extension with its parameters, as ImageKit's REST API writes it."
    )


@strawberry.input(description="Input of `updateSavedExtension`. What is not given stays.")
class UpdateSavedExtensionInput:
    """Input of `updateSavedExtension`."""

    id: strawberry.ID = strawberry.field(description="The saved extension.")
    name: str | None = strawberry.field(description="What it is called.", default=None)
    description: str | None = strawberry.field(description="What it does.", default=None)
    config: JSON | None = strawberry.field(
        description="An extension with its parameters.", default=None
    )


@strawberry.input(description="Input of `deleteSavedExtension`.")
class DeleteSavedExtensionInput:
    """Input of `deleteSavedExtension`."""

    id: strawberry.ID = strawberry.field(description="The saved extension.")


@strawberry.type(description="What `createCustomMetadataField` changed.")
class CreateCustomMetadataFieldPayload:
    """What `createCustomMetadataField` changed."""

    field: CustomMetadataField = strawberry.field(description="The field.")


@strawberry.type(description="What `updateCustomMetadataField` changed.")
class UpdateCustomMetadataFieldPayload:
    """What `updateCustomMetadataField` changed."""

    field: CustomMetadataField = strawberry.field(description="The field.")


@strawberry.type(description="What `deleteCustomMetadataField` changed.")
class DeleteCustomMetadataFieldPayload:
    """What `deleteCustomMetadataField` changed."""

    deleted_field_id: strawberry.ID = strawberry.field(description="Id of the field that is gone.")


@strawberry.type(description="What `createSavedExtension` changed.")
class CreateSavedExtensionPayload:
    """What `createSavedExtension` changed."""

    saved_extension: SavedExtension = strawberry.field(description="The saved extension.")


@strawberry.type(description="What `updateSavedExtension` changed.")
class UpdateSavedExtensionPayload:
    """What `updateSavedExtension` changed."""

    saved_extension: SavedExtension = strawberry.field(description="The saved extension.")


@strawberry.type(description="What `deleteSavedExtension` changed.")
class DeleteSavedExtensionPayload:
    """What `deleteSavedExtension` changed."""

    deleted_saved_extension_id: strawberry.ID = strawberry.field(
        description="Id of the saved extension that is gone."
    )
