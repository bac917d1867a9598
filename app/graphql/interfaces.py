"""What a file and a version have in common: content, and what is said about it."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import strawberry

from app.graphql.context import Info
from app.graphql.custom_metadata import CustomMetadataField, CustomMetadataValue
from app.graphql.extensions import AITag, ExtensionStatus
from app.graphql.fields import argument, field, value
from app.graphql.metadata import Metadata
from app.graphql.scalars import JSON, URL, BigInt
from app.library.rows import VersionRow
from app.library.search.filters import kind_of


@strawberry.enum(description="Coarse kind of content.")
class MediaKind(Enum):
    """Its values are the library's words."""

    IMAGE = value("image", "A still or animated picture.")
    VIDEO = value("video", "Moving pictures.")
    AUDIO = value("audio", "Sound only.")
    DOCUMENT = value("document", "Text, PDF and office documents.")
    OTHER = value("other", "Anything else.")


@strawberry.type(description="A rectangle in pixels of the stored image.")
class Area:
    """A rectangle in pixels of the stored image."""

    x: int = strawberry.field(description="Distance from the left edge.")
    y: int = strawberry.field(description="Distance from the top edge.")
    width: int = strawberry.field(description="Width.")
    height: int = strawberry.field(description="Height.")


Transformation = Annotated[
    str | None,
    argument(
        "What to make of the image, as in delivery URLs: `w-300,h-200:rt-90`."
        " Null: the bytes as they were uploaded."
    ),
]
Signed = Annotated[
    bool,
    argument("Whether to sign the address, so that it opens private files."),
]
ExpiresIn = Annotated[
    int | None,
    strawberry.argument(
        description="Seconds for which the address opens; implies `signed`. Null: for ever."
    ),
]


@strawberry.interface(
    description=(
        "Stored bytes, what was read out of them, and what was said about them. All of it belongs"
        " to a version; a file shows that of its current version."
    )
)
class Content:
    """A version's own columns."""

    row: strawberry.Private[VersionRow]

    @field("Number of bytes.")
    def size(self) -> BigInt:
        return BigInt(self.row.size)

    @field("Media type, found by looking at the bytes first and at the name last.")
    def mime_type(self) -> str:
        return self.row.mime

    @field("Coarse kind of the media type.")
    def kind(self) -> MediaKind:
        return MediaKind(kind_of(self.row.mime))

    @field("SHA-256 of the bytes, as 64 lower-case hexadecimal digits.")
    def sha256(self) -> str:
        return self.row.sha256

    @field("Width in pixels after orientation; null when it is no picture that can be read.")
    def width(self) -> int | None:
        return self.row.width

    @field("Height in pixels after orientation; null when it is no picture that can be read.")
    def height(self) -> int | None:
        return self.row.height

    @field("Whether any pixel may be transparent; null when it is no picture.")
    def has_alpha(self) -> bool | None:
        return self.row.has_alpha

    @field("EXIF, IPTC and XMP values found in the bytes; null when there are none.")
    def embedded_metadata(self) -> JSON | None:
        found = self.row.embedded_metadata
        return None if found is None else JSON(found)

    @field(
        "What is found out by decoding it; null when it is no picture that can be decoded.",
        decodes=True,
    )
    async def metadata(self, info: Info) -> Metadata | None:
        found = await info.context.state.metadata.find(self.row)
        return None if found is None else Metadata.of(found)

    @field("Values of the custom metadata fields that it has one for, by the fields' names.")
    async def custom_metadata(self, info: Info) -> list[CustomMetadataValue]:
        values = self.row.custom_metadata
        rows = await info.context.loaders.fields_by_name.load_many(values)
        return [
            CustomMetadataValue(field=CustomMetadataField.of(row), value=JSON(values[row.name]))
            for row in sorted((row for row in rows if row), key=lambda row: row.name)
        ]

    @field("Labels, without repeats.")
    def tags(self) -> list[str]:
        return self.row.tags or []

    @field("Labels that extensions found.")
    def ai_tags(self) -> list[AITag]:
        return [AITag.of(tag) for tag in self.row.ai_tags or []]

    @field(
        "Extensions that were asked for on the version and how far they have come, for 30 days;"
        " each as it was last asked for."
    )
    async def extension_status(self, info: Info) -> list[ExtensionStatus]:
        found = await info.context.loaders.standings.load(self.row.id)
        return [ExtensionStatus.of(each) for each in found or []]

    @field("Free text shown to people.")
    def description(self) -> str | None:
        return self.row.description

    @field("Area kept when a crop asks for the custom focus; null when none was chosen.")
    def focus(self) -> Area | None:
        text = self.row.custom_coordinates
        if not text:
            return None
        x, y, width, height = map(int, text.split(","))
        return Area(x=x, y=y, width=width, height=height)

    @field("Whether it is delivered by signed addresses only.")
    def is_private(self) -> bool:
        return self.row.is_private

    @field("False for a draft, which is not delivered.")
    def is_published(self) -> bool:
        return self.row.is_published

    @field("Address of these bytes, or of an image made from them.")
    def url(
        self,
        info: Info,
        tr: Transformation = None,
        signed: Signed = False,
        expires_in: ExpiresIn = None,
    ) -> URL:
        raise NotImplementedError
