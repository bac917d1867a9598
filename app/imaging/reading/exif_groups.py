"""EXIF in the six groups of ImageKit's metadata, as the camera wrote it: numbers are numbers and
dates `YYYY:MM:DD HH:MM:SS`. What people read is in exif.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from app.errors import Unreadable
from app.imaging.reading import exif_tags
from app.imaging.reading.exif_texts import comment, plain_text, wide_text
from app.imaging.reading.facts import JSON, cleaned, number
from app.imaging.reading.tiff import Directory, Tiff, Value

Group = dict[str, JSON]

_CAMERA: Final = 0x8769
_GPS: Final = 0x8825
_INTEROPERABILITY: Final = 0xA005
_PREVIEW: Final = 0x0201
_PICTURE_TAGS: Final = exif_tags.PICTURE | {_CAMERA: "ExifOffset", _GPS: "GPSInfo"}
_CAMERA_TAGS: Final = exif_tags.CAMERA | {_INTEROPERABILITY: "InteropOffset"}
_THUMBNAIL_TAGS: Final = {
    0x0103: "Compression",
    0x0112: "Orientation",
    0x011A: "XResolution",
    0x011B: "YResolution",
    0x0128: "ResolutionUnit",
    _PREVIEW: "ThumbnailOffset",
    0x0202: "ThumbnailLength",
}
_INTEROPERABILITY_TAGS: Final = {1: "InteropIndex", 2: "InteropVersion"}
_WIDE: Final = frozenset(name for name in exif_tags.PICTURE.values() if name.startswith("XP"))
_MAX_NUMBERS: Final = 32


@dataclass(frozen=True, slots=True)
class ExifGroups:
    """Tags by exiftool's names for them; a group that is not there is empty."""

    image: Group = field(default_factory=dict)
    thumbnail: Group = field(default_factory=dict)
    exif: Group = field(default_factory=dict)
    gps: Group = field(default_factory=dict)
    interoperability: Group = field(default_factory=dict)
    makernote: Group = field(default_factory=dict)
    """Always empty: every maker has a form of its own."""


def groups(block: BinaryIO | None) -> ExifGroups:
    """The groups of a TIFF structure, if there is one; a part that is broken is left out."""
    if block is None:
        return ExifGroups()
    try:
        tiff = Tiff.open(block)
        first = tiff.directory(tiff.first, _PICTURE_TAGS)
    except Unreadable:
        return ExifGroups()
    camera = _part(tiff, first.get(_CAMERA), _CAMERA_TAGS)
    return ExifGroups(
        image=_group(first, _PICTURE_TAGS),
        thumbnail=_group(_thumbnail(tiff), _THUMBNAIL_TAGS),
        exif=_group(camera, _CAMERA_TAGS),
        gps=_group(_part(tiff, first.get(_GPS), exif_tags.GPS), exif_tags.GPS),
        interoperability=_group(
            _part(tiff, camera.get(_INTEROPERABILITY), _INTEROPERABILITY_TAGS),
            _INTEROPERABILITY_TAGS,
        ),
    )


def _part(tiff: Tiff, pointer: Value | None, tags: Mapping[int, str]) -> Directory:
    """The directory that a pointer leads to."""
    at = pointer[0] if pointer else None
    if isinstance(at, int) and not isinstance(pointer, bytes):
        with suppress(Unreadable):
            return tiff.directory(at, tags)
    return {}


def _thumbnail(tiff: Tiff) -> Directory:
    """The second directory, unless it is another page."""
    with suppress(Unreadable):
        at = tiff.following(tiff.first)
        found = tiff.directory(at, _THUMBNAIL_TAGS) if at else {}
        return found if _PREVIEW in found else {}
    return {}


def _group(directory: Directory, tags: Mapping[int, str]) -> Group:
    found = {tags[tag]: _value(tags[tag], value) for tag, value in directory.items()}
    return {name: value for name, value in found.items() if value is not None}


def _value(name: str, value: Value) -> JSON | None:
    """What the tag says; None when it is not of the kind that such a tag has."""
    if name == "UserComment":
        return comment(value)
    if name in _WIDE:
        return wide_text(value)
    if name in exif_tags.TEXTS:
        return _text(name, value) if isinstance(value, bytes) else None
    if name in exif_tags.LISTS:
        return None if plain_text(value) else _several(tuple(value))
    found = None if isinstance(value, bytes) else number(value[0])
    return None if name in exif_tags.WHOLE and not isinstance(found, int) else found


def _text(name: str, value: bytes) -> str | None:
    """Versions are digits, spaces too."""
    if name.endswith("Version"):
        return cleaned(value.decode("latin-1")) or None
    return plain_text(value)


def _several(value: tuple[float, ...]) -> JSON | None:
    numbers = [number(one) for one in value[:_MAX_NUMBERS]]
    known = [one for one in numbers if one is not None]
    return list(known) if len(known) == len(numbers) else None
