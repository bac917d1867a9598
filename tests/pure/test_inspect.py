"""What an uploaded file is: told from its bytes, like Pillow tells it, but never at any price."""

from __future__ import annotations

import io
import random
import struct
import time
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from PIL import Image

from app.errors import TooLarge
from app.imaging.reading.inspect import Facts, inspect

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF", "BMP")
WITH_EXIF = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF")
PICTURES = [
    (kind, mode)
    for kind, modes in {
        "JPEG": "L RGB CMYK",
        "PNG": "1 L LA P RGB RGBA I;16",
        "WEBP": "L LA P RGB RGBA CMYK",
        "GIF": "1 L LA P RGB RGBA",
        "AVIF": "1 L LA P RGB RGBA",
        "TIFF": "1 L LA P PA RGB RGBA CMYK I;16",
        "BMP": "1 L P RGB RGBA",
    }.items()
    for mode in modes.split()
]
RAW_EXIF = b"Raw profile type exif\0\0"
Inspect = Callable[[bytes], Facts]
PACKET = (
    b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf="
    b"'http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
    b"<rdf:Description><dc:title><rdf:Alt><rdf:li>A title</rdf:li></rdf:Alt></dc:title>"
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)


@pytest.fixture
def look(tmp_path: Path) -> Inspect:
    """Inspects bytes as a file whose name says nothing."""

    def inspected(data: bytes) -> Facts:
        path = tmp_path / "bytes"
        path.write_bytes(data)
        return inspect(path, "bytes", max_pixels=1_000_000)

    return inspected


def drawn(kind: str, mode: str = "RGB", orientation: int | None = None) -> bytes:
    """A picture of 40 x 30 pixels; with EXIF and XMP where the format has them."""
    options: dict[str, object] = {}
    if kind in WITH_EXIF:
        exif = Image.Exif()
        exif[0x010F] = "Maker"
        if orientation is not None:
            exif[0x0112] = orientation
        options = {"exif": exif, "xmp": PACKET}
    out = io.BytesIO()
    Image.new(mode, (40, 30)).save(out, kind, **options)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IEND", b"")


def tiff(*entries: tuple[int, int, int, int], rest: bytes = b"") -> bytes:
    table = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + table + b"\0\0\0\0" + rest


@pytest.mark.parametrize("orientation", [None, *range(1, 9)])
@pytest.mark.parametrize(("kind", "mode"), PICTURES)
def test_facts_are_those_that_pillow_tells(
    look: Inspect, kind: str, mode: str, orientation: int | None
) -> None:
    data = drawn(kind, mode, orientation)

    facts = look(data)

    with Image.open(io.BytesIO(data)) as picture:
        told = picture.getexif().get(0x0112)
        turned = told in range(5, 9) and kind != "TIFF"  # of a TIFF, Pillow turns the size itself
        size = picture.size[::-1] if turned else picture.size
        assert facts.mime == Image.MIME[kind]
        assert (facts.width, facts.height) == size
        assert facts.has_alpha == picture.has_transparency_data
        assert facts.orientation == told
    if kind in WITH_EXIF:
        assert facts.embedded_metadata is not None
        assert facts.embedded_metadata["Make"] == "Maker"


@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_of_too_many_pixels_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "bytes"
    path.write_bytes(drawn(kind))

    with pytest.raises(TooLarge) as caught:
        inspect(path, "a.png", max_pixels=40 * 30 - 1)

    assert caught.value.field == "file"
    assert caught.value.message == (
        "Your request contains invalid file parameter."
        " The picture has 40 x 30 pixels, more than the limit of 1199."
    )
    assert inspect(path, "a.png", max_pixels=40 * 30).width == 40


def test_xmp_turns_a_picture_without_exif(look: Inspect) -> None:
    packet = b"<a xmlns:tiff='http://ns.adobe.com/tiff/1.0/' tiff:Orientation=\"6\"/>"
    text = chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(packet))

    facts = look(png(40, 30, text))

    assert (facts.width, facts.height, facts.orientation) == (30, 40, 6)


def test_exif_that_imagemagick_hid_in_text_turns_a_picture(look: Inspect) -> None:
    exif = Image.Exif()
    exif[0x0112] = 8
    profile = b"\nexif\n      99\n" + exif.tobytes().hex().encode() + b"\n"
    text = chunk(b"zTXt", RAW_EXIF + zlib.compress(profile))

    assert look(png(40, 30, text)).orientation == 8


def test_a_gif_is_as_large_as_its_first_frame(look: Inspect) -> None:
    gif = b"GIF89a\1\0\1\0\0\0\0," + struct.pack("<4HB", 5, 6, 7, 8, 0) + b"\2"

    assert (look(gif).width, look(gif).height) == (12, 14)


def test_a_bitmap_upside_down_and_an_old_one_have_a_size(look: Inspect) -> None:
    upside_down = b"BM".ljust(14, b"\0") + struct.pack("<IiiHH", 40, 7, -9, 1, 24)
    old = b"BM".ljust(14, b"\0") + struct.pack("<IHHHH", 12, 7, 9, 1, 24)

    assert [(look(data).width, look(data).height) for data in (upside_down, old)] == [(7, 9)] * 2


def test_a_big_tiff_is_a_tiff(look: Inspect) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 30)).save(out, "TIFF", big_tiff=True)

    facts = look(out.getvalue())

    assert facts == Facts("image/tiff", 40, 30, True, embedded_metadata=facts.embedded_metadata)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_broken_picture_has_a_type_and_no_facts(look: Inspect, kind: str) -> None:
    data = drawn(kind)

    assert look(data[:24]) == Facts(Image.MIME[kind])


@pytest.mark.parametrize("at", [1 << 40, 1 << 61, (1 << 64) - 1])
def test_an_offset_past_every_file_is_a_broken_picture(look: Inspect, at: int) -> None:
    assert look(b"II+\0\x08\0\0\0" + struct.pack("<Q", at)) == Facts("image/tiff")


def test_a_size_of_nothing_is_no_size(look: Inspect) -> None:
    assert look(png(0, 5)) == Facts("image/png")
    assert look(tiff((256, 3, 1, 0), (257, 3, 1, 9))) == Facts("image/tiff")


@pytest.mark.parametrize("kind", FORMATS)
def test_no_damage_makes_it_fail_or_wait(look: Inspect, kind: str) -> None:
    whole = drawn(kind, "RGBA" if kind != "JPEG" else "RGB", 6)
    chance = random.Random(kind)  # noqa: S311 - the same damage every time
    damaged = [whole[:length] for length in range(0, len(whole), max(1, len(whole) // 150))]
    for _ in range(400):
        copy = bytearray(whole)
        for _ in range(chance.choice((1, 1, 2, 8))):
            copy[chance.randrange(min(len(copy), 1500))] = chance.choice((0, 1, 127, 128, 255))
        damaged.append(bytes(copy))

    started = time.monotonic()
    for data in damaged:
        try:
            facts = look(data)
        except TooLarge:
            continue
        orjson.dumps(facts.embedded_metadata)

    assert time.monotonic() - started < 5


MANY = 1_000_000
HOSTILE = {
    "junk before a JPEG's segments": lambda: b"\xff\xd8\xff\xe0\0\2" + b"\1" * 4 * MANY,
    "a JPEG of fill bytes": lambda: b"\xff\xd8" + b"\xff" * 4 * MANY,
    "a JPEG of empty segments": lambda: b"\xff\xd8" + b"\xff\xe1\0\2" * MANY,
    "a JPEG of EXIF": lambda: (
        b"\xff\xd8" + (b"\xff\xe1\xff\xffExif\0\0" + b"a" * 65527) * 200 + b"\xff\xd9"
    ),
    "a GIF of comments": lambda: b"GIF89a\1\0\1\0\0\0\0!\xfe" + b"\1a" * 2 * MANY,
    "a GIF of a million frames": lambda: (
        b"GIF89a\1\0\1\0\0\0\0" + b",\0\0\0\0\1\0\1\0\0\2\1D\0" * MANY
    ),
    "a PNG of chunks": lambda: png(1, 1, chunk(b"gAMA", b"\0\0\0\1") * MANY),
    "PNG text that inflates": lambda: png(
        1, 1, chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(bytes(100 * MANY))) * 20
    ),
    "a PNG of profiles": lambda: png(
        1, 1, chunk(b"zTXt", RAW_EXIF + zlib.compress(b"\n\n\n" + b"0" * MANY)) * 9000
    ),
    "a TIFF of strips": lambda: tiff(
        (256, 4, 1, 600), (257, 4, 1, 400), (273, 4, MANY, 200), rest=bytes(5 * MANY)
    ),
    "a TIFF in itself": lambda: tiff(
        (256, 3, 1, 9), (257, 3, 1, 9), (0x8769, 4, 1, 8), (0x8825, 4, 1, 8)
    ),
    "a TIFF of one long text many times": lambda: tiff(
        (256, 3, 1, 9), (257, 3, 1, 9), *((tag, 2, 65000, 0) for tag in range(0x10E, 0x14E)),
        rest=b"z" * 70000,
    ),
    "a TIFF of numbers": lambda: tiff(
        (256, 3, 1, 9), (257, 3, 1, 9), (0x8769, 4, 1, 8),
        *((tag, 5, 8000, 0) for tag in range(0x9200, 0x9210)), rest=b"z" * 70000,
    ),
    "a WebP of frames": lambda: (
        b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x0c\0\0\0" + bytes(6) + b"ANMF\0\0\0\0" * MANY
    ),
    "an AVIF of boxes": lambda: b"\0\0\0\x10ftypavif\0\0\0\0" + b"\0\0\0\x08free" * MANY,
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_pictures_cost_little(look: Inspect, what: str) -> None:
    data = HOSTILE[what]()
    tracemalloc.start()
    started = time.monotonic()

    look(data)

    seconds = time.monotonic() - started
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert seconds < 1.5
    assert peak < 16 * MANY


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "BMP", "JPEG"])
def test_a_bomb_is_refused_by_its_header(look: Inspect, kind: str) -> None:
    wide = struct.pack("<HH", 60000, 60000)
    bombs = {
        "PNG": png(60000, 60000),
        "WEBP": b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\xff\x3f\0" * 2,
        "GIF": b"GIF89a" + wide + b"\0\0\0,\0\0\0\0" + wide + b"\0\2",
        "BMP": b"BM".ljust(14, b"\0") + struct.pack("<IiiHH", 40, 60000, 60000, 1, 24),
        "JPEG": b"\xff\xd8\xff\xc0\0\x0b\x08" + wide + b"\1\1\x11\0\xff\xda\0\2",
    }

    with pytest.raises(TooLarge):
        look(bombs[kind])
