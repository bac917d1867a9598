"""What is said inside a file, as JSON: text, numbers and dates made fit to be stored anywhere."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias

Scalar: TypeAlias = str | int | float
JSON: TypeAlias = Scalar | list[Scalar]

_MAX_TEXT: Final = 4096
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_BINARY: Final = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_MOMENT: Final = re.compile(
    r"(\d{4})[:-]?(\d\d)[:-]?(\d\d)"
    r"(?:[ T](\d\d):?(\d\d)(?::?(\d\d)(?:\.(\d{1,9}))?)?)?"
    r" ?(Z|[+-]\d\d:?\d\d)?",
    re.ASCII,
)


def decoded(data: bytes) -> str:
    """Text of no known encoding."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def is_text(text: str) -> bool:
    """Whether it was meant as text. NULs are: they stand between the names in a copyright."""
    return not _BINARY.search(text)


def cleaned(text: str) -> str:
    """Without the characters that a JSON store may refuse, and not endlessly long."""
    return _CONTROLS.sub(" ", text[: 2 * _MAX_TEXT]).strip()[:_MAX_TEXT]


def number(value: float) -> int | float | None:
    """Whole when it is whole, without the noise of a division; None when it is no number."""
    if isinstance(value, int):
        return value
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 1 << 53 else float(f"{value:.10g}")


def moment(text: str, *, fraction: str = "", offset: str = "") -> str | None:
    """A date or time as `YYYY-MM-DDTHH:mm:ss.sssZ`; UTC when no offset is known."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    digits = match[7] or (fraction if re.fullmatch(r"[0-9]{1,9}", fraction) else "")
    milliseconds = int(digits.ljust(3, "0")[:3])
    try:
        at = datetime(year, month, day, hour, minute, second, milliseconds * 1000, UTC)
        at -= _offset(match[8] or offset)
    except (ValueError, OverflowError):
        return None
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _offset(text: str) -> timedelta:
    match = re.fullmatch(r"([+-])([0-9]{2}):?([0-9]{2})", text.strip())
    if match is None:
        return timedelta()
    ahead = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return ahead if match[1] == "+" else -ahead
