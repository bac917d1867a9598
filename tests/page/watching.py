"""What a page must not do while a test uses it: complain, break its policy, ask other hosts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request

_TELL: Final = """
addEventListener("securitypolicyviolation", (event) => {
  const { effectiveDirective, blockedURI, sourceFile, lineNumber } = event;
  console.error(`policy: ${effectiveDirective} ${blockedURI} at ${sourceFile}:${lineNumber}`);
});
"""
UNAUTHENTICATED: Final = r"/graphql.*status of 401"
"""What Chromium says when a page finds out that nobody is signed in."""


@dataclass
class Watch:
    """Looks at one page from its beginning."""

    host: str
    said: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    """Patterns of what the console may say in this test."""

    def start(self, page: Page) -> None:
        """To be called before the page goes anywhere."""
        page.add_init_script(_TELL)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.said.append(f"uncaught: {error.stack or error}"))
        page.on("request", self._see)

    def assert_quiet(self) -> None:
        """Fails with all that was said and not expected."""
        unexpected = [text for text in self.said if not self._is_expected(text)]
        assert unexpected == [], "the page said:\n" + "\n".join(unexpected)

    def _is_expected(self, text: str) -> bool:
        return any(re.search(pattern, text) for pattern in self.expected)

    def _hear(self, message: ConsoleMessage) -> None:
        place = message.location
        where = f"{place['url']}:{place['lineNumber']}" if place else ""
        self.said.append(f"{message.type}: {where} {message.text}")

    def _see(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"about", "blob", "data"} and address.netloc != self.host:
            self.said.append(f"another host was asked: {request.method} {request.url}")


_watches: dict[Page, Watch] = {}


def started(page: Page, base_url: str) -> Watch:
    """Begins to watch the page."""
    watch = Watch(urlsplit(base_url).netloc)
    watch.start(page)
    _watches[page] = watch
    return watch


def ended(page: Page) -> None:
    """Judges the page that was watched."""
    _watches.pop(page).assert_quiet()


def of(page: Page) -> Watch:
    """Who watches the page."""
    return _watches[page]
