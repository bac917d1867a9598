"""Copying and moving by the drawer: where to, what is warned about, what is sent, and Undo."""

from __future__ import annotations

import re
from itertools import count

import pytest
from playwright.sync_api import Page, Route, expect

from tests.page.accessibility import assert_accessible
from tests.page.acting import (
    bar,
    choose,
    drawer,
    enter,
    inputs,
    inside,
    lose,
    pick,
    press,
    put,
    tile,
    toast,
    undo,
    versions,
)
from tests.page.conftest import Shoot
from tests.servers import Server

ALL_VERSIONS = "Include File Versions"


@pytest.mark.parametrize(("checked", "count"), [(False, 1), (True, 3)])
def test_versions_are_copied_only_when_that_is_checked(
    page: Page, library: Server, checked: bool, count: int, shoot: Shoot
) -> None:
    put(library.client, f"/from-{count}", "a.jpg", versions=3)
    put(library.client, f"/to-{count}", "other.jpg")
    page.goto(f"/library/from-{count}")

    with inputs(page, "copyFile") as sent:
        pick(page, "Copy", "a.jpg")
        expect(drawer(page)).to_have_accessible_name("Copy a.jpg to")
        box = drawer(page).get_by_role("checkbox", name=ALL_VERSIONS)
        expect(box).not_to_be_checked()
        expect(drawer(page).get_by_role("button", name="Copy here")).to_be_disabled()
        enter(page, f"to-{count}")
        box.set_checked(checked)
        shoot(page, f"copy-drawer-{count}")
        press(page, "Copy here")
        expect(toast(page, f"a.jpg copied to /to-{count}.")).to_be_visible()

    (one,) = sent
    assert one["toFolderPath"] == f"/to-{count}"
    assert one.get("includeVersions") is (True if checked else None)
    assert versions(library.client, f"/to-{count}") == {"a.jpg": count, "other.jpg": 1}
    assert versions(library.client, f"/from-{count}") == {"a.jpg": 3}


def test_the_drawer_is_accessible_and_used_by_keyboard(page: Page, library: Server) -> None:
    put(library.client, "/keys", "a.jpg")
    put(library.client, "/keys/inner", "b.jpg")
    page.goto("/library/keys")
    tile(page, "a.jpg").focus()

    page.keyboard.press("ContextMenu")
    page.keyboard.type("copy")
    page.keyboard.press("Enter")
    expect(drawer(page).get_by_label("Search folders")).to_be_focused()
    assert_accessible(page)
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(drawer(page).get_by_role("button", name="inner")).to_be_focused()
    page.keyboard.press("Enter")
    expect(drawer(page).get_by_text("No folders found")).to_be_visible()
    drawer(page).get_by_role("button", name="Copy here").focus()
    page.keyboard.press("Enter")

    expect(toast(page, "a.jpg copied to /keys/inner.")).to_be_visible()
    expect(tile(page, "a.jpg")).to_be_focused()


def test_a_move_takes_all_versions_and_can_be_undone(
    page: Page, library: Server, shoot: Shoot
) -> None:
    put(library.client, "/here", "a.jpg", versions=2)
    put(library.client, "/there", "b.jpg")
    page.goto("/library/here")

    with inputs(page, "moveFile") as sent:
        pick(page, "Move", "a.jpg")
        expect(drawer(page).get_by_role("checkbox")).to_have_count(0)
        expect(drawer(page).get_by_text("All versions move too.")).to_be_visible()
        enter(page, "there")
        assert_accessible(page)
        shoot(page, "move-drawer")
        press(page, "Move here")
        expect(toast(page, "a.jpg moved to /there.")).to_be_visible()

    assert "includeVersions" not in sent[0]
    expect(page.get_by_role("gridcell")).to_have_count(0)
    assert versions(library.client, "/there") == {"a.jpg": 2, "b.jpg": 1}
    undo(page)
    expect(tile(page, "a.jpg")).to_be_visible()
    assert versions(library.client, "/here") == {"a.jpg": 2}
    assert versions(library.client, "/there") == {"b.jpg": 1}


def test_a_folder_goes_with_what_is_in_it_but_not_into_itself(page: Page, library: Server) -> None:
    put(library.client, "/tree/branch/leaf", "a.jpg", versions=2)
    put(library.client, "/pot/branch/leaf", "a.jpg")
    page.goto("/library/tree")

    pick(page, "Copy", "Folder branch")
    branch = drawer(page).get_by_role("list", name="Folders").get_by_role("button", name="branch")
    expect(branch).to_be_disabled()
    enter(page, "pot")
    expect(drawer(page).get_by_text("Folder branch exists there.")).to_be_visible()
    press(page, "Copy here")
    expect(toast(page, "branch copied to /pot.")).to_be_visible()
    assert versions(library.client, "/pot/branch/leaf") == {"a.jpg": 2}
    pick(page, "Move", "Folder branch")
    enter(page, "empty")
    press(page, "Move here")
    expect(toast(page, "branch moved to /empty.")).to_be_visible()
    assert versions(library.client, "/empty/branch/leaf") == {"a.jpg": 2}
    undo(page)

    expect(tile(page, "Folder branch")).to_be_visible()
    assert versions(library.client, "/tree/branch/leaf") == {"a.jpg": 2}
    assert inside(library.client, "/empty") == {}


def test_folders_are_found_by_name_and_made_on_the_way(
    page: Page, library: Server, shoot: Shoot
) -> None:
    put(library.client, "/source", "a.jpg")
    put(library.client, "/x/y/Summer_sale", "b.jpg")
    page.goto("/library/source")

    pick(page, "Copy", "a.jpg")
    search = drawer(page).get_by_label("Search folders")
    search.fill("nothing is called so")
    expect(drawer(page).get_by_text("No folders found")).to_be_visible()
    search.fill("sale")
    found = drawer(page).get_by_role("list", name="Folders").get_by_role("button")
    expect(found).to_have_text(re.compile("Summer_sale/x/y/Summer_sale"))
    shoot(page, "folder-search")
    found.click()
    crumbs = drawer(page).get_by_role("navigation", name="Destination").get_by_role("listitem")
    expect(crumbs).to_have_count(4)
    press(page, "New folder")
    page.get_by_label("Name of the folder").fill("inner")
    page.keyboard.press("Enter")
    expect(crumbs).to_have_count(5)
    press(page, "Copy here")

    expect(toast(page, "a.jpg copied to /x/y/Summer_sale/inner.")).to_be_visible()
    assert versions(library.client, "/x/y/Summer_sale/inner") == {"a.jpg": 1}


def test_folders_are_sorted_and_come_page_by_page(page: Page, library: Server) -> None:
    for number in range(55):
        library.client.create_folder(f"f{number:02}", "/sorted")
    put(library.client, "/sorted", "a.jpg")
    page.goto("/library/sorted")

    pick(page, "Copy", "a.jpg")
    rows = drawer(page).get_by_role("list", name="Folders").get_by_role("listitem")
    expect(rows).to_have_count(50)
    press(page, "Show more")
    expect(rows).to_have_count(55)
    expect(rows.last.get_by_role("button")).to_have_text("f54")
    drawer(page).get_by_label("Sort folders").select_option("Name, Z to A")

    expect(rows.first).to_have_text("f54")


def test_what_could_not_be_moved_is_named_and_tried_again(
    page: Page, library: Server, shoot: Shoot
) -> None:
    names = [f"p{number:02}.jpg" for number in range(12)]
    put(library.client, "/many", *names)
    put(library.client, "/goal", "z.jpg")
    page.goto("/library/many")
    choose(page, *names)

    bar(page).get_by_role("button", name="Move").click()
    enter(page, "goal")
    lose(library.client, "/many", *names[:3])
    expect(drawer(page).get_by_role("button", name="Move here")).to_be_enabled()
    press(page, "Move here")

    expect(page.get_by_role("dialog")).to_have_accessible_name("9 of 12 moved")
    failures = page.get_by_role("dialog").get_by_role("listitem")
    expect(failures).to_have_count(3)
    expect(failures.first).to_contain_text("p00.jpg")
    assert_accessible(page)
    shoot(page, "partly-moved")
    page.get_by_role("button", name="Retry those").click()
    expect(page.get_by_role("dialog")).to_have_accessible_name("9 of 12 moved")
    page.get_by_role("dialog").get_by_role("button", name="Close").last.click()

    expect(toast(page, "9 items moved to /goal.")).to_be_visible()
    assert set(versions(library.client, "/goal")) == {*names[3:], "z.jpg"}


def delay_second(page: Page, mutation: str) -> None:
    """The second of these is answered after some of those that follow."""
    held: list[Route] = []
    asked = count(1)

    def pass_on(route: Route) -> None:
        number = next(asked) if mutation in (route.request.post_data or "") else 0
        if number == 2:
            held.append(route)
            return
        route.continue_()
        if number == 6:
            held.pop().continue_()

    page.route("**/graphql", pass_on)


def test_many_that_are_left_for_one_reason_are_one_line_that_unfolds_to_their_names(
    page: Page, library: Server, shoot: Shoot
) -> None:
    names = [f"p{number:02}.jpg" for number in range(12)]
    put(library.client, "/crowded", *names)
    put(library.client, "/room", "z.jpg")
    page.goto("/library/crowded")
    choose(page, *names)

    bar(page).get_by_role("button", name="Move").click()
    enter(page, "room")
    expect(drawer(page).get_by_role("button", name="Move here")).to_be_enabled()
    lose(library.client, "/crowded", *names[1:])
    delay_second(page, "moveFile")
    press(page, "Move here")

    expect(page.get_by_role("dialog")).to_have_accessible_name("1 of 12 moved")
    failures = page.get_by_role("dialog").get_by_role("listitem")
    expect(failures).to_have_count(1)
    expect(failures).to_contain_text("11 items")
    expect(failures).to_contain_text("does not exist")
    assert_accessible(page)
    failures.locator("summary").click()
    expect(failures.get_by_role("listitem")).to_have_text(names[1:])
    assert_accessible(page)
    shoot(page, "partly-moved-for-one-reason")
    page.get_by_role("dialog").get_by_role("button", name="Close").last.click()


def test_a_long_move_shows_how_far_it_is_and_can_be_stopped(page: Page, library: Server) -> None:
    names = [f"p{number}.jpg" for number in range(6)]
    put(library.client, "/slow", *names)
    put(library.client, "/calm", "z.jpg")
    page.goto("/library/slow")
    choose(page, *names)
    held: list[Route] = []

    def hold(route: Route) -> None:
        is_move = "moveFile(input:" in (route.request.post_data or "")
        held.append(route) if is_move else route.continue_()

    bar(page).get_by_role("button", name="Move").click()
    enter(page, "calm")
    page.route("**/graphql", hold)
    press(page, "Move here")
    expect(page.get_by_role("progressbar", name="Moving")).to_be_visible()
    expect(page.get_by_role("dialog").get_by_text("0 of 6")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Stop").click()

    expect(page.get_by_role("dialog", name="0 of 6 moved")).to_be_visible()
    page.unroute("**/graphql")
    page.get_by_role("button", name="Retry those").click()
    expect(toast(page, "6 items moved to /calm.")).to_be_visible()
    assert len(held) == 4
    assert sorted(versions(library.client, "/calm")) == [*names, "z.jpg"]


@pytest.mark.parametrize("width", [320, 768])
def test_the_drawer_fits_the_window(page: Page, width: int, shoot: Shoot) -> None:
    page.set_viewport_size({"width": width, "height": 600})
    page.goto("/library/pets")

    pick(page, "Copy", "cat.jpg")
    enter(page)

    box = drawer(page).bounding_box()
    assert box is not None
    assert (box["x"] + box["width"], box["height"]) == (width, 600)
    assert (box["width"] == width) == (width < 768)
    expect(drawer(page).get_by_role("button", name="Copy here")).to_be_in_viewport()
    shoot(page, f"copy-drawer-{width}")
