"""Auto tags and backgrounds in the page: only offered where somebody provides them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.page import watching
from tests.page.acting import entries, menu_of, pick, put, toast, versions
from tests.page.conftest import DESKTOP, sign_in
from tests.providers import LABELS, Provider, cut, refusing, saw
from tests.receivers import Answer
from tests.servers import PRIVATE_KEY, Home, Server


@contextmanager
def provided(browser: Browser, folder: Path, answer: Answer) -> Iterator[tuple[Page, Server]]:
    """A page of a server whose extensions are answered so."""
    data = folder / "data"
    data.mkdir()
    with Provider(answer) as provider:
        settings = provider.settings | {"ALLOW_PRIVATE_URLS": "true"}
        with Server(Home(data, f"sqlite://{data / 'pentimento.db'}", settings)) as server:
            put(server.client, "/a", "x.jpg", "y.jpg")
            context = browser.new_context(base_url=server.base_url, viewport=DESKTOP)
            page = context.new_page()
            watching.started(page, server.base_url)
            sign_in(page, PRIVATE_KEY)
            page.goto("/library/a")
            yield page, server
            context.close()
            watching.ended(page)


def test_auto_tags_are_asked_for_and_told_of(browser: Browser, tmp_path: Path) -> None:
    with provided(browser, tmp_path, saw(*LABELS)) as (page, server):
        offered = entries(menu_of(page, "x.jpg"))
        page.keyboard.press("Escape")
        pick(page, "Add auto tags", "x.jpg", "y.jpg")
        expect(toast(page, "Finding auto tags for 2 files…")).to_be_visible()
        expect(toast(page, "Auto tags were added to 2 files.")).to_be_visible()
        found = server.client.at("/a/x.jpg")

    assert offered[:6] == [
        "Rename",
        "Download",
        "Tags",
        "Add auto tags",
        "Remove background",
        "Custom focus area",
    ]
    assert found is not None
    assert [tag["name"] for tag in found["AITags"]] == ["Cat", "Pet"]


@pytest.mark.parametrize(
    ("answer", "told", "count"),
    [
        (cut, "x.jpg has a new version without its background.", 2),
        (refusing(402), "Removing the background of x.jpg failed:", 1),
    ],
)
def test_a_background_goes_by_a_new_version_or_it_is_told_why_not(
    browser: Browser, tmp_path: Path, answer: Answer, told: str, count: int
) -> None:
    with provided(browser, tmp_path, answer) as (page, server):
        pick(page, "Remove background", "x.jpg")
        expect(toast(page, told)).to_be_visible()
        kept = versions(server.client, "/a")

    assert kept == {"x.jpg": count, "y.jpg": 1}
