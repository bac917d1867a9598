"""What is sent: bytes at rest and what an answer says about them; original or rendition."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from app.imaging import MIME
from app.library import blobs
from app.library.renditions import Wanted
from app.library.rows import VersionRow
from app.storage import Storage

_COUNTED: Final = (
    ("formats", "Accept"),
    ("width", "Sec-CH-Width"),
    ("dpr", "Sec-CH-DPR"),
    ("save_data", "Save-Data"),
)
"""What of a client an order may depend on, and the header that says it."""


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes under a storage key, before any compression for the way."""

    key: str
    size: int
    mime: str
    hash: str
    """Changes with the bytes."""
    extension: str
    """Of a name to save them under, with its dot."""
    created_at: int | None
    """When the version was made, in milliseconds since 1970; None when that says nothing."""
    changed_at: int
    """Since when the URL has led to it, or earlier than that."""
    is_gzipped: bool = False
    """Whether it is compressed for the way."""
    vary: str = ""
    """Request headers that took part in choosing it."""

    @property
    def etag(self) -> str:
        """Strong: other bytes have another one."""
        return f'"{self.hash[:32]}{"-gzip" * self.is_gzipped}"'

    def sized(self, source: bytes | Storage) -> Content:
        """The same, with the number of bytes that were made."""
        return replace(self, size=len(source)) if isinstance(source, bytes) else self


def original(row: VersionRow) -> Content:
    """The version's bytes as they were uploaded."""
    stem, dot, extension = row.name.rpartition(".")
    return Content(
        key=blobs.key(row.blob_id),
        size=row.size,
        mime=row.mime,
        hash=row.sha256,
        extension=dot + extension if stem else "",
        created_at=row.version_created_at,
        changed_at=row.updated_at,
    )


def rendition(made: Wanted, *, is_mixed: bool) -> Content:
    """Bytes made of the version's picture; how many is known when they are there.

    What is mixed with something that may be another tomorrow has no date of its own.
    """
    kind = made.order.format
    if kind is None:
        raise ValueError("an order for the stored bytes makes no rendition")
    told = [header for name, header in _COUNTED if name in made.order.depends_on]
    return Content(
        key=made.key,
        size=0,
        mime=MIME[kind],
        hash=made.hash,
        extension=f".{kind}",
        created_at=None if is_mixed else made.row.version_created_at,
        changed_at=made.row.updated_at,
        vary=", ".join(told),
    )
