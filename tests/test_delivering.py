"""Stored bytes by URL: of any version, under any name, as the file they are."""

from __future__ import annotations

import httpx
import pytest

from tests import pictures
from tests.client import Client, Json

TEXT = "".join(f"line {number} of a text\n" for number in range(200)).encode()
SKETCH = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.fixture
def versions(client: Client, folder: str) -> list[Json]:
    """Three versions of a text, the third current; oldest first."""
    for number in (1, 2, 3):
        uploaded = client.upload(b"version %d" % number, "a.txt", folder)
    return client.versions(uploaded["fileId"])[::-1]


def test_a_path_delivers_the_current_version(client: Client, folder: str) -> None:
    picture = pictures.photo()
    uploaded = client.upload(picture, "cat.jpg", folder)

    answer = client.deliver(f"{folder}/cat.jpg")

    assert answer.status_code == 200
    assert answer.content == picture
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-length"] == str(len(picture))
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "content-disposition" not in answer.headers
    assert client.deliver(uploaded["url"]).content == picture
    assert client.deliver(f"{folder}/cat.jpg?tr=orig-true").content == picture
    assert client.deliver(f"/tr:orig-true{folder}/cat.jpg").content == picture


def test_every_version_has_a_url_of_its_own(client: Client, versions: list[Json]) -> None:
    for number, version in enumerate(versions, 1):
        assert client.deliver(version["url"]).content == b"version %d" % number


def test_restoring_changes_what_the_path_delivers(
    client: Client, folder: str, versions: list[Json]
) -> None:
    first = versions[0]
    client.restore(first["fileId"], first["versionInfo"]["id"])

    assert client.deliver(f"{folder}/a.txt").content == b"version 1"
    assert client.deliver(first["url"]).content == b"version 1"


def test_a_token_opens_its_own_path_only(client: Client, folder: str, versions: list[Json]) -> None:
    client.upload(b"other", "b.txt", folder)
    token = httpx.URL(versions[0]["url"]).params["ik-obj-version"]

    for target in (
        f"{folder}/b.txt?ik-obj-version={token}",
        f"{folder}/a.txt?ik-obj-version={token[:-1]}",
        f"{folder}/a.txt?ik-obj-version={token.swapcase()}",
        f"{folder}/a.txt?ik-obj-version={'x' * 32}",
    ):
        assert client.deliver(target).status_code == 404
    assert client.deliver(f"{folder}/a.txt?ik-obj-version=").content == b"version 3"


def test_deleted_versions_and_moved_files_are_gone(
    client: Client, folder: str, versions: list[Json]
) -> None:
    first, second, _ = versions
    client.delete_version(first["fileId"], first["versionInfo"]["id"])
    client.rename(f"{folder}/a.txt", "b.txt")

    assert client.deliver(first["url"]).status_code == 404
    assert client.deliver(second["url"]).status_code == 404
    assert client.deliver(second["url"].replace("a.txt", "b.txt")).content == b"version 2"


@pytest.mark.parametrize("name", ["caf\u00e9 \u6f22\u5b57.txt", "cafe\u0301.txt"])
def test_names_in_any_script(client: Client, folder: str, name: str) -> None:
    uploaded = client.upload(b"hello", name, folder)

    assert client.deliver(uploaded["url"]).content == b"hello"


def test_an_seo_name_leads_to_the_file(client: Client, folder: str) -> None:
    client.upload(b"tower", "DSC1234.txt", folder)

    answer = client.deliver(f"/ik-seo{folder}/DSC1234/eiffel-tower.txt?ik-attachment=true")

    assert answer.content == b"tower"
    assert answer.headers["content-disposition"] == 'attachment; filename="eiffel-tower.txt"'
    assert client.deliver(f"/ik-seo{folder}/DSC1234/eiffel-tower.pdf").status_code == 404


@pytest.mark.parametrize(
    ("query", "disposition"),
    [
        ("ik-attachment=true", 'attachment; filename="a.txt"'),
        (
            "ik-attachment=true&ik-attachment-filename=tax%20return",
            'attachment; filename="tax return.txt"',
        ),
        (
            "ik-attachment=true&ik-attachment-filename=caf%C3%A9",
            "attachment; filename=\"caf_.txt\"; filename*=UTF-8''caf%C3%A9.txt",
        ),
        (
            "ik-attachment=true&ik-attachment-filename=..%2F%22%0D%0AX-Evil:%201%E2%80%AE",
            'attachment; filename="X-Evil: 1.txt"',
        ),
        ("ik-attachment=true&ik-attachment-filename=%00", 'attachment; filename="download.txt"'),
        ("ik-attachment=false", None),
        ("ik-attachment-filename=x", None),
    ],
)
def test_saving_under_a_name(
    client: Client, folder: str, query: str, disposition: str | None
) -> None:
    client.upload(b"hello", "a.txt", folder)

    answer = client.deliver(f"{folder}/a.txt?{query}")

    assert answer.headers.get("content-disposition") == disposition
    assert "x-evil" not in answer.headers


def test_other_methods_are_refused(client: Client, folder: str) -> None:
    client.upload(b"hello", "a.txt", folder)
    url = f"{client.base_url}/media{folder}/a.txt"

    options = client.anonymous.options(url)
    assert options.status_code == 204
    assert options.headers["allow"] == "GET, HEAD, OPTIONS"
    assert options.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = client.http.request(method, url)
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert client.deliver(f"{folder}/a.txt").content == b"hello"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", SKETCH),
        ("a.html", b"<!doctype html><script>alert(1)</script>"),
        ("a.xml", b"<?xml version='1.0'?><a/>"),
        ("a.js", b"alert(1)"),
    ],
)
def test_what_a_browser_would_run_is_kept_from_running(
    client: Client, folder: str, name: str, content: bytes
) -> None:
    client.upload(content, name, folder)

    answer = client.deliver(f"{folder}/{name}")

    assert answer.content == content
    policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert answer.headers["content-security-policy"] == policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_transformation_of_what_has_no_pixels_is_ignored(client: Client, folder: str) -> None:
    client.upload(TEXT, "a.txt", folder)
    client.upload(SKETCH, "a.svg", folder)

    assert client.deliver(f"{folder}/a.txt?tr=w-300").content == TEXT
    assert client.deliver(f"/tr:n-ik_ml_thumbnail{folder}/a.svg").content == SKETCH
    assert client.deliver(f"{folder}/a.svg?tr=w-300,f-png").status_code == 501


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "gif", "avif"])
def test_a_broken_picture_is_delivered_as_the_file_that_it_is(
    client: Client, folder: str, kind: pictures.Kind
) -> None:
    whole = pictures.photo(kind=kind)
    broken = whole[: len(whole) // 2]
    client.upload(broken, f"a.{kind}", folder)

    plain, transformed = (client.deliver(f"{folder}/a.{kind}{q}") for q in ("", "?tr=w-50"))

    assert (plain.status_code, plain.content) == (200, broken)
    assert transformed.status_code in {422, 501}
