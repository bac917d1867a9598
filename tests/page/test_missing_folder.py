"""The address of a folder that is not there: what is said, and what is left to do."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.page.accessibility import assert_accessible
from tests.page.acting import put
from tests.page.conftest import Shoot
from tests.servers import Server


def test_a_missing_folder_is_said_to_be_missing(page: Page) -> None:
    page.goto("/library/nowhere/at/all")

    expect(page.get_by_role("heading", name="There is no such folder.")).to_be_visible()
    expect(page.get_by_text("/nowhere/at/all")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Go to Home").click()
    expect(page.get_by_role("gridcell", name="notes.txt")).to_be_visible()


def test_a_missing_folder_has_no_tools_but_the_way_home(page: Page, shoot: Shoot) -> None:
    page.goto("/library/nowhere/at/all")
    expect(page.get_by_role("heading", name="There is no such folder.")).to_be_visible()
    tools = [
        page.get_by_role("button", name="New", exact=True),
        page.get_by_role("combobox", name="Sort by"),
        page.get_by_role("button", name="Grid"),
        page.get_by_role("button", name="List"),
    ]
    page.keyboard.press("n")

    for tool in tools:
        expect(tool).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)
    shoot(page, "missing-folder")
    page.get_by_role("navigation", name="Breadcrumbs").get_by_role("link", name="Home").click()
    for tool in tools:
        expect(tool).to_be_visible()
    page.go_back()
    for tool in tools:
        expect(tool).to_have_count(0)


def test_a_folder_that_comes_to_be_has_its_tools(page: Page, library: Server) -> None:
    page.goto("/library/later")
    expect(page.get_by_role("heading", name="There is no such folder.")).to_be_visible()

    put(library.client, "/later", "here.jpg")
    page.reload()

    expect(page.get_by_role("gridcell")).to_have_count(1)
    expect(page.get_by_role("button", name="New", exact=True)).to_be_visible()
