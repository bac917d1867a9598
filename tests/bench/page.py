"""The library page in Chromium: a folder of ten thousand files, a file of a hundred versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from statistics import median
from time import perf_counter
from typing import Final

from playwright.sync_api import Page, Request, ViewportSize

from tests import chromium
from tests.page import crowd
from tests.page.conftest import sign_in
from tests.pictures import photo
from tests.servers import PRIVATE_KEY, Server

TIMES: Final = 5
VERSIONS: Final = 100
_SCREEN: Final = ViewportSize(width=1440, height=900)
_TILE: Final = "asset-grid .tile.file .name"
_BLANK: Final = """() => {
  const { top, bottom } = document.querySelector("main").getBoundingClientRect();
  const tiles = [...document.querySelectorAll("asset-grid .tile")].filter((tile) => {
    const box = tile.getBoundingClientRect();
    return box.bottom > top && box.top < bottom;
  });
  return !tiles.length || tiles.some((tile) => tile.classList.contains("skeleton"));
}"""
_SCROLL: Final = """async (share) => {
  const main = document.querySelector("main");
  main.scrollTop = share * (main.scrollHeight - main.clientHeight);
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
}"""
_UNFOLD: Final = """async (count) => {
  const begun = performance.now();
  document.querySelector(".versions-button").click();
  const options = () => [...document.querySelectorAll("[role=option]")];
  while (options().length < count || !options()[0].checkVisibility()) {
    await new Promise(requestAnimationFrame);
  }
  await new Promise(requestAnimationFrame);
  return performance.now() - begun;
}"""


@dataclass(frozen=True, slots=True)
class Figure:
    """What somebody waits for; milliseconds, or a number of thumbnails."""

    what: str
    value: float
    limit: float | None


def prepare(server: Server) -> str:
    """Fills the library; the id of the file with many versions."""
    client = server.client
    original = client.upload(photo((400, 300)), "original.jpg", "/originals")
    crowd.fill(server, original["fileId"])
    for number in range(VERSIONS):
        client.upload(photo((64, 48), seed=number), "often.jpg", "/often")
    found = client.graphql('{ file(path: "/often/often.jpg") { id } }')
    return str(found["file"]["id"])


def measure(server: Server, often: str) -> Iterator[Figure]:
    """A row for each thing that has a budget."""
    first = median(_fresh(server, _first) for _ in range(TIMES))
    yield Figure("10,000 files: first names, from nothing", first, 1500)
    with _page(server) as page:
        yield Figure("the same, in an open page", median(_again(page) for _ in range(TIMES)), 1500)
    end = median(_fresh(server, partial(_jump, share=1.0)) for _ in range(TIMES))
    yield Figure("jump to the end, no blank tile left", end, 700)
    middle = median(_fresh(server, partial(_jump, share=0.5)) for _ in range(TIMES))
    yield Figure("jump to the middle, no blank tile left", middle, 700)
    yield Figure("thumbnails under way at most", _most(server), 60)
    with _page(server) as page:
        page.goto(f"/file/{often}")
        page.locator(".versions-button").wait_for()
        unfolded = median(_unfold(page) for _ in range(TIMES))
        yield Figure(f"list of {VERSIONS} versions unfolded", unfolded, 200)


@contextmanager
def _page(server: Server) -> Iterator[Page]:
    with chromium.opened() as browser:
        page = browser.new_page(base_url=server.base_url, viewport=_SCREEN)
        sign_in(page, PRIVATE_KEY)
        yield page


def _fresh(server: Server, act: Callable[[Page], float]) -> float:
    """In a browser that has nothing of the page yet."""
    with _page(server) as page:
        return act(page)


def _first(page: Page) -> float:
    started = perf_counter()
    page.goto(f"/library{crowd.PATH}", wait_until="commit")
    page.locator(_TILE).first.wait_for()
    return _since(started)


def _again(page: Page) -> float:
    page.goto("/library")
    link = page.get_by_role("link", name=crowd.PATH[1:], exact=True)
    link.wait_for()
    started = perf_counter()
    link.click()
    page.locator(_TILE).get_by_text(crowd.name(0)).wait_for()
    return _since(started)


def _jump(page: Page, share: float) -> float:
    _first(page)
    started = perf_counter()
    page.evaluate(_SCROLL, share)
    while page.evaluate(_BLANK):
        page.wait_for_timeout(5)
    return _since(started)


def _most(server: Server) -> float:
    """Counted while somebody scrolls through the folder."""
    under_way: set[Request] = set()
    most = 0

    def begun(request: Request) -> None:
        nonlocal most
        if "/media/" in request.url:
            under_way.add(request)
            most = max(most, len(under_way))

    def ended(request: Request) -> None:
        under_way.discard(request)

    with _page(server) as page:
        page.on("request", begun)
        page.on("requestfinished", ended)
        page.on("requestfailed", ended)
        _first(page)
        for step in range(20):
            page.evaluate(_SCROLL, step / 20)
            page.wait_for_timeout(50)
    return most


def _unfold(page: Page) -> float:
    page.reload()
    page.locator(".versions-button").wait_for()
    took: float = page.evaluate(_UNFOLD, VERSIONS)
    return took


def _since(started: float) -> float:
    return (perf_counter() - started) * 1000
