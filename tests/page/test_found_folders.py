"""Where results of a search lie: each says its folder, and leads there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.page.accessibility import assert_accessible
from tests.page.acting import put, tile
from tests.page.conftest import Shoot
from tests.page.searching import found
from tests.servers import Server

DEEP = "/campaigns/autumn-and-winter-2026/pictures-for-the-windows-of-every-shop"


@pytest.fixture(scope="module", autouse=True)
def cups(library: Server) -> None:
    """Files of one name, some in several versions, and a folder called like them."""
    put(library.client, "/", "cup.jpg")
    put(library.client, "/cups/red", "cup.jpg", versions=2)
    put(library.client, DEEP, "cup.jpg")


def folder(hit: Locator, name: str) -> Locator:
    return hit.get_by_role("link", name=f"Open folder {name}", exact=True)


@pytest.mark.parametrize("view", ["Grid", "List"])
def test_results_of_one_name_are_told_apart_by_their_folders(
    page: Page, view: str, shoot: Shoot
) -> None:
    page.goto("/search?q=cup&versions=1")
    page.get_by_role("button", name=view).click()

    names = found(page, 5)

    assert sum(", in Home" in name for name in names) == 2
    assert sum(", in /cups/red" in name for name in names) == 2
    assert sum(f", in {DEEP}" in name for name in names) == 1
    for place, text in (("Home", "Home"), ("/cups/red", "/cups/red"), (DEEP, DEEP)):
        expect(folder(page.get_by_role("grid"), place).first).to_have_text(text)
    assert_accessible(page)
    tile(page, "Folder cups").click(modifiers=["Control"])
    expect(page.get_by_role("gridcell", selected=True)).to_have_count(1)
    assert_accessible(page)
    shoot(page, f"results-and-their-folders-{view.lower()}")


@pytest.mark.parametrize("view", ["Grid", "List"])
def test_the_folder_of_a_result_is_opened_and_back_leads_to_the_results(
    page: Page, view: str
) -> None:
    page.goto("/search?q=cup")
    page.get_by_role("button", name=view).click()

    folder(page.get_by_role("grid"), "/cups/red").click()

    expect(page).to_have_url(re.compile("/library/cups/red$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("red")
    expect(page.get_by_role("link", name=re.compile("^Open folder"))).to_have_count(0)
    page.go_back()
    found(page, 4)


@pytest.mark.parametrize("view", ["Grid", "List"])
def test_on_a_narrow_window_the_end_of_a_long_path_is_what_is_seen(
    page: Page, view: str, shoot: Shoot
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/search?q=cup&versions=1")
    page.get_by_role("button", name=view).click()
    found(page, 5)

    place = folder(page.get_by_role("grid"), DEEP)
    place.scroll_into_view_if_needed()
    shown, cell = place.bounding_box(), place.locator("xpath=ancestor::*[@role='gridcell']")
    around = cell.bounding_box()

    assert shown
    assert around
    assert shown["x"] + shown["width"] <= around["x"] + around["width"]
    assert shown["y"] + shown["height"] <= around["y"] + around["height"]
    first, last = place.locator("span").all()
    assert last.evaluate("element => element.clientWidth") > 3 * first.evaluate(
        "element => element.clientWidth"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert_accessible(page)
    shoot(page, f"results-and-their-folders-{view.lower()}-320")
