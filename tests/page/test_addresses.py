"""Addresses that the details page hands out, and what they serve."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.page.acting import toast
from tests.page.filed import Filed, file
from tests.pictures import BLUE, GREEN, RED, photo, plain
from tests.servers import Server


@pytest.fixture
def cup(library: Server, request: pytest.FixtureRequest) -> Filed:
    """A picture of this test alone: red, and now blue."""
    path = f"/{request.node.name[:60]}/cup.jpg"
    return file(library.client, path, [plain(c, (600, 400)) for c in (RED, BLUE)], tags="cup,red")


def test_addresses_are_copied_for_the_latest_and_for_this_version(page: Page, cup: Filed) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(cup.address)

    def copied(label: str, note: str) -> str:
        page.get_by_role("button", name="Copy URL", exact=True).click()
        page.get_by_role("button", name=label).click()
        expect(toast(page, note)).to_be_visible()
        return str(page.evaluate("navigator.clipboard.readText()"))

    latest = copied("Copy URL (always latest)", "Copied the URL that always serves the latest")
    exact = copied("Copy URL of this exact version", "Copied the URL of exactly Version 2.")
    cup.client.upload(plain(GREEN), "cup.jpg", cup.path.rpartition("/")[0])

    assert latest == f"{cup.client.base_url}/media{cup.path}"
    assert "?ik-obj-version=" in exact
    assert exact.startswith(latest)
    original = {"tr": "orig-true"}
    assert cup.client.deliver(latest, params=original).content == plain(GREEN)
    served = cup.client.deliver(f"{exact}&tr=orig-true")
    assert served.content == plain(BLUE, (600, 400))


@pytest.mark.parametrize("is_private", [False, True], ids=["public", "private"])
def test_a_download_has_the_bytes_that_were_uploaded(
    page: Page, library: Server, is_private: bool
) -> None:
    content = photo((300, 200), seed=7)
    path = f"/downloads/{is_private}.jpg"
    saved = file(library.client, path, [content], isPrivateFile=is_private)
    page.goto(saved.address)

    with page.expect_download() as download:
        page.get_by_role("link", name="Download", exact=True).click()

    assert download.value.suggested_filename == f"{is_private}.jpg"
    assert download.value.path().read_bytes() == content
