"""Conditional and range requests (RFC 9110 §13, §14): pure functions over request headers."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from starlette.datastructures import Headers

from app.delivery.content import Content

_TAG: Final = re.compile(r'(?:W/)?("[^"]*")')
_UNIT: Final = re.compile(r"bytes\s*=", re.IGNORECASE)
_RANGE: Final = re.compile(r"([0-9]{0,100})-([0-9]{0,100})")


def is_unchanged(headers: Headers, content: Content) -> bool:
    """Whether the client has these bytes already."""
    tags = headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or content.etag in _TAG.findall(tags)
    since = _date(headers.get("if-modified-since", ""))
    if since is None or content.created_at is None:
        return False
    return _is_unchanged_since(since, content.created_at, content.changed_at)


def part(headers: Headers, content: Content) -> range | None:
    """The bytes asked for, none of them when there are no such bytes; None when it is the whole.

    More ranges than one, and what cannot be understood, are ignored; rclone sends `bytes=0--2`.
    """
    text = headers.get("range", "")
    unit = _UNIT.match(text)
    if unit is None or headers.get("if-range", content.etag) != content.etag:
        return None
    ranges = [piece.strip() for piece in text[unit.end() :].split(",") if piece.strip()]
    match = _RANGE.fullmatch(ranges[0]) if len(ranges) == 1 else None
    return _part(match[1], match[2], content.size) if match else None


def _part(first: str, last: str, size: int) -> range | None:
    if not first:
        return range(max(size - int(last), 0), size) if last else None
    start, stop = int(first), int(last) + 1 if last else size
    if last and stop <= start:
        return None
    return range(start, min(stop, size))


def _is_unchanged_since(since: datetime, created_at: int, changed_at: int) -> bool:
    """Whether the date is the one we gave, or later than the last change.

    Restoring an old version makes Last-Modified older than what a client may have, so a later
    date says nothing by itself.
    """
    seconds = int(since.timestamp())
    return seconds == created_at // 1000 or seconds > changed_at // 1000


def _date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text).replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
