"""The watch over pages sees what it is there for."""

from __future__ import annotations

import re
from time import monotonic

import pytest
from playwright.sync_api import Page, expect

from tests.page import watching
from tests.page.accessibility import assert_accessible
from tests.servers import Server

FAULTS = {
    "console.warn('odd')": "warning:.* odd",
    "setTimeout(() => { throw new Error('broken') })": "uncaught: Error: broken",
    "fetch('http://example.org/').catch(() => undefined)": "policy: connect-src http://example.org",
    "document.body.innerHTML = '<p>'": "policy: require-trusted-types-for",
    "new Image().src = '//example.org/a.png'": "policy: img-src",
    "document.body.setAttribute('style', 'color: red')": "policy: style-src-attr",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_page_that_does_what_it_must_not_is_found_out(page: Page, fault: str) -> None:
    page.goto("/settings")
    expect(page.get_by_role("navigation")).to_be_visible()
    session = page.context.new_cdp_session(page)

    # The page's own policy would keep `evaluate` from some of them.
    session.send("Runtime.evaluate", {"expression": fault})
    watch, deadline = watching.of(page), monotonic() + 10
    while not re.search(FAULTS[fault], "\n".join(watch.said)) and monotonic() < deadline:
        page.wait_for_timeout(20)

    with pytest.raises(AssertionError, match=FAULTS[fault]):
        watch.assert_quiet()
    watch.expected.append(".")


def test_another_host_is_noticed(page: Page, library: Server) -> None:
    watch = watching.of(page)
    watch.host = "example.org"

    page.goto("/settings")

    with pytest.raises(AssertionError, match=f"another host was asked: GET {library.base_url}"):
        watch.assert_quiet()
    watch.expected.append("another host")


def test_a_page_that_not_everybody_can_use_is_found_out(page: Page) -> None:
    page.goto("/settings")
    expect(page.get_by_role("navigation")).to_be_visible()
    picture = (
        "document.querySelector('main').append(Object.assign(new Image(), {src: 'page/icon.svg'}))"
    )
    page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": picture})

    with pytest.raises(AssertionError, match="in dark colours, image-alt"):
        assert_accessible(page)
