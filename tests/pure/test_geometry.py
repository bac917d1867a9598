"""The truth table of crop arithmetic: sizes and boxes for every mode, focus and chain."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.errors import Invalid, TooLarge
from app.imaging.language.focus_names import ANCHORS
from app.imaging.language.grammar import parse
from app.imaging.language.transformation import Step
from app.imaging.planning.geometry import (
    CENTRE,
    Box,
    Size,
    anchored,
    around,
    padding,
)
from app.imaging.planning.limits import Limits
from app.imaging.planning.plan import Hints, Scene, foresee, framed, window_asked

SIZES = [
    ((600, 600), "w-200", (200, 200)),
    ((600, 600), "h-200", (200, 200)),
    ((600, 600), "h-0.4", (240, 240)),
    ((640, 865), "w-300", (300, 405)),
    ((640, 865), "w-320", (320, 433)),
    ((1000, 333), "w-500", (500, 167)),
    ((600, 600), "w-1200", (1200, 1200)),
    ((5000, 10), "w-100", (100, 1)),
    ((600, 600), "w-1", (1, 1)),
    ((600, 600), "w-300.6", (301, 301)),
    ((600, 600), "w-70000,h-300", (300, 300)),
    ((1920, 1280), "ar-1-1", (1920, 1280)),
    ((1920, 1280), "ar-4:3,w-400", (400, 300)),
    ((937, 937), "w-470,ar-937-937,pr-true,f-auto,,q-40,dpr-2", (940, 940)),
    ((640, 865), "h-300,w-400,h-200,w-300", (300, 200)),
    ((640, 865), "w-300,h-200,c-at_max", (148, 200)),
    ((640, 865), "w-1000,h-1000,c-at_max", (640, 865)),
    ((640, 865), "w-1000,c-at_max", (640, 865)),
    ((1000, 500), "w-200,h-200,c-at_max", (200, 100)),
    ((1000, 500), "w-400,ar-1-1,c-at_max", (400, 200)),
    ((640, 865), "w-850,h-1000,c-at_max_enlarge", (740, 1000)),
    ((640, 865), "w-300,h-200,c-at_max_enlarge", (148, 200)),
    ((640, 865), "w-300,h-200,c-at_least", (300, 405)),
    ((100, 50), "w-200,h-200,c-at_least", (400, 200)),
    ((640, 865), "w-300,h-200,c-force", (300, 200)),
    ((100, 100), "w-400,c-maintain_ratio_no_enlarge", (100, 100)),
    ((640, 865), "w-300,cm-extract", (300, 405)),
    ((600, 600), "w-100,dpr-2", (200, 200)),
    ((6000, 6000), "w-2000,dpr-3", (2000, 2000)),
    ((600, 600), "w-5,dpr-0.1", (5, 5)),
    ((600, 600), "w-101,dpr-1.5", (152, 152)),
    ((1000, 3000), "w-1000,dpr-2", (1000, 3000)),
    ((600, 600), "dpr-2", (600, 600)),
    ((1000, 500), "w-ih", (500, 250)),
    ((1000, 500), "w-iw_mul_0.5_add_ih_mul_0.4", (700, 350)),
    ((1000, 1000), "w-iw_add_5_mod_400", (205, 205)),
    ((100, 100), "w-iw_sub_96_pow_3", (64, 64)),
    ((801, 600), "w-iw_div_2", (401, 300)),
    ((1000, 500), "w-iw_div_4000", (1, 1)),
    ((600, 600), "w-400,h-300:rt-90", (300, 400)),
    ((640, 865), "w-300:h-100", (74, 100)),
    ((1000, 500), "w-400:w-iw_div_2", (500, 250)),
    ((1000, 500), "w-0.5:w-0.5", (250, 125)),
    ((400, 300), "rt-90", (300, 400)),
    ((400, 300), "rt-N90", (300, 400)),
    ((400, 300), "rt-180", (400, 300)),
    ((400, 300), "rt-auto", (400, 300)),
    ((640, 865), "h-200:rt-90", (200, 148)),
    ((100, 100), "rt-45", (142, 142)),
    ((640, 865), "w-300,h-200,rt-90", (200, 300)),
    ((600, 600), "w-300,b-5_FFF000", (310, 310)),
    ((600, 600), "w-300,b-5-A94D34", (310, 310)),
    ((640, 865), "w-iw_div_4,h-ih_div_2:b-cw_mul_0.05_yellow", (176, 449)),
    ((640, 865), "w-iw_div_4,h-ih_div_2,b-cw_mul_0.05_yellow", (176, 449)),
    ((400, 300), "fl-h_v", (400, 300)),
    ((400, 300), "r-20", (400, 300)),
    ((400, 300), "o-50,bg-blue", (400, 300)),
    ((400, 300), "e-grayscale,e-contrast,e-sharpen-10,e-usm-2-2-0.8-0.024", (400, 300)),
    ((1920, 1280), "if-ar_gt_1,w-200,if-else,w-300,if-end", (200, 133)),
    ((640, 865), "if-ar_gt_1,w-200,if-else,w-300,if-end", (300, 405)),
    ((1000, 500), "if-iw_gt_2000,w-100,if-end", (1000, 500)),
    ((640, 865), "if-h_gte_100_and_h_lte_400_or_ar_lt_4-3,w-100,if-end", (100, 135)),
    ((1000, 500), "if-w_gt_100,w-100:rt-90,if-end", (50, 100)),
    ((600, 600), "w-300,h-300,l-image,i-logo.png,w-10,rt-90,l-end", (300, 300)),
    ((600, 600), "w-300,l-text,i-hello,fs-20,l-end", (300, 300)),
    ((640, 865), "n-media_library_thumbnail", (74, 100)),
    ((640, 865), "n-ik_ml_thumbnail", (74, 100)),
    ((158, 33), "f-png", (158, 33)),
    ((158, 33), "f-jpg,w-200,bg-pink", (200, 42)),
]

CROPS = [
    ((600, 600), "ar-4-3,w-400", (400, 300), (0, 75, 600, 525)),
    ((600, 600), "ar-3-4,h-400", (300, 400), (75, 0, 525, 600)),
    ((600, 600), "ar-1-1,w-300,h-200", (300, 200), (0, 100, 600, 500)),
    ((600, 600), "ar-4_3,w-400", (400, 300), (0, 75, 600, 525)),
    ((1920, 1280), "ar-iar_mul_0.5,w-400", (400, 533), (479.7, 0, 1440.3, 1280)),
    ((640, 865), "w-300,h-200", (300, 200), (0, 219.17, 640, 645.83)),
    ((1920, 1280), "w-400,h-400", (400, 400), (320, 0, 1600, 1280)),
    ((1920, 1280), "w-400,h-400,fo-left", (400, 400), (0, 0, 1280, 1280)),
    ((1920, 1280), "w-400,h-400,fo-right", (400, 400), (640, 0, 1920, 1280)),
    ((640, 865), "w-300,h-200,fo-top", (300, 200), (0, 0, 640, 426.67)),
    ((100, 100), "w-400,h-200", (400, 200), (0, 25, 100, 75)),
    ((640, 865), "w-300,h-200,c-force,cm-extract", (300, 200), (170, 332, 470, 532)),
    ((100, 100), "w-400,h-200,c-maintain_ratio_no_enlarge", (100, 50), (0, 25, 100, 75)),
    ((640, 865), "w-200,h-200,cm-extract", (200, 200), (220, 332, 420, 532)),
    ((640, 865), "w-300,h-300,cm-extract,fo-bottom_right", (300, 300), (340, 565, 640, 865)),
    ((640, 865), "w-300,h-300,cm-extract,x-100,y-300", (300, 300), (100, 300, 400, 600)),
    ((640, 865), "w-300,h-300,cm-extract,xc-300,yc-500", (300, 300), (150, 350, 450, 650)),
    ((640, 865), "w-300,h-300,cm-extract,xc-300", (300, 300), (150, 282, 450, 582)),
    ((640, 865), "w-300,h-300,cm-extract,x-iw_div_4", (300, 300), (160, 0, 460, 300)),
    ((100, 100), "w-200,h-200,cm-extract", (100, 100), (0, 0, 100, 100)),
    ((600, 600), "w-100,h-50,dpr-2", (200, 100), (0, 150, 600, 450)),
]

PADDED = [
    ((640, 865), "w-300,h-200,cm-pad_resize", (300, 200), (148, 200), (76, 0)),
    ((640, 865), "w-300,h-200,cm-pad_resize,fo-right", (300, 200), (148, 200), (152, 0)),
    ((640, 865), "w-100,h-200,cm-pad_resize,fo-top", (100, 200), (100, 135), (0, 0)),
    ((100, 100), "w-400,h-200,cm-pad_resize", (400, 200), (200, 200), (100, 0)),
    ((100, 100), "w-400,h-200,cm-pad_resize_no_enlarge", (400, 200), (100, 100), (150, 50)),
    ((640, 865), "w-700,h-500,cm-pad_extract", (700, 500), (640, 500), (30, 0)),
    ((600, 600), "w-700,h-500,cm-pad_extract_no_shrink", (700, 600), (600, 600), (50, 0)),
    ((400, 400), "w-500,h-400,cm-pad_resize,fo-right", (500, 400), (400, 400), (100, 0)),
]

CUSTOM = [
    ("w-200,h-200", (600, 100, 200, 100), (600, 50, 800, 250)),
    ("w-500,h-100,cm-extract", (600, 100, 200, 100), (450, 100, 950, 200)),
    ("w-300,h-300,cm-extract", (900, 700, 100, 100), (700, 500, 1000, 800)),
    ("w-100,h-50", (0, 0, 1000, 800), (0, 150, 1000, 650)),
]


def size_of(source: tuple[int, int], chain: str, hints: Hints | None = None) -> tuple[int, int]:
    found = foresee(parse(chain), Size(*source), hints or Hints(), Limits()).size
    return found.width, found.height


def only_step(chain: str) -> Step:
    (step,) = parse(chain).every_step()
    return step


def rounded(box: Box) -> tuple[float, ...]:
    edges = (box.left, box.top, box.right, box.bottom)
    return tuple(round(float(edge), 2) for edge in edges)


@pytest.mark.parametrize(("source", "chain", "expected"), SIZES)
def test_the_result_has_the_size_of_the_table(
    source: tuple[int, int], chain: str, expected: tuple[int, int]
) -> None:
    assert size_of(source, chain) == expected


@pytest.mark.parametrize(("source", "chain", "expected", "crop"), CROPS)
def test_a_crop_keeps_the_box_of_the_table(
    source: tuple[int, int], chain: str, expected: tuple[int, int], crop: tuple[float, ...]
) -> None:
    size, step = Size(*source), only_step(chain)
    scene = Scene(size, size)

    part = framed(step, scene)
    box = window_asked(step, scene, part)
    box = box or anchored(size, part, ANCHORS[step.focus or "center"])

    assert (part.canvas.width, part.canvas.height) == expected
    assert rounded(box) == pytest.approx(crop, abs=0.05)


@pytest.mark.parametrize(("source", "chain", "canvas", "content", "corner"), PADDED)
def test_padding_puts_the_content_where_the_table_says(
    source: tuple[int, int],
    chain: str,
    canvas: tuple[int, int],
    content: tuple[int, int],
    corner: tuple[int, int],
) -> None:
    step = only_step(chain)

    part = framed(step, Scene(Size(*source), Size(*source)))

    assert part.canvas == Size(*canvas)
    assert part.content == Size(*content)
    assert padding(part, ANCHORS[step.focus or "center"]) == corner


def test_extracting_with_padding_cuts_the_longer_side() -> None:
    size = Size(640, 865)

    part = framed(only_step("w-700,h-500,cm-pad_extract"), Scene(size, size))

    assert rounded(anchored(size, part, CENTRE)) == (0, 182, 640, 682)


@pytest.mark.parametrize(("chain", "area", "crop"), CUSTOM)
def test_a_custom_area_is_grown_to_shape_and_kept_inside(
    chain: str, area: tuple[int, ...], crop: tuple[float, ...]
) -> None:
    size = Size(1000, 800)
    left, top, width, height = map(Fraction, area)

    part = framed(only_step(chain), Scene(size, size))

    assert rounded(around(size, part, Box(left, top, left + width, top + height))) == crop


@pytest.mark.parametrize(
    ("chain", "hints", "expected"),
    [
        ("w-auto", Hints(width=600), 600),
        ("w-auto", Hints(width=601), 700),
        ("w-auto", Hints(), 1000),
        ("w-auto", Hints(width=0), 1000),
        ("w-auto,dpr-auto", Hints(212, Fraction(2)), 300),
        ("w-auto,dpr-auto", Hints(150, Fraction(2)), 200),
        ("w-100,dpr-auto", Hints(dpr=Fraction(2)), 200),
        ("w-100,dpr-auto", Hints(), 100),
        ("w-100,dpr-auto", Hints(dpr=Fraction(9)), 500),
    ],
)
def test_client_hints_settle_auto_sizes(chain: str, hints: Hints, expected: int) -> None:
    assert size_of((1000, 1000), chain, hints) == (expected, expected)


@pytest.mark.parametrize(
    "chain",
    [
        "w-300,h-300,cm-extract,xc-50,yc-500",
        "w-300,h-300,cm-extract,x-500,y-0",
        "w-300,h-300,cm-extract,x-N1,y-0",
        "w-iw_sub_700",
        "w-iw_div_0",
        "h-ih_sub_865",
        "ar-iw_sub_700,w-20",
        "b-iw_sub_700_red",
    ],
)
def test_numbers_that_make_no_picture_are_invalid(chain: str) -> None:
    with pytest.raises(Invalid):
        size_of((640, 865), chain)


@pytest.mark.parametrize(
    "chain", ["w-9000,h-9000", "w-9000,h-9000:w-10", "b-5000_red", "w-7000,h-7000,rt-45"]
)
def test_a_picture_too_large_anywhere_on_the_way_is_refused(chain: str) -> None:
    with pytest.raises(TooLarge):
        size_of((640, 865), chain)
