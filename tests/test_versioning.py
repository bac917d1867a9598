"""Versions of a file over REST (rest-api.md §4): numbers, ids, restoring, deleting, the limit."""

from __future__ import annotations

import re

import pytest

from tests import pictures
from tests.client import Client, Json
from tests.conftest import NewHome
from tests.servers import Server

UNKNOWN = "0123456789abcdef01234567"


def history(client: Client, file_id: str) -> list[tuple[int, str]]:
    """Numbers and types of the versions as they are listed."""
    return [
        (int(version["versionInfo"]["name"].removeprefix("Version ")), version["type"])
        for version in client.versions(file_id)
    ]


def uploaded(client: Client, folder: str, count: int, **fields: object) -> list[Json]:
    """That many versions of one file, with contents `1`, `2`, …"""
    return [client.upload(b"%d" % n, "x.txt", folder, **fields) for n in range(1, count + 1)]


def ids(uploads: list[Json]) -> list[str]:
    return [upload["versionInfo"]["id"] for upload in uploads]


def test_the_worked_example_holds(client: Client, folder: str) -> None:
    """rest-api.md §4.12, step by step."""
    a, b = f"{folder}/a", f"{folder}/b"
    first = client.upload(b"1", "x.jpg", a, tags="t1")
    f = first["fileId"]
    assert first["versionInfo"] == {"id": f, "name": "Version 1"}
    second = client.upload(b"2", "x.jpg", a)["versionInfo"]["id"]
    third = client.upload(b"3", "x.jpg", a, overwriteTags=False)["versionInfo"]["id"]
    assert client.details(f)["tags"] is None
    assert client.upload_answer(b"4", "x.jpg", a, overwriteFile=False).status_code == 400
    assert history(client, f) == [(3, "file"), (2, "file-version"), (1, "file-version")]

    restored = client.restore(f, f)

    assert (restored["type"], restored["tags"]) == ("file", ["t1"])
    assert restored["versionInfo"] == {"id": f, "name": "Version 1"}
    assert history(client, f) == [(1, "file"), (3, "file-version"), (2, "file-version")]
    answer = client.rest("DELETE", f"/v1/files/{f}/versions/{f}")
    assert (answer.status_code, answer.json()["message"]) == (
        400,
        "You cannot delete current version of a file.",
    )
    client.delete_version(f, third)
    assert history(client, f) == [(1, "file"), (2, "file-version")]

    fourth = client.upload(b"4", "x.jpg", a)["versionInfo"]
    assert fourth["name"] == "Version 4"
    client.delete_version(f, f)
    assert client.details(f)["versionInfo"] == fourth
    assert history(client, f) == [(4, "file"), (2, "file-version")]

    client.copy(f"{a}/x.jpg", b)
    g = client.at(f"{b}/x.jpg")
    assert g is not None
    assert g["versionInfo"] == {"id": g["fileId"], "name": "Version 1"}
    client.copy(f"{a}/x.jpg", b, include_versions=True)
    assert [number for number, _ in history(client, g["fileId"])] == [3, 2, 1]
    client.move(f"{a}/x.jpg", b)
    assert client.rest("GET", f"/v1/files/{f}/details").status_code == 404
    assert [number for number, _ in history(client, g["fileId"])] == [5, 4, 3, 2, 1]
    assert {second, fourth["id"]} < {v["versionInfo"]["id"] for v in client.versions(g["fileId"])}
    before = ids(client.versions(g["fileId"]))
    client.rename(f"{b}/x.jpg", "y z.jpg")
    renamed = client.versions(g["fileId"])
    assert ids(renamed) == before
    assert {version["filePath"] for version in renamed} == {f"{b}/y_z.jpg"}
    assert len(client.listed(type="file-version", path=b)) == 4


def test_restoring_an_old_version_serves_its_bytes_and_deletes_nothing(
    client: Client, folder: str
) -> None:
    file_id = uploaded(client, folder, 3)[0]["fileId"]

    restored = client.restore(file_id, file_id)

    assert client.fetched(restored["url"]) == b"1"
    assert restored == client.details(file_id)
    contents = [client.fetched(version["url"]) for version in client.versions(file_id)]
    assert contents == [b"1", b"3", b"2"]


def test_restoring_the_current_version_changes_nothing(client: Client, folder: str) -> None:
    uploads = uploaded(client, folder, 2)
    before = client.versions(uploads[0]["fileId"])

    client.restore(uploads[0]["fileId"], uploads[1]["versionInfo"]["id"])

    assert client.versions(uploads[0]["fileId"]) == before


@pytest.mark.parametrize(
    "options",
    [
        {"headers": {"Content-Type": "application/json"}},
        {"headers": {"Content-Type": "application/x-www-form-urlencoded"}},
        {"json": {"stray": True}},
        {"content": b"{not json"},
    ],
)
def test_restoring_takes_any_body_and_reads_none(
    client: Client, folder: str, options: Json
) -> None:
    file_id = uploaded(client, folder, 2)[0]["fileId"]

    answer = client.rest("PUT", f"/v1/files/{file_id}/versions/{file_id}/restore/", **options)

    assert (answer.status_code, answer.json()["versionInfo"]["name"]) == (200, "Version 1")


def test_a_version_keeps_attributes_of_its_own(client: Client, folder: str) -> None:
    file_id = client.upload(b"1", "x.txt", folder, tags="a", description="first")["fileId"]
    client.upload(b"2", "x.txt", folder, tags="b", isPrivateFile=True)

    old = client.version(file_id, file_id)

    assert (old["tags"], old["description"], old["isPrivateFile"]) == (["a"], "first", False)
    assert client.restore(file_id, file_id)["tags"] == ["a"]
    assert client.details(file_id)["isPrivateFile"] is False


def test_dates_of_a_file_and_of_its_versions(client: Client, folder: str) -> None:
    uploads = uploaded(client, folder, 2)
    file_id = uploads[0]["fileId"]
    current, old = client.versions(file_id)
    assert old["createdAt"] == current["createdAt"]

    client.restore(file_id, file_id)
    now, before = client.versions(file_id)

    assert now["createdAt"] == current["createdAt"]
    assert before["createdAt"] > now["createdAt"]
    assert now["updatedAt"] > current["updatedAt"]
    date = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
    assert date.fullmatch(now["createdAt"])
    assert date.fullmatch(before["updatedAt"])


def test_a_version_is_shaped_like_a_file(client: Client, folder: str) -> None:
    content = pictures.plain(size=(20, 10), kind="png")
    file_id = client.upload(content, "a.png", folder)["fileId"]
    client.upload(content, "a.png", folder)

    current, old = client.versions(file_id)

    assert current.keys() == old.keys()
    assert (current["type"], old["type"]) == ("file", "file-version")
    assert (old["width"], old["height"], old["size"]) == (20, 10, len(content))
    assert (old["mime"], old["fileType"], old["hasAlpha"]) == ("image/png", "image", False)
    assert (old["tags"], old["AITags"], old["customCoordinates"]) == (None, None, None)
    assert old["customMetadata"] == {}
    assert "ik-obj-version=" in old["url"]
    assert "ik-obj-version=" not in current["url"]
    assert "n-ik_ml_thumbnail" in old["thumbnail"]
    assert client.version(file_id, old["versionInfo"]["id"]) == old
    assert client.version(file_id, current["versionInfo"]["id"]) == current


NO_FILE = "The requested file does not exist."
NO_VERSION = "The requested file version does not exist."
NO_ASSET = "The requested asset does not exist."
BAD_FILE = "Your request contains invalid fileId parameter."
BAD_VERSION = "Your request contains invalid versionId parameter."


@pytest.mark.parametrize(
    ("method", "path", "status", "message"),
    [
        ("GET", "{unknown}/versions", 404, NO_FILE),
        ("GET", "bad/versions", 400, BAD_FILE),
        ("GET", "{file}/versions/{unknown}", 404, NO_VERSION),
        ("GET", "{file}/versions/{other}", 404, NO_VERSION),
        ("GET", "{unknown}/versions/{unknown}", 404, NO_FILE),
        ("GET", "bad/versions/bad", 400, BAD_FILE),
        ("GET", "{file}/versions/bad", 400, BAD_VERSION),
        ("GET", "{file}/versions/{FILE}", 400, BAD_VERSION),
        ("DELETE", "{file}/versions/{unknown}", 404, NO_ASSET),
        ("DELETE", "{file}/versions/{other}", 404, NO_ASSET),
        ("DELETE", "{unknown}/versions/{file}", 404, NO_ASSET),
        ("DELETE", "bad/versions/bad", 400, BAD_FILE),
        ("DELETE", "{file}/versions/bad", 400, BAD_VERSION),
        ("PUT", "{unknown}/versions/{unknown}/restore", 404, NO_FILE),
        ("PUT", "{file}/versions/{unknown}/restore", 404, NO_VERSION),
        ("PUT", "{file}/versions/{other}/restore", 404, NO_VERSION),
        ("PUT", "bad/versions/{file}/restore", 400, BAD_FILE),
        ("PUT", "{file}/versions/bad%00/restore", 400, BAD_VERSION),
    ],
)
def test_what_is_not_there_is_named(
    client: Client, folder: str, method: str, path: str, status: int, message: str
) -> None:
    file_id = client.upload(b"1", "x.txt", folder)["fileId"]
    other = client.upload(b"1", "y.txt", folder)["fileId"]
    names = {"file": file_id, "FILE": "A" + file_id[1:], "other": other, "unknown": UNKNOWN}

    answer = client.rest(method, "/v1/files/" + path.format(**names))

    assert (answer.status_code, answer.json()["message"]) == (status, message)


def test_a_version_is_deleted_for_good_and_its_number_not_used_again(
    client: Client, folder: str
) -> None:
    uploads = uploaded(client, folder, 3)
    file_id = uploads[0]["fileId"]
    client.restore(file_id, file_id)

    client.delete_version(file_id, uploads[2]["versionInfo"]["id"])

    assert history(client, file_id) == [(1, "file"), (2, "file-version")]
    assert client.upload(b"4", "x.txt", folder)["versionInfo"]["name"] == "Version 4"


def test_deleting_a_file_takes_its_versions_along(client: Client, folder: str) -> None:
    file_id = uploaded(client, folder, 2)[0]["fileId"]

    client.delete(file_id)

    for path in ("details", "versions", f"versions/{file_id}"):
        assert client.rest("GET", f"/v1/files/{file_id}/{path}").status_code == 404
    assert client.rest("DELETE", f"/v1/files/{file_id}").json()["message"] == NO_FILE


def test_a_file_has_no_more_versions_than_the_limit(new_home: NewHome) -> None:
    with Server(new_home(), MAX_VERSIONS="2") as server:
        client = server.client
        uploads = uploaded(client, "/a", 2)
        client.upload(b"1", "x.txt", "/b")
        refused = client.upload_answer(b"3", "x.txt", "/a")
        body = {"sourceFilePath": "/b/x.txt", "destinationPath": "/a"}
        copied = client.rest("POST", "/v1/files/copy", json=body)
        moved = client.rest("POST", "/v1/files/move", json=body)

        assert ids(client.versions(uploads[0]["fileId"])) == ids(uploads)[::-1]
        assert client.at("/b/x.txt") is not None
    for answer in (refused, copied, moved):
        assert answer.status_code == 400
        assert answer.json()["reason"] == "VERSION_LIMIT_EXCEEDED"
    assert refused.json()["message"] == "A file can have a maximum of 2 versions."
