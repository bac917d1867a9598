"""IPTC-IIM: captions, keywords and credits as news agencies write them into pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.imaging.reading.facts import JSON, Scalar, cleaned, decoded, moment

_MAX_DATASETS: Final = 2000
_UTF8: Final = b"\x1b%G"
_RESOURCE: Final = 0x0404
"""The Photoshop resource that holds IPTC."""

_NAMES: Final = {
    0: "ApplicationRecordVersion",
    4: "ObjectAttributeReference",
    5: "ObjectName",
    7: "EditStatus",
    10: "Urgency",
    12: "SubjectReference",
    15: "Category",
    20: "SupplementalCategories",
    25: "Keywords",
    26: "ContentLocationCode",
    27: "ContentLocationName",
    40: "SpecialInstructions",
    55: "DateCreated",
    60: "TimeCreated",
    62: "DigitalCreationDate",
    63: "DigitalCreationTime",
    65: "OriginatingProgram",
    70: "ProgramVersion",
    80: "Byline",
    85: "BylineTitle",
    90: "City",
    92: "Sublocation",
    95: "ProvinceState",
    100: "CountryPrimaryLocationCode",
    101: "CountryPrimaryLocationName",
    103: "OriginalTransmissionReference",
    105: "Headline",
    110: "Credit",
    115: "Source",
    116: "CopyrightNotice",
    118: "Contact",
    120: "CaptionAbstract",
    122: "WriterEditor",
}
_ALWAYS_LISTS: Final = frozenset({"Keywords", "SupplementalCategories", "SubjectReference"})
_DATES: Final = frozenset({"DateCreated", "DigitalCreationDate"})
_TIMES: Final = frozenset({"TimeCreated", "DigitalCreationTime"})
_NUMBERS: Final = frozenset({"Urgency"})


def in_photoshop(block: bytes) -> bytes | None:
    """The IPTC part of Photoshop's image resources, `8BIM` after `8BIM`."""
    at = 0
    while block[at : at + 4] == b"8BIM" and at + 12 <= len(block):
        resource = int.from_bytes(block[at + 4 : at + 6], "big")
        name_end = at + 7 + block[at + 6]
        size_at = name_end + (name_end - at) % 2
        start = size_at + 4
        size = int.from_bytes(block[size_at:start], "big")
        if resource == _RESOURCE:
            return block[start : start + size]
        at = start + size + size % 2
    return None


def facts(block: bytes) -> dict[str, JSON]:
    """The datasets worth showing; what comes after a broken one is left out."""
    is_utf8 = False
    found: dict[str, list[Scalar]] = {}
    for record, dataset, data in _datasets(block):
        if (record, dataset) == (1, 90):
            is_utf8 = data == _UTF8
        name = _NAMES.get(dataset) if record == 2 else None
        if name is None:
            continue
        value = _value(name, data, is_utf8)
        if value is not None:
            found.setdefault(name, []).append(value)
    return {name: _fact(name, values) for name, values in found.items()}


def _datasets(block: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    for _ in range(_MAX_DATASETS):
        head = block[at : at + 5]
        size = int.from_bytes(head[3:], "big")
        if len(head) < 5 or head[0] != 0x1C or size >= 0x8000:
            return
        yield head[1], head[2], block[at + 5 : at + 5 + size]
        at += 5 + size


def _fact(name: str, values: list[Scalar]) -> JSON:
    return values[0] if len(values) == 1 and name not in _ALWAYS_LISTS else values


def _value(name: str, data: bytes, is_utf8: bool) -> Scalar | None:
    if name == "ApplicationRecordVersion":
        return int.from_bytes(data, "big") if len(data) == 2 else None
    text = cleaned(data.decode("utf-8", "replace") if is_utf8 else decoded(data))
    if name in _DATES:
        return moment(text)
    if name in _TIMES:
        return _time(text)
    if name in _NUMBERS and text.isascii() and text.isdecimal():
        return int(text)
    return text or None


def _time(text: str) -> str | None:
    """`190103+0000` as `19:01:03+00:00`."""
    at = moment(f"20000101 {text[:6]}")
    if at is None:
        return None
    offset = text[6:11] if len(text) == 11 and text[7:].isdecimal() else ""
    return at[11:19] + (f"{offset[:3]}:{offset[3:]}" if offset else "")
