"""Purge requests over REST, and renames that make one (rest-api.md §2.11, §2.8)."""

from __future__ import annotations

import re

import pytest

from tests.client import Client, Json
from tests.trees import grow, job, rename_folder

HELP = "For support kindly contact us at support@imagekit.io ."
NOT_VALID = "The URL is not valid for cache purging."


def purge(client: Client, url: object) -> tuple[int, Json]:
    answer = client.rest("POST", "/v1/files/purge", json={"url": url})
    return answer.status_code, answer.json()


def status(client: Client, request_id: str) -> tuple[int, Json]:
    answer = client.rest("GET", f"/v1/files/purge/{request_id}")
    return answer.status_code, answer.json()


@pytest.mark.parametrize(
    "path",
    [
        "/a.jpg",
        "/a/b.jpg?tr=w-300",
        "/tr:w-300/a.jpg",
        "/a/b*",
        "/a/b/*",
        "/a.jpg*",
        "/a-rather-long-one/*",
        "/media/catalog/product/*",
    ],
)
def test_an_address_of_ours_is_purged(client: Client, path: str) -> None:
    code, body = purge(client, f"{client.base_url}/media{path}")

    assert code == 201
    assert list(body) == ["requestId"]
    assert re.fullmatch("[0-9a-f]{24}", body["requestId"])
    assert status(client, body["requestId"]) == (200, {"status": "Completed"})


def test_what_an_upload_answers_with_can_be_purged(client: Client, folder: str) -> None:
    url = client.upload(b"1", "my file.txt", f"{folder}/é")["url"]

    assert purge(client, url)[0] == 201
    assert purge(client, url.replace("http://", "https://"))[0] == 201


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/media/a.jpg",
        "{base}/media",
        "{base}/media/",
        "{base}/media/*",
        "{base}/media/a/*",
        "{base}/media/.../*",
        "{base}/media/media/catalog/*",
        "{base}/media/s/files/*",
        "{base}/media/a/*/b.jpg",
        "{base}/media/a/b**",
        "{base}/media/a/b.jpg*?tr=w-3",
        "{base}/a.jpg",
        "{base}.example.org/media/a.jpg",
        "ftp://{host}/media/a.jpg",
        "/media/a.jpg",
        "a.jpg",
        "http://[/media/a.jpg",
        "http://{host}0000000/media/a.jpg",
        "{base}/media/a\n.jpg",
        "{base}/media/" + "a" * 9000,
    ],
)
def test_any_other_address_is_refused(client: Client, url: str) -> None:
    host = client.base_url.removeprefix("http://")

    answer = purge(client, url.format(base=client.base_url, host=host))

    assert answer == (400, {"message": NOT_VALID, "help": HELP})


@pytest.mark.parametrize("url", [None, ""])
def test_a_purge_needs_an_address(client: Client, url: object) -> None:
    assert purge(client, url) == (400, {"message": "url parameter is missing.", "help": HELP})


@pytest.mark.parametrize("request_id", ["0123456789abcdef01234567", "x"])
def test_an_unknown_request_is_an_invalid_one(client: Client, request_id: str) -> None:
    message = "No request found for this requestId."

    assert status(client, request_id) == (400, {"message": message, "help": HELP})


def test_a_renamed_file_can_be_purged_on_the_way(client: Client, folder: str) -> None:
    path = client.upload(b"1", "x.txt", folder)["filePath"]
    body = {"filePath": path, "newFileName": "y.txt", "purgeCache": True}

    renamed = client.rest("PUT", "/v1/files/rename", json=body).json()

    assert list(renamed) == ["purgeRequestId"]
    assert status(client, renamed["purgeRequestId"]) == (200, {"status": "Completed"})


def test_a_renamed_folder_can_be_purged_on_the_way(client: Client, folder: str) -> None:
    grow(client, folder, {"a/x.txt": [b"1"]})

    done = job(client, rename_folder(client, f"{folder}/a", "b", purgeCache=True))

    request_id = done.pop("purgeRequestId")
    assert done == {"jobId": done["jobId"], "type": "RENAME_FOLDER", "status": "Completed"}
    assert status(client, request_id) == (200, {"status": "Completed"})
