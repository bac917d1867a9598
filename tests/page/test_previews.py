"""How a file looks on the details page: pictures, sounds, and what cannot be shown."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.page import watching
from tests.page.accessibility import assert_accessible
from tests.page.conftest import Shoot
from tests.page.filed import facts, file, preview
from tests.pictures import photo, plain, transparent
from tests.servers import Server

TRANSFER_FAILED = r"/media/.*status of (404|422|5\d\d)"


def blobs(library: Server, content: bytes) -> list[Path]:
    """Where the storage has these bytes."""
    stored = (library.home.data_dir / "storage" / "blobs").rglob("*")
    return [path for path in stored if path.is_file() and path.read_bytes() == content]


def sound() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 800)
    return out.getvalue()


def test_the_backdrop_is_chosen_and_remembered(page: Page, library: Server) -> None:
    disc = file(library.client, "/backdrops/disc.png", [transparent((400, 300))])
    page.goto(disc.address)
    group = page.get_by_role("group", name="Backdrop")
    expect(group.get_by_role("button", name="Checkerboard")).to_have_attribute(
        "aria-pressed", "true"
    )

    group.get_by_role("button", name="Dark").press("Enter")
    expect(group.get_by_role("button", name="Dark")).to_be_focused()
    page.reload()

    expect(group.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    assert_accessible(page)


def test_a_small_picture_is_not_enlarged(page: Page, library: Server) -> None:
    small = file(library.client, "/small/dot.jpg", [plain(size=(14, 25))])

    page.goto(small.address)

    picture = preview(page)
    expect(picture).to_have_attribute("sizes", "14px")
    picture.evaluate("image => image.decode()")
    box = picture.bounding_box()
    assert box is not None
    assert (round(box["width"]), round(box["height"])) == (14, 25)


def test_a_sound_is_played_from_its_original(page: Page, library: Server) -> None:
    heard = file(library.client, "/other/beep.wav", [sound()])

    page.goto(heard.address)

    player = page.locator("audio")
    expect(player).to_be_visible()
    expect(player).to_have_js_property("error", None)
    assert_accessible(page)


def test_a_text_has_no_preview_and_can_be_downloaded(page: Page, library: Server) -> None:
    notes = file(library.client, "/other/notes.txt", [b"Buy milk.\n"])
    page.goto(notes.address)
    middle = page.get_by_role("region", name="Preview")

    expect(middle.get_by_role("heading", name="No preview")).to_be_visible()
    assert_accessible(page)
    with page.expect_download() as download:
        middle.get_by_role("link", name="Download", exact=True).click()
    assert download.value.path().read_bytes() == b"Buy milk.\n"


def test_a_draft_says_that_it_is_not_delivered(page: Page, library: Server) -> None:
    draft = file(library.client, "/other/draft.png", [plain(kind="png")], isPublished=False)

    page.goto(draft.address)

    middle = page.get_by_role("region", name="Preview")
    expect(middle.get_by_role("heading", name="Drafts are not delivered.")).to_be_visible()
    expect(facts(page).get_by_text("Draft: not delivered")).to_be_visible()
    expect(page.get_by_role("button", name="Download")).to_be_disabled()
    assert_accessible(page)


@pytest.mark.parametrize("harm", ["damaged", "missing"])
def test_bytes_that_are_lost_are_told_with_the_last_good_version(
    page: Page, library: Server, harm: str, shoot: Shoot
) -> None:
    watching.of(page).expected.append(TRANSFER_FAILED)
    contents = [photo((320, 240), seed=seed + len(harm) * 10) for seed in range(3)]
    torn = file(library.client, f"/torn/{harm}.jpg", contents)
    for content in contents[1:]:
        (stored,) = blobs(library, content)
        if harm == "missing":
            stored.unlink()
        else:
            stored.write_bytes(b"torn")

    page.goto(torn.address)

    middle = page.get_by_role("region", name="Preview")
    expect(middle.get_by_role("heading", name="This version cannot be shown.")).to_be_visible()
    expect(middle.get_by_text("The bytes of Version 3 are damaged or missing.")).to_be_visible()
    good = middle.get_by_role("link", name="Open Version 1, the last good one")
    expect(good).to_be_visible()
    assert_accessible(page)
    shoot(page, f"bytes-{harm}")
    good.click()
    expect(preview(page)).to_have_accessible_name(f"{harm}.jpg, version 1")
