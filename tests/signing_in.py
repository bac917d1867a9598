"""Browsers, as far as sessions go: somebody with cookies and no key."""

from __future__ import annotations

import re
import time
from http.cookies import Morsel, SimpleCookie

import httpx

from tests.client import Json
from tests.servers import PRIVATE_KEY, Home, Server
from tests.tables import query

COOKIE = "pentimento_session_"
"""How the name of the cookie begins; each library's goes on in its own way."""
WHO = {"query": "{ viewer { name permissions } }"}
EVERYTHING = ["READ", "WRITE", "DELETE"]
NOBODY = {"status": 401, "code": "UNAUTHENTICATED"}
UNKNOWN = "No such private key is known here."
EXPIRED = "This private key has expired."
USED = "This link has been used, or its hour is over. `pentimento keys link` makes another one."
CREATE = {"query": 'mutation { createFolder(input: {path: "/by-cookie"}) { folder { path } } }'}


def opened(server: Server) -> httpx.Client:
    """A browser that keeps its cookies to itself."""
    return httpx.Client(base_url=server.base_url, timeout=60, trust_env=False)


def sign_in(browser: httpx.Client, key: str = PRIVATE_KEY) -> httpx.Response:
    answer = browser.post("/session", json={"key": key})
    assert answer.status_code == 204, answer.text
    return answer


def who(browser: httpx.Client, **headers: str) -> Json:
    """The viewer; the code of the refusal, when there is one."""
    answer = browser.post("/graphql", json=WHO, headers=headers)
    body = answer.json()
    if "errors" in body:
        return {"status": answer.status_code, "code": body["errors"][0]["extensions"]["code"]}
    viewer: Json = body["data"]["viewer"]
    return viewer


def refused(answer: httpx.Response) -> tuple[int, str]:
    assert "set-cookie" not in answer.headers
    assert answer.json().keys() == {"message"}
    return answer.status_code, answer.json()["message"]


def link_of(home: Home) -> str:
    """The token of a new link, as the command prints it."""
    found = re.search(r"^http\S+/sign-in#([\w-]{43})$", home.run("keys", "link").stdout, re.M)
    assert found
    return found[1]


def cookie_of(answer: httpx.Response) -> Morsel[str]:
    [cookie] = SimpleCookie(answer.headers["set-cookie"]).values()
    assert re.fullmatch(rf"(__Host-)?{COOKIE}[0-9a-f]{{8}}", cookie.key)
    return cookie


def sent(cookie: Morsel[str]) -> str:
    """As a browser sends it back."""
    return f"{cookie.key}={cookie.value}"


def now() -> int:
    """Milliseconds since 1970, as the database has them."""
    return time.time_ns() // 1_000_000


def wait_until_gone(url: str, row: str) -> None:
    """Returns when the sweep has removed it."""
    deadline = time.monotonic() + 30
    while query(url, f"SELECT 1 FROM {row}"):  # noqa: S608 - a test's own
        assert time.monotonic() < deadline, "the sweep does not remove it"
        time.sleep(0.1)
