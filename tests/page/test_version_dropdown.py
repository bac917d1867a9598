"""The list of versions: its order and words, what choosing does, and how it is reached by keys."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.page.accessibility import assert_accessible
from tests.page.conftest import Shoot
from tests.page.filed import Filed, expect_shown, file, option, preview, versions_button
from tests.pictures import BLUE, GREEN, RED, numbered, plain
from tests.servers import Server

COLOURS = (RED, GREEN, BLUE)


@pytest.fixture(scope="module")
def flag(library: Server) -> Filed:
    """Red, then green, and now blue."""
    return file(library.client, "/flags/flag.jpg", [plain(c, (600, 400)) for c in COLOURS])


def short(version: dict[str, str]) -> str:
    return version["versionId"][-6:]


def test_the_current_version_comes_first_and_then_the_newest(
    page: Page, flag: Filed, shoot: Shoot
) -> None:
    page.goto(flag.address)

    expect(versions_button(page)).to_have_text(f"Latest version ({short(flag.version(3))})")
    versions_button(page).click()

    cards = page.get_by_role("listbox", name="Versions").get_by_role("option")
    expect(cards).to_have_text(
        [
            re.compile(r"^(JPG)?Current version(just now|.* ago) \. [\d.]+ KBVersion 3$"),
            re.compile(r"^(JPG)?Version 2(just now|.* ago) \. [\d.]+ KB$"),
            re.compile(r"^(JPG)?Version 1(just now|.* ago) \. [\d.]+ KB$"),
        ]
    )
    expect(cards.first).to_have_attribute("aria-selected", "true")
    assert_accessible(page)
    shoot(page, "version-dropdown")


def test_choosing_shows_the_version_and_its_address_opens_it_again(page: Page, flag: Filed) -> None:
    page.goto(flag.address)
    expect_shown(page, "flag.jpg, version 3", BLUE)

    versions_button(page).click()
    option(page, "Version 1").click()

    expect_shown(page, "flag.jpg, version 1", RED)
    expect(versions_button(page)).to_have_text(f"Version 1 ({short(flag.version(1))})")
    expect(versions_button(page)).to_be_focused()
    assert page.url.endswith(flag.address_of(1))
    page.reload()
    expect_shown(page, "flag.jpg, version 1", RED)
    page.go_back()
    expect_shown(page, "flag.jpg, version 3", BLUE)


def test_either_spelling_of_ids_opens_the_version(page: Page, flag: Filed) -> None:
    bare = f"/file/{flag.read()['fileId']}/v/{flag.version(2)['versionId']}"

    page.goto(bare)

    expect_shown(page, "flag.jpg, version 2", GREEN)


def test_an_old_version_says_that_it_is_not_current(page: Page, flag: Filed) -> None:
    page.goto(flag.address_of(1))

    expect(page.get_by_text("You are viewing Version 1, not the current one.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Go to current").click()

    expect_shown(page, "flag.jpg, version 3", BLUE)
    expect(page.get_by_text("not the current one")).to_be_hidden()


def test_the_list_is_there_on_arrival_when_the_address_asks(page: Page, flag: Filed) -> None:
    page.goto(f"{flag.address}?versions=1")

    expect(option(page, "Version 1")).to_be_visible()
    page.keyboard.press("Escape")
    expect(option(page, "Version 1")).to_be_hidden()
    assert page.url.endswith(flag.address)


def test_the_list_is_used_by_keys_alone(page: Page, flag: Filed) -> None:
    page.goto(flag.address)
    expect(preview(page)).to_be_visible()

    versions_button(page).focus()
    page.keyboard.press("Enter")
    listbox = page.get_by_role("listbox", name="Versions")
    expect(listbox).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")
    active = listbox.get_attribute("aria-activedescendant")
    assert option(page, "Version 2").get_attribute("id") == active
    page.keyboard.press("Enter")

    expect_shown(page, "flag.jpg, version 2", GREEN)
    expect(versions_button(page)).to_be_focused()


def test_brackets_step_to_older_and_newer_ones(page: Page, flag: Filed) -> None:
    page.goto(flag.address)
    expect(preview(page)).to_have_accessible_name("flag.jpg, version 3")

    page.keyboard.press("[")
    expect(preview(page)).to_have_accessible_name("flag.jpg, version 2")
    page.keyboard.press("[")
    expect(preview(page)).to_have_accessible_name("flag.jpg, version 1")
    page.keyboard.press("[")
    expect(page.get_by_role("status").filter(has_text="the oldest version")).to_be_attached()
    page.keyboard.press("]")

    expect(preview(page)).to_have_accessible_name("flag.jpg, version 2")


def test_a_hundred_versions_open_without_a_wait(page: Page, library: Server) -> None:
    many = file(library.client, "/flags/many.png", [numbered(n) for n in range(100)])
    page.goto(many.address)
    expect(preview(page)).to_be_visible()

    took = versions_button(page).evaluate(
        """(button) => new Promise((resolve) => {
          const from = performance.now();
          button.click();
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - from)));
        })"""
    )

    listbox = page.get_by_role("listbox", name="Versions")
    expect(listbox.get_by_role("option")).to_have_count(100)
    # The budget is 200 ms; other tests may have the processor at the same time.
    assert took < 1000
