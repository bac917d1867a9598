"""Fonts: the library's own by path, the system's by name, Pillow's built-in one at last.

System fonts are found by their file names, which follow Family-Style.ttf nearly everywhere, so
none has to be opened to be passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import ImageFont

from app.errors import TooLarge, Unreadable
from app.imaging.pixels.work import Bytes
from app.imaging.planning.limits import MAX_FONT_BYTES

_FOLDERS: Final = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/Library/Fonts"),
    Path("/System/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
_PLAIN: Final = frozenset(
    {
        "bold",
        "boldoblique",
        "bolditalic",
        "book",
        "italic",
        "normal",
        "oblique",
        "regular",
        "roman",
        "variablefont",
    }
)
_DEFAULTS: Final = ("opensans", "dejavusans", "notosans", "liberationsans")
_SIGNATURES: Final = (b"\0\1\0\0", b"OTTO", b"true")
_TRIED: Final = 200
"""Most fonts opened in search of one that has a text's letters."""

_LOOKED_AT: Final = 24
"""Size in which glyphs are told apart, whatever the size of the text."""

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True, slots=True)
class Face:
    """A font file of the system."""

    path: Path
    is_bold: bool
    is_italic: bool


def from_library(source: Bytes, size: int) -> Font:
    """A font that was uploaded; TTF or OTF, and not too large."""
    length = source.stat().st_size if isinstance(source, Path) else len(source)
    if length > MAX_FONT_BYTES:
        raise TooLarge(f"A font may have {MAX_FONT_BYTES} bytes at most.", reason="ELIMIT")
    content = source.read_bytes() if isinstance(source, Path) else source
    if not content.startswith(_SIGNATURES):
        raise Unreadable("The font is neither TTF nor OTF.", reason="EDECODE", field="ff")
    try:
        return ImageFont.truetype(BytesIO(content), size)
    except (OSError, ValueError):
        raise Unreadable("The font cannot be read.", reason="EDECODE", field="ff") from None


def from_system(name: str | None, typography: Iterable[str], size: int, text: str) -> Font:
    """The font of that name, or the default face; another one when it lacks the text's letters."""
    asked = set(typography)
    style = ("b" in asked, "i" in asked)
    families = [_key(name)] if name else []
    for family in (*families, *_DEFAULTS):
        faces = _faces().get(family)
        if faces:
            font = ImageFont.truetype(_nearest(faces, style).path, size)
            return font if covers(font, text) else _covering(text, style, size) or font
    return _covering(text, style, size) or ImageFont.load_default(size)


def covers(font: Font, text: str) -> bool:
    """Whether it has a glyph for every letter; those it lacks all look like one that is in none."""
    if isinstance(font, ImageFont.FreeTypeFont):
        font = font.font_variant(size=_LOOKED_AT)
    missing = bytes(font.getmask("\U0010fffd"))
    letters = {each for each in text if not each.isascii() and not each.isspace()}
    return not any(bytes(font.getmask(each)) == missing for each in letters)


def _covering(text: str, style: tuple[bool, bool], size: int) -> Font | None:
    """The first font of the system that has all of the text, with as near a style as it has."""
    for faces in list(_faces().values())[:_TRIED]:
        try:
            font = ImageFont.truetype(_nearest(faces, style).path, size)
        except OSError:
            continue  # a file that only looks like a font
        if covers(font, text):
            return font
    return None


def _nearest(faces: list[Face], style: tuple[bool, bool]) -> Face:
    """The face whose weight and slant are as asked; the upright regular one before others."""
    return min(
        faces,
        key=lambda face: (face.is_bold != style[0]) + (face.is_italic != style[1]) * 2,
    )


@cache
def _faces() -> Mapping[str, list[Face]]:
    """The system's fonts by family, looked for once."""
    found: dict[str, list[Face]] = {}
    for path in _files():
        family, _, style = path.stem.partition("[")[0].rpartition("-")
        words = re.sub("[^a-z]", "", style.lower())
        if not family or words not in _PLAIN:
            family, words = path.stem.partition("[")[0], "regular"
        slanted = "italic" in words or "oblique" in words
        found.setdefault(_key(family), []).append(Face(path, "bold" in words, slanted))
    return found


def _files() -> Iterator[Path]:
    for folder in _FOLDERS:
        if folder.is_dir():
            files = folder.rglob("*")
            yield from sorted(
                each for each in files if each.suffix.lower() in (".ttf", ".otf", ".ttc")
            )


def _key(name: str) -> str:
    return re.sub("[^a-z0-9]", "", name.lower())
