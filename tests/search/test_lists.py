"""What a search finds as a list: its order, its pages, what else may be asked, and refusals."""

from __future__ import annotations

import asyncio
from pathlib import Path
from time import perf_counter

import pytest
from tortoise import Tortoise

from app.library import database as library_database
from tests.client import Client, GraphQLRefused, Json
from tests.search.shelf import (
    ALL,
    APPLE,
    DEEP,
    DRAFT,
    FILES,
    FOLDER,
    HERO,
    NOTE,
    OLD,
    PNG,
    SHELF,
    found,
    labels,
    search,
)

SEE = "Please refer to the documentation for syntax specification."
BY_TIME = [APPLE, HERO, PNG, NOTE, DRAFT]
"""The folder and what is in it were made together."""
BY_NAME = [PNG, FOLDER, DRAFT, HERO, NOTE, DEEP, APPLE]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("ASC_NAME", BY_NAME),
        ("DESC_NAME", BY_NAME[::-1]),
        ("ASC_CREATED", BY_TIME),
        ("DESC_CREATED", BY_TIME[::-1]),
        ("ASC_RELEVANCE", BY_TIME),
    ],
)
def test_files_and_folders_come_in_one_order(
    client: Client, sort: str, expected: list[str]
) -> None:
    everything = 'name : ""'

    names = found(client, everything, sort=sort)
    pages = [found(client, everything, sort=sort, limit=2, skip=n) for n in range(0, 8, 2)]

    assert [name for name in names if name in expected] == expected
    assert set(names) == ALL
    assert [name for page in pages for name in page] == names


@pytest.mark.parametrize(
    ("sort", "first", "last"),
    [
        ("ASC_SIZE", DRAFT, FOLDER),
        ("DESC_SIZE", NOTE, FOLDER),
        ("ASC_WIDTH", DEEP, FOLDER),
        ("DESC_WIDTH", PNG, FOLDER),
        ("DESC_HEIGHT", PNG, FOLDER),
    ],
)
def test_what_has_nothing_to_sort_by_comes_last(
    client: Client, sort: str, first: str, last: str
) -> None:
    without_size = {"ASC_SIZE": [FOLDER], "DESC_SIZE": [FOLDER]}.get(sort, [NOTE, DRAFT, FOLDER])

    names = found(client, 'name NOT = "Äpfel.webp"', sort=sort)

    assert names[0] in {first, HERO}
    assert set(names[-len(without_size) :]) == set(without_size)
    assert set(names) == ALL - {APPLE}


def test_the_best_name_comes_first_by_relevance(client: Client) -> None:
    client.upload(b"1", "summer.txt", f"{SHELF}-best")
    client.upload(b"2", "summertime.txt", f"{SHELF}-best")
    client.upload(b"3", "a-summer.txt", f"{SHELF}-best")
    best = ["summer.txt", "a-summer.txt", "summertime.txt"]
    query = f'path = "{SHELF}-best" AND name HAS "Summer"'

    by_rest = client.listed(searchQuery=query, sort="DESC_RELEVANCE")
    order = {"field": "RELEVANCE", "direction": "DESC"}
    first = search(client, query, order=order, first=2, **{"in": None})
    rest = search(client, query, order=order, after=first["pageInfo"]["endCursor"], **{"in": None})

    assert [asset["name"] for asset in by_rest] == best
    assert labels(first) + labels(rest) == best


def test_a_query_goes_with_path_and_file_type_and_without_the_rest(client: Client) -> None:
    def listed(**query: object) -> set[str]:
        return {asset["name"] for asset in client.listed(**query)}

    everything = f'path : "{SHELF}"'

    assert listed(searchQuery=everything, path=f"{SHELF}/deep/") == {DEEP}
    assert listed(searchQuery=everything, path=SHELF) == ALL - {DEEP}
    assert listed(searchQuery=everything, fileType="image") == FILES - {NOTE, DRAFT}
    assert listed(searchQuery=everything, fileType="non-image") == {NOTE, DRAFT}
    assert listed(searchQuery=everything, type="none", tags="red", name="x") == ALL
    assert listed(searchQuery=everything, includeFolder="true") == ALL
    assert listed(searchQuery="  ", path=SHELF) == FILES - {DEEP}
    # rclone asks for one name in one folder like this.
    assert listed(path=SHELF, searchQuery=r'name = "Hero.PNG"', limit=1, skip=0) == {PNG}


@pytest.mark.parametrize("field", ["NAME", "CREATED_AT", "UPDATED_AT", "RELEVANCE"])
@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize("size", [1, 3])
def test_pages_of_all_kinds_meet_whichever_way_they_are_read(
    client: Client, field: str, direction: str, size: int
) -> None:
    order: Json = {"field": field, "direction": direction}
    asked: Json = {"order": order, "versions": True}
    query = 'name HAS "s" OR name : ""' if field == "RELEVANCE" else None
    whole = search(client, query, first=50, **asked)

    forward = _read(client, query, asked | {"first": size}, ("after", "endCursor"))
    backward = _read(client, query, asked | {"last": size}, ("before", "startCursor"))

    assert set(labels(whole)) == ALL | {OLD}
    assert forward == labels(whole)
    assert backward[::-1] == labels(whole)
    if field == "NAME":
        names = [name.partition(",")[0] for name in labels(whole)]
        assert names == sorted(names, reverse=direction == "DESC")


def _read(client: Client, query: str | None, asked: Json, way: tuple[str, str]) -> list[str]:
    argument, cursor = way
    names: list[str] = []
    while True:
        page = search(client, query, **asked)
        step = 1 if argument == "after" else -1
        names += labels(page)[::step]
        if not page["pageInfo"]["hasNextPage" if step > 0 else "hasPreviousPage"]:
            return names
        asked |= {argument: page["pageInfo"][cursor]}


def test_versions_are_found_when_they_are_asked_for(client: Client) -> None:
    assert set(labels(search(client, None, first=50))) == ALL
    assert set(labels(search(client, None, first=50, versions=True))) == ALL | {OLD}
    assert labels(search(client, "width = 60", versions=True)) == [OLD]
    assert labels(search(client, "width = 60")) == []
    assert labels(search(client, 'type = "folder"', versions=True)) == [FOLDER]
    assert found(client, 'type = "file-version"', type="file") == [OLD]


def test_a_folder_to_look_in_is_named_by_path_or_id(client: Client) -> None:
    asked = {"path": f"{SHELF}/deep"}
    folder = client.graphql("query ($path: String) { folder(path: $path) { id folderId } }", asked)

    for name in ({"path": "shelf/deep/"}, {"id": folder["folder"]["id"]}):
        assert labels(search(client, None, **{"in": name})) == [DEEP]
    assert labels(search(client, None, **{"in": {"path": "/none"}})) == []
    with pytest.raises(GraphQLRefused) as refused:
        search(client, None, **{"in": {"id": "0" * 23 + "9"}})
    assert refused.value.code == "NOT_FOUND"


@pytest.mark.parametrize(
    ("query", "why"),
    [
        (
            'createdAt < "soon"',
            "createdAt field must have a valid date value."
            " Make sure the value is enclosed within quotes.",
        ),
        ('name = "a" AND', "unexpected end at position 15."),
        ('"customMetadata.none" = 1', "unknown field customMetadata.none at position 1."),
        ('"customMetadata.gone" EXISTS', "unknown field customMetadata.gone at position 1."),
        (
            '"customMetadata.price" = "10"',
            "customMetadata.price field must have a valid number value."
            " Make sure the value is enclosed within quotes.",
        ),
        (
            '"customMetadata.colours" = "red"',
            "customMetadata.colours field does not support the operator =.",
        ),
        (
            '"customMetadata.size class" > "S"',
            "customMetadata.size class field must have a valid string, number, boolean or"
            " date value."
            " Make sure the value is enclosed within quotes.",
        ),
        ("(" * 10_000, "brackets can be at most 50 deep."),
        ('name="a" OR ' * 1500, "it can have at most 100 conditions."),
        ("name = '" + "\\" * 10_000, "the quotes opened at position 8 are never closed."),
    ],
)
def test_a_query_that_cannot_be_used_is_refused_by_both_faces(
    client: Client, query: str, why: str
) -> None:
    started = perf_counter()

    answer = client.rest("GET", "/v1/files", params={"searchQuery": query})
    with pytest.raises(GraphQLRefused) as refused:
        search(client, query)

    message = f"Invalid search query - {why} {SEE}"
    assert (answer.status_code, answer.json()["message"]) == (400, message)
    assert refused.value.errors[0]["message"] == message
    assert refused.value.errors[0]["extensions"] == {"code": "INVALID", "field": "query"}
    assert perf_counter() - started < 2


@pytest.mark.parametrize(
    "query",
    [
        'name HAS "' + "*?[^a-z]%_!\\\\" * 10 + 'a"',
        'tags HAS "' + "é" * 200 + '"',
        'name = "\U0010ffff\ue000\u202e"',
        'name : "\U0010ffff"',
        f"id IN [{', '.join(chr(34) + str(n) + chr(34) for n in range(1000))}]",
        " OR ".join(f'name HAS "w{n}" AND tags HAS "w{n}"' for n in range(50)),
        " AND ".join(f'tags NOT IN ["t{n}"]' for n in range(99)) + " AND width < 1",
        "(" * 50 + "width > 1" + ")" * 50 + " AND width < 1",
        'createdAt > "0001-01-01" AND createdAt < "9999-12-31T23:59:59.999Z" AND width < 1',
        '"embeddedMetadata.LocationTaken" = "90,180|-90,-180|90,-180|90,0" AND width < 1',
    ],
)
def test_an_odd_query_is_answered_all_the_same(client: Client, query: str) -> None:
    assert client.rest("GET", "/v1/files", params={"searchQuery": query}).json() == []
    assert search(client, query)["edges"] == []


def test_a_cursor_of_another_order_is_refused(client: Client) -> None:
    cursor = search(client, None, order={"field": "NAME"}, first=1)["pageInfo"]["endCursor"]

    with pytest.raises(GraphQLRefused) as refused:
        search(client, None, order={"field": "CREATED_AT"}, after=cursor)

    assert refused.value.errors[0]["extensions"]["reason"] == "INVALID_CURSOR"


async def test_a_slow_search_on_sqlite_keeps_no_other_read_waiting(tmp_path: Path) -> None:
    counting = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000)"
    try:
        await Tortoise.init(config=library_database.config(f"sqlite://{tmp_path / 'x.sqlite'}"))
        await library_database.select("SELECT 1")
        slow = asyncio.create_task(
            library_database.search(f"SELECT count(*) FROM ({counting} SELECT i FROM n) c")  # noqa: S608
        )
        await asyncio.sleep(0)

        await library_database.select("SELECT 1")

        assert not slow.done()
        assert [tuple(row) for row in await slow] == [(2_000_000,)]
    finally:
        await Tortoise.close_connections()
