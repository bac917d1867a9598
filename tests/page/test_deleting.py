"""Deleting files and folders: asked about first, done in batches, and told when some stay."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.page.accessibility import assert_accessible
from tests.page.acting import bar, choose, inputs, inside, pick, put, tile, toast
from tests.page.conftest import Shoot
from tests.servers import Server


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def agree(page: Page) -> None:
    dialog(page).get_by_role("button", name="Delete for good").click()


def test_a_file_goes_with_all_versions_after_a_question(
    page: Page, library: Server, shoot: Shoot
) -> None:
    put(library.client, "/gone", "a.jpg", "b.jpg", versions=2)
    page.goto("/library/gone")
    tile(page, "a.jpg").focus()

    page.keyboard.press("Delete")
    expect(dialog(page)).to_have_accessible_name("Delete a.jpg?")
    expect(dialog(page).get_by_role("listitem")).to_have_text("a.jpg, with all 2 versions")
    expect(dialog(page).get_by_text("This is for good: there is no trash")).to_be_visible()
    expect(dialog(page).get_by_role("button", name="Cancel")).to_be_focused()
    assert_accessible(page)
    shoot(page, "delete")
    agree(page)

    expect(toast(page, "a.jpg was deleted.")).to_be_visible()
    expect(page.get_by_role("region").get_by_role("button", name="Undo")).to_have_count(0)
    expect(page.get_by_role("gridcell")).to_have_count(1)
    assert list(inside(library.client, "/gone")) == ["b.jpg"]


@pytest.mark.parametrize("key", ["Enter", "Escape"])
def test_nothing_goes_when_the_person_leaves(page: Page, library: Server, key: str) -> None:
    put(library.client, f"/left-{key}", "a.jpg")
    page.goto(f"/library/left-{key}")
    pick(page, "Delete", "a.jpg")
    expect(dialog(page).get_by_role("button", name="Cancel")).to_be_focused()

    page.keyboard.press(key)

    expect(dialog(page)).to_have_count(0)
    expect(tile(page, "a.jpg")).to_be_focused()
    assert list(inside(library.client, f"/left-{key}")) == ["a.jpg"]


def test_many_folders_are_asked_about_twenty_at_a_time(page: Page, library: Server) -> None:
    for at in range(21):
        put(library.client, f"/counted/{at:02}", "a.jpg")
    page.goto("/library/counted")
    expect(tile(page, "20")).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or ""))

    tile(page, "00").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")

    expect(dialog(page).get_by_role("listitem").first).to_contain_text("1 file")
    assert sum("query Inside" in body for body in asked) == 2


def test_a_folder_says_how_many_files_are_in_it(page: Page, library: Server) -> None:
    put(library.client, "/outer/doomed/deep", "a.jpg", "b.jpg")
    put(library.client, "/outer", "kept.jpg")
    page.goto("/library/outer")

    pick(page, "Delete", "Folder doomed")
    expect(dialog(page).get_by_role("listitem")).to_have_text(
        "Folder doomed, with 2 files in it and all their versions"
    )
    agree(page)

    expect(toast(page, "doomed was deleted.")).to_be_visible()
    assert list(inside(library.client, "/outer")) == ["kept.jpg"]


def test_what_is_in_a_folder_goes_along_with_it(page: Page, library: Server) -> None:
    put(library.client, "/going", "going-a.jpg", "going-b.jpg")
    page.goto("/search?q=going")
    expect(page.get_by_role("gridcell")).to_have_count(3)
    tile(page, "going-a.jpg").focus()
    page.keyboard.press("Control+a")

    bar(page).get_by_role("button", name="Delete").click()
    expect(dialog(page)).to_have_accessible_name("Delete going?")
    agree(page)

    expect(toast(page, "going was deleted.")).to_be_visible()
    assert inside(library.client, "/going") == {}


def test_over_twenty_are_counted_by_typing_and_sent_by_the_hundred(
    page: Page, library: Server, shoot: Shoot
) -> None:
    put(library.client, "/crowd", *(f"p{number:03}.jpg" for number in range(120)))
    page.goto("/library/crowd")
    tile(page, "p000.jpg").focus()
    page.keyboard.press("Control+a")
    expect(bar(page).get_by_text("120 items selected")).to_be_visible()

    with inputs(page, "deleteFiles") as sent:
        bar(page).get_by_role("button", name="Delete").click()
        expect(dialog(page)).to_have_accessible_name("Delete 120 items?")
        agree(page)
        expect(page.get_by_role("alert").get_by_text("Type the number 120")).to_be_visible()
        assert_accessible(page)
        shoot(page, "delete-many")
        assert sent == []
        dialog(page).get_by_label("Type 120 to confirm").fill("120")
        page.keyboard.press("Enter")
        expect(toast(page, "120 items were deleted.")).to_be_visible()

    assert [len(each["ids"]) for each in sent] == [100, 20]
    expect(bar(page)).to_have_count(0)
    assert inside(library.client, "/crowd") == {}


def test_what_cannot_be_deleted_is_named_and_the_rest_goes(
    page: Page, library: Server, shoot: Shoot
) -> None:
    names = [f"p{number}.jpg" for number in range(4)]
    put(library.client, "/partly", *names)
    page.goto("/library/partly")
    choose(page, *names)
    lost = library.client.at("/partly/p2.jpg")
    assert lost is not None

    bar(page).get_by_role("button", name="Delete").click()
    expect(dialog(page).get_by_role("listitem")).to_have_count(4)
    library.client.delete(lost["fileId"])
    agree(page)

    expect(dialog(page)).to_have_accessible_name("3 of 4 deleted")
    expect(dialog(page).get_by_role("listitem")).to_have_count(1)
    expect(dialog(page).get_by_role("listitem")).to_contain_text("p2.jpg")
    assert_accessible(page)
    shoot(page, "partly-deleted")
    assert inside(library.client, "/partly") == {}
    dialog(page).get_by_role("button", name="Close").last.click()
    expect(dialog(page)).to_have_count(0)


def test_the_dialogs_work_on_narrow_windows(page: Page, library: Server, shoot: Shoot) -> None:
    put(library.client, "/narrow", *(f"p{number:02}.jpg" for number in range(24)))
    page.set_viewport_size({"width": 320, "height": 560})
    page.goto("/library/narrow")
    tile(page, "p00.jpg").focus()
    page.keyboard.press("Control+a")

    bar(page).get_by_role("button", name="Delete").click()

    box = dialog(page).bounding_box()
    assert box is not None
    assert (box["x"] >= 0, box["x"] + box["width"] <= 320) == (True, True)
    expect(dialog(page).get_by_role("button", name="Delete for good")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    shoot(page, "delete-320")
