"""A long folder that changes while it is looked at: nothing is lost, doubled or moved."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.page import crowd
from tests.page.acting import tile, toast
from tests.page.test_grid import LONG, cell, scroll_to, seen
from tests.pictures import photo
from tests.servers import Server

FILES = 2_000
NAMES = """(places) => places.map((place) =>
  document.querySelector(`[data-index="${place}"] .name`).textContent)"""


@pytest.fixture(scope="module")
def crowded(library: Server) -> Server:
    """The library, with many files in one folder."""
    original = library.client.upload(photo((40, 30)), "original.jpg", "/originals")
    crowd.fill(library, original["fileId"], FILES)
    return library


@pytest.fixture
def changing(page: Page, crowded: Server) -> Page:
    """The page at that folder."""
    page.goto(f"/library{crowd.PATH}")
    expect(page.locator("asset-grid .tile.file").first).to_be_visible()
    return page


def look_at(page: Page, share: float) -> list[str]:
    """Names on the screen after a jump there."""
    scroll_to(page, share)
    seen(page)
    expect(page.locator("asset-grid .tile.skeleton")).to_have_count(0, timeout=LONG)
    names: list[str] = page.evaluate(NAMES, seen(page))
    assert names == sorted(set(names)), "each once, in order"
    return names


def rename(page: Page, name: str) -> None:
    """Lets it end with an x, once its picture came, which nobody finds by the old name."""
    expect(tile(page, name).locator("img")).to_be_attached()
    tile(page, name).focus()
    page.keyboard.press("F2")
    page.get_by_role("dialog").get_by_role("textbox").fill(f"{name}x")
    page.keyboard.press("Enter")


def test_what_goes_elsewhere_is_noticed_where_it_was(changing: Page, library: Server) -> None:
    total = len(crowd_of(library))
    look_at(changing, 0.9)
    doomed = sorted(crowd_of(library))[total // 2]
    library.client.delete(crowd_of(library)[doomed])

    names = look_at(changing, 0.5)

    assert doomed not in names
    there = sorted(crowd_of(library))
    start = there.index(names[0])
    assert names == there[start : start + len(names)], "none is left out"


def test_a_change_leaves_the_screen_as_it_is(changing: Page, library: Server) -> None:
    names = look_at(changing, 0.5)
    middle = tile(changing, names[len(names) // 2])
    place = int(middle.get_attribute("data-index") or 0)
    gone = sorted(crowd_of(library))[0]
    library.client.delete(crowd_of(library)[gone])
    asked: list[str] = []
    changing.on("request", lambda request: asked.append(str(request.post_data)))

    rename(changing, names[len(names) // 2])

    renamed = tile(changing, f"{names[len(names) // 2]}x")
    expect(renamed).to_be_visible()
    expect(renamed).to_be_focused()
    # It is one nearer to the start, which shows only when all before it were counted.
    expect(renamed).to_have_attribute("data-index", str(place - 1), timeout=LONG)
    expect(renamed).to_be_in_viewport()
    pages = [each for each in asked if "query Files" in each]
    assert len(pages) < FILES // 100 // 2, "pages out of sight are not read again"


def test_the_end_of_a_folder_is_shown_when_that_came_much_nearer(
    changing: Page, library: Server
) -> None:
    names = look_at(changing, 1)
    there = crowd_of(library)
    gone = [there[name] for name in sorted(there)[100:250]]
    for ids in (gone[:100], gone[100:]):
        library.client.rest("POST", "/v1/files/batch/deleteByFileIds", json={"fileIds": ids})

    rename(changing, names[-1])

    renamed = tile(changing, f"{names[-1]}x")
    expect(renamed).to_have_attribute("data-index", str(len(there) - len(gone) - 1), timeout=LONG)
    expect(renamed).to_be_in_viewport()
    assert look_at(changing, 1) == [*names[:-1], f"{names[-1]}x"][-len(seen(changing)) :]


def test_all_of_it_is_chosen_though_most_was_never_seen(changing: Page, library: Server) -> None:
    total = len(crowd_of(library))
    look_at(changing, 0.5)
    cell(changing, sorted(crowd_of(library))[total // 2]).focus()

    changing.keyboard.press("Control+a")

    said = changing.get_by_role("status").get_by_text(f"{total:,} items selected")
    expect(said).to_be_attached(timeout=LONG)


def test_what_was_chosen_and_deleted_is_chosen_no_more(changing: Page, library: Server) -> None:
    names = look_at(changing, 0.5)
    for name in names[3:5]:
        tile(changing, name).click(modifiers=["Control"])

    changing.keyboard.press("Delete")
    changing.get_by_role("dialog").get_by_role("button", name="Delete").click()

    expect(toast(changing, "2 ")).to_be_visible()
    expect(changing.get_by_role("region", name="Selection")).to_be_hidden(timeout=LONG)
    assert not set(names[3:5]) & set(crowd_of(library))


def crowd_of(library: Server) -> dict[str, str]:
    """Ids of all files by their names."""
    listed = [
        each
        for skip in range(0, FILES, 1000)
        for each in library.client.listed(path=crowd.PATH, limit=1000, skip=skip)
    ]
    return {each["name"]: each["fileId"] for each in listed}
