"""Links that sign in once, within an hour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.client import sha256
from tests.conftest import NewHome
from tests.servers import PRIVATE_KEY, Server
from tests.signing_in import (
    EVERYTHING,
    NOBODY,
    USED,
    link_of,
    now,
    opened,
    refused,
    wait_until_gone,
    who,
)
from tests.tables import query


@pytest.fixture
def browser(server: Server) -> Iterator[httpx.Client]:
    """Somebody with cookies and no key."""
    with opened(server) as client:
        yield client


def test_a_link_signs_in_once(server: Server, browser: httpx.Client) -> None:
    link = link_of(server.home)

    answer = browser.post("/session", json={"link": link})

    assert answer.status_code == 204
    assert who(browser) == {"name": "private key", "permissions": EVERYTHING}
    with opened(server) as other:
        assert refused(other.post("/session", json={"link": link})) == (401, USED)
        assert who(other) == NOBODY


def test_of_many_who_use_a_link_at_once_one_succeeds(server: Server) -> None:
    link = link_of(server.home)

    def use(_: int) -> int:
        with opened(server) as browser:
            return browser.post("/session", json={"link": link}).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(use, range(8)))

    assert statuses == [204] + [401] * 7


def test_a_link_works_for_an_hour(server: Server, browser: httpx.Client) -> None:
    before, link = now(), link_of(server.home)
    row = f"sign_in_link WHERE id = '{sha256(link.encode())}'"
    url = server.home.database_url
    (found,) = query(url, f"SELECT expires_at FROM {row}")  # noqa: S608 - as above

    digest = sha256(link.encode())
    query(url, f"UPDATE sign_in_link SET expires_at = {now()} WHERE id = '{digest}'")  # noqa: S608 - as above

    assert before < found["expires_at"] - 60 * 60 * 1000 <= now()
    assert refused(browser.post("/session", json={"link": link})) == (401, USED)
    wait_until_gone(url, row)


def test_a_server_prints_a_link_when_it_starts(new_home: NewHome) -> None:
    with Server(new_home()) as server, opened(server) as browser:
        (link,) = re.findall(rf"{server.base_url}/sign-in#(\S+)", server.output())

        answer = browser.post("/session", json={"link": link})

        assert answer.status_code == 204
        assert who(browser)["name"] == "private key"
        requests = [line for line in server.output().splitlines() if "app.requests" in line]
        assert link not in str(requests)


def test_a_wrong_link_opens_nothing(browser: httpx.Client) -> None:
    answers = [browser.post("/session", json={"link": link}) for link in ("", "x", PRIVATE_KEY)]

    assert [refused(answer) for answer in answers] == [(401, USED)] * 3
