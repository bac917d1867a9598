"""One table: every kind of error on REST, its status and its body; and nothing half done."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from tests.client import Client, Json, basic

HELP = "For support kindly contact us at support@imagekit.io ."
UNKNOWN = "0123456789abcdef01234567"
UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"

NO_KEY = "Your request does not contain private API key."
BAD_KEY = "Your account cannot be authenticated."
NO_FILE = "The requested file does not exist."
NO_JSON = "Your request body is not valid JSON."
NO_OBJECT = "Your request body should be a JSON object."

ROUTES = [
    ("POST", "/api/v1/files/upload"),
    ("POST", "/api/v2/files/upload"),
    ("GET", "/v1/files"),
    ("GET", f"/v1/files/{UNKNOWN}/details"),
    ("PATCH", f"/v1/files/{UNKNOWN}/details"),
    ("GET", f"/v1/files/{UNKNOWN}/versions"),
    ("GET", f"/v1/files/{UNKNOWN}/versions/{UNKNOWN}"),
    ("DELETE", f"/v1/files/{UNKNOWN}/versions/{UNKNOWN}"),
    ("PUT", f"/v1/files/{UNKNOWN}/versions/{UNKNOWN}/restore"),
    ("DELETE", f"/v1/files/{UNKNOWN}"),
    ("POST", "/v1/files/copy"),
    ("POST", "/v1/files/move"),
    ("PUT", "/v1/files/rename"),
    ("POST", "/v1/folder"),
    ("DELETE", "/v1/folder"),
    ("GET", f"/v1/files/{UNKNOWN}/metadata"),
    ("GET", "/v1/metadata?url=x"),
    ("GET", "/v1/customMetadataFields"),
    ("POST", "/v1/customMetadataFields"),
    ("PATCH", f"/v1/customMetadataFields/{UNKNOWN}"),
    ("DELETE", f"/v1/customMetadataFields/{UNKNOWN}"),
    ("GET", "/v1/saved-extensions"),
    ("POST", "/v1/saved-extensions"),
    ("DELETE", f"/v1/saved-extensions/{UNKNOWN}"),
    ("POST", "/v1/files/batch/deleteByFileIds"),
    ("POST", "/v1/files/batch/deleteByfileIds"),
    ("POST", "/v1/files/addTags"),
    ("POST", "/v1/files/removeTags"),
    ("POST", "/v1/files/removeAITags"),
    ("POST", "/v1/bulkJobs/copyFolder"),
    ("POST", "/v1/bulkJobs/moveFolder"),
    ("PUT", "/v1/bulkJobs/moveFolder"),
    ("POST", "/v1/bulkJobs/renameFolder"),
    ("GET", f"/v1/bulkJobs/{UNKNOWN}"),
    ("POST", "/v1/files/purge"),
    ("GET", f"/v1/files/purge/{UNKNOWN}"),
    ("GET", "/v1/named-transformations"),
]


def assert_refused(answer: httpx.Response, status: int, message: str, **more: object) -> None:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert re.fullmatch(UUID, answer.headers["x-ik-requestid"])
    assert answer.json() == {"message": message, "help": HELP, **more}


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_no_route_answers_without_the_key(client: Client, method: str, path: str) -> None:
    unfinished = {"Content-Type": "multipart/form-data; boundary=b", "Content-Length": "0"}
    nobody = client.anonymous.request(method, path)
    nobody_sending = client.anonymous.request(method, path, headers=unfinished)
    somebody = client.anonymous.request(
        method, path, headers={"Authorization": basic("private_wrong")}
    )

    assert_refused(nobody, 401, NO_KEY)
    assert_refused(nobody_sending, 401, NO_KEY)
    assert_refused(somebody, 403, BAD_KEY)


@pytest.mark.parametrize(
    "path", ["/v1", "/v1/file", "/v2/files", "/v1/files/a/b/c/d/e", "/x/", "/v1/a%0Ab"]
)
def test_an_unknown_url_is_not_found(client: Client, path: str) -> None:
    assert_refused(client.anonymous.get(path), 404, "The requested URL does not exist.")


@pytest.mark.parametrize("wrong", ["x", "a" * 40, "a%00b", "%ff"])
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/bulkJobs", 404),
        ("GET", "/v1/files/purge", 400),
        ("GET", "/v1/named-transformations", 404),
        ("PATCH", "/v1/named-transformations", 404),
        ("DELETE", "/v1/named-transformations", 404),
    ],
)
def test_what_is_no_id_names_nothing(
    client: Client, method: str, path: str, status: int, wrong: str
) -> None:
    assert client.rest(method, f"{path}/{wrong}").status_code == status


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/v1/files", {"GET", "HEAD"}),
        ("GET", "/v1/folder/", {"POST", "DELETE"}),
        ("OPTIONS", f"/v1/files/{UNKNOWN}/details", {"GET", "HEAD", "PATCH"}),
        ("GET", "/api/v1/files/upload", {"POST", "OPTIONS"}),
        ("PUT", "/v1/files/copy", {"POST"}),
    ],
)
def test_a_method_that_a_url_does_not_know_is_refused(
    client: Client, method: str, path: str, allowed: set[str]
) -> None:
    answer = client.rest(method, path)

    assert_refused(answer, 405, f"This URL cannot be asked with {method}.")
    assert set(answer.headers["allow"].split(", ")) == allowed


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "message"),
    [
        ("GET", f"{UNKNOWN}/details", {}, 404, NO_FILE),
        ("GET", "x/details", {}, 400, "Your request contains invalid fileId parameter."),
        (
            "GET",
            f"{UNKNOWN}%00/details",
            {},
            400,
            "Your request contains invalid fileId parameter.",
        ),
        ("PATCH", f"{UNKNOWN}/details", {"json": {}}, 404, NO_FILE),
        ("PATCH", "x/details", {}, 400, "Your request contains invalid fileId parameter."),
        ("PATCH", f"{UNKNOWN}/details", {"content": b"{"}, 400, NO_JSON),
        ("PATCH", f"{UNKNOWN}/details", {"content": b"[1]"}, 400, NO_OBJECT),
        ("PATCH", f"{UNKNOWN}/details", {"content": b'"a"'}, 400, NO_OBJECT),
        ("PATCH", f"{UNKNOWN}/details", {"content": b"null"}, 400, NO_OBJECT),
        ("PATCH", f"{UNKNOWN}/details", {"content": b'{"tags":"\\ud800"}'}, 400, NO_JSON),
        ("PATCH", f"{UNKNOWN}/details", {"content": b'{"tags":"\xff"}'}, 400, NO_JSON),
        ("PATCH", f"{UNKNOWN}/details", {"content": b'{"a":NaN}'}, 400, NO_JSON),
        ("PATCH", f"{UNKNOWN}/details", {"content": b"[" * 100_000}, 400, NO_JSON),
        ("PATCH", f"{UNKNOWN}/details", {"content": b'{"a":' * 1000 + b"1"}, 400, NO_JSON),
        ("DELETE", UNKNOWN, {}, 404, NO_FILE),
        ("DELETE", f"{UNKNOWN}/", {"headers": {"Content-Length": "0"}}, 404, NO_FILE),
        ("DELETE", "x", {}, 400, "Your request contains invalid fileId parameter."),
    ],
)
def test_a_failure_is_told_in_imagekits_words(
    client: Client, method: str, path: str, options: Json, status: int, message: str
) -> None:
    assert_refused(client.rest(method, f"/v1/files/{path}", **options), status, message)


@pytest.mark.parametrize(
    ("path", "method", "reason"),
    [
        ("/v1/files/rename", "PUT", "INVALID_PARAMETER"),
        ("/v1/files/copy", "POST", "MISSING_PARAMETER"),
        ("/v1/files/move", "POST", "MISSING_PARAMETER"),
    ],
)
@pytest.mark.parametrize("content", [b"{", b"[]", b'{"a":"\\udfff"}', b"\xef\xbb\xbf{}"])
def test_a_body_that_is_no_object_has_a_reason(
    client: Client, path: str, method: str, reason: str, content: bytes
) -> None:
    answer = client.rest(method, path, content=content)

    assert (answer.status_code, answer.json()["reason"]) == (400, reason)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"tags": [1]}, "tags"),
        ({"tags": 5}, "tags"),
        ({"tags": ["a" * 501]}, "tags"),
        ({"tags": ["50%"]}, "tags"),
        ({"customCoordinates": "1,2"}, "customCoordinates"),
        ({"customCoordinates": [1, 2, 3, 4]}, "customCoordinates"),
        ({"description": 1}, "description"),
        ({"removeAITags": "some"}, "removeAITags"),
        ({"publish": {}}, "publish"),
        ({"publish": {"isPublished": "maybe"}}, "publish"),
        ({"customMetadata": {"a": 1}}, "custom metadata"),
        ({"extensions": [{"name": "remove-it"}]}, "extensions"),
        ({"webhookUrl": "example.org"}, "webhookUrl"),
    ],
)
def test_details_that_cannot_be_are_refused_and_change_nothing(
    client: Client, folder: str, changes: Json, field: str
) -> None:
    file_id = client.upload(b"1", "x.txt", folder, tags="a")["fileId"]
    before = client.details(file_id)

    answer = client.rest("PATCH", f"/v1/files/{file_id}/details", json=changes)

    assert answer.status_code == 400
    assert field in answer.json()["message"]
    assert client.details(file_id) == before


def test_a_conflict_is_not_to_be_sent_again(client: Client, folder: str) -> None:
    path = client.upload(b"1", "x.txt", folder)["filePath"]
    client.upload(b"1", "y.txt", folder)

    answer = client.rest("PUT", "/v1/files/rename", json={"filePath": path, "newFileName": "y.txt"})

    message = "File with name y.txt already exists at the same location."
    assert_refused(answer, 409, message, reason="FILE_ALREADY_EXISTS")
    assert answer.headers["x-should-retry"] == "false"


def test_a_reason_that_imagekit_does_not_know_stays_with_us(client: Client, folder: str) -> None:
    file_id = client.upload(b"1", "x.txt", folder)["fileId"]

    answer = client.rest("DELETE", f"/v1/files/{file_id}/versions/{file_id}")

    assert_refused(answer, 400, "You cannot delete current version of a file.")


@pytest.mark.parametrize("chunked", [True, False])
def test_a_json_body_has_a_limit(client: Client, chunked: bool) -> None:
    body = b'{"folderName":"' + b"a" * 1024 * 1024 + b'"}'
    content: Any = iter([body[:5000], body[5000:]]) if chunked else body

    answer = client.rest("POST", "/v1/folder", content=content)

    assert_refused(answer, 413, "Your request body is too large: at most 1048576 bytes.")
