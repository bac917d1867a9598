"""Signing in by key and by link, and out again."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from tests.page import watching
from tests.page.accessibility import assert_accessible
from tests.page.conftest import Shoot
from tests.servers import PRIVATE_KEY, Home, Server

REFUSED = r"/session.*status of 401"
"""What Chromium says of a wrong key."""


def test_a_key_opens_the_library_until_signing_out(visitor: Page, shoot: Shoot) -> None:
    visitor.goto("/")
    assert_accessible(visitor)
    shoot(visitor, "sign-in")
    visitor.get_by_label("Private key").fill(PRIVATE_KEY)
    visitor.get_by_role("button", name="Sign in").click()
    expect(visitor.get_by_text("Signed in as private key")).to_be_visible()
    shoot(visitor, "signed-in")
    cookies = visitor.context.cookies()
    visitor.get_by_role("button", name="Sign out").click()

    expect(visitor.get_by_label("Private key")).to_be_visible()
    assert len(cookies) == 1
    assert visitor.context.cookies() == []
    visitor.reload()
    expect(visitor.get_by_label("Private key")).to_be_visible()


def test_a_wrong_key_is_told_in_words(visitor: Page) -> None:
    watching.of(visitor).expected.append(REFUSED)

    visitor.goto("/sign-in")
    visitor.get_by_label("Private key").fill("private_wrong")
    visitor.get_by_role("button", name="Sign in").click()

    expect(visitor.get_by_text("No such private key is known here.")).to_be_visible()
    assert_accessible(visitor)


def test_a_link_signs_in_once(visitor: Page, library: Server) -> None:
    watching.of(visitor).expected.append(REFUSED)
    found = re.search(r"\S+/sign-in#\S+", library.home.run("keys", "link").stdout)
    assert found
    fragment = found[0].partition("#")[2]

    visitor.goto(f"/sign-in#{fragment}")
    expect(visitor.get_by_text("Signed in as private key")).to_be_visible()
    visitor.context.clear_cookies()
    visitor.goto("about:blank")
    visitor.goto(f"/sign-in#{fragment}")

    expect(visitor.get_by_text("This link has been used")).to_be_visible()


def test_a_browser_that_keeps_no_cookies_is_told_so(visitor: Page) -> None:
    def forget(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=204)
        else:
            route.continue_()

    visitor.route("**/session", forget)
    visitor.goto("/")
    visitor.get_by_label("Private key").fill(PRIVATE_KEY)
    visitor.get_by_role("button", name="Sign in").click()

    expect(visitor.get_by_text("the browser did not keep the session")).to_be_visible()


def test_a_sign_out_that_failed_says_so_and_is_none(page: Page) -> None:
    watching.of(page).expected.append(r"/session.*(status of 503|ERR_FAILED)")
    page.goto("/")
    expect(page.get_by_text("Signed in as private key")).to_be_visible()
    page.route("**/session", lambda route: route.abort())

    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_role("region", name="Notifications")).to_contain_text("cannot be reached")
    expect(page.get_by_text("Signed in as private key")).to_be_visible()


def test_libraries_on_ports_of_one_host_have_sessions_of_their_own(
    page: Page, tmp_path: Path
) -> None:
    with Server(Home(tmp_path, f"sqlite://{tmp_path / 'other.db'}")) as other:
        page.goto("/")
        expect(page.get_by_text("Signed in as private key")).to_be_visible()
        elsewhere = page.context.new_page()
        elsewhere.goto(f"{other.base_url}/")
        elsewhere.get_by_label("Private key").fill(PRIVATE_KEY)
        elsewhere.get_by_role("button", name="Sign in").click()
        expect(elsewhere.get_by_text("Signed in as private key")).to_be_visible()

        page.reload()
        expect(page.get_by_text("Signed in as private key")).to_be_visible()
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_label("Private key")).to_be_visible()

        elsewhere.reload()
        expect(elsewhere.get_by_text("Signed in as private key")).to_be_visible()
        elsewhere.close()
