"""Effects, corners, frames and opacity, judged by pixels."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops, ImageStat

from app.errors import Invalid
from tests.pictures import BLUE, GREEN, RED, WHITE, assert_colour, encoded, photo, plain, quarters
from tests.rendering import picture

PHOTO = photo((160, 120))
HOLED = encoded(Image.new("RGBA", (60, 60), (255, 0, 0, 0)), "png")
"""Clear everywhere, with red hidden underneath."""


def half_clear() -> bytes:
    """Blue on the left; on the right nothing, with red hidden underneath."""
    image = Image.new("RGBA", (60, 60), (255, 0, 0, 0))
    image.paste((0, 0, 255, 255), (0, 0, 30, 60))
    return encoded(image, "png")


def spread(image: Image.Image) -> float:
    """How much brightness varies."""
    return ImageStat.Stat(image.convert("L")).stddev[0]


def test_greyscale_takes_the_colour_out() -> None:
    image = picture(quarters(), "e-grayscale").convert("RGB")

    red, green, blue = image.split()
    assert ImageChops.difference(red, green).getbbox() is None
    assert ImageChops.difference(green, blue).getbbox() is None
    assert_colour(image, (5, 5), (76, 76, 76))


def test_contrast_stretches_the_tones() -> None:
    flat = Image.linear_gradient("L").point([100 + value // 8 for value in range(256)])

    image = picture(encoded(flat, "png"), "e-contrast").convert("L")

    low, high = image.getextrema()
    assert (low, high) == (0, 255)


def test_blur_spreads_by_its_sigma() -> None:
    edge = Image.new("L", (200, 40), 0)
    edge.paste(255, (100, 0, 200, 40))
    content = encoded(edge, "png")

    mild, strong = picture(content, "bl-2").convert("L"), picture(content, "bl-20").convert("L")

    assert mild.getpixel((80, 20)) == 0
    assert strong.getpixel((80, 20)) == pytest.approx(40, abs=6)  # one sigma off: 16 %


def test_blurring_does_not_bring_out_hidden_colours() -> None:
    image = picture(half_clear(), "bl-5")

    for x in (28, 32, 38):
        found = image.getpixel((x, 30))
        assert isinstance(found, tuple)
        assert found[0] < 8


@pytest.mark.parametrize("chain", ["e-sharpen", "e-sharpen-20", "e-usm-2-2-0.8-0.024", "e-usm"])
def test_sharpening_makes_edges_stand_out(chain: str) -> None:
    soft = Image.new("L", (80, 40), 100)
    soft.paste(150, (40, 0, 80, 40))
    content = encoded(soft.convert("RGB"), "png")

    low, high = picture(content, chain).convert("L").getextrema()

    assert isinstance(low, int)
    assert isinstance(high, int)
    assert low < 100
    assert high > 150


def test_sharpening_keeps_transparency() -> None:
    image = picture(half_clear(), "e-sharpen-30,e-usm")

    assert_colour(image, (10, 10), (0, 0, 255, 255))
    assert image.getchannel("A").getpixel((50, 30)) == 0


def test_a_tint_keeps_the_tones() -> None:
    image = picture(quarters(), "e-colorize-co-00FF00")

    red, green, blue = image.convert("RGB").split()
    assert red.getextrema() == blue.getextrema()
    assert spread(green) > spread(red)
    half = picture(plain(WHITE, kind="png"), "e-colorize-co-red_in-0")
    assert_colour(half, (5, 5), WHITE, 0)


def test_one_colour_takes_anothers_place() -> None:
    image = picture(quarters(), "cr-0000FF_30_FF0000")

    found = image.convert("RGB").getpixel((5, 5))
    assert isinstance(found, tuple)
    assert found[2] > found[0]
    assert_colour(image, (75, 5), GREEN)


def test_without_a_source_the_dominant_colour_is_replaced() -> None:
    image = Image.new("RGB", (60, 60), (200, 40, 40))
    image.paste(GREEN, (20, 20, 40, 40))

    shown = picture(encoded(image, "png"), "cr-blue").convert("RGB")

    found = shown.getpixel((5, 5))
    assert isinstance(found, tuple)
    assert found[2] > found[0]
    assert_colour(shown, (30, 30), GREEN)


@pytest.mark.parametrize(
    ("chain", "start", "end"),
    [
        ("e-gradient-from-red_to-blue", (50, 1), (50, 98)),
        ("e-gradient-ld-top_from-red_to-blue", (50, 98), (50, 1)),
        ("e-gradient-ld-90_from-red_to-blue", (1, 50), (98, 50)),
        ("e-gradient-ld-left_from-red_to-blue", (98, 50), (1, 50)),
        ("e-gradient-ld-135_from-red_to-blue", (1, 1), (98, 98)),
        ("e-gradient-ld-top_left_from-red_to-blue", (98, 98), (1, 1)),
        ("e-gradient-ld-right_from-red_to-blue_sp-0.5", (1, 50), (55, 50)),
        ("e-gradient-ld-right_from-red_to-blue_sp-20", (0, 50), (22, 50)),
        ("e-gradient-ld-right_from-red_to-blue_sp-cw_mul_0.2", (0, 50), (22, 50)),
    ],
)
def test_a_gradient_runs_from_one_colour_to_the_other(
    chain: str, start: tuple[int, int], end: tuple[int, int]
) -> None:
    image = picture(plain(GREEN, (100, 100), "png"), chain)

    assert_colour(image, start, RED, 14)
    assert_colour(image, end, BLUE, 14)


def test_a_gradient_to_nothing_fades_without_going_grey() -> None:
    image = picture(plain(WHITE, (20, 100), "png"), "e-gradient")

    assert ImageStat.Stat(image.convert("L")).extrema == [(255, 255)]


def test_a_gradient_covers_holes_as_well() -> None:
    image = picture(HOLED, "e-gradient-from-red_to-blue")

    assert_colour(image, (30, 1), (*RED, 255))


def disc() -> bytes:
    image = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    image.paste((255, 255, 255, 255), (30, 30, 60, 60))
    return encoded(image, "png")


def test_a_shadow_lies_below_and_beside() -> None:
    image = picture(disc(), "e-shadow-bl-0_st-50_x-20_y-10")

    assert image.size == (100, 100)
    assert_colour(image, (45, 45), (255, 255, 255, 255))
    assert_colour(image, (75, 65), (0, 0, 0, 128))
    assert_colour(image, (25, 45), (0, 0, 0, 0))


def test_shadows_of_large_pictures_are_refused_until_made_smaller() -> None:
    large = encoded(Image.new("RGBA", (2000, 1001), (0, 0, 0, 0)), "png")

    with pytest.raises(Invalid):
        picture(large, "e-shadow")
    assert picture(large, "w-500,e-shadow").size == (500, 250)
    assert picture(large, "w-500:e-shadow").size == (500, 250)


def test_an_opaque_picture_has_no_shadow() -> None:
    assert picture(plain(RED, kind="png"), "e-shadow").mode == "RGB"


def test_opacity_lets_through_or_mixes_with_the_background() -> None:
    assert_colour(picture(plain(RED, kind="png"), "o-40"), (5, 5), (255, 0, 0, 102))
    mixed = picture(plain(RED, kind="png"), "o-50,bg-0000FF20")
    assert mixed.mode == "RGB"
    assert_colour(mixed, (5, 5), (128, 0, 128))


@pytest.mark.parametrize(
    ("chain", "clear", "filled"),
    [
        ("r-20", [(1, 1), (98, 1), (98, 98), (1, 98)], [(50, 1), (6, 6)]),
        ("r-30_0_0_0", [(1, 1)], [(98, 1), (98, 98), (1, 98)]),
        ("r-0_0_30_0", [(98, 98)], [(1, 1), (98, 1), (1, 98)]),
        ("r-0_max_0_0", [(98, 1), (90, 10)], [(1, 1), (98, 98), (1, 98)]),
        ("r-max", [(10, 10), (90, 90)], [(50, 1), (1, 50), (15, 20)]),
        ("r-1000000", [(10, 10), (90, 90)], [(50, 1), (1, 50), (15, 20)]),
        ("r-900", [(10, 10), (90, 90)], [(50, 1), (1, 50)]),
    ],
)
def test_corners_are_rounded_off(
    chain: str, clear: list[tuple[int, int]], filled: list[tuple[int, int]]
) -> None:
    image = picture(plain(RED, (100, 100), "png"), chain)

    for at in clear:
        assert image.getchannel("A").getpixel(at) == 0
    for at in filled:
        assert_colour(image, at, (*RED, 255))


def test_rounded_edges_are_smooth() -> None:
    alpha = picture(plain(RED, (100, 100), "png"), "r-40").getchannel("A")

    assert len(alpha.getcolors() or []) > 8


def test_a_frame_lies_outside_and_stays_even_round_corners() -> None:
    square = picture(plain(RED, (100, 60), "png"), "b-5_0000FF")
    assert square.size == (110, 70)
    assert_colour(square, (2, 35), BLUE)
    assert_colour(square, (7, 35), RED)

    round_ = picture(plain(RED, (100, 100), "png"), "r-max,b-10_blue")
    assert round_.size == (120, 120)
    assert_colour(round_, (5, 60), (*BLUE, 255))
    assert_colour(round_, (60, 5), (*BLUE, 255))
    diagonal = 60 - int(55 / 2**0.5)  # the middle of the ring on its diagonal
    assert_colour(round_, (diagonal, diagonal), (*BLUE, 255))
    assert_colour(round_, (60, 60), (*RED, 255))
    assert round_.getchannel("A").getpixel((2, 2)) == 0


def test_a_frame_does_not_fill_holes() -> None:
    square = picture(half_clear(), "b-5_00FF00")
    round_ = picture(half_clear(), "r-20,b-5_00FF00")

    for image in (square, round_):
        assert image.getchannel("A").getpixel((50, 35)) == 0
        assert_colour(image, (2, 35), (*GREEN, 255))


def test_perspective_moves_the_corners() -> None:
    image = picture(plain(RED, (100, 100), "png"), "e-distort-p-50_0_100_0_100_100_50_100")

    assert image.size == (100, 100)
    assert_colour(image, (25, 50), (0, 0, 0, 0))
    assert_colour(image, (75, 50), (*RED, 255))
    with pytest.raises(Invalid):
        picture(PHOTO, "e-distort-p-0_0_0_0_0_0_0_0")


@pytest.mark.parametrize(("degrees", "high"), [("90", True), ("N90", False)])
def test_an_arc_bulges_up_or_down(degrees: str, high: bool) -> None:
    image = picture(plain(RED, (200, 40), "png"), f"e-distort-a-{degrees}")

    alpha = image.getchannel("A")
    middle, side = image.width // 2, 12
    rows = [y for y in range(image.height) if alpha.getpixel((middle, y)) == 255]
    sides = [y for y in range(image.height) if alpha.getpixel((side, y)) == 255]
    assert len(rows) == pytest.approx(40, abs=3)
    assert (sum(rows) / len(rows) < sum(sides) / len(sides)) is high
    assert image.height > 60


def test_effects_follow_the_resize_of_their_step() -> None:
    image = picture(plain(RED, (400, 400), "png"), "b-10_blue,w-100,r-10")

    assert image.size == (120, 120)
