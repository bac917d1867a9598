"""Copying, moving and renaming files over REST (rest-api.md §2.8, §4.8)."""

from __future__ import annotations

import pytest

from tests.client import Client, Json

BAD = "Your request is missing parameters / contains invalid parameters."
HELP = "For support kindly contact us at support@imagekit.io ."


def contents(client: Client, path: str) -> list[bytes]:
    """Bytes of the versions of the file at a path, the current one first."""
    file = client.at(path)
    assert file is not None
    return [client.fetched(version["url"]) for version in client.versions(file["fileId"])]


def ask(client: Client, action: str, **body: object) -> tuple[int, Json]:
    answer = client.rest("PUT" if action == "rename" else "POST", f"/v1/files/{action}", json=body)
    return answer.status_code, answer.json() if answer.content else {}


def test_a_copy_has_the_current_version_only(client: Client, folder: str) -> None:
    client.upload(b"1", "x.txt", f"{folder}/a", tags="old")
    client.upload(b"2", "x.txt", f"{folder}/a", tags="new")

    client.copy(f"{folder}/a/x.txt", f"{folder}/b/c/")

    copied = client.at(f"{folder}/b/c/x.txt")
    assert copied is not None
    assert copied["versionInfo"] == {"id": copied["fileId"], "name": "Version 1"}
    assert copied["tags"] == ["new"]
    assert contents(client, f"{folder}/b/c/x.txt") == [b"2"]
    assert contents(client, f"{folder}/a/x.txt") == [b"2", b"1"]


def test_a_copy_has_every_version_when_asked(client: Client, folder: str) -> None:
    for content in (b"1", b"2", b"3"):
        client.upload(content, "x.txt", f"{folder}/a")

    client.copy(f"{folder}/a/x.txt", f"{folder}/b", include_versions=True)

    assert contents(client, f"{folder}/b/x.txt") == [b"3", b"2", b"1"]


def test_a_copy_onto_a_file_goes_on_top_of_its_versions(client: Client, folder: str) -> None:
    client.upload(b"new", "x.txt", f"{folder}/a")
    kept = client.upload(b"old", "x.txt", f"{folder}/b")

    client.copy(f"{folder}/a/x.txt", f"{folder}/b")

    found = client.at(f"{folder}/b/x.txt")
    assert found is not None
    assert found["fileId"] == kept["fileId"]
    assert found["versionInfo"]["name"] == "Version 2"
    assert contents(client, f"{folder}/b/x.txt") == [b"new", b"old"]


def test_a_moved_file_keeps_its_id_and_its_versions(client: Client, folder: str) -> None:
    client.upload(b"1", "x.txt", f"{folder}/a")
    file_id = client.upload(b"2", "x.txt", f"{folder}/a")["fileId"]

    client.move(f"{folder}/a/x.txt", f"{folder}/b")

    assert client.details(file_id)["filePath"] == f"{folder}/b/x.txt"
    assert contents(client, f"{folder}/b/x.txt") == [b"2", b"1"]
    assert client.at(f"{folder}/a/x.txt") is None


def test_a_file_moved_onto_another_vanishes_into_it(client: Client, folder: str) -> None:
    gone = client.upload(b"new", "x.txt", f"{folder}/a")["fileId"]
    kept = client.upload(b"old", "x.txt", f"{folder}/b")["fileId"]

    client.move(f"{folder}/a/x.txt", f"{folder}/b")

    assert client.rest("GET", f"/v1/files/{gone}/details").status_code == 404
    current, old = client.versions(kept)
    assert (current["versionInfo"]["id"], old["versionInfo"]["id"]) == (gone, kept)
    assert contents(client, f"{folder}/b/x.txt") == [b"new", b"old"]


@pytest.mark.parametrize("action", ["copy", "move"])
def test_a_source_that_is_not_there_is_named_as_it_was_sent(
    client: Client, folder: str, action: str
) -> None:
    path = f"{folder}/Nowhere//x.txt"

    answer = ask(client, action, sourceFilePath=path, destinationPath="/")

    message = f"No file found with filePath {path}"
    assert answer == (404, {"message": message, "help": HELP, "reason": "SOURCE_FILE_MISSING"})


@pytest.mark.parametrize("action", ["copy", "move"])
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "MISSING_PARAMETER"),
        ({"sourceFilePath": "/x.txt"}, "MISSING_PARAMETER"),
        ({"sourceFilePath": "", "destinationPath": "/"}, "MISSING_PARAMETER"),
        ({"sourceFilePath": None, "destinationPath": "/"}, "MISSING_PARAMETER"),
        ({"sourceFilePath": 1, "destinationPath": "/"}, "MISSING_PARAMETER"),
        ({"sourceFilePath": "/\0", "destinationPath": "/"}, "MISSING_PARAMETER"),
        (
            {"sourceFilePath": "{x}", "destinationPath": "{folder}/a/"},
            "SAME_SOURCE_AND_DESTINATION",
        ),
        ({"sourceFilePath": "{x}", "destinationPath": "/a/../b"}, "INVALID_FOLDER_PATH"),
        ({"sourceFilePath": "{x}", "destinationPath": "/a" * 51}, "INVALID_FOLDER_PATH"),
    ],
)
def test_copying_and_moving_say_what_is_wrong(
    client: Client, folder: str, action: str, body: Json, reason: str
) -> None:
    client.upload(b"1", "x.txt", f"{folder}/a")
    names = {"x": f"{folder}/a/x.txt", "folder": folder}
    sent = {k: v.format(**names) if isinstance(v, str) else v for k, v in body.items()}

    answer = ask(client, action, **sent)

    assert answer == (400, {"message": BAD, "help": HELP, "reason": reason})
    assert contents(client, f"{folder}/a/x.txt") == [b"1"]


def test_a_rename_takes_every_version_along(client: Client, folder: str) -> None:
    file_id = client.upload(b"1", "x.txt", folder)["fileId"]
    client.upload(b"2", "x.txt", folder)

    answer = ask(client, "rename", filePath=f"{folder}/x.txt", newFileName="my name.txt")

    assert answer == (200, {})
    assert {version["name"] for version in client.versions(file_id)} == {"my_name.txt"}
    assert contents(client, f"{folder}/my_name.txt") == [b"2", b"1"]
    assert client.at(f"{folder}/x.txt") is None


@pytest.mark.parametrize("purge", [True, "true", 1])
def test_a_rename_that_purges_answers_with_an_id_and_nothing_else(
    client: Client, folder: str, purge: object
) -> None:
    path = client.upload(b"1", "x.txt", folder)["filePath"]

    status, body = ask(client, "rename", filePath=path, newFileName="y.txt", purgeCache=purge)

    assert (status, list(body)) == (200, ["purgeRequestId"])
    assert len(body["purgeRequestId"]) == 24


@pytest.mark.parametrize(
    ("body", "status", "reason", "message"),
    [
        ({}, 400, "MISSING_PARAMETER", "filePath parameter is missing."),
        ({"filePath": "/a"}, 400, "MISSING_PARAMETER", "newFileName parameter is missing."),
        (
            {"filePath": "/a", "newFileName": ["b"]},
            400,
            "INVALID_PARAMETER",
            "Your request contains invalid newFileName parameter.",
        ),
        (
            {"filePath": "{x}", "newFileName": "b", "purgeCache": "maybe"},
            400,
            "INVALID_PARAMETER",
            "Your request contains invalid purgeCache parameter.",
        ),
        (
            {"filePath": "{x}", "newFileName": "x.txt"},
            400,
            "SAME_OLD_AND_NEW_NAME",
            "newFileName cannot be the same as its existing name.",
        ),
        (
            {"filePath": "{x}", "newFileName": "y.txt"},
            409,
            "FILE_ALREADY_EXISTS",
            "File with name y.txt already exists at the same location.",
        ),
        (
            {"filePath": "/no/such.txt", "newFileName": "b.txt"},
            404,
            "FILE_MISSING",
            "No file found in media library at filePath /no/such.txt",
        ),
    ],
)
def test_renaming_says_what_is_wrong(
    client: Client, folder: str, body: Json, status: int, reason: str, message: str
) -> None:
    path = client.upload(b"1", "x.txt", folder)["filePath"]
    client.upload(b"1", "y.txt", folder)
    sent = {k: v.format(x=path) if isinstance(v, str) else v for k, v in body.items()}

    answer = ask(client, "rename", **sent)

    assert answer == (status, {"message": message, "help": HELP, "reason": reason})
    assert client.at(path) is not None


@pytest.mark.parametrize("name", [".", "..", "a" * 256, "\0"])
def test_a_file_is_not_renamed_to_what_is_no_name(client: Client, folder: str, name: str) -> None:
    path = client.upload(b"1", "x.txt", folder)["filePath"]

    status, body = ask(client, "rename", filePath=path, newFileName=name)

    assert (status, body["reason"]) == (400, "INVALID_PARAMETER")
    assert "newFileName" in body["message"]
