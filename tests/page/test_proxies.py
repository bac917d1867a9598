"""Answers that are not the library's own: those of a proxy on the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.page import watching
from tests.page.uploading import payload, row, upload
from tests.pictures import photo

HTML = "<html><h1>Sorry</h1></html>"


def answering(status: int, part: str) -> Callable[[Route], None]:
    """Answers so to requests with this part, and leaves the others alone."""

    def answer(route: Route) -> None:
        if part.encode() not in (route.request.post_data_buffer or b""):
            return route.fallback()
        return route.fulfill(status=status, content_type="text/html", body=HTML)

    return answer


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (502, "502, a server on the way got no answer"),
        (418, "The answer was not the library's own"),
    ],
)
def test_an_answer_that_is_not_ours_is_told_as_what_it_is(
    page: Page, status: int, words: str
) -> None:
    watching.of(page).expected.append(f"status of {status}")
    page.route("**/graphql", answering(status, "query Search"))

    page.goto("/search?q=cat")

    expect(page.locator(".state")).to_contain_text(words)
    expect(page.get_by_text("What is shown stays")).to_be_hidden()


def test_an_upload_that_is_too_large_on_the_way_says_so(page: Page) -> None:
    watching.of(page).expected.append("status of 413")
    page.goto("/library/empty")
    page.route("**/graphql", answering(413, "mutation Upload"))

    upload(page, payload("large.jpg", photo((60, 40))))

    expect(row(page, "large.jpg")).to_contain_text("413, too large for a server on the way")
