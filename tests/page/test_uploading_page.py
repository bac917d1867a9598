"""Uploading from the page: what is asked, what is sent, and what the library has then."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.page.accessibility import assert_accessible
from tests.page.conftest import Shoot, sign_in
from tests.page.uploading import choose, expect_totals, payload, row, sendings, tray, upload
from tests.pictures import GREEN, photo, plain
from tests.servers import Server

DETAILS = """query Details($path: String!) { file(path: $path) {
  tags description isPrivate isPublished versionCount } }"""


def details(library: Server, path: str) -> dict[str, object] | None:
    found: dict[str, object] | None = library.client.graphql(DETAILS, {"path": path})["file"]
    return found


def test_chosen_files_go_to_the_folder_shown(page: Page, library: Server, shoot: Shoot) -> None:
    page.goto("/library/empty")

    dialog = choose(page, payload("one.jpg", photo(seed=11)), payload("two.jpg", photo(seed=12)))
    expect(dialog).to_have_accessible_name("Upload 2 files to /empty")
    assert_accessible(page)
    shoot(page, "upload-settings")
    page.keyboard.press("Enter")

    expect_totals(page, "2 of 2 done")
    assert_accessible(page)
    shoot(page, "upload-done")
    assert details(library, "/empty/one.jpg") is not None
    assert details(library, "/empty/two.jpg") is not None
    row(page, "one.jpg").get_by_role("link", name="one.jpg").click()
    expect(page).to_have_url(f"{library.base_url}/file/{_id(library, '/empty/one.jpg')}")
    expect(tray(page)).to_be_visible()


def _id(library: Server, path: str) -> str:
    found: str = library.client.graphql(f'{{ file(path: "{path}") {{ id }} }}')["file"]["id"]
    return found


def test_from_a_search_files_go_to_the_root(page: Page, library: Server) -> None:
    page.goto("/search?q=cat")

    upload(page, payload("from search.jpg", photo(seed=13)))

    expect_totals(page, "1 of 1 done")
    expect(row(page, "from_search.jpg")).to_contain_text("Uploaded")
    assert details(library, "/from_search.jpg") is not None


def test_from_the_page_of_a_file_files_go_to_its_folder(page: Page, library: Server) -> None:
    page.goto(f"/file/{_id(library, '/pets/dog.png')}")
    expect(page.get_by_role("heading", level=1)).to_have_text("dog.png")

    dialog = choose(page, payload("beside.jpg", photo(seed=21)))

    expect(dialog).to_have_accessible_name("Upload 1 file to /pets")


def test_settings_of_one_file_go_before_those_of_all(page: Page, library: Server) -> None:
    page.goto("/library/empty")
    dialog = choose(page, payload("all.jpg", photo(seed=14)), payload("own.jpg", photo(seed=15)))

    dialog.get_by_label("Folder").fill("/empty/deep er")
    dialog.get_by_text("More settings for all files").click()
    dialog.get_by_label("Tags", exact=True).fill("sale, red,")
    dialog.get_by_label("Draft").select_option("Yes")
    dialog.get_by_label("Private").select_option("Yes")
    dialog.get_by_text("2 files,").click()
    dialog.get_by_role("button", name="Settings of own.jpg").click()
    own = dialog.get_by_role("listitem").filter(has_text="own.jpg")
    own.get_by_label("Private").select_option("No")
    own.get_by_label("Description", exact=True).fill("The only one")
    own.get_by_label("Folder").fill("/empty/else")
    assert_accessible(page)
    dialog.get_by_role("button", name="Upload", exact=True).click()
    expect_totals(page, "2 of 2 done")

    assert details(library, "/empty/deep_er/all.jpg") == {
        "tags": ["sale", "red"],
        "description": None,
        "isPrivate": True,
        "isPublished": False,
        "versionCount": 1,
    }
    assert details(library, "/empty/else/own.jpg") == {
        "tags": ["sale", "red"],
        "description": "The only one",
        "isPrivate": False,
        "isPublished": False,
        "versionCount": 1,
    }


def test_a_file_can_be_left_out(page: Page, library: Server) -> None:
    page.goto("/library/empty")
    dialog = choose(page, payload("in.jpg", photo(seed=16)), payload("out.jpg", photo(seed=17)))

    dialog.get_by_text("2 files,").click()
    dialog.get_by_role("button", name="Leave out out.jpg").click()
    expect(dialog.get_by_text("1 file,")).to_be_visible()
    dialog.get_by_role("button", name="Upload", exact=True).click()

    expect_totals(page, "1 of 1 done")
    assert details(library, "/empty/out.jpg") is None


def test_leaving_the_dialog_sends_nothing(page: Page) -> None:
    page.goto("/library/empty")
    sent = sendings(page)

    choose(page, payload("never.jpg", photo(seed=18)))
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="New", exact=True)).to_be_focused()
    assert sent == []


@pytest.mark.parametrize("folder", ["/a/../b", "."])
def test_a_folder_that_cannot_be_is_refused_in_the_dialog(page: Page, folder: str) -> None:
    page.goto("/library/empty")
    dialog = choose(page, payload("kept.jpg", photo(seed=19)))

    dialog.get_by_label("Folder").fill(folder)
    dialog.get_by_role("button", name="Upload", exact=True).click()

    expect(dialog.get_by_text("A folder cannot be called")).to_be_visible()


def test_what_is_too_large_is_named_with_the_limit_and_the_rest_goes_on(
    page: Page, library: Server
) -> None:
    # The real limit would take gigabytes of memory to pass.
    page.route("**/graphql", _with_small_limit)
    page.goto("/library/empty")
    large = payload("large.bin", b"x" * 3000, "application/octet-stream")

    dialog = choose(page, large, payload("small.png", plain(GREEN, (8, 8), "png"), "image/png"))
    expect(dialog.get_by_text("large.bin has 2.93 KB; at most 2 KB are taken.")).to_be_visible()
    expect(dialog).to_have_accessible_name("Upload 1 file to /empty")
    dialog.get_by_role("button", name="Upload", exact=True).click()
    expect_totals(page, "1 of 1 done")
    dialog = choose(page, large)

    expect(dialog).to_have_accessible_name("This file cannot be uploaded")
    expect(dialog.get_by_text("at most 2 KB")).to_be_visible()
    assert_accessible(page)
    assert details(library, "/empty/large.bin") is None


def _with_small_limit(route: Route) -> None:
    if "maxUploadBytes" not in (route.request.post_data or ""):
        return route.continue_()
    answer = route.fetch()
    body = answer.json()
    body["data"]["serverInfo"]["maxUploadBytes"] = 2048
    return route.fulfill(response=answer, json=body)


def test_a_new_folder_is_made_in_the_one_shown(page: Page, library: Server) -> None:
    page.goto("/library/empty")

    page.get_by_role("button", name="New", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="File upload")).to_be_focused()
    assert_accessible(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("textbox").fill("made here")
    page.keyboard.press("Enter")

    expect(page.get_by_role("dialog")).to_have_count(0)
    found = library.client.graphql('{ folder(path: "/empty/made_here") { id } }')
    assert found["folder"] is not None


def test_who_may_only_read_is_offered_no_upload(visitor: Page, library: Server) -> None:
    made = library.home.run("keys", "create", "--name", "reader", "--read-only").stdout
    key = next(word for word in made.split() if word.startswith("private_"))
    sign_in(visitor, key)

    visitor.goto("/library/empty")

    expect(visitor.get_by_text("This key may only read.")).to_be_visible()
    expect(visitor.get_by_role("button", name="New", exact=True)).to_have_count(0)
