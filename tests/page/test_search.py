"""Searching: the panel, the address, and what is found."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.page.accessibility import assert_accessible
from tests.page.acting import put, tile
from tests.page.conftest import Shoot
from tests.page.searching import chip, found, labelled, opened, search
from tests.servers import Server


@pytest.fixture(scope="module", autouse=True)
def dresses(library: Server) -> None:
    """Two files whose versions came in turn, each with a tag, and others beside."""
    for _ in range(2):
        put(library.client, "/dresses", "dress_a.jpg", "dress_b.jpg", versions=2, tags="sale")
    put(library.client, "/dresses", "dress_c.jpg")
    library.client.upload(b"p { margin: 0 }\n", "dress.css", "/dresses")


def test_old_versions_are_hidden_by_default_and_badged_when_asked_for(
    page: Page, shoot: Shoot
) -> None:
    page.goto("/library")
    panel = opened(page)
    panel.get_by_label("Name").fill("cat")
    box = panel.get_by_role("checkbox", name="Include file versions in search results")
    expect(box).not_to_be_checked()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/search\?q=cat$"))
    expect(page.get_by_role("heading", name='Search results for "cat"')).to_be_visible()
    assert len(found(page, 1)) == 1
    expect(page.get_by_text("FILE VERSION")).to_have_count(0)

    panel = opened(page)
    panel.get_by_role("checkbox", name="Include file versions in search results").check()
    search(panel)

    expect(page).to_have_url(re.compile(r"/search\?q=cat&versions=1$"))
    names = found(page, 3)
    assert "not current" not in names[0]
    assert "file version 2, not current" in names[1]
    assert "file version 1, not current" in names[2]
    badges = page.get_by_text(re.compile("^FILE VERSION"))
    assert badges.all_inner_texts() == [
        "FILE VERSION . Version 2",
        "FILE VERSION . Version 1",
    ]
    assert_accessible(page)
    shoot(page, "search-versions")


def test_that_versions_are_included_is_not_remembered(page: Page) -> None:
    page.goto("/search?q=cat&versions=1")
    found(page, 3)
    chip(page, "File versions included").click()
    assert len(found(page, 1)) == 1
    expect(page).to_have_url(re.compile(r"/search\?q=cat$"))
    page.go_back()
    found(page, 3)

    page.goto("/library")

    box = opened(page).get_by_role("checkbox", name="Include file versions in search results")
    expect(box).not_to_be_checked()


@pytest.mark.parametrize("sort", ["", "&sort=name", "&sort=-created", "&sort=updated"])
def test_hits_of_one_file_stand_together_the_current_first(page: Page, sort: str) -> None:
    page.goto(f"/search?q=dress&versions=1&f=images{sort}")

    names = labelled(page, 9)

    for file in ("dress_a.jpg", "dress_b.jpg"):
        start = names.index(file)
        expected = [file, f"{file} 3", f"{file} 2", f"{file} 1"]
        assert names[start : start + 4] == expected


def test_filters_narrow_a_search_and_chips_take_them_away(page: Page, shoot: Shoot) -> None:
    page.goto("/search?q=dress")
    found(page, 5)
    panel = opened(page)
    panel.get_by_role("radio", name="Images").check()
    panel.get_by_role("button", name="Add filter").click()
    row = panel.get_by_role("group", name="Filter 1")
    row.get_by_label("What", exact=True).select_option("Tags")
    row.get_by_label("With what").fill("sale, none such")
    panel.get_by_role("button", name="Add filter").click()
    row = panel.get_by_role("group", name="Filter 2")
    row.get_by_label("What", exact=True).select_option("Size")
    row.get_by_label("With what").fill("1 TB")
    panel.get_by_label("Files must meet").select_option("any of these (or)")
    assert_accessible(page)
    shoot(page, "search-panel")
    search(panel)

    expect(page).to_have_url(re.compile(r"f=images\*or\*tags-any-sale%2C\+none\+such\*size-more-1"))
    assert sorted(labelled(page, 2)) == ["dress_a.jpg", "dress_b.jpg"]
    chip(page, "Tags has any of sale, none such").click()
    expect(page.get_by_text('Nothing is called "dress" and meets the filters.')).to_be_visible()
    page.get_by_role("button", name="Clear filters").click()
    found(page, 5)
    expect(page).to_have_url(re.compile(r"/search\?q=dress$"))


def test_custom_metadata_can_be_searched(page: Page, library: Server) -> None:
    field = {"name": "price-tag", "label": "Price", "schema": {"type": "Number"}}
    assert library.client.rest("POST", "/v1/customMetadataFields", json=field).status_code == 201
    for price in (5, 15):
        put(
            library.client,
            "/priced",
            f"priced_{price}.jpg",
            customMetadata=f'{{"price-tag":{price}}}',
        )
    page.goto("/library")
    panel = opened(page)
    panel.get_by_role("button", name="Add filter").click()
    row = panel.get_by_role("group", name="Filter 1")
    row.get_by_label("What", exact=True).select_option("Price")
    row.get_by_label("How it compares").select_option("is more than")
    row.get_by_label("With what").fill("10")
    search(panel)

    assert labelled(page, 1) == ["priced_15.jpg"]
    page.reload()
    assert labelled(page, 1) == ["priced_15.jpg"]
    expect(chip(page, "Price is more than 10")).to_be_visible()


def test_what_an_address_says_in_vain_is_left_out_with_a_note(page: Page) -> None:
    page.goto(
        "/search?q=dress&versions=maybe&sort=colour&f=images*size-more-big*meta.gone-is-1*code"
    )

    assert len(found(page, 3)) == 3
    note = page.get_by_role("note")
    expect(note).to_contain_text("versions=maybe, sort=colour, size-more-big, meta.gone-is-1, code")
    expect(chip(page, "Within: Images")).to_be_visible()
    assert_accessible(page)


def test_the_panel_is_worked_by_keys_alone_in_a_narrow_window(page: Page, shoot: Shoot) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/library")
    expect(page.get_by_role("gridcell").first).to_be_visible()

    page.keyboard.press("/")
    panel = page.get_by_role("dialog", name="Search the library")
    expect(panel.get_by_label("Name")).to_be_focused()
    page.keyboard.type("dress")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(panel.get_by_role("radio", name="Images")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(
        panel.get_by_role("group", name="Filter 1").get_by_label("What", exact=True)
    ).to_be_focused()
    page.keyboard.type("Folder")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("/dresses")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert_accessible(page)
    shoot(page, "search-panel-320")
    page.keyboard.press("Enter")

    found(page, 9)
    expect(page).to_have_url(re.compile("versions=1&f=images"))
    shoot(page, "search-320")


def test_a_wrong_value_is_refused_in_the_panel(page: Page) -> None:
    page.goto("/library")
    panel = opened(page)
    panel.get_by_role("button", name="Add filter").click()
    row = panel.get_by_role("group", name="Filter 1")
    row.get_by_label("What", exact=True).select_option("Size")
    row.get_by_label("With what").fill("very big")

    search(panel)

    expect(row.get_by_label("With what")).to_be_focused()
    assert row.get_by_label("With what").evaluate("input => input.validity.patternMismatch")
    panel.get_by_role("button", name="Reset").click()
    expect(panel.get_by_role("group", name=re.compile(r"Filter \d"))).to_have_count(0)
    panel.get_by_role("button", name="Close").last.click()
    expect(panel).to_have_count(0)
    expect(page).to_have_url(re.compile("/library$"))


def test_nothing_found_says_so_and_offers_more(page: Page, shoot: Shoot) -> None:
    page.goto("/search?q=nosuchthing&f=videos")

    words = 'Nothing is called "nosuchthing" and meets the filters.'
    expect(page.get_by_role("heading", name=words)).to_be_visible()
    assert_accessible(page)
    shoot(page, "search-empty")
    page.get_by_role("button", name="Clear filters").click()
    expect(page.get_by_role("heading", name='Nothing is called "nosuchthing".')).to_be_visible()
    page.get_by_role("button", name="Include file versions").click()
    expect(chip(page, "File versions included")).to_be_visible()
    expect(page.get_by_role("button", name="Include file versions")).to_have_count(0)


def test_a_text_in_the_search_language_is_used_as_one_when_somebody_says_so(page: Page) -> None:
    page.goto("/library")
    panel = opened(page)
    panel.get_by_label("Name").fill('name = "cat.jpg" OR name = "dog.png"')
    panel.get_by_role("checkbox", name="Use it as one").check()
    panel.get_by_role("radio", name="Images").check()
    search(panel)

    assert sorted(labelled(page, 2)) == ["cat.jpg", "dog.png"]
    chip(page, "Used as a query").click()
    expect(page.get_by_role("heading", name=re.compile("Nothing is called"))).to_be_visible()


@pytest.mark.parametrize("filters", ["query", "query*images"])
def test_a_query_that_cannot_be_understood_is_explained_in_words(page: Page, filters: str) -> None:
    page.goto(f"/search?q=name+%3D+oops&f={filters}")
    expect(page.get_by_role("alert").filter(has_text="cannot be understood")).to_contain_text(
        "name field must have a valid string value."
    )
    page.goto(f"/search?q=name+%3D%3D+1&f={filters}")
    alert = page.get_by_role("alert").filter(has_text="cannot be understood")
    expect(alert).to_contain_text("unexpected = at position 7.")
    assert_accessible(page)
    alert.get_by_role("button", name="Change search").click()
    expect(page.get_by_role("dialog").get_by_label("Name")).to_have_value("name == 1")


def test_back_leads_to_where_one_was(page: Page, library: Server) -> None:
    put(library.client, "/lines", *(f"row_{number:02}.jpg" for number in range(60)))
    page.goto("/search?q=row&sort=name")
    tile(page, "row_00.jpg").focus()
    page.keyboard.press("End")
    expect(tile(page, "row_59.jpg")).to_be_focused()
    scrolled = page.get_by_role("main").evaluate("main => main.scrollTop")
    assert scrolled > 0

    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/file/"))
    page.go_back()

    expect(tile(page, "row_59.jpg")).to_be_focused()
    assert page.get_by_role("main").evaluate("main => main.scrollTop") == scrolled


def test_results_follow_a_change_and_the_search_can_be_cleared(page: Page, library: Server) -> None:
    put(library.client, "/changing", "changing_a.jpg", "changing_b.jpg")
    page.goto("/search?q=changing")
    found(page, 3)
    tile(page, "changing_a.jpg").focus()
    page.keyboard.press("F2")
    page.get_by_role("dialog").get_by_role("textbox").fill("other.jpg")
    page.keyboard.press("Enter")

    found(page, 2)
    page.get_by_role("button", name="Clear search").click()
    expect(page).to_have_url(re.compile("/library$"))


def test_what_is_found_is_shown_as_a_list_as_well(page: Page) -> None:
    page.goto("/search?q=cat&versions=1")
    names = labelled(page, 3)
    page.get_by_role("button", name="List").click()

    expect(page.get_by_role("button", name="List")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="List")).to_be_focused()
    expect(page.get_by_role("grid")).to_have_attribute("aria-colcount", "1")
    expect(page.get_by_text(re.compile("^FILE VERSION"))).to_have_count(2)
    assert labelled(page, 3) == names
    assert_accessible(page)
    page.reload()
    expect(page.get_by_role("grid")).to_have_attribute("aria-colcount", "1")
    page.get_by_role("button", name="Grid").click()
    expect(page.get_by_role("grid")).not_to_have_attribute("aria-colcount", "1")
