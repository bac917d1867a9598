"""What GraphQL tells about folders, and what is in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.client import Client, Json
from tests.servers import PRIVATE_KEY, PUBLIC_KEY, Server
from tests.twice import Twice

CHILDREN = """
query ($folder: String!, $first: Int, $after: String, $last: Int, $before: String,
       $types: [AssetType!], $order: AssetOrder) {
  folder(path: $folder) {
    children(first: $first, after: $after, last: $last, before: $before, types: $types,
             orderBy: $order) {
      totalCount
      edges { cursor node { __typename name parent { path } ... on File { size } } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
}
"""


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    """Asks every query by its plan and without."""
    with Twice(server.base_url, PRIVATE_KEY, PUBLIC_KEY) as twice:
        yield twice


def test_a_folder_knows_its_place(client: Client, folder: str) -> None:
    client.upload(b"1", "x.txt", f"{folder}/b/c")

    found = client.graphql(
        """query ($path: String!) { folder(path: $path) {
             name path folderId id parent { path } ancestors { path parent { path } }
           } }""",
        {"path": f"{folder}/b/c/"},
    )["folder"]

    assert found.pop("id") == "folder_" + found.pop("folderId")
    assert found == {
        "name": "c",
        "path": f"{folder}/b/c",
        "parent": {"path": f"{folder}/b"},
        "ancestors": [
            {"path": "/", "parent": None},
            {"path": folder, "parent": {"path": "/"}},
            {"path": f"{folder}/b", "parent": {"path": folder}},
        ],
    }


def children(client: Client, folder: str, **arguments: Any) -> Json:
    found: Json = client.graphql(CHILDREN, {"folder": folder, **arguments})["folder"]["children"]
    return found


def test_children_are_folders_and_then_files(client: Client, folder: str) -> None:
    for name in ("b", "a"):
        client.upload(b"1", f"{name}.txt", folder)
        client.upload(b"1", "x.txt", f"{folder}/{name}")

    whole = children(client, folder)

    listed = [edge["node"]["name"] for edge in whole["edges"]]
    assert (listed, whole["totalCount"]) == (["a", "b", "a.txt", "b.txt"], 4)
    assert whole["edges"][0]["node"] == {
        "__typename": "Folder",
        "name": "a",
        "parent": {"path": folder},
    }
    cursors = [edge["cursor"] for edge in whole["edges"]]
    for number, cursor in enumerate(cursors):
        after = children(client, folder, first=2, after=cursor)
        before = children(client, folder, last=2, before=cursor)
        assert [edge["cursor"] for edge in after["edges"]] == cursors[number + 1 : number + 3]
        assert [edge["cursor"] for edge in before["edges"]] == cursors[max(number - 2, 0) : number]
        assert after["pageInfo"]["hasNextPage"] == (number + 3 < 4)
    assert children(client, folder, types=["FILE"])["totalCount"] == 2
    falling = children(client, folder, order={"field": "NAME", "direction": "DESC"})
    assert [edge["node"]["name"] for edge in falling["edges"]] == ["b", "a", "b.txt", "a.txt"]
