"""Values that ImageKit's dialect writes in several ways, read into one; Invalid names the field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import orjson

from app.errors import Invalid

_FLAGS: Final = {"true": True, "1": True, "false": False, "0": False}


def invalid(field: str, why: str = "") -> Invalid:
    """ImageKit's sentence for a value that cannot be used, and what it should be."""
    message = f"Your request contains invalid {field} parameter. {why}"
    return Invalid(message.rstrip(), field=field)


def text(field: str, value: str) -> str:
    """The text as it is; NUL is refused, which PostgreSQL cannot keep."""
    if "\0" in value:
        raise invalid(field, "It contains a NUL character.")
    return value


def flag(field: str, value: str) -> bool:
    """`true`, `false`, `1`, `0`, in any case."""
    try:
        return _FLAGS[value.strip().lower()]
    except KeyError:
        raise invalid(field, "Please provide true or false.") from None


def words(field: str, values: Iterable[str]) -> list[str]:
    """Texts joined by commas, a JSON array of them, or both repeated; trimmed, none empty."""
    found: list[str] = []
    for value in values:
        found += _array(field, value) if value.lstrip().startswith("[") else value.split(",")
    return [word for word in (text(field, word).strip() for word in found) if word]


def custom_metadata(sent: object) -> dict[str, object] | None:
    """Values by the names of their fields, an object or the text of one; None for nothing."""
    if isinstance(sent, str):
        try:
            sent = orjson.loads(sent) if sent.strip() else None
        except orjson.JSONDecodeError:
            raise _no_object("It is not valid JSON.") from None
    if sent is not None and not isinstance(sent, dict):
        raise _no_object("Please provide an object.")
    return sent


def _no_object(why: str) -> Invalid:
    return Invalid(f"Invalid custom metadata. {why}", field="customMetadata")


def _array(field: str, value: str) -> list[str]:
    try:
        items = orjson.loads(value)
    except orjson.JSONDecodeError:
        raise invalid(field, "It is not a valid JSON array.") from None
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise invalid(field, "Please provide an array of strings.")
    return items
