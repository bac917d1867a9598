"""A server with known files, and pages of it in Chromium that are watched.

Playwright runs an event loop in this thread as long as its browser lives, in which nothing else
can run one: no async test, and nothing of PostgreSQL. So the browser lives for this package only,
and its servers are on SQLite: the page is the same on any database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests import chromium
from tests.page import shelf, watching
from tests.servers import PRIVATE_KEY, Home, Server

DESKTOP = ViewportSize(width=1280, height=800)

Shoot = Callable[[Page, str], None]

expect.set_options(timeout=15_000)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all of them."""
    if chromium.PATH is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    with chromium.opened() as running:
        yield running


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of this module alone, with the files of shelf.py; `library.client` acts beside."""
    with Server(_home(tmp_path_factory)) as server:
        shelf.fill(server.client)
        yield server


@pytest.fixture
def visitor(browser: Browser, library: Server) -> Iterator[Page]:
    """A page of somebody who is not signed in; it has gone nowhere yet."""
    context = browser.new_context(
        base_url=library.base_url,
        viewport=DESKTOP,
        locale="en-GB",
        timezone_id="UTC",
        reduced_motion="reduce",
    )
    opened = context.new_page()
    watching.started(opened, library.base_url)
    yield opened
    context.close()
    watching.ended(opened)


@pytest.fixture
def page(visitor: Page) -> Page:
    """A page of somebody who may do everything; it has gone nowhere yet."""
    sign_in(visitor, PRIVATE_KEY)
    return visitor


@pytest.fixture
def shoot(request: pytest.FixtureRequest) -> Shoot:
    """`shoot(page, "library")` writes library.png when `--screenshots DIR` was given."""
    folder = request.config.getoption("screenshots")

    def write(page: Page, name: str) -> None:
        if folder is not None:
            page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")

    return write


def sign_in(page: Page, key: str) -> None:
    """Gives the page's browser the session of a key, as its form does."""
    answer = page.context.request.post("/session", data={"key": key})
    assert answer.status == 204, answer.text()


def _home(factory: pytest.TempPathFactory) -> Home:
    data_dir = factory.mktemp("library") / "data"
    data_dir.mkdir()
    return Home(data_dir, f"sqlite://{data_dir / 'pentimento.db'}")
