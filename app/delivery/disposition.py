"""The name under which a browser saves what it gets (delivery.md §1.1, RFC 6266)."""

from __future__ import annotations

import unicodedata
from typing import Final
from urllib.parse import quote

from app.delivery.content import Content
from app.library.delivery_url import DeliveryURL
from app.library.rows import VersionRow

_LONGEST: Final = 200
_NO_NAME: Final = "download"
_ALIASES: Final = {".jpeg": ".jpg", ".jpe": ".jpg", ".jfif": ".jpg", ".tif": ".tiff"}


def disposition(url: DeliveryURL, row: VersionRow, content: Content) -> dict[str, str]:
    """The header, for a URL that asks to save; the extension is that of what is sent."""
    if not url.is_attachment:
        return {}
    if url.attachment_stem:
        name = _clean(url.attachment_stem) + content.extension
    else:
        name = _fitting(_clean(url.slug or row.name), content.extension)
    value = f'attachment; filename="{name.encode("ascii", "replace").decode().replace("?", "_")}"'
    if not name.isascii():
        value += f"; filename*=UTF-8''{quote(name, safe='')}"
    return {"content-disposition": value}


def _fitting(name: str, extension: str) -> str:
    """The name with the extension of what is sent, unless it has one that says the same."""
    stem, dot, own = name.rpartition(".")
    if not stem or _plain(dot + own) == _plain(extension):
        return name
    return (stem if extension else name) + extension


def _plain(extension: str) -> str:
    return _ALIASES.get(extension.lower(), extension.lower())


def _clean(name: str) -> str:
    """Without what ends the header, hides letters, or names another folder."""
    kept = (c for c in name if c not in '"\\/%' and unicodedata.category(c)[0] != "C")
    return "".join(kept)[:_LONGEST].strip(" .") or _NO_NAME
