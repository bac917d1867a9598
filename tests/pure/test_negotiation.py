"""Which format a client gets, what an order depends on, and what is refused before rendering."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app import imaging
from app.errors import Invalid, TooLarge, Unsupported
from app.imaging import Client, Facts, Format, Hints, Order, Policy

JPEG = Facts("image/jpeg", 640, 480, has_alpha=False)
PNG = Facts("image/png", 640, 480, has_alpha=False)
CLEAR_PNG = Facts("image/png", 640, 480, has_alpha=True)
WEBP = Facts("image/webp", 640, 480, has_alpha=False)
CLEAR_WEBP = Facts("image/webp", 640, 480, has_alpha=True)
AVIF = Facts("image/avif", 640, 480, has_alpha=False)
GIF = Facts("image/gif", 640, 480, has_alpha=False)
TIFF = Facts("image/tiff", 640, 480, has_alpha=False)
BMP = Facts("image/bmp", 640, 480, has_alpha=False)
SVG = Facts("image/svg+xml")

NOTHING = Client()
MODERN = Client(frozenset({Format.WEBP, Format.AVIF}))
WEBP_ONLY = Client(frozenset({Format.WEBP}))
WITH_AVIF = Policy(avif=True)


def settled(
    chain: str, subject: Facts, client: Client = NOTHING, policy: Policy | None = None
) -> Order:
    return imaging.settle(imaging.parse(chain), subject, client, policy)


@pytest.mark.parametrize(
    ("subject", "old", "webp"),
    [
        (JPEG, "jpg", "webp"),
        (PNG, "png", "webp"),
        (CLEAR_PNG, "png", "webp"),
        (WEBP, "jpg", "webp"),
        (CLEAR_WEBP, "png", "webp"),
        (AVIF, "jpg", "webp"),
        (TIFF, "jpg", "webp"),
        (BMP, "jpg", "webp"),
        (GIF, "gif", "gif"),
    ],
)
@pytest.mark.parametrize("chain", ["", "w-20", "f-auto"])
def test_the_best_format_the_client_shows(chain: str, subject: Facts, old: str, webp: str) -> None:
    assert settled(chain, subject).format == old
    assert settled(chain, subject, WEBP_ONLY).format == webp
    assert settled(chain, subject, MODERN).format == webp


def test_avif_is_chosen_only_where_the_server_allows_it() -> None:
    assert settled("w-20", JPEG, MODERN, WITH_AVIF).format == "avif"
    assert settled("w-20", JPEG, WEBP_ONLY, WITH_AVIF).format == "webp"
    assert settled("f-avif", JPEG, NOTHING).format == "avif"


@pytest.mark.parametrize("chain", ["cp-true", "e-usm", "e-usm,f-avif", "cp-true,f-avif"])
def test_profiles_and_unsharp_masks_are_not_written_as_avif(chain: str) -> None:
    assert settled(chain, JPEG, MODERN, WITH_AVIF).format == "webp"
    assert settled(chain, JPEG, NOTHING, WITH_AVIF).format == "jpg"


@pytest.mark.parametrize(
    ("chain", "subject", "expected"),
    [
        ("f-jpg", CLEAR_PNG, "jpg"),
        ("f-png", JPEG, "png"),
        ("f-webp", GIF, "webp"),
        ("f-gif", GIF, "gif"),
        ("f-gif", JPEG, "jpg"),
        ("f-orig", WEBP, "webp"),
        ("f-orig", TIFF, "tiff"),
        ("f-png:f-webp", JPEG, "webp"),
        ("if-w_gt_100,f-png,if-end", JPEG, "png"),
        ("if-w_gt_1000,f-png,if-end", JPEG, "jpg"),
    ],
)
def test_an_explicit_format_comes_first(chain: str, subject: Facts, expected: str) -> None:
    assert settled(chain, subject).format == expected


@pytest.mark.parametrize(
    "chain",
    [
        "r-20",
        "r-max,bg-FF000050",
        "rt-45",
        "o-50",
        "e-distort-a-20",
        "b-5_FF000050",
        "w-9,h-900,cm-pad_resize,bg-00000010",
        "l-image,i-a,lm-cutout,l-end",
        "w-100:r-5:w-50",
        "if-w_gt_1,r-5,if-end",
    ],
)
def test_a_result_that_may_be_transparent_is_not_a_jpeg(chain: str) -> None:
    assert settled(chain, JPEG).format == "png"
    assert settled(f"{chain}:f-jpg", JPEG).format == "jpg"


@pytest.mark.parametrize(
    "chain",
    [
        "r-20,bg-red",
        "rt-45,bg-white",
        "rt-90",
        "o-50,bg-FF000050",
        "r-5:bg-red",
        "o-100",
        "l-image,i-a,o-50,l-end",
        "if-w_gt_1000,r-5,if-end",
    ],
)
def test_an_opaque_result_of_a_jpeg_stays_one(chain: str) -> None:
    assert settled(chain, JPEG).format == "jpg"


def test_without_automatic_formats_the_source_decides() -> None:
    fixed = Policy(automatic_format=False)

    assert settled("w-20", WEBP, MODERN, fixed).format == "webp"
    assert settled("w-20", AVIF, MODERN, fixed).format == "avif"
    assert settled("r-20", JPEG, MODERN, fixed).format == "png"
    assert settled("f-auto", JPEG, WEBP_ONLY, fixed).format == "webp"


def test_a_single_frame_of_a_gif_is_a_still_picture() -> None:
    assert settled("pg-2", GIF).format == "png"
    assert settled("pg-2", GIF, WEBP_ONLY).format == "webp"


@pytest.mark.parametrize(
    ("chain", "subject"),
    [
        ("orig-true", JPEG),
        ("w-20,orig-true", JPEG),
        ("", SVG),
        ("f-auto", SVG),
        ("w-20,r-5", SVG),
        ("", Facts("application/pdf")),
        ("w-20", Facts("application/pdf")),
        ("", Facts("video/mp4")),
        ("orig-true", Facts("video/mp4")),
        ("", Facts("image/heic")),
        ("", Facts("image/jpeg")),
    ],
)
def test_some_things_are_sent_as_stored(chain: str, subject: Facts) -> None:
    assert settled(chain, subject).format is None


@pytest.mark.parametrize(
    ("chain", "subject"),
    [
        ("f-png", SVG),
        ("w-20", Facts("video/mp4")),
        ("f-auto", Facts("audio/mpeg")),
        ("w-20", Facts("image/heic")),
        ("f-jpg", Facts("image/vnd.adobe.photoshop")),
    ],
)
def test_what_takes_another_engine_is_unsupported(chain: str, subject: Facts) -> None:
    with pytest.raises(Unsupported) as caught:
        settled(chain, subject)

    assert caught.value.reason == "ENOTSUP"


def test_numbers_are_judged_before_the_picture_is_opened() -> None:
    with pytest.raises(Invalid):
        settled("w-iw_div_0", JPEG)
    with pytest.raises(Invalid):
        settled("w-300,h-300,cm-extract,x-500", JPEG)
    with pytest.raises(TooLarge):
        settled("w-60000", JPEG)
    with pytest.raises(Invalid):
        settled("if-w_gt_1,w-2,if-end", GIF)


def test_a_detected_focus_is_guessed_and_told() -> None:
    guessed = settled("w-20,h-20,fo-face:w-9,l-image,i-a,w-9,fo-cat,l-end", JPEG)

    assert guessed.degraded == ("fo-face", "fo-cat")
    assert settled("w-20,fo-auto", JPEG).degraded == ()
    with pytest.raises(Unsupported):
        settled("w-20,h-20,fo-face", JPEG, policy=Policy(strict_focus=True))


def test_an_order_tells_what_of_the_client_mattered() -> None:
    hints = Hints(212, Fraction(2), save_data=True)
    client = Client(frozenset({Format.WEBP}), hints)

    assert settled("f-png,q-5", JPEG, client).depends_on == frozenset()
    assert settled("q-5", JPEG, client).depends_on == {"formats"}
    assert settled("w-auto,dpr-auto,f-png,q-5", JPEG, client).depends_on == {"width", "dpr"}
    saving = Policy(save_data=True)
    assert settled("f-jpg", JPEG, client).depends_on == frozenset()
    assert settled("f-jpg", JPEG, client, saving).depends_on == {"save_data"}
    assert settled("f-jpg", JPEG, policy=saving).depends_on == {"save_data"}
    assert settled("f-jpg,q-5", JPEG, client, saving).depends_on == frozenset()
    assert settled("orig-true", JPEG, client).depends_on == frozenset()


def test_equal_orders_have_equal_text_and_others_do_not() -> None:
    def text(chain: str, width: int = 0, formats: Client = NOTHING) -> str:
        return str(settled(chain, JPEG, Client(formats.formats, Hints(width, Fraction(2)))))

    assert text("w-20,h-10") == text("h-10,w-20.0", 900)
    assert text("w-auto", 210) == text("w-auto", 290)
    different = [
        text("w-20"),
        text("w-21"),
        text("w-20", formats=WEBP_ONLY),
        text("w-auto", 300),
        text("w-auto", 400),
        text("w-20,dpr-auto"),
        text("w-20,q-5"),
    ]
    assert len(set(different)) == len(different)


@pytest.mark.parametrize(
    ("chain", "hints", "expected"),
    [
        ("w-auto,dpr-auto", Hints(212, Fraction(2)), "2.83"),
        ("w-auto,dpr-auto", Hints(150, Fraction(2)), "2.67"),
        ("w-auto", Hints(600), None),
        ("w-100,dpr-auto", Hints(212, Fraction(2)), None),
    ],
)
def test_the_real_pixel_ratio_of_a_hinted_width(
    chain: str, hints: Hints, expected: str | None
) -> None:
    assert settled(chain, JPEG, Client(hints=hints)).content_dpr == expected
