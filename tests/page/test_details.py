"""The details page: what it says of a file, what can be done there, and when that fails."""

from __future__ import annotations

import hashlib
import re

import pytest
from playwright.sync_api import FilePayload, Locator, Page, ViewportSize, expect

from tests.credentials import created
from tests.page import watching
from tests.page.accessibility import assert_accessible
from tests.page.conftest import Shoot, sign_in
from tests.page.filed import Filed, expect_shown, facts, file, preview, versions_button
from tests.pictures import BLUE, GREEN, RED, described, plain
from tests.servers import Server

MODEL = 0x0110  # of the camera, in EXIF


@pytest.fixture
def cup(library: Server, request: pytest.FixtureRequest) -> Filed:
    """A picture of this test alone: red, and now blue."""
    path = f"/{request.node.name[:60]}/cup.jpg"
    return file(library.client, path, [plain(c, (600, 400)) for c in (RED, BLUE)], tags="cup,red")


def fact(page: Page, term: str) -> Locator:
    """What stands beside a word."""
    group = facts(page).locator("dl > div").filter(has=page.get_by_text(term, exact=True))
    return group.get_by_role("definition")


def actions(page: Page) -> list[str]:
    return page.locator("file-header .acts").locator("a, button").all_inner_texts()


def test_what_is_known_of_a_file_is_told(page: Page, library: Server, shoot: Shoot) -> None:
    content = described(exif={MODEL: "Lumen 7"})
    seen = file(library.client, "/facts/seen.jpg", [content], isPrivateFile=True)
    page.goto(seen.address)

    expect(page.get_by_role("heading", level=1)).to_have_text("seen.jpg")
    expect(page).to_have_title("seen.jpg · Pentimento")
    expect(fact(page, "Path")).to_have_text("/facts/seen.jpg")
    expect(fact(page, "Type")).to_have_text("image/jpeg")
    expect(fact(page, "Version")).to_have_text("Version 1, current")
    expect(fact(page, "SHA-256")).to_have_text(hashlib.sha256(content).hexdigest())
    expect(fact(page, "Access")).to_have_text("Private: opened by signed addresses only")
    expect(fact(page, "Delivery")).to_have_text("Published")
    page.get_by_text("Embedded metadata").click()
    expect(facts(page).get_by_role("definition").filter(has_text="Lumen 7")).to_be_visible()
    expect(preview(page)).to_have_accessible_name("seen.jpg, version 1")
    assert_accessible(page)
    shoot(page, "details")


def test_the_trail_leads_to_the_folders(page: Page, cup: Filed) -> None:
    page.goto(cup.address)
    trail = page.get_by_role("navigation", name="Breadcrumbs")

    folder = cup.path.split("/")[1]
    expect(trail.get_by_role("listitem")).to_have_text(["Home", folder, "cup.jpg"])
    trail.get_by_role("link", name=f"Back to {folder}").click()

    expect(page).to_have_url(re.compile(f"/library/{re.escape(folder)}$"))


def test_what_is_private_or_a_draft_is_said_beside_the_name(
    page: Page, library: Server, cup: Filed
) -> None:
    hidden = file(library.client, "/hidden/cup.jpg", [plain()], isPublished=False)
    library.client.upload(plain(GREEN), "cup.jpg", "/hidden", isPrivateFile=True)
    said = page.locator("file-header .title .chip")

    page.goto(hidden.address)
    expect(said).to_have_text(["Private"])
    page.goto(hidden.address_of(1))
    expect(said).to_have_text(["Draft"])
    page.goto(cup.address)
    expect_shown(page, "cup.jpg, version 2", BLUE)
    expect(said).to_have_count(0)


def test_current_and_old_versions_have_the_actions_that_are_theirs(page: Page, cup: Filed) -> None:
    page.goto(cup.address)
    expect_shown(page, "cup.jpg, version 2", BLUE)
    assert actions(page) == ["Tags", "Edit focus area", "Download"]
    operations = ["Rename", "Copy", "Move", "Unpublish", "Delete"]
    for name in operations:
        expect(facts(page).get_by_role("button", name=name, exact=True)).to_be_visible()

    page.goto(cup.address_of(1))

    expect_shown(page, "cup.jpg, version 1", RED)
    assert actions(page) == ["Restore version", "Delete version"]
    for name in operations:
        expect(facts(page).get_by_role("button", name=name, exact=True)).to_have_count(0)
    expect(facts(page).get_by_role("button", name="Remove cup")).to_have_count(0)
    expect(facts(page).get_by_role("list", name="Tags")).to_contain_text("cup")
    expect(page.get_by_label("Add tags")).to_be_hidden()


def test_the_focus_is_not_lost_on_the_way_to_the_current_version(page: Page, cup: Filed) -> None:
    page.goto(cup.address_of(1))
    page.get_by_role("link", name="Go to current").focus()

    page.keyboard.press("Enter")

    expect(versions_button(page)).to_have_text(re.compile("^Latest version"))
    expect(versions_button(page)).to_be_focused()


def test_the_focus_stays_at_the_actions_after_a_restore(page: Page, cup: Filed) -> None:
    page.goto(cup.address_of(1))
    page.get_by_role("button", name="Restore version").press("Enter")

    page.get_by_role("dialog").get_by_role("button", name="Restore version").press("Enter")

    expect(page.get_by_role("button", name="Edit focus area")).to_be_visible()
    expect(page.locator("file-header").get_by_role("button", name="Tags")).to_be_focused()


def test_a_reader_sees_no_control_that_changes_anything(
    visitor: Page, library: Server, cup: Filed
) -> None:
    sign_in(visitor, created(library.home, "--read-only").private)

    visitor.goto(cup.address)

    expect(preview(visitor)).to_be_visible()
    assert actions(visitor) == ["Download"]
    for name in ("Upload new version", "Rename", "Delete", "Remove cup"):
        expect(visitor.get_by_role("button", name=name, exact=True)).to_have_count(0)
    assert_accessible(visitor)
    visitor.goto(cup.address_of(1))
    expect(visitor.get_by_text("not the current one")).to_be_visible()
    assert actions(visitor) == []


def test_a_new_version_is_uploaded_and_shown_at_once(page: Page, cup: Filed) -> None:
    page.goto(cup.address)
    expect_shown(page, "cup.jpg, version 2", BLUE)
    picked = FilePayload(name="other.jpg", mimeType="image/jpeg", buffer=plain(GREEN, (600, 400)))

    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload new version").click()
    chooser.value.set_files(picked)

    expect_shown(page, "cup.jpg, version 3", GREEN)
    expect(page.get_by_role("heading", level=1)).to_have_text("cup.jpg")


def test_renaming_shows_the_new_name_at_once(page: Page, cup: Filed) -> None:
    page.goto(cup.address)

    facts(page).get_by_role("button", name="Rename", exact=True).click()
    asked = page.get_by_role("dialog")
    asked.get_by_role("textbox").fill("mug.jpg")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("mug.jpg")
    expect(fact(page, "Path")).to_have_text(cup.path.replace("cup.jpg", "mug.jpg"))


def test_deleting_the_file_leads_to_its_folder(page: Page, cup: Filed) -> None:
    page.goto(cup.address)

    facts(page).get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Delete")).last.click()

    expect(page).to_have_url(re.compile(r"/library/[^/]+$"))


def test_a_file_that_is_not_there_says_so_and_leads_home(page: Page, shoot: Shoot) -> None:
    page.goto("/file/file_000000000000000000000000")

    expect(page.get_by_role("heading", name="There is no such file.")).to_be_visible()
    assert_accessible(page)
    shoot(page, "file-missing")
    page.get_by_role("link", name="Go to the library").click()
    expect(page).to_have_url(re.compile("/library$"))


def test_a_file_that_cannot_be_asked_for_is_shown_when_it_can(page: Page, cup: Filed) -> None:
    watching.of(page).expected.append("ERR_INTERNET_DISCONNECTED")
    page.goto("/settings")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.context.set_offline(True)
    page.evaluate(
        """(to) => {
          const link = Object.assign(document.createElement("a"), { href: to });
          document.body.append(link);
          link.click();
          link.remove();
        }""",
        cup.address,
    )
    expect(page.get_by_role("heading", name="This file could not be shown.")).to_be_visible()
    assert_accessible(page)

    expect(page.get_by_role("button", name="Retry")).to_be_visible()

    page.context.set_offline(False)

    expect_shown(page, "cup.jpg, version 2", BLUE)


def test_panes_stand_side_by_side_then_as_tabs_then_in_one_column(
    page: Page, cup: Filed, shoot: Shoot
) -> None:
    custom = page.get_by_role("region", name="Custom metadata")

    def look(width: int, height: int) -> None:
        page.set_viewport_size(ViewportSize(width=width, height=height))
        page.goto(cup.address)
        expect(preview(page)).to_be_visible()
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0
        shoot(page, f"details-{width}")

    look(1440, 900)
    expect(facts(page)).to_be_visible()
    expect(custom).to_be_visible()
    expect(page.get_by_role("tablist")).to_be_hidden()

    look(768, 900)
    expect(page.get_by_role("tab", name="Information")).to_have_attribute("aria-selected", "true")
    assert_accessible(page)
    page.get_by_role("tab", name="Information").press("ArrowRight")
    expect(page.get_by_role("tabpanel", name="Custom metadata")).to_be_visible()
    expect(page.get_by_role("tabpanel", name="File information")).to_be_hidden()

    look(320, 700)
    above, below = preview(page).bounding_box(), facts(page).bounding_box()
    assert above
    assert below
    assert below["y"] >= above["y"] + above["height"]
    expect(versions_button(page)).to_be_in_viewport()
    expect(page.get_by_role("link", name="Download", exact=True)).to_be_in_viewport()
    assert_accessible(page)
