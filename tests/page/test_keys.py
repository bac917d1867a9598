"""Keys: each one on the sheet does what the sheet says, and nothing where people type."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.page.accessibility import assert_accessible
from tests.page.acting import bar, inside, put, tile
from tests.page.conftest import Shoot
from tests.page.filed import file
from tests.page.keyboard import listed, sheet
from tests.pictures import BLUE, RED, plain
from tests.servers import Server

Walk = dict[str, Callable[[Page, list[str]], None]]


def walk(page: Page, rows: dict[str, list[str]], does: Walk) -> None:
    """Does each row's keys; the sheet and what is known of it are the same."""
    assert set(rows) == set(does)
    for row, keys in rows.items():
        does[row](page, keys)


def opens(name: str | re.Pattern[str]) -> Callable[[Page, list[str]], None]:
    """Each of the keys opens a dialog so called."""

    def check(page: Page, keys: list[str]) -> None:
        for key in keys:
            page.keyboard.press(key)
            expect(page.get_by_role("dialog", name=name)).to_be_visible()
            page.keyboard.press("Escape")
            expect(page.get_by_role("dialog")).to_have_count(0)

    return check


def picks_files(page: Page, keys: list[str]) -> None:
    """Asks which files to upload."""
    for key in keys:
        with page.expect_file_chooser():
            page.keyboard.press(key)


def undoes(page: Page, keys: list[str]) -> None:
    """Takes back what was last done with Undo."""
    undo = """async () => {
      const main = document.querySelector("script[type=module]").src;
      const { toastWithUndo } = await import(new URL("base/toasts.js", main));
      toastWithUndo("Done", () => document.body.toggleAttribute("data-undone"));
    }"""
    for key in keys:
        page.evaluate(undo)
        page.keyboard.press(key)
        expect(page.locator("body[data-undone]")).to_have_count(1)


def goes(steps: Iterable[str], start: str) -> Callable[[Page, list[str]], None]:
    """The keys lead from one tile to these, one after the other."""

    def check(page: Page, keys: list[str]) -> None:
        for key, to in zip(keys, steps, strict=True):
            tile(page, start).focus()
            page.keyboard.press(key)
            expect(tile(page, to)).to_be_focused()

    return check


def toggles(page: Page, keys: list[str]) -> None:
    """Chooses one, and lets it go."""
    for key in keys:
        tile(page, "k05.jpg").focus()
        page.keyboard.press(key)
        expect(bar(page).get_by_text("1 item selected")).to_be_visible()
        page.keyboard.press(key)
        expect(bar(page)).to_have_count(0)


def chooses(*numbers: int, start: str) -> Callable[[Page, list[str]], None]:
    """The keys choose so many, each from that tile on."""

    def check(page: Page, keys: list[str]) -> None:
        for key, number in zip(keys, numbers, strict=True):
            tile(page, start).click(modifiers=["Control"])
            page.keyboard.press(key)
            expect(bar(page).get_by_text(f"{number} items selected")).to_be_visible()
            page.keyboard.press("Escape")
            expect(bar(page)).to_have_count(0)

    return check


def clears(page: Page, keys: list[str]) -> None:
    """Nothing is chosen any more."""
    for key in keys:
        tile(page, "k05.jpg").click(modifiers=["Control"])
        expect(bar(page)).to_be_visible()
        page.keyboard.press(key)
        expect(bar(page)).to_have_count(0)


def shows_menu(page: Page, keys: list[str]) -> None:
    """The menu opens, and gives the focus back."""
    for key in keys:
        tile(page, "k05.jpg").focus()
        page.keyboard.press(key)
        expect(page.get_by_role("menu").filter(visible=True)).to_be_visible()
        page.keyboard.press("Escape")
        expect(tile(page, "k05.jpg")).to_be_focused()


def opens_file(page: Page, keys: list[str]) -> None:
    """The file's page comes, and Back leads here."""
    for key in keys:
        tile(page, "k05.jpg").focus()
        page.keyboard.press(key)
        expect(page).to_have_url(re.compile("/file/"))
        page.go_back()
        expect(tile(page, "k05.jpg")).to_be_focused()


ANYWHERE: Final[Walk] = {
    "Anywhere: Search": opens("Search the library"),
    "Anywhere: Upload files": picks_files,
    "Anywhere: New folder": opens(re.compile("New folder")),
    "Anywhere: Undo the last change": undoes,
    "Anywhere: Show this list": opens("Keyboard"),
}


def test_each_key_of_a_folder_works(page: Page, library: Server, shoot: Shoot) -> None:
    put(library.client, "/keys", *(f"k{number:02}.jpg" for number in range(40)))
    page.goto("/library/keys")
    expect(tile(page, "k05.jpg")).to_be_visible()
    columns = int(page.get_by_role("grid").get_attribute("aria-colcount") or 0)
    name = "k{:02}.jpg".format
    start = columns + 1

    walk(
        page,
        listed(page),
        {
            **ANYWHERE,
            "In the list of files: Go to the next item that way": goes(
                [name(start + by) for by in (-1, 1, -columns, columns)], name(start)
            ),
            "In the list of files: Go to the first or the last item": goes(
                ["k00.jpg", "k39.jpg"], name(start)
            ),
            "In the list of files: Go a page up or down": pages,
            "In the list of files: Open": opens_file,
            "In the list of files: Select, or not": toggles,
            "In the list of files: Select from here on": chooses(
                2, 2, columns + 1, columns + 1, start=name(start)
            ),
            "In the list of files: Select all": chooses(40, start=name(start)),
            "In the list of files: Select nothing": clears,
            "In the list of files: Open the menu": shows_menu,
            "In the list of files: Rename": opens(re.compile("Rename")),
            "In the list of files: Delete": opens(re.compile("Delete")),
        },
    )
    sheet(page)
    assert_accessible(page)
    shoot(page, "keys")


def pages(page: Page, keys: list[str]) -> None:
    """Up from the last item, down from the first."""
    tile(page, "k05.jpg").focus()
    for key, edge in zip(keys, ("End", "Home"), strict=True):
        page.keyboard.press(edge)
        before = page.evaluate("document.activeElement.innerText")
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.role") == "gridcell"
        assert page.evaluate("document.activeElement.innerText") != before


def test_each_key_of_a_file_works(page: Page, library: Server) -> None:
    filed = file(
        library.client, "/keyed/picture.png", [plain(RED, (60, 40)), plain(BLUE, (60, 40))]
    )
    page.goto(filed.address)
    heading = page.get_by_role("heading", name="picture.png")
    expect(heading).to_be_visible()

    def steps(key: str, address: str) -> None:
        page.keyboard.press(key)
        expect(page).to_have_url(re.compile(f"{re.escape(address)}$"))
        old = page.get_by_text("You are viewing Version 1, not the current one.")
        expect(old).to_be_visible(visible="/v/" in address)

    def older(page: Page, keys: list[str]) -> None:
        for key in keys:
            steps(key, filed.address_of(1))

    def newer(page: Page, keys: list[str]) -> None:
        for key in keys:
            steps(key, filed.address)

    def restores(page: Page, keys: list[str]) -> None:
        for key in keys:
            steps("[", filed.address_of(1))
            opens(re.compile("Restore"))(page, [key])
            steps("]", filed.address)

    walk(
        page,
        listed(page),
        {
            **ANYWHERE,
            "On the page of a file: Show the version before": older,
            "On the page of a file: Show the version after": newer,
            "On the page of a file: Restore this version": restores,
            "On the page of a file: Rename": opens(re.compile("Rename")),
            "On the page of a file: Delete": opens(re.compile("Delete")),
        },
    )


@pytest.mark.parametrize("key", ["/", "?", "n", "u"])
def test_no_key_acts_while_somebody_types_or_a_dialog_is_open(page: Page, key: str) -> None:
    page.goto("/library")
    expect(tile(page, "notes.txt")).to_be_visible()

    page.keyboard.press("/")
    text = page.get_by_role("dialog").get_by_label("Name")
    page.keyboard.press(key)
    expect(text).to_have_value(key)
    page.get_by_role("dialog").get_by_role("radio", name="Images").focus()
    page.keyboard.press(key)

    expect(page.get_by_role("dialog")).to_have_count(1)
    expect(text).to_have_value(key)


def test_single_characters_can_be_switched_off(page: Page) -> None:
    page.goto("/settings")
    page.get_by_role("checkbox", name="Keys of one character are shortcuts").uncheck()
    for key in ("/", "?", "n"):
        page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.get_by_role("button", name="Show all keys").click()

    opened = page.get_by_role("dialog", name="Keyboard")
    assert opened.locator("dt").all_inner_texts() == ["Undo the last change"]
    expect(opened.get_by_text("Keys of one character are off.")).to_be_visible()
    page.reload()
    box = page.get_by_role("checkbox", name="Keys of one character are shortcuts")
    expect(box).not_to_be_checked()


def test_a_rename_is_taken_back_by_the_key(page: Page, library: Server) -> None:
    put(library.client, "/taken-back", "before.jpg")
    page.goto("/library/taken-back")
    tile(page, "before.jpg").focus()
    page.keyboard.press("F2")
    page.get_by_role("dialog").get_by_role("textbox").fill("after.jpg")
    page.keyboard.press("Enter")
    expect(tile(page, "after.jpg")).to_be_visible()

    page.keyboard.press("Control+z")

    expect(tile(page, "before.jpg")).to_be_visible()
    assert list(inside(library.client, "/taken-back")) == ["before.jpg"]
