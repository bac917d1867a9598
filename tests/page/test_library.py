"""A folder in the page: where it is, what is in it, how it is sorted, and coming back to it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, ViewportSize, expect

from tests.page import shelf, watching
from tests.page.accessibility import assert_accessible
from tests.page.conftest import Shoot
from tests.servers import Server

SIZES = (
    ViewportSize(width=320, height=700),
    ViewportSize(width=768, height=900),
    ViewportSize(width=1440, height=900),
)


def files(page: Page) -> Locator:
    """Names of the files that are shown, in order."""
    return page.locator("asset-grid .tile.file .name")


def hold(page: Page, query: str) -> Callable[[], None]:
    """Keeps this query from being answered until what it returns is called."""
    held: list[Route] = []
    is_open = False

    def wait(route: Route) -> None:
        if not is_open and query in str(route.request.post_data):
            held.append(route)
        else:
            route.continue_()

    def release() -> None:
        nonlocal is_open
        is_open = True
        for route in held:
            route.continue_()

    page.route("**/graphql", wait)
    return release


def test_folders_come_first_then_files(page: Page) -> None:
    page.goto("/library")

    expect(page.get_by_role("heading", level=1)).to_have_text("Home")
    expect(page.get_by_role("heading", level=2)).to_have_text(["Folders 3", "Files 2"])
    names = page.locator("asset-grid .tile .name")
    expect(names).to_have_text(["empty", "pets", "web", "notes.txt", "wide.jpg"])


def test_a_tile_tells_format_name_size_and_dimensions(page: Page, library: Server) -> None:
    page.goto("/library/pets")

    tile = page.get_by_role("gridcell", name=re.compile("^dog.png"))

    expect(tile.locator(".format")).to_have_text("PNG")
    expect(tile.get_by_role("link", name="dog.png")).to_be_visible()
    expect(tile.locator(".facts")).to_have_text(re.compile(r"^[\d.]+ KB \. 600x900$"))
    expect(tile.locator("img")).to_be_visible()


def test_readers_hear_all_that_sets_a_file_apart(page: Page) -> None:
    page.goto("/library/pets")
    expect(
        page.get_by_role(
            "gridcell", name=re.compile(r"^cat\.jpg, JPG, 1920 by 1280, \d+ kilobytes, 3 versions$")
        )
    ).to_be_visible()

    page.goto("/library/web")
    expect(page.get_by_role("gridcell", name=re.compile("^hero.jpg.*private$"))).to_be_visible()
    expect(page.get_by_role("gridcell", name=re.compile("^draft.png.*draft$"))).to_be_visible()


def test_the_count_of_versions_leads_to_their_list(page: Page) -> None:
    page.goto("/library/pets")

    count = page.get_by_role("link", name="3 versions of cat.jpg")
    expect(count).to_have_text("v3")
    count.click()

    expect(page.get_by_role("option", name=re.compile("Version 1"))).to_be_visible()


def test_breadcrumbs_lead_upwards(page: Page) -> None:
    page.goto("/library/web/banners")
    way = page.get_by_role("navigation", name="Breadcrumbs")
    expect(way.get_by_role("listitem")).to_have_text(["Home", "web", "banners"])

    way.get_by_role("link", name="web").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("web")
    expect(page).to_have_url(re.compile("/library/web$"))
    expect(page).to_have_title("web · Pentimento")


def test_sorting_is_in_the_address(page: Page) -> None:
    page.goto("/library/pets")
    expect(files(page)).to_have_text(["cat.jpg", "disc.webp", "dog.png", "moving.gif"])

    page.get_by_label("Sort by").select_option("Created")
    page.get_by_role("button", name="Ascending. Make it descending").click()

    expect(page).to_have_url(re.compile(r"\?sort=-created$"))
    expect(files(page)).to_have_text(["disc.webp", "moving.gif", "dog.png", "cat.jpg"])
    page.reload()
    expect(files(page)).to_have_text(["disc.webp", "moving.gif", "dog.png", "cat.jpg"])


def test_sorting_by_size_leaves_folders_by_name(page: Page) -> None:
    page.goto("/library?sort=-size")

    names = page.locator("asset-grid .tile .name")

    expect(names).to_have_text(["empty", "pets", "web", "wide.jpg", "notes.txt"])


def test_what_is_shown_stays_until_it_is_sorted_anew(page: Page) -> None:
    page.goto("/library/pets")
    expect(files(page)).to_have_count(4)
    release = hold(page, "query Files")

    page.get_by_role("button", name="Ascending. Make it descending").click()
    expect(page.get_by_role("button", name="Descending. Make it ascending")).to_be_focused()
    expect(page.locator("library-view > .body")).to_have_attribute("aria-busy", "true")
    expect(files(page).first).to_have_text("cat.jpg")

    release()
    expect(files(page).first).to_have_text("moving.gif")


def test_what_takes_long_is_drawn_in_outline(page: Page) -> None:
    release = hold(page, "query Files")
    page.goto("/library/pets")

    expect(page.get_by_role("gridcell", name="Loading").first).to_be_visible()
    assert_accessible(page)

    release()
    expect(files(page)).to_have_count(4)
    expect(page.get_by_role("gridcell", name="Loading")).to_have_count(0)


def test_list_view_is_in_the_address_and_remembered(page: Page) -> None:
    page.goto("/library/pets")

    page.get_by_role("button", name="List", exact=True).click()

    expect(page).to_have_url(re.compile(r"\?view=list$"))
    row = page.get_by_role("gridcell", name=re.compile("^dog.png"))
    expect(row).to_contain_text("600x900")
    expect(row.locator("time")).to_have_attribute("datetime", re.compile("Z$"))
    expect(page.get_by_role("grid")).to_have_attribute("aria-colcount", "1")
    assert_accessible(page)
    page.goto("/library/web")
    expect(page.get_by_role("grid")).to_have_attribute("aria-colcount", "1")


def test_an_empty_folder_says_what_to_do(page: Page) -> None:
    page.goto("/library/empty")

    expect(page.get_by_text("Drop files here or New")).to_be_visible()
    assert_accessible(page)


def test_a_failure_names_the_request_and_is_tried_again(page: Page) -> None:
    def fail(route: Route) -> None:
        if "query Files" not in str(route.request.post_data):
            return route.continue_()
        error = {"message": "Broken on purpose.", "extensions": {"code": "INTERNAL"}}
        headers = {"x-request-id": "request-7"}
        return route.fulfill(json={"errors": [error]}, headers=headers)

    page.route("**/graphql", fail)
    page.goto("/library/pets")

    expect(page.get_by_role("heading", name="This folder could not be shown.")).to_be_visible()
    expect(page.get_by_text("request-7")).to_be_visible()
    expect(page.get_by_role("button", name="Copy request id")).to_be_visible()
    assert_accessible(page)
    page.unroute("**/graphql")
    page.get_by_role("button", name="Retry").click()
    expect(files(page)).to_have_count(4)


def test_back_leads_to_where_one_was(page: Page, library: Server) -> None:
    page.set_viewport_size({"width": 500, "height": 420})
    page.goto("/library/pets")
    page.get_by_role("gridcell", name=re.compile("^cat.jpg")).focus()
    page.keyboard.press("Space")
    page.keyboard.press("End")
    last = page.get_by_role("gridcell", name=re.compile("^moving.gif"))
    expect(last).to_be_focused()
    scroll = page.evaluate("document.querySelector('main').scrollTop")
    assert scroll > 0

    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/file/"))
    page.go_back()

    expect(last).to_be_focused()
    assert page.evaluate("document.querySelector('main').scrollTop") == scroll
    chosen = page.locator(".tile[aria-selected=true] .name")
    expect(chosen).to_have_text("cat.jpg")


def test_folders_are_walked_by_keyboard_and_back(page: Page) -> None:
    page.goto("/library")
    page.get_by_role("gridcell", name="Folder web").focus()

    page.keyboard.press("Enter")
    expect(page.get_by_role("gridcell", name="Folder banners")).to_be_focused()
    page.go_back()

    expect(page.get_by_role("heading", level=1)).to_have_text("Home")
    expect(page.get_by_role("gridcell", name="Folder web")).to_be_focused()


def test_into_an_empty_folder_the_heading_is_read(page: Page) -> None:
    page.goto("/library")
    page.get_by_role("gridcell", name="Folder empty").focus()

    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1, name="empty")).to_be_focused()


def test_the_strip_tells_what_is_stored(page: Page, library: Server) -> None:
    page.goto("/library")

    strip = page.get_by_role("contentinfo", name="Storage")

    expect(strip).to_contain_text(re.compile(r"Storage: [\d.]+ \w?B used"))
    expect(strip).to_contain_text("Total files: 10")
    expect(strip).to_contain_text(re.compile(r"On disk: [\d.]+ \w?B"))
    expect(strip).to_contain_text(re.compile(r"Old versions: [\d.]+ \w?B"))


def test_a_picture_that_fails_leaves_the_format(page: Page) -> None:
    watching.of(page).expected.append("/media/.*ERR_FAILED")
    page.route("**/media/**", lambda route: route.abort())
    page.goto("/library/pets")
    expect(files(page)).to_have_count(4)

    tile = page.get_by_role("gridcell", name=re.compile("^dog.png"))

    expect(tile.locator(".format")).to_have_text("PNG")
    expect(tile.locator("img")).to_have_count(0)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
def test_everybody_can_use_it_at_any_width(page: Page, size: ViewportSize, shoot: Shoot) -> None:
    page.set_viewport_size(size)
    for view in ("grid", "list"):
        for folder in ("", "/web", "/web/banners"):
            page.goto(f"/library{folder}?view={view}")
            expect(files(page).last).to_be_visible()
            assert_accessible(page)
            shoot(page, f"library{folder.replace('/', '-')}-{view}-{size['width']}")
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_a_long_name_is_whole_in_its_title(page: Page) -> None:
    page.goto("/library/web/banners")

    expect(files(page)).to_have_attribute("title", re.compile(re.escape(shelf.LONG_NAME[:1])))


def test_the_first_tab_leads_to_the_skip_link(page: Page) -> None:
    page.goto("/library/pets")
    expect(page.get_by_role("grid")).to_be_visible()

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_be_focused()
