"""Restoring versions and deleting them, from the details page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.page import watching
from tests.page.accessibility import assert_accessible
from tests.page.acting import toast, undo
from tests.page.conftest import Shoot
from tests.page.filed import Filed, expect_shown, file, option, preview, versions_button
from tests.pictures import BLUE, GREEN, RED, photo, plain
from tests.servers import Server


@pytest.fixture
def flag(library: Server, request: pytest.FixtureRequest) -> Filed:
    """A file of this test alone: red, then green, and now blue."""
    path = f"/{request.node.name[:60]}/flag.jpg"
    return file(library.client, path, [plain(c, (600, 400)) for c in (RED, GREEN, BLUE)])


def dialog(page: Page, name: str) -> Locator:
    return page.get_by_role("dialog", name=name)


def asked_to_restore(page: Page) -> Locator:
    page.get_by_role("button", name="Restore version").click()
    asked = dialog(page, "Restore version")
    expect(asked).to_be_visible()
    return asked


def test_restoring_flips_the_picture_and_undo_flips_it_back(
    page: Page, flag: Filed, shoot: Shoot
) -> None:
    page.goto(flag.address)
    expect_shown(page, "flag.jpg, version 3", BLUE)
    page.evaluate("window.isSamePage = true")
    versions_button(page).click()
    option(page, "Version 1").click()
    expect_shown(page, "flag.jpg, version 1", RED)

    asked = asked_to_restore(page)
    expect(asked.get_by_text("Version 1 becomes current. Version 3 is kept.")).to_be_visible()
    assert_accessible(page)
    shoot(page, "restore-dialog")
    asked.get_by_role("button", name="Restore version").click()

    expect(toast(page, "Version 1 of flag.jpg is current now. Version 3 is kept.")).to_be_visible()
    expect_shown(page, "flag.jpg, version 1", RED)
    expect(versions_button(page)).to_have_text(re.compile("^Latest version"))
    assert page.url.endswith(flag.address)
    assert flag.number() == 1
    assert flag.version(3)

    undo(page)
    expect_shown(page, "flag.jpg, version 3", BLUE)
    assert flag.number() == 3
    assert page.evaluate("window.isSamePage") is True


def test_restoring_by_keys_alone(page: Page, flag: Filed) -> None:
    page.goto(flag.address_of(2))
    expect(preview(page)).to_be_visible()

    page.keyboard.press("r")
    asked = dialog(page, "Restore version")
    expect(asked.get_by_role("button", name="Restore version")).to_be_focused()
    page.keyboard.press("Enter")

    expect(toast(page, "Version 2 of flag.jpg is current now")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(toast(page, "Version 3 of flag.jpg is current again.")).to_be_visible()
    assert flag.number() == 3


def test_leaving_the_dialog_restores_nothing(page: Page, flag: Filed) -> None:
    page.goto(flag.address_of(1))
    asked = asked_to_restore(page)

    page.keyboard.press("Escape")

    expect(asked).to_be_hidden()
    expect(page.get_by_role("button", name="Restore version")).to_be_focused()
    assert flag.number() == 3


def test_what_somebody_else_put_on_top_is_never_overwritten_unseen(page: Page, flag: Filed) -> None:
    page.goto(flag.address_of(1))
    asked = asked_to_restore(page)

    flag.client.upload(plain(GREEN, (300, 200)), "flag.jpg", flag.path.rpartition("/")[0])
    asked.get_by_role("button", name="Restore version").click()

    expect(asked.get_by_text("Somebody uploaded Version 4 of flag.jpg just now.")).to_be_visible()
    assert flag.number() == 4
    assert_accessible(page)
    asked.get_by_role("button", name="Reload").click()
    expect(asked.get_by_text("Version 1 becomes current. Version 4 is kept.")).to_be_visible()
    asked.get_by_role("button", name="Restore version").click()
    expect(toast(page, "Version 1 of flag.jpg is current now. Version 4 is kept.")).to_be_visible()
    assert flag.number() == 1


def test_the_dialog_says_when_a_private_version_comes_back(page: Page, library: Server) -> None:
    hidden = file(library.client, "/flags/hidden.jpg", [plain(RED)], isPrivateFile=True)
    file(library.client, hidden.path, [plain(BLUE)])
    page.goto(hidden.address_of(1))

    asked = asked_to_restore(page)

    expect(asked.get_by_text("Version 1 is private: only signed addresses")).to_be_visible()


def test_deleting_a_version_starts_on_cancel_and_says_what_is_freed(
    page: Page, library: Server, shoot: Shoot
) -> None:
    # Of bytes that no other file has, or deleting them would free nothing.
    contents = [plain(RED), photo((600, 400), seed=91), plain(BLUE, (600, 400))]
    flag = file(library.client, "/freed/flag.jpg", contents)
    page.goto(flag.address_of(2))

    page.get_by_role("button", name="Delete version").click()
    asked = dialog(page, "Delete version")
    expect(asked.get_by_role("button", name="Cancel")).to_be_focused()
    expect(asked).to_contain_text("flag.jpg")
    expect(asked).to_contain_text(re.compile(r"Version 2.*KB \. 600x400"))
    expect(asked).to_contain_text("deleted for good")
    assert_accessible(page)
    shoot(page, "delete-version-dialog")
    asked.get_by_role("button", name="Delete version").click()

    deleted = toast(page, "Version 2 of flag.jpg is deleted.")
    expect(deleted).to_have_text(re.compile(r"is deleted\. [\d.]+ KB freed\.$"))
    expect_shown(page, "flag.jpg, version 3", BLUE)
    versions_button(page).click()
    expect(page.get_by_role("listbox", name="Versions").get_by_role("option")).to_have_count(2)


def test_a_version_that_became_current_meanwhile_is_kept_and_told(page: Page, flag: Filed) -> None:
    page.goto(flag.address_of(2))
    page.get_by_role("button", name="Delete version").click()
    asked = dialog(page, "Delete version")

    flag.client.restore(str(flag.read()["fileId"]), flag.version(2)["versionId"])
    asked.get_by_role("button", name="Delete version").click()

    expect(asked.get_by_text("0 of 1 deleted. Not deleted:")).to_be_visible()
    expect(asked.get_by_text("Version 2 of flag.jpg:")).to_be_visible()
    assert_accessible(page)
    assert flag.number() == 2


def test_a_link_to_a_deleted_version_offers_the_nearest_and_the_current(
    page: Page, flag: Filed, shoot: Shoot
) -> None:
    gone = flag.address_of(1)
    flag.client.delete_version(str(flag.read()["fileId"]), flag.version(1)["versionId"])

    page.goto(gone)

    expect(page.get_by_role("heading", name="There is no such version.")).to_be_visible()
    expect(
        page.get_by_text("It may have been deleted. flag.jpg itself is still here.")
    ).to_be_visible()
    expect(page.get_by_role("link", name="Open the current version")).to_be_visible()
    assert_accessible(page)
    shoot(page, "version-gone")
    page.get_by_role("link", name="Open Version 2, the nearest one").click()
    expect_shown(page, "flag.jpg, version 2", GREEN)


@pytest.mark.parametrize("cut", ["version_0123", "latest", "file_0123456789abcdef01234567"])
def test_a_link_to_what_cannot_be_a_version_says_that_and_offers_the_current(
    page: Page, flag: Filed, cut: str
) -> None:
    page.goto(f"{flag.address}/v/{cut}")

    expect(
        page.get_by_role("heading", name="This is not the address of a version.")
    ).to_be_visible()
    expect(page.get_by_text(f'No version is called "{cut}".')).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("nearest"))).to_have_count(0)
    assert_accessible(page)
    page.get_by_role("link", name="Open the current version").click()
    expect(page).to_have_url(re.compile(f"{flag.address}$"))
    expect(page.get_by_role("heading", name="flag.jpg")).to_be_visible()


def test_a_server_that_cannot_be_reached_restores_nothing_and_says_so(
    page: Page, flag: Filed
) -> None:
    watching.of(page).expected.append("ERR_INTERNET_DISCONNECTED")
    page.goto(flag.address_of(1))
    asked = asked_to_restore(page)

    page.context.set_offline(True)
    asked.get_by_role("button", name="Restore version").click()

    expect(asked.get_by_text("The server cannot be reached. Nothing was lost")).to_be_visible()
    page.context.set_offline(False)
    asked.get_by_role("button", name="Retry").click()
    expect(toast(page, "Version 1 of flag.jpg is current now")).to_be_visible()
