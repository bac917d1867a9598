"""Files and folders dragged onto the page."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import JSHandle, Locator, Page, expect

from tests.page.accessibility import assert_accessible
from tests.page.conftest import Shoot, sign_in
from tests.page.uploading import expect_totals
from tests.pictures import photo
from tests.servers import Server


def dragged(page: Page, files: Mapping[str, bytes]) -> JSHandle:
    """What the browser tells of a drag of these files."""
    told = {name: base64.b64encode(content).decode() for name, content in files.items()}
    return page.evaluate_handle(
        """(files) => {
          const transfer = new DataTransfer();
          for (const [name, content] of Object.entries(files)) {
            const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
            transfer.items.add(new File([bytes], name, { type: "image/jpeg" }));
          }
          return transfer;
        }""",
        told,
    )


def overlay(page: Page) -> Locator:
    return page.get_by_text("Drop to upload to", exact=False)


@pytest.mark.parametrize("place", ["main", "header.bar", "nav.rail", "storage-strip"])
def test_files_can_be_dropped_anywhere(page: Page, library: Server, place: str) -> None:
    page.goto("/library/web/banners")
    name = f"{place.replace('.', '_')}.jpg"
    transfer = dragged(page, {name: photo(seed=len(place))})

    page.dispatch_event(place, "dragenter", {"dataTransfer": transfer})
    expect(overlay(page)).to_have_text("Drop to upload to /web/banners")
    page.dispatch_event(place, "drop", {"dataTransfer": transfer})
    expect(overlay(page)).to_have_count(0)
    dialog = page.get_by_role("dialog", name="Upload 1 file to /web/banners")
    expect(dialog.get_by_role("button", name="Upload", exact=True)).to_be_focused()
    page.keyboard.press("Enter")

    expect_totals(page, "1 of 1 done")
    assert library.client.deliver(f"/web/banners/{name}").status_code == 200


def test_the_overlay_stays_until_the_drag_leaves_the_page(page: Page, shoot: Shoot) -> None:
    page.goto("/library/web/banners")
    files = {"dataTransfer": dragged(page, {"a.jpg": photo(seed=81)})}

    page.dispatch_event("main", "dragenter", files)
    page.dispatch_event("header.bar", "dragenter", files)
    page.dispatch_event("main", "dragleave", files)
    expect(overlay(page)).to_be_visible()
    assert_accessible(page)
    shoot(page, "drop")
    page.dispatch_event("header.bar", "dragenter", files)
    page.dispatch_event("header.bar", "dragleave", files)

    expect(overlay(page)).to_have_count(0)


def test_what_the_drag_was_over_may_go_away(page: Page) -> None:
    page.goto("/library/web")
    files = {"dataTransfer": dragged(page, {"a.jpg": photo(seed=82)})}
    expect(page.get_by_role("gridcell").first).to_be_visible()
    page.evaluate("document.querySelector('main').append(document.createElement('aside'))")

    page.dispatch_event("main aside", "dragenter", files)
    expect(overlay(page)).to_be_visible()
    page.evaluate("document.querySelector('main aside').remove()")
    page.dispatch_event("main", "dragenter", files)
    page.dispatch_event("main", "dragleave", files)

    expect(overlay(page)).to_have_count(0)


def test_dragged_text_is_no_upload(page: Page) -> None:
    page.goto("/library/web")
    text = page.evaluate_handle(
        "() => { const t = new DataTransfer(); t.setData('text/plain', 'words'); return t; }"
    )

    page.dispatch_event("main", "dragenter", {"dataTransfer": text})
    page.dispatch_event("main", "drop", {"dataTransfer": text})

    expect(overlay(page)).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_picture_of_the_page_itself_is_no_upload(page: Page) -> None:
    page.goto("/library/web")
    files = {"dataTransfer": dragged(page, {"a.jpg": photo(seed=83)})}

    page.dispatch_event("main", "dragstart", files)
    page.dispatch_event("main", "dragenter", files)
    expect(overlay(page)).to_have_count(0)
    page.dispatch_event("main", "dragend", files)
    page.dispatch_event("main", "dragenter", files)

    expect(overlay(page)).to_be_visible()


def test_a_dropped_folder_keeps_its_tree(page: Page, library: Server, tmp_path: Path) -> None:
    top = tmp_path / "Summer 2026"
    (top / "beach" / "deep").mkdir(parents=True)
    (top / "one.jpg").write_bytes(photo(seed=84))
    (top / "beach" / "two.jpg").write_bytes(photo(seed=85))
    (top / "beach" / "deep" / "three.jpg").write_bytes(photo(seed=86))
    loose = tmp_path / "loose.jpg"
    loose.write_bytes(photo(seed=87))
    page.goto("/library/empty")
    expect(page.get_by_text("This folder is empty")).to_be_visible()

    _drag_from_the_desktop(page, top, loose)
    page.get_by_role("dialog").get_by_role("button", name="Upload", exact=True).click()

    expect_totals(page, "4 of 4 done")
    for path in (
        "loose.jpg",
        "Summer_2026/one.jpg",
        "Summer_2026/beach/two.jpg",
        "Summer_2026/beach/deep/three.jpg",
    ):
        assert library.client.deliver(f"/empty/{path}").status_code == 200, path


def _drag_from_the_desktop(page: Page, *paths: Path) -> None:
    """As a person does; only the browser itself can say that something is a folder."""
    session = page.context.new_cdp_session(page)
    files = [str(path) for path in paths]
    data = {"items": [], "files": files, "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        event = {"type": kind, "x": 600, "y": 400, "data": data}
        session.send("Input.dispatchDragEvent", event)
    session.detach()


def test_who_may_only_read_drops_nothing(visitor: Page, library: Server) -> None:
    made = library.home.run("keys", "create", "--name", "looker", "--read-only").stdout
    key = next(word for word in made.split() if word.startswith("private_"))
    sign_in(visitor, key)
    visitor.goto("/library/web")
    expect(visitor.get_by_text("This key may only read.")).to_be_visible()
    files = {"dataTransfer": dragged(visitor, {"a.jpg": photo(seed=88)})}

    visitor.dispatch_event("main", "dragenter", files)
    visitor.dispatch_event("main", "drop", files)

    expect(overlay(visitor)).to_have_count(0)
    expect(visitor.get_by_role("dialog")).to_have_count(0)
