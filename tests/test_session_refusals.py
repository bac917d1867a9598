"""What opens no session, and what a page of another site cannot do with one."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.client import Json
from tests.servers import PRIVATE_KEY, Server
from tests.signing_in import CREATE, UNKNOWN, WHO, opened, refused, sign_in, who

EVIL = "https://evil.example"
FOREIGN = [
    {"sec-fetch-site": "cross-site", "origin": EVIL},
    {"sec-fetch-site": "same-site", "origin": EVIL},
    {"sec-fetch-site": "cross-site"},
    {"origin": EVIL},
    {"origin": "null"},
]
"""What browsers say of requests that pages of other sites make."""


@pytest.fixture
def browser(server: Server) -> Iterator[httpx.Client]:
    """Somebody with cookies and no key."""
    with opened(server) as client:
        yield client


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("", UNKNOWN),
        ("private_wrong", UNKNOWN),
        (PRIVATE_KEY[:-1], UNKNOWN),
        ("' OR 1=1 --", UNKNOWN),
        ("\0", UNKNOWN),
        ("ä" * 1000, UNKNOWN),
        ("public_test_51ab2e", "This is a public key. Sign in with the private one."),
    ],
)
def test_a_wrong_key_opens_nothing(browser: httpx.Client, key: str, message: str) -> None:
    answer = browser.post("/session", json={"key": key})

    assert refused(answer) == (401, message)
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"private_x"',
        b"{}",
        b'{"key": null}',
        b'{"key": ["a"]}',
        b'{"key": "a", "link": "b"}',
        b'{"key": "a", "other": 1}',
        b'{"other": "a"}',
        b'{"key": "\\ud800"}',
        b"\xff",
        b"[" * 5000,
    ],
)
def test_a_body_that_is_no_request_is_refused(browser: httpx.Client, body: bytes) -> None:
    answer = browser.post("/session", content=body, headers={"content-type": "application/json"})

    assert refused(answer)[0] == 400


@pytest.mark.parametrize(
    "media",
    [
        "",
        "text/plain",
        "text/plain; application/json",
        "application/x-www-form-urlencoded",
        "application/jsonp",
        "multipart/form-data; boundary=x",
    ],
)
def test_only_json_is_taken(browser: httpx.Client, media: str) -> None:
    body = f'{{"key": "{PRIVATE_KEY}"}}'

    answer = browser.post("/session", content=body, headers={"content-type": media})

    assert refused(answer) == (415, "Send application/json.")


def test_a_large_body_is_refused(browser: httpx.Client) -> None:
    def chunks() -> Iterator[bytes]:
        yield b'{"key": "'
        yield b"a" * 8192

    headers = {"content-type": "application/json"}
    announced = browser.post("/session", json={"key": "a" * 8192})
    streamed = browser.post("/session", content=chunks(), headers=headers)
    fits = browser.post("/session", json={"key": "a" * 8000})

    message = "The request body is larger than 8192 bytes."
    assert [refused(answer) for answer in (announced, streamed)] == [(413, message)] * 2
    assert refused(fits) == (401, UNKNOWN)


@pytest.mark.parametrize("headers", FOREIGN)
def test_pages_of_other_sites_may_not_sign_in_or_out(
    browser: httpx.Client, headers: dict[str, str]
) -> None:
    sign_in(browser)

    into = browser.post("/session", json={"key": PRIVATE_KEY}, headers=headers)
    out = browser.delete("/session", headers=headers)

    message = "Pages of other sites may not sign in or out."
    assert [refused(answer) for answer in (into, out)] == [(403, message)] * 2
    assert who(browser)["name"] == "private key"


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_pages_of_other_sites_may_not_use_the_cookie(
    browser: httpx.Client, method: str, headers: dict[str, str]
) -> None:
    sign_in(browser)
    request: Json = {"params": WHO} if method == "GET" else {"json": WHO}
    # What only a page of ours could send, so that nothing else can be what refuses it.
    headers = {**headers, "graphql-require-preflight": "1"}

    answer = browser.request(method, "/graphql", headers=headers, **request)

    assert answer.status_code == 403
    assert answer.json()["errors"][0]["extensions"] == {"code": "CSRF"}


def test_old_browsers_and_plain_http_cannot_be_made_to_ask(browser: httpx.Client) -> None:
    sign_in(browser)
    operation = {"operations": '{"query": "{ viewer { name } }"}', "map": "{}"}

    simple = {
        "get": browser.get("/graphql", params=WHO),
        "form": browser.post("/graphql", files={name: (None, v) for name, v in operation.items()}),
        "text": browser.post("/graphql", content=b"{}", headers={"content-type": "text/plain"}),
    }

    assert {name: answer.status_code for name, answer in simple.items()} == {
        "get": 403,
        "form": 403,
        "text": 415,
    }


def test_our_own_page_and_the_address_bar_may_ask_with_get(browser: httpx.Client) -> None:
    sign_in(browser)
    ours = {"sec-fetch-site": "same-origin"}

    answers = [
        browser.get("/graphql", params=WHO, headers=headers)
        for headers in (ours, {"sec-fetch-site": "none"}, {"graphql-require-preflight": "1"})
    ]
    changing = browser.get("/graphql", params=CREATE, headers=ours)

    assert [answer.status_code for answer in answers] == [200] * 3
    assert changing.status_code == 405
