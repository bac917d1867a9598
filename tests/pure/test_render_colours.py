"""Colour profiles: pixels are brought to sRGB unless their profile is kept."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image, ImageCms

from tests.pictures import RED, assert_colour, encoded, plain
from tests.rendering import picture


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def swapped() -> bytes:
    """A profile in which red means green and green means red, although it is called sRGB."""
    profile = srgb()
    for old, new in ((b"rXYZ", b"tXYZ"), (b"gXYZ", b"rXYZ"), (b"tXYZ", b"gXYZ")):
        profile = profile.replace(old, new)
    return profile


def linear() -> bytes:
    """sRGB without its curve: numbers are amounts of light."""
    profile = srgb()
    (entry,) = re.findall(rb"rTRC(.{4})(?=.{4}gTRC)", profile, re.DOTALL)
    at = int.from_bytes(entry, "big")
    curve = b"curv" + bytes(8)  # of no points at all
    return profile[:at] + curve + profile[at + len(curve) :]


def swapped_red(mode: str = "RGB") -> bytes:
    image = Image.new("RGB", (40, 30), RED).convert(mode)
    return encoded(image, "png", icc_profile=swapped())


def test_colours_of_a_dropped_profile_are_converted() -> None:
    assert_colour(picture(swapped_red(), "w-20"), (5, 5), (0, 255, 0))
    assert_colour(picture(swapped_red("RGBA"), "w-20"), (5, 5), (0, 255, 0, 255))
    assert_colour(picture(swapped_red(), "fl-h"), (5, 5), (0, 255, 0))


def test_a_linear_picture_is_not_shown_too_dark() -> None:
    source = plain((55, 55, 55), kind="png", icc_profile=linear())

    assert_colour(picture(source, "w-20"), (5, 5), (128, 128, 128), 2)


def test_a_kept_profile_leaves_the_pixels_alone() -> None:
    kept = picture(swapped_red(), "w-20,cp-true")

    assert_colour(kept, (5, 5), RED)
    assert kept.info["icc_profile"]


def test_the_usual_profile_changes_nothing() -> None:
    source = plain(RED, kind="png", icc_profile=srgb())

    assert_colour(picture(source, "w-20"), (5, 5), RED, 0)


@pytest.mark.parametrize("profile", [b"no profile" * 20, srgb()[:200].replace(b"sRGB", b"xxxx")])
def test_a_damaged_profile_changes_nothing(profile: bytes) -> None:
    source = plain(RED, kind="png", icc_profile=profile)

    assert_colour(picture(source, "w-20"), (5, 5), RED)


def test_a_profile_of_another_kind_of_colour_is_not_used() -> None:
    grey = Image.new("CMYK", (40, 30), (0, 255, 255, 0))
    out = io.BytesIO()
    grey.save(out, "tiff", icc_profile=swapped())

    assert_colour(picture(out.getvalue(), "w-20"), (5, 5), RED)


def test_lab_is_brought_to_rgb() -> None:
    rgb = ImageCms.createProfile("sRGB")
    lab = ImageCms.createProfile("LAB")
    image = ImageCms.profileToProfile(
        Image.new("RGB", (40, 30), (200, 30, 60)), rgb, lab, outputMode="LAB"
    )
    assert image is not None

    shown = picture(encoded(image, "tiff"), "w-20")

    assert_colour(shown, (5, 5), (200, 30, 60), 6)
