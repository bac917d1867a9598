"""Versions of many files at once: each file has a page of its own, and its count."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest

from tests.client import Client, Json
from tests.servers import PRIVATE_KEY, PUBLIC_KEY, Server
from tests.twice import Twice

VERSIONS = """
query ($folder: String!, $first: Int, $after: String, $last: Int, $before: String) {
  folder(path: $folder) {
    files {
      nodes {
        versionCount
        versions(first: $first, after: $after, last: $last, before: $before) {
          totalCount nodes { number } pageInfo { hasNextPage hasPreviousPage }
        }
      }
    }
  }
}
"""
PAST_2 = base64.urlsafe_b64encode(b"[1,2]").decode().rstrip("=")
"""Cursor of a second version that is not the current one."""


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    """Asks every query by its plan and without."""
    with Twice(server.base_url, PRIVATE_KEY, PUBLIC_KEY) as twice:
        yield twice


@pytest.mark.parametrize(
    ("window", "pages", "have_next", "have_previous"),
    [
        ({"first": 2}, [[1], [2, 1], [4, 3]], [False, False, True], [False] * 3),
        ({"last": 2}, [[1], [2, 1], [2, 1]], [False] * 3, [False, False, True]),
        ({"first": 2, "after": PAST_2}, [[], [1], [1]], [False] * 3, [True] * 3),
        ({"last": 1, "before": PAST_2}, [[1], [2], [3]], [False, True, True], [False, False, True]),
    ],
)
def test_each_file_of_a_list_has_its_own_page(
    client: Client,
    folder: str,
    window: Json,
    pages: list[list[int]],
    have_next: list[bool],
    have_previous: list[bool],
) -> None:
    for count in (1, 2, 4):
        for number in range(count):
            client.upload(b"%d" % number, f"{count}.txt", folder)

    files = client.graphql(VERSIONS, {"folder": folder, **window})["folder"]["files"]

    found = [file["versions"] for file in files["nodes"]]
    assert [[each["number"] for each in page["nodes"]] for page in found] == pages
    assert [page["pageInfo"]["hasNextPage"] for page in found] == have_next
    assert [page["pageInfo"]["hasPreviousPage"] for page in found] == have_previous
    assert [page["totalCount"] for page in found] == [1, 2, 4]
    assert [file["versionCount"] for file in files["nodes"]] == [1, 2, 4]


@pytest.mark.parametrize("key", [b"[0,9223372036854775807]", b"[-4611686018427387904,1]"])
def test_a_cursor_that_no_version_has_is_a_place_all_the_same(
    client: Client, folder: str, key: bytes
) -> None:
    client.upload(b"1", "a.txt", folder)
    window = {"after": base64.urlsafe_b64encode(key).decode().rstrip("=")}

    files = client.graphql(VERSIONS, {"folder": folder, **window})["folder"]["files"]["nodes"]

    assert [each["number"] for each in files[0]["versions"]["nodes"]] == [1]
