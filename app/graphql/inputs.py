"""Inputs: references, conditions and orders, and what they mean to the library."""

from __future__ import annotations

from enum import Enum

import strawberry

from app.graphql import ids
from app.graphql.fields import value
from app.graphql.ids import Kind
from app.graphql.interfaces import MediaKind
from app.graphql.scalars import JSON, BigInt, DateTime
from app.library import assets, files, folder_transfers, transfers
from app.library.search.custom_filters import CustomFilter


@strawberry.input(one_of=True, description="Names a file, in one way.")
class FileRef:
    """By id or by path."""

    id: strawberry.ID | None = strawberry.field(description="By its id.", default=strawberry.UNSET)
    path: str | None = strawberry.field(
        description="By its absolute path.", default=strawberry.UNSET
    )

    def named(self, field: str) -> files.FileRef:
        """As the library names files; Invalid for an id that cannot be one."""
        if isinstance(self.id, str):
            return files.FileRef(id=ids.get(Kind.FILE, self.id, field))
        return files.FileRef(path=self.path)


@strawberry.input(one_of=True, description="Names a folder, in one way.")
class FolderRef:
    """By id or by path."""

    id: strawberry.ID | None = strawberry.field(description="By its id.", default=strawberry.UNSET)
    path: str | None = strawberry.field(
        description="By its absolute path; `/` is the root folder.", default=strawberry.UNSET
    )

    def named(self, field: str) -> folder_transfers.FolderRef:
        """As the library names folders; Invalid for an id that cannot be one."""
        if isinstance(self.id, str):
            return folder_transfers.FolderRef(id=ids.get(Kind.FOLDER, self.id, field))
        return folder_transfers.FolderRef(path=self.path)


@strawberry.input(description="A rectangle in pixels of the stored image.")
class AreaInput:
    """A rectangle in pixels of the stored image."""

    x: int = strawberry.field(description="Distance from the left edge.")
    y: int = strawberry.field(description="Distance from the top edge.")
    width: int = strawberry.field(description="Width.")
    height: int = strawberry.field(description="Height.")

    @property
    def text(self) -> str:
        """As the library keeps it."""
        return f"{self.x},{self.y},{self.width},{self.height}"


@strawberry.enum(description="What to do when the destination has a file of that name.")
class IfExists(Enum):
    """Its values are the library's."""

    NEW_VERSION = value(
        transfers.IfExists.NEW_VERSION,
        "Go on top of its history as the new current version.",
    )
    REFUSE = value(transfers.IfExists.REFUSE, "Fail with `ALREADY_EXISTS`.")
    RENAME = value(transfers.IfExists.RENAME, "Take another name, made from the one asked for.")


@strawberry.enum(description="Direction of an order.")
class OrderDirection(Enum):
    """Direction of an order."""

    ASC = value("asc", "Smallest, earliest or first in the alphabet first.")
    DESC = value("desc", "Greatest, latest or last in the alphabet first.")


@strawberry.enum(description="What files are ordered by; equal ones are ordered by id.")
class FileOrderField(Enum):
    """Its values are the library's."""

    NAME = value(assets.FileOrder.NAME, "Name.")
    SIZE = value(assets.FileOrder.SIZE, "Size of the current version.")
    CREATED_AT = value(assets.FileOrder.CREATED_AT, "When the first version was uploaded.")
    UPDATED_AT = value(assets.FileOrder.UPDATED_AT, "When it last changed.")


@strawberry.enum(description="What folders and files are ordered by together.")
class AssetOrderField(Enum):
    """Its values are the library's."""

    NAME = value(assets.FileOrder.NAME, "Name.")
    CREATED_AT = value(assets.FileOrder.CREATED_AT, "When it first appeared.")
    UPDATED_AT = value(assets.FileOrder.UPDATED_AT, "When it last changed.")


@strawberry.enum(description="Kind of asset.")
class AssetType(Enum):
    """Its values are the library's words."""

    FOLDER = value("folder", "A folder.")
    FILE = value("file", "A file.")


@strawberry.input(description="Order of files.")
class FileOrder:
    """Order of files."""

    field: FileOrderField = strawberry.field(description="What to order by.")
    direction: OrderDirection = strawberry.field(
        description="Direction.", default=OrderDirection.ASC
    )


@strawberry.input(description="Order of folders and files; folders come first in any order.")
class AssetOrder:
    """Order of folders and files."""

    field: AssetOrderField = strawberry.field(description="What to order by.")
    direction: OrderDirection = strawberry.field(
        description="Direction.", default=OrderDirection.ASC
    )


@strawberry.input(description="Conditions on a text; all that are given must hold.")
class StringFilter:
    """Conditions on a text."""

    eq: str | None = strawberry.field(description="Equal, case included.", default=None)
    contains: str | None = strawberry.field(
        description="Contains, whatever the case of the letters A to Z.", default=None
    )
    starts_with: str | None = strawberry.field(
        description="Begins with, case included.", default=None
    )


@strawberry.input(description="Conditions on a number; all that are given must hold.")
class BigIntFilter:
    """Conditions on a number."""

    gte: BigInt | None = strawberry.field(description="At least.", default=None)
    lte: BigInt | None = strawberry.field(description="At most.", default=None)


@strawberry.input(description="Conditions on a time; all that are given must hold.")
class DateTimeFilter:
    """Conditions on a time."""

    gte: DateTime | None = strawberry.field(description="At or after.", default=None)
    lt: DateTime | None = strawberry.field(description="Before.", default=None)


@strawberry.input(description="Conditions on a list of texts; all that are given must hold.")
class StringListFilter:
    """Conditions on a list of texts."""

    any: list[str] | None = strawberry.field(description="Has one of these.", default=None)
    all: list[str] | None = strawberry.field(description="Has all of these.", default=None)
    none: list[str] | None = strawberry.field(description="Has none of these.", default=None)


@strawberry.input(
    description=(
        "Conditions on a value of custom metadata, each as the field's type can be asked; all that"
        " are given must hold."
    )
)
class CustomMetadataFilter:
    """Conditions on a value of custom metadata."""

    name: str = strawberry.field(description="Name of the field.")
    eq: JSON | None = strawberry.field(description="Equal, case included.", default=None)
    any: list[JSON] | None = strawberry.field(
        description="One of these; of a list: has one of these.", default=None
    )
    gte: JSON | None = strawberry.field(
        description="At least, or not before: a number, a date, or `7d` for so long ago.",
        default=None,
    )
    lte: JSON | None = strawberry.field(description="At most, or not after.", default=None)
    contains: JSON | None = strawberry.field(
        description="Has these words, the last perhaps only begun; of a list: has this value.",
        default=None,
    )
    is_set: bool | None = strawberry.field(
        description="Whether there is a value at all.", default=None
    )

    @property
    def named(self) -> CustomFilter:
        """As the library takes it."""
        return CustomFilter(
            self.name, self.eq, self.any, self.gte, self.lte, self.contains, self.is_set
        )


@strawberry.input(description="Conditions on a file; all that are given must hold.")
class FileFilter:
    """Conditions on a file."""

    name: StringFilter | None = strawberry.field(description="Name.", default=None)
    kind: list[MediaKind] | None = strawberry.field(description="One of these kinds.", default=None)
    mime_type: str | None = strawberry.field(
        description="Media type of the current version, exactly.", default=None
    )
    size: BigIntFilter | None = strawberry.field(
        description="Bytes of the current version.", default=None
    )
    tags: StringListFilter | None = strawberry.field(description="Tags.", default=None)
    created_at: DateTimeFilter | None = strawberry.field(
        description="When the first version was uploaded.", default=None
    )
    updated_at: DateTimeFilter | None = strawberry.field(
        description="When it last changed.", default=None
    )
    is_private: bool | None = strawberry.field(description="Whether it is private.", default=None)
    sha256: str | None = strawberry.field(
        description="Equal bytes: SHA-256 of the current version.", default=None
    )
    custom_metadata: list[CustomMetadataFilter] | None = strawberry.field(
        description="Custom metadata of the current version.", default=None
    )
