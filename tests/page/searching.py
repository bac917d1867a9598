"""What people do to search in the page, and how they read what is found."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


def opened(page: Page) -> Locator:
    """The panel, opened from the bar."""
    page.get_by_role("search").get_by_role("button").click()
    panel = page.get_by_role("dialog", name="Search the library")
    expect(panel).to_be_visible()
    return panel


def search(panel: Locator) -> None:
    """Presses the panel's button."""
    panel.get_by_role("button", name="Search", exact=True).click()


def found(page: Page, total: int) -> list[str]:
    """Names of what is found, as they are read out, once there are so many."""
    words = f"{total} result" if total == 1 else f"{total} results"
    expect(page.locator("search-view").get_by_text(words, exact=True)).to_be_visible()
    expect(page.get_by_role("gridcell")).to_have_count(total)
    shown = page.get_by_role("gridcell").get_by_role("group")
    return [each.get_attribute("aria-label") or "" for each in shown.all()]


def labelled(page: Page, total: int) -> list[str]:
    """The same, each as its name and the number of the version, if it is an old one."""
    short = []
    for name in found(page, total):
        version = re.search(r"file version (\d+)", name)
        short.append(name.split(",")[0] + (f" {version[1]}" if version else ""))
    return short


def chip(page: Page, words: str) -> Locator:
    """The chip over the results that says so."""
    return page.get_by_role("button", name=f"Remove: {words}")
