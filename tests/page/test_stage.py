"""Notes and spoken words while a dialog is open, and what a sign-out leaves behind."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from tests.page.acting import inside, pick, put, tile, toast
from tests.page.filed import facts, file
from tests.page.uploading import payload, tray, upload
from tests.pictures import BLUE, RED, photo, plain
from tests.servers import PRIVATE_KEY, Server


def rename(page: Page, before: str, after: str) -> None:
    pick(page, "Rename", before)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill(after)
    dialog.get_by_role("textbox").press("Enter")
    expect(tile(page, after)).to_be_visible()


def test_notes_can_be_used_while_a_dialog_is_open(page: Page, library: Server) -> None:
    put(library.client, "/noted", "a.jpg")
    page.goto("/library/noted")
    rename(page, "a.jpg", "b.jpg")

    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("status").first).to_be_attached()
    dialog.get_by_role("button", name="Undo").click()
    expect(toast(page, "a.jpg")).to_be_visible()
    page.keyboard.press("Escape")

    expect(tile(page, "a.jpg")).to_be_visible()
    expect(toast(page, "a.jpg")).to_be_visible()


def test_undo_takes_back_nothing_older_than_the_last_thing_done(
    page: Page, library: Server
) -> None:
    put(library.client, "/undone", "a.jpg", "gone.jpg")
    page.goto("/library/undone")
    rename(page, "a.jpg", "b.jpg")
    pick(page, "Delete", "gone.jpg")
    page.get_by_role("dialog").get_by_role("button", name="Delete", exact=False).last.click()
    expect(tile(page, "gone.jpg")).to_have_count(0)

    tile(page, "b.jpg").focus()
    page.keyboard.press("Control+z")
    page.reload()

    expect(tile(page, "b.jpg")).to_be_visible()
    assert list(inside(library.client, "/undone")) == ["b.jpg"]


def test_nothing_of_a_session_is_left_for_the_next_person(page: Page, library: Server) -> None:
    put(library.client, "/left", "a.jpg")
    page.goto("/library/left")
    rename(page, "a.jpg", "b.jpg")
    held: list[Route] = []

    def hold(route: Route) -> None:
        if b"mutation Upload" in (route.request.post_data_buffer or b""):
            return held.append(route)
        return route.fallback()

    page.route("**/graphql", hold)
    upload(page, payload("late.jpg", photo((60, 40))))
    expect(tray(page).get_by_role("listitem")).to_have_count(1)

    page.get_by_role("button", name="Sign out").press("Enter")
    page.get_by_label("Key").fill(PRIVATE_KEY)
    page.keyboard.press("Enter")

    expect(tile(page, "b.jpg")).to_be_visible()
    expect(tray(page)).to_be_hidden()
    tile(page, "b.jpg").focus()
    page.keyboard.press("Control+z")
    page.reload()
    expect(tile(page, "b.jpg")).to_be_visible()


def test_an_old_version_deleted_by_key_leads_to_the_current_one(
    page: Page, library: Server
) -> None:
    cup = file(library.client, "/by-key/cup.jpg", [plain(RED), plain(BLUE)])
    page.goto(cup.address_of(1))
    expect(page.get_by_role("button", name="Delete version")).to_be_visible()

    page.keyboard.press("Delete")
    page.get_by_role("dialog").get_by_role("button", name="Delete version").click()

    expect(facts(page).get_by_text("Version 2, current")).to_be_visible()
    assert page.url.endswith(cup.address)


def test_closing_the_focus_area_leaves_no_second_copy_to_go_back_to(
    page: Page, library: Server
) -> None:
    cup = file(library.client, "/back/cup.jpg", [plain(RED, (600, 400))])
    page.goto("/library/back")
    tile(page, "cup.jpg").dblclick()
    page.get_by_role("button", name="Edit focus area").click()
    editor = page.get_by_role("application", name="Focus area")
    expect(editor).to_be_visible()

    page.locator("focus-area").get_by_role("button", name="Close").click()
    expect(editor).to_be_hidden()
    assert page.url.endswith(cup.address)
    page.go_back()

    expect(tile(page, "cup.jpg")).to_be_visible()
