"""The grid: one tab stop, keys, and ten thousand files of which few exist at a time."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.page import crowd
from tests.page.accessibility import assert_accessible
from tests.pictures import photo
from tests.servers import Server

LONG = 120_000
"""Milliseconds in which even a busy machine loads the whole crowd."""
AT_ONCE = 16
"""Thumbnails that may be under way together."""
MOST_TILES = 150
"""Tiles that may exist at a time on this screen."""


@pytest.fixture(scope="module")
def crowded(library: Server) -> Server:
    """The library, with ten thousand files in one folder."""
    original = library.client.upload(photo((400, 300)), "original.jpg", "/originals")
    crowd.fill(library, original["fileId"])
    return library


@pytest.fixture
def crowd_page(page: Page, crowded: Server) -> Page:
    """The page at that folder."""
    page.goto(f"/library{crowd.PATH}")
    expect(cell(page, crowd.name(0))).to_be_visible()
    return page


def cell(page: Page, name: str) -> Locator:
    """The tile of a file or a folder."""
    return page.get_by_role("gridcell", name=re.compile(f"^{re.escape(name)}"))


def scroll_to(page: Page, share: float) -> None:
    """Scrolls to this share of the folder at once, as by dragging the scrollbar."""
    page.evaluate(
        "(share) => { const main = document.querySelector('main');"
        " main.scrollTop = share * (main.scrollHeight - main.clientHeight) }",
        share,
    )


def seen(page: Page) -> list[int]:
    """Places of the tiles on the screen, once the scroll has been drawn."""
    places: list[int] = page.evaluate(
        """() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => {
          const { top, bottom } = document.querySelector("main").getBoundingClientRect();
          const tiles = [...document.querySelectorAll("asset-grid .tile")].filter((tile) => {
            const box = tile.getBoundingClientRect();
            return box.bottom > top && box.top < bottom;
          });
          resolve(tiles.map((tile) => Number(tile.dataset.index)));
        })))"""
    )
    return places


def test_it_is_one_stop_for_tab(page: Page) -> None:
    page.goto("/library/pets")
    expect(cell(page, "dog.png")).to_be_visible()

    expect(page.locator("asset-grid [tabindex='0']")).to_have_count(1)
    page.get_by_role("button", name="List", exact=True).focus()
    page.keyboard.press("Tab")
    expect(cell(page, "cat.jpg")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")

    expect(cell(page, "disc.webp")).to_be_focused()


def test_arrows_go_through_both_sections(page: Page) -> None:
    page.goto("/library")
    cell(page, "Folder pets").focus()

    page.keyboard.press("ArrowDown")
    expect(cell(page, "wide.jpg")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(cell(page, "Folder pets")).to_be_focused()
    page.keyboard.press("End")
    expect(cell(page, "wide.jpg")).to_be_focused()

    page.keyboard.press("Home")
    expect(cell(page, "Folder empty")).to_be_focused()


def test_readers_are_told_how_large_it_is(crowd_page: Page) -> None:
    grid = crowd_page.get_by_role("grid", name="Content of crowd")
    columns = int(grid.get_attribute("aria-colcount") or 0)

    # The heading is a row as well.
    expect(grid).to_have_attribute("aria-rowcount", str(1 - -crowd.FILES // columns))
    expect(grid).to_have_attribute("aria-multiselectable", "true")
    crowd_page.keyboard.press("Tab")
    cell(crowd_page, crowd.name(0)).focus()
    crowd_page.keyboard.press("End")
    row = crowd_page.get_by_role("row").last
    expect(row).to_have_attribute("aria-rowindex", grid.get_attribute("aria-rowcount") or "")


def test_a_double_click_and_the_name_open(page: Page) -> None:
    for act in ("dblclick", "click"):
        page.goto("/library/pets")
        tile = cell(page, "dog.png")
        if act == "click":
            tile.get_by_role("link", name="dog.png").click()
        else:
            tile.locator(".thumb").dblclick()
        expect(page).to_have_url(re.compile("/file/"))


def test_the_menu_comes_by_button_pointer_and_key(page: Page) -> None:
    page.goto("/library/pets")
    tile = cell(page, "dog.png")

    tile.get_by_role("button", name="Actions for dog.png").click()
    expect(page.get_by_role("menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(tile).to_be_focused()
    tile.locator(".thumb").click(button="right")
    expect(page.get_by_role("menu")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+F10")

    expect(page.get_by_role("menu")).to_be_visible()


def test_the_last_file_is_there_at_once(crowd_page: Page) -> None:
    asked: list[Request] = []
    cell(crowd_page, crowd.name(0)).focus()
    crowd_page.on("request", lambda request: asked.append(request))

    crowd_page.keyboard.press("End")

    last = cell(crowd_page, crowd.name(crowd.FILES - 1))
    expect(last).to_be_focused()
    from_end = [each for each in asked if '"before"' in str(each.post_data)]
    from_start = [each for each in asked if '"after"' in str(each.post_data)]
    assert from_end
    assert len(from_start) < crowd.FILES // 100 // 2


def test_no_place_stays_blank(crowd_page: Page) -> None:
    for share in (0.02, 0.5, 1, 0.75, 0.25):
        scroll_to(crowd_page, share)
        places = seen(crowd_page)
        expected = round(share * crowd.FILES)
        assert len(places) > 5
        assert places == list(range(places[0], places[-1] + 1)), "no row is left out"
        assert abs(places[0] - expected) < 40
        for place in (places[0], places[-1]):
            expect(cell(crowd_page, crowd.name(place))).to_be_attached(timeout=LONG)
        assert crowd_page.locator("asset-grid .tile").count() < MOST_TILES


@pytest.mark.parametrize("share", [0.5, 0.75])
def test_a_jump_asks_for_little_more_than_what_is_seen_there(
    crowd_page: Page, share: float
) -> None:
    asked: list[Request] = []
    crowd_page.on(
        "request",
        lambda request: asked.append(request) if "query Files" in str(request.post_data) else None,
    )

    scroll_to(crowd_page, share)
    places = seen(crowd_page)

    for place in (places[0], places[-1]):
        expect(cell(crowd_page, crowd.name(place))).to_be_attached(timeout=LONG)
    # What is seen, what is around it, and what was under way before.
    assert 1 <= len(asked) <= 6


def test_nothing_moves_while_the_rest_is_loaded(crowd_page: Page) -> None:
    scroll_to(crowd_page, 0.3)
    before = seen(crowd_page)

    expect(cell(crowd_page, crowd.name(before[0]))).to_be_attached(timeout=LONG)

    assert seen(crowd_page) == before


def test_a_range_reaches_over_what_was_never_drawn(crowd_page: Page) -> None:
    cell(crowd_page, crowd.name(2)).locator(".thumb").click()
    scroll_to(crowd_page, 0.06)
    place = seen(crowd_page)[-1]
    target = cell(crowd_page, crowd.name(place))
    expect(target).to_be_attached(timeout=LONG)

    target.locator(".thumb").click(modifiers=["Shift"])

    said = crowd_page.get_by_role("status").get_by_text(f"{place - 1} items selected")
    expect(said).to_be_attached(timeout=LONG)


def test_few_thumbnails_are_under_way_and_those_out_of_sight_given_up(
    page: Page, crowded: Server
) -> None:
    held: list[str] = []
    page.route("**/media/**", lambda route: held.append(route.request.url))
    page.goto(f"/library{crowd.PATH}")
    expect(cell(page, crowd.name(20))).to_be_attached()
    assert 0 < len(held) <= AT_ONCE

    with page.expect_event("requestfailed", lambda request: request.url in held):
        scroll_to(page, 1)
    expect(cell(page, crowd.name(crowd.FILES - 1))).to_be_visible(timeout=LONG)

    assert len(held) <= 2 * AT_ONCE


def test_everybody_can_use_it_in_the_middle(crowd_page: Page) -> None:
    scroll_to(crowd_page, 0.02)
    expect(cell(crowd_page, crowd.name(seen(crowd_page)[0]))).to_be_attached(timeout=LONG)

    assert_accessible(crowd_page)
