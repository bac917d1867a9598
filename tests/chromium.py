"""Chromium as Debian has it, driven by Playwright: the one door to it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pytest
from playwright.sync_api import Browser, sync_playwright

PATH: Final = shutil.which("chromium")

needs_browser = pytest.mark.skipif(PATH is None, reason="chromium is not installed")


@contextmanager
def opened() -> Iterator[Browser]:
    """A browser for as long as that lasts. Playwright's event loop lets no other run meanwhile."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=PATH, args=arguments)
        yield browser
        browser.close()
