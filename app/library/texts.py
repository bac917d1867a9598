"""What people write about a file: checked and tidied, pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from app.errors import Invalid

MAX_TAG_CHARACTERS: Final = 500
MAX_DESCRIPTION: Final = 10_000

_COORDINATES = re.compile(r"\d{1,6},\d{1,6},\d{1,6},\d{1,6}")


def clean_tags(tags: list[str], *, field: str = "tags") -> list[str] | None:
    """The tags trimmed, without empty ones and repeats; None when none is left.

    Raises Invalid for a `%` and for more than 500 characters together (rest-api.md §2.1, §2.9).
    """
    kept = list(dict.fromkeys(clean_text(tag) for tag in tags if clean_text(tag)))
    if any("%" in tag for tag in kept):
        message = "Your request contains invalid value for tags parameter. A tag cannot contain %."
        raise Invalid(message, field=field)
    refuse_long_tags(kept, field=field)
    return kept or None


def refuse_long_tags(tags: Sequence[str], *, field: str) -> None:
    """Raises Invalid for more than 500 characters together."""
    if sum(map(len, tags)) > MAX_TAG_CHARACTERS:
        message = (
            "Your request contains invalid value for tags parameter. Combined length of all tags"
            f" should be less than or equal to {MAX_TAG_CHARACTERS}."
        )
        raise Invalid(message, field=field)


def clean_description(text: str | None) -> str | None:
    """The description; None when it is empty. Raises Invalid for more than 10,000 characters."""
    if text is None or len(text) <= MAX_DESCRIPTION:
        return clean_text(text or "") or None
    message = f"The description is too long: at most {MAX_DESCRIPTION} characters."
    raise Invalid(message, field="description")


def clean_coordinates(text: str | None) -> str | None:
    """`x,y,width,height` in pixels, width and height above 0; None when empty."""
    compact = "".join((text or "").split())
    if not compact:
        return None
    values = compact.split(",")
    if not _COORDINATES.fullmatch(compact) or "0" in {v.lstrip("0") or "0" for v in values[2:]}:
        message = (
            "Your request contains invalid value for customCoordinates parameter."
            " It takes x,y,width,height in whole pixels."
        )
        raise Invalid(message, field="customCoordinates")
    return ",".join(str(int(value)) for value in values)


def clean_text(text: str) -> str:
    """The text trimmed, without what no database keeps: NUL and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode().strip()
