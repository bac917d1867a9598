"""Saved extensions: configurations kept under an id."""

from __future__ import annotations

import orjson
import strawberry

from app.graphql import ids
from app.graphql.fields import field
from app.graphql.ids import Kind
from app.graphql.nodes import Node
from app.graphql.scalars import JSON, DateTime
from app.library.extensions import SAVED_PREFIX
from app.library.saved_extensions import SavedRow


@strawberry.type(description="A configuration of an extension, kept to be used by its id.")
class SavedExtension(Node):
    """A saved extension."""

    row: strawberry.Private[SavedRow]

    @classmethod
    def of(cls, row: SavedRow) -> SavedExtension:
        """The one of this row."""
        return cls(row=row)

    @field("Opaque.")
    def id(self) -> strawberry.ID:
        return ids.spell(Kind.EXTENSION, self.row.id)

    @field("The same id as REST spells it: `ext_` and 24 hexadecimal digits.")
    def extension_id(self) -> strawberry.ID:
        return strawberry.ID(SAVED_PREFIX + self.row.id)

    @field("What it is called.")
    def name(self) -> str:
        return self.row.name

    @field("What it does.")
    def description(self) -> str:
        return self.row.description

    @field("The extension with its parameters, as ImageKit's REST API writes it.")
    def config(self) -> JSON:
        return JSON(orjson.loads(self.row.config_json))

    @field("When it was made.")
    def created_at(self) -> DateTime:
        return DateTime(self.row.created_at)

    @field("When it last changed.")
    def updated_at(self) -> DateTime:
        return DateTime(self.row.updated_at)
