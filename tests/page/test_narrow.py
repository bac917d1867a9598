"""A folder on a narrow window: nothing is cut off, and nothing lies on something else."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.client import Json
from tests.pictures import photo
from tests.servers import Server

NARROW = ViewportSize(width=320, height=640)
CUT = "element => element.scrollWidth > element.clientWidth"


@pytest.fixture(scope="module", autouse=True)
def long_named(library: Server) -> None:
    """A folder with a name of some length, as they are."""
    folder: Json = {"folderName": "spring campaign", "parentFolderPath": "/"}
    assert library.client.rest("POST", "/v1/folder", json=folder).status_code == 201


def test_names_of_folders_are_whole_on_a_narrow_window(page: Page) -> None:
    page.set_viewport_size(NARROW)

    page.goto("/library")
    name = page.get_by_role("link", name="spring_campaign")

    expect(name).to_be_visible()
    assert not name.evaluate(CUT)


def test_the_button_of_a_tile_lies_beside_its_size(page: Page) -> None:
    page.set_viewport_size(NARROW)

    page.goto("/library/pets")
    tile = page.get_by_role("gridcell").filter(has_text="cat.jpg")
    words = tile.get_by_text("1920x1280")
    ends = words.evaluate("""(element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return range.getBoundingClientRect().right;
    }""")
    more = tile.get_by_role("button", name="Actions for cat.jpg").locator("svg").bounding_box()

    assert more is not None
    assert ends <= more["x"]


def test_a_list_has_names_beside_the_badges_on_a_narrow_window(page: Page) -> None:
    page.set_viewport_size(NARROW)

    page.goto("/search?q=cat&versions=1")
    page.get_by_role("button", name="List").click()
    row = page.get_by_role("gridcell").filter(has_text="FILE VERSION . Version 1")

    expect(row.get_by_text("FILE VERSION . Version 1")).to_be_in_viewport(ratio=1)
    assert not row.get_by_role("link", name="cat.jpg").evaluate(CUT)
    assert not row.locator("time").evaluate(CUT)
    assert not row.evaluate("element => element.scrollHeight > element.clientHeight + 1")


def test_a_list_has_names_beside_what_is_said_of_them_on_a_narrow_window(
    page: Page, library: Server
) -> None:
    for seed in range(2):
        content = photo((60, 40), seed=seed)
        library.client.upload(content, "sketch.jpg", "/kept", isPrivateFile=True, isPublished=False)
    page.set_viewport_size(NARROW)

    page.goto("/library/kept?view=list")
    row = page.get_by_role("gridcell", name="sketch.jpg")

    for text in ("Private", "Draft", "v2"):
        expect(row.get_by_text(text, exact=True)).to_be_in_viewport(ratio=1)
    assert not row.get_by_role("link", name="sketch.jpg", exact=True).evaluate(CUT)
    assert not row.evaluate("element => element.scrollHeight > element.clientHeight + 1")


def test_notes_do_not_lie_on_the_actions_of_a_file(page: Page, library: Server) -> None:
    cat = library.client.graphql('{ file(path: "/pets/cat.jpg") { id } }')["file"]
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.set_viewport_size(NARROW)
    page.goto(f"/file/{cat['id']}")

    page.get_by_role("button", name="Copy URL", exact=True).click()
    page.get_by_role("button", name="Copy URL (always latest)").click()
    note = page.get_by_role("region", name="Notifications")
    expect(note.get_by_text("Copied the URL")).to_be_visible()
    shown = note.bounding_box()
    below = page.get_by_role("button", name="Edit focus area").bounding_box()

    assert shown is not None
    assert below is not None
    assert shown["y"] + shown["height"] <= below["y"]
