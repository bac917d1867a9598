"""The page at /docs, as people see it: in Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests import chromium, databases
from tests.chromium import needs_browser
from tests.databases import Kind, Postgres
from tests.servers import Server

PHONE = ViewportSize(width=360, height=740)


@pytest.fixture(scope="module")
def plain_server(
    postgres: Callable[[], Postgres], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """On one database only: the page is the same on any."""
    home = databases.home(Kind.SQLITE, tmp_path_factory.mktemp("docs") / "home", postgres)
    with Server(home) as server:
        yield server


@pytest.fixture
def page(plain_server: Server) -> Iterator[Page]:
    """A page of Chromium that fails the test when its console says anything."""
    said: list[str] = []
    with chromium.opened() as browser:
        opened = browser.new_page(base_url=plain_server.base_url)
        opened.on("console", lambda message: said.append(message.text))
        opened.on("pageerror", lambda error: said.append(str(error)))
        yield opened
    assert said == []


def test_everybody_may_have_it_and_it_allows_nothing_inline(plain_server: Server) -> None:
    answer = plain_server.client.anonymous.get("/docs")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert not re.search(r"https?:|<style|\son\w+=|\sstyle=", answer.text)


@pytest.mark.parametrize("name", ["docs.html", "nothing.js", "..%2Fapp.py", "%2e%2e"])
def test_nothing_else_is_served_beside_it(plain_server: Server, name: str) -> None:
    assert plain_server.client.anonymous.get(f"/docs/{name}").status_code == 404


@needs_browser
@pytest.mark.parametrize("path", ["/docs", "/docs/"])
def test_it_shows_every_operation_and_asks_nobody_else(
    plain_server: Server, page: Page, path: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    paths = plain_server.client.anonymous.get("/openapi.json").json()["paths"]
    operations = [name for each in paths.values() for name in each if name != "parameters"]

    page.goto(path)

    expect(page.locator("details.operation")).to_have_count(len(operations))
    assert all(url.startswith(plain_server.base_url) for url in asked)


@needs_browser
def test_an_operation_is_found_and_unfolded(page: Page) -> None:
    page.goto("/docs")

    page.get_by_label("Filter the operations").fill("rename a file")
    page.get_by_text("/v1/files/rename").first.click()

    shown = page.locator("details.operation:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("newFileName")
    expect(shown).to_contain_text("curl")


@needs_browser
def test_a_link_unfolds_what_it_leads_to(page: Page) -> None:
    page.goto("/docs#operation-copyFile")
    operation = page.locator("#operation-copyFile")
    expect(operation.get_by_text("includeFileVersions")).to_be_visible()

    operation.get_by_role("link", name="Error").first.click()

    expect(page.locator("#schema-Error").get_by_text("missingFileIds")).to_be_visible()


@needs_browser
def test_a_phone_need_not_be_scrolled_sideways(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/docs#operation-upload")
    expect(page.locator("#operation-upload")).to_have_attribute("open", "")

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_page_is_ours_and_small() -> None:
    static = Path(__file__).parent.parent / "app/rest/static"

    assert sum(file.stat().st_size for file in static.iterdir()) < 30_000
