"""Media types: the bytes decide, then the name; the machine has no say."""

from __future__ import annotations

import io
import mimetypes
import zipfile

import pytest

from app.imaging.reading.media_types import media_type

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
HTML = b"<!DOCTYPE html>\n<html><script>alert(1)</script></html>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
TEXT = b"a plain line of text\n"


def ftyp(major: bytes, *others: bytes) -> bytes:
    return (16 + 4 * len(others)).to_bytes(4, "big") + b"ftyp" + major + bytes(4) + b"".join(others)


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            content = "application/epub+zip" if name == "mimetype" else "x"
            archive.writestr(name, content)
    return out.getvalue()


SIGNED = {
    "image/jpeg": [b"\xff\xd8\xff\xe0\0\x10JFIF"],
    "image/png": [PNG],
    "image/gif": [b"GIF87a\1\0", b"GIF89a\1\0"],
    "image/webp": [b"RIFF\x24\0\0\0WEBPVP8 "],
    "image/tiff": [b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08", b"II+\0\x08\0\0\0"],
    "image/bmp": [b"BM" + bytes(12) + b"\x28\0\0\0", b"BM" + bytes(12) + b"\x0c\0\0\0"],
    "image/avif": [ftyp(b"avif", b"mif1"), ftyp(b"avis"), ftyp(b"mif1", b"miaf", b"avif")],
    "image/heic": [ftyp(b"heic", b"mif1"), ftyp(b"mif1", b"heic")],
    "image/x-icon": [b"\0\0\1\0\1\0\x10\x10"],
    "image/vnd.adobe.photoshop": [b"8BPS\0\1" + bytes(20)],
    "image/jxl": [b"\xff\x0a\xfa\x7f"],
    "application/pdf": [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"],
    "video/mp4": [ftyp(b"isom", b"iso2", b"avc1"), ftyp(b"mp42")],
    "video/quicktime": [ftyp(b"qt  "), b"\0\0\0\x08wide\0\0\0\0mdat"],
    "video/webm": [b"\x1aE\xdf\xa3\x9fB\x86\x81\1B\x82\x84webm"],
    "video/x-matroska": [b"\x1aE\xdf\xa3\xa3B\x82\x88matroska"],
    "video/x-msvideo": [b"RIFF\x24\0\0\0AVI LIST"],
    "audio/mpeg": [b"ID3\3\0\0\0\0\0\x0a", b"\xff\xfb\x90\x64\0\0"],
    "audio/mp4": [ftyp(b"M4A ")],
    "audio/wav": [b"RIFF\x24\0\0\0WAVEfmt "],
    "audio/flac": [b"fLaC\0\0\0\x22"],
    "audio/ogg": [b"OggS\0\2"],
    "font/woff2": [b"wOF2\0\1\0\0"],
    "font/woff": [b"wOFF\0\1\0\0"],
    "font/ttf": [b"\0\1\0\0\0\x0f\0\x80"],
    "font/otf": [b"OTTO\0\x0b"],
    "application/zip": [zipped("a.txt"), b"PK\5\6" + bytes(18)],
    "application/epub+zip": [zipped("mimetype", "META-INF/container.xml")],
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": [
        zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml")
    ],
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": [
        zipped("[Content_Types].xml", "xl/workbook.xml")
    ],
    "application/gzip": [b"\x1f\x8b\x08\0"],
    "application/x-tar": [bytes(257) + b"ustar\x0000"],
    "application/wasm": [b"\0asm\1\0\0\0"],
    "application/x-msdownload": [b"MZ\x90\0\3\0\0\0"],
    "application/octet-stream": [bytes(20), b"\1\2\3\4", b"RIFF\0\0\0\0XXXX", TEXT, b""],
}


@pytest.mark.parametrize("name", ["bytes", "a.txt", "a.html", "a.svg", "a.png", "a.js"])
@pytest.mark.parametrize("mime", sorted(SIGNED.keys() - {"application/octet-stream"}))
def test_signed_bytes_are_what_they_are_under_any_name(mime: str, name: str) -> None:
    assert {media_type(head, name) for head in SIGNED[mime]} == {mime}


@pytest.mark.parametrize("head", SIGNED["application/octet-stream"])
def test_what_nothing_tells_is_bytes(head: bytes) -> None:
    assert media_type(head, "README") == "application/octet-stream"


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("a.txt", "text/plain"),
        ("A.TXT", "text/plain"),
        ("a.min.css", "text/css"),
        ("a.js", "text/javascript"),
        ("a.mjs", "text/javascript"),
        ("a.ts", "text/plain"),
        ("a.json", "application/json"),
        ("a.html", "text/html"),
        ("a.csv", "text/csv"),
        ("a.md", "text/markdown"),
        ("a.xml", "application/xml"),
        ("a.vtt", "text/vtt"),
        ("a.unheard", "application/octet-stream"),
        ("a.png", "application/octet-stream"),
        ("a.", "application/octet-stream"),
        ("txt", "application/octet-stream"),
    ],
)
@pytest.mark.parametrize(
    "text", [TEXT, b"\xef\xbb\xbf" + TEXT, "naïve".encode(), "naïve".encode("latin-1"), b"BM is"]
)
def test_text_is_what_its_extension_says(text: bytes, name: str, mime: str) -> None:
    assert media_type(text, name) == mime


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_wide_text_is_text_when_it_says_so(encoding: str) -> None:
    marked = "hello".encode(encoding)
    is_marked = encoding == "utf-16"

    assert media_type(marked, "a.txt") == (
        "text/plain" if is_marked else "application/octet-stream"
    )


def test_an_empty_file_is_what_its_extension_says() -> None:
    assert media_type(b"", "a.css") == "text/css"


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.svg", "a.pdf", "a.unheard"])
@pytest.mark.parametrize("start", [HTML, b"  \n<html>", b"<!-- x --><!doctype HTML>", b"<SCRIPT>"])
def test_html_is_never_anything_harmless(start: bytes, name: str) -> None:
    assert media_type(start, name) == "text/html"


@pytest.mark.parametrize("name", ["a.svg", "a.png", "a.xml", "a.txt", "a"])
@pytest.mark.parametrize(
    "head",
    [
        SVG,
        b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a --><!-- b -->\n" + SVG,
        b"<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/svg11.dtd'>" + SVG,
        b"<!DOCTYPE svg [ <!ENTITY a '>'> ]>" + SVG,
        b"<svg:svg xmlns:svg='http://www.w3.org/2000/svg'>",
        "<svg>".encode("utf-16"),
    ],
)
def test_svg_is_told_by_its_root(head: bytes, name: str) -> None:
    assert media_type(head, name) == "image/svg+xml"


@pytest.mark.parametrize(
    "head",
    [b"<svgfoo/>", b"<a><svg/></a>", b"<!--" + SVG, b"<?xml" + SVG, b"<!DOCTYPE svg", b"x" + SVG],
)
def test_no_svg_without_its_root(head: bytes) -> None:
    assert media_type(head, "a.svg") in {"application/octet-stream", "text/html"}


@pytest.mark.parametrize(
    ("head", "name", "mime"),
    [
        (zipped("a"), "a.docx", "wordprocessingml.document"),
        (zipped("a"), "a.apk", "android.package-archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "ms-excel"),
        (b"II*\0\x08\0\0\0", "a.dng", "x-adobe-dng"),
        (ftyp(b"isom"), "a.m4a", "audio/mp4"),
    ],
)
def test_a_container_is_refined_by_its_name(head: bytes, name: str, mime: str) -> None:
    assert media_type(head, name).endswith(mime)


def test_the_machine_has_no_say() -> None:
    mimetypes.add_type("image/png", ".md")
    try:
        assert media_type(TEXT, "a.md") == "text/markdown"
    finally:
        mimetypes.init()
