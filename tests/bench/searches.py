"""What is searched for in the large library that million.py writes, with other values each time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from tests.bench import million

Chance = random.Random
Json = dict[str, Any]

_DAYS: Final = 6 * 365


@dataclass(frozen=True, slots=True)
class Asked:
    """The same question for REST's `searchQuery` and GraphQL's `search`, and as `files` puts it.

    Without a filter `files` cannot be asked it.
    """

    query: str | None = None
    filter: Json | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A search. `order` is a field of GraphQL's and a direction; without one, each face's own."""

    name: str
    ask: Callable[[Chance], Asked]
    order: tuple[str, str] | None = None
    variables: Json = field(default_factory=dict)
    """More for GraphQL's `search`."""


def aimed(files: int) -> Iterator[Case]:
    """The cases that have a target."""
    yield Case("folder", lambda c: Asked(path=million.BIG_FOLDER))
    for order in (("NAME", "ASC"), ("CREATED_AT", "DESC")):
        yield Case(f"folder, {_said(order)}", lambda c: Asked(path=million.BIG_FOLDER), order)
    yield Case("name prefix, few", lambda c: _prefix(f"IMG_{c.randrange(files // 1000):04}"))
    yield Case("name prefix, many", _subject)
    yield Case("name prefix, a third", lambda c: _prefix("IMG_"))
    yield Case("name prefix, many, by name", _subject, ("NAME", "ASC"))
    for name, low, high in (("few", 300, 1500), ("some", 8, 40), ("many", 2, 6), ("half", 1, 2)):
        yield from _tags(name, low, high)
    yield from _dates()
    yield Case("custom text, one", lambda c: _custom("sku", f"SKU-{c.randrange(files):07}"))
    yield Case("custom text, many", lambda c: _custom("campaign", f"campaign-{c.randrange(1, 9)}"))
    yield Case("custom number, few", lambda c: _custom("price", c.randrange(10_000) / 100))
    yield Case("custom flag, nearly half", lambda c: _custom("approved", True))
    yield Case("tag and a month", lambda c: _both(_tag(c, 1, 9), _within(c, 30)))
    yield Case("tag and a year", lambda c: _both(_tag(c, 1, 9), _within(c, 365)))
    yield Case(
        "tag and a year, by name",
        lambda c: _both(_tag(c, 1, 9), _within(c, 365)),
        ("NAME", "ASC"),
    )
    yield Case("two tags", lambda c: _both(_tag(c, 1, 9), _tag(c, 2000, 2001)))
    yield Case("tag and prefix", lambda c: _both(_tag(c, 1, 9), _subject(c)))
    versions = {"includeVersions": True}
    yield Case("tag, many, with versions", lambda c: _tag(c, 2, 6), variables=versions)
    yield Case("a year, with versions", lambda c: _within(c, 365), variables=versions)
    yield Case("prefix, with versions", _subject, variables=versions)


def others() -> Iterator[Case]:
    """Cases that are looked at beside them."""
    yield Case("everything", lambda c: Asked(filter={}))
    for key in ("NAME", "UPDATED_AT"):
        yield Case(f"everything, {_said((key, 'DESC'))}", lambda c: Asked(filter={}), (key, "DESC"))
    yield Case("custom number, range", lambda c: _asked("{} < {}", "price", c.randrange(1, 100)))
    yield Case("tag and size", lambda c: _both(_tag(c, 1, 9), Asked('size > "7mb"')))
    yield Case(
        "old versions by tag", lambda c: Asked(f'type = "file-version" AND {_tag(c, 1, 9).query}')
    )
    yield Case("below a folder", lambda c: Asked(f'path : "/brand-{c.randrange(1, 100)}"'))
    yield Case(
        "place", lambda c: Asked(f'"embeddedMetadata.LocationTaken" = "{c.randrange(60)},9 99km"')
    )
    yield Case(
        "words of a name",
        lambda c: Asked(f'name HAS "{c.choice(million.SUBJECTS)} {c.randrange(1, 9)}"'),
    )


def _tags(name: str, low: int, high: int) -> Iterator[Case]:
    def ask(chance: Chance) -> Asked:
        return _tag(chance, low, high)

    yield Case(f"tag, {name}", ask)
    yield Case(f"tag, {name}, by name", ask, ("NAME", "ASC"))
    yield Case(f"tag, {name}, by update", ask, ("UPDATED_AT", "DESC"))


def _dates() -> Iterator[Case]:
    spans = (("a week", 7), ("a month", 30), ("a year", 365), ("nearly all", _DAYS - 100))
    for name, days in spans:

        def ask(chance: Chance, days: int = days) -> Asked:
            return _within(chance, days)

        yield Case(f"date range, {name}", ask)
        for order in (("NAME", "ASC"), ("CREATED_AT", "DESC"), ("UPDATED_AT", "ASC")):
            yield Case(f"date range, {name}, {_said(order)}", ask, order)


def _said(order: tuple[str, str]) -> str:
    words = {"NAME": "by name", "CREATED_AT": "by date", "UPDATED_AT": "by update"}
    return f"{words[order[0]]}{', falling' if order[1] == 'DESC' else ''}"


def _prefix(start: str) -> Asked:
    return Asked(f'name : "{start}"', {"name": {"startsWith": start}})


def _subject(chance: Chance) -> Asked:
    return _prefix(chance.choice(million.SUBJECTS))


def _tag(chance: Chance, low: int, high: int) -> Asked:
    tag = f"tag-{chance.randrange(low, high)}"
    return Asked(f'tags IN ["{tag}"]', {"tags": {"any": [tag]}})


def _within(chance: Chance, days: int) -> Asked:
    start = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(chance.randrange(_DAYS - days))
    first, last = f"{start:%Y-%m-%d}", f"{start + timedelta(days):%Y-%m-%d}"
    times = {"gte": f"{first}T00:00:00Z", "lt": f"{last}T00:00:00Z"}
    return Asked(f"createdAt >= {first} AND createdAt < {last}", {"createdAt": times})


def _custom(name: str, value: str | float | bool) -> Asked:
    shown = str(value).lower() if isinstance(value, bool) else value
    return _asked("{} = {}", name, f'"{value}"' if isinstance(value, str) else shown)


def _asked(form: str, name: str, value: object) -> Asked:
    return Asked(form.format(f'"customMetadata.{name}"', value))


def _both(one: Asked, other: Asked) -> Asked:
    both = [one.filter, other.filter]
    tags = [tag for each in both if each for tag in each.get("tags", {}).get("any", [])]
    merged = {key: value for each in both if each for key, value in each.items()}
    if len(tags) > 1:
        merged["tags"] = {"all": tags}
    return Asked(f"{one.query} AND {other.query}", merged if all(both) else None)
