"""Without the server, without a session, with answers that fail: what stays and what is said."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from tests.page import watching
from tests.page.accessibility import assert_accessible
from tests.page.acting import bar, choose, inside, put, tile, toast
from tests.page.conftest import Shoot
from tests.servers import PRIVATE_KEY, Server

BANNER = "The server cannot be reached."
LOST = [r"ERR_INTERNET_DISCONNECTED", r"ERR_FAILED", r"Failed to load resource"]


def test_what_is_shown_stays_and_changes_fail_in_words(
    page: Page, library: Server, shoot: Shoot
) -> None:
    watching.of(page).expected += LOST
    put(library.client, "/away", "here.jpg")
    page.goto("/library/away")
    expect(tile(page, "here.jpg")).to_be_visible()

    page.context.set_offline(True)
    banner = page.locator("offline-banner")
    expect(banner.get_by_text(BANNER)).to_be_visible()
    expect(tile(page, "here.jpg")).to_be_visible()
    tile(page, "here.jpg").focus()
    page.keyboard.press("F2")
    page.get_by_role("dialog").get_by_role("textbox").fill("gone.jpg")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Nothing was lost")
    page.keyboard.press("Escape")
    assert_accessible(page)
    shoot(page, "offline")
    assert list(inside(library.client, "/away")) == ["here.jpg"]

    put(library.client, "/away", "new.jpg")
    page.context.set_offline(False)

    expect(banner).to_be_hidden()
    expect(tile(page, "new.jpg")).to_be_visible()


def test_a_view_that_cannot_be_fetched_is_fetched_again(page: Page, shoot: Shoot) -> None:
    watching.of(page).expected += LOST
    page.goto("/library")
    expect(tile(page, "notes.txt")).to_be_visible()
    page.context.set_offline(True)
    page.keyboard.press("/")
    page.get_by_role("dialog").get_by_label("Name").fill("cat")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="The search could not be done.")).to_be_visible()
    assert_accessible(page)
    shoot(page, "offline-search")
    page.context.set_offline(False)

    expect(page.get_by_role("gridcell")).to_have_count(1)


def test_a_failed_answer_has_a_retry_and_a_request_id(page: Page, shoot: Shoot) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    failing = True

    def answer(route: Route) -> None:
        if not failing or "query Search" not in (route.request.post_data or ""):
            return route.fallback()
        error = {"message": "It broke.", "extensions": {"code": "INTERNAL"}}
        headers = {"x-request-id": "abc-123"}
        return route.fulfill(json={"data": None, "errors": [error]}, headers=headers)

    page.route("**/graphql", answer)
    page.goto("/search?q=cat")

    state = page.locator(".state")
    expect(state.get_by_role("heading", name="The search could not be done.")).to_be_visible()
    expect(state).to_contain_text("It broke.")
    expect(state).to_contain_text("What the library holds is safe.")
    expect(state).to_contain_text("abc-123")
    assert_accessible(page)
    shoot(page, "failed")
    state.get_by_role("button", name="Copy request id").click()
    expect(state.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "abc-123"

    failing = False
    state.get_by_role("button", name="Retry").click()
    expect(page.get_by_role("gridcell")).to_have_count(1)


def test_a_session_that_ended_leads_to_the_form_and_back_to_the_same_place(page: Page) -> None:
    watching.of(page).expected.append(watching.UNAUTHENTICATED)
    page.goto("/search?q=cat&versions=1")
    expect(page.get_by_role("gridcell")).to_have_count(3)
    page.context.clear_cookies()
    page.get_by_label("Sort by").select_option("Name")

    expect(page.get_by_label("Private key")).to_be_visible()
    expect(page.get_by_role("region", name="Notifications")).to_contain_text("has ended")
    assert_accessible(page)
    page.get_by_label("Private key").fill(PRIVATE_KEY)
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("gridcell")).to_have_count(3)
    expect(page).to_have_url(re.compile(r"/search\?q=cat&versions=1&sort=name$"))


def test_a_dialog_does_not_stand_before_the_form(page: Page) -> None:
    watching.of(page).expected.append(watching.UNAUTHENTICATED)
    page.goto("/library/pets")
    tile(page, "cat.jpg").focus()
    page.context.clear_cookies()
    page.keyboard.press("F2")
    page.get_by_role("dialog").get_by_role("textbox").fill("other.jpg")
    page.keyboard.press("Enter")

    page.get_by_label("Private key").fill(PRIVATE_KEY)
    page.get_by_role("button", name="Sign in").click()

    expect(tile(page, "cat.jpg")).to_be_visible()


def test_a_move_is_given_up_at_once_and_tried_again(page: Page, library: Server) -> None:
    watching.of(page).expected += LOST
    names = [f"o{number}.jpg" for number in range(9)]
    put(library.client, "/ashore", *names)
    put(library.client, "/afloat", "z.jpg")
    page.goto("/library/ashore")
    choose(page, *names)
    asked: list[Route] = []

    def lose(route: Route) -> None:
        if "moveFile(input:" not in (route.request.post_data or ""):
            return route.continue_()
        asked.append(route)
        return route.abort()

    bar(page).get_by_role("button", name="Move").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("button", name="Home", exact=True).click()
    drawer.get_by_role("list", name="Folders").get_by_role("button", name="afloat").click()
    page.route("**/graphql", lose)
    drawer.get_by_role("button", name="Move here").click()

    failures = page.get_by_role("dialog", name="0 of 9 moved").get_by_role("listitem")
    expect(failures).to_contain_text(["9 items"])
    assert len(asked) < len(names)
    page.unroute("**/graphql")
    page.get_by_role("button", name="Retry those").click()
    expect(toast(page, "9 items moved to /afloat.")).to_be_visible()
