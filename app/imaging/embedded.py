"""Embedded metadata: EXIF, IPTC and XMP as one flat JSON object that is never large."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Final

import orjson

from app.errors import Unreadable
from app.imaging import exif, iptc, xmp
from app.imaging.facts import JSON, Scalar
from app.imaging.picture import Header
from app.imaging.tiff import Tiff

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
    words: Iterable[JSON] = (word for words in lists if isinstance(words, list) for word in words)
    return list(dict.fromkeys(words))


def _bounded(found: dict[str, JSON]) -> dict[str, JSON]:
    """As many of the values as fit, the small ones rather than a large one."""
    kept: dict[str, JSON] = {}
    left = _MAX_BYTES
    for name, whole in found.items():
        value = whole
        size = _size(name, value)
        while size > left and isinstance(value, list) and len(value) > 1:
            value = value[: len(value) // 2]
            size = _size(name, value)
        if size <= left:
            kept[name] = value
            left -= size
    return kept


def _size(name: str, value: JSON) -> int:
    return len(orjson.dumps({name: value}))
