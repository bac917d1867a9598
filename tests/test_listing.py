"""Listing files, versions and folders over REST (rest-api.md §2.7)."""

from __future__ import annotations

import pytest

from tests import pictures
from tests.client import Client, Json

TYPES = "file, file-version, folder, all"


def names(assets: list[Json]) -> list[str]:
    return [asset["name"] for asset in assets]


@pytest.fixture
def shelf(client: Client, folder: str) -> str:
    """Two pictures, one of them with an older version, a text, and a folder with a file."""
    client.upload(pictures.plain(size=(30, 10)), "b.jpg", folder, tags="red,wide")
    client.upload(pictures.plain(size=(10, 40), kind="png"), "a.png", folder, tags="red")
    client.upload(b"text", "c.txt", folder, tags="blue")
    client.upload(pictures.plain(size=(20, 20)), "b.jpg", folder, tags="square")
    client.upload(b"deep", "d.txt", f"{folder}/deep")
    return folder


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["b.jpg", "a.png", "c.txt"]),
        ({"type": "file"}, ["b.jpg", "a.png", "c.txt"]),
        ({"type": "file-version"}, ["b.jpg"]),
        ({"type": "folder"}, ["deep"]),
        ({"type": "all", "sort": "ASC_NAME"}, ["a.png", "b.jpg", "c.txt", "deep"]),
        ({"fileType": "image"}, ["b.jpg", "a.png"]),
        ({"fileType": "non-image"}, ["c.txt"]),
        ({"sort": "DESC_CREATED"}, ["c.txt", "a.png", "b.jpg"]),
        ({"sort": "ASC_NAME"}, ["a.png", "b.jpg", "c.txt"]),
        ({"sort": "DESC_UPDATED"}, ["b.jpg", "c.txt", "a.png"]),
        ({"sort": "ASC_HEIGHT"}, ["b.jpg", "a.png", "c.txt"]),
        ({"sort": "DESC_WIDTH"}, ["b.jpg", "a.png", "c.txt"]),
        ({"sort": "ASC_SIZE", "limit": 1}, ["c.txt"]),
        ({"limit": 2}, ["b.jpg", "a.png"]),
        ({"limit": 2, "skip": 2}, ["c.txt"]),
        ({"skip": 10**30}, []),
        ({"tags": "blue, square"}, ["b.jpg", "c.txt"]),
        ({"tags": "wide"}, []),
        ({"name": "a.png"}, ["a.png"]),
        ({"name": "A.png"}, []),
        (
            {"includeFolder": "True", "tags": "none", "fileType": "image", "sort": "ASC_NAME"},
            ["a.png", "b.jpg", "c.txt", "deep"],
        ),
        ({"includeFolder": "0"}, ["b.jpg", "a.png", "c.txt"]),
        ({"type": "", "limit": "", "skip": " ", "tags": "", "x": "y"}, ["b.jpg", "a.png", "c.txt"]),
    ],
)
def test_a_folder_is_listed_as_asked(
    client: Client, shelf: str, query: Json, expected: list[str]
) -> None:
    found = client.listed(path=shelf, **query)

    assert names(found) == expected


@pytest.mark.parametrize("written", ["{}", "{}/", "{}//"])
def test_a_path_is_one_level_however_it_is_written(
    client: Client, shelf: str, written: str
) -> None:
    assert names(client.listed(path=written.format(shelf.strip("/")))) == [
        "b.jpg",
        "a.png",
        "c.txt",
    ]
    assert names(client.listed(path=f"{shelf}/deep")) == ["d.txt"]
    assert client.listed(path=f"{shelf}/none") == []


def test_every_item_is_what_its_own_route_answers(client: Client, shelf: str) -> None:
    for file in client.listed(path=shelf):
        assert file == client.details(file["fileId"])
    for version in client.listed(path=shelf, type="file-version"):
        assert version == client.version(version["fileId"], version["versionInfo"]["id"])


def test_without_a_path_the_whole_library_is_listed(client: Client, shelf: str) -> None:
    found = client.listed(sort="DESC_CREATED", limit=4)

    assert f"{shelf}/deep/d.txt" in {file["filePath"] for file in found}


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            "skip=-1",
            "The value of skip parameter should be greater than or equal to 0. Value sent is -1.",
        ),
        (
            "skip=x",
            "The value of skip parameter should be greater than or equal to 0. Value sent is x.",
        ),
        ("limit=0", "Minimum value of limit parameter is 1. Value sent is 0."),
        ("limit=1.5", "Minimum value of limit parameter is 1. Value sent is 1.5."),
        ("limit=2000", "Maximum value of limit parameter is 1000. Value sent is 2000."),
        ("limit=%D9%A1", "Minimum value of limit parameter is 1. Value sent is \u0661."),
        ("sort=UP", "Your request contains invalid value for sort parameters."),
        ("sort=asc_name", "Your request contains invalid value for sort parameters."),
        (
            "type=files",
            "Your request contains invalid value for type parameter. Please provide one of the"
            f" following: {TYPES}.",
        ),
        (
            "fileType=video",
            "Your request contains invalid value for fileType parameter. Please provide one of the"
            " following: all, image, non-image.",
        ),
        (
            "includeFolder=maybe",
            "Your request contains invalid includeFolder parameter. Please provide true or false.",
        ),
        (
            "name=a%00",
            "Your request contains invalid name parameter. It contains a NUL character.",
        ),
    ],
)
def test_a_query_that_cannot_be_answered_is_refused(
    client: Client, query: str, message: str
) -> None:
    answer = client.rest("GET", f"/v1/files?{query}")

    assert (answer.status_code, answer.json()["message"]) == (400, message)


@pytest.mark.parametrize(
    ("path", "options"),
    [
        ("/v1/files/?limit=1", {}),
        ("/v1/files?limit=1&x[]=[a]=b&file=" + "A" * 40_000, {}),
        ("/v1/files?limit=1&path=a+b%20c&tags=%FF%FE", {}),
        ("/v1/files?limit=1", {"headers": {"Content-Type": "application/json"}}),
        ("/v1/files?limit=1", {"headers": {"Content-Length": "0"}}),
        ("/v1/files?limit=1", {"json": {"limit": 0}}),
    ],
)
def test_a_list_is_answered_whatever_a_client_sends_along(
    client: Client, path: str, options: Json
) -> None:
    answer = client.rest("GET", path, **options)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert isinstance(answer.json(), list)


def test_head_answers_as_get_without_a_body(client: Client) -> None:
    got = client.rest("GET", "/v1/files?limit=1")

    head = client.rest("HEAD", "/v1/files?limit=1")

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == got.headers["content-type"]
    assert head.headers["content-length"] == got.headers["content-length"]
