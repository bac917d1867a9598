"""Every way in which clients write the upload form (sdk-clients.md, rest-api.md §1.8)."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests import pictures
from tests.client import Client
from tests.conftest import NewHome
from tests.servers import Server

UPLOAD = "/api/v1/files/upload"


def send(client: Client, file: tuple[object, ...], folder: str, **fields: object) -> httpx.Response:
    """The form with its parts as they are given; fields come after the file."""
    form = {"fileName": "a.bin", "folder": folder, "useUniqueFileName": "false", **fields}
    parts = [("file", file), *((name, (None, str(value))) for name, value in form.items())]
    return client.rest("POST", UPLOAD, files=parts)


def stored(client: Client, answer: httpx.Response) -> bytes:
    assert answer.status_code == 200, answer.text
    return client.fetched(answer.json()["url"])


def ways_to_send(content: bytes) -> Iterator[tuple[object, ...]]:
    plain = base64.b64encode(content)
    yield ("name.jpg", content)
    yield ("", content)
    yield (None, content)
    yield (None, content, "application/octet-stream")
    yield (None, plain)
    yield (None, plain, "text/plain")
    yield (None, base64.encodebytes(content))
    yield (None, base64.urlsafe_b64encode(content))
    yield (None, b"data:image/jpeg;base64," + plain)


@pytest.mark.parametrize("way", range(9))
@pytest.mark.parametrize("size", [10, 3_000_000])
def test_the_file_comes_as_bytes_or_as_text(
    client: Client, folder: str, way: int, size: int
) -> None:
    content = (pictures.plain() + bytes(range(256)) * (size // 256))[-size:]
    file = list(ways_to_send(content))[way]

    answer = send(client, file, folder)

    assert stored(client, answer) == content


def test_the_file_comes_from_an_address(new_home: NewHome) -> None:
    with Server(new_home(), ALLOW_PRIVATE_URLS="true") as server:
        there = send(server.client, (None, f" {server.base_url}/health\n"), "/a")
        missing = send(server.client, (None, f"{server.base_url}/nothing"), "/a")

        assert stored(server.client, there) == server.client.rest("GET", "/health").content
        assert missing.status_code == 400
        assert "file" in missing.json()["message"]
        assert len(server.client.listed()) == 1


def test_a_body_of_unknown_length_is_taken(client: Client, folder: str) -> None:
    text = f"--b\r\nContent-Disposition: form-data; name=folder\r\n\r\n{folder}\r\n"
    text += "--b\r\nContent-Type: text/plain\r\nContent-Disposition: form-data; name=fileName"
    text += (
        '\r\n\r\na.txt\r\n--b\r\nContent-Disposition: form-data; name="file"; filename=x\r\n\r\n'
    )
    body = text.encode() + b"y" * 700_000 + b"\r\n--b--\r\n"

    answer = client.rest(
        "POST",
        UPLOAD,
        content=(body[n : n + 999] for n in range(0, len(body), 999)),
        headers={"Content-Type": "multipart/form-data; boundary=b"},
    )

    assert stored(client, answer) == b"y" * 700_000


TAGS = ["one", "two three", "vier & fünf"]


@pytest.mark.parametrize(
    "written",
    [
        [("tags", "one,two three, vier & fünf,")],
        [("tags", '["one", "two three", " vier & fünf "]')],
        [("tags", "one"), ("tags", "two three"), ("tags", "vier & fünf")],
        [("tags[]", "one"), ("tags[]", "two three,vier & fünf")],
        [("tags[0]", "one"), ("tags[1]", "two three"), ("tags[2]", "vier & fünf")],
    ],
)
def test_lists_are_read_in_every_way_they_are_written(
    client: Client, folder: str, written: list[tuple[str, str]]
) -> None:
    fields = [("fileName", "a.txt"), ("folder", folder), ("responseFields", "tags"), *written]
    parts: list[Any] = [("file", ("a", b"x")), *((n, (None, value)) for n, value in fields)]

    answer = client.rest("POST", UPLOAD, files=parts)

    assert answer.json()["tags"] == TAGS


@pytest.mark.parametrize(
    ("written", "expected"),
    [("true", True), ("TRUE", True), ("1", True), ("false", False), ("0", False), ("", False)],
)
def test_flags_are_read_in_every_way_they_are_written(
    client: Client, folder: str, written: str, expected: bool
) -> None:
    body = client.upload(b"x", "a.txt", folder, isPrivateFile=written)

    assert client.details(body["fileId"])["isPrivateFile"] is expected
