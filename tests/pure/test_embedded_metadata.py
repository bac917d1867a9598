"""What is written inside pictures: EXIF, IPTC and XMP as one flat object, whatever is in them."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import orjson
import pytest
from PIL import Image

from app.imaging.reading.facts import JSON
from app.imaging.reading.inspect import inspect

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:DateCreated="2019-10-16"
 xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:FNumber="28/10"
 xmlns:xapMM="http://ns.adobe.com/xap/1.0/mm/" xapMM:InstanceID="xmp.iid:1">
 %s
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def packet(inside: str) -> bytes:
    return (XMP % inside).encode()


def dataset(number: int, data: bytes, record: int = 2) -> bytes:
    return struct.pack(">BBBH", 0x1C, record, number, len(data)) + data


def photoshop(block: bytes) -> bytes:
    resource = b"8BIM\4\4\0\0" + struct.pack(">I", len(block)) + block
    data = b"Photoshop 3.0\0" + b"8BIM\4\x0c\5thumb\0\0\0\3abc\0" + resource
    return b"\xff\xed" + struct.pack(">H", len(data) + 2) + data


def found(
    tmp_path: Path, *, exif: Image.Exif | None = None, iptc: bytes = b"", xmp: bytes = b""
) -> dict[str, JSON] | None:
    """What is found in a JPEG with these blocks."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=exif or Image.Exif(), xmp=xmp)
    data = out.getvalue()
    if iptc:
        data = data[:2] + photoshop(iptc) + data[2:]
    path = tmp_path / "photo"
    path.write_bytes(data)
    return inspect(path, "photo.jpg", max_pixels=10**6).embedded_metadata


def camera(**tags: object) -> Image.Exif:
    exif = Image.Exif()
    exif[0x8769] = {int(tag[1:], 16): value for tag, value in tags.items()}
    return exif


def placed(**tags: object) -> Image.Exif:
    exif = Image.Exif()
    exif[0x8825] = {int(tag[1:]): value for tag, value in tags.items()}
    return exif


def test_a_picture_that_says_nothing_has_none(tmp_path: Path) -> None:
    assert found(tmp_path) is None


def test_exif_is_told_in_words_numbers_and_dates(tmp_path: Path) -> None:
    exif = camera(
        x829A=1 / 250, x829D=2.8, x8827=400, x9000=b"0232", x9003="2019:10:16 19:01:03",
        x9011="+02:00", x9291="25", x9101=b"\1\2\3\0", x9209=16, xA001=65535, xA434="50mm",
        x9286=b"ASCII\0\0\0a comment",
    )  # fmt: skip
    exif.update(
        {0x010F: "Maker", 0x0112: 6, 0x011A: 72.0, 0x0128: 2, 0x9C9B: "Title".encode("utf-16-le")}
    )

    assert found(tmp_path, exif=exif) == {
        "Make": "Maker",
        "Orientation": "Rotate 90 CW",
        "XResolution": 72,
        "ResolutionUnit": "inches",
        "XPTitle": "Title",
        "ExposureTime": 0.004,
        "FNumber": 2.8,
        "ISO": 400,
        "ExifVersion": "0232",
        "DateTimeOriginal": "2019-10-16T17:01:03.250Z",
        "OffsetTimeOriginal": "+02:00",
        "SubSecTimeOriginal": "25",
        "ComponentsConfiguration": "Y,Cb,Cr,-",
        "Flash": "Off, Did not fire",
        "UserComment": "a comment",
        "ColorSpace": "Uncalibrated",
        "LensModel": "50mm",
    }


def test_a_place_is_told_in_degrees(tmp_path: Path) -> None:
    exif = placed(
        t1="S", t2=(33.0, 51.0, 24.84), t3="E", t4=(151.0, 12.0, 40.32),
        t5=b"\1", t6=12.5, t7=(7.0, 5.0, 9.0), t29="2019:10:16",
    )  # fmt: skip

    assert found(tmp_path, exif=exif) == {
        "GPSLatitudeRef": "South",
        "GPSLatitude": -33.8569,
        "GPSLongitudeRef": "East",
        "GPSLongitude": 151.2112,
        "GPSAltitudeRef": "Below Sea Level",
        "GPSAltitude": -12.5,
        "GPSTimeStamp": "07:05:09",
        "GPSDateStamp": "2019-10-16",
    }


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        ("x9003", "0000:00:00 00:00:00"),
        ("x9003", "2019:13:41 19:01:03"),
        ("x9003", "   "),
        ("x9003", "0001:01:01 00:00:00"),
        ("xA434", "\1\2\3"),
        ("xA434", ""),
        ("x9101", b"\1\2\3\xff"),
        ("x9286", b"JIS\0\0\0\0\0abc"),
    ],
)
def test_exif_that_means_nothing_is_left_out(tmp_path: Path, tag: str, value: object) -> None:
    exif = camera(**{tag: value, "x9011": "+14:00"})

    assert found(tmp_path, exif=exif) == {"OffsetTimeOriginal": "+14:00"}


def test_iptc_is_told_under_its_names(tmp_path: Path) -> None:
    block = b"".join(
        (
            dataset(90, b"\x1b%G", record=1),
            dataset(0, b"\0\4"),
            dataset(5, "Título".encode()),
            dataset(25, b"one"),
            dataset(25, b"two"),
            dataset(55, b"20191016"),
            dataset(60, b"190103+0000"),
            dataset(80, b"Somebody"),
            dataset(120, b"A caption"),
            dataset(200, b"unknown"),
        )
    )

    assert found(tmp_path, iptc=block) == {
        "Keywords": ["one", "two"],
        "ApplicationRecordVersion": 4,
        "ObjectName": "Título",
        "DateCreated": "2019-10-16T00:00:00.000Z",
        "TimeCreated": "19:01:03+00:00",
        "Byline": "Somebody",
        "CaptionAbstract": "A caption",
    }


def test_iptc_without_an_encoding_is_read_either_way(tmp_path: Path) -> None:
    block = dataset(90, "Zürich".encode()) + dataset(95, "Zürich".encode("latin-1"))

    assert found(tmp_path, iptc=block) == {"City": "Zürich", "ProvinceState": "Zürich"}


def test_xmp_is_flattened(tmp_path: Path) -> None:
    inside = """
        <dc:title><rdf:Alt><rdf:li xml:lang="x-default">A title</rdf:li>
          <rdf:li xml:lang="fr">Un titre</rdf:li></rdf:Alt></dc:title>
        <dc:creator><rdf:Seq><rdf:li>Somebody</rdf:li></rdf:Seq></dc:creator>
        <dc:subject><rdf:Bag><rdf:li>one</rdf:li></rdf:Bag></dc:subject>
        <e:LocationShown><rdf:Bag>
          <rdf:li rdf:parseType="Resource"><e:City>Here</e:City></rdf:li>
          <rdf:li><rdf:Description e:City="There"/></rdf:li></rdf:Bag></e:LocationShown>
        <e:DigitalSourceType rdf:resource="http://example.org/source"/>"""

    assert found(tmp_path, xmp=packet(inside)) == {
        "Keywords": ["one"],
        "Rating": 4,
        "DateCreated": "2019-10-16T00:00:00.000Z",
        "Title": "A title",
        "Creator": "Somebody",
        "Subject": ["one"],
        "LocationShownCity": ["Here", "There"],
        "DigitalSourceType": "http://example.org/source",
    }


def test_the_three_are_merged(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "from EXIF"
    block = dataset(25, b"one") + dataset(25, b"two") + dataset(90, b"from IPTC")
    inside = """<dc:subject><rdf:Bag><rdf:li>two</rdf:li><rdf:li>three</rdf:li></rdf:Bag>
        </dc:subject><photoshop:City>from XMP</photoshop:City>"""

    facts = found(tmp_path, exif=exif, iptc=block, xmp=packet(inside)) or {}

    assert facts["Keywords"] == ["one", "two", "three"]
    assert facts["City"] == "from IPTC"
    assert facts["ImageDescription"] == "from EXIF"


@pytest.mark.parametrize(
    "xmp",
    [
        b"not xml",
        b"<a><b></a>",
        packet("<dc:title>cut off")[:-30],
        b"<!DOCTYPE a [<!ENTITY b 'boom'>]>" + packet("<dc:title>&b;</dc:title>"),
        b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'>" + packet(""),
        b"<?xml version='1.0' encoding='rot13'?>" + packet(""),
        b"<?xml version='1.0' encoding='utf-7'?>" + packet(""),
        packet("<dc:a>" * 10_00 + "</dc:a>" * 10_00),
        packet("".join(f"<dc:a{number}>b</dc:a{number}>" for number in range(3000))),
    ],
)
def test_xmp_that_is_broken_or_too_much_is_left_out(tmp_path: Path, xmp: bytes) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker"

    assert found(tmp_path, exif=exif, xmp=xmp) == {"Make": "Maker"}


def test_what_a_database_refuses_is_left_out(tmp_path: Path) -> None:
    exif = camera(x829D=float("nan"), x829A=float("inf"), xA432=(24.0, 70.0, float("nan"), 4.0))
    exif.update(
        {
            0x010F: "A\0B\0",
            0x8298: b"photographer\0editor\0",
            0x9C9B: "x\ud800y\uffffz".encode("utf-16-le", "surrogatepass"),
        }
    )
    block = dataset(120, b"bell\x07 and \x00 \xed\xa0\x80 end") + dataset(5, b"\0\0")

    facts = found(tmp_path, exif=exif, iptc=block) or {}

    text = orjson.dumps(facts).decode()
    assert facts["Copyright"] == "photographer editor"
    assert facts["Make"] == "A B"
    assert facts["XPTitle"] == "xy z"
    assert {"FNumber", "ExposureTime", "LensInfo", "ObjectName"}.isdisjoint(facts)
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in text)


def test_it_is_never_large(tmp_path: Path) -> None:
    words = b"".join(dataset(25, b"%04d" % number + b"x" * 60) for number in range(900))
    inside = "".join(f"<dc:a{number}>{'y' * 4000}</dc:a{number}>" for number in range(10))
    exif = Image.Exif()
    exif.update(dict.fromkeys((0x010E, 0x010F, 0x0110), "z" * 9000))

    facts = found(tmp_path, exif=exif, iptc=words, xmp=packet(inside)) or {}

    assert len(orjson.dumps(facts)) <= 65_536
    assert max(len(value) for value in facts.values() if isinstance(value, str)) == 4096
    assert isinstance(facts["Keywords"], list)
    assert len(facts["Keywords"]) > 100
