"""How long an answer may be kept, and how a client asks whether it has changed."""

from __future__ import annotations

import re
import time
from email.utils import formatdate

import httpx
import pytest

from tests import pictures
from tests.client import Client, Json
from tests.signing import signed

YEAR = 31536000
BARE = "public, max-age=0, must-revalidate"
TEXT = b"a line of text\n" * 100


def control(client: Client, target: str) -> str:
    answer = client.deliver(target)
    assert answer.status_code == 200
    return answer.headers["cache-control"]


@pytest.fixture
def versions(client: Client, folder: str) -> list[Json]:
    """Two versions of a picture, the current one first."""
    client.upload(pictures.numbered(1), "a.png", folder)
    uploaded = client.upload(pictures.numbered(2), "a.png", folder)
    return client.versions(uploaded["fileId"])


def test_a_bare_url_is_asked_each_time(client: Client, folder: str, versions: list[Json]) -> None:
    assert control(client, f"{folder}/a.png") == BARE
    assert control(client, f"{folder}/a.png?v=2") == BARE
    assert control(client, f"{folder}/a.png?updatedAt=1") == BARE
    assert control(client, f"{folder}/a.png?updatedAt=x") == BARE


def test_a_url_of_the_present_state_lasts_a_year(client: Client, versions: list[Json]) -> None:
    current = versions[0]["url"]
    assert control(client, current) == f"public, max-age={YEAR}"

    client.restore(versions[1]["fileId"], versions[1]["versionInfo"]["id"])

    assert control(client, current) == BARE


def test_a_url_of_a_version_lasts_for_ever(
    client: Client, folder: str, versions: list[Json]
) -> None:
    past = versions[1]["url"]
    token = httpx.URL(past).params["ik-obj-version"]

    assert control(client, past) == f"public, max-age={YEAR}, immutable"
    target = f"{folder}/a.png?ik-obj-version={token}"
    assert control(client, target) == f"public, max-age={YEAR}, immutable"


def test_a_signed_answer_is_nobody_elses(client: Client, folder: str, versions: list[Json]) -> None:
    past = versions[1]["url"]
    soon = int(time.time()) + 1000

    assert control(client, signed(client, f"{folder}/a.png")) == "private, max-age=0"
    assert control(client, signed(client, past)) == f"private, max-age={YEAR}"
    expiring = control(client, signed(client, past, soon))
    assert re.fullmatch(r"private, max-age=(9[0-9]{2}|1000)", expiring)
    late = control(client, signed(client, past, int(time.time()) - 30))
    assert late == "private, max-age=0"


def test_a_private_file_is_nobody_elses(client: Client, folder: str) -> None:
    client.upload(pictures.plain(), "a.jpg", folder, isPrivateFile=True)

    assert control(client, signed(client, f"{folder}/a.jpg")) == "private, max-age=0"


def test_errors_are_not_kept(client: Client, folder: str, versions: list[Json]) -> None:
    missing = client.deliver(f"{folder}/none.png")
    refused = client.deliver(f"{folder}/a.png?ik-s=wrong")

    assert missing.headers["cache-control"] == "public, max-age=5"
    assert refused.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "spelt", ["{}", "W/{}", '"x", {}', '"x",W/{} , "y"', "*", '"x",\t{}'], ids=repr
)
def test_a_known_etag_is_answered_with_304(
    client: Client, folder: str, versions: list[Json], spelt: str
) -> None:
    first = client.deliver(f"{folder}/a.png")

    headers = {"if-none-match": spelt.format(first.headers["etag"])}
    answer = client.deliver(f"{folder}/a.png", headers=headers)
    head = client.anonymous.head(f"/media{folder}/a.png", headers=headers)

    assert answer.status_code == head.status_code == 304
    assert answer.content == b""
    for name in ("etag", "cache-control", "last-modified"):
        assert answer.headers[name] == first.headers[name]
    assert "content-type" not in answer.headers


@pytest.mark.parametrize("tag", ['"x"', "", "x", '"x", "y"', "{}x", '"{}x"'])
def test_another_etag_is_answered_with_the_bytes(
    client: Client, folder: str, versions: list[Json], tag: str
) -> None:
    etag = client.deliver(f"{folder}/a.png").headers["etag"].strip('"')

    # A date counts only where there is no tag.
    headers = {"if-none-match": tag.format(etag), "if-modified-since": _date(3600)}
    answer = client.deliver(f"{folder}/a.png", headers=headers)

    assert answer.status_code == 200


def test_the_etag_is_that_of_the_bytes(client: Client, folder: str, versions: list[Json]) -> None:
    client.copy(f"{folder}/a.png", f"{folder}/copy")

    tags = [
        client.deliver(target).headers["etag"]
        for target in (versions[0]["url"], f"{folder}/copy/a.png", versions[1]["url"])
    ]

    assert tags[0] == tags[1] != tags[2]
    assert re.fullmatch(r'"[0-9a-f]{32}"', tags[0])


def test_a_file_not_modified_since(client: Client, folder: str, versions: list[Json]) -> None:
    target = f"{folder}/a.png"
    modified = client.deliver(target).headers["last-modified"]

    assert _since(client, target, modified) == 304
    assert _since(client, target, _date(3600)) == 304
    assert _since(client, target, _date(-3600)) == 200
    assert _since(client, target, "yesterday") == 200
    assert _since(client, target, "Mon, 01 Jan 99999 00:00:00 GMT") == 200


def test_a_restored_version_is_a_change_although_it_is_older(
    client: Client, folder: str, versions: list[Json]
) -> None:
    target = f"{folder}/a.png"
    before = client.deliver(target)
    client.restore(versions[1]["fileId"], versions[1]["versionInfo"]["id"])

    headers = {"if-none-match": before.headers["etag"]}

    assert client.deliver(target, headers=headers).content == pictures.numbered(1)


@pytest.mark.parametrize(
    ("condition", "status"),
    [("{etag}", 206), ('"x"', 200), ("W/{etag}", 200), ("{modified}", 200)],
)
def test_a_part_of_what_has_changed_is_the_whole(
    client: Client, folder: str, condition: str, status: int
) -> None:
    client.upload(TEXT, "a.txt", folder)
    first = client.deliver(f"{folder}/a.txt", headers={"accept-encoding": "identity"}).headers
    tag = condition.format(etag=first["etag"], modified=first["last-modified"])

    headers = {"range": "bytes=0-4", "if-range": tag}
    answer = client.deliver(f"{folder}/a.txt", headers=headers)

    assert answer.status_code == status
    assert answer.content == (TEXT[:5] if status == 206 else TEXT)


def test_compressed_bytes_have_an_etag_of_their_own(client: Client, folder: str) -> None:
    client.upload(TEXT, "a.txt", folder)
    packed = client.deliver(f"{folder}/a.txt", headers={"accept-encoding": "gzip"})

    known = {"if-none-match": packed.headers["etag"]}
    same = client.deliver(f"{folder}/a.txt", headers=known | {"accept-encoding": "gzip"})
    other = client.deliver(f"{folder}/a.txt", headers=known | {"accept-encoding": "identity"})

    assert same.status_code == 304
    assert same.headers["vary"] == "Accept-Encoding"
    assert other.status_code == 200


def _since(client: Client, target: str, date: str) -> int:
    return client.deliver(target, headers={"if-modified-since": date}).status_code


def _date(seconds: int) -> str:
    """That many seconds from now, as HTTP writes it."""
    return formatdate(time.time() + seconds, usegmt=True)
