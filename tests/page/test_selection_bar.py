"""The selection bar: how many are chosen, choosing all, and what can be done with them."""

from __future__ import annotations

from threading import Event

import pytest
from playwright.sync_api import Page, Route, expect

from tests.page.accessibility import assert_accessible
from tests.page.acting import bar, choose, entries, put, tile
from tests.page.conftest import Shoot
from tests.servers import Server

MANY = 130


@pytest.fixture(scope="module")
def many(library: Server) -> str:
    """A folder with more files than one page of the API has."""
    put(library.client, "/many", *(f"p{number:03}.jpg" for number in range(MANY)))
    return "/library/many"


def test_it_takes_the_place_of_the_search_while_something_is_chosen(
    page: Page, shoot: Shoot
) -> None:
    page.goto("/library/pets")
    expect(bar(page)).to_have_count(0)

    choose(page, "cat.jpg", "dog.png")

    expect(bar(page).get_by_text("2 items selected")).to_be_visible()
    expect(page.get_by_role("button", name="New", exact=True)).to_have_count(0)
    everything = bar(page).get_by_role("checkbox", name="Select All")
    expect(everything).not_to_be_checked()
    expect(everything).to_have_js_property("indeterminate", True)
    names = [each.inner_text() for each in bar(page).get_by_role("button").all()]
    assert [name for name in names if name] == ["Download", "Tags", "Copy", "Move", "Delete"]
    assert_accessible(page)
    shoot(page, "selection-bar")


def test_select_all_takes_all_and_then_nothing(page: Page) -> None:
    page.goto("/library/pets")
    choose(page, "cat.jpg")
    everything = bar(page).get_by_role("checkbox", name="Select All")

    everything.click()
    expect(bar(page).get_by_text("4 items selected")).to_be_visible()
    expect(everything).to_be_checked()
    expect(everything).to_have_js_property("indeterminate", False)
    everything.click()

    expect(bar(page)).to_have_count(0)
    expect(page.get_by_role("gridcell", selected=True)).to_have_count(0)


def test_all_that_match_are_offered_while_not_all_are_loaded(
    page: Page, many: str, shoot: Shoot
) -> None:
    held: list[Route] = []
    may_go_on = Event()

    def hold(route: Route) -> None:
        is_next_page = '"after":"' in (route.request.post_data or "")
        held.append(route) if is_next_page and not may_go_on.is_set() else route.continue_()

    page.route("**/graphql", hold)
    page.goto(many)
    choose(page, "p000.jpg")

    bar(page).get_by_role("checkbox", name="Select All").click()
    expect(bar(page).get_by_text("100 items selected")).to_be_visible()
    matching = bar(page).get_by_role("button", name=f"Select all {MANY} matching")
    shoot(page, "select-all-matching")
    matching.click()
    expect(bar(page).get_by_role("button", name="Selecting…")).to_be_visible()
    may_go_on.set()
    for route in held:
        route.continue_()

    expect(bar(page).get_by_text(f"{MANY} items selected")).to_be_visible()
    expect(matching).to_have_count(0)
    expect(bar(page).get_by_role("checkbox", name="Select All")).to_be_checked()


def test_the_rest_is_in_a_menu(page: Page) -> None:
    page.goto("/library/pets")
    choose(page, "cat.jpg", "dog.png")
    more = bar(page).get_by_role("button", name="More actions")

    more.click()

    assert entries(page.get_by_role("menu")) == [
        "Rename",
        "Custom focus area",
        "Unpublish",
        "Copy URL",
        "Details",
    ]
    expect(more).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(more).to_be_focused()


@pytest.mark.parametrize("way", ["Escape", "button"])
def test_it_is_cleared_and_the_focus_goes_back_to_the_files(page: Page, way: str) -> None:
    page.goto("/library/pets")
    choose(page, "cat.jpg", "dog.png")

    if way == "Escape":
        bar(page).get_by_role("button", name="Tags").focus()
        page.keyboard.press("Escape")
    else:
        bar(page).get_by_role("button", name="Clear selection").click()

    expect(bar(page)).to_have_count(0)
    expect(tile(page, "dog.png")).to_be_focused()


@pytest.mark.parametrize("width", [320, 767])
def test_on_narrow_windows_the_actions_are_below(page: Page, width: int, shoot: Shoot) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    page.goto("/library/pets")
    choose(page, "cat.jpg", "dog.png")

    for button in bar(page).get_by_role("group").get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["y"] > 640 - 64
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["height"] >= 24
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert_accessible(page)
    shoot(page, f"selection-bar-{width}")


def test_it_is_reached_and_used_by_keyboard(page: Page) -> None:
    page.goto("/library/pets")
    tile(page, "cat.jpg").focus()

    page.keyboard.press("Space")
    page.keyboard.press("Control+a")
    expect(bar(page).get_by_text("4 items selected")).to_be_visible()
    bar(page).get_by_role("button", name="Tags").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("dialog", name="Tags of 4 files")).to_be_visible()
    page.keyboard.press("Escape")
    expect(bar(page).get_by_role("button", name="Tags")).to_be_focused()


@pytest.mark.parametrize("where", ["/library/last", "/search?q=doomed"])
def test_nothing_is_chosen_when_all_of_it_is_gone(page: Page, library: Server, where: str) -> None:
    put(library.client, "/last", "doomed-a.jpg", "doomed-b.jpg")
    page.goto(where)
    expect(tile(page, "doomed-b.jpg")).to_be_visible()
    for each in page.get_by_role("gridcell").all():
        each.click(modifiers=["Control"])

    bar(page).get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete for good").click()

    expect(page.get_by_role("gridcell")).to_have_count(0)
    expect(bar(page)).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
