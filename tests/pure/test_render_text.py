"""Text layers: size of the box, wrapping, alignment, padding, fonts."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageFont

from app.errors import Invalid, NotFound, TooLarge, Unreadable
from app.imaging.pixels.fonts import covers, from_library, from_system
from tests.pictures import BLUE, GREEN, RED, WHITE, assert_colour, plain
from tests.rendering import picture

BASE = plain(WHITE, (400, 300), "png")
FOX = "The%20quick%20brown%20fox%20jumps%20over%20the%20lazy%20dog"


def written(options: str) -> Image.Image:
    return picture(BASE, f"l-text,{options},l-end")


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    """Bounds of whatever is not white."""
    found = image.convert("L").point([255] * 250 + [0] * 6).getbbox()
    assert found is not None
    return found


def size(image: Image.Image) -> tuple[int, int]:
    left, top, right, bottom = ink(image)
    return right - left, bottom - top


def font_file() -> bytes:
    """The font that comes with Pillow, as a file."""
    font = ImageFont.load_default(20)
    assert isinstance(font, ImageFont.FreeTypeFont)
    assert isinstance(font.path, io.BytesIO)
    return font.path.getvalue()


def test_text_is_black_centred_and_grows_with_its_size() -> None:
    small, large = written("i-HHH,fs-20"), written("i-HHH,fs-40")

    left, top, right, bottom = ink(small)
    assert abs((left + right) / 2 - 200) <= 1
    assert abs((top + bottom) / 2 - 150) <= 1
    assert size(large)[0] == pytest.approx(2 * size(small)[0], abs=3)
    assert small.convert("L").getextrema()[0] == 0


def test_the_usual_size_is_45_pixels() -> None:
    assert size(written("i-HHH")) == size(written("i-HHH,fs-45"))


@pytest.mark.parametrize(
    ("padding", "around"),
    [
        ("10", (10, 10, 10, 10)),
        ("5_20", (5, 20, 5, 20)),
        ("1_20_30", (1, 20, 30, 20)),
        ("1_2_3_4", (1, 2, 3, 4)),
        ("bw_mul_0.05", (20, 20, 20, 20)),
    ],
)
def test_padding_lies_around_the_ink(padding: str, around: tuple[int, int, int, int]) -> None:
    bare = size(written("i-HHH,fs-20,lfo-top_left"))

    image = written(f"i-HHH,fs-20,pa-{padding},bg-red,co-blue,lfo-top_left")

    top, right, bottom, left = around
    assert size(image) == (bare[0] + left + right, bare[1] + top + bottom)
    assert_colour(image, (0, 0), RED)
    assert_colour(image, (left + 1, top + 5), BLUE, 40)


def test_a_width_wraps_between_words() -> None:
    one = size(written(f"i-{FOX},fs-12"))
    many = size(written(f"i-{FOX},fs-12,w-120,bg-red"))

    assert many[0] == 120
    assert many[1] > 2 * one[1]


def test_a_word_that_is_too_long_is_broken() -> None:
    width, height = size(written("i-mmmmmmmmmmmmmmmmmmmm,fs-20,w-100"))

    assert width <= 100
    assert height > 40


def test_lines_are_as_far_apart_as_told() -> None:
    two = "ie-SApI"  # H, newline, H
    near, far = size(written(f"{two},fs-20,lh-30")), size(written(f"{two},fs-20,lh-60"))

    assert far[1] - near[1] == 30


@pytest.mark.parametrize(("align", "share"), [("left", 0.0), ("center", 0.5), ("right", 1.0)])
def test_short_lines_are_aligned_inside_the_box(align: str, share: float) -> None:
    image = written(f"i-H,fs-20,w-200,ia-{align},lfo-top_left")

    left, _, right, _ = ink(image)
    assert left == pytest.approx((200 - (right - left)) * share, abs=1)


def test_colour_opacity_and_background() -> None:
    faint = written("i-%E2%96%88,fs-60,co-FF0000,al-5")
    boxed = written("i-H,fs-60,bg-00FF00,pa-20,r-20,lfo-top_left")

    assert_colour(faint, (200, 150), (255, 128, 128))
    assert_colour(boxed, (20, 3), GREEN)
    assert_colour(boxed, (0, 0), WHITE)


def test_struck_out_text_has_a_line_through_it() -> None:
    plain_, struck = written("i-i%20i,fs-60"), written("i-i%20i,fs-60,tg-strikethrough")

    assert_colour(plain_, (200, 160), WHITE)
    _, top, _, bottom = ink(struck)
    middle = [struck.convert("L").getpixel((200, y)) for y in range(top, bottom)]
    assert 0 in middle


def test_text_goes_through_steps_of_its_own() -> None:
    upright = size(written("i-HHHH,fs-30"))

    assert size(written("i-HHHH,fs-30,rt-90")) == pytest.approx((upright[1], upright[0]), abs=1)
    assert size(written("i-HHHH,fs-30:w-200"))[0] == pytest.approx(200, abs=2)


def test_text_without_ink_leaves_the_picture_alone() -> None:
    image = written("i-%20%0A%20")

    assert image.convert("L").getextrema() == (255, 255)


@pytest.mark.parametrize(
    "options",
    [
        "i-hello,fs-16384",
        f"i-{'m' * 2000},fs-60",
        "i-a,pa-16384",
        "i-a,fs-bw_sub_400",
        "i-a,w-20000",
    ],
)
def test_text_too_large_to_draw_is_refused(options: str) -> None:
    with pytest.raises(Invalid):
        written(options)


def test_a_letter_of_too_many_pixels_is_refused() -> None:
    with pytest.raises(TooLarge):
        written("i-W,fs-16000")


def test_a_font_of_the_library_is_used() -> None:
    chain = "l-text,i-HHH,fs-40,ff-fonts@@mine.ttf,l-end"

    image = picture(BASE, chain, assets={"fonts/mine.ttf": font_file()})

    assert size(image)[0] > 20
    with pytest.raises(NotFound):
        picture(BASE, chain)


def test_what_is_no_font_is_refused() -> None:
    with pytest.raises(Unreadable):
        from_library(b"not a font at all", 20)
    with pytest.raises(Unreadable):
        from_library(b"\0\1\0\0" + b"broken" * 50, 20)
    with pytest.raises(TooLarge):
        from_library(b"\0\1\0\0" + bytes(2 * 1024 * 1024), 20)


def test_a_font_is_read_from_a_file_too(tmp_path: Path) -> None:
    (tmp_path / "mine.ttf").write_bytes(font_file())

    assert from_library(tmp_path / "mine.ttf", 20).getbbox("H") is not None


def test_an_unknown_font_is_the_default_one() -> None:
    assert size(written("i-HHH,ff-NoSuchFont")) == size(written("i-HHH"))


@pytest.mark.parametrize("name", [None, "Open Sans", "PT_Serif", "nothing like it"])
def test_every_name_gives_a_font_of_that_size(name: str | None) -> None:
    font = from_system(name, ("b", "i"), 40, "Hello")

    left, top, right, bottom = font.getbbox("Hello")
    assert 50 < right - left < 150
    assert 20 < bottom - top < 60


def test_missing_letters_are_noticed() -> None:
    font = ImageFont.load_default(20)

    assert covers(font, "Hello, 20°")
    assert not covers(font, "\u6f22")


def test_a_share_of_the_parent_is_a_width_as_well() -> None:
    assert size(written("i-H,w-0.5,bg-red"))[0] == 200
