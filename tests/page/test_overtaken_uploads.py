"""Uploads that somebody else was faster than: nothing is buried, and people decide again."""

from __future__ import annotations

from playwright.sync_api import Page, Request, Route, expect

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


def test_an_upload_that_came_back_while_it_was_compared_can_be_cancelled_again(
    page: Page, library: Server
) -> None:
    library.client.upload(plain(RED), "back.jpg", "/came-back")
    page.goto("/library/came-back")
    upload(page, payload("back.jpg", photo((500, 300), seed=61)))
    expect(clash(page)).to_be_visible()
    compared: list[Route] = []
    sent: list[Route] = []

    def hold(route: Route) -> None:
        body = route.request.post_data_buffer or b""
        if b"query Taken($id" in body and not compared:
            return compared.append(route)
        return sent.append(route) if b"mutation Upload" in body else route.fallback()

    page.route("**/graphql", hold)
    answer(page, "Replace")
    expect(row(page, "back.jpg")).to_contain_text("Comparing")
    tray(page).get_by_role("button", name="Cancel back.jpg").click()
    with page.expect_request(_is_upload):
        tray(page).get_by_role("button", name="Retry back.jpg").click()
        compared[0].fallback()

    with page.expect_event("requestfailed", _is_upload):
        tray(page).get_by_role("button", name="Cancel back.jpg").click()

    expect(row(page, "back.jpg")).to_contain_text("Cancelled")
    assert len(sent) == 1
    assert numbers(library, "/came-back") == {"back.jpg": 1}


def _is_upload(request: Request) -> bool:
    return "multipart/form-data" in request.headers.get("content-type", "")
