"""Connections: pages forward and backward, orders and conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from tests import pictures
from tests.client import Client, GraphQLRefused, Json
from tests.servers import PRIVATE_KEY, PUBLIC_KEY, Server
from tests.twice import Twice

PAGE = "edges { cursor node { %s } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
VERSIONS = f"""
query ($path: String!, $first: Int, $after: String, $last: Int, $before: String) {{
  file(path: $path) {{
    versions(first: $first, after: $after, last: $last, before: $before) {{
      totalCount nodes {{ number }} {PAGE % "number"}
    }}
  }}
}}
"""
FILES = """
query ($folder: String!, $filter: FileFilter, $order: FileOrder, $recursive: Boolean! = false,
       $first: Int = 50, $after: String) {
  folder(path: $folder) {
    files(filter: $filter, orderBy: $order, recursive: $recursive, first: $first, after: $after) {
      totalCount nodes { name kind } pageInfo { hasNextPage endCursor }
    }
  }
}
"""


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    """Asks every query by its plan and without."""
    with Twice(server.base_url, PRIVATE_KEY, PUBLIC_KEY) as twice:
        yield twice


def with_versions(client: Client, folder: str, count: int) -> str:
    """The path of a file with that many versions."""
    for number in range(count):
        client.upload(b"%d" % number, "x.txt", folder)
    return f"{folder}/x.txt"


def page(client: Client, path: str, **window: object) -> Json:
    """A page of the file's versions."""
    found: Json = client.graphql(VERSIONS, {"path": path, **window})["file"]["versions"]
    return found


def numbers(of: Json) -> list[int]:
    return [edge["node"]["number"] for edge in of["edges"]]


def walk(client: Client, path: str, size: int, *, backward: bool) -> list[int]:
    """All numbers, page by page; every page says rightly whether there are more."""
    seen: list[int] = []
    cursor: str | None = None
    while True:
        window = {"last": size, "before": cursor} if backward else {"first": size, "after": cursor}
        found = page(client, path, **window)
        info = found["pageInfo"]
        behind, ahead = info["hasNextPage"], info["hasPreviousPage"]
        if not backward:
            behind, ahead = ahead, behind
        assert behind == (cursor is not None)
        seen = numbers(found) + seen if backward else seen + numbers(found)
        if not ahead:
            return seen
        cursor = info["startCursor" if backward else "endCursor"]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
@pytest.mark.parametrize("backward", [False, True])
def test_pages_together_are_the_list(
    client: Client, folder: str, size: int, backward: bool
) -> None:
    path = with_versions(client, folder, 5)
    whole = page(client, path)
    file_id = client.upload(b"6", "x.txt", folder)["fileId"]
    third = client.versions(file_id)[3]["versionInfo"]["id"]
    client.graphql(
        "mutation ($id: ID!) { restoreVersion(input: { versionId: $id }) { version { number } } }",
        {"id": third},
    )

    assert numbers(whole) == [5, 4, 3, 2, 1]
    assert walk(client, path, size, backward=backward) == [3, 6, 5, 4, 2, 1]


def test_a_page_knows_its_list_and_its_ends(client: Client, folder: str) -> None:
    path = with_versions(client, folder, 3)

    found = page(client, path, first=2)

    cursors = [edge["cursor"] for edge in found["edges"]]
    assert found["totalCount"] == 3
    assert found["nodes"] == [{"number": 3}, {"number": 2}]
    assert found["pageInfo"] == {
        "hasNextPage": True,
        "hasPreviousPage": False,
        "startCursor": cursors[0],
        "endCursor": cursors[1],
    }


def test_a_page_between_two_cursors(client: Client, folder: str) -> None:
    path = with_versions(client, folder, 5)
    cursors = [edge["cursor"] for edge in page(client, path)["edges"]]

    between = page(client, path, after=cursors[0], before=cursors[4], last=2)

    assert numbers(between) == [3, 2]
    assert between["pageInfo"]["hasPreviousPage"]
    assert between["pageInfo"]["hasNextPage"]


def test_an_empty_page_says_whether_there_is_more(client: Client, folder: str) -> None:
    path = with_versions(client, folder, 1)

    found = page(client, path, first=0)

    assert found["edges"] == []
    assert found["pageInfo"] == {
        "hasNextPage": True,
        "hasPreviousPage": False,
        "startCursor": None,
        "endCursor": None,
    }


def test_a_cursor_survives_what_happens_before_it(client: Client, folder: str) -> None:
    path = with_versions(client, folder, 4)
    start = page(client, path, first=2)
    file_id = client.upload(b"5", "x.txt", folder)["fileId"]
    client.delete_version(file_id, client.versions(file_id)[2]["versionInfo"]["id"])

    rest = page(client, path, first=10, after=start["pageInfo"]["endCursor"])

    assert (numbers(start), numbers(rest)) == ([4, 3], [2, 1])


@pytest.mark.parametrize(
    ("window", "reason", "field"),
    [
        ({"first": -1}, "INVALID_PAGE_SIZE", "first"),
        ({"first": 101}, "INVALID_PAGE_SIZE", "first"),
        ({"last": -1}, "INVALID_PAGE_SIZE", "last"),
        ({"last": 101}, "INVALID_PAGE_SIZE", "last"),
        ({"first": 1, "last": 1}, "INVALID_PAGE_SIZE", "last"),
        ({"after": "x"}, "INVALID_CURSOR", "after"),
        ({"after": ""}, "INVALID_CURSOR", "after"),
        ({"before": "é"}, "INVALID_CURSOR", "before"),
        ({"before": "WzFd"}, "INVALID_CURSOR", "before"),
        ({"before": "WyJhIiwiYiJd"}, "INVALID_CURSOR", "before"),
        ({"before": "WzEsMTAwMDAwMDAwMDAwMDAwMDAwMDAwMF0"}, "INVALID_CURSOR", "before"),
    ],
)
def test_a_page_that_cannot_be_is_refused(
    client: Client, folder: str, window: Json, reason: str, field: str
) -> None:
    path = with_versions(client, folder, 1)

    with pytest.raises(GraphQLRefused) as refused:
        page(client, path, **window)

    extensions = refused.value.errors[0]["extensions"]
    assert extensions == {"code": "INVALID", "reason": reason, "field": field}


def shelf(client: Client, folder: str) -> None:
    """Four files that differ in everything one can ask for, one of them in a folder below."""
    client.upload(b"12", "b.txt", folder, tags="one,two")
    client.upload(pictures.plain(), "A.jpg", folder, tags="two")
    client.upload(b"1", "c.bin", folder, isPrivateFile=True)
    client.upload(b"123", "d_1.txt", f"{folder}/below")


def names(client: Client, folder: str, **arguments: object) -> list[str]:
    files = client.graphql(FILES, {"folder": folder, **arguments})["folder"]["files"]
    found = [node["name"] for node in files["nodes"]]
    assert files["totalCount"] == len(found)
    return found


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (None, ["A.jpg", "b.txt", "c.bin"]),
        ({"field": "NAME", "direction": "DESC"}, ["c.bin", "b.txt", "A.jpg"]),
        ({"field": "SIZE"}, ["c.bin", "b.txt", "A.jpg"]),
        ({"field": "CREATED_AT"}, ["b.txt", "A.jpg", "c.bin"]),
        ({"field": "UPDATED_AT", "direction": "DESC"}, ["c.bin", "A.jpg", "b.txt"]),
    ],
)
def test_files_come_in_any_order_and_page_in_it(
    client: Client, folder: str, order: Json | None, expected: Sequence[str]
) -> None:
    shelf(client, folder)

    assert names(client, folder, order=order) == expected
    seen: list[str] = []
    cursor: str | None = None
    for _ in expected:
        window = {"folder": folder, "order": order, "first": 1, "after": cursor}
        files = client.graphql(FILES, window)["folder"]["files"]
        seen += [node["name"] for node in files["nodes"]]
        cursor = files["pageInfo"]["endCursor"]
    assert (seen, files["pageInfo"]["hasNextPage"]) == (expected, False)


def test_a_cursor_of_another_order_is_refused(client: Client, folder: str) -> None:
    shelf(client, folder)
    by_size = {"folder": folder, "order": {"field": "SIZE"}, "first": 1}
    of_files = client.graphql(FILES, by_size)["folder"]["files"]["pageInfo"]["endCursor"]
    with_folders = f"""{{ folder(path: "{folder}") {{
      children(orderBy: {{ field: CREATED_AT }}) {{ pageInfo {{ endCursor }} }} }} }}"""
    of_both = client.graphql(with_folders)["folder"]["children"]["pageInfo"]["endCursor"]

    for cursor in (of_files, of_both):
        with pytest.raises(GraphQLRefused) as refused:
            names(client, folder, order={"field": "CREATED_AT"}, after=cursor)
        assert refused.value.errors[0]["extensions"]["reason"] == "INVALID_CURSOR"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"name": {"eq": "b.txt"}}, {"b.txt"}),
        ({"name": {"contains": "A"}}, {"A.jpg"}),
        ({"name": {"contains": "_"}}, {"d_1.txt"}),
        ({"name": {"startsWith": "d_"}}, {"d_1.txt"}),
        ({"kind": ["IMAGE"]}, {"A.jpg"}),
        ({"kind": ["DOCUMENT", "OTHER"]}, {"b.txt", "c.bin", "d_1.txt"}),
        ({"mimeType": "image/jpeg"}, {"A.jpg"}),
        ({"size": {"gte": 2, "lte": 3}}, {"b.txt", "d_1.txt"}),
        ({"size": {"gte": 3_000_000_000}}, set()),
        ({"tags": {"any": ["one", "two"]}}, {"b.txt", "A.jpg"}),
        ({"tags": {"all": ["one", "two"]}}, {"b.txt"}),
        ({"tags": {"none": ["one"]}}, {"A.jpg", "c.bin", "d_1.txt"}),
        ({"isPrivate": True}, {"c.bin"}),
        ({"createdAt": {"gte": "2000-01-01T00:00:00Z", "lt": "2001-01-01T00:00:00+01:00"}}, set()),
        (
            {"updatedAt": {"gte": "2000-01-01T00:00:00.000Z"}},
            {"A.jpg", "b.txt", "c.bin", "d_1.txt"},
        ),
        ({"sha256": "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"}, {"c.bin"}),
        ({"isPrivate": False, "kind": ["DOCUMENT"], "tags": {"all": ["one"]}}, {"b.txt"}),
    ],
)
def test_conditions_choose_files_of_the_whole_tree(
    client: Client, folder: str, wanted: Json, expected: set[str]
) -> None:
    shelf(client, folder)

    assert set(names(client, folder, filter=wanted, recursive=True)) == expected


def test_files_of_the_whole_library_are_found_from_the_top(client: Client, folder: str) -> None:
    content = f"only in {folder}".encode()
    client.upload(content, "x.txt", f"{folder}/deep")
    query = """query ($sha: String) {
      files(filter: { sha256: $sha }) { totalCount nodes { path sha256 } }
    }"""
    sha = client.graphql(
        "query ($p: String!) { file(path: $p) { sha256 } }", {"p": f"{folder}/deep/x.txt"}
    )["file"]["sha256"]

    found = client.graphql(query, {"sha": sha})["files"]

    assert found == {"totalCount": 1, "nodes": [{"path": f"{folder}/deep/x.txt", "sha256": sha}]}
