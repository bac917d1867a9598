"""What an uploaded file is: its media type, and of a picture its facts.

Anything may be uploaded, so nothing here fails for what is inside a file, with one exception: a
picture of too many pixels is refused before anybody tries to decode it.
"""

from __future__ import annotations

import re
import struct
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.errors import TooLarge, Unreadable
from app.imaging.reading import exif
from app.imaging.reading.embedded import embedded
from app.imaging.reading.facts import JSON
from app.imaging.reading.headers import READERS
from app.imaging.reading.media_types import HEAD, media_type
from app.imaging.reading.picture import Header
from app.imaging.reading.tiff import Tiff

_XMP_ORIENTATION: Final = re.compile(rb'tiff:Orientation(?:="|>)([1-8])')


@dataclass(frozen=True, slots=True)
class Facts:
    """All but `mime` is None for what is not a picture that can be delivered, or is broken."""

    mime: str
    width: int | None = None
    """Pixels as seen, after orientation."""
    height: int | None = None
    has_alpha: bool | None = None
    orientation: int | None = None
    """EXIF's, 1 to 8; None also when the picture does not say."""
    embedded_metadata: dict[str, JSON] | None = None


def inspect(path: Path, name: str, *, max_pixels: int) -> Facts:
    """The facts of the file, named `name` by whoever sent it; TooLarge for too many pixels."""
    with path.open("rb") as file:
        mime = media_type(file.read(HEAD), name)
        read = READERS.get(mime)
        if read is None:
            return Facts(mime)
        file.seek(0)
        try:
            header = read(file)
        except (Unreadable, struct.error):
            return Facts(mime)
        if min(header.width, header.height) < 1:
            return Facts(mime)
        _check(header, max_pixels)
        return _facts(mime, header)


def _check(header: Header, max_pixels: int) -> None:
    if header.width * header.height > max_pixels:
        raise TooLarge(
            "Your request contains invalid file parameter. The picture has"
            f" {header.width} x {header.height} pixels, more than the limit of {max_pixels}.",
            field="file",
        )


def _facts(mime: str, header: Header) -> Facts:
    orientation = _orientation(header)
    if header.orientation and (header.orientation > 1 or orientation):
        orientation = header.orientation
    is_on_its_side = orientation in range(5, 9)
    return Facts(
        mime,
        width=header.height if is_on_its_side else header.width,
        height=header.width if is_on_its_side else header.height,
        has_alpha=header.has_alpha,
        orientation=orientation,
        embedded_metadata=embedded(header),
    )


def _orientation(header: Header) -> int | None:
    """As EXIF says or, like Pillow, as XMP's copy of EXIF says."""
    found = None
    if header.exif is not None:
        with suppress(Unreadable):
            found = exif.orientation(Tiff.open(header.exif))
    in_xmp = _XMP_ORIENTATION.search(header.xmp or b"")
    return found or (int(in_xmp[1]) if in_xmp else None)
