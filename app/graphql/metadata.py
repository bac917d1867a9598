"""Metadata of a picture, found out by decoding it."""

from __future__ import annotations

import strawberry

from app.graphql.scalars import JSON
from app.imaging.pixels import metadata


@strawberry.type(
    description=(
        "EXIF as the camera wrote it, by exiftool's names: numbers are numbers, dates are"
        " `YYYY:MM:DD HH:MM:SS`. Each group is an object, empty when it is not there."
    )
)
class ExifMetadata:
    """EXIF in six groups."""

    image: JSON = strawberry.field(description="Of the picture: camera, software, resolution.")
    thumbnail: JSON = strawberry.field(description="Of the preview inside the picture.")
    exif: JSON = strawberry.field(description="Of the shot: exposure, lens, time.")
    gps: JSON = strawberry.field(description="Of the place.")
    interoperability: JSON = strawberry.field(description="Of the rules that the file keeps to.")
    makernote: JSON = strawberry.field(description="Of the maker; always empty.")


@strawberry.type(description="What is found out about a picture by decoding it.")
class Metadata:
    """Metadata of a picture."""

    width: int = strawberry.field(description="Pixels, after orientation.")
    height: int = strawberry.field(description="Pixels, after orientation.")
    format: str = strawberry.field(
        description="`jpg`, `png`, `webp`, `gif`, `avif`, `tiff` or `bmp`."
    )
    density: int = strawberry.field(description="Dots per inch; 72 when it does not say.")
    quality: int = strawberry.field(
        description="Of a JPEG, 1 to 100, as far as it can be told; 0 for other formats."
    )
    has_color_profile: bool = strawberry.field(description="Whether it has a colour profile.")
    has_transparency: bool = strawberry.field(
        description="Whether a pixel really is transparent, at least in part."
    )
    p_hash: str = strawberry.field(
        description=(
            "Perceptual hash, 64 bits as 16 hexadecimal digits; pictures are alike by"
            " 1 - (bits that differ) / 64."
        )
    )
    exif: ExifMetadata = strawberry.field(description="EXIF as the camera wrote it.")

    @classmethod
    def of(cls, found: metadata.Metadata) -> Metadata:
        """As imaging found it."""
        exif = found.exif
        return cls(
            width=found.width,
            height=found.height,
            format=found.format,
            density=found.density,
            quality=found.quality,
            has_color_profile=found.has_color_profile,
            has_transparency=found.has_transparency,
            p_hash=found.phash,
            exif=ExifMetadata(
                image=JSON(exif.image),
                thumbnail=JSON(exif.thumbnail),
                exif=JSON(exif.exif),
                gps=JSON(exif.gps),
                interoperability=JSON(exif.interoperability),
                makernote=JSON(exif.makernote),
            ),
        )
