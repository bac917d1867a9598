"""The focus area: drawn, moved and resized by pointer, by keys and by numbers, in stored pixels."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.page.accessibility import assert_accessible
from tests.page.acting import toast
from tests.page.conftest import Shoot
from tests.page.filed import Filed, file, preview
from tests.pictures import assert_colour, opened, oriented, photo, quarters
from tests.servers import Server

SIZE = (1600, 1200)


@pytest.fixture
def picture(library: Server, request: pytest.FixtureRequest) -> Filed:
    """Quarters of this test alone, 1600 by 1200: red, green, blue and yellow."""
    path = f"/{request.node.name[:60]}/quarters.png"
    return file(library.client, path, [quarters(SIZE)])


def box(page: Page) -> Locator:
    return page.get_by_role("application", name="Focus area")


def editing(page: Page, picture: Filed) -> Locator:
    """The editor, once its picture is there."""
    page.goto(f"{picture.address}?edit=focus")
    shown = page.get_by_role("region", name="Preview").get_by_role("img").first
    expect(shown).to_be_visible()
    shown.evaluate("image => image.decode()")
    return box(page)


def numbers(page: Page, *values: int) -> None:
    for label, value in zip(("Left", "Top", "Width", "Height"), values, strict=True):
        page.get_by_label(label, exact=True).fill(str(value))
        page.get_by_label(label, exact=True).press("Tab")


def shown_numbers(page: Page) -> list[int]:
    labels = ("Left", "Top", "Width", "Height")
    return [int(page.get_by_label(label, exact=True).input_value()) for label in labels]


def save(page: Page) -> None:
    page.get_by_role("button", name="Save focus area").click()
    expect(toast(page, "Focus area saved.")).to_be_visible()


def test_numbers_set_it_and_crops_show_what_it_keeps(
    page: Page, picture: Filed, shoot: Shoot
) -> None:
    page.goto(picture.address)
    page.get_by_role("button", name="Edit focus area").click()
    expect(box(page)).to_be_focused()

    numbers(page, 900, 700, 300, 200)
    save(page)

    crops = page.get_by_role("region", name="What crops look like")
    square = crops.get_by_role("figure", name="Square").locator("img")
    square.evaluate("image => image.decode()")
    assert_colour(opened(square.screenshot()), (60, 60), (255, 255, 0), tolerance=24)
    assert picture.current["focus"] == {"x": 900, "y": 700, "width": 300, "height": 200}
    assert_accessible(page)
    shoot(page, "focus-area")


def test_keys_move_and_resize_it(page: Page, picture: Filed) -> None:
    area = editing(page, picture)
    numbers(page, 400, 300, 800, 600)

    area.focus()
    for key in ("Alt+ArrowRight", "Alt+ArrowRight", "Alt+ArrowUp"):
        page.keyboard.press(key)
    page.keyboard.press("Alt+Shift+ArrowRight")
    page.keyboard.press("Alt+Shift+ArrowUp")

    assert shown_numbers(page) == [402, 299, 801, 599]
    expect(area).to_have_accessible_name(
        "Focus area, 801 by 599 pixels, 402 from the left, 299 from the top"
    )
    page.keyboard.press("ArrowRight")
    assert shown_numbers(page)[0] > 402
    save(page)


def test_it_stays_inside_the_picture(page: Page, picture: Filed) -> None:
    area = editing(page, picture)
    numbers(page, 1500, 1100, 90, 90)

    area.focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Shift+ArrowDown")

    left, top, width, height = shown_numbers(page)
    assert left + width == SIZE[0]
    assert top + height == SIZE[1]


def test_the_pointer_draws_moves_and_resizes_it(page: Page, picture: Filed) -> None:
    area = editing(page, picture)
    frame = page.get_by_role("region", name="Preview").get_by_role("img").first.bounding_box()
    assert frame
    scale = SIZE[0] / frame["width"]

    def at(x: float, y: float) -> tuple[float, float]:
        return frame["x"] + frame["width"] * x, frame["y"] + frame["height"] * y

    def drag(start: tuple[float, float], end: tuple[float, float]) -> list[int]:
        page.mouse.move(*start)
        page.mouse.down()
        page.mouse.move(*end, steps=3)
        page.mouse.up()
        return shown_numbers(page)

    drawn = drag(at(0.05, 0.05), at(0.2, 0.2))
    assert drawn == pytest.approx([80, 60, 240, 180], abs=2 * scale)

    moved = drag(at(0.12, 0.12), at(0.62, 0.62))
    assert moved == pytest.approx([880, 660, 240, 180], abs=2 * scale)
    assert moved[2:] == drawn[2:]

    grown = drag(at((moved[0] + moved[2]) / SIZE[0], (moved[1] + moved[3]) / SIZE[1]), at(1, 1))
    assert grown[:2] == pytest.approx(moved[:2], abs=1)
    assert grown[0] + grown[2] == pytest.approx(SIZE[0], abs=2 * scale)
    expect(area).to_be_focused()
    save(page)
    focus = picture.current["focus"]
    assert isinstance(focus, dict)
    assert list(focus.values()) == grown


def test_it_can_be_removed_and_left(page: Page, picture: Filed) -> None:
    editing(page, picture)
    numbers(page, 10, 10, 50, 50)
    save(page)

    page.get_by_role("button", name="Remove focus area").click()
    expect(toast(page, "Focus area removed.")).to_be_visible()
    expect(page.get_by_role("button", name="Remove focus area")).to_be_hidden()
    assert picture.current["focus"] is None

    page.get_by_role("button", name="Close", exact=True).and_(page.locator("focus-area *")).click()
    expect(preview(page)).to_have_accessible_name("quarters.png, version 1")
    assert page.url.endswith(picture.address)


def test_a_turned_picture_is_measured_as_it_is_seen(page: Page, library: Server) -> None:
    turned = file(library.client, "/turned/tall.jpg", [oriented(6, (300, 400))])
    editing(page, turned)

    numbers(page, 0, 0, 9000, 9000)

    # Seen, it is 300 wide and 400 high.
    assert shown_numbers(page) == [0, 0, 300, 400]


def test_an_old_version_has_no_focus_area_to_edit(page: Page, library: Server) -> None:
    old = file(library.client, "/turned/two.jpg", [photo(seed=1), photo(seed=2)])

    page.goto(f"{old.address_of(1)}?edit=focus")

    expect(preview(page)).to_have_accessible_name("two.jpg, version 1")
    expect(box(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Edit focus area")).to_have_count(0)
