"""Edits on the details page that come too late: another version is current by now."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.page.acting import toast
from tests.page.filed import Filed, facts, file
from tests.pictures import BLUE, RED, plain
from tests.servers import Server

STALE = "Another version has become current meanwhile, so this was not changed."


@pytest.fixture
def cup(library: Server, request: pytest.FixtureRequest) -> Filed:
    """A picture of this test alone, tagged."""
    path = f"/{request.node.name[:60]}/cup.jpg"
    return file(library.client, path, [plain(RED, (600, 400))], tags="cup")


def overtake(cup: Filed) -> None:
    file(cup.client, cup.path, [plain(BLUE, (600, 400))], tags="new")


def show_it(page: Page) -> None:
    page.get_by_role("region", name="Notifications").get_by_role("button", name="Show it").click()


def test_tags_do_not_land_on_a_version_that_nobody_saw(page: Page, cup: Filed) -> None:
    page.goto(cup.address)
    tags = facts(page).get_by_role("list", name="Tags").get_by_role("listitem")
    expect(tags).to_have_text(["cup"])
    overtake(cup)

    page.get_by_label("Add tags").fill("late")
    page.get_by_label("Add tags").press("Enter")

    expect(toast(page, STALE)).to_be_visible()
    expect(tags).to_have_text(["cup"])
    assert cup.current["tags"] == ["new"]
    show_it(page)
    expect(tags).to_have_text(["new"])


def test_a_focus_area_does_not_land_on_another_picture(page: Page, cup: Filed) -> None:
    page.goto(f"{cup.address}?edit=focus")
    expect(page.get_by_label("Width", exact=True)).not_to_have_value("")
    overtake(cup)

    page.get_by_role("button", name="Save focus area").click()

    expect(toast(page, STALE)).to_be_visible()
    assert cup.current["focus"] is None
    show_it(page)
    shown = page.get_by_role("region", name="Preview").get_by_role("img").first
    expect(shown).to_have_accessible_name("cup.jpg, version 2")


def test_one_refused_tag_leaves_those_that_came_after(page: Page, cup: Filed) -> None:
    held: list[Route] = []

    def refuse(route: Route) -> None:
        """The first one waits, and is refused in the end."""
        if '"addTags":["first"]' not in (route.request.post_data or ""):
            return route.fallback()
        return held.append(route)

    page.route("**/graphql", refuse)
    page.goto(cup.address)
    tags = facts(page).get_by_role("list", name="Tags").get_by_role("listitem")
    for tag in ("first", "second"):
        page.get_by_label("Add tags").fill(tag)
        page.get_by_label("Add tags").press("Enter")
    expect(tags).to_have_count(3)
    expect(page.get_by_role("status").filter(has_text="Added second")).to_be_attached()

    error = {"message": "That is no tag.", "extensions": {"code": "INVALID"}}
    held[0].fulfill(json={"data": None, "errors": [error]})

    expect(toast(page, "That is no tag.")).to_be_visible()
    expect(tags).to_have_text(["cup", "second"])
    assert cup.current["tags"] == ["cup", "second"]
