"""Settings: what somebody prefers is done at once, and kept."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.page.accessibility import assert_accessible
from tests.page.conftest import Shoot, sign_in
from tests.servers import Server

GROUND = "getComputedStyle(document.body).backgroundColor"


def choice(page: Page, group: str, name: str) -> Locator:
    """The radio button of a group of them."""
    return page.get_by_role("group", name=group).get_by_role("radio", name=name)


def test_the_page_says_who_one_is_and_what_the_server_allows(page: Page, shoot: Shoot) -> None:
    page.goto("/settings")

    you = page.get_by_role("region", name="Who you are")
    expect(you).to_contain_text("see everything, upload, change, copy and move, delete")
    server = page.get_by_role("region", name="Server")
    expect(server).to_contain_text("100 versions")
    expect(page).to_have_title("Settings · Pentimento")
    assert_accessible(page)
    shoot(page, "settings")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    shoot(page, "settings-320")


def test_colours_change_at_once_and_stay(page: Page) -> None:
    page.goto("/settings")
    expect(choice(page, "Colours", "As the system")).to_be_checked()
    light = page.evaluate(GROUND)

    choice(page, "Colours", "Dark").check()

    dark = page.evaluate(GROUND)
    assert dark != light
    page.reload()
    expect(choice(page, "Colours", "Dark")).to_be_checked()
    assert page.evaluate(GROUND) == dark
    choice(page, "Colours", "As the system").check()
    assert page.evaluate(GROUND) == light


def test_folders_and_results_start_in_the_view_that_was_chosen(page: Page) -> None:
    page.goto("/settings")
    choice(page, "Folders and results start as", "List").check()

    for place in ("/library/pets", "/search?q=cat"):
        page.goto(place)
        expect(page.locator("asset-grid.list")).to_be_visible()


@pytest.mark.parametrize("backdrop", ["Checks", "Light", "Dark"])
def test_the_backdrop_is_remembered(page: Page, backdrop: str) -> None:
    page.goto("/settings")
    choice(page, "Behind previews", backdrop).check()

    page.reload()

    expect(choice(page, "Behind previews", backdrop)).to_be_checked()


def test_a_key_that_may_only_read_is_told_so(visitor: Page, library: Server) -> None:
    made = library.home.run("keys", "create", "--name", "reader", "--read-only").stdout
    key = re.search(r"private_[\w-]+", made)
    assert key, made
    sign_in(visitor, key[0])

    visitor.goto("/settings")

    you = visitor.get_by_role("region", name="Who you are")
    expect(you).to_contain_text("reader")
    expect(you).not_to_contain_text("delete")
