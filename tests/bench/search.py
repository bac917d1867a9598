"""Searching a large library: the first page of 50 over REST and GraphQL, and the deepest one."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

import asyncpg

from app.library.database import sqlite_path
from app.library.migrate import migrate
from tests.bench import filling
from tests.bench.searches import Asked, Case
from tests.client import Client
from tests.servers import Home, Server

TIMES: Final = 21
"""Requests for each figure, every one of them with other values."""
SIZE: Final = 50
TARGET: Final = 50.0
"""Milliseconds that a first page may take."""

_FIELDS: Final = "id name path size mimeType width height createdAt updatedAt url"
_PAGE: Final = "pageInfo { hasNextPage startCursor endCursor }"
_WINDOW: Final = "$first: Int, $last: Int, $after: String"
_GIVEN: Final = "first: $first, last: $last, after: $after"
_SEARCH: Final = f"""
    query ($query: String, $in: FolderRef, $includeVersions: Boolean = false,
           $orderBy: SearchOrder, {_WINDOW}) {{
      found: search(query: $query, in: $in, includeVersions: $includeVersions,
                    orderBy: $orderBy, {_GIVEN}) {{
        nodes {{ ... on File {{ {_FIELDS} }} ... on Folder {{ id name path }}
                 ... on FileVersion {{ id number size createdAt url }} }} {_PAGE} }} }}
"""
_FILES: Final = f"""
    query ($filter: FileFilter, $orderBy: FileOrder, {_WINDOW}) {{
      found: files(filter: $filter, orderBy: $orderBy, {_GIVEN}) {{
        nodes {{ {_FIELDS} }} {_PAGE} }} }}
"""
_FOLDER: Final = f"""
    query ($path: String!, $orderBy: FileOrder, {_WINDOW}) {{
      folder(path: $path) {{
        found: files(orderBy: $orderBy, {_GIVEN}) {{ nodes {{ {_FIELDS} }} {_PAGE} }} }} }}
"""
_TRIVIAL: Final = "{ serverInfo { version } }"
_REST_KEYS: Final = {"CREATED_AT": "CREATED", "UPDATED_AT": "UPDATED"}
_FIELDS_OF: Final = {"sku": "Text", "campaign": "Text", "price": "Number", "approved": "Boolean"}
"""What million.py has said of files."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pages:
    """Milliseconds at the median: the first page of a list in GraphQL, and the deepest."""

    first: float
    deepest: float

    @property
    def is_flat(self) -> bool:
        """Whether depth costs nothing that can be told from chance."""
        return self.deepest < max(1.3 * self.first, self.first + 5)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a case took, in milliseconds at the median."""

    name: str
    rest: float
    search: Pages
    files: Pages | None

    @property
    def is_met(self) -> bool:
        """Whether all of it is as quick as is wanted."""
        pages = [self.search, self.files] if self.files else [self.search]
        firsts = [self.rest, *(each.first for each in pages)]
        return max(firsts) < TARGET and all(each.is_flat for each in pages)


def size() -> int:
    """How many files: the environment's FILES, or a million."""
    return int(os.environ.get("FILES", "1000000"))  # noqa: TID251 - a program of its own


def kept() -> Path | None:
    """The folder of the environment's DATA, where the library stays for the next time."""
    name = os.environ.get("DATA")  # noqa: TID251 - a program of its own
    return Path(name) if name else None


def named() -> str:
    """What the names of the wanted cases have in them: the environment's ONLY, or anything."""
    return os.environ.get("ONLY", "")  # noqa: TID251 - a program of its own


def database() -> str | None:
    """The environment's DATABASE: `postgres` for one of our own, or the URL of one to keep."""
    return os.environ.get("DATABASE")  # noqa: TID251 - a program of its own


def prepare(home: Home, files: int) -> tuple[float, float]:
    """Writes the library, where it is not there yet, and migrates it; seconds of each."""
    url, started = home.database_url, perf_counter()
    is_new = not filling.is_filled(url)
    if is_new:
        filling.fill(url, files)
    written = perf_counter()
    asyncio.run(migrate(url))
    migrated = perf_counter()
    if is_new:
        asyncio.run(filling.tidy(url))
    path = sqlite_path(url)
    for copy in path.parent.glob(f"{path.name}.before-*") if path else ():
        copy.unlink()
    return written - started, migrated - written


def define(client: Client) -> None:
    """Defines the fields of custom metadata that the files have values for, where it is to do."""
    there = {field["name"] for field in client.rest("GET", "/v1/customMetadataFields").json()}
    for name, type_ in _FIELDS_OF.items():
        if name not in there:
            body = {"name": name, "label": name, "schema": {"type": type_}}
            client.rest("POST", "/v1/customMetadataFields", json=body)


def by_processor() -> bool:
    """Whether the environment's CLOCK is `cpu`: on a busy machine the server's own time counts."""
    return os.environ.get("CLOCK") == "cpu"  # noqa: TID251 - a program of its own


class Watch:
    """Tells milliseconds: those that pass, or those that the server's threads are busy, and
    PostgreSQL's processes, which must be of this machine."""

    def __init__(self, server: Server, *, by_processor: bool) -> None:
        self._by_processor = by_processor
        self._threads = Path(f"/proc/{server.process.pid}/task")
        url = server.home.database_url
        is_sqlite = not by_processor or sqlite_path(url) is not None
        self._postgres = None if is_sqlite else asyncio.run(_postmaster(url))

    def time(self, act: Callable[[], object]) -> float:
        """What the act takes."""
        started = self._now()
        act()
        return self._now() - started

    def _now(self) -> float:
        if not self._by_processor:
            return perf_counter() * 1000
        watched = [*self._threads.glob("*/schedstat")]
        if self._postgres is not None:
            children = Path(f"/proc/{self._postgres}/task/{self._postgres}/children")
            pids = children.read_text().split()
            watched += [Path(f"/proc/{pid}/schedstat") for pid in pids]
        return sum(map(_busy, watched)) / 1_000_000


def _busy(path: Path) -> int:
    """Nanoseconds of a thread; none when it has just ended."""
    try:
        return int(path.read_text().split()[0])
    except FileNotFoundError:
        return 0


async def _postmaster(url: str) -> int:
    """The process that PostgreSQL's others are children of."""
    connection = await asyncpg.connect(url)
    try:
        pid = await connection.fetchval("SELECT pg_backend_pid()")
        state = Path(f"/proc/{pid}/stat").read_text()  # noqa: ASYNC240 - nobody waits
    finally:
        await connection.close()
    return int(state.rpartition(")")[2].split()[1])


def trivial(client: Client, watch: Watch) -> float:
    """What a request takes that asks the database for nothing."""
    return median(watch.time(lambda: client.graphql(_TRIVIAL)) for _ in range(TIMES))


def measure(client: Client, watch: Watch, cases: Iterable[Case]) -> Iterator[Figures]:
    """A row for each case."""
    for case in cases:
        chance = random.Random(case.name)  # noqa: S311 - repeatable, not secret
        asked = [case.ask(chance) for _ in range(TIMES)]
        rest = median(_rest(client, watch, case, each) for each in asked)
        search = _pages(client, watch, _SEARCH, [_searched(case, each) for each in asked])
        files = None
        if asked[0].path or asked[0].filter is not None:
            document = _FOLDER if asked[0].path else _FILES
            files = _pages(client, watch, document, [_listed(case, each) for each in asked])
        yield Figures(case.name, rest, search, files)


def _rest(client: Client, watch: Watch, case: Case, asked: Asked) -> float:
    query: Json = {"searchQuery": asked.query, "path": asked.path}
    if case.order:
        key, direction = case.order
        query["sort"] = f"{direction}_{_REST_KEYS.get(key, key)}"
    given = {name: value for name, value in query.items() if value is not None}
    return watch.time(lambda: client.listed(limit=SIZE, **given))


def _searched(case: Case, asked: Asked) -> Json:
    inside = {"path": asked.path} if asked.path else None
    return {"query": asked.query, "in": inside, **_order(case), **case.variables}


def _listed(case: Case, asked: Asked) -> Json:
    wanted = {"path": asked.path} if asked.path else {"filter": asked.filter}
    return wanted | _order(case)


def _order(case: Case) -> Json:
    if case.order is None:
        return {}
    field, direction = case.order
    return {"orderBy": {"field": field, "direction": direction}}


def _pages(client: Client, watch: Watch, document: str, asked: Iterable[Json]) -> Pages:
    firsts, deepest = zip(*(_page(client, watch, document, each) for each in asked), strict=True)
    return Pages(median(firsts), median(deepest))


def _page(client: Client, watch: Watch, document: str, variables: Json) -> tuple[float, float]:
    """The first page, and the page after the cursor that the end of the list gives."""

    def page(**window: object) -> Json:
        data = client.graphql(document, variables | window)
        found: Json = (data.get("folder") or data)["found"]
        return found

    first = watch.time(lambda: page(first=SIZE))
    cursor = page(last=SIZE)["pageInfo"]["startCursor"]
    return first, watch.time(lambda: page(first=SIZE, after=cursor))
