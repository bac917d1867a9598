"""Texts in EXIF: plain, wide, or with their encoding in front."""

from __future__ import annotations

from app.imaging.reading.facts import cleaned, decoded, is_text
from app.imaging.reading.tiff import Value


def plain_text(value: Value) -> str | None:
    """Text, unless it is something else that was put where text belongs."""
    if not isinstance(value, bytes):
        return None
    text = decoded(value.strip(b"\0 "))
    return cleaned(text) if text and is_text(text) else None


def wide_text(value: Value) -> str | None:
    """Windows' own tags: bytes of UTF-16."""
    return cleaned(opaque(value).decode("utf-16-le", "ignore")) or None


def comment(value: Value) -> str | None:
    """Eight bytes name the encoding."""
    encoding, data = opaque(value)[:8], opaque(value)[8:]
    if encoding == b"UNICODE\0":
        order = "utf-16-be" if data[:1] == b"\0" else "utf-16-le"
        return cleaned(data.decode(order, "ignore")) or None
    return plain_text(data) if encoding in {b"ASCII\0\0\0", bytes(8)} else None


def opaque(value: Value) -> bytes:
    """Opaque bytes, which some programs write as numbers."""
    if isinstance(value, bytes):
        return value
    return bytes(one for one in value if isinstance(one, int) and 0 <= one <= 255)
