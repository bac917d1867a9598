"""What GraphQL tells about the server, and how many statements its answers take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.client import Client
from tests.conftest import NewHome
from tests.servers import Server


def test_usage_counts_shared_bytes_once(client: Client, folder: str) -> None:
    query = """{ storageUsage {
      fileCount folderCount versionCount currentBytes pastBytes storedBytes } }"""
    before: dict[str, Any] = client.graphql(query)["storageUsage"]
    content = f"counted {folder}".encode()

    for _ in range(3):
        client.upload(content, "x.txt", folder)

    after = client.graphql(query)["storageUsage"]
    assert {name: after[name] - before[name] for name in after} == {
        "fileCount": 1,
        "folderCount": 1,
        "versionCount": 3,
        "currentBytes": len(content),
        "pastBytes": 2 * len(content),
        "storedBytes": len(content),
    }


def test_the_server_says_what_it_allows(client: Client) -> None:
    told = client.graphql(
        """{ serverInfo { version maxUploadBytes maxPixels maxVersionsPerFile maxPageSize
             maxQueryCost maxQueryDepth maxQueryTokens } viewer { name permissions } }"""
    )

    info = told["serverInfo"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", info.pop("version"))
    assert info == {
        "maxUploadBytes": 2 * 1024**3,
        "maxPixels": 100_000_000,
        "maxVersionsPerFile": 100,
        "maxPageSize": 100,
        "maxQueryCost": 20_000,
        "maxQueryDepth": 15,
        "maxQueryTokens": 2000,
    }
    assert told["viewer"] == {"name": "private key", "permissions": ["READ", "WRITE", "DELETE"]}


@pytest.fixture
def told(new_home: NewHome) -> Iterator[Server]:
    """A server that logs every statement, with one file in `/one` and nine in `/many`."""
    with Server(new_home(), LOG_LEVEL="debug") as server:
        for n in range(9):
            for content in (b"old", b"new"):
                server.client.upload(content, f"{n}.txt", f"/many/{n % 3}")
        server.client.upload(b"old", "0.txt", "/one/0")
        server.client.upload(b"new", "0.txt", "/one/0")
        yield server


def statements(server: Server, query: str, **variables: object) -> int:
    """How many SELECTs the answer takes: the fewest of three times, for what the server does
    by itself now and then is in its log as well."""

    def once() -> int:
        start = server.log.stat().st_size
        server.client.graphql(query, variables)
        return len(re.findall(r" SELECT ", server.output(start)))

    return min(once() for _ in range(3))


def test_a_list_takes_as_many_statements_as_one_of_its_rows(told: Server) -> None:
    query = """query ($folder: String!) {
      folder(path: $folder) { files(recursive: true, first: 100) { nodes { %s } } }
    }"""

    for fields in (
        "id path size mimeType tags url kind sha256 embeddedMetadata currentVersion { number }",
        "parent { path }",
        "parent { parent { path } }",
        "currentVersion { file { parent { name } } }",
    ):
        one, many = (statements(told, query % fields, folder=f) for f in ("/one", "/many"))
        assert (one, one > 0) == (many, True), fields


def test_versions_of_one_file_are_read_together(told: Server) -> None:
    query = """query ($path: String!) { file(path: $path) { versions(first: 100) { nodes {
      id url file { id currentVersion { id } } } } } }"""
    before = statements(told, query, path="/one/0/0.txt")
    for n in range(20):
        told.client.upload(b"%d" % n, "0.txt", "/one/0")

    assert statements(told, query, path="/one/0/0.txt") == before


def test_nodes_of_one_kind_are_read_together(told: Server) -> None:
    files = told.client.graphql("{ files(first: 9) { nodes { id currentVersion { id } } } }")
    ids = [node["id"] for node in files["files"]["nodes"]]
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on File { parent { path } } } }"

    assert statements(told, query, ids=ids[:1]) == statements(told, query, ids=ids) == 2


def test_a_total_is_counted_only_when_asked_for(told: Server) -> None:
    without = statements(told, "{ files(first: 1) { nodes { id } } }")

    assert statements(told, "{ files(first: 1) { totalCount } }") == without + 1
