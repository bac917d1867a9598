"""Crop modes, focus, padding, orientation and trim, judged by pixels."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from app.errors import Invalid
from tests.pictures import (
    BLACK,
    BLUE,
    GREEN,
    RED,
    WHITE,
    YELLOW,
    Colour,
    assert_colour,
    assert_quarters,
    encoded,
    opened,
    oriented,
    plain,
    quarters,
    transparent,
)
from tests.rendering import picture, rendered

WIDE = quarters((400, 200))


def corners(image: Image.Image) -> list[Colour]:
    """The colours near the four corners, clockwise from the top left."""
    x, y = image.width // 16, image.height // 16
    right, bottom = image.width - 1 - x, image.height - 1 - y
    red, green, blue = image.convert("RGB").split()
    return [
        (_grey(red, at), _grey(green, at), _grey(blue, at))
        for at in ((x, y), (right, y), (right, bottom), (x, bottom))
    ]


def _grey(band: Image.Image, at: tuple[int, int]) -> int:
    value = band.getpixel(at)
    assert isinstance(value, int)
    return value


@pytest.mark.parametrize(
    ("chain", "size", "expected"),
    [
        ("w-100,h-100", (100, 100), [RED, GREEN, YELLOW, BLUE]),
        ("w-100,h-100,fo-left", (100, 100), [RED, RED, BLUE, BLUE]),
        ("w-100,h-100,fo-right", (100, 100), [GREEN, GREEN, YELLOW, YELLOW]),
        ("w-100,h-20,fo-top", (100, 20), [RED, GREEN, GREEN, RED]),
        ("w-100,h-20,fo-bottom_left", (100, 20), [BLUE, YELLOW, YELLOW, BLUE]),
        ("w-50,h-50,c-force", (50, 50), [RED, GREEN, YELLOW, BLUE]),
        ("w-100,h-100,c-at_max", (100, 50), [RED, GREEN, YELLOW, BLUE]),
        ("w-800,h-800,c-at_max_enlarge", (800, 400), [RED, GREEN, YELLOW, BLUE]),
        ("w-100,h-100,c-at_least", (200, 100), [RED, GREEN, YELLOW, BLUE]),
        ("w-800,h-800,c-maintain_ratio_no_enlarge", (200, 200), [RED, GREEN, YELLOW, BLUE]),
        ("w-50,h-50,cm-extract", (50, 50), [RED, GREEN, YELLOW, BLUE]),
        ("w-50,h-50,cm-extract,fo-top_left", (50, 50), [RED] * 4),
        ("w-50,h-50,cm-extract,x-300,y-120", (50, 50), [YELLOW] * 4),
        ("w-50,h-50,cm-extract,xc-100,yc-100", (50, 50), [RED, RED, BLUE, BLUE]),
        ("w-300,h-300,cm-pad_extract,bg-white", (300, 300), [WHITE] * 4),
        ("w-100,h-300,cm-pad_extract_no_shrink", (400, 300), [BLACK] * 4),
        ("w-100,h-100,cm-pad_resize", (100, 100), [BLACK] * 4),
        ("w-100,h-100,cm-pad_resize,bg-FFFFFF", (100, 100), [WHITE] * 4),
        ("w-100,h-100,cm-pad_resize,fo-top", (100, 100), [RED, GREEN, BLACK, BLACK]),
        ("w-100,h-100,cm-pad_resize,fo-bottom", (100, 100), [BLACK, BLACK, YELLOW, BLUE]),
        ("w-600,h-200,cm-pad_resize_no_enlarge,fo-left", (600, 200), [RED, BLACK, BLACK, BLUE]),
    ],
)
def test_a_mode_keeps_the_part_it_should(
    chain: str, size: tuple[int, int], expected: list[Colour]
) -> None:
    image = picture(WIDE, chain)

    assert image.size == size
    assert corners(image) == expected


def test_a_custom_area_is_kept_by_the_first_step_only() -> None:
    area = "310,10,60,60"

    assert corners(picture(WIDE, "w-50,h-50,fo-custom", area=area)) == [GREEN] * 4
    assert corners(picture(WIDE, "w-60,h-60,cm-extract,fo-custom", area=area)) == [GREEN] * 4
    later = picture(WIDE, "w-400:w-50,h-50,fo-custom", area=area)
    assert corners(later) == [RED, GREEN, YELLOW, BLUE]


@pytest.mark.parametrize("area", [None, "", "a,b,c,d", "1,2,3", "900,900,10,10", "0,0,0,0"])
def test_a_useless_area_means_the_centre(area: str | None) -> None:
    image = picture(WIDE, "w-50,h-50,fo-custom", area=area)

    assert corners(image) == [RED, GREEN, YELLOW, BLUE]


def busy(left: int) -> bytes:
    """Grey, with fine stripes on 80 of 400 pixels."""
    image = Image.new("RGB", (400, 200), (128, 128, 128))
    draw = ImageDraw.Draw(image)
    for x in range(left, left + 80, 4):
        draw.rectangle((x, 60, x + 1, 140), fill=RED)
    return encoded(image, "png")


@pytest.mark.parametrize("left", [0, 40, 160, 300, 320])
@pytest.mark.parametrize("focus", ["auto", "auto-custom_override", "face", "person_dog"])
def test_automatic_focus_keeps_the_detail(left: int, focus: str) -> None:
    kept = picture(busy(left), f"w-100,h-200,cm-extract,fo-{focus}").convert("RGB")

    reds = sum(kept.getpixel((x, 100)) == RED for x in range(kept.width))
    assert reds >= 38


def test_automatic_focus_falls_back_on_the_centre() -> None:
    image = picture(plain((9, 99, 9), (400, 200), "png"), "w-100,h-100,fo-auto")

    assert image.size == (100, 100)
    assert corners(picture(WIDE, "w-400,h-200,fo-auto")) == [RED, GREEN, YELLOW, BLUE]


@pytest.mark.parametrize("chain", ["w-100,h-60", "w-50,h-80,fo-right", "w-300,cm-pad_resize,h-300"])
def test_decoding_small_changes_no_pixel_much(chain: str) -> None:
    jpeg = quarters((1600, 1200), "jpeg", quality=95)
    png = quarters((1600, 1200), "png")

    small, whole = picture(jpeg, chain), picture(png, chain)

    assert small.size == whole.size
    for at in ((5, 5), (small.width - 5, 5), (small.width - 5, small.height - 5)):
        expected = whole.convert("RGB").getpixel(at)
        assert isinstance(expected, tuple)
        assert_colour(small, at, expected)


UPRIGHT = [("", (80, 60)), ("w-40", (40, 30)), ("rt-auto", (80, 60))]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    ("chain", "size"), [("", (80, 60)), ("w-40", (40, 30)), ("rt-auto", (80, 60))]
)
def test_pictures_are_turned_upright_first(
    orientation: int, chain: str, size: tuple[int, int]
) -> None:
    image = picture(oriented(orientation), chain)

    assert image.size == size
    assert_quarters(image)


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        ("rt-90", [BLUE, RED, GREEN, YELLOW]),
        ("rt-N90", [GREEN, YELLOW, BLUE, RED]),
        ("rt-540", [YELLOW, BLUE, RED, GREEN]),
        ("fl-h", [GREEN, RED, BLUE, YELLOW]),
        ("fl-v", [BLUE, YELLOW, GREEN, RED]),
        ("fl-v_h", [YELLOW, BLUE, RED, GREEN]),
        ("rt-90,fl-h", [RED, BLUE, YELLOW, GREEN]),
    ],
)
def test_turning_and_mirroring(chain: str, expected: list[Colour]) -> None:
    assert corners(picture(WIDE, chain)) == expected


def test_other_angles_grow_the_canvas_and_leave_it_clear() -> None:
    image = picture(plain(RED, (100, 100), "png"), "rt-45")

    assert image.size == (142, 142)
    assert image.mode == "RGBA"
    assert_colour(image, (71, 71), (*RED, 255))
    assert_colour(image, (1, 1), (0, 0, 0, 0))


def test_corners_left_by_turning_take_the_background() -> None:
    image = picture(plain(RED, (100, 100), "png"), "rt-45,bg-white")

    assert_colour(image, (1, 1), WHITE)
    jpeg = picture(plain(RED, (100, 100), "png"), "rt-45,f-jpg")
    assert_colour(jpeg, (1, 1), BLACK)


def framed_object() -> bytes:
    image = Image.new("RGB", (500, 400), (250, 250, 250))
    image.paste(RED, (100, 80, 400, 320))
    return encoded(image, "png")


@pytest.mark.parametrize(
    ("chain", "size"),
    [
        ("t-true", (300, 240)),
        ("t-true,w-150", (150, 120)),
        ("t-false", (500, 400)),
        ("t-1", (300, 240)),
    ],
)
def test_trim_cuts_an_even_border_before_resizing(chain: str, size: tuple[int, int]) -> None:
    assert picture(framed_object(), chain).size == size


def test_trim_knows_how_different_is_different() -> None:
    faint = Image.new("RGB", (60, 60), (200, 200, 200))
    faint.paste((180, 200, 200), (10, 10, 50, 50))

    assert picture(encoded(faint, "png"), "t-5").size == (40, 40)
    assert picture(encoded(faint, "png"), "t-20").size == (60, 60)


def test_trim_goes_by_alpha_when_the_corner_is_clear() -> None:
    image = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (20, 30, 60, 50))

    assert picture(encoded(image, "png"), "t-true").size == (40, 20)


def test_a_plain_picture_is_not_trimmed_away() -> None:
    assert picture(plain(RED, (40, 30), "png"), "t-true").size == (40, 30)


def test_padding_keeps_holes_unless_a_background_fills_them() -> None:
    disc = transparent((40, 40))

    holed = picture(disc, "w-80,h-40,cm-pad_resize")
    filled = picture(disc, "w-80,h-40,cm-pad_resize,bg-white")
    faint = picture(disc, "w-80,h-40,cm-pad_resize,bg-FF000050")

    assert_colour(holed, (2, 2), (0, 0, 0, 255))
    assert_colour(holed, (22, 1), (0, 0, 0, 0))
    assert_colour(filled, (22, 1), WHITE)
    assert_colour(faint, (2, 2), (255, 0, 0, 128))
    assert_colour(faint, (22, 1), (255, 0, 0, 128))


@pytest.mark.parametrize(
    ("background", "top", "bottom"),
    [
        ("dominant", RED, RED),
        ("gradient_dominant", RED, BLUE),
        ("gradient_dominant_4", RED, None),
        ("blurred_1", RED, BLUE),
    ],
)
def test_backgrounds_made_of_the_picture(
    background: str, top: Colour, bottom: Colour | None
) -> None:
    image = Image.new("RGB", (200, 100), RED)
    image.paste(BLUE, (0, 60, 200, 100))

    shown = picture(encoded(image, "png"), f"w-200,h-300,cm-pad_resize,bg-{background}")

    assert_colour(shown, (1, 1), top)
    if bottom is not None:
        assert_colour(shown, (1, 298), bottom)


def test_a_blurred_background_may_be_made_darker() -> None:
    image = picture(plain(WHITE, (50, 50), "png"), "w-100,h-50,cm-pad_resize,bg-blurred_auto_N100")

    assert_colour(image, (2, 25), (155, 155, 155))
    assert_colour(image, (50, 25), WHITE)


def test_conditions_look_at_the_picture_as_it_is_by_then() -> None:
    chain = "w-100:if-w_eq_100_and_iw_eq_400,rt-90,if-else,w-1,if-end"

    assert picture(WIDE, chain).size == (50, 100)


def test_an_area_to_extract_must_lie_inside() -> None:
    with pytest.raises(Invalid):
        rendered(WIDE, "w-300,h-100,cm-extract,x-200,y-0")


def test_a_custom_area_moves_with_what_is_trimmed() -> None:
    image = Image.new("RGB", (140, 120), WHITE)
    image.paste(opened(quarters((100, 80))), (20, 20))

    kept = picture(encoded(image, "png"), "t-true,w-10,h-10,fo-custom", area="80,30,20,20")

    assert corners(kept) == [GREEN] * 4


def test_a_condition_may_come_first() -> None:
    chain = "if-w_gt_1,if-end:if-w_gt_9000,w-1,if-else,w-40,if-end"

    assert picture(quarters((800, 600), "jpeg"), chain).size == (40, 30)
