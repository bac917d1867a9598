"""The sheet of keys, as people read it."""

from __future__ import annotations

import re
from typing import Final

from playwright.sync_api import Locator, Page, expect

NAMES: Final = {
    "Ctrl": "Control",
    "Left": "ArrowLeft",
    "Right": "ArrowRight",
    "Up": "ArrowUp",
    "Down": "ArrowDown",
    "Page up": "PageUp",
    "Page down": "PageDown",
    "Esc": "Escape",
    "Menu": "ContextMenu",
}
"""What the keyboard calls keys that the sheet names for people."""


def sheet(page: Page) -> Locator:
    """The list of keys, opened by its own key."""
    page.keyboard.press("?")
    opened = page.get_by_role("dialog", name="Keyboard")
    expect(opened).to_be_visible()
    return opened


def listed(page: Page) -> dict[str, list[str]]:
    """What the sheet lists: combinations to press, by what they do, under which heading."""
    # From now on, or the browser might be told too late who is to choose files.
    page.on("filechooser", lambda _: None)
    opened = sheet(page)
    rows = {}
    for part in opened.locator("dl").all():
        where = part.locator("xpath=preceding-sibling::h3[1]").inner_text()
        for row in part.locator(":scope > div").all():
            keys = [combination(each) for each in row.locator("dd > span").all()]
            rows[f"{where}: {row.locator('dt').inner_text()}"] = keys
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    return rows


def combination(shown: Locator) -> str:
    """As Playwright presses it."""
    parts = shown.locator("kbd").all_inner_texts()
    return "+".join(
        NAMES.get(part, part.lower() if re.fullmatch("[A-Z]", part) else part) for part in parts
    )
