"""URL text → transformation: separators, escapes, names, blocks, limits, and what is refused."""

from __future__ import annotations

import string
from fractions import Fraction
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import AppError, Invalid
from app.imaging.language.colours import Colour
from app.imaging.language.grammar import parse
from app.imaging.language.layer_values import Block, Picture, Words
from app.imaging.language.lexer import is_named_only
from app.imaging.language.transformation import (
    Conditional,
    Crop,
    Format,
    Layer,
    Step,
    Transformation,
)

_OPTIONS = """
w-300 w-0.5 w-auto w-iw_div_2 w-70000 h-200 h-0.4 ar-4-3 ar-4:3 ar-16_9 ar-iar_mul_0.5 dpr-2
dpr-auto dpr-0.5 c-force c-at_max c-at_least c-maintain_ratio c-at_max_enlarge cm-extract
cm-pad_resize cm-pad_extract c-maintain_ratio_no_enlarge cm-pad_resize_no_enlarge
cm-pad_extract_no_shrink x-10 y-ih_div_3 xc-5 yc-5 fo-top_left fo-auto fo-custom
fo-auto-custom_override z-2 rt-90 rt-N45.5 rt-auto fl-h fl-v_h r-20 r-max r-10_max_20_30
b-5_FFF000 b-5-A94D34 b-cw_mul_0.05_yellow bg-F3F3F3 bg-FF000040 bg-red bg-dominant
bg-gradient_dominant bg-gradient_dominant_4 o-50 bl-10 bl-0.5 bl-400 e-grayscale e-contrast
e-contrast-1 e-sharpen e-sharpen-20 e-usm e-usm-2-2-0.8-0.024 t-true t-5 t-false e-shadow
e-shadow-bl-15_st-40_x-10_y-N5 e-gradient e-gradient-ld-top_right_from-red_to-00000000_sp-0.4
e-gradient-sp-ch_mul_0.5 e-colorize e-colorize-co-red_in-50 colorize-co-red_in-50 cr-red
cr-red_20 cr-FF0000_20_blue e-distort-p-0_0_100_10_90_90_N5_100 e-distort-a-N40 pg-2 f-auto f-jpeg
f-webp f-orig q-60 q-400 pr-true lo-true md-false cp-true dn-300 orig-true di-a@@b.jpg di-%2Fc%2Cd
n-ik_ml_thumbnail c2pa-true l-image,i-logo.png,l-end
l-image,i-a@@b/c.png,lx-N0,ly-Nbh_div_4,t-false,w-cw_div_2:rt-90,l-end
l-image,i-logo.png,lxc-10,lyc-20,lap-center,lm-multiply,l-end
l-image,i-map.png,lm-displace,x-5,y-N7,l-end l-image,i-ik_canvas,bg-FF0000,w-bw_div_2,al-4,l-end
l-image,i-ik_canvas,e-gradient-ld-90,r-max,l-end l-text,i-hello,fs-20,l-end
l-text,i-a%2C%3A%20b,co-red,pa-1_2_3,tg-b_i,ff-Open%20Sans,lh-20,ia-left,al-5,bg-00000050,l-end
l-text,ie-4KS54KS%2F4KSo4KWN4KSm4KWA,ff-fonts@@Poppins.ttf,w-bw_mul_0.5,pa-bw_mul_0.01,l-end
l-image,i-a.png,l-text,i-b,l-image,i-c.png,l-end,l-end,l-end
"""
OPTIONS = _OPTIONS.split()
CONDITIONS = ["w_gt_100", "ar_lte_4-3_and_iw_ne_5", "h_eq_1_or_ar_gt_1.5"]

chains = st.lists(
    st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=6).map(",".join),
    min_size=1,
    max_size=4,
).map(":".join)
conditionals = st.builds(
    "if-{},{},if-else,{},if-end".format, st.sampled_from(CONDITIONS), chains, chains
)


def read_or_refused(chain: str) -> tuple[Transformation | None, AppError | None]:
    try:
        return parse(chain), None
    except AppError as error:
        return None, error


def only_step(chain: str) -> Step:
    (step,) = parse(chain).steps
    assert isinstance(step, Step)
    return step


def only_layer(chain: str) -> Layer:
    (layer,) = only_step(chain).layers
    return layer


@given(st.one_of(chains, conditionals))
def test_canonical_text_gives_the_transformation_back(chain: str) -> None:
    asked, _ = read_or_refused(chain)

    if asked is not None:  # else the combination cannot stand together
        assert parse(str(asked)) == asked
        assert str(parse(str(asked))) == str(asked)


@given(
    st.one_of(
        st.text(max_size=300),
        st.text(alphabet=string.ascii_lowercase + string.digits + "-_,:%.N@", max_size=300),
        st.lists(
            st.sampled_from(
                ["l-image", "l-text", "i-x", "l-end", "if-w_gt_1", "if-else", "if-end", ":", "w-5"]
            )
        ).map(",".join),
    )
)
def test_any_text_is_read_or_refused(chain: str) -> None:
    asked, refusal = read_or_refused(chain)

    assert refusal is None or refusal.reason in {"EINVALID", "ELIMIT", "ENOTSUP"}
    assert asked is None or parse(str(asked)) == asked


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="-_,:%.N0a(l", min_size=1, max_size=8), st.integers(200, 5000))
def test_long_text_is_settled_quickly(piece: str, times: int) -> None:
    started = perf_counter()

    read_or_refused(piece * times)

    assert perf_counter() - started < 0.5


@pytest.mark.parametrize(
    ("encoded", "plain"),
    [
        ("w-300%2Ch-200%3Art-90", "w-300,h-200:rt-90"),
        ("w-300%2ch-200%3art-90", "w-300,h-200:rt-90"),
        ("w-300,h-200%3Art-90", "w-300,h-200:rt-90"),
        ("w-300%3Art-90", "w-300:rt-90"),
        ("w-300%2Ch-200:rt-90", "w-300,h-200:rt-90"),
        ("l-text%2Ci-a%252Cb%2Cl-end", "l-text,i-a%2Cb,l-end"),
        (",w-300,,h-200,:,:rt-90:", "w-300,h-200:rt-90"),
        ("bg-red,o-%35%30", "bg-red,o-50"),
    ],
)
def test_separators_may_come_escaped(encoded: str, plain: str) -> None:
    assert parse(encoded) == parse(plain)


def test_escaped_separators_in_a_text_layer_are_text() -> None:
    content = only_layer("l-text,i-10%3A30%2C%20ok,l-end").content

    assert content == Words(text="10:30, ok")


@pytest.mark.parametrize("path", ["di-a%2Cb.jpg,w-1", "w-1:di-a%3Ab.jpg"])
def test_paths_keep_their_escaped_separators(path: str) -> None:
    asked = parse(path)

    assert asked.assets().default_image in {"a,b.jpg", "a:b.jpg"}
    assert parse(str(Transformation(output=asked.output))).output == asked.output


def test_nothing_asked_is_an_empty_transformation() -> None:
    assert parse("") == parse(",:,") == Transformation()
    assert str(Transformation()) == ""


def test_the_last_of_a_repeated_option_wins() -> None:
    assert only_step("w-1,h-5,w-2") == Step(width=Fraction(2), height=Fraction(5))
    assert parse("q-10:q-20,w-5").output.quality == 20


def test_cm_comes_before_c() -> None:
    assert only_step("cm-extract,c-force,w-5").crop is Crop.EXTRACT


def test_a_width_above_the_limit_is_ignored() -> None:
    assert parse("w-65536,h-5") == parse("h-5")
    assert parse("w-65535") != Transformation()


def test_order_and_spelling_do_not_change_the_canonical_text() -> None:
    assert str(parse("f-jpeg,h-0200,bg-RED,w-300.0")) == str(parse("w-300,h-200,bg-ff0000:f-jpg"))


def test_output_options_hold_for_the_whole_chain() -> None:
    asked = parse("f-webp,w-10:q-50,rt-90")

    assert asked.output.format is Format.WEBP
    assert str(asked) == "w-10:rt-90,f-webp,q-50"


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("FF000040", Colour(255, 0, 0, 40)),
        ("ff0", Colour(255, 255, 0)),
        ("RebeccaPurple", Colour(102, 51, 153)),
        ("12345600", Colour(18, 52, 86, 0)),
    ],
)
def test_colours(text: str, colour: Colour) -> None:
    assert only_step(f"bg-{text}").background == colour


def test_alpha_counts_only_where_the_colour_says_nothing() -> None:
    assert only_layer("l-image,i-ik_canvas,bg-FF0000,al-4,l-end").content == Block(
        colour=Colour(255, 0, 0, 40)
    )
    assert only_layer("l-image,i-ik_canvas,bg-FF000070,al-4,l-end").content == Block(
        colour=Colour(255, 0, 0, 70)
    )
    assert only_layer("l-image,i-ik_canvas,al-4,bg-red,l-end").content == Block(
        colour=Colour(255, 0, 0)
    )


def test_layers_nest_with_steps_of_their_own() -> None:
    outer = only_layer("w-9,l-image,i-a,w-10:rt-90,l-text,i-b,l-end,l-end")

    assert outer.content == Picture("a")
    assert [str(step) for step in outer.steps] == ["w-10", "rt-90,l-text,i-b,l-end"]


def test_encoded_input_comes_before_plain_and_is_utf8() -> None:
    encoded = "ie-4KS54KS%2F4KSo4KWN4KSm4KWA"

    assert only_layer(f"l-text,{encoded},i-other,l-end").content == Words(text="हिन्दी")
    assert only_layer("l-image,ie-YS9iLnBuZw%3D%3D,l-end").content == Picture("a/b.png")


def test_long_text_is_cut() -> None:
    content = only_layer(f"l-text,i-{'a' * 3000},l-end").content

    assert content == Words(text="a" * 2000)


def test_assets_are_named_once_in_order() -> None:
    asked = parse(
        "l-image,i-@@a.png,l-text,i-x,ff-f@@g.ttf,l-end,l-end:l-image,i-a.png,l-end"
        ":if-w_gt_1,l-image,i-b.png,l-end,if-end:di-c@@d.png,l-text,i-y,ff-Lobster,l-end"
    )

    assets = asked.assets()

    assert assets.images == ("a.png", "b.png")
    assert assets.fonts == ("f/g.ttf",)
    assert assets.default_image == "c/d.png"


def test_names_are_expanded_as_text() -> None:
    names = {"small": "tr:w-10:rt-90", "wide": "w-90"}

    assert parse("n-small,h-5:n-wide", names=names) == parse("w-10:rt-90,h-5:w-90")
    assert parse("n-ik_ml_thumbnail", names=names) == parse("w-100,h-100,c-at_max,fo-auto")


@pytest.mark.parametrize(
    ("chain", "names"),
    [
        ("n-nosuchname", {}),
        ("n-a-b", {"a-b": "w-1"}),
        ("n-", {}),
        ("n-outer", {"outer": "n-inner", "inner": "w-5"}),
        ("n-long", {"long": "w-1," * 2000}),
    ],
)
def test_names_that_cannot_be_expanded_are_invalid(chain: str, names: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        parse(chain, names=names)


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        ("n-a", True),
        ("n-a,n-b:n-c", True),
        ("n-a%2Cn-b", True),
        ("n-a,w-5", False),
        ("n-a:l-text,i-n-b,l-end", False),
        ("n-a-b", False),
        ("", False),
        (":,", False),
    ],
)
def test_named_only_means_every_item(chain: str, expected: bool) -> None:
    assert is_named_only(chain) is expected


def test_a_branch_may_be_a_chain_with_output_of_its_own() -> None:
    (choice,) = parse("if-w_gt_5,w-1:rt-90,q-7,if-end").steps

    assert isinstance(choice, Conditional)
    assert str(choice.then) == "w-1:rt-90,q-7"
    assert choice.otherwise is None


def test_detected_focus_is_accepted_when_the_size_is_known() -> None:
    assert only_step("w-5,fo-face,z-0.5").focus == "face"
    assert only_step("w-5,h-5,fo-person_trafficLight").focus == "person_trafficLight"


def test_one_frame_of_a_transformation() -> None:
    assert str(parse("w-5:rt-90").still()) == "pg-1,w-5:rt-90"
    assert str(parse("").still()) == "pg-1"
    assert str(parse("w-5:pg-3").still()) == "w-5:pg-3"
    assert str(parse("if-w_gt_1,w-5,if-end").still()) == "pg-1:if-w_gt_1,w-5,if-end"


@pytest.mark.parametrize(
    ("chain", "expected"), [("w-5,fo-custom", True), ("w-5,fo-auto", False), ("", False)]
)
def test_whether_the_stored_area_counts(chain: str, expected: bool) -> None:
    assert parse(chain).uses_area is expected
