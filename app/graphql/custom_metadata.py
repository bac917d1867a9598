"""Custom metadata: fields that the library's owner defined, and values that files have for them."""

from __future__ import annotations

from enum import Enum

import strawberry

from app.graphql import ids
from app.graphql.fields import field, value
from app.graphql.ids import Kind
from app.graphql.nodes import Node
from app.graphql.scalars import JSON, DateTime
from app.library.field_rules import FieldType
from app.library.fields import FieldRow


@strawberry.enum(description="What the values of a custom metadata field are.")
class CustomMetadataType(Enum):
    """Its values are the library's."""

    TEXT = value(FieldType.TEXT, "A line of text.")
    TEXTAREA = value(FieldType.TEXTAREA, "Longer text.")
    NUMBER = value(FieldType.NUMBER, "A number.")
    DATE = value(FieldType.DATE, "A date, or a point in time, as ISO 8601 writes it.")
    BOOLEAN = value(FieldType.BOOLEAN, "True or false.")
    SINGLE_SELECT = value(FieldType.SINGLE_SELECT, "One of the options.")
    MULTI_SELECT = value(FieldType.MULTI_SELECT, "A list of some of the options.")


@strawberry.type(description="A piece of metadata that the library's owner defined.")
class CustomMetadataField(Node):
    """A field."""

    row: strawberry.Private[FieldRow]

    @classmethod
    def of(cls, row: FieldRow) -> CustomMetadataField:
        """The field of this row."""
        return cls(row=row)

    @field("Opaque.")
    def id(self) -> strawberry.ID:
        return ids.spell(Kind.FIELD, self.row.id)

    @field("The same id as REST spells it: 24 hexadecimal digits.")
    def field_id(self) -> strawberry.ID:
        return strawberry.ID(self.row.id)

    @field("What programs call it; it never changes, and is taken for ever.")
    def name(self) -> str:
        return self.row.name

    @field("What people call it.")
    def label(self) -> str:
        return self.row.label

    @field("What people are told about it.")
    def description(self) -> str | None:
        return self.row.description

    @field("What its values are.")
    def type(self) -> CustomMetadataType:
        return CustomMetadataType(self.row.rules.type)

    @field("Texts, numbers and booleans to choose from; null for types without a choice.")
    def options(self) -> list[JSON] | None:
        options = self.row.rules.select_options
        return None if options is None else [JSON(option) for option in options]

    @field("Whether what has no value for it gets the default.")
    def is_required(self) -> bool:
        return bool(self.row.rules.is_value_required)

    @field("What a version gets that needs a value and has none.")
    def default_value(self) -> JSON | None:
        return _json(self.row.rules.default_value)

    @field("Least number, earliest date or least number of characters.")
    def minimum(self) -> JSON | None:
        rules = self.row.rules
        return _json(rules.min_length if rules.min_value is None else rules.min_value)

    @field("Greatest number, latest date or greatest number of characters.")
    def maximum(self) -> JSON | None:
        rules = self.row.rules
        return _json(rules.max_length if rules.max_value is None else rules.max_value)

    @field("Whether it is deleted; then nothing has a value for it.")
    def is_deleted(self) -> bool:
        return self.row.is_deleted

    @field("When it was defined.")
    def created_at(self) -> DateTime:
        return DateTime(self.row.created_at)

    @field("When it last changed.")
    def updated_at(self) -> DateTime:
        return DateTime(self.row.updated_at)


@strawberry.type(description="The value that a version has for a custom metadata field.")
class CustomMetadataValue:
    """The value that a version has for a custom metadata field."""

    field: CustomMetadataField = strawberry.field(description="The field.")
    value: JSON = strawberry.field(description="The value, as the field's type has it.")


def _json(found: object) -> JSON | None:
    return None if found is None else JSON(found)
