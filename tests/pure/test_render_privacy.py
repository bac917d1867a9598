"""What is carried over from a source besides its pixels: nothing, unless it was asked for."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from app.errors import AppError, Unreadable
from app.imaging import Format
from tests.pictures import RED, Kind, described, opened, plain
from tests.rendering import rendered

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


@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "avif"])
@pytest.mark.parametrize("source", ["jpeg", "png", "webp", "avif", "tiff"])
def test_exif_survives_from_any_format_to_any(source: Kind, kind: str) -> None:
    told, exif = Image.Exif(), Image.Exif()
    told[_ARTIST] = "Somebody Secret"
    told[0x8769], told[_GPS] = {0xA434: "50mm"}, {1: "N"}
    exif.load(told.tobytes())  # Pillow writes the parts of a TIFF only where it has read them

    made = rendered(plain(kind=source, exif=exif), f"w-20,md-true,f-{kind}")

    found = opened(made.content).getexif()
    assert found[_ARTIST] == "Somebody Secret"
    assert found.get_ifd(0x8769)[0xA434] == "50mm"
    assert found.get_ifd(_GPS)[1] == "N"
    assert 0x0111 not in found  # where the strips of a TIFF are


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
