"""Media types: told by the first bytes, and for text by the name; nothing of the machine matters.

Bytes are recognised by signatures that plain text cannot begin with, or that are looked at twice.
Text has no signature, so there the extension decides, from a closed list. SVG and HTML are told by
their root, so that neither can pass for something harmless under another name.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

HEAD: Final = 16_384
"""How many of the first bytes are looked at."""

UNKNOWN: Final = "application/octet-stream"

_OFFICE: Final = "application/vnd.openxmlformats-officedocument."

_SIGNATURES: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"II+\0", "image/tiff"),
    (b"MM\0+", "image/tiff"),
    (b"8BPS\0", "image/vnd.adobe.photoshop"),
    (b"\0\0\1\0", "image/x-icon"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "image/jxl"),
    (b"\xff\x0a", "image/jxl"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"v/1\1", "image/x-exr"),
    (b"%PDF-", "application/pdf"),
    (b"%!PS-Adobe-", "application/postscript"),
    (b"\xc5\xd0\xd3\xc6", "application/postscript"),
    (b"{\\rtf", "application/rtf"),
    (b"wOFF\0\1\0\0", "font/woff"),
    (b"wOFFOTTO", "font/woff"),
    (b"wOF2\0\1\0\0", "font/woff2"),
    (b"wOF2OTTO", "font/woff2"),
    (b"\0\1\0\0\0", "font/ttf"),
    (b"OTTO\0", "font/otf"),
    (b"ttcf\0", "font/collection"),
    (b"ID3\2", "audio/mpeg"),
    (b"ID3\3", "audio/mpeg"),
    (b"ID3\4", "audio/mpeg"),
    (b"\xff\xfa", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf1", "audio/aac"),
    (b"\xff\xf9", "audio/aac"),
    (b"fLaC\0", "audio/flac"),
    (b"fLaC\x80", "audio/flac"),
    (b"OggS\0", "audio/ogg"),
    (b"MThd\0\0\0\6", "audio/midi"),
    (b"#!AMR\n", "audio/amr"),
    (b"FLV\1", "video/x-flv"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"),
    (b"\0\0\1\xba", "video/mpeg"),
    (b"\0\0\1\xb3", "video/mpeg"),
    (b"PK\5\6", "application/zip"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"\xfd7zXZ\0", "application/x-xz"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\7", "application/vnd.rar"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-cfb"),
    (b"SQLite format 3\0", "application/vnd.sqlite3"),
    (b"\x7fELF", "application/x-elf"),
    (b"\0asm", "application/wasm"),
    (b"glTF\2", "model/gltf-binary"),
)
_RIFF: Final = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BRANDS: Final = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"hevc": "image/heic-sequence",
    b"mif1": "image/heif",
    b"msf1": "image/heif-sequence",
    b"crx ": "image/x-canon-cr3",
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"3gp": "video/3gpp",
    b"3g2": "video/3gpp2",
}
_BITMAP_HEADERS: Final = frozenset({12, 16, 40, 52, 56, 64, 108, 124})
_ZIPPED: Final = re.compile(rb"PK\x03\x04.{26}(word|xl|ppt)/", re.DOTALL)
_ZIPPED_TYPE: Final = re.compile(
    rb"PK\x03\x04.{26}mimetype"
    rb"(application/(?:epub\+zip|vnd\.oasis\.opendocument\.(?:text|spreadsheet|presentation)))",
    re.DOTALL,
)
_OFFICE_FOLDERS: Final = {
    b"word": _OFFICE + "wordprocessingml.document",
    b"xl": _OFFICE + "spreadsheetml.sheet",
    b"ppt": _OFFICE + "presentationml.presentation",
}
_REFINED: Final = {
    "application/zip": {
        "docx": _OFFICE_FOLDERS[b"word"],
        "xlsx": _OFFICE_FOLDERS[b"xl"],
        "pptx": _OFFICE_FOLDERS[b"ppt"],
        "odt": "application/vnd.oasis.opendocument.text",
        "ods": "application/vnd.oasis.opendocument.spreadsheet",
        "odp": "application/vnd.oasis.opendocument.presentation",
        "epub": "application/epub+zip",
        "jar": "application/java-archive",
        "apk": "application/vnd.android.package-archive",
        "usdz": "model/vnd.usdz+zip",
    },
    "application/x-cfb": {
        "doc": "application/msword",
        "xls": "application/vnd.ms-excel",
        "ppt": "application/vnd.ms-powerpoint",
    },
    "image/tiff": {
        "arw": "image/x-sony-arw",
        "cr2": "image/x-canon-cr2",
        "dng": "image/x-adobe-dng",
        "nef": "image/x-nikon-nef",
    },
    "audio/ogg": {"ogv": "video/ogg"},
    "video/mp4": {"m4a": "audio/mp4"},
    "video/x-ms-asf": {"wma": "audio/x-ms-wma", "wmv": "video/x-ms-wmv"},
}
"""A container says what it is, and its name what it contains."""

_TEXTS: Final = {
    "atom": "application/atom+xml",
    "css": "text/css",
    "csv": "text/csv",
    "eml": "message/rfc822",
    "geojson": "application/geo+json",
    "gltf": "model/gltf+json",
    "gpx": "application/gpx+xml",
    "graphql": "application/graphql",
    "htm": "text/html",
    "html": "text/html",
    "ics": "text/calendar",
    "js": "text/javascript",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "kml": "application/vnd.google-earth.kml+xml",
    "m3u8": "application/vnd.apple.mpegurl",
    "map": "application/json",
    "markdown": "text/markdown",
    "md": "text/markdown",
    "mjs": "text/javascript",
    "mpd": "application/dash+xml",
    "obj": "model/obj",
    "rss": "application/rss+xml",
    "sql": "application/sql",
    "srt": "application/x-subrip",
    "toml": "application/toml",
    "tsv": "text/tab-separated-values",
    "vcf": "text/vcard",
    "vtt": "text/vtt",
    "webmanifest": "application/manifest+json",
    "xhtml": "application/xhtml+xml",
    "xml": "application/xml",
    "xsd": "application/xml",
    "xsl": "application/xml",
    "yaml": "application/yaml",
    "yml": "application/yaml",
}
_PLAIN: Final = re.compile(
    "c|cfg|conf|cpp|go|h|ini|java|jsx|kt|log|lua|php|pl|py|rb|rs|scss|sh|swift|text|ts|tsx|txt"
)
_BINARY: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_UTF16: Final = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_HTML: Final = re.compile(
    r"<(?:!doctype html|html|head|body|script|iframe|style|title|meta|table|div|form|font"
    r"|object|embed|img|h1|br|a|b|p)[\s/>]",
    re.IGNORECASE,
)
_SVG: Final = re.compile(r"<(?:[\w.-]{1,64}:)?svg[\s/>]")


def media_type(head: bytes, name: str) -> str:
    """The type of a file of that name which begins with `head` (all of it, or HEAD bytes)."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    found = _by_structure(head) or _by_signature(head)
    if found is not None:
        return _REFINED.get(found, {}).get(extension, found)
    text = _decoded(head)
    return _of_binary(head) if text is None else _of_text(text, extension)


def _by_signature(head: bytes) -> str | None:
    return next((mime for magic, mime in _SIGNATURES if head.startswith(magic)), None)


def _by_structure(head: bytes) -> str | None:
    """Types that the very first bytes do not tell."""
    if head.startswith(b"PK\3\4"):
        return _zipped(head)
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _BITMAP_HEADERS:
        return "image/bmp"
    return None


def _zipped(head: bytes) -> str:
    if declared := _ZIPPED_TYPE.match(head):
        return declared[1].decode()
    folder = _ZIPPED.search(head)
    return _OFFICE_FOLDERS[folder[1]] if folder else "application/zip"


def _by_brand(head: bytes) -> str:
    """ISO media files: the major brand, or for the general ones a compatible brand."""
    size = min(int.from_bytes(head[:4], "big"), 256)
    major, *others = (head[i : i + 4] for i in (8, *range(16, size, 4)))
    if major in {b"mif1", b"msf1"}:
        major = next((brand for brand in others if brand in {b"avif", b"avis", b"heic"}), major)
    return _BRANDS.get(major) or _BRANDS.get(major[:3]) or "video/mp4"


def _of_binary(head: bytes) -> str:
    if head.startswith(b"MZ"):
        return "application/x-msdownload"
    if head[257:262] == b"ustar":
        return "application/x-tar"
    if head[:1] == head[188:189] == head[376:377] == b"G":
        return "video/mp2t"
    if head[4:8] in {b"moov", b"mdat", b"wide", b"free", b"skip"}:
        return "video/quicktime"
    return UNKNOWN


def _decoded(head: bytes) -> str | None:
    """The head as text, None when it is binary."""
    encoding = _UTF16.get(head[:2])
    if encoding is not None:
        text = head[2:].decode(encoding, "replace")
        return None if "\0" in text else text
    return None if _BINARY.search(head) else head.decode("utf-8-sig", "replace")


def _of_text(text: str, extension: str) -> str:
    start = _after_prologue(text)
    if _SVG.match(start):
        return "image/svg+xml"
    if extension in _TEXTS:
        return _TEXTS[extension]
    if _PLAIN.fullmatch(extension):
        return "text/plain"
    if extension and _HTML.match(start):
        return "text/html"
    return UNKNOWN


def _after_prologue(text: str) -> str:
    """What follows the XML declaration, comments and an SVG document type.

    Cut piece by piece: a pattern for all of it can take exponential time.
    """
    while True:
        text = text.lstrip()
        if text.startswith("<?"):
            end = text.find("?>")
        elif text.startswith("<!--"):
            end = text.find("-->") + 1
        elif text[:9].lower() == "<!doctype" and "svg" in text[9:14].lower():
            end = _end_of_doctype(text)
        else:
            return text
        if end <= 0:
            return ""
        text = text[end + 2 :]


def _end_of_doctype(text: str) -> int:
    """Where its last two characters begin, -1 when it does not end."""
    subset = text.find("[", 0, text.find(">"))
    return text.find(">") - 1 if subset < 0 else text.find("]>", subset)
