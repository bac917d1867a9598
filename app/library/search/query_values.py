"""Values of a search query, read into what they mean: times, sizes, durations, formats, places.

Pure; each returns None for what is no such thing.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias

from app.library.search.query_tree import Scalar

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST: Final = datetime(1, 1, 1, tzinfo=UTC)
_MOMENT: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(\.\d{1,9})?)?\s?(Z|[+-]\d\d:?\d\d)?", re.ASCII
)
_AGO: Final = re.compile(r"(\d{1,6})\s*([hdwmy])", re.ASCII)
_MEASURE: Final = re.compile(r"(\d{1,15}(?:\.\d{1,9})?)\s*([A-Za-z]*)", re.ASCII)
_NUMBER: Final = r"\s*([+-]?\d{1,3}(?:\.\d{1,15})?)\s*"
_POINT: Final = re.compile(f"{_NUMBER},{_NUMBER}", re.ASCII)
_AROUND: Final = re.compile(
    rf"{_NUMBER},{_NUMBER}(?<=\s)(\d{{1,9}}(?:\.\d{{1,9}})?)\s*(km|m|mi)\s*"
)

_BYTES: Final = {"": 1, "b": 1, "kb": 1024, "mb": 1024**2, "gb": 1024**3, "tb": 1024**4}
_SECONDS: Final = {"": 1, "s": 1, "sec": 1, "min": 60, "hr": 3600, "h": 3600}
_METRES: Final = {"m": 1.0, "km": 1000.0, "mi": 1609.344}
_MAX_CORNERS: Final = 20

FORMATS: Final[dict[str, tuple[str, ...]]] = {
    "jpg": ("image/jpeg",),
    "webp": ("image/webp",),
    "png": ("image/png",),
    "gif": ("image/gif",),
    "svg": ("image/svg+xml",),
    "avif": ("image/avif",),
    "heic": ("image/heic", "image/heif"),
    "tiff": ("image/tiff",),
    "bmp": ("image/bmp",),
    "jxl": ("image/jxl",),
    "psd": ("image/vnd.adobe.photoshop",),
    "ico": ("image/x-icon", "image/vnd.microsoft.icon"),
    "pdf": ("application/pdf",),
    "js": ("text/javascript", "application/javascript"),
    "css": ("text/css",),
    "txt": ("text/plain",),
    "html": ("text/html",),
    "csv": ("text/csv",),
    "json": ("application/json",),
    "xml": ("application/xml", "text/xml"),
    "zip": ("application/zip",),
    "woff2": ("font/woff2",),
    "woff": ("font/woff",),
    "ttf": ("font/ttf",),
    "otf": ("font/otf",),
    "eot": ("application/vnd.ms-fontobject",),
    "mp4": ("video/mp4",),
    "webm": ("video/webm",),
    "mov": ("video/quicktime",),
    "ts": ("video/mp2t",),
    "swf": ("application/x-shockwave-flash", "application/vnd.adobe.flash.movie"),
    "m3u8": ("application/vnd.apple.mpegurl", "application/x-mpegurl"),
    "mp3": ("audio/mpeg",),
    "wav": ("audio/wav", "audio/x-wav"),
}
"""Media types by the extension that stands for them."""
_SAME: Final = {"jpeg": "jpg", "heif": "heic", "tif": "tiff", "htm": "html"}


@dataclass(frozen=True, slots=True)
class Span:
    """The milliseconds that a date, a minute, a second or a moment takes: `end` is the next."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Circle:
    """All that is so near to a point, in metres."""

    latitude: float
    longitude: float
    radius: float


@dataclass(frozen=True, slots=True)
class Area:
    """A polygon of (latitude, longitude); two corners are the diagonal of a box."""

    corners: tuple[tuple[float, float], ...]


Place: TypeAlias = Circle | Area


def span(value: Scalar, now: int) -> Span | None:
    """`2024-03-01`, `2024-03-01T10:00:00` (UTC unless it names a zone), or `7d` before now."""
    if not isinstance(value, str):
        return None
    ago = _AGO.fullmatch(value.strip())
    if ago:
        at = _milliseconds(_before(_EPOCH + timedelta(milliseconds=now), int(ago[1]), ago[2]))
        return Span(at, at + 1)
    match = _MOMENT.fullmatch(value.strip())
    if match is None:
        return None
    day, minute, second, fraction, zone = match.groups()
    if (minute is None and zone) or (fraction and not second):
        return None
    try:
        digits = (fraction or ".0")[1:4].ljust(3, "0")
        text = f"{day}T{minute or '00:00'}{second or ':00'}.{digits}{zone or 'Z'}"
        start = _milliseconds(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None
    return Span(start, start + _length(minute, second, fraction))


def is_date(value: Scalar) -> bool:
    """Whether it is a date by itself, not one so long ago."""
    is_ago = isinstance(value, str) and _AGO.fullmatch(value.strip())
    return not is_ago and span(value, 0) is not None


def number(value: Scalar) -> float | None:
    """A number."""
    return None if isinstance(value, str | bool) else value


def size(value: Scalar) -> float | None:
    """Bytes: a number, or `10kb`, `1.5mb`."""
    return _measured(value, _BYTES)


def seconds(value: Scalar) -> float | None:
    """A number, or `30sec`, `1.5min`, `2hr`."""
    return _measured(value, _SECONDS)


def mimes(value: Scalar) -> tuple[str, ...] | None:
    """The media types of a format."""
    name = value.lower() if isinstance(value, str) else ""
    return FORMATS.get(_SAME.get(name, name))


def place(value: Scalar) -> Place | None:
    """`52.5,13.4 5km`; two or more points joined by `|`."""
    if not isinstance(value, str):
        return None
    around = _AROUND.fullmatch(value)
    if around:
        point = _point(around[1], around[2])
        radius = float(around[3]) * _METRES[around[4]]
        return Circle(*point, radius) if point else None
    parts = value.split("|", _MAX_CORNERS)
    matches = [_POINT.fullmatch(part) for part in parts]
    corners = tuple(_point(m[1], m[2]) if m else None for m in matches)
    known = tuple(corner for corner in corners if corner)
    return Area(known) if 2 <= len(known) == len(parts) <= _MAX_CORNERS else None


def _point(latitude: str, longitude: str) -> tuple[float, float] | None:
    point = float(latitude), float(longitude)
    return point if abs(point[0]) <= 90 and abs(point[1]) <= 180 else None


def _measured(value: Scalar, units: dict[str, int]) -> float | None:
    if isinstance(value, str):
        match = _MEASURE.fullmatch(value.strip())
        unit = units.get(match[2].lower()) if match else None
        return float(match[1]) * unit if match and unit else None
    return number(value)


def _length(minute: str | None, second: str | None, fraction: str | None) -> int:
    if minute is None:
        return 86_400_000
    if second is None:
        return 60_000
    return 1 if fraction else 1000


def _before(now: datetime, number: int, unit: str) -> datetime:
    """So long ago by the calendar; the first day there is when that is longer."""
    try:
        match unit:
            case "h":
                return now - timedelta(hours=number)
            case "d":
                return now - timedelta(days=number)
            case "w":
                return now - timedelta(weeks=number)
        months = now.year * 12 + now.month - 1 - number * (12 if unit == "y" else 1)
        year, month = months // 12, months % 12 + 1
        day = min(now.day, calendar.monthrange(year, month)[1])
        return now.replace(year=year, month=month, day=day)
    except (ValueError, OverflowError):
        return _FIRST


def _milliseconds(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(milliseconds=1)
