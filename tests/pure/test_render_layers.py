"""Layers: where they go, what they do to what is under them, and steps of their own."""

from __future__ import annotations

import pytest
from PIL import Image

from app.errors import Invalid, NotFound
from app.imaging.language.grammar import parse
from app.imaging.planning.geometry import Size
from app.imaging.planning.plan import Scene
from app.imaging.planning.positions import corner
from tests.pictures import (
    BLACK,
    BLUE,
    GREEN,
    RED,
    WHITE,
    YELLOW,
    assert_colour,
    encoded,
    plain,
    quarters,
)
from tests.rendering import picture

BASE = plain(WHITE, (300, 200), "png")
LOGO = plain(RED, (60, 40), "png")
ASSETS = {"logo.png": LOGO, "quarters.png": quarters((60, 40))}


def bordered() -> bytes:
    """A 20x10 green block with a white border of ten pixels."""
    image = Image.new("RGB", (40, 30), WHITE)
    image.paste(GREEN, (10, 10, 30, 20))
    return encoded(image, "png")


def box(image: Image.Image, colour: tuple[int, ...] = RED) -> tuple[int, int, int, int] | None:
    """Bounds of the pixels of one colour."""
    shown = image.convert("RGB")
    bands = [
        band.point([255 if value == part else 0 for value in range(256)])
        for band, part in zip(shown.split(), colour, strict=True)
    ]
    return Image.merge("RGB", bands).convert("L").point([0] * 255 + [255]).getbbox()


def laid(options: str) -> Image.Image:
    return picture(BASE, f"l-image,i-logo.png,{options},l-end", assets=ASSETS)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("t-false", (250, 280)),
        ("lx-35", (35, 0)),
        ("ly-35", (0, 35)),
        ("lx-N35,ly-N0", (465, 560)),
        ("lfo-bottom_right", (500, 560)),
        ("lfo-top", (250, 0)),
        ("lx-10,ly-20,lfo-center", (10, 20)),
        ("lxc-300,lyc-100", (250, 80)),
        ("lap-center,lx-10,ly-N20", (310, 540)),
        ("lap-bottom_right,lxc-0,lyc-0", (550, 580)),
        ("lx-bw_div_2,ly-ch_mul_2", (300, 80)),
        ("lx-550", (550, 0)),
        ("lx-700,ly-N700", (500, 0)),
    ],
)
def test_a_layer_goes_where_it_is_put(options: str, expected: tuple[int, int]) -> None:
    (layer,) = parse(f"l-image,i-o.png,{options},l-end").layers()
    scene = Scene(Size(100, 40), Size(100, 40), Size(600, 600))

    assert corner(layer.position, scene) == expected


def test_pixels_lie_where_the_numbers_say() -> None:
    assert box(laid("lx-10,ly-N20")) == (10, 140, 70, 180)
    assert box(laid("w-30,lfo-bottom")) == (135, 180, 165, 200)
    assert box(laid("w-bw_div_2,h-bh_div_4,lfo-left")) == (0, 75, 150, 125)


def test_a_layer_never_changes_the_size_and_is_clipped() -> None:
    image = laid("w-200,lxc-300,lyc-0")

    assert image.size == (300, 200)
    assert box(image) == (200, 0, 300, 66)


def test_a_picture_layer_is_trimmed_unless_told_not_to_be() -> None:
    assets = {"logo.png": bordered()}

    def size(options: str) -> tuple[int, ...]:
        shown = picture(
            plain(BLACK, (300, 200), "png"),
            f"l-image,i-logo.png,{options},lx-0,ly-0,l-end",
            assets=assets,
        )
        found = shown.convert("L").point([255 if value else 0 for value in range(256)]).getbbox()
        assert found is not None
        return found[2:]

    assert size("w-60") == (60, 30)
    assert size("t-true") == (20, 10)
    assert size("t-false") == (40, 30)
    assert size("w-60:t-false") == (60, 45)


def test_layers_are_laid_on_the_picture_their_step_has_made() -> None:
    image = picture(BASE, "w-150:l-image,i-logo.png,lfo-top_left,l-end:rt-90", assets=ASSETS)

    assert image.size == (100, 150)
    assert box(image) == (60, 0, 100, 60)


def test_later_layers_cover_earlier_ones() -> None:
    image = picture(
        BASE,
        "l-image,i-logo.png,l-end,l-image,i-ik_canvas,bg-blue,w-20,h-20,l-end",
        assets=ASSETS,
    )

    assert_colour(image, (150, 100), BLUE)
    assert_colour(image, (125, 100), RED)


def test_transparent_layers_mix_and_leave_the_base_opaque() -> None:
    image = laid("o-50")

    assert image.mode == "RGB"
    assert_colour(image, (150, 100), (255, 128, 128))


def test_a_layer_fills_holes_of_a_transparent_base() -> None:
    clear = encoded(Image.new("RGBA", (300, 200), (0, 0, 0, 0)), "png")

    image = picture(clear, "l-image,i-logo.png,w-30,h-40,lx-N270,l-end", assets=ASSETS)

    assert image.mode == "RGBA"
    assert image.getchannel("A").getbbox() == (0, 0, 30, 40)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("bg-FF0000,w-bw_div_2,h-100,lfo-bottom", (75, 100, 225, 200)),
        ("bg-FF0000,w-0.5,h-0.5,lfo-top_left", (0, 0, 150, 100)),
        ("bg-FF0000,h-10,lfo-top", (0, 0, 300, 10)),
        ("bg-FF0000", (0, 0, 300, 200)),
    ],
)
def test_blocks_are_as_large_as_told_or_as_their_parent(
    options: str, expected: tuple[int, int, int, int]
) -> None:
    assert box(picture(BASE, f"l-image,i-ik_canvas,{options},l-end")) == expected


def test_a_block_may_be_faint_or_a_gradient() -> None:
    faint = picture(BASE, "l-image,i-ik_canvas,bg-FF0000,al-4,l-end")
    fading = picture(BASE, "l-image,i-ik_canvas,e-gradient-ld-right_from-red_to-00000000,l-end")

    assert_colour(faint, (5, 5), (255, 153, 153))
    assert_colour(fading, (1, 100), RED)
    assert_colour(fading, (298, 100), WHITE)


def test_layers_nest_and_are_placed_on_their_parent() -> None:
    image = picture(
        BASE,
        "l-image,i-logo.png,lfo-top_left,"
        "l-image,i-ik_canvas,bg-blue,w-bw_div_2,h-bh_div_2,lfo-bottom_right,"
        "l-image,i-ik_canvas,bg-yellow,w-10,h-10,lfo-top_left,l-end,l-end,l-end",
        assets=ASSETS,
    )

    assert_colour(image, (5, 5), RED)
    assert_colour(image, (55, 35), BLUE)
    assert_colour(image, (34, 24), YELLOW)


def test_multiplying_darkens() -> None:
    image = picture(
        plain((200, 200, 200), (300, 200), "png"),
        "l-image,i-ik_canvas,bg-808080,w-100,h-100,lm-multiply,l-end",
    )

    assert_colour(image, (150, 100), (100, 100, 100))
    assert_colour(image, (5, 5), (200, 200, 200))


@pytest.mark.parametrize(("blend", "inside"), [("cutter", 255), ("cutout", 0)])
def test_a_layer_may_be_a_stencil(blend: str, inside: int) -> None:
    alpha = laid(f"lm-{blend}").getchannel("A")

    assert alpha.getpixel((150, 100)) == inside
    assert alpha.getpixel((5, 5)) == 255 - inside


def test_a_displacing_layer_moves_pixels() -> None:
    half = Image.new("RGB", (300, 200), RED)
    half.paste(BLUE, (150, 0, 300, 200))
    white = plain(WHITE, (300, 200), "png")
    chain = "l-image,i-map.png,t-false,lm-displace,x-{},l-end"

    right = picture(encoded(half, "png"), chain.format("40"), assets={"map.png": white})
    left = picture(encoded(half, "png"), chain.format("N40"), assets={"map.png": white})
    grey = picture(
        encoded(half, "png"),
        chain.format("40"),
        assets={"map.png": plain((128, 128, 128), (300, 200), "png")},
    )

    assert_colour(right, (120, 100), BLUE)
    assert_colour(right, (295, 195), BLUE)
    assert_colour(left, (180, 100), RED)
    assert_colour(grey, (148, 100), RED)
    assert_colour(grey, (152, 100), BLUE)


def test_a_layer_that_was_not_handed_in_is_not_found() -> None:
    with pytest.raises(NotFound) as caught:
        picture(BASE, "l-image,i-missing.png,l-end")

    assert caught.value.reason == "ENOENT"


def test_a_side_that_comes_to_nothing_is_invalid() -> None:
    with pytest.raises(Invalid):
        picture(BASE, "l-image,i-ik_canvas,bg-red,w-bw_sub_300,l-end")


def test_multiplying_leaves_holes_alone() -> None:
    clear = encoded(Image.new("RGBA", (300, 200), (255, 255, 255, 0)), "png")

    image = picture(clear, "l-image,i-logo.png,lm-multiply,l-end", assets=ASSETS)

    assert image.getchannel("A").getextrema() == (0, 0)
