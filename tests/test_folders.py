"""Folders over REST: made with their parents, deleted with all that is in them."""

from __future__ import annotations

import re

import pytest

from tests.client import Client, Json

HELP = "For support kindly contact us at support@imagekit.io ."


def folders(client: Client, path: str) -> list[str]:
    return [folder["folderPath"] for folder in client.listed(type="folder", path=path)]


@pytest.mark.parametrize("parent", ["{folder}/a/b", "{folder}/a/b/", "{folder}//a//b"])
def test_a_folder_is_made_with_those_above_it(client: Client, folder: str, parent: str) -> None:
    body = {"folderName": "my sale", "parentFolderPath": parent.format(folder=folder)}

    answer = client.rest("POST", "/v1/folder/", json=body)

    assert (answer.status_code, answer.json()) == (201, {})
    assert folders(client, folder) == [f"{folder}/a"]
    assert folders(client, f"{folder}/a/b") == [f"{folder}/a/b/my_sale"]


def test_a_folder_is_listed_in_its_shape(client: Client, folder: str) -> None:
    client.create_folder("a", folder)

    (found,) = client.listed(type="folder", path=folder)

    date = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
    assert re.fullmatch(r"[0-9a-f]{24}", found.pop("folderId"))
    assert date.fullmatch(found.pop("createdAt"))
    assert date.fullmatch(found.pop("updatedAt"))
    assert found == {
        "type": "folder",
        "name": "a",
        "folderPath": f"{folder}/a",
        "customMetadata": {},
    }


def test_making_a_folder_again_changes_nothing(client: Client, folder: str) -> None:
    client.create_folder("a", folder)
    before = client.listed(type="folder", path=folder)

    client.create_folder("a", folder)

    assert client.listed(type="folder", path=folder) == before


def test_a_folder_and_a_file_may_have_one_name(client: Client, folder: str) -> None:
    client.upload(b"1", "a", folder)

    client.create_folder("a", folder)

    assert [item["type"] for item in client.listed(type="all", path=folder)] == ["file", "folder"]


@pytest.mark.parametrize(
    ("body", "message", "reason"),
    [
        ({"folderName": ".."}, "'.' & '..' can not be used as folder-name", True),
        ({"folderName": "."}, "'.' & '..' can not be used as folder-name", True),
        ({"folderName": "a/b"}, "folderName parameter cannot have a slash.", True),
        ({"parentFolderPath": "/a/../b"}, "'.' & '..' can not be used as folder-name", True),
        ({"parentFolderPath": "/a" * 50}, "A folder can be at most 50 levels deep.", True),
        ({"folderName": ""}, "folderName parameter is missing.", False),
        ({"folderName": None}, "folderName parameter is missing.", False),
        ({"folderName": 7}, "Your request contains invalid folderName parameter.", False),
        ({"folderName": "\0"}, "Your request contains invalid folderName parameter.", False),
    ],
)
def test_a_folder_that_cannot_be_is_refused(
    client: Client, folder: str, body: Json, message: str, reason: bool
) -> None:
    sent = {"folderName": "a", "parentFolderPath": folder, **body}

    answer = client.rest("POST", "/v1/folder", json=sent)

    expected = {"message": message, "help": HELP}
    assert answer.status_code == 400
    assert answer.json() == expected | ({"reason": "INVALID_FOLDER_PATH"} if reason else {})
    assert folders(client, folder) == []


@pytest.mark.parametrize("written", ["{folder}/a", "{folder}/a/", "{bare}//a"])
def test_a_folder_goes_with_all_that_is_in_it(client: Client, folder: str, written: str) -> None:
    file_id = client.upload(b"1", "x.txt", f"{folder}/a/b")["fileId"]
    client.upload(b"2", "x.txt", f"{folder}/a/b")
    sibling = client.upload(b"1", "x.txt", f"{folder}/a-b")["fileId"]
    path = written.format(folder=folder, bare=folder.removeprefix("/"))

    answer = client.rest("DELETE", "/v1/folder/", json={"folderPath": path})

    assert (answer.status_code, answer.content) == (204, b"")
    assert "content-type" not in answer.headers
    assert client.rest("GET", f"/v1/files/{file_id}/details").status_code == 404
    assert folders(client, folder) == [f"{folder}/a-b"]
    assert client.details(sibling)["filePath"] == f"{folder}/a-b/x.txt"


@pytest.mark.parametrize(
    ("body", "status", "message", "reason"),
    [
        (
            {"folderPath": "/no//such/"},
            404,
            "No folder found with folderPath /no//such/",
            "FOLDER_NOT_FOUND",
        ),
        (
            {"folderPath": "/a" * 1025},
            404,
            "No folder found with folderPath " + "/a" * 1025,
            "FOLDER_NOT_FOUND",
        ),
        ({"folderPath": "/"}, 400, "The root folder cannot be deleted.", "INVALID_FOLDER_PATH"),
        ({}, 400, "folderPath parameter is missing.", None),
        ({"folderPath": {}}, 400, "Your request contains invalid folderPath parameter.", None),
    ],
)
def test_deleting_says_what_is_wrong(
    client: Client, body: Json, status: int, message: str, reason: str | None
) -> None:
    answer = client.rest("DELETE", "/v1/folder", json=body)

    assert answer.status_code == status
    assert answer.json() == {"message": message, "help": HELP} | (
        {"reason": reason} if reason else {}
    )
