"""Stored bytes on their way: whole or in part, compressed or not, at once or streamed."""

from __future__ import annotations

import gzip
import random

import pytest

from tests import pictures
from tests.client import Client

TEXT = "".join(f"line {number} of a text\n" for number in range(200)).encode()
LARGE = random.Random(7).randbytes(700_000)  # noqa: S311 - bytes that do not repeat


@pytest.mark.parametrize("content", [b"", TEXT[:1000], LARGE], ids=["empty", "small", "large"])
def test_head_says_what_get_says_without_a_body(
    client: Client, folder: str, content: bytes
) -> None:
    client.upload(content or b"x", "a.bin", folder)
    url = f"{client.base_url}/media{folder}/a.bin"

    got, headed = client.anonymous.get(url), client.anonymous.head(url)

    assert headed.status_code == 200
    assert headed.content == b""
    differing = {"x-request-id", "x-ik-requestid", "date"}
    assert {k: v for k, v in headed.headers.items() if k not in differing} == {
        k: v for k, v in got.headers.items() if k not in differing
    }


@pytest.mark.parametrize("content", [LARGE[:1000], LARGE], ids=["small", "large"])
@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, None),
        ("bytes=-100", -100, None),
        ("bytes=-99999999999999999999", 0, None),
        ("bytes=999-99999999999999999999", 999, None),
        ("BYTES = 5-9", 5, 10),
        ("bytes=5-9,", 5, 10),
    ],
)
def test_a_range_is_answered_with_that_part(
    client: Client, folder: str, content: bytes, asked: str, start: int, stop: int | None
) -> None:
    client.upload(content, "a.bin", folder)

    answer = client.deliver(f"{folder}/a.bin", headers={"range": asked})

    part = content[start:stop]
    first = start % len(content)
    assert answer.status_code == 206
    assert answer.content == part
    assert answer.headers["content-range"] == (
        f"bytes {first}-{first + len(part) - 1}/{len(content)}"
    )


@pytest.mark.parametrize(
    "asked",
    ["bytes=0--2", "bytes=5-2", "bytes=", "bytes=-", "bytes=a-b", "bytes=0-1,3-4", "lines=0-1",
     "bytes 0-1", "bytes=\u0661-2", "bytes=0-1-2", ",", "bytes=+1-2", "bytes=0x1-2"],
)  # fmt: skip
def test_a_range_that_makes_no_sense_is_ignored(client: Client, folder: str, asked: str) -> None:
    client.upload(LARGE[:1000], "a.bin", folder)

    answer = client.deliver(f"{folder}/a.bin?tr=orig-true", headers=[(b"range", asked.encode())])

    assert answer.status_code == 200
    assert answer.content == LARGE[:1000]


@pytest.mark.parametrize("asked", ["bytes=1000-", "bytes=99999999999999999999-", "bytes=-0"])
def test_a_range_beyond_the_end_is_416(client: Client, folder: str, asked: str) -> None:
    client.upload(LARGE[:1000], "a.bin", folder)

    answer = client.deliver(f"{folder}/a.bin", headers={"range": asked})

    assert answer.status_code == 416
    assert answer.headers["content-range"] == "bytes */1000"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("text", [TEXT, TEXT * 100], ids=["small", "large"])
def test_text_is_compressed_for_those_who_take_it(client: Client, folder: str, text: bytes) -> None:
    client.upload(text, "a.txt", folder)

    plain = client.deliver(f"{folder}/a.txt", headers={"accept-encoding": "identity"})
    packed = client.deliver(f"{folder}/a.txt", headers={"accept-encoding": "br;q=1, gzip;q=0.5"})

    assert plain.content == packed.content == text
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"
    assert plain.headers["etag"] != packed.headers["etag"]


@pytest.mark.parametrize("accepted", ["", "gzip;q=0", "gzip;q=0.0, *", "br", "application/json"])
def test_text_is_not_compressed_for_others(client: Client, folder: str, accepted: str) -> None:
    client.upload(TEXT, "a.txt", folder)

    answer = client.deliver(f"{folder}/a.txt", headers={"accept-encoding": accepted})

    assert "content-encoding" not in answer.headers
    assert answer.content == TEXT


def test_a_range_is_one_of_the_bytes_as_stored(client: Client, folder: str) -> None:
    client.upload(TEXT, "a.txt", folder)

    headers = {"accept-encoding": "gzip", "range": "bytes=5-9"}
    answer = client.deliver(f"{folder}/a.txt", headers=headers)

    assert answer.status_code == 206
    assert answer.content == TEXT[5:10]
    assert "content-encoding" not in answer.headers


def test_pictures_and_archives_are_not_compressed(client: Client, folder: str) -> None:
    for name, content in (("a.png", pictures.photo(kind="png")), ("a.gz", gzip.compress(LARGE))):
        client.upload(content, name, folder)
        url = f"{folder}/{name}?tr=orig-true"
        answer = client.deliver(url, headers={"accept-encoding": "gzip"})
        assert answer.content == content
        assert "content-encoding" not in answer.headers
        assert "vary" not in answer.headers
