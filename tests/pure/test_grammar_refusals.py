"""Transformation text that is refused, and how it is told."""

from __future__ import annotations

import pytest

from app.errors import Invalid, Unsupported
from app.imaging.language.grammar import parse


@pytest.mark.parametrize(
    ("chain", "field"),
    [
        ("w-abc", "w"),
        ("w-0", "w"),
        ("w-N5", "w"),
        ("w-bw_div_2", "w"),
        ("h-auto", "h"),
        ("ar-0-3", "ar"),
        ("dpr-9", "dpr"),
        ("c-squash", "c"),
        ("cm-at_max", "cm"),
        ("fo-nowhere", "fo"),
        ("rt-", "rt"),
        ("fl-x", "fl"),
        ("r-1_2", "r"),
        ("b-5", "b"),
        ("b-N5_red", "b"),
        ("bg-notacolour", "bg"),
        ("bg-FF0000AB", "bg"),
        ("bg-12-34", "bg"),
        ("w-9,h-9,cm-pad_resize,bg-blurred_1_2_3", "bg"),
        ("w-9,h-9,cm-pad_resize,bg-blurred_101", "bg"),
        ("w-9,h-9,cm-pad_resize,bg-blurred_auto_256", "bg"),
        ("e-gradient-sp-0", "e-gradient"),
        ("cr-red_1_blue_2", "cr"),
        ("dn-1.5", "dn"),
        ("pg-0", "pg"),
        ("bg-blurred", "bg"),
        ("w-10,bg-blurred,cm-pad_resize", "bg"),
        ("w-10,h-10,bg-blurred,cm-pad_extract", "bg"),
        ("o-101", "o"),
        ("t-0", "t"),
        ("e-shadow-bl-16", "e-shadow"),
        ("e-gradient-foo-1", "e-gradient"),
        ("e-usm-1-2", "e-usm"),
        ("e-distort-p-1_2", "e-distort"),
        ("e-grayscale-7", "e-grayscale"),
        ("f-bmp", "f"),
        ("pr-yes", "pr"),
        ("dn-0", "dn"),
        ("di-..", "di"),
        ("undefined-transform-true", "undefined"),
        ("rndm_trnsf-abcd", "rndm_trnsf"),
        ("%00-1", "?"),
        ("oi-logo.png", "oi"),
        ("ot-hi", "ot"),
        ("if-w_gt_x,w-1,if-end", "if"),
        ("h-400:rt-90,if-h_eq_200,w-100,if-end", "if"),
        ("if-w_gt_1,if-h_gt_1,w-1,if-end,if-end", "if"),
        ("if-w_gt_1,pg-2,if-end", "pg"),
        ("if-w_gt_1,w-1", "tr"),
        ("l-image,i-a.png", "tr"),
        ("l-end", None),
        ("l-image,l-end", "i"),
        ("l-image,ie-%25,l-end", "ie"),
        ("l-shape,i-a,l-end", "l"),
        ("l-image,i-a,lfo-auto,l-end", "lfo"),
        ("l-image,i-a,lm-displace,l-end", "lm"),
        ("l-text,i-a,al-0,l-end", "al"),
        ("l-text,i-a,fs-0,l-end", "fs"),
        ("l-text,i-a,ff-,l-end", "ff"),
        ("l-text,i-a,ia-justify,l-end", "ia"),
        ("l-text,i-a,pa-1_2_3_4_5,l-end", "pa"),
        ("l-text,i-a,tg-u,l-end", "tg"),
        ("l-image,ie-,l-end", "ie"),
        ("l-image,i-a%5Cb,l-end", "i"),
        ("l-text,i-a,w-iw,l-end", "w"),
        ("lx-5", "lx"),
    ],
)
def test_what_cannot_be_used_is_invalid_and_named(chain: str, field: str | None) -> None:
    with pytest.raises(Invalid) as caught:
        parse(chain)

    assert caught.value.reason == "EINVALID"
    assert caught.value.field == field
    assert caught.value.message.isascii()


@pytest.mark.parametrize(
    ("chain", "named"),
    [
        ("e-bgremove", "e-bgremove"),
        ("e-changebg-prompt-beach", "e-changebg"),
        ("e-upscale,w-5", "e-upscale"),
        ("bg-genfill", "bg"),
        ("so-5", "so"),
        ("f-mp4", "f"),
        ("l-video,i-a.mp4,l-end", "l"),
        ("l-subtitle,i-a.srt,l-end", "l"),
        ("pg-2-4", "pg"),
        ("pg-name-%22a%22", "pg"),
        ("fo-face", "fo"),
        ("fo-person_car", "fo"),
    ],
)
def test_what_needs_another_engine_is_unsupported_and_named(chain: str, named: str) -> None:
    with pytest.raises(Unsupported) as caught:
        parse(chain)

    assert caught.value.reason == "ENOTSUP"
    assert caught.value.field == named


@pytest.mark.parametrize(
    "chain",
    [
        "w-1," * 1500,
        ":".join(["w-1"] * 21),
        ",".join(["w-1"] * 65),
        ":".join(["l-text,i-a,l-end"] * 11),
        "l-image,i-a," * 4 + "l-end," * 4,
    ],
)
def test_chains_beyond_the_limits_are_refused(chain: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse(chain)

    assert caught.value.reason == "ELIMIT"
