"""Custom metadata on the details page: a control for each type, refusals at the field."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.page import watching
from tests.page.accessibility import assert_accessible
from tests.page.acting import toast
from tests.page.conftest import Shoot
from tests.page.filed import Filed, file
from tests.pictures import RED, plain
from tests.servers import Server

FIELDS: dict[str, dict[str, object]] = {
    "title": {"type": "Text", "minLength": 3},
    "story": {"type": "Textarea"},
    "price": {"type": "Number", "minValue": 1, "maxValue": 100},
    "taken": {"type": "Date"},
    "approved": {"type": "Boolean"},
    "season": {"type": "SingleSelect", "selectOptions": ["spring", "autumn", 3]},
    "colours": {"type": "MultiSelect", "selectOptions": ["red", "green", "blue"]},
}


@pytest.fixture(scope="module")
def fields(library: Server) -> None:
    """A field of every type."""
    for name, schema in FIELDS.items():
        body = {"name": name, "label": name.title(), "schema": schema}
        answer = library.client.rest("POST", "/v1/customMetadataFields", json=body)
        assert answer.status_code == 201, answer.text


@pytest.fixture
def cup(library: Server, fields: None, request: pytest.FixtureRequest) -> Filed:
    """A picture of this test alone, in two versions; the old one has a price."""
    path = f"/{request.node.name[:60]}/cup.jpg"
    file(library.client, path, [plain(RED)], customMetadata='{"price": 7}')
    return file(library.client, path, [plain(RED, (80, 60))])


def pane(page: Page) -> Locator:
    return page.get_by_role("region", name="Custom metadata")


def values(cup: Filed) -> dict[str, object]:
    found = cup.current["customMetadata"]
    assert isinstance(found, list)
    return {each["field"]["name"]: each["value"] for each in found}


def save(page: Page) -> None:
    pane(page).get_by_role("button", name="Save metadata").click()


def test_every_type_of_field_is_written_and_read_again(
    page: Page, cup: Filed, shoot: Shoot
) -> None:
    page.goto(cup.address)
    form = pane(page)

    form.get_by_label("Title").fill("A red cup")
    form.get_by_label("Story").fill("It was\nred.")
    form.get_by_label("Price").fill("12.5")
    form.get_by_label("Taken").fill("2026-03-01")
    form.get_by_label("Approved").select_option("Yes")
    form.get_by_label("Season").select_option("3")
    form.get_by_role("group", name="Colours").get_by_label("red").check()
    form.get_by_role("group", name="Colours").get_by_label("blue").check()
    assert_accessible(page)
    save(page)

    expect(toast(page, "Custom metadata saved.")).to_be_visible()
    assert values(cup) == {
        "title": "A red cup",
        "story": "It was\nred.",
        "price": 12.5,
        "taken": "2026-03-01",
        "approved": True,
        "season": 3,
        "colours": ["red", "blue"],
    }
    page.reload()
    expect(form.get_by_label("Title")).to_have_value("A red cup")
    expect(form.get_by_label("Taken")).to_have_value("2026-03-01")
    expect(form.get_by_role("group", name="Colours").get_by_label("blue")).to_be_checked()
    shoot(page, "custom-metadata")


def test_a_value_is_removed_by_emptying_it(page: Page, cup: Filed) -> None:
    cup.client.update(str(cup.read()["fileId"]), customMetadata={"price": 5, "approved": False})
    page.goto(cup.address)

    pane(page).get_by_label("Price").fill("")
    pane(page).get_by_label("Approved").select_option("Not set")
    save(page)

    expect(toast(page, "Custom metadata saved.")).to_be_visible()
    assert values(cup) == {}


def test_what_the_server_refuses_is_said_at_each_field(page: Page, cup: Filed) -> None:
    page.goto(cup.address)
    form = pane(page)

    form.get_by_label("Title").fill("ab")
    form.get_by_label("Price").fill("a lot")
    form.get_by_label("Season").select_option("spring")
    save(page)

    price = form.get_by_label("Price")
    expect(price).to_have_accessible_description(
        "From 1. Up to 100. Price should be of type number."
    )
    expect(price).to_have_attribute("aria-invalid", "true")
    expect(form.get_by_label("Title")).to_have_accessible_description(
        "At least 3 characters. Title should have at least 3 characters."
    )
    expect(form.get_by_label("Season")).not_to_have_attribute("aria-invalid", "true")
    expect(price.or_(form.get_by_label("Title")).and_(page.locator(":focus"))).to_have_count(1)
    assert_accessible(page)
    assert values(cup) == {}

    price.fill("99")
    form.get_by_label("Title").fill("abc")
    save(page)
    expect(toast(page, "Custom metadata saved.")).to_be_visible()
    assert values(cup) == {"price": 99, "title": "abc", "season": "spring"}


def test_discarding_brings_back_what_is_stored(page: Page, cup: Filed) -> None:
    page.goto(cup.address)
    price = pane(page).get_by_label("Price")

    price.fill("55")
    pane(page).get_by_role("button", name="Discard changes").click()

    expect(price).to_have_value("")
    expect(pane(page).get_by_role("button", name="Discard changes")).to_be_hidden()


def test_what_is_being_typed_outlives_a_change_of_something_else(page: Page, cup: Filed) -> None:
    page.goto(cup.address)
    pane(page).get_by_label("Price").fill("55")

    page.get_by_label("Add tags").fill("new")
    page.get_by_label("Add tags").press("Enter")
    expect(page.get_by_role("button", name="Remove new")).to_be_visible()

    expect(pane(page).get_by_label("Price")).to_have_value("55")


def test_an_old_version_shows_its_values_and_takes_none(page: Page, cup: Filed) -> None:
    page.goto(cup.address_of(1))

    expect(pane(page).get_by_text("Only the current version can be changed.")).to_be_visible()
    expect(pane(page).get_by_role("definition").filter(has_text="7")).to_be_visible()
    expect(pane(page).get_by_role("textbox")).to_have_count(0)
    assert_accessible(page)


def test_a_failure_of_the_connection_keeps_what_was_typed(page: Page, cup: Filed) -> None:
    watching.of(page).expected.append("ERR_INTERNET_DISCONNECTED")
    page.goto(cup.address)
    pane(page).get_by_label("Price").fill("55")

    page.context.set_offline(True)
    save(page)

    expect(toast(page, "The server cannot be reached.")).to_be_visible()
    expect(pane(page).get_by_label("Price")).to_have_value("55")


def test_values_do_not_land_on_a_version_that_nobody_saw(page: Page, cup: Filed) -> None:
    page.goto(cup.address)
    pane(page).get_by_label("Title").fill("A red cup")
    file(cup.client, cup.path, [plain(RED, (40, 30))])

    save(page)

    expect(toast(page, "Another version has become current meanwhile")).to_be_visible()
    expect(pane(page).get_by_label("Title")).to_have_value("A red cup")
    assert values(cup) == {}
