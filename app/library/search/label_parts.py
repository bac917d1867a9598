"""Conditions on what is said about a version: tags, keywords, place and date, custom metadata."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from app.library import database
from app.library.search import dialect, labels, parts, words
from app.library.search.labels import MAX_VALUE, Test
from app.library.search.parts import Kind, Part, Source
from app.library.search.query_tree import Scalar
from app.library.search.query_values import Area, Circle, Place, Span, is_date, span

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EARTH: Final = 6_371_008.8
"""Its mean radius in metres."""

_VALUES: Final = """
    SELECT w.value FROM (
        WITH RECURSIVE w(value) AS (
            SELECT min(m.value) FROM label m WHERE m.name = 'tag'
            UNION ALL
            SELECT (SELECT min(n.value) FROM label n WHERE n.name = 'tag' AND n.value > w.value)
            FROM w WHERE w.value IS NOT NULL
        )
        SELECT value FROM w WHERE value IS NOT NULL
    ) w"""
"""Every tag once: one step of the index for each, however many versions have it."""


def tagged(kind: Kind, name: str, values: Sequence[str]) -> Part:
    """Has one of these tags (`tag`) or keywords (`keyword`)."""
    short = [value for value in values if len(value) <= MAX_VALUE]
    found = [labels.has(kind, labels.texts(name, short))] if short else []
    if name == "tag":
        found += [_has_long_tag(value) for value in values if len(value) > MAX_VALUE]
    return parts.any_of(found) if found else parts.NOTHING


def with_tag_words(kind: Kind, text: str) -> Part:
    """Has tags with all words of the text, the last of them perhaps only begun."""
    found = []
    for pattern in words.patterns(text):
        sql, value = dialect.finds("('.' || w.value || '.')", pattern)
        test = Test("tag", f"{{l}}.value IN ({_VALUES} WHERE {sql}) AND {{l}}.number = 0", (value,))
        found.append(labels.has(kind, test))
    return parts.all_of(found)


def taken(kind: Kind, spans: Sequence[Span]) -> Part:
    """Was taken within one of these spans."""
    tests = [
        Test("taken", "{l}.value >= ? AND {l}.value < ?", (_iso(each.start), _iso(each.end)))
        for each in spans
    ]
    return labels.has(kind, *tests)


def taken_compared(kind: Kind, operator: str, at: int) -> Part:
    """Was taken before or after a time."""
    return labels.has(kind, Test("taken", f"{{l}}.value {operator} ?", (_iso(at),)))


def located(kind: Kind, place: Place) -> Part:
    """Was taken in a place."""
    sql, values, low, high = _circle(place) if isinstance(place, Circle) else _area(place)
    where = "s.name = 'latitude' AND s.value = '' AND s.number >= ? AND s.number <= ?"
    pair = "x.version_id = s.version_id AND x.name = 'longitude'"
    bounds = (low, high, *values)
    source = None
    if kind is not Kind.FOLDER:
        current = f"s.is_current = {'TRUE' if kind is Kind.FILE else 'FALSE'}"
        tables, whole = "label s CROSS JOIN label x", f"{current} AND {where} AND {pair} AND {sql}"
        source = Source(tables, whole, bounds, id="s.asset_id")
    return Part(
        "EXISTS (SELECT 1 FROM label s CROSS JOIN label x"
        f" WHERE s.version_id = v.id AND {pair} AND ({where} AND {sql}) IS TRUE LIMIT 1 OFFSET 0)",
        bounds,
        source,
    )


def custom(kind: Kind, name: str, values: Sequence[Scalar]) -> Part:
    """Has one of these values for the custom field, each compared with values of its own type.

    A text that is a date means that whole day, minute or second too.
    """
    flags = [value for value in values if isinstance(value, bool)]
    numbers = [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    texts = [value for value in values if isinstance(value, str)]
    short = [text for text in texts if len(text) <= MAX_VALUE]
    tests = [
        *([labels.numbers(f"flag:{name}", flags)] if flags else []),
        *([labels.numbers(f"number:{name}", numbers)] if numbers else []),
        *([labels.texts(f"text:{name}", short)] if short else []),
        *(_on_date(name, text) for text in texts if is_date(text)),
    ]
    found = [labels.has(kind, *tests)] if tests else []
    found += [_has_long_text(name, text) for text in texts if len(text) > MAX_VALUE]
    return parts.any_of(found)


def custom_compared(kind: Kind, name: str, operator: str, value: Scalar, now: int) -> Part:
    """Has a number, or a date, that compares so."""
    if isinstance(value, str):
        found = span(value, now)
        at = found.start if found else 0
        return labels.has(kind, labels.compared(f"date:{name}", operator, at))
    return labels.has(kind, labels.compared(f"number:{name}", operator, value))


def custom_starting(kind: Kind, name: str, start: str) -> Part:
    """Has a text that begins so."""
    part = labels.has(kind, labels.beginning(f"text:{name}", start[:MAX_VALUE]))
    if len(start) <= MAX_VALUE:
        return part
    text, key = dialect.text_at("v.custom_metadata", name)
    whole = Part(f"substr({text}, 1, {len(start)}) = ?", (key, start))
    return parts.all_of([part, whole])


def custom_with_words(name: str, text: str) -> Part:
    """Has a text with all the words, the last of them perhaps only begun."""
    column, key = dialect.text_at("v.custom_metadata", name)
    found = []
    for pattern in words.patterns(text):
        sql, value = dialect.finds(f"('.' || ({column}) || '.')", pattern)
        found.append(Part(sql, (key, value)))
    return parts.all_of(found)


def custom_any(kind: Kind, name: str) -> Part:
    """Has any value for the custom field."""
    return labels.has(kind, *(Test(f"{prefix}:{name}") for prefix in ("text", "number", "flag")))


def _has_long_tag(value: str) -> Part:
    each = database.each("v.tags")
    return Part(f"EXISTS (SELECT 1 FROM {each} WHERE each.value = ?)", (value,))


def _has_long_text(name: str, value: str) -> Part:
    text, key = dialect.text_at("v.custom_metadata", name)
    return Part(f"({text}) = ?", (key, value))


def _on_date(name: str, text: str) -> Test:
    found = span(text, 0)
    start, end = (found.start, found.end) if found else (0, 0)
    where = "{l}.value = '' AND {l}.number >= ? AND {l}.number < ?"
    return Test(f"date:{name}", where, (float(start), float(end)))


def _iso(milliseconds: int) -> str:
    """As labels have it; a text before or behind all of them for what is in none of their years."""
    try:
        at = _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return "" if milliseconds < 0 else "~"
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _circle(place: Circle) -> tuple[str, tuple[float, ...], float, float]:
    """The haversine of an angle grows with it, up to half the way round."""
    angle = min(place.radius / _EARTH, math.pi)
    reach, half = math.degrees(angle), math.pi / 360
    sql = (
        f"sin((s.number - ?) * {half!r}) * sin((s.number - ?) * {half!r})"
        f" + ? * cos(s.number * {2 * half!r})"
        f" * sin((x.number - ?) * {half!r}) * sin((x.number - ?) * {half!r}) <= ?"
    )
    latitude, longitude = place.latitude, place.longitude
    across = math.cos(math.radians(latitude))
    values = (latitude, latitude, across, longitude, longitude, math.sin(angle / 2) ** 2)
    return sql, values, latitude - reach, latitude + reach


def _area(place: Area) -> tuple[str, tuple[float, ...], float, float]:
    """A box, or a polygon by counting the sides that a line from the point crosses."""
    latitudes = [latitude for latitude, _ in place.corners]
    if len(place.corners) == 2:
        longitudes = [longitude for _, longitude in place.corners]
        bounds = (min(longitudes), max(longitudes))
        return "x.number >= ? AND x.number <= ?", bounds, min(latitudes), max(latitudes)
    crossed, values = [], []
    for (y1, x1), (y2, x2) in zip(
        place.corners, place.corners[1:] + place.corners[:1], strict=True
    ):
        if y1 != y2:
            crossed.append(
                "CASE WHEN s.number >= ? AND s.number < ?"
                " AND x.number < ? + (s.number - ?) * ? THEN 1 ELSE 0 END"
            )
            values += [min(y1, y2), max(y1, y2), x1, y1, (x2 - x1) / (y2 - y1)]
    sql = f"({' + '.join(crossed or ['0'])}) % 2 = 1"
    return sql, tuple(values), min(latitudes), max(latitudes)
