"""Choosing assets: by mouse, by keys and by finger, in the order of the folder."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.page.accessibility import assert_accessible
from tests.page.conftest import Shoot

PETS = ["cat.jpg", "disc.webp", "dog.png", "moving.gif"]


@pytest.fixture
def pets(page: Page) -> Page:
    """The page at /pets, with nothing chosen."""
    page.goto("/library/pets")
    expect(page.locator("asset-grid .name")).to_have_text(PETS)
    return page


def cell(page: Page, name: str) -> Locator:
    """The tile of a file."""
    return page.get_by_role("gridcell", name=re.compile(f"^{re.escape(name)}"))


def expect_chosen(page: Page, *names: str) -> None:
    """These and no others are chosen, as is shown and as readers are told."""
    expect(page.locator("asset-grid .tile[aria-selected=true] .name")).to_have_text(list(names))
    expect(page.locator("asset-grid input:checked")).to_have_count(len(names))


def test_a_click_chooses_one_and_no_other(pets: Page) -> None:
    cell(pets, "cat.jpg").locator(".thumb").click()
    cell(pets, "dog.png").locator(".thumb").click()

    expect_chosen(pets, "dog.png")
    expect(cell(pets, "dog.png")).to_be_focused()


def test_a_click_with_control_adds_and_takes_out(pets: Page) -> None:
    cell(pets, "moving.gif").locator(".thumb").click()
    cell(pets, "cat.jpg").locator(".thumb").click(modifiers=["Control"])
    expect_chosen(pets, "cat.jpg", "moving.gif")

    cell(pets, "moving.gif").get_by_role("link").click(modifiers=["Control"])

    expect_chosen(pets, "cat.jpg")
    expect(pets).to_have_url(re.compile("/library/pets$"))


def test_a_click_with_shift_chooses_all_between(pets: Page) -> None:
    cell(pets, "disc.webp").locator(".thumb").click()
    cell(pets, "moving.gif").locator(".thumb").click(modifiers=["Shift"])
    expect_chosen(pets, "disc.webp", "dog.png", "moving.gif")

    cell(pets, "cat.jpg").locator(".thumb").click(modifiers=["Shift"])

    expect_chosen(pets, "cat.jpg", "disc.webp")


def test_the_box_chooses_and_leaves_the_others(pets: Page) -> None:
    for name in ("cat.jpg", "dog.png"):
        cell(pets, name).hover()
        pets.get_by_role("checkbox", name=f"Select {name}").click()

    expect_chosen(pets, "cat.jpg", "dog.png")


def test_keys_choose(pets: Page) -> None:
    cell(pets, "disc.webp").focus()
    pets.keyboard.press("Space")
    expect_chosen(pets, "disc.webp")
    pets.keyboard.press("Shift+ArrowRight")
    pets.keyboard.press("Shift+ArrowRight")
    expect_chosen(pets, "disc.webp", "dog.png", "moving.gif")

    pets.keyboard.press("Shift+ArrowLeft")
    expect_chosen(pets, "disc.webp", "dog.png")
    pets.keyboard.press("Control+a")
    expect_chosen(pets, *PETS)

    pets.keyboard.press("Escape")
    expect_chosen(pets)


def test_how_many_are_chosen_is_said_politely(pets: Page) -> None:
    said = pets.get_by_role("status")
    cell(pets, "cat.jpg").focus()

    pets.keyboard.press("Space")
    expect(said.get_by_text("1 item selected")).to_be_attached()
    pets.keyboard.press("Shift+ArrowRight")
    expect(said.get_by_text("2 items selected")).to_be_attached()

    pets.keyboard.press("Escape")
    expect(said.get_by_text("Selection cleared")).to_be_attached()


def test_a_finger_that_stays_chooses(pets: Page) -> None:
    tile = cell(pets, "dog.png")
    touch = {"pointerType": "touch", "bubbles": True, "clientX": 5, "clientY": 5}

    tile.dispatch_event("pointerdown", touch)
    expect_chosen(pets, "dog.png")
    tile.dispatch_event("pointerup", touch)
    tile.locator(".thumb").dispatch_event("click", touch)

    expect_chosen(pets, "dog.png")
    expect(pets).to_have_url(re.compile("/library/pets$"))


def test_a_finger_that_slips_chooses_nothing(pets: Page) -> None:
    tile = cell(pets, "dog.png")
    touch = {"pointerType": "touch", "bubbles": True, "clientX": 5, "clientY": 5}

    tile.dispatch_event("pointerdown", touch)
    tile.dispatch_event("pointermove", touch | {"clientY": 90})
    cell(pets, "cat.jpg").dispatch_event("pointerdown", touch)

    expect_chosen(pets, "cat.jpg")


def test_what_is_chosen_stays_so_when_it_is_sorted_anew(pets: Page) -> None:
    cell(pets, "cat.jpg").locator(".thumb").click()
    cell(pets, "dog.png").locator(".thumb").click(modifiers=["Control"])

    pets.get_by_role("button", name="Ascending. Make it descending").click()

    expect(pets.locator("asset-grid .name").first).to_have_text("moving.gif")
    expect_chosen(pets, "dog.png", "cat.jpg")


def test_nothing_is_chosen_in_the_next_folder(pets: Page) -> None:
    cell(pets, "cat.jpg").locator(".thumb").click()

    pets.get_by_role("navigation", name="Breadcrumbs").get_by_role("link", name="Home").click()

    expect(pets.get_by_role("heading", level=1)).to_have_text("Home")
    expect_chosen(pets)


@pytest.mark.parametrize("view", ["grid", "list"])
def test_everybody_can_use_it_with_some_chosen(page: Page, view: str, shoot: Shoot) -> None:
    page.goto(f"/library/pets?view={view}")
    cell(page, "cat.jpg").focus()

    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown" if view == "list" else "Shift+ArrowRight")

    expect_chosen(page, "cat.jpg", "disc.webp")
    assert_accessible(page)
    shoot(page, f"selection-{view}")
