"""The library page as a server sends it: which URLs have it, its headers, and its files."""

from __future__ import annotations

import re

import pytest

from app.web.app import VIEWS
from app.web.pages import PLACE
from tests.client import Client
from tests.servers import Server

PAGES = [
    "/",
    "/library",
    "/library/",
    "/library/a/b%20c/%C3%A4",
    "/library/a%2Fb",
    "/search?q=dress&versions=1",
    "/file/65f1c0d2a1b2c3d4e5f60718",
    "/file/65f1c0d2a1b2c3d4e5f60718/v/65f1c0d2a1b2c3d4e5f60719",
    "/settings",
    "/sign-in",
]
FILES = sorted(
    path.relative_to(PLACE).as_posix()
    for path in PLACE.rglob("*")
    if path.suffix in {".css", ".js", ".svg"}
)


@pytest.mark.parametrize("path", PAGES)
def test_every_view_is_the_page_whoever_asks(client: Client, path: str) -> None:
    answer = client.anonymous.get(path)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<title>Pentimento</title>" in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_its_links_lead_to_the_root_from_everywhere(client: Client, path: str) -> None:
    answer = client.anonymous.get(path)
    found = re.search(r'<base href="([^"]+)">', answer.text)
    assert found

    assert str(answer.url.join(found[1])) == f"{client.base_url}/"
    links = re.findall(r'(?:src|href)="([^"]+)"', answer.text)
    assert [link for link in links if link.startswith(("/", "http"))] == []


def test_its_policy_lets_in_nothing_but_our_files(client: Client) -> None:
    headers = client.anonymous.get("/").headers

    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self';"
        f" img-src 'self' data: blob: {client.base_url}; media-src 'self' {client.base_url};"
        " connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none';"
        " require-trusted-types-for 'script'; trusted-types 'none'"
    )
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cache-control"] == "no-cache"


def test_it_has_nothing_inline() -> None:
    text = (PLACE / "page.html").read_text()

    assert not re.search(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=", text)


@pytest.mark.parametrize("path", ["/", "/page/library.css"])
def test_it_is_sent_again_only_when_it_has_changed(client: Client, path: str) -> None:
    first = client.anonymous.get(path)
    etag = first.headers["etag"]

    known = {
        tag: client.anonymous.get(path, headers={"if-none-match": tag})
        for tag in (etag, f"W/{etag}", f'"other", {etag}', '"other"', etag[1:-1])
    }

    assert [answer.status_code for answer in known.values()] == [304, 304, 304, 200, 200]
    assert known[etag].content == b""
    assert known[etag].headers["etag"] == etag
    assert known[etag].headers["cache-control"] == "no-cache"


def test_the_head_is_that_of_the_whole(client: Client) -> None:
    whole, head = client.anonymous.get("/"), client.anonymous.head("/")

    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-length", "content-type", "etag", "content-security-policy"):
        assert head.headers[name] == whole.headers[name]


@pytest.mark.parametrize("name", FILES)
def test_each_of_its_files_is_there_with_its_type(client: Client, name: str) -> None:
    types = {
        "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8",
        "svg": "image/svg+xml",
    }

    answer = client.anonymous.get(f"/page/{name}")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == types[name.rpartition(".")[2]]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-cache"


def test_the_page_names_files_that_may_be_kept_for_ever(client: Client) -> None:
    page = client.anonymous.get("/").text
    links = re.findall(r'(?:src|href)="(page/[^"]+)"', page)

    answers = {link: client.anonymous.get(f"/{link}") for link in links}

    assert {link.split("/", 2)[2] for link in links} == set(FILES)
    assert {answer.status_code for answer in answers.values()} == {200}
    assert {answer.headers["cache-control"] for answer in answers.values()} == {
        "public, max-age=31536000, immutable"
    }


def test_the_hash_of_another_build_is_not_kept(client: Client) -> None:
    answer = client.anonymous.get(f"/page/{'0' * 16}/library.css")

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"


def test_a_file_is_sent_as_it_is(client: Client) -> None:
    answer = client.anonymous.get("/page/icon.svg")

    assert answer.content == (PLACE / "icon.svg").read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "/page",
        "/page/",
        "/page/page.html",
        "/page/app.py",
        "/page/script",
        "/page/script/",
        "/page/script/nothing.js",
        "/page/script/..%2fapp.py",
        "/page/..%2f..%2fmain.py",
        "/page/%2e%2e/auth.py",
        "/page//library.css",
        "/page/library.css%00.js",
        "/page/%2fetc%2fpasswd",
        "/file",
        "/file/a/b",
        "/file/a/v/b/c",
        "/sign-in/x",
        "/nothing",
        "/library/a%0Ab",
    ],
)
def test_any_other_url_is_rests(client: Client, path: str) -> None:
    answer = client.anonymous.get(path)

    assert answer.status_code == 404
    assert answer.json()["message"] == "The requested URL does not exist."


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/", "/library/a", "/page/library.css"])
def test_it_can_only_be_got(client: Client, path: str, method: str) -> None:
    answer = client.anonymous.request(method, path)

    assert answer.status_code == 404
    assert answer.json()["message"] == "The requested URL does not exist."


def test_pictures_may_come_from_where_clients_see_us(server: Server) -> None:
    with Server(server.home, PUBLIC_URL="https://media.example.org:8443/library/") as other:
        policy = other.client.anonymous.get("/").headers["content-security-policy"]

    assert "img-src 'self' data: blob: https://media.example.org:8443;" in policy
    assert "media-src 'self' https://media.example.org:8443;" in policy


def test_every_view_is_tried_here() -> None:
    patterns = [re.sub(r"\{path:path\}", ".*", re.sub(r"\{\w+\}", "[^/]+", view)) for view in VIEWS]

    untried = [p for p in patterns if not any(re.fullmatch(p, q.partition("?")[0]) for q in PAGES)]

    assert untried == []
