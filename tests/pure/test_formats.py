"""How results are written: settings of each format, and what is carried over from the source."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from app import imaging
from app.errors import AppError, Unreadable
from app.imaging import Client, Format, Hints, recognise
from app.imaging.encode import source_quality
from tests.pictures import (
    BLACK,
    RED,
    WHITE,
    Kind,
    assert_colour,
    described,
    encoded,
    opened,
    photo,
    plain,
    quarters,
    transparent,
)
from tests.rendering import facts, picture, rendered

PHOTO = photo((160, 120))
_GPS = 0x8825
_ARTIST = 0x013B


def secret() -> bytes:
    """A JPEG that tells who took it and where, in EXIF, IPTC, XMP, a profile and a comment."""
    image = Image.new("RGB", (60, 40), RED)
    exif = Image.Exif()
    exif[_ARTIST] = "Somebody Secret"
    exif[0x0112] = 6
    exif.get_ifd(_GPS).update({1: "N", 2: (48.0, 12.0, 30.0), 3: "E", 4: (16.0, 22.0, 0.0)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    out = io.BytesIO()
    image.save(
        out,
        "jpeg",
        exif=exif,
        xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Secret</x:xmpmeta>",
        icc_profile=profile,
        comment=b"Secret comment",
        quality=95,
    )
    return out.getvalue()


SECRET = secret()


@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "avif"])
@pytest.mark.parametrize("chain", ["w-20", "q-50", "fl-h", "f-auto"])
def test_nothing_of_the_source_is_given_away(chain: str, kind: str) -> None:
    made = rendered(SECRET, f"{chain},f-{kind}")

    image = opened(made.content)
    assert b"Secret" not in made.content
    assert "icc_profile" not in image.info
    assert "exif" not in image.info
    assert not image.getexif()


def test_nothing_is_given_away_when_nothing_is_asked() -> None:
    tiny = described(xmp="<a>Secret</a>", exif={_ARTIST: "Secret"}, keywords=["Secret"])

    assert b"Secret" not in rendered(tiny, "").content
    assert b"Secret" not in rendered(SECRET, "", accepts={Format.WEBP}).content


@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "avif"])
def test_metadata_is_kept_on_request_and_says_upright(kind: str) -> None:
    image = opened(rendered(SECRET, f"w-20,md-true,f-{kind}").content)

    exif = image.getexif()
    assert exif[_ARTIST] == "Somebody Secret"
    assert exif.get(0x0112, 1) == 1
    assert exif.get_ifd(_GPS)[1] == "N"
    assert image.size == (20, 30)
    assert image.info["icc_profile"]
    assert b"Secret" in (image.info.get("xmp") or image.info.get("XML:com.adobe.xmp", "").encode())


def test_keywords_survive_from_jpeg_to_jpeg() -> None:
    source = described(keywords=["Secret"])

    assert b"Secret" in rendered(source, "w-20,md-true,f-jpg").content


def test_what_a_jpeg_has_no_room_for_is_left_out() -> None:
    exif = Image.Exif()
    exif[_ARTIST] = "Secret " * 12_000
    source = plain(kind="webp", exif=exif)

    assert b"Secret" not in rendered(source, "w-20,md-true,f-jpg").content
    assert b"Secret" in rendered(source, "w-20,md-true,f-webp").content


def test_text_of_a_png_is_kept_on_request() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Somebody Secret")
    source = plain(kind="png", pnginfo=notes)

    assert b"Secret" in rendered(source, "w-20,md-true,f-png").content
    assert b"Secret" not in rendered(source, "w-20,f-png").content
    assert b"Secret" not in rendered(source, "").content


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's way of telling about odd EXIF
@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "avif"])
@pytest.mark.parametrize("block", [b"", b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\0\xff" * 3])
def test_broken_metadata_is_carried_or_refused(block: bytes, kind: str) -> None:
    source = plain(exif=b"Exif\0\0" + block)

    failure = None
    try:
        rendered(source, f"w-20,md-true,f-{kind}")
    except AppError as error:
        failure = error
    assert failure is None or isinstance(failure, Unreadable)


def test_a_profile_is_kept_alone() -> None:
    made = rendered(SECRET, "w-20,cp-true,f-jpg")

    assert opened(made.content).info["icc_profile"]
    assert b"Secret" not in made.content


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
    order = imaging.settle(imaging.parse("w-50"), facts(PHOTO), client)

    assert quality_of(imaging.render(PHOTO, order).content) == pytest.approx(50, abs=2)


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
    source = encoded(opened(PHOTO), "jpeg", quality=30)

    made = rendered(source, "", accepts={Format.WEBP})

    small = min((made.content, source), key=len)
    assert made.content == small
    assert rendered(plain(RED, kind="gif"), "").mime == "image/gif"
    dot = plain(RED, (1, 1), "png")
    assert rendered(dot, "").content == dot


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
