"""Reading many costs as many SQL statements as reading one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from time import monotonic

import httpx
import pytest

from tests.client import Client
from tests.pictures import numbered
from tests.servers import Home, Server

MANY = 100
_STATEMENT = re.compile(r" DEBUG tortoise\.db_client ")
_SHAPE = re.compile(r"^.* tortoise\.db_client|\[.*\]|\b\w\.\w+, ")
"""What differs between equal statements, and the columns, which are many."""

Read = Callable[[Client, dict[str, str]], httpx.Response]
Places = dict[str, dict[str, str]]
"""`one` and `many`: ids and paths of a file or folder with one version or file, and with many."""


@pytest.fixture(scope="module")
def talkative(module_home: Home) -> Iterator[Server]:
    """A server that logs every statement."""
    with Server(module_home, LOG_LEVEL="debug") as running:
        yield running


@pytest.fixture(scope="module")
def places(talkative: Server) -> Places:
    client = talkative.client
    made: Places = {}
    for name, count in (("one", 1), ("many", MANY)):
        for number in range(count):
            file = client.upload(numbered(number), "versions.png", f"/{name}-versions")
            client.upload(numbered(number), f"{number}.png", f"/{name}-files")
        made[name] = {"file": file["fileId"], "version": file["versionInfo"]["id"]}
        made[name] |= {"folder": f"/{name}-files", "path": file["filePath"]}
    return made


def _rest(url: str, **query: str) -> Read:
    return lambda client, place: client.rest(
        "GET",
        url.format(**place),
        params={key: text.format(**place) for key, text in query.items()},
    )


def _graphql(query: str) -> Read:
    return lambda client, place: client.graphql_answer(query, place)


_VERSION = "id number isCurrent sha256 size width height mimeType createdAt tags url"
_FILE = f"id name path updatedAt url currentVersion {{ {_VERSION} }}"

READS = {
    "rest_versions": _rest("/v1/files/{file}/versions"),
    "rest_details": _rest("/v1/files/{file}/details"),
    "rest_files": _rest("/v1/files", path="{folder}"),
    "rest_assets": _rest("/v1/files", path="{folder}", type="all", sort="DESC_NAME"),
    "delivery": lambda client, place: client.deliver(place["path"]),
    "graphql_versions": _graphql(
        f"query ($file: ID!) {{ file(id: $file) {{ {_FILE}"
        f" versions(first: {MANY}) {{ totalCount pageInfo {{ hasNextPage endCursor }}"
        f" edges {{ cursor node {{ {_VERSION} }} }} }} }} }}"
    ),
    "graphql_files": _graphql(
        f"query ($folder: String!) {{ folder(path: $folder) {{ id files(first: {MANY}) {{"
        f" totalCount nodes {{ {_FILE} parent {{ id path }} }} }} }} }}"
    ),
    "graphql_versions_of_files": _graphql(
        f"query ($folder: String!) {{ folder(path: $folder) {{ files(first: {MANY}) {{"
        " nodes { versionCount versions(first: 3) { totalCount pageInfo { hasNextPage }"
        " nodes { number url } } } } } }"
    ),
    "graphql_children": _graphql(
        f"query ($folder: String!) {{ folder(path: $folder) {{ children(first: {MANY}) {{"
        f" totalCount nodes {{ __typename id name ... on File {{ {_FILE} }} }} }} }} }}"
    ),
}
MOST = {
    "rest_versions": 1,
    "rest_details": 1,
    "rest_files": 1,
    "rest_assets": 2,
    "delivery": 1,
    "graphql_versions": 3,
    "graphql_files": 4,
    "graphql_versions_of_files": 5,
    "graphql_children": 5,
}


@pytest.mark.parametrize("read", READS)
def test_many_cost_as_many_statements_as_one(talkative: Server, places: Places, read: str) -> None:
    one, many = (_statements(talkative, READS[read], places[name]) for name in ("one", "many"))

    assert len(many) == len(one), _told(one, many)
    assert 1 <= len(many) <= MOST[read], _told(one, many)


def _statements(server: Server, read: Read, place: dict[str, str]) -> list[str]:
    """The least of three, for a sweep may come between."""
    heard = [_listen(server, read, place) for _ in range(3)]
    return min(heard, key=len)


def _listen(server: Server, read: Read, place: dict[str, str]) -> list[str]:
    start = _heard_of(server, server.client.rest("GET", "/v1/files/none/details"), 0)
    answer = read(server.client, place)
    assert answer.status_code == 200, answer.text
    assert "errors" not in answer.text[:10], answer.text
    end = _heard_of(server, answer, start)
    said = server.log.read_bytes()[start:end].decode()
    return [_SHAPE.sub("", line) for line in said.splitlines() if _STATEMENT.search(line)]


def _heard_of(server: Server, answer: httpx.Response, start: int) -> int:
    """Where the log's line about this request ends, once it is written."""
    request_id = answer.headers["x-ik-requestid"].encode()
    deadline = monotonic() + 20
    while (found := server.log.read_bytes().find(request_id, start)) < 0:
        assert monotonic() < deadline, "the request is not in the log"
        server.client.anonymous.get("/nothing")
    return found


def _told(one: list[str], many: list[str]) -> str:
    return "\n".join(["", f"one: {len(one)}", *one, f"many: {len(many)}", *many[:20]])
