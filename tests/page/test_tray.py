"""The tray: how uploads get on, and what can be done about them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import CDPSession, Dialog, Page, Route, expect

from tests.client import Json
from tests.page import watching
from tests.page.accessibility import Scheme, assert_accessible
from tests.page.conftest import Shoot
from tests.page.uploading import (
    choose,
    expect_totals,
    payload,
    row,
    sendings,
    tray,
    upload,
)
from tests.pictures import numbered, photo
from tests.servers import Server

LARGE = 3 * 1024 * 1024
SLOW = 256 * 1024  # bytes a second
UNREACHABLE = "net::ERR_(INTERNET_DISCONNECTED|FAILED)"


@pytest.fixture(scope="module", autouse=True)
def folders(library: Server) -> None:
    """One for each test that counts what has come."""
    for name in ("three", "offline", "lost", "refused", "many"):
        folder: Json = {"folderName": name, "parentFolderPath": "/"}
        assert library.client.rest("POST", "/v1/folder", json=folder).status_code == 201


@contextmanager
def slowed(page: Page) -> Iterator[CDPSession]:
    """A line on which an upload takes a while."""
    session = page.context.new_cdp_session(page)
    conditions = {"offline": False, "latency": 0, "downloadThroughput": -1}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {**conditions, "uploadThroughput": SLOW})
    yield session
    session.send("Network.emulateNetworkConditions", {**conditions, "uploadThroughput": -1})
    session.detach()


def total(library: Server, folder: str) -> int:
    query = f'{{ folder(path: "{folder}") {{ files {{ totalCount }} }} }}'
    found = library.client.graphql(query)["folder"]
    return int(found["files"]["totalCount"]) if found else 0


def test_a_slow_upload_shows_how_far_it_is_and_can_be_cancelled(
    page: Page, library: Server, shoot: Shoot
) -> None:
    page.goto("/library/empty")
    expect(tray(page)).to_have_count(0)

    with slowed(page):
        upload(page, payload("large.bin", b"x" * LARGE, "application/octet-stream"))
        expect(row(page, "large.bin")).to_contain_text(
            re.compile(r"\d+% \. [\d.]+ KB/s \. \d+ s left")
        )
        expect(row(page, "large.bin").get_by_role("progressbar")).to_be_visible()
        expect_totals(page, "0 of 1 done")
        assert_accessible(page)
        shoot(page, "upload-slow")
        tray(page).get_by_role("button", name="Cancel large.bin").press("Enter")

        expect(row(page, "large.bin")).to_contain_text("Cancelled")
        expect(tray(page).get_by_role("button", name="Retry large.bin")).to_be_focused()
    assert total(library, "/empty") == 0
    tray(page).get_by_role("button", name="Retry large.bin").press("Enter")
    expect_totals(page, "1 of 1 done")
    assert total(library, "/empty") == 1


def test_no_more_than_three_are_sent_at_a_time_and_all_can_be_cancelled(page: Page) -> None:
    page.goto("/library/three")
    sent = sendings(page)
    names = [f"{number}.bin" for number in range(5)]

    with slowed(page):
        upload(page, *(payload(name, name.encode() * 200_000, "text/plain") for name in names))
        expect(tray(page).get_by_text(re.compile(r"^\d+%"))).to_have_count(3)
        expect(tray(page).get_by_text("Waiting")).to_have_count(2)
        assert len(sent) == 3
        tray(page).get_by_role("button", name="Cancel all").click()

        expect(tray(page).get_by_text("Cancelled")).to_have_count(5)
    tray(page).get_by_role("button", name="Clear finished").press("Enter")
    expect(tray(page)).to_have_count(0)
    expect(page.get_by_role("main")).to_be_focused()


def test_uploads_go_on_while_other_views_are_shown(page: Page, library: Server) -> None:
    page.goto("/library/empty")

    with slowed(page):
        upload(page, payload("moving on.bin", b"m" * LARGE, "application/octet-stream"))
        expect(row(page, "moving_on.bin")).to_contain_text("%")
        page.get_by_role("link", name="Settings").click()
        expect(page).to_have_url(re.compile("/settings$"))
        expect(row(page, "moving_on.bin")).to_contain_text("%")

    expect_totals(page, "1 of 1 done")


def test_the_tab_asks_before_it_closes_while_something_is_under_way(page: Page) -> None:
    page.goto("/library/empty")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)

    with slowed(page):
        upload(page, payload("closing.bin", b"c" * LARGE, "application/octet-stream"))
        expect(row(page, "closing.bin")).to_contain_text("%")
        page.evaluate("location.reload()")
        expect(row(page, "closing.bin")).to_be_visible()
        assert asked == ["beforeunload"]
    expect_totals(page, "1 of 1 done")
    page.reload()

    expect(tray(page)).to_have_count(0)
    assert asked == ["beforeunload"]


def test_what_could_not_be_sent_is_kept_and_sent_later(
    page: Page, library: Server, shoot: Shoot
) -> None:
    watching.of(page).expected.append(UNREACHABLE)
    page.goto("/library/offline")
    pictures = [payload(f"{number}.png", numbered(number), "image/png") for number in range(8)]
    dialog = choose(page, *pictures)

    page.context.set_offline(offline=True)
    dialog.get_by_role("button", name="Upload", exact=True).click()
    expect(dialog.get_by_text("The server cannot be reached. Nothing was lost")).to_be_visible()
    assert_accessible(page)
    page.context.set_offline(offline=False)
    _lose_sendings(page)
    dialog.get_by_role("button", name="Upload", exact=True).click()

    expect(tray(page).get_by_text("The rest waits until it can.")).to_be_visible()
    expect(tray(page).get_by_text("Nothing was lost").first).to_be_visible()
    assert_accessible(page)
    shoot(page, "upload-offline")
    page.unroute("**/graphql")
    tray(page).get_by_role("button", name="Retry failed").click()
    expect_totals(page, "8 of 8 done")
    expect(tray(page).get_by_text("The rest waits")).to_be_hidden()
    assert total(library, "/offline") == 8


def _lose_sendings(page: Page) -> None:
    def lose(route: Route) -> None:
        is_sending = "multipart" in route.request.headers.get("content-type", "")
        return route.abort("failed") if is_sending else route.continue_()

    page.route("**/graphql", lose)


def test_an_answer_that_was_lost_makes_no_second_version(page: Page, library: Server) -> None:
    watching.of(page).expected.append(UNREACHABLE)
    page.goto("/library/lost")

    def arrive_and_lose(route: Route) -> None:
        if "multipart" not in route.request.headers.get("content-type", ""):
            return route.continue_()
        route.fetch()
        return route.abort("failed")

    page.route("**/graphql", arrive_and_lose)
    upload(page, payload("arrived.png", numbered(77), "image/png"))
    expect(row(page, "arrived.png")).to_contain_text("The server cannot be reached")
    page.unroute("**/graphql")
    row(page, "arrived.png").get_by_role("button", name="Retry arrived.png").click()

    expect(row(page, "arrived.png")).to_contain_text("Already current")
    assert total(library, "/lost") == 1


def test_a_refusal_is_told_in_words_and_the_rest_goes_on(page: Page, library: Server) -> None:
    page.goto("/library/refused")
    dialog = choose(
        page,
        payload("refused.png", numbered(1), "image/png"),
        payload("taken.png", numbered(2), "image/png"),
    )

    dialog.get_by_text("2 files,").click()
    dialog.get_by_role("button", name="Settings of refused.png").click()
    own = dialog.get_by_role("listitem").filter(has_text="refused.png")
    own.get_by_label("Tags", exact=True).fill("t" * 600)
    dialog.get_by_role("button", name="Upload", exact=True).click()

    expect_totals(page, "1 of 2 done, 1 failed")
    expect(row(page, "refused.png")).to_contain_text("tags")
    expect(page.get_by_role("alert").filter(has_text="refused.png failed:")).to_have_count(1)
    assert_accessible(page)
    assert total(library, "/refused") == 1


def test_two_hundred_files_go_at_once_and_readers_are_told_twice(
    page: Page, library: Server, shoot: Shoot
) -> None:
    page.goto("/library/many")
    _hear(page)
    pictures = [
        payload(f"{number:03}.png", numbered(1000 + number), "image/png") for number in range(200)
    ]

    upload(page, *pictures)

    expect(tray(page).get_by_role("heading")).to_have_text("200 of 200 done", timeout=120_000)
    assert total(library, "/many") == 200
    assert_accessible(page)
    shoot(page, "upload-many")
    heard = page.evaluate("window.heard")
    said = [text for text in heard if "pload" in text]
    assert said == ["Uploading 200 files to /many", "Uploads finished: 200 done."]
    fold = tray(page).get_by_role("button", name="Collapse uploads")
    fold.press("Enter")
    expect(tray(page).get_by_role("listitem")).to_have_count(0)
    expect(tray(page).get_by_role("button", name="Expand uploads")).to_be_focused()
    assert_accessible(page)


def _hear(page: Page) -> None:
    """Keeps all that readers are told."""
    page.evaluate(
        """() => {
          window.heard = [];
          const hear = (records) => {
            for (const { addedNodes } of records) {
              for (const node of addedNodes) window.heard.push(node.textContent);
            }
          };
          const live = "[aria-live], [role=alert], [role=status]";
          for (const region of document.querySelectorAll(live)) {
            new MutationObserver(hear).observe(region, { childList: true, subtree: true });
          }
        }"""
    )


@pytest.mark.parametrize("width", [320, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_tray_fits_any_window(
    page: Page, shoot: Shoot, width: int, scheme: Scheme, library: Server
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto("/library/pets")
    upload(
        page,
        payload("a name that goes on and on until no tray is wide enough.jpg", photo(seed=71)),
        payload(f"short{width}{scheme}.jpg", photo(seed=width + len(scheme))),
    )
    if page.get_by_role("dialog", name="there already").count():
        page.get_by_role("dialog").get_by_role("button", name="Skip").click()

    expect(tray(page).get_by_role("heading")).to_have_text(re.compile("^2 of 2"))

    shoot(page, f"tray-{width}-{scheme}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = tray(page).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.reload()
    choose(page, payload("settings.jpg", photo(seed=72)))
    page.get_by_text("More settings for all files").click()
    shoot(page, f"settings-{width}-{scheme}")
    page.keyboard.press("Escape")
    upload(page, payload("cat.jpg", photo(seed=73)))
    expect(page.get_by_role("button", name="Keep both")).to_be_visible()
    shoot(page, f"clash-{width}-{scheme}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
