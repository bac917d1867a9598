"""Sessions: what a browser has after signing in, what it is good for, and what ends it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from tests.client import Client, sha256
from tests.conftest import NewHome
from tests.credentials import NO_KEY, V1, V2, created, printed
from tests.servers import PRIVATE_KEY, Server
from tests.signing_in import (
    CREATE,
    EVERYTHING,
    EXPIRED,
    NOBODY,
    WHO,
    cookie_of,
    link_of,
    now,
    opened,
    refused,
    sent,
    sign_in,
    wait_until_gone,
    who,
)
from tests.tables import query


@pytest.fixture
def browser(server: Server) -> Iterator[httpx.Client]:
    """Somebody with cookies and no key."""
    with opened(server) as client:
        yield client


def test_a_key_opens_a_session_that_may_do_what_the_key_may(browser: httpx.Client) -> None:
    answer = sign_in(browser)

    assert answer.content == b""
    assert answer.headers["cache-control"] == "no-store"
    assert who(browser) == {"name": "private key", "permissions": EVERYTHING}


def test_a_browser_may_ask_whether_it_has_a_session(browser: httpx.Client) -> None:
    before = browser.get("/session")
    cookie = cookie_of(sign_in(browser))
    between = browser.get("/session")
    browser.delete("/session")
    after = browser.get("/session", headers={"cookie": sent(cookie)})

    answers = (before, between, after)
    assert [answer.json() for answer in answers] == [{"isOpen": it} for it in (False, True, False)]
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}


def test_the_cookie_is_for_this_site_and_no_script(browser: httpx.Client) -> None:
    cookie = cookie_of(sign_in(browser))

    assert not cookie.key.startswith("__Host-")
    assert re.fullmatch(r"[\w-]{43}", cookie.value)
    assert (cookie["httponly"], cookie["samesite"].lower()) == (True, "strict")
    assert (cookie["path"], cookie["domain"], cookie["max-age"]) == ("/", "", "604800")
    assert cookie["secure"] == ""


def test_behind_tls_the_cookie_is_bound_to_the_host(server: Server) -> None:
    with Server(server.home, PUBLIC_URL="https://media.example.org") as other, opened(other) as it:
        cookie = cookie_of(sign_in(it))
        known = who(it, cookie=sent(cookie))
        by_plain_name = who(it, cookie=sent(cookie).removeprefix("__Host-"))
        gone = cookie_of(it.delete("/session"))

    assert cookie.key.startswith("__Host-")
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    assert (gone["secure"], gone["max-age"]) == (True, "0")
    assert known["name"] == "private key"
    assert by_plain_name == NOBODY


def test_signing_out_kills_the_token(browser: httpx.Client) -> None:
    cookie = cookie_of(sign_in(browser))

    answer = browser.delete("/session")

    assert answer.status_code == 204
    assert (cookie_of(answer).value, cookie_of(answer)["max-age"]) == ("", "0")
    assert who(browser, cookie=sent(cookie)) == NOBODY
    assert browser.delete("/session").status_code == 204


def test_signing_in_again_ends_the_session_before(browser: httpx.Client) -> None:
    first = cookie_of(sign_in(browser))

    sign_in(browser)

    assert who(browser)["name"] == "private key"
    browser.cookies.clear()
    assert who(browser, cookie=sent(first)) == NOBODY


def test_the_database_has_no_token(server: Server, browser: httpx.Client) -> None:
    token = cookie_of(sign_in(browser)).value
    link = link_of(server.home)

    sessions = query(server.home.database_url, "SELECT * FROM session")
    links = query(server.home.database_url, "SELECT * FROM sign_in_link")

    assert token not in str(sessions)
    assert sha256(token.encode()) in {row["sha256"] for row in sessions}
    assert link not in str(links)
    assert sha256(link.encode()) in {row["id"] for row in links}
    assert PRIVATE_KEY not in str(sessions + links)


def test_an_ended_key_ends_its_sessions_at_once(server: Server, browser: httpx.Client) -> None:
    made = created(server.home, name="shop")
    sign_in(browser, made.private)
    before = who(browser)

    server.home.run("keys", "expire", made.id)

    assert before == {"name": "shop", "permissions": EVERYTHING}
    assert who(browser) == NOBODY
    with opened(server) as other:
        answer = other.post("/session", json={"key": made.private})
        assert refused(answer) == (401, EXPIRED)


def test_a_rolled_key_ends_its_sessions_at_once(new_home: NewHome) -> None:
    home = replace(new_home(), settings={"PRIVATE_KEY": "", "PUBLIC_KEY": ""})
    with Server(home) as server, opened(server) as browser, opened(server) as patient:
        first = printed(home.run("keys").stdout)
        sign_in(browser, first.private)
        link = link_of(home)

        second = printed(home.run("keys", "roll", "--after", "now").stdout)
        stale = who(browser)
        by_link = refused(browser.post("/session", json={"link": link}))
        sign_in(patient, second.private)
        home.run("keys", "roll", "--after", "1h")

        assert stale == NOBODY
        assert by_link == (401, EXPIRED)
        assert who(patient)["name"] == "former first pair"


def test_a_key_that_may_only_read_signs_in_to_read(server: Server, browser: httpx.Client) -> None:
    made = created(server.home, "--read-only", name="reader")
    sign_in(browser, made.private)

    answer = browser.post("/graphql", json=CREATE)

    assert who(browser) == {"name": "reader", "permissions": ["READ"]}
    assert answer.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/files"),
        ("POST", "/v1/folder"),
        ("DELETE", "/v1/folder"),
        ("GET", "/v1/accounts/usage"),
        ("POST", "/graphql/v1/files"),
    ],
)
def test_rest_does_not_take_the_cookie(browser: httpx.Client, method: str, path: str) -> None:
    sign_in(browser)

    answer = browser.request(method, path)

    assert answer.status_code in {401, 404}
    assert path.startswith("/graphql") or answer.json()["message"] == NO_KEY


def test_uploads_by_rest_do_not_take_the_cookie(client: Client, browser: httpx.Client) -> None:
    sign_in(browser)

    for path in (V1, V2):
        form = {"fileName": "by-cookie.bin", "useUniqueFileName": "false"}
        answer = browser.post(path, data=form, files={"file": b"a"})
        assert answer.status_code in {400, 401}, answer.text

    assert client.at("/by-cookie.bin") is None


def test_delivery_does_not_take_the_cookie(client: Client, browser: httpx.Client) -> None:
    client.upload(b"secret", "private.txt", "/sessions", isPrivateFile=True)
    sign_in(browser)

    assert browser.get("/media/sessions/private.txt").status_code == 401


def test_a_key_counts_more_than_the_cookie(server: Server, browser: httpx.Client) -> None:
    made = created(server.home, "--read-only", name="reader")
    sign_in(browser)

    assert who(browser, authorization=f"Bearer {made.private}")["name"] == "reader"
    assert who(browser, authorization="Bearer wrong")["code"] == "FORBIDDEN"


@pytest.mark.parametrize("token", ["", "x", "a" * 43, '"', "%00", "ä", "' OR 1=1 --", "a" * 4000])
def test_a_stale_cookie_is_like_none(browser: httpx.Client, token: str) -> None:
    name = cookie_of(browser.delete("/session")).key
    cookie = f"{name}={token}".encode()

    answer = browser.post("/graphql", json=WHO, headers=[(b"cookie", cookie)])

    assert answer.status_code == 401
    assert answer.json()["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}


def test_a_session_is_over_after_its_time(server: Server, browser: httpx.Client) -> None:
    digest = sha256(cookie_of(sign_in(browser)).value.encode())
    row = f"session WHERE sha256 = '{digest}'"
    url = server.home.database_url
    (found,) = query(url, f"SELECT created_at, expires_at FROM {row}")  # noqa: S608 - as above

    query(url, f"UPDATE session SET expires_at = {now()} WHERE sha256 = '{digest}'")  # noqa: S608 - as above

    assert found["expires_at"] - found["created_at"] == 7 * 24 * 60 * 60 * 1000
    assert who(browser) == NOBODY
    wait_until_gone(url, row)


def test_a_session_is_good_at_every_worker_and_after_a_restart(new_home: NewHome) -> None:
    home = new_home()
    with Server(home, WORKERS="2") as server, opened(server) as browser:
        cookie = cookie_of(sign_in(browser))
        seen = [who(browser, connection="close")["name"] for _ in range(10)]
    with Server(home) as server, opened(server) as browser:
        later = who(browser, cookie=sent(cookie))

    assert seen == ["private key"] * 10
    assert later["name"] == "private key"
