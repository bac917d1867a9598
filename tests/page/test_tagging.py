"""Tags of one file and of many: added, removed, undone, and refused for some."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.client import Client
from tests.page.accessibility import assert_accessible
from tests.page.acting import inputs, inside, pick, put, tile, toast, undo
from tests.page.conftest import Shoot
from tests.servers import Server

MOST = 500
"""Characters that the tags of a file may have together."""


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def chips(page: Page) -> list[str]:
    texts = dialog(page).get_by_role("listitem").all_inner_texts()
    return [" ".join(text.split()) for text in texts]


def add(page: Page, text: str) -> None:
    dialog(page).get_by_label("Add tags").fill(text)
    page.keyboard.press("Enter")


def save(page: Page) -> None:
    dialog(page).get_by_role("button", name="Save tags").click()


def tags(client: Client, folder: str) -> dict[str, list[str]]:
    return {name: sorted(file["tags"]) for name, file in inside(client, folder).items()}


def test_a_file_is_tagged_by_keyboard(page: Page, library: Server, shoot: Shoot) -> None:
    put(library.client, "/one", "a.jpg", tags="old,kept")
    page.goto("/library/one")

    with inputs(page, "updateTags") as sent:
        pick(page, "Tags", "a.jpg")
        expect(dialog(page).get_by_label("Add tags")).to_be_focused()
        page.keyboard.type("new")
        page.keyboard.press("Enter")
        page.keyboard.type("red,blue")
        dialog(page).get_by_role("button", name="Remove old").focus()
        page.keyboard.press("Enter")
        assert chips(page) == ["kept", "new", "red"]
        assert_accessible(page)
        shoot(page, "tags")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        expect(toast(page, "Tags of a.jpg changed.")).to_be_visible()

    (change,) = sent
    assert (sorted(change["add"]), change["remove"]) == (["blue", "new", "red"], ["old"])
    assert tags(library.client, "/one") == {"a.jpg": ["blue", "kept", "new", "red"]}


def test_many_show_what_all_have_and_what_only_some(
    page: Page, library: Server, shoot: Shoot
) -> None:
    put(library.client, "/some", "a.jpg", tags="all,half")
    put(library.client, "/some", "b.jpg", tags="all,other")
    page.goto("/library/some")

    pick(page, "Tags", "a.jpg", "b.jpg")
    expect(dialog(page)).to_have_accessible_name("Tags of 2 files")
    assert chips(page) == ["all", "half 1 of 2", "other 1 of 2"]
    assert_accessible(page)
    shoot(page, "tags-of-many")
    dialog(page).get_by_role("button", name="Add half to all").click()
    dialog(page).get_by_role("button", name="Remove other").click()
    add(page, "new")
    save(page)

    expect(toast(page, "Tags of 2 files changed.")).to_be_visible()
    both = ["all", "half", "new"]
    assert tags(library.client, "/some") == {"a.jpg": both, "b.jpg": both}
    undo(page)
    expect(toast(page, "The tags are as they were.")).to_be_visible()
    before = {"a.jpg": ["all", "half"], "b.jpg": ["all", "other"]}
    assert tags(library.client, "/some") == before


def test_what_the_numbers_mean_is_said_where_there_are_some(page: Page, library: Server) -> None:
    put(library.client, "/alike", "a.jpg", tags="both,one")
    put(library.client, "/alike", "b.jpg", tags="both")
    page.goto("/library/alike")
    note = dialog(page).get_by_text("A tag with numbers is on only some of these files.")

    pick(page, "Tags", "a.jpg", "b.jpg")

    expect(note).to_be_visible()
    dialog(page).get_by_role("button", name="Add one to all").click()
    expect(note).to_be_hidden()


def test_files_with_too_many_are_named_and_the_others_tagged(
    page: Page, library: Server, shoot: Shoot
) -> None:
    put(library.client, "/full", "full.jpg", tags="x" * (MOST - 1))
    put(library.client, "/full", "free.jpg")
    page.goto("/library/full")

    pick(page, "Tags", "free.jpg", "full.jpg")
    add(page, "more")
    save(page)

    expect(dialog(page)).to_have_accessible_name("Tags of 1 of 2 files changed")
    expect(dialog(page).get_by_role("listitem")).to_contain_text(["full.jpg"])
    expect(dialog(page).get_by_role("button", name="Retry those")).to_be_focused()
    assert_accessible(page)
    shoot(page, "partly-tagged")
    assert tags(library.client, "/full")["free.jpg"] == ["more"]
    full = library.client.at("/full/full.jpg")
    assert full is not None
    library.client.update(full["fileId"], tags=[])
    page.keyboard.press("Enter")
    expect(toast(page, "Tags of 2 files changed.")).to_be_visible()
    expect(dialog(page)).to_have_count(0)
    assert tags(library.client, "/full")["full.jpg"] == ["more"]


def test_undo_does_not_say_that_all_is_as_it_was_when_some_is_not(
    page: Page, library: Server
) -> None:
    put(library.client, "/half-undone", "a.jpg", "gone.jpg")
    page.goto("/library/half-undone")
    pick(page, "Tags", "a.jpg", "gone.jpg")
    add(page, "new")
    save(page)
    expect(toast(page, "Tags of 2 files changed.")).to_be_visible()
    gone = library.client.at("/half-undone/gone.jpg")
    assert gone is not None
    assert library.client.rest("DELETE", f"/v1/files/{gone['fileId']}").status_code == 204

    undo(page)

    expect(dialog(page)).to_have_accessible_name("Tags of 1 of 2 files changed")
    dialog(page).get_by_role("button", name="Close").last.click()
    expect(dialog(page)).to_have_count(0)
    expect(tile(page, "a.jpg")).to_be_visible()
    expect(toast(page, "The tags are as they were.")).to_have_count(0)
    assert tags(library.client, "/half-undone") == {"a.jpg": []}


def test_nothing_is_sent_when_nothing_changes(page: Page) -> None:
    page.goto("/library/pets")

    with inputs(page, "updateTags") as sent:
        pick(page, "Tags", "cat.jpg")
        save(page)
        expect(dialog(page)).to_have_count(0)

    assert sent == []
