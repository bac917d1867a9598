"""Searching a large library: the first page of 50 over REST and GraphQL, and the deepest one."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any, Final

from app.library.migrate import migrate
from tests.bench import million
from tests.client import Client
from tests.servers import Home

TIMES: Final = 21
"""Requests for each figure, every one of them with other values."""
SIZE: Final = 50

_FIELDS: Final = "id name path size mimeType width height createdAt updatedAt url"
_SEARCH: Final = f"""
    query ($query: String, $first: Int, $last: Int, $after: String) {{
      found: search(query: $query, first: $first, last: $last, after: $after) {{
        nodes {{ ... on File {{ {_FIELDS} }} ... on Folder {{ id name path }} }}
        pageInfo {{ hasNextPage startCursor endCursor }} }} }}
"""
_FILES: Final = f"""
    query ($filter: FileFilter, $first: Int, $last: Int, $after: String) {{
      found: files(filter: $filter, first: $first, last: $last, after: $after) {{
        nodes {{ {_FIELDS} }} pageInfo {{ hasNextPage startCursor endCursor }} }} }}
"""
_FOLDER: Final = f"""
    query ($path: String!, $first: Int, $last: Int, $after: String) {{
      folder(path: $path) {{
        found: files(first: $first, last: $last, after: $after) {{
          nodes {{ {_FIELDS} }} pageInfo {{ hasNextPage startCursor endCursor }} }} }} }}
"""

_FIELDS_OF: Final = {"sku": "Text", "campaign": "Text", "price": "Number", "approved": "Boolean"}
"""What million.py has said of files."""

Chance = random.Random
Json = dict[str, Any]
Maker = Callable[[Chance], Json]


@dataclass(frozen=True, slots=True)
class Case:
    """A search, asked with other values each time."""

    name: str
    rest: Maker
    document: str
    variables: Maker


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds at the median."""

    name: str
    rest: float
    graphql: float
    deepest: float


def size() -> int:
    """How many files: the environment's FILES, or a million."""
    return int(os.environ.get("FILES", "1000000"))  # noqa: TID251 - a program of its own


def prepare(home: Home, files: int) -> tuple[float, float]:
    """Writes the library and migrates it; seconds of each."""
    path = home.data_dir / "pentimento.sqlite"
    started = perf_counter()
    million.write(path, files)
    written = perf_counter()
    asyncio.run(migrate(home.database_url))
    migrated = perf_counter()
    for copy in path.parent.glob(f"{path.name}.before-*"):
        copy.unlink()
    return written - started, migrated - written


def measure(client: Client, files: int) -> Iterator[Figures]:
    """A row for each case."""
    for name, type_ in _FIELDS_OF.items():
        body = {"name": name, "label": name, "schema": {"type": type_}}
        client.rest("POST", "/v1/customMetadataFields", json=body)
    for case in _cases(files):
        chance = random.Random(case.name)  # noqa: S311 - repeatable, not secret
        rest = [_rest(client, case.rest(chance)) for _ in range(TIMES)]
        pages = [_graphql(client, case.document, case.variables(chance)) for _ in range(TIMES)]
        firsts, deepest = zip(*pages, strict=True)
        yield Figures(case.name, median(rest), median(firsts), median(deepest))


def _rest(client: Client, query: Json) -> float:
    return _time(lambda: client.listed(limit=SIZE, **query))


def _graphql(client: Client, document: str, variables: Json) -> tuple[float, float]:
    """The first page, and the page after the cursor that the end of the list gives."""

    def page(**window: object) -> Json:
        data = client.graphql(document, variables | window)
        found: Json = (data.get("folder") or data)["found"]
        return found

    first = _time(lambda: page(first=SIZE))
    cursor = page(last=SIZE)["pageInfo"]["startCursor"]
    return first, _time(lambda: page(first=SIZE, after=cursor))


def _time(act: Callable[[], object]) -> float:
    started = perf_counter()
    act()
    return (perf_counter() - started) * 1000


def _cases(files: int) -> list[Case]:
    folder = million.BIG_FOLDER
    return [
        Case("folder", lambda c: {"path": folder}, _FOLDER, lambda c: {"path": folder}),
        _case("name prefix", lambda c: f'name : "IMG_{c.randrange(files // 1000):04}"'),
        _case("name prefix, common", lambda c: f'name : "{c.choice(million.SUBJECTS)}"'),
        _case("tag, rare", lambda c: f'tags IN ["tag-{c.randrange(20, 1500)}"]'),
        _case("tag, common", lambda c: f'tags IN ["tag-{c.randrange(1, 6)}"]'),
        _case(
            "two tags", lambda c: f'tags IN ["tag-{c.randrange(1, 9)}"] AND tags IN ["tag-2000"]'
        ),
        _case("date range, a week", lambda c: _within(c, 7)),
        _case("date range, a year", lambda c: _within(c, 365)),
        _case("custom text", lambda c: f'{_custom("sku")} = "SKU-{c.randrange(files):07}"'),
        _case("custom text, common", lambda c: f'{_custom("campaign")} = "campaign-{_rank(c)}"'),
        _case("custom number", lambda c: f"{_custom('price')} = {c.randrange(10_000) / 100}"),
        _case("custom number, range", lambda c: f"{_custom('price')} < {c.randrange(1, 100)}"),
        _case("tag and size", lambda c: f'tags IN ["tag-{_rank(c)}"] AND size > "7mb"'),
        _case("place", lambda c: f'"embeddedMetadata.LocationTaken" = "{c.randrange(60)},9 99km"'),
        _case("words of a name", lambda c: f'name HAS "{c.choice(million.SUBJECTS)} {_rank(c)}"'),
        _case(
            "old versions by tag", lambda c: f'type = "file-version" AND tags IN ["tag-{_rank(c)}"]'
        ),
        _typed("files: name", lambda c: {"name": {"startsWith": c.choice(million.SUBJECTS)}}),
        _typed("files: tag", lambda c: {"tags": {"any": [f"tag-{c.randrange(1, 1500)}"]}}),
        _typed("files: date range", lambda c: {"createdAt": {"gte": _day(c)}}),
    ]


def _case(name: str, query: Callable[[Chance], str]) -> Case:
    """The same query over REST and in GraphQL's `search`."""
    return Case(name, lambda c: {"searchQuery": query(c)}, _SEARCH, lambda c: {"query": query(c)})


def _typed(name: str, wanted: Maker) -> Case:
    """GraphQL's `files`; REST lists the folder beside it."""
    listed = {"path": million.BIG_FOLDER, "sort": "ASC_NAME"}
    return Case(name, lambda c: listed, _FILES, lambda c: {"filter": wanted(c)})


def _custom(name: str) -> str:
    return f'"customMetadata.{name}"'


def _rank(chance: Chance) -> int:
    return chance.randrange(1, 9)


def _within(chance: Chance, days: int) -> str:
    start = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(chance.randrange(6 * 365 - days))
    end = start + timedelta(days)
    return f"createdAt >= {start:%Y-%m-%d} AND createdAt < {end:%Y-%m-%d}"


def _day(chance: Chance) -> str:
    day = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(chance.randrange(6 * 365))
    return f"{day:%Y-%m-%d}T00:00:00Z"
