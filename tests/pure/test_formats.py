"""How results are written: settings of each format, and what is carried over from the source."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from app import imaging
from app.imaging import Client, Format, Hints, Policy, recognise
from app.imaging.pixels.encode import source_quality
from tests.pictures import (
    BLACK,
    RED,
    WHITE,
    Kind,
    assert_colour,
    encoded,
    opened,
    photo,
    plain,
    quarters,
    transparent,
)
from tests.rendering import facts, picture, rendered

PHOTO = photo((160, 120))


def quality_of(content: bytes) -> int:
    return source_quality(Image.open(io.BytesIO(content)))


@pytest.mark.parametrize("quality", [20, 35, 50, 65, 80, 95])
def test_the_quality_of_a_jpeg_is_read_from_its_tables(quality: int) -> None:
    source = encoded(opened(PHOTO), "jpeg", quality=quality)
    assert quality_of(source) == pytest.approx(quality, abs=2)


@pytest.mark.parametrize(
    ("source", "chain", "expected"),
    [(95, "w-50", 80), (40, "w-50", 40), (95, "w-50,q-30", 30), (40, "w-50,q-90", 90)],
)
def test_the_usual_quality_is_a_ceiling(source: int, chain: str, expected: int) -> None:
    content = encoded(opened(PHOTO), "jpeg", quality=source)

    assert quality_of(rendered(content, chain).content) == pytest.approx(expected, abs=2)


def test_saving_data_lowers_the_usual_quality() -> None:
    client = Client(hints=Hints(save_data=True))
    asked = imaging.parse("w-50")

    for policy, quality in ((Policy(save_data=True), 50), (Policy(), 75)):
        order = imaging.settle(asked, facts(PHOTO), client, policy)
        assert quality_of(imaging.render(PHOTO, order).content) == pytest.approx(quality, abs=2)


@pytest.mark.parametrize("kind", ["jpg", "webp", "avif"])
def test_quality_makes_files_larger(kind: str) -> None:
    low, high = (len(rendered(PHOTO, f"q-{q},f-{kind}").content) for q in (20, 90))

    assert low < high


def info(content: bytes) -> dict[Any, Any]:
    return opened(content).info


def test_jpegs_are_progressive_on_request() -> None:
    assert "progression" in info(rendered(PHOTO, "w-80,pr-true,f-jpg").content)
    assert "progression" not in info(rendered(PHOTO, "w-80,f-jpg").content)


def test_jpegs_keep_their_full_colour_resolution() -> None:
    image = Image.open(io.BytesIO(rendered(PHOTO, "w-80,f-jpg").content))

    assert {layer[1:3] for layer in image.layer} == {(1, 1)}  # type: ignore[attr-defined]


def test_webp_is_lossless_on_request() -> None:
    exact = opened(rendered(quarters((33, 21)), "lo-true,f-webp").content).convert("RGB")

    assert exact.tobytes() == opened(quarters((33, 21))).tobytes()


def test_the_resolution_tag() -> None:
    assert info(rendered(PHOTO, "dn-300,f-jpg").content)["dpi"] == (300, 300)
    assert "dpi" not in info(rendered(PHOTO, "w-80,f-png").content)


@pytest.mark.parametrize(
    ("chain", "colour"), [("f-jpg", BLACK), ("f-jpg,bg-white", WHITE), ("bg-FFFFFF50,f-jpg", None)]
)
def test_transparency_is_flattened_where_it_cannot_be_written(
    chain: str, colour: tuple[int, int, int] | None
) -> None:
    image = opened(rendered(transparent((60, 60)), chain).content)

    assert image.mode == "RGB"
    assert_colour(image, (30, 30), RED)
    assert_colour(image, (1, 1), colour or WHITE)


@pytest.mark.parametrize("kind", ["webp", "avif", "png"])
def test_transparency_is_written_where_it_can_be(kind: str) -> None:
    image = opened(rendered(transparent((60, 60)), f"f-{kind}").content)

    assert_colour(image, (30, 30), (*RED, 255))
    assert image.getchannel("A").getpixel((1, 1)) == 0


def test_a_source_that_is_smaller_already_is_sent_itself() -> None:
    dot, gif = plain(RED, (1, 1), "png"), plain(RED, kind="gif")

    assert rendered(dot, "").content == dot
    assert rendered(dot, "f-png").content == dot
    assert rendered(gif, "").content == min((rendered(gif, "fl-h").content, gif), key=len)


def test_the_media_type_is_that_of_the_settled_format() -> None:
    dot = plain(RED, (1, 1), "png")

    made = rendered(dot, "", accepts={Format.WEBP})

    assert made.mime == "image/webp"
    assert recognise(made.content) is Format.WEBP


@pytest.mark.parametrize("chain", ["q-80", "f-png", "w-1", "lo-true"])
def test_a_source_is_not_sent_when_something_was_asked(chain: str) -> None:
    dot = plain(RED, (1, 1), "jpeg", quality=10)

    assert rendered(dot, chain).content != dot


KINDS: list[Kind] = ["jpeg", "png", "webp", "gif", "avif", "tiff", "bmp"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_is_read_written_and_recognised(kind: Kind) -> None:
    source = quarters((64, 48), kind)

    made = rendered(source, "w-32,f-orig")

    assert made.mime == Image.MIME[kind.upper()].replace("x-ms-", "")
    found = recognise(made.content[:12])
    assert found is not None
    assert imaging.MIME[found] == made.mime
    assert_colour(opened(made.content), (4, 4), RED, 30)


def test_what_is_no_picture_is_not_recognised() -> None:
    assert recognise(b"") is None
    assert recognise(b"RIFF....WAVE") is None
    assert recognise(b"%PDF-1.7") is None


@pytest.mark.parametrize(
    ("mode", "colour"),
    [
        ("1", WHITE),
        ("L", (200, 200, 200)),
        ("LA", (200, 200, 200)),
        ("P", (200, 10, 20)),
        ("I;16", (200, 200, 200)),
        ("CMYK", (200, 10, 20)),
    ],
)
@pytest.mark.parametrize("chain", ["w-20", "w-20,h-20,cm-pad_resize", "t-true", "w-20,e-contrast"])
def test_every_pixel_layout_becomes_plain_colours(
    mode: str, colour: tuple[int, int, int], chain: str
) -> None:
    if mode == "I;16":
        image = Image.new("I;16", (40, 30), 200 * 256)
    elif mode == "CMYK":
        image = Image.new("RGB", (40, 30), colour).convert("CMYK")
    elif mode == "P":
        image = Image.new("RGB", (40, 30), colour).quantize(4)
    else:
        image = Image.new("RGB", (40, 30), colour).convert(mode)
    source = encoded(image, "tiff" if mode == "CMYK" else "png")

    shown = picture(source, chain)

    assert shown.mode in ("RGB", "RGBA")
    assert_colour(shown, (shown.width // 2, shown.height // 2), colour, 3)


def test_transparent_palettes_become_alpha() -> None:
    image = opened(transparent((40, 40))).quantize(8, Image.Quantize.FASTOCTREE)
    source = encoded(image, "png")

    shown = picture(source, "w-20")

    assert shown.getchannel("A").getpixel((0, 0)) == 0
    assert_colour(shown, (10, 10), (*RED, 255))
