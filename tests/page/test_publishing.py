"""Publishing files and taking them back: what is asked, what their URLs answer, and Undo."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.client import Client
from tests.page.accessibility import assert_accessible
from tests.page.acting import bar, choose, entries, menu_of, pick, put, tile, toast, undo
from tests.page.conftest import Shoot
from tests.page.filed import Filed, facts, file, preview
from tests.pictures import BLUE, RED, plain
from tests.servers import Server

PUBLISHED = """query ($path: String!) { file(path: $path) {
  url versions(first: 9) { nodes { isPublished url } } } }"""


@pytest.fixture
def bowl(library: Server, request: pytest.FixtureRequest) -> Filed:
    """A file of this test alone in two versions."""
    path = f"/{request.node.name[:60]}/bowl.jpg"
    return file(library.client, path, [plain(colour, (300, 200)) for colour in (RED, BLUE)])


def dialog(page: Page, name: str) -> Locator:
    return page.get_by_role("dialog", name=name)


def answers(client: Client, path: str) -> list[int]:
    """What the URL of the file answers, and those of its versions, the current one's first."""
    found = client.graphql(PUBLISHED, {"path": path})["file"]
    urls = [found["url"], *(each["url"] for each in found["versions"]["nodes"])]
    return [client.deliver(url).status_code for url in urls]


def test_a_file_is_unpublished_after_it_is_said_what_that_means(
    page: Page, library: Server, bowl: Filed, shoot: Shoot
) -> None:
    folder = bowl.path.removesuffix("/bowl.jpg")
    page.goto(f"/library{folder}")
    assert answers(library.client, bowl.path) == [200, 200, 200]

    pick(page, "Unpublish", "bowl.jpg")

    asked = dialog(page, "Unpublish bowl.jpg?")
    expect(asked).to_contain_text("its URL answers 404 Not Found until it is published again")
    expect(asked.get_by_role("checkbox", name="Unpublish the old version too")).not_to_be_checked()
    expect(asked.get_by_role("button", name="Cancel")).to_be_focused()
    assert_accessible(page)
    shoot(page, "unpublish")
    asked.get_by_role("button", name="Unpublish").click()
    expect(toast(page, "bowl.jpg is a draft now. Its URL answers 404")).to_be_visible()
    expect(tile(page, "bowl.jpg").get_by_text("Draft", exact=True)).to_be_visible()
    assert answers(library.client, bowl.path) == [404, 404, 200]
    undo(page)
    expect(toast(page, "bowl.jpg is published. Its URL opens it.")).to_be_visible()
    expect(tile(page, "bowl.jpg").get_by_text("Draft", exact=True)).to_have_count(0)
    assert answers(library.client, bowl.path) == [200, 200, 200]


def test_its_old_versions_go_along_when_that_is_asked_for(
    page: Page, library: Server, bowl: Filed
) -> None:
    page.goto(bowl.address)
    expect(preview(page)).to_be_visible()
    facts(page).get_by_role("button", name="Unpublish", exact=True).click()
    asked = dialog(page, "Unpublish bowl.jpg?")
    asked.get_by_role("checkbox", name="Unpublish the old version too").check()
    asked.get_by_role("button", name="Unpublish").click()

    expect(toast(page, "bowl.jpg is a draft now.")).to_be_visible()
    expect(facts(page).get_by_text("Draft: not delivered")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    assert answers(library.client, bowl.path) == [404, 404, 404]
    assert_accessible(page)
    page.get_by_role("region", name="Preview").get_by_role("button", name="Publish").click()
    asked = dialog(page, "Publish bowl.jpg?")
    asked.get_by_role("checkbox", name="Publish the old version too").check()
    assert_accessible(page)
    asked.get_by_role("button", name="Publish").click()

    expect(toast(page, "bowl.jpg is published. Its URL opens it.")).to_be_visible()
    expect(preview(page)).to_be_visible()
    assert answers(library.client, bowl.path) == [200, 200, 200]


def test_many_are_published_together_and_others_stay_as_they_are(
    page: Page, library: Server, shoot: Shoot
) -> None:
    drafts = ["a.jpg", "b.jpg", "c.jpg"]
    put(library.client, "/shelf", *drafts, isPublished="false")
    put(library.client, "/shelf", "out.jpg")
    page.goto("/library/shelf")
    assert "Unpublish" not in entries(menu_of(page, "a.jpg"))
    page.keyboard.press("Escape")

    choose(page, *drafts, "out.jpg")
    bar(page).get_by_role("button", name="More actions").click()
    menu = page.get_by_role("menu")
    shoot(page, "menu-of-drafts-and-others")
    menu.get_by_role("menuitem", name="Publish", exact=True).click()

    expect(toast(page, "3 files are published. Their URLs open them.")).to_be_visible()
    expect(page.get_by_text("Draft", exact=True)).to_have_count(0)
    paths = [f"/shelf/{name}" for name in (*drafts, "out.jpg")]
    assert {status for path in paths for status in answers(library.client, path)} == {200}


def test_what_somebody_else_replaced_meanwhile_is_not_published(
    page: Page, library: Server
) -> None:
    put(library.client, "/race", "late.jpg", isPublished="false")
    page.goto("/library/race")
    menu = menu_of(page, "late.jpg")
    library.client.upload(plain(RED, (90, 90)), "late.jpg", "/race", isPublished=False)

    menu.get_by_role("menuitem", name="Publish", exact=True).click()

    expect(toast(page, "Another version has become current meanwhile")).to_be_visible()
    assert answers(library.client, "/race/late.jpg") == [404, 404, 404]
