"""EXIF: what a camera wrote into a picture, under the names and in the words of exiftool."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import BinaryIO, Final, TypeAlias

from app.errors import Unreadable
from app.imaging.reading import exif_tags
from app.imaging.reading.exif_texts import comment, opaque, plain_text, wide_text
from app.imaging.reading.facts import JSON, moment, number
from app.imaging.reading.tiff import Directory, Tiff, Value

_ORIENTATION: Final = 0x0112
_CAMERA: Final = 0x8769
_GPS: Final = 0x8825
_MAX_NUMBERS: Final = 32

_Raw: TypeAlias = dict[str, Value]


def opened(exif: bytes) -> BinaryIO:
    """An EXIF block as the TIFF structure that it is, without the prefix some formats give it."""
    return io.BytesIO(exif.removeprefix(b"Exif\0\0").removeprefix(b"Exif\0\0"))


def orientation(tiff: Tiff) -> int | None:
    """How the picture is to be turned, 1 to 8; None when it does not say."""
    return _whole(tiff.directory(tiff.first, {_ORIENTATION}).get(_ORIENTATION), range(1, 9))


def facts(tiff: Tiff) -> dict[str, JSON]:
    """The tags worth showing. A part that is broken is left out."""
    raw = _read(tiff)
    found = {name: _fact(name, value) for name, value in raw.items()}
    for name in _PRECISION:
        found[name] = _moment(raw, name)
    for name, furthest in (("GPSLatitude", 90), ("GPSLongitude", 180)):
        found[name] = _degrees(raw, name, furthest)
    altitude = found.get("GPSAltitude")
    if isinstance(altitude, (int, float)) and found.get("GPSAltitudeRef") == "Below Sea Level":
        found["GPSAltitude"] = -altitude
    return {name: value for name, value in found.items() if value is not None}


def _read(tiff: Tiff) -> _Raw:
    first = tiff.directory(tiff.first, exif_tags.PICTURE.keys() | {_CAMERA, _GPS})
    raw = _named(first, exif_tags.PICTURE)
    for pointer, tags in ((_CAMERA, exif_tags.CAMERA), (_GPS, exif_tags.GPS)):
        at = _whole(first.get(pointer), range(1 << 63))
        if at is not None:
            with suppress(Unreadable):
                raw |= _named(tiff.directory(at, tags), tags)
    return raw


def _named(directory: Directory, tags: Mapping[int, str]) -> _Raw:
    return {tags[tag]: value for tag, value in directory.items() if tag in tags}


def _whole(value: Value | None, allowed: range) -> int | None:
    """The one whole number that the value is, when it is an allowed one."""
    if not isinstance(value, tuple) or len(value) != 1 or not isinstance(value[0], int):
        return None
    return value[0] if value[0] in allowed else None


def _fact(name: str, value: Value) -> JSON | None:
    read = _READERS.get(name)
    if read is not None:
        return read(value)
    if isinstance(value, bytes):
        text = plain_text(value)
        return exif_tags.REFERENCES.get(text or "", text) if name.endswith("Ref") else text
    if name in exif_tags.WORDS and isinstance(value[0], int):
        return exif_tags.WORDS[name].get(value[0], value[0])
    return _numbers(value)


def _numbers(value: tuple[float, ...]) -> JSON | None:
    numbers = [number(one) for one in value[:_MAX_NUMBERS]]
    known = [one for one in numbers if one is not None]
    if not known or len(known) < len(numbers):
        return None
    return known[0] if len(known) == 1 else list(known)


def _components(value: Value) -> str | None:
    data = opaque(value)
    if len(data) != 4 or max(data) > 6:
        return None
    return ",".join(("-", "Y", "Cb", "Cr", "R", "G", "B")[one] for one in data)


def _version(value: Value) -> str | None:
    return ".".join(map(str, opaque(value)[:4])) or None


def _first(value: Value) -> JSON | None:
    return None if isinstance(value, bytes) else _numbers(value[:1])


def _time(value: Value) -> str | None:
    """Hours, minutes and seconds."""
    if isinstance(value, bytes) or len(value) != 3 or not all(0 <= one <= 60 for one in value):
        return None
    hours, minutes, seconds = (int(one) for one in value)
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def _date(value: Value) -> str | None:
    at = moment(plain_text(value) or "")
    return at[:10] if at else None


def _moment(raw: _Raw, name: str) -> str | None:
    fraction, offset = _PRECISION[name]
    return moment(
        plain_text(raw.get(name, b"")) or "",
        fraction=plain_text(raw.get(fraction, b"")) or "",
        offset=plain_text(raw.get(offset, b"")) or "",
    )


def _degrees(raw: _Raw, name: str, furthest: int) -> float | None:
    """Decimal degrees, negative in the south and the west."""
    value = raw.get(name, ())
    if isinstance(value, bytes) or not 1 <= len(value) <= 3:
        return None
    degrees = sum(part / unit for part, unit in zip(value, (1, 60, 3600), strict=False))
    if not 0 <= degrees <= furthest:
        return None
    is_negative = plain_text(raw.get(name + "Ref", b"")) in {"S", "W"}
    return round(-degrees if is_negative else degrees, 8)


_READERS: Final[Mapping[str, Callable[[Value], JSON | None]]] = {
    "ComponentsConfiguration": _components,
    "GPSDateStamp": _date,
    "GPSTimeStamp": _time,
    "GPSVersionID": _version,
    "ISO": _first,
    "UserComment": comment,
    "XPAuthor": wide_text,
    "XPComment": wide_text,
    "XPKeywords": wide_text,
    "XPSubject": wide_text,
    "XPTitle": wide_text,
}
_PRECISION: Final = {
    "ModifyDate": ("SubSecTime", "OffsetTime"),
    "CreateDate": ("SubSecTimeDigitized", "OffsetTimeDigitized"),
    "DateTimeOriginal": ("SubSecTimeOriginal", "OffsetTimeOriginal"),
}
