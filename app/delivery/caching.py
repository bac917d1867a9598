"""How long an answer may be kept (delivery.md §3.6)."""

from __future__ import annotations

from typing import Final

from app.library.delivery_url import DeliveryURL
from app.library.rows import VersionRow

YEAR: Final = 31536000


FALLBACK: Final = 60
"""Seconds that a picture shown in place of a missing one may be kept: the missing may come."""


def control(
    url: DeliveryURL, row: VersionRow, now: float, *, is_fallback: bool, is_mixed: bool
) -> str:
    """`Cache-Control` of a file's bytes.

    A URL that names a version, or the file's present state, leads to the same bytes for ever. The
    bare one leads to whatever is current, and no cache hears of a change, so it is asked each time;
    so is what is mixed with other files or follows a name, for those are always the current ones.
    """
    is_fixed = not is_mixed and (url.token is not None or url.updated_at == row.updated_at)
    if row.is_private or url.is_signed:
        longest = FALLBACK if is_fallback else YEAR * is_fixed
        return f"private, max-age={min(longest, _lifetime(url, now))}"
    if is_fallback:
        return f"public, max-age={FALLBACK}"
    if is_fixed and url.token is not None:
        return f"public, max-age={YEAR}, immutable"
    return f"public, max-age={YEAR}" if is_fixed else "public, max-age=0, must-revalidate"


def _lifetime(url: DeliveryURL, now: float) -> int:
    """Not longer than the signature is good."""
    return YEAR if url.expires_at is None else min(YEAR, max(0, int(url.expires_at - now)))
