"""What the drawer warns about before anything is copied or moved."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from tests.page import watching
from tests.page.accessibility import assert_accessible
from tests.page.acting import (
    drawer,
    enter,
    pick,
    press,
    put,
    toast,
    versions,
)
from tests.page.conftest import Shoot
from tests.servers import Server

ALL_VERSIONS = "Include File Versions"


def test_a_taken_name_is_warned_about_before(page: Page, library: Server, shoot: Shoot) -> None:
    put(library.client, "/top", "dress.jpg", versions=2)
    put(library.client, "/bottom", "dress.jpg", versions=3)
    page.goto("/library/top")

    pick(page, "Copy", "dress.jpg")
    enter(page, "bottom")
    warning = drawer(page).get_by_role("status").filter(has_text="dress.jpg")
    expect(warning).to_have_text(
        "dress.jpg exists there. Yours goes on top of its history (3 + 1 version)."
    )
    drawer(page).get_by_role("checkbox", name=ALL_VERSIONS).check()
    expect(warning).to_contain_text("(3 + 2 versions)")
    assert_accessible(page)
    shoot(page, "copy-on-top")
    press(page, "Cancel")
    pick(page, "Move", "dress.jpg")
    enter(page, "bottom")
    expect(warning).to_contain_text("(3 + 2 versions)")
    press(page, "Move here")

    expect(toast(page, "dress.jpg moved to /bottom.")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    assert versions(library.client, "/bottom") == {"dress.jpg": 5}


def test_nothing_goes_on_top_of_what_came_after_the_warnings(page: Page, library: Server) -> None:
    put(library.client, "/mine", "a.jpg")
    put(library.client, "/theirs", "b.jpg")
    page.goto("/library/mine")

    pick(page, "Move", "a.jpg")
    enter(page, "theirs")
    expect(drawer(page).get_by_role("button", name="Move here")).to_be_enabled()
    put(library.client, "/theirs", "a.jpg")
    press(page, "Move here")

    note = page.get_by_role("region", name="Notifications")
    expect(note).to_contain_text("Another file of this name has come there meanwhile.")
    assert versions(library.client, "/mine") == {"a.jpg": 1}
    assert versions(library.client, "/theirs") == {"a.jpg": 1, "b.jpg": 1}


def test_a_look_that_failed_can_be_tried_again(page: Page, library: Server) -> None:
    put(library.client, "/near", "a.jpg")
    put(library.client, "/far", "b.jpg")
    watching.of(page).expected.append("ERR_FAILED")
    page.goto("/library/near")
    pick(page, "Move", "a.jpg")
    expect(drawer(page).get_by_text("Open the folder that it is to go to.")).to_be_visible()

    def lose(route: Route) -> None:
        is_look = "query Taken" in (route.request.post_data or "")
        route.abort() if is_look else route.continue_()

    page.route("**/graphql", lose)
    enter(page, "far")
    retry = drawer(page).get_by_role("button", name="Retry")
    expect(retry).to_be_visible()
    page.unroute("**/graphql")
    retry.click()

    expect(drawer(page).get_by_role("button", name="Move here")).to_be_enabled()


def test_what_would_get_too_many_versions_is_blocked_and_the_rest_goes(
    page: Page, library: Server, shoot: Shoot
) -> None:
    put(library.client, "/long", "a.jpg", versions=51)
    put(library.client, "/long", "b.jpg")
    library.client.copy("/long/a.jpg", "/longer", include_versions=True)
    page.goto("/library/long")

    pick(page, "Move", "a.jpg", "b.jpg")
    enter(page, "longer")
    why = "a.jpg exists there, and yours stays out: 51 + 51 versions are more than the 100"
    expect(drawer(page).get_by_text(why)).to_be_visible()
    assert_accessible(page)
    shoot(page, "move-blocked")
    press(page, "Move here")

    expect(toast(page, "b.jpg moved to /longer.")).to_be_visible()
    assert versions(library.client, "/longer") == {"a.jpg": 51, "b.jpg": 1}
    assert versions(library.client, "/long") == {"a.jpg": 51}
