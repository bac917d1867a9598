"""Uploading over REST: what is stored, what the answer says, and what is refused."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests import pictures
from tests.client import Client, Json

UPLOAD = "/api/v1/files/upload"


def test_a_new_picture_is_answered_with_what_was_stored(client: Client, folder: str) -> None:
    content = pictures.plain(size=(64, 48))

    answer = client.upload_answer(content, "cat.jpg", folder)

    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    body = answer.json()
    file_id = body.pop("fileId")
    assert re.fullmatch(r"[0-9a-f]{24}", file_id)
    assert body == {
        "name": "cat.jpg",
        "size": len(content),
        "versionInfo": {"id": file_id, "name": "Version 1"},
        "filePath": f"{folder}/cat.jpg",
        "url": f"{client.base_url}/media{folder}/cat.jpg",
        "thumbnailUrl": f"{client.base_url}/media/tr:n-ik_ml_thumbnail{folder}/cat.jpg",
        "fileType": "image",
        "width": 64,
        "height": 48,
        "AITags": None,
        **{name: body[name] for name in ("orientation",) if name in body},
    }
    assert client.fetched(body["url"]) == content


def test_a_file_that_is_no_picture_has_no_size_in_pixels(client: Client, folder: str) -> None:
    body = client.upload(b"hello", "a.txt", folder)

    assert body["fileType"] == "non-image"
    assert body.keys() == {
        "fileId",
        "name",
        "size",
        "versionInfo",
        "filePath",
        "url",
        "fileType",
        "AITags",
    }


def test_the_answer_has_more_when_it_is_asked_for(client: Client, folder: str) -> None:
    fields = "tags,customCoordinates, isPrivateFile,isPublished,customMetadata,embeddedMetadata"

    body = client.upload(b"x", "a.txt", folder, responseFields=fields, tags="a")

    assert (body["tags"], body["customCoordinates"]) == (["a"], None)
    assert (body["isPrivateFile"], body["isPublished"]) == (False, True)
    assert (body["customMetadata"], body["embeddedMetadata"]) == ({}, None)


def test_names_are_unique_unless_said_otherwise(client: Client, folder: str) -> None:
    answers = [client.upload(b"x", "my cat.jpg", folder, useUniqueFileName=None) for _ in range(2)]

    assert all(re.fullmatch(r"my_cat_[\w-]{9}\.jpg", body["name"]) for body in answers)
    assert len({body["fileId"] for body in answers}) == 2


def test_a_second_upload_makes_a_second_version(client: Client, folder: str) -> None:
    first = client.upload(b"one", "a.txt", folder, tags="a", description="b")

    second = client.upload(b"two", "a.txt", folder)

    assert second["fileId"] == first["fileId"]
    assert second["versionInfo"]["name"] == "Version 2"
    assert second["versionInfo"]["id"] != first["versionInfo"]["id"]
    details = client.details(first["fileId"])
    assert details["tags"] is None
    assert "description" not in details


def test_a_new_version_keeps_tags_when_they_are_not_overwritten(
    client: Client, folder: str
) -> None:
    client.upload(b"one", "a.txt", folder, tags="a,b")

    body = client.upload(b"two", "a.txt", folder, overwriteTags=False, responseFields="tags")

    assert body["tags"] == ["a", "b"]


def test_a_taken_name_is_refused_when_neither_flag_lets_it(client: Client, folder: str) -> None:
    file_id = client.upload(b"one", "a.txt", folder)["fileId"]

    refused = client.upload_answer(b"two", "a.txt", folder, overwriteFile=False)
    elsewhere = client.upload_answer(b"two", "b.txt", folder, overwriteFile=False)
    unique = client.upload_answer(
        b"two", "a.txt", folder, overwriteFile=False, useUniqueFileName=True
    )

    assert refused.status_code == 400
    assert refused.json() == {
        "message": "A file with the same name already exists at the exact location. We could not"
        " overwrite it because both overwriteFile and useUniqueFileName are set to false.",
        "help": "For support kindly contact us at support@imagekit.io .",
    }
    assert len(client.versions(file_id)) == 1
    assert (elsewhere.status_code, unique.status_code) == (200, 200)


def test_what_a_client_says_it_sends_again_makes_no_second_version(
    client: Client, folder: str
) -> None:
    file_id = client.upload(b"one", "a.txt", folder, tags="a")["fileId"]
    fields = {"fileName": "a.txt", "folder": folder, "useUniqueFileName": "false", "tags": "a"}
    retry = {"X-Stainless-Retry-Count": "1"}

    again = client.rest("POST", UPLOAD, data=fields, files={"file": b"one"}, headers=retry)
    other = client.rest("POST", UPLOAD, data=fields, files={"file": b"two"}, headers=retry)

    assert again.json()["versionInfo"] == {"id": file_id, "name": "Version 1"}
    assert other.json()["versionInfo"]["name"] == "Version 2"


def test_what_is_sent_again_may_keep_the_tags_of_the_version_before(
    client: Client, folder: str
) -> None:
    client.upload(b"one", "a.txt", folder, tags="a")
    first = client.upload(b"one", "a.txt", folder, overwriteTags=False)
    fields = {"fileName": "a.txt", "folder": folder, "useUniqueFileName": "false"}
    retry = {"X-Stainless-Retry-Count": "1"}

    def again(**more: str) -> Json:
        data, files = fields | more, {"file": b"one"}
        body: Json = client.rest("POST", UPLOAD, data=data, files=files, headers=retry).json()
        return body

    assert again(overwriteTags="false")["versionInfo"] == first["versionInfo"]
    assert again()["versionInfo"]["name"] == "Version 3"


def test_attributes_are_kept_with_the_version(client: Client, folder: str) -> None:
    body = client.upload(
        pictures.plain(),
        "a.jpg",
        folder,
        customCoordinates="1, 2,30,40",
        description="A cat",
        isPublished=False,
        overwriteCustomMetadata=False,
    )

    details = client.details(body["fileId"])
    assert body["description"] == details["description"] == "A cat"
    assert details["customCoordinates"] == "1,2,30,40"
    assert details["isPublished"] is False


@pytest.mark.parametrize(
    ("name", "folder_written", "expected"),
    [
        ("my cat?.jpg", "", "/my_cat_.jpg"),
        ("../../etc/passwd", "", "/.._.._etc_passwd"),
        ("a\0b\u202ec\n.jpg", "", "/a_b_c_.jpg"),
        ("été.jpg", "/Ünter/", "/Ünter/été.jpg"),
        ("a.jpg", "//a//b c/", "/a/b_c/a.jpg"),
    ],
)
def test_names_and_folders_are_made_legal(
    client: Client, folder: str, name: str, folder_written: str, expected: str
) -> None:
    body = client.upload(b"x", name, folder + folder_written)

    assert body["filePath"] == folder + expected


MISSING_FILE = "Your request is missing file parameter."
TOO_MANY_TAGS = "Combined length of all tags should be less than or equal to 500."


@pytest.mark.parametrize(
    ("file", "fields", "message"),
    [
        (("a", b""), {}, MISSING_FILE),
        ((None, b""), {}, MISSING_FILE),
        (("a", b"x"), {"fileName": ""}, "Your request is missing fileName parameter."),
        (("a", b"x"), {"fileName": ".."}, "fileName"),
        (("a", b"x"), {"folder": "/a/../b"}, "'.' & '..' can not be used as folder-name"),
        (("a", b"x"), {"tags": "a" * 501}, TOO_MANY_TAGS),
        (("a", b"x"), {"tags": "50%"}, "tags"),
        (("a", b"x"), {"tags": "[1]"}, "tags"),
        (("a", b"x"), {"tags": '["a"'}, "tags"),
        (("a", b"x"), {"customCoordinates": "1,2,3"}, "customCoordinates"),
        (("a", b"x"), {"customCoordinates": "1,2,0,4"}, "customCoordinates"),
        (("a", b"x"), {"customCoordinates": "1,2,3,x"}, "customCoordinates"),
        (("a", b"x"), {"isPrivateFile": "maybe"}, "isPrivateFile"),
        (("a", b"x"), {"overwriteCustomMetadata": "maybe"}, "overwriteCustomMetadata"),
        (("a", b"x"), {"responseFields": "tags,colour"}, "colour"),
        (("a", b"x"), {"customMetadata": '{"a":1}'}, "Invalid custom metadata."),
        (("a", b"x"), {"extensions": '[{"name":"x"}]'}, "extensions"),
        (("a", b"x"), {"transformation": '{"pre":"w-1"}'}, "transformation"),
        (("a", b"x"), {"checks": '"file.size" < 1'}, "checks"),
        (("a", b"x"), {"webhookUrl": "example.org"}, "webhookUrl"),
        (("a", b"x"), {"signature": "x"}, "both signature and basic auth parameter"),
        (("a", b"x"), {"description": b"\xff"}, "description"),
        (("a", b"x"), {"file": "twice"}, "file"),
        ((None, b"http://127.0.0.1/"), {}, ""),
        ((None, b"file:///etc/passwd"), {}, "Only http and https URLs can be fetched."),
        ((None, b"data:image/png;base64,?"), {}, "file"),
    ],
)
def test_a_form_that_cannot_be_used_is_refused_and_leaves_nothing(
    client: Client, folder: str, file: tuple[object, ...], fields: Json, message: str
) -> None:
    form = {"fileName": "a.bin", "folder": folder, **fields}
    parts: list[Any] = [("file", file), *((name, (None, value)) for name, value in form.items())]

    answer = client.rest("POST", UPLOAD, files=parts)

    assert answer.status_code == 400
    assert message in answer.json()["message"]
    assert client.listed(path=folder) == []


def test_a_form_without_a_file_is_refused(client: Client) -> None:
    answer = client.rest("POST", UPLOAD, files={"fileName": (None, b"a.txt")})

    assert (answer.status_code, answer.json()["message"]) == (400, MISSING_FILE)


def test_the_second_version_of_the_route_says_token(client: Client) -> None:
    parts: Any = {"file": ("a", b"x"), "fileName": (None, "a"), "token": (None, "x")}

    answer = client.rest("POST", "/api/v2/files/upload/", files=parts)

    assert answer.status_code == 400
    assert "contains both token and basic auth parameter" in answer.json()["message"]


def test_pages_of_any_origin_may_upload_and_read_the_answer(client: Client) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Headers": "authorization,x-a"}

    preflight = client.anonymous.options(UPLOAD, headers=asked)
    refused = client.anonymous.post(UPLOAD, files={"file": b"x"}, headers=asked)
    managing = client.rest("GET", "/v1/files?limit=1", headers=asked)

    assert preflight.status_code == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert preflight.headers["access-control-allow-headers"] == "authorization,x-a"
    assert refused.status_code == 401
    for answer in (preflight, refused):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["access-control-expose-headers"] == "x-ik-requestid"
    assert not [name for name in managing.headers if name.startswith("access-control")]
