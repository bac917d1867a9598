"""What delivery does not give out: damaged bytes, what lies elsewhere, and reasons in errors."""

from __future__ import annotations

import http.client
import random
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import httpx
import pytest

from tests import pictures
from tests.client import Client
from tests.conftest import NewHome
from tests.servers import Server

DAMAGED = "The stored bytes of this version are damaged."
LARGE = random.Random(9).randbytes(700_000)  # noqa: S311 - bytes that do not repeat


@pytest.fixture
def connection(client: Client) -> Iterator[http.client.HTTPConnection]:
    """Sends request targets that no client library has tidied."""
    url = httpx.URL(client.base_url)
    opened = http.client.HTTPConnection(url.host, url.port, timeout=30)
    yield opened
    opened.close()


def at_rest(server: Server, content: bytes) -> Path:
    """Where the server keeps these bytes."""
    files = [path for path in server.home.data_dir.rglob("*") if path.is_file()]
    (found,) = (path for path in files if path.read_bytes() == content)
    return found


def test_a_missing_file_is_404_in_few_words(client: Client, folder: str) -> None:
    answer = client.deliver(f"{folder}/none.jpg")

    assert answer.status_code == 404
    assert answer.text == "Not Found"
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["ik-error"] == "ENOENT - No file was found at the specified path"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.deliver("/").status_code == 404
    assert client.deliver(f"{folder}").status_code == 404


def test_what_is_asked_does_not_come_back(client: Client) -> None:
    answer = client.deliver("/%3Cscript%3E/%0DX-Evil:%201/a.jpg?tr=%3Cscript%3E&ik-s=%3Cb%3E%0A")

    assert answer.status_code == 401
    assert "<" not in answer.text + str(answer.headers)
    assert "x-evil" not in answer.headers


@pytest.mark.parametrize("tr", ["rubbish", "w-x", "n-", "n-%2F", "n-unknown", "w-300,l-image"])
def test_what_cannot_be_read_is_refused_and_not_ignored(
    client: Client, folder: str, tr: str
) -> None:
    client.upload(pictures.photo(), "a.jpg", folder)
    client.upload(pictures.photo(), "private.jpg", folder, isPrivateFile=True)

    for name in ("a.jpg", "private.jpg"):
        for target in (f"{folder}/{name}?tr={tr}", f"/tr:{tr}{folder}/{name}"):
            answer = client.deliver(target)
            assert answer.status_code == 400
            assert answer.headers["ik-error"].startswith("EINVALID - ")
            assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("tr", ["w-5:" * 21, "w-5," * 65, "w-5" * 2000])
def test_a_chain_beyond_the_limits_says_so(client: Client, folder: str, tr: str) -> None:
    answer = client.deliver(f"{folder}/none.jpg?tr={tr}")

    assert answer.status_code == 400
    assert answer.headers["ik-error"].startswith("ELIMIT - ")


def test_videos_are_delivered_and_not_transformed(client: Client, folder: str) -> None:
    video = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + LARGE[:5000]
    client.upload(video, "a.mp4", folder)

    assert client.deliver(f"{folder}/a.mp4").headers["content-type"] == "video/mp4"
    assert client.deliver(f"{folder}/a.mp4?tr=orig-true").content == video
    assert client.deliver(f"{folder}/a.mp4?tr=w-300").status_code == 501
    assert client.deliver(f"{folder}/a.mp4/ik-thumbnail.jpg").status_code == 501
    assert client.deliver(f"{folder}/a.mp4/ik-master.m3u8?tr=sr-240_360").status_code == 501
    assert client.deliver(f"{folder}/none.mp4/ik-thumbnail.jpg").status_code == 404


UP = [
    r"..",
    r"%2e%2e",
    r"\u002e%2E",
    r".%2e",
    r"....//..",
    r"//",
    r"..",
    r"..;",
    r"..%2f..",
    r"..%5c..",
    r"%2e%2e%2f",
    r"..%00",
    r"%252e%252e",
    r"%c0%ae%c0%ae",
    r"..%c0%af",
    r"%uff0e%uff0e",
    r"%ef%bc%8e%ef%bc%8e",
    r"tr:w-1/..",
    r"ik-seo/..",
]
GOALS = [
    "etc/passwd",
    "%2fetc%2fpasswd",
    "pentimento.db",
    "keys.json",
    "a.txt%00.jpg",
    "app/main.py",
    "blobs/00",
]


@pytest.mark.parametrize("up", UP)
def test_no_path_leads_elsewhere(
    connection: http.client.HTTPConnection, client: Client, folder: str, up: str
) -> None:
    client.upload(b"mine", "a.txt", folder)

    for goal, times, start in product(GOALS, (1, 3, 9), ("", folder, f"{folder}/a.txt")):
        connection.request("GET", f"/media{start}/{'/'.join([up] * times)}/{goal}")
        answer = connection.getresponse()
        body = answer.read()

        assert answer.status in {400, 401, 404}
        assert len(body) < 200


@pytest.mark.parametrize(
    "target",
    [
        "/media/" + "a/" * 4000,
        "/media/" + "%2e%2e/" * 2000,
        "/media/" + "a" * 20_000,
        "/media/a.jpg?tr=" + "w-1:" * 4000,
        "/media/a.jpg?" + "&" * 20_000,
        "/media/a.jpg?" + "ik-s=0&" * 2000,
        "/media/" + "%20" * 5000 + "?ik-s=0",
        "/media/%",
        "/media/%zz%1",
        "/media/a%0Ab%0Dc",
        "/media/a?ik-obj-version=%00",
        "/media/a?ik-obj-version=%FF",
        "/media/a?updatedAt=%EF%BC%91",
        "/media/a?ik-attachment=true&ik-attachment-filename=%FF",
        "/media/tr:w-1/tr:w-2/a.jpg",
        "/media/tr:",
        "/media/ik-seo",
        "/media/ik-seo/a.jpg",
        "/media?a",
        "/%6dedia/a.jpg",
        "/media%2fa.jpg",
    ],
    ids=lambda target: target[:40],
)
def test_an_odd_target_is_refused_calmly(
    connection: http.client.HTTPConnection, target: str
) -> None:
    connection.request("GET", target)
    answer = connection.getresponse()
    answer.read()

    assert answer.status in {307, 400, 401, 404, 414, 431}


def changed(path: Path) -> None:
    content = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(content[:50] + bytes([content[50] ^ 1]) + content[51:])


def cut(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1])


def grown(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(path.read_bytes() + b"x")


@pytest.mark.parametrize("warm", [False, True], ids=["cold", "warm"])
@pytest.mark.parametrize("harm", [changed, cut, grown, Path.unlink], ids=lambda harm: harm.__name__)
@pytest.mark.parametrize("size", [5000, 700_000])
def test_damaged_bytes_are_never_delivered(
    client: Client, server: Server, folder: str, warm: bool, harm: object, size: int
) -> None:
    salt = f"{folder} {warm} {size}".encode()
    content = salt + LARGE[len(salt) : size]
    client.upload(content, "a.bin", folder)
    if warm:
        assert client.deliver(f"{folder}/a.bin").content == content

    assert callable(harm)
    harm(at_rest(server, content))

    url = f"{client.base_url}/media{folder}/a.bin"
    for answer in (
        client.anonymous.get(url),
        client.anonymous.get(url, headers={"range": "bytes=0-9"}),
        client.anonymous.get(url + "?tr=orig-true"),
        client.anonymous.head(url),
    ):
        assert answer.status_code == 500
        assert answer.headers["ik-error"] == f"EDAMAGED - {DAMAGED}"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.text in {DAMAGED, ""}


def test_a_damaged_version_is_logged_and_others_are_delivered(new_home: NewHome) -> None:
    with Server(new_home()) as server:
        server.client.upload(b"the first version", "a.bin")
        uploaded = server.client.upload(b"the second version", "a.bin")
        path = at_rest(server, b"the second version")
        path.chmod(0o600)
        path.write_bytes(b"THE SECOND VERSION")

        answer = server.client.deliver("/a.bin")

        assert answer.status_code == 500
        assert re.search(f"ERROR.*{path.name}", server.output())
        past = server.client.versions(uploaded["fileId"])[1]
        assert server.client.deliver(past["url"]).content == b"the first version"
