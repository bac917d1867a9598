"""Tags on the details page: those people give, and those that extensions found."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.page import watching
from tests.page.accessibility import assert_accessible
from tests.page.acting import toast
from tests.page.filed import Filed, facts, file
from tests.pictures import BLUE, RED, plain
from tests.servers import Server
from tests.tables import query


@pytest.fixture
def cup(library: Server, request: pytest.FixtureRequest) -> Filed:
    """A picture of this test alone: red, and now blue."""
    path = f"/{request.node.name[:60]}/cup.jpg"
    return file(library.client, path, [plain(c, (600, 400)) for c in (RED, BLUE)], tags="cup,red")


def test_tags_are_added_and_removed_by_keys(page: Page, cup: Filed) -> None:
    page.goto(cup.address)
    tags = facts(page).get_by_role("list", name="Tags")
    expect(tags.get_by_role("listitem")).to_have_text(["cup", "red"])

    page.get_by_role("button", name="Tags", exact=True).press("Enter")
    expect(page.get_by_label("Add tags")).to_be_focused()
    page.keyboard.type("blue, cup, new one")
    page.keyboard.press("Enter")
    expect(tags.get_by_role("listitem")).to_have_text(["cup", "red", "blue", "new one"])
    tags.get_by_role("button", name="Remove red").press("Enter")
    expect(tags.get_by_role("button", name="Remove blue")).to_be_focused()

    expect(page.get_by_role("status").filter(has_text="Removed red")).to_be_attached()
    assert cup.current["tags"] == ["cup", "blue", "new one"]
    page.reload()
    expect(tags.get_by_role("listitem")).to_have_text(["cup", "blue", "new one"])


def test_a_tag_that_could_not_be_saved_goes_again(page: Page, cup: Filed) -> None:
    watching.of(page).expected.append("ERR_INTERNET_DISCONNECTED")
    page.goto(cup.address)
    tags = facts(page).get_by_role("list", name="Tags")
    expect(tags.get_by_role("listitem")).to_have_count(2)

    page.context.set_offline(True)
    page.get_by_label("Add tags").fill("lost")
    page.get_by_label("Add tags").press("Enter")

    expect(toast(page, "The server cannot be reached.")).to_be_visible()
    expect(tags.get_by_role("listitem")).to_have_text(["cup", "red"])


def test_what_extensions_found_is_shown_and_taken_off(
    page: Page, library: Server, cup: Filed
) -> None:
    found = '[{"name": "mug", "confidence": 91.4, "source": "google-auto-tagging"}]'
    bare = cup.version(2)["versionId"]
    query(library.home.database_url, f"UPDATE version SET ai_tags = '{found}' WHERE id = '{bare}'")  # noqa: S608
    page.goto(cup.address)

    expect(facts(page).get_by_role("list", name="AI tags")).to_contain_text("mug91%")
    assert_accessible(page)
    facts(page).get_by_role("button", name="Remove mug").click()

    expect(facts(page).get_by_text("AI tags")).to_be_hidden()
