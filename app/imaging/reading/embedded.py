"""Embedded metadata: EXIF, IPTC and XMP as one flat JSON object that is never large."""

from __future__ import annotations

from contextlib import suppress
from itertools import chain
from typing import Final

import orjson

from app.errors import Unreadable
from app.imaging.reading import exif, iptc, xmp
from app.imaging.reading.facts import JSON, Scalar
from app.imaging.reading.picture import Header
from app.imaging.reading.tiff import Tiff

_MAX_BYTES: Final = 65_536
_KEYWORDS: Final = "Keywords"


def embedded(header: Header) -> dict[str, JSON] | None:
    """What the picture says of itself; of equal names EXIF wins, then IPTC. None for nothing."""
    found: dict[str, JSON] = {}
    if header.exif is not None:
        with suppress(Unreadable):
            found |= exif.facts(Tiff.open(header.exif))
    if header.iptc:
        found = iptc.facts(header.iptc) | found
    if header.xmp:
        found = xmp.facts(header.xmp) | found
    keywords = _merged(found.get(_KEYWORDS), found.get("Subject"))
    if keywords:
        found = {_KEYWORDS: keywords} | found | {_KEYWORDS: keywords}
    return _bounded(found) or None


def _merged(*lists: JSON | None) -> list[Scalar]:
    """Each word once, in the order in which they come."""
    return list(dict.fromkeys(chain(*(words for words in lists if isinstance(words, list)))))


def _bounded(found: dict[str, JSON]) -> dict[str, JSON]:
    """As many of the values as fit, small ones first; a list that does not is cut short."""
    kept: dict[str, JSON] = {}
    left = _MAX_BYTES
    for name in sorted(found, key=lambda name: _size(name, found[name])):
        value = found[name]
        while isinstance(value, list) and len(value) > 1 and _size(name, value) > left:
            value = value[: len(value) // 2]
        if _size(name, value) <= left:
            kept[name] = value
            left -= _size(name, value)
    return {name: kept[name] for name in found if name in kept}


def _size(name: str, value: JSON) -> int:
    return len(orjson.dumps({name: value}))
