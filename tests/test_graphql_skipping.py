"""Pages by their number: `skip` passes over items of the long lists, in either direction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from app.graphql.limits import MAX_SKIP
from tests.client import Client, GraphQLRefused, Json
from tests.servers import PRIVATE_KEY, PUBLIC_KEY, Server
from tests.twice import Twice

WINDOW = "$first: Int, $after: String, $last: Int, $before: String, $skip: Int! = 0"
ARGUMENTS = "first: $first, after: $after, last: $last, before: $before, skip: $skip"
PAGE = """totalCount edges { cursor }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"""
QUERIES = {
    "children": f"""query ($path: String!, {WINDOW}) {{ folder(path: $path) {{
        found: children({ARGUMENTS}) {{ {PAGE} }} }} }}""",
    "children, newest first": f"""query ($path: String!, {WINDOW}) {{ folder(path: $path) {{
        found: children(orderBy: {{ field: CREATED_AT, direction: DESC }}, {ARGUMENTS}) {{
          {PAGE} }} }} }}""",
    "folders": f"""query ($path: String!, {WINDOW}) {{ folder(path: $path) {{
        found: children(types: [FOLDER], {ARGUMENTS}) {{ {PAGE} }} }} }}""",
    "files": f"""query ($path: String!, {WINDOW}) {{ folder(path: $path) {{
        found: files({ARGUMENTS}) {{ {PAGE} }} }} }}""",
    "recursive files by size": f"""query ($path: String!, {WINDOW}) {{ folder(path: $path) {{
        found: files(recursive: true, orderBy: {{ field: SIZE, direction: DESC }}, {ARGUMENTS}) {{
          {PAGE} }} }} }}""",
    "files of the library": f"""query ($path: String!, {WINDOW}) {{
        found: files(filter: {{ tags: {{ any: [$path] }} }}, {ARGUMENTS}) {{ {PAGE} }} }}""",
    "search": f"""query ($path: String!, {WINDOW}) {{
        found: search(includeVersions: true, in: {{ path: $path }},
                      orderBy: {{ field: NAME }}, {ARGUMENTS}) {{ {PAGE} }} }}""",
    "search, newest first": f"""query ($path: String!, {WINDOW}) {{
        found: search(includeVersions: true, in: {{ path: $path }}, {ARGUMENTS}) {{ {PAGE} }} }}""",
    "search by relevance": f"""query ($path: String!, {WINDOW}) {{
        found: search(query: "name HAS \\"one\\"", includeVersions: true, in: {{ path: $path }},
                      orderBy: {{ field: RELEVANCE, direction: DESC }}, {ARGUMENTS}) {{
          {PAGE} }} }}""",
}
COUNTS = {"folders": 3, "files": 4, "files of the library": 6, "recursive files by size": 6}
COUNTS |= {"children": 7, "children, newest first": 7, "search": 12}
COUNTS |= {"search, newest first": 12, "search by relevance": 8}


@dataclass(frozen=True)
class Shelf:
    """Three folders with four files beside and two in them, of names that come again, some of
    which have earlier versions."""

    client: Client
    path: str

    def page(self, name: str, **window: object) -> Json:
        answer = self.client.graphql(QUERIES[name], {"path": self.path, **window})
        found: Json = (answer.get("folder") or answer)["found"]
        return found


@pytest.fixture(scope="module")
def shelf(server: Server) -> Iterator[Shelf]:
    """Filled once; every query is asked by its plan and without."""
    path = "/skipping"
    with Twice(server.base_url, PRIVATE_KEY, PUBLIC_KEY) as client:
        for number, (name, below, versions) in enumerate(
            [
                ("one.txt", "", 3),
                ("two.txt", "", 1),
                ("one.txt", "/one", 2),
                ("four.txt", "", 1),
                ("one.txt", "/second", 1),
                ("six one.txt", "", 1),
            ]
        ):
            for version in range(versions):
                content = b"%d" % number * (9 - number + version)
                client.upload(content, name, f"{path}{below}", tags=path)
        client.rest("POST", "/v1/folder", json={"folderName": "third", "parentFolderPath": path})
        yield Shelf(client, path)


def cursors(page: Json) -> list[str]:
    return [edge["cursor"] for edge in page["edges"]]


def expected(whole: list[str], window: Json) -> tuple[list[str], bool, bool]:
    """The page, and whether items come before and after it."""
    low = whole.index(window["after"]) + 1 if "after" in window else 0
    high = whole.index(window["before"]) if "before" in window else len(whole)
    skip = window["skip"]
    if "last" in window:
        end = max(low, high - skip)
        start = max(low, end - window["last"])
        return whole[start:end], start > low, end < high or "before" in window
    start = min(high, low + skip)
    end = min(high, start + window["first"])
    return whole[start:end], start > low or "after" in window, end < high


def windows(whole: list[str]) -> Iterator[Json]:
    """From either end of the list and of its middle, up to the other and beyond it."""
    near, far = whole[0], whole[-1]
    for skip in (1, 2, len(whole) - 2, len(whole), MAX_SKIP):
        for end, edge in (("first", {"after": near}), ("last", {"before": far})):
            for edges in ({}, edge, {"after": near, "before": far}):
                yield {end: 2, "skip": skip, **edges}


@pytest.mark.parametrize("name", QUERIES)
def test_a_page_begins_so_many_further(shelf: Shelf, name: str) -> None:
    whole = cursors(shelf.page(name, first=50))
    assert len(whole) == COUNTS[name]

    for window in windows(whole):
        page = shelf.page(name, **window)

        info = page["pageInfo"]
        found = (cursors(page), info["hasPreviousPage"], info["hasNextPage"])
        assert found == expected(whole, window), window
        assert page["totalCount"] == len(whole)
        ends = [found[0][0], found[0][-1]] if found[0] else [None, None]
        assert [info["startCursor"], info["endCursor"]] == ends


@pytest.mark.parametrize("name", QUERIES)
def test_cursors_lead_on_from_a_page_that_was_skipped_to(shelf: Shelf, name: str) -> None:
    whole = cursors(shelf.page(name, first=50))
    middle = shelf.page(name, first=1, skip=len(whole) // 2)["pageInfo"]

    before = shelf.page(name, last=50, before=middle["startCursor"])
    after = shelf.page(name, first=50, after=middle["endCursor"])

    assert [*cursors(before), middle["startCursor"], *cursors(after)] == whole


def test_nothing_is_an_item_of_an_empty_list(shelf: Shelf) -> None:
    client, path = shelf.client, f"{shelf.path}/third"

    page = Shelf(client, path).page("children", first=5, skip=3)

    assert (cursors(page), page["totalCount"]) == ([], 0)
    assert page["pageInfo"]["hasPreviousPage"] is False
    assert page["pageInfo"]["hasNextPage"] is False


def test_a_page_of_no_items_says_what_lies_around_it(shelf: Shelf) -> None:
    page = shelf.page("children", first=0, skip=4)

    assert cursors(page) == []
    assert page["pageInfo"]["hasPreviousPage"] is True
    assert page["pageInfo"]["hasNextPage"] is True


@pytest.mark.parametrize("skip", [-1, MAX_SKIP + 1])
@pytest.mark.parametrize("name", ["children", "files", "files of the library", "search"])
def test_too_much_is_refused(shelf: Shelf, name: str, skip: int) -> None:
    with pytest.raises(GraphQLRefused) as refused:
        shelf.page(name, skip=skip)

    (error,) = refused.value.errors
    assert error["message"] == f"`skip` lies between 0 and {MAX_SKIP}."
    assert error["extensions"] == {
        "code": "INVALID",
        "reason": "INVALID_PAGE_SIZE",
        "field": "skip",
    }


def test_short_lists_take_no_skip(shelf: Shelf) -> None:
    for query in (
        '{ file(path: "/x") { versions(skip: 1) { totalCount } } }',
        "{ webhookDeliveries(skip: 1) { totalCount } }",
    ):
        with pytest.raises(GraphQLRefused) as refused:
            shelf.client.graphql(query)
        assert refused.value.code == "GRAPHQL_VALIDATION_FAILED"
