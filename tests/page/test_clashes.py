"""Names that are taken: asked before any byte is sent, and what each answer does."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.client import Client
from tests.page.accessibility import assert_accessible
from tests.page.conftest import Shoot
from tests.page.uploading import (
    answer,
    choose,
    clash,
    expect_totals,
    files,
    numbers,
    payload,
    row,
    sendings,
    tray,
    upload,
)
from tests.pictures import BLUE, GREEN, RED, photo, plain
from tests.servers import Server


def test_a_taken_name_is_asked_about_before_any_byte_is_sent(
    page: Page, library: Server, shoot: Shoot
) -> None:
    library.client.upload(plain(GREEN, (600, 400)), "hero.jpg", "/asked", tags="old")
    page.goto("/library/asked")
    sent = sendings(page)

    upload(page, payload("hero.jpg", photo((900, 600), seed=21)))

    expect(clash(page)).to_have_accessible_name("A file of this name is there already")
    expect(clash(page).get_by_role("heading", name="/asked/hero.jpg")).to_be_focused()
    expect(clash(page).get_by_text("600x400")).to_be_visible()
    expect(clash(page).get_by_text("900x600")).to_be_visible()
    expect(clash(page).get_by_text("1 version", exact=True)).to_be_visible()
    for image in clash(page).locator("img").all():
        expect(image).to_have_js_property("complete", True)
        assert image.evaluate("image => image.naturalWidth") > 0
    assert_accessible(page)
    shoot(page, "clash")
    assert sent == []
    assert "create a new version" not in clash(page).inner_text().lower()

    answer(page, "Replace (keeps the old one as a version)")
    expect_totals(page, "1 of 1 done")
    expect(row(page, "hero.jpg")).to_contain_text("Version 2 is current now")
    assert len(sent) == 1


def test_replacing_keeps_the_old_one_and_shows_the_new_one_at_once(
    page: Page, library: Server
) -> None:
    old, new = plain(GREEN, (600, 400)), photo((900, 600), seed=22)
    library.client.upload(old, "shown.jpg", "/kept", tags="old", description="Spring")
    page.goto("/library/kept")
    expect(page.get_by_text("600x400")).to_be_visible()

    upload(page, payload("shown.jpg", new))
    answer(page, "Replace")

    expect(page.get_by_text("900x600")).to_be_visible()
    file = files(library, "/kept")["shown.jpg"]
    assert file["currentVersion"] == {
        "number": 2,
        "size": len(new),
        "isPrivate": False,
        "isPublished": True,
        "tags": ["old"],
        "description": "Spring",
    }
    urls = {each["number"]: each["url"] for each in file["versions"]["nodes"]}
    assert library.client.deliver(urls[1]).content == old
    assert library.client.deliver(urls[2]).content == new


def test_a_private_draft_stays_one_when_it_is_replaced(page: Page, library: Server) -> None:
    library.client.upload(
        plain(RED), "secret.jpg", "/private", isPrivateFile=True, isPublished=False
    )
    page.goto("/library/private")

    upload(page, payload("secret.jpg", photo(seed=23)))
    answer(page, "Replace")

    expect_totals(page, "1 of 1 done")
    current = files(library, "/private")["secret.jpg"]["currentVersion"]
    assert (current["number"], current["isPrivate"], current["isPublished"]) == (2, True, False)


def test_tags_are_overwritten_when_told_so(page: Page, library: Server) -> None:
    library.client.upload(plain(RED), "tagged.jpg", "/tagged", tags="old", description="Old")
    page.goto("/library/tagged")
    dialog = choose(page, payload("tagged.jpg", photo(seed=24)))

    dialog.get_by_text("More settings for all files").click()
    dialog.get_by_label("Tags of the version before").select_option("Overwrite")
    dialog.get_by_label("Metadata of the version before").select_option("Overwrite")
    dialog.get_by_role("button", name="Upload", exact=True).click()
    answer(page, "Replace")

    expect_totals(page, "1 of 1 done")
    current = files(library, "/tagged")["tagged.jpg"]["currentVersion"]
    assert (current["tags"], current["description"]) == ([], None)


def test_keeping_both_gives_the_new_one_another_name(page: Page, library: Server) -> None:
    library.client.upload(plain(RED), "both.jpg", "/both")
    page.goto("/library/both")

    upload(page, payload("both.jpg", photo(seed=25)))
    answer(page, "Keep both")

    expect(row(page, "both.jpg")).to_contain_text("Uploaded as both_")
    names = sorted(numbers(library, "/both"))
    assert len(names) == 2
    assert names[0] == "both.jpg"
    assert names[1].startswith("both_")


def test_skipping_sends_nothing(page: Page, library: Server) -> None:
    library.client.upload(plain(RED), "skipped.jpg", "/skipped")
    page.goto("/library/skipped")
    sent = sendings(page)

    upload(page, payload("skipped.jpg", photo(seed=26)))
    answer(page, "Skip")

    expect(page.get_by_text("Nothing was uploaded: all were skipped.").first).to_be_visible()
    assert sent == []


@pytest.mark.parametrize("key", ["Escape", "Enter on close"])
def test_leaving_the_question_sends_nothing_at_all(page: Page, library: Server, key: str) -> None:
    library.client.upload(plain(RED), "left.jpg", "/left")
    page.goto("/library/left")
    sent = sendings(page)
    upload(page, payload("left.jpg", photo(seed=27)), payload("free.jpg", photo(seed=28)))
    expect(clash(page)).to_be_visible()

    if key == "Escape":
        page.keyboard.press("Escape")
    else:
        clash(page).get_by_role("button", name="Close").press("Enter")

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(tray(page)).to_have_count(0)
    assert sent == []
    assert sorted(numbers(library, "/left")) == ["left.jpg"]


def several(library: Server, folder: str, total: int) -> list[FilePayload]:
    """Puts files there; the same names with other bytes."""
    for number in range(total):
        library.client.upload(plain(BLUE, (20 + number, 20)), f"{number}.jpg", folder)
    return [payload(f"{number}.jpg", photo((64, 48), seed=30 + number)) for number in range(total)]


def test_one_answer_can_be_for_all(page: Page, library: Server, shoot: Shoot) -> None:
    new = several(library, "/all", 17)
    page.goto("/library/all")

    upload(page, *new, payload("free.jpg", photo(seed=99)))
    expect(clash(page)).to_have_accessible_name("17 files are there already")
    answer(page, "Skip")
    expect(clash(page).get_by_role("heading", name="2 of 17: /all/1.jpg")).to_be_focused()
    clash(page).get_by_label("Apply to all 16").check()
    assert_accessible(page)
    shoot(page, "clash-of-many")
    answer(page, "Replace")

    expect_totals(page, "17 of 17 done")
    expected: dict[str, object] = {f"{number}.jpg": 2 for number in range(17)}
    assert numbers(library, "/all") == expected | {"0.jpg": 1, "free.jpg": 1}


def test_the_whole_question_is_answered_by_keyboard(page: Page, library: Server) -> None:
    new = several(library, "/keys", 2)
    page.goto("/library/keys")
    choose(page, *new)
    page.keyboard.press("Enter")
    expect(clash(page).get_by_role("heading", name="1 of 2")).to_be_focused()

    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(clash(page).get_by_role("button", name="Replace")).to_be_focused()
    page.keyboard.press("Enter")

    expect_totals(page, "2 of 2 done")
    assert numbers(library, "/keys") == {"0.jpg": 2, "1.jpg": 2}


def test_the_name_asked_about_is_the_one_that_the_server_makes(page: Page, library: Server) -> None:
    library.client.upload(plain(RED), "My photo (1)é.jpg", "/clean ed")
    page.goto("/library/clean_ed")

    # The accent as a Mac writes it: a letter of its own.
    upload(page, payload("My photo (1)e\N{COMBINING ACUTE ACCENT}.jpg", photo(seed=51)))
    expect(clash(page).get_by_role("heading", name="/clean_ed/My_photo__1_é.jpg")).to_be_visible()
    answer(page, "Replace")

    expect_totals(page, "1 of 1 done")
    assert numbers(library, "/clean_ed") == {"My_photo__1_é.jpg": 2}


def test_two_files_that_get_one_name_are_both_kept(page: Page, library: Server) -> None:
    page.goto("/library/empty")

    upload(page, payload("a b.jpg", photo(seed=52)), payload("a_b.jpg", photo(seed=53)))

    expect_totals(page, "2 of 2 done")
    assert len([name for name in numbers(library, "/empty") if name.startswith("a_b")]) == 2


def test_with_unique_suffixes_nobody_is_asked(page: Page, library: Server) -> None:
    library.client.upload(plain(RED), "unique.jpg", "/unique")
    page.goto("/library/unique")
    dialog = choose(page, payload("unique.jpg", photo(seed=54)))

    dialog.get_by_label("If a name is taken").select_option("Add a unique suffix")
    dialog.get_by_role("button", name="Upload", exact=True).click()

    expect(row(page, "unique.jpg")).to_contain_text("Uploaded as unique_")
    assert len(numbers(library, "/unique")) == 2


def test_the_same_bytes_are_not_sent_again(page: Page, library: Server) -> None:
    content = photo((300, 200), seed=55)
    library.client.upload(content, "same.jpg", "/same")
    page.goto("/library/same")
    sent = sendings(page)

    upload(page, payload("same.jpg", content))

    expect(row(page, "same.jpg")).to_contain_text("Already current")
    assert sent == []
    assert_accessible(page)
    assert numbers(library, "/same") == {"same.jpg": 1}


def test_tags_that_the_same_bytes_do_not_get_are_told_of(page: Page, library: Server) -> None:
    content = photo((300, 200), seed=56)
    library.client.upload(content, "tagged.jpg", "/same-tags", tags="old")
    page.goto("/library/same-tags")
    dialog = choose(page, payload("tagged.jpg", content))

    dialog.get_by_text("More settings for all files").click()
    dialog.get_by_label("Tags", exact=True).fill("new")
    dialog.get_by_role("button", name="Upload", exact=True).click()

    expect(row(page, "tagged.jpg")).to_contain_text("Its tags and settings were not changed.")


def test_a_full_history_is_named_with_its_number(page: Page, library: Server, shoot: Shoot) -> None:
    fill_up(library.client, "/full", "full.jpg")
    library.client.upload(plain(RED), "other.jpg", "/full")
    page.goto("/library/full")

    upload(page, payload("full.jpg", photo(seed=56)), payload("other.jpg", photo(seed=57)))

    expect(clash(page).get_by_text("it has 100 versions, the most that are kept")).to_be_visible()
    expect(clash(page).get_by_role("button", name="Replace")).to_be_disabled()
    assert_accessible(page)
    shoot(page, "clash-full")
    answer(page, "Skip")
    clash(page).get_by_role("button", name="Replace").click()
    expect_totals(page, "1 of 1 done")
    assert numbers(library, "/full") == {"full.jpg": 100, "other.jpg": 2}


def fill_up(client: Client, folder: str, name: str) -> None:
    for number in range(100):
        client.upload(plain((number, 0, 0), (8, 8), "png"), name, folder)
