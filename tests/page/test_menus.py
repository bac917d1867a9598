"""The context menu: what it offers for what, how it is opened, and who sees what of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.credentials import created
from tests.page.accessibility import assert_accessible
from tests.page.acting import entries, menu_of, pick, tile, toast
from tests.page.conftest import DESKTOP, Shoot, sign_in
from tests.servers import Server

CURRENT = [
    "Rename",
    "Download",
    "Tags",
    "Custom focus area",
    "Copy",
    "Move",
    "Unpublish",
    "Copy URL",
    "Details",
    "Delete",
]
OLD = ["Restore version", "Copy URL", "Details", "Delete version"]
FOLDER = ["Open", "Rename", "Copy", "Move", "Delete"]
CATS = "/search?q=cat&versions=1"


def item(page: Page, name: str) -> Locator:
    return page.get_by_role("menuitem", name=name, exact=True)


def version(page: Page, number: int) -> Locator:
    return page.get_by_role("gridcell", name=re.compile(rf"file version {number}, not current"))


def red(found: Locator) -> bool:
    colour = str(found.evaluate("element => getComputedStyle(element).color"))
    parts = [float(part) for part in re.findall(r"[\d.]+", colour)[:3]]
    return parts[0] > 2 * parts[1] and parts[0] > 2 * parts[2]


def test_a_current_file_has_its_menu_and_no_entry_of_old_versions(page: Page, shoot: Shoot) -> None:
    page.goto("/library/pets")

    menu = menu_of(page, "cat.jpg")

    assert entries(menu) == CURRENT
    assert red(item(page, "Delete"))
    assert not red(item(page, "Details"))
    assert_accessible(page)
    shoot(page, "menu-of-a-file")


def test_an_old_version_has_exactly_four_entries(page: Page, shoot: Shoot) -> None:
    page.goto(CATS)

    version(page, 1).click(button="right")

    assert entries(page.get_by_role("menu")) == OLD
    assert red(item(page, "Delete version"))
    assert_accessible(page)
    shoot(page, "menu-of-a-version")


def test_a_folder_has_its_own_menu(page: Page) -> None:
    page.goto("/library")

    menu = menu_of(page, "Folder pets")

    assert entries(menu) == FOLDER
    item(page, "Open").click()
    expect(page).to_have_url(re.compile("/library/pets$"))


def test_what_is_no_picture_has_no_focus_area(page: Page) -> None:
    page.goto("/library")

    assert "Custom focus area" not in entries(menu_of(page, "notes.txt"))


def test_what_only_some_allow_is_disabled_with_the_reason(page: Page, shoot: Shoot) -> None:
    page.goto(CATS)
    tile(page, "cat.jpg, JPG, 1920").click(modifiers=["Control"])
    version(page, 2).click(modifiers=["Control"])
    version(page, 1).click(modifiers=["Control"])
    version(page, 1).click(button="right")

    for name in ("Rename", "Download", "Tags", "Copy", "Move", "Delete"):
        expect(item(page, name)).to_be_disabled()
        expect(item(page, name)).to_have_accessible_description(
            "Not available for old versions: 2 selected."
        )
    for name in ("Restore version", "Delete version"):
        expect(item(page, name)).to_have_accessible_description(
            "Not available for current files: 1 selected."
        )
    expect(item(page, "Copy URL")).to_be_enabled()
    item(page, "Tags").click(force=True)
    expect(page.get_by_role("menu")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert_accessible(page)
    shoot(page, "menu-of-a-mixed-selection")


def test_versions_of_one_file_are_not_restored_together(page: Page) -> None:
    page.goto(CATS)
    version(page, 1).click(modifiers=["Control"])
    version(page, 2).click(modifiers=["Control"])
    version(page, 2).click(button="right")

    expect(item(page, "Restore version")).to_be_disabled()
    expect(item(page, "Restore version")).to_have_accessible_description(
        "Only one version of a file: several of cat.jpg selected."
    )
    expect(item(page, "Delete version")).to_be_enabled()


@pytest.mark.parametrize("key", ["ContextMenu", "Shift+F10"])
def test_the_menu_is_used_by_keyboard(page: Page, key: str) -> None:
    page.goto("/library/pets")
    tile(page, "cat.jpg").focus()

    page.keyboard.press(key)
    expect(item(page, "Rename")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(item(page, "Delete")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(item(page, "Rename")).to_be_focused()
    page.keyboard.press("End")
    expect(item(page, "Delete")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("d")
    expect(item(page, "Download")).to_be_focused()
    page.keyboard.press("d")
    expect(item(page, "Details")).to_be_focused()
    page.keyboard.press("Escape")

    expect(page.get_by_role("menu")).to_have_count(0)
    expect(tile(page, "cat.jpg")).to_be_focused()


def test_a_word_that_is_typed_finds_its_entry(page: Page) -> None:
    page.goto("/library/pets")
    menu_of(page, "cat.jpg")

    page.keyboard.type("copy u")

    expect(item(page, "Copy URL")).to_be_focused()


def test_a_disabled_entry_can_be_reached_and_does_nothing(page: Page) -> None:
    page.goto("/library/pets")
    menu_of(page, "cat.jpg", "dog.png")

    page.keyboard.press("Home")
    expect(item(page, "Rename")).to_be_focused()
    expect(item(page, "Rename")).to_have_accessible_description("One at a time: 2 selected.")
    page.keyboard.press("Enter")

    expect(page.get_by_role("menu")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_every_tile_has_a_button_for_the_menu(page: Page) -> None:
    page.goto("/library/pets")

    tile(page, "dog.png").get_by_role("button").last.click()

    assert entries(page.get_by_role("menu")) == CURRENT
    page.mouse.click(600, 700)
    expect(page.get_by_role("menu")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 767, 768, 1440])
def test_the_menu_stays_on_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 600})
    page.goto("/library/pets")
    menu = menu_of(page, "dog.png")

    box = menu.bounding_box()

    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 600
    is_sheet = box["width"] == width and box["y"] + box["height"] == 600
    assert is_sheet == (width < 768)


def test_a_key_that_may_only_read_sees_no_writing_entry(
    visitor: Page, library: Server, shoot: Shoot
) -> None:
    sign_in(visitor, created(library.home, "--read-only").private)

    visitor.goto("/library/pets")
    assert entries(menu_of(visitor, "cat.jpg")) == ["Download", "Copy URL", "Details"]
    shoot(visitor, "menu-of-a-reader")
    visitor.keyboard.press("Escape")
    for press in ("F2", "Delete"):
        visitor.keyboard.press(press)
        expect(visitor.get_by_role("dialog")).to_have_count(0)
    visitor.goto(CATS)
    version(visitor, 1).click(button="right")
    assert entries(visitor.get_by_role("menu")) == ["Copy URL", "Details"]
    visitor.goto("/library")
    assert entries(menu_of(visitor, "Folder pets")) == ["Open"]
    visitor.goto("/library/pets")
    visitor.get_by_role("link", name="cat.jpg", exact=True).click()
    expect(visitor.get_by_role("heading", name="cat.jpg")).to_be_visible()
    visitor.goto(f"{visitor.url}?edit=focus")
    expect(visitor.get_by_role("region", name="Preview").get_by_role("img").first).to_be_visible()
    expect(visitor.get_by_role("button", name="Save focus area")).to_have_count(0)


def test_the_url_of_a_file_is_the_latest_and_that_of_a_version_its_own(
    page: Page, library: Server
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(CATS)

    pick(page, "Copy URL", "cat.jpg, JPG, 1920")
    expect(toast(page, "Copied the URL of cat.jpg. It always serves the latest")).to_be_visible()
    latest = page.evaluate("navigator.clipboard.readText()")
    version(page, 1).click(button="right")
    item(page, "Copy URL").click()
    expect(toast(page, "Copied the URL of Version 1 of cat.jpg.")).to_be_visible()
    first = page.evaluate("navigator.clipboard.readText()")

    assert latest == f"{library.base_url}/media/pets/cat.jpg"
    assert first.startswith(f"{latest}?ik-obj-version=")
    assert (
        library.client.anonymous.get(latest).content != library.client.anonymous.get(first).content
    )


def test_urls_of_private_files_are_signed_and_said_to_be(page: Page, library: Server) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/library/web")

    pick(page, "Copy URL", "hero.jpg", "logo.svg")
    expect(toast(page, "Copied 2 URLs, one a line.")).to_contain_text("1 of them are private")
    lines = page.evaluate("navigator.clipboard.readText()").split("\n")

    assert ["ik-s=" in line for line in lines] == [True, False]
    assert [library.client.anonymous.get(line).status_code for line in lines] == [200, 200]


def test_a_file_is_downloaded_as_it_was_uploaded(page: Page, library: Server) -> None:
    stored = library.client.at("/web/hero.jpg")
    assert stored is not None
    page.goto("/library/web")

    with page.expect_download() as found:
        pick(page, "Download", "hero.jpg")

    assert found.value.suggested_filename == "hero.jpg"
    assert found.value.path().stat().st_size == stored["size"]


def test_drafts_are_neither_downloaded_nor_cropped_and_it_is_said_why(page: Page) -> None:
    page.set_viewport_size(DESKTOP)
    page.goto("/library/web")

    menu_of(page, "draft.png")

    for name in ("Download", "Custom focus area"):
        expect(item(page, name)).to_have_accessible_description(
            "Drafts are not delivered: 1 selected."
        )
