"""Uploads that somebody else was faster than: nothing is buried, and people decide again."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.page.accessibility import assert_accessible
from tests.page.uploading import answer, clash, numbers, payload, row, tray, upload
from tests.pictures import GREEN, RED, photo, plain
from tests.servers import Server


def test_a_version_that_came_meanwhile_is_not_buried(page: Page, library: Server) -> None:
    library.client.upload(plain(RED), "raced.jpg", "/raced")
    page.goto("/library/raced")
    upload(page, payload("raced.jpg", photo((500, 300), seed=58)))
    expect(clash(page)).to_be_visible()

    library.client.upload(plain(GREEN), "raced.jpg", "/raced")
    answer(page, "Replace")

    expect(row(page, "raced.jpg")).to_contain_text("Somebody made Version 2 of raced.jpg current")
    assert_accessible(page)
    assert numbers(library, "/raced") == {"raced.jpg": 2}
    tray(page).get_by_role("button", name="Choose what to do with raced.jpg").click()
    expect(clash(page).get_by_text("2 versions")).to_be_visible()
    answer(page, "Replace")
    expect(row(page, "raced.jpg")).to_contain_text("Version 3 is current now")
    assert numbers(library, "/raced") == {"raced.jpg": 3}


def test_a_name_that_was_taken_meanwhile_is_not_overwritten(page: Page, library: Server) -> None:
    library.client.upload(plain(RED), "first.jpg", "/meanwhile")
    page.goto("/library/meanwhile")
    upload(page, payload("first.jpg", photo(seed=59)), payload("late.jpg", photo(seed=60)))
    expect(clash(page)).to_be_visible()

    library.client.upload(plain(GREEN), "late.jpg", "/meanwhile")
    answer(page, "Skip")

    expect(row(page, "late.jpg")).to_contain_text("Another late.jpg has come there meanwhile")
    tray(page).get_by_role("button", name="Choose what to do with late.jpg").click()
    answer(page, "Skip")
    expect(tray(page)).to_have_count(0)
    assert numbers(library, "/meanwhile") == {"first.jpg": 1, "late.jpg": 1}
