"""Who may have a version (delivery.md §1.7); wrong signatures were refused on reading the URL."""

from __future__ import annotations

from app.errors import NotFound, Unauthorized
from app.library.delivery_url import DeliveryURL
from app.library.rows import VersionRow


def check(url: DeliveryURL, row: VersionRow) -> None:
    """Raises NotFound for a draft, signed or not, and Unauthorized for a private file unsigned."""
    if not row.is_published:
        raise NotFound("No file was found at the specified path")
    if row.is_private and not url.is_signed and not _is_opened_by_name(url, row):
        raise Unauthorized("This file is private: its URL must be signed.")


def _is_opened_by_name(url: DeliveryURL, row: VersionRow) -> bool:
    """Whether it asks for what the owner named for everybody, and will get that.

    A transformation of anything but pixels is ignored and its original delivered, so a name is
    no reason to open a private document or SVG.
    """
    return url.is_named and row.is_raster
