"""Renaming files and folders, and making folders, with Undo."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, Route, expect

from tests.page.accessibility import assert_accessible
from tests.page.acting import inputs, inside, pick, put, tile, toast, undo
from tests.page.conftest import Shoot
from tests.servers import Server


def field(page: Page) -> Locator:
    return page.get_by_role("dialog").get_by_label("New name")


def chosen(box: Locator) -> str:
    """The part of a text field that is marked."""
    text = "field => field.value.slice(field.selectionStart, field.selectionEnd)"
    return str(box.evaluate(text))


def test_a_file_gets_another_name_by_keyboard_and_its_own_back(
    page: Page, library: Server, shoot: Shoot
) -> None:
    put(library.client, "/named", "a.b.jpg", versions=2)
    page.goto("/library/named")
    tile(page, "a.b.jpg").focus()

    page.keyboard.press("F2")
    expect(field(page)).to_be_focused()
    assert chosen(field(page)) == "a.b"
    assert_accessible(page)
    shoot(page, "rename")
    page.keyboard.type("new")
    page.keyboard.press("Enter")

    expect(toast(page, "a.b.jpg is called new.jpg now.")).to_be_visible()
    expect(tile(page, "new.jpg")).to_be_visible()
    assert inside(library.client, "/named")["new.jpg"]["versionCount"] == 2
    undo(page)
    expect(tile(page, "a.b.jpg")).to_be_visible()
    assert list(inside(library.client, "/named")) == ["a.b.jpg"]


def test_a_name_that_is_taken_is_refused_in_words(page: Page, library: Server) -> None:
    put(library.client, "/taken", "a.jpg", "b.jpg")
    page.goto("/library/taken")

    pick(page, "Rename", "a.jpg")
    field(page).fill("b.jpg")
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert").get_by_text("b.jpg exists in this folder")).to_be_visible()
    expect(field(page)).to_be_focused()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert sorted(inside(library.client, "/taken")) == ["a.jpg", "b.jpg"]


def test_a_rename_that_was_under_way_when_the_dialog_was_left_is_shown(
    page: Page, library: Server
) -> None:
    put(library.client, "/left", "a.jpg")
    page.goto("/library/left")
    held: list[Route] = []

    def hold(route: Route) -> None:
        is_rename = "renameFile(input:" in (route.request.post_data or "")
        held.append(route) if is_rename else route.continue_()

    page.route("**/graphql", hold)
    pick(page, "Rename", "a.jpg")
    field(page).fill("b.jpg")
    with page.expect_request("**/graphql"):
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    (one,) = held
    one.continue_()

    expect(tile(page, "b.jpg")).to_be_visible()
    expect(toast(page, "a.jpg is called b.jpg now.")).to_be_visible()


def test_going_back_leaves_the_dialog(page: Page) -> None:
    page.goto("/library")
    page.get_by_role("link", name="pets").click()
    pick(page, "Rename", "cat.jpg")

    page.go_back()

    expect(tile(page, "Folder pets")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_same_name_asks_the_server_nothing(page: Page) -> None:
    page.goto("/library/pets")

    with inputs(page, "renameFile") as sent:
        pick(page, "Rename", "cat.jpg")
        page.get_by_role("dialog").get_by_role("button", name="Rename").click()
        expect(page.get_by_role("dialog")).to_have_count(0)

    assert sent == []


def test_a_folder_gets_another_name_and_its_own_back(page: Page, library: Server) -> None:
    put(library.client, "/shelf/before", "a.jpg")
    page.goto("/library/shelf")

    pick(page, "Rename", "Folder before")
    assert chosen(field(page)) == "before"
    field(page).fill("after")
    page.keyboard.press("Enter")

    expect(tile(page, "Folder after")).to_be_visible()
    assert list(inside(library.client, "/shelf/after")) == ["a.jpg"]
    undo(page)
    expect(tile(page, "Folder before")).to_be_visible()
    assert list(inside(library.client, "/shelf/before")) == ["a.jpg"]


def test_a_folder_is_made_where_one_is(page: Page, library: Server) -> None:
    put(library.client, "/place/there", "a.jpg")
    page.goto("/library/place")

    page.get_by_role("button", name="New", exact=True).click()
    page.get_by_role("menuitem", name="New folder").click()
    name = page.get_by_role("dialog").get_by_label(re.compile("name", re.IGNORECASE))
    for wrong, why in (("a/b", "no slash"), ("there", "there exists in this folder")):
        name.fill(wrong)
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert").get_by_text(why)).to_be_visible()
    name.fill("here")
    page.keyboard.press("Enter")

    expect(tile(page, "Folder here")).to_be_visible()
    assert sorted(inside(library.client, "/place")) == ["here", "there"]
