"""Text layers: words are wrapped, measured, aligned and drawn on their own small canvas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from app.errors import Invalid
from app.imaging.language.canonical import Amount
from app.imaging.language.colours import CLEAR
from app.imaging.language.expressions import value_of
from app.imaging.language.layer_values import Words
from app.imaging.pixels import corners, fonts
from app.imaging.pixels.backgrounds import filled
from app.imaging.pixels.fonts import Font
from app.imaging.pixels.work import Studio
from app.imaging.planning.geometry import Size, half_up, nearest
from app.imaging.planning.limits import MAX_TEXT_SIDE, Limits
from app.imaging.planning.plan import Scene

_USUAL_SIZE: Final = Fraction(45)
_STRUCK_AT: Final = 0.3
"""How far above the baseline the line of struck-out text runs, as a share of its size."""

Facts = Mapping[str, Fraction]
Bounds = tuple[int, int, int, int]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line's ink as a mask, cropped to it, and where that lies from its start on the baseline."""

    ink: Image.Image
    left: int
    top: int

    @property
    def bottom(self) -> int:
        """Lowest ink."""
        return self.top + self.ink.height


@dataclass(frozen=True, slots=True)
class _Layout:
    """Lines, the distance between their baselines, and the width of the box they stand in."""

    lines: Sequence[_Line]
    pitch: int
    width: int

    @property
    def top(self) -> int:
        """Highest ink, relative to the first baseline."""
        return min(line.top + at * self.pitch for at, line in enumerate(self.lines))

    @property
    def height(self) -> int:
        """From the highest to the lowest ink."""
        lowest = max(line.bottom + at * self.pitch for at, line in enumerate(self.lines))
        return max(1, lowest - self.top)


def drawn(words: Words, scene: Scene, studio: Studio) -> Image.Image:
    """The text with its padding and background; the scene is that of what it is laid on."""
    facts = scene.variables()
    size = _pixels(words.size or _USUAL_SIZE, facts, "fs")
    font = _font(words, size, studio)
    layout = _laid_out(words, font, size, scene, studio.limits)
    top, right, bottom, left = _padding(words.padding, facts)
    canvas = Size(layout.width + left + right, layout.height + top + bottom)
    if max(canvas.width, canvas.height) > MAX_TEXT_SIDE:
        raise _too_long()
    studio.limits.admit(canvas)
    ink = _ink(layout, words, size)
    base = filled(canvas, words.background or CLEAR).convert("RGBA")
    if words.background is not None and words.radius is not None:
        base = corners.clipped(base, corners.mask(canvas, words.radius))
    base.alpha_composite(ink, (left, top))
    return base


def _font(words: Words, size: int, studio: Studio) -> Font:
    if words.font_path is not None:
        return fonts.from_library(studio.asset(words.font_path), size)
    return fonts.from_system(words.font, words.typography or (), size, words.text)


def _laid_out(words: Words, font: Font, size: int, scene: Scene, limits: Limits) -> _Layout:
    facts, width = scene.variables(), None
    if words.width is not None:
        is_share = isinstance(words.width, Fraction) and words.width < 1
        width = half_up(value_of(words.width, facts) * (scene.current.width if is_share else 1))
    pitch = _line_height(font, size)
    if words.line_height is not None:
        pitch = _pixels(words.line_height, facts, "lh")
    texts = _wrapped(_clean(words.text), font, width)
    boxes = [_bounds(text, font) for text in texts]
    _refuse_large(boxes, pitch, limits)
    lines = [_line(text, box, font) for text, box in zip(texts, boxes, strict=True)]
    return _Layout(lines, pitch, width or max(1, *(line.ink.width for line in lines)))


def _refuse_large(boxes: Sequence[Bounds], pitch: int, limits: Limits) -> None:
    """Judge the work before any letter is drawn: each line, their sum, and all of their height."""
    widest = max(right - left for left, _, right, _ in boxes)
    if max(widest, pitch * (len(boxes) - 1)) > MAX_TEXT_SIDE:
        raise _too_long()
    area = sum((right - left) * (bottom - top) for left, top, right, bottom in boxes)
    limits.admit(Size(area, 1))


def _line_height(font: Font, size: int) -> int:
    if isinstance(font, ImageFont.FreeTypeFont):
        return sum(font.getmetrics())
    return size


def _clean(text: str) -> str:
    """Without characters that have no shape."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return "".join(each for each in lines if each == "\n" or each.isprintable() or each in _JOINERS)


_JOINERS: Final = "\u200c\u200d\u200e\u200f\xad\xa0"
"""Not printable by themselves, yet they shape or direct what is around them."""


def _wrapped(text: str, font: Font, width: int | None) -> list[str]:
    """Lines no wider than asked, broken between words, inside one only when it must be."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += [paragraph] if width is None else _filled_lines(paragraph, font, width)
    return lines


def _filled_lines(paragraph: str, font: Font, width: int) -> list[str]:
    lines, line = [], ""
    for word in paragraph.split():
        longer = f"{line} {word}" if line else word
        if font.getlength(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, font, width)
        lines += full
    return [*lines, line]


def _broken(word: str, font: Font, width: int) -> list[str]:
    """A word in pieces that fit; one letter at least goes on a line."""
    pieces, piece = [], ""
    for letter in word:
        if piece and font.getlength(piece + letter) > width:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def _bounds(text: str, font: Font) -> Bounds:
    """What a line takes at most, from its start on the baseline: ink, and room for its letters."""
    if isinstance(font, ImageFont.FreeTypeFont):
        left, top, right, bottom = font.getbbox(text, anchor="ls")
    else:
        left, top, right, bottom = font.getbbox(text)
    return floor(left), floor(top), ceil(right), ceil(bottom)


def _line(text: str, box: Bounds, font: Font) -> _Line:
    """The line, drawn as a mask, so that its edges will carry the pure colour."""
    left, top, right, bottom = box
    mask = Image.new("L", (max(1, right - left + 2), max(1, bottom - top + 2)), 0)
    anchor = "ls" if isinstance(font, ImageFont.FreeTypeFont) else None
    ImageDraw.Draw(mask).text((1 - left, 1 - top), text, fill=255, font=font, anchor=anchor)
    inked = mask.getbbox() or (0, 0, 1, 1)
    return _Line(mask.crop(inked), left - 1 + inked[0], top - 1 + inked[1])


def _ink(layout: _Layout, words: Words, size: int) -> Image.Image:
    """All lines in the colour of the text, on nothing."""
    mask = Image.new("L", (layout.width, layout.height), 0)
    for at, line in enumerate(layout.lines):
        baseline = at * layout.pitch - layout.top
        start = _start(layout.width - line.ink.width, words.align)
        mask.paste(255, (start, baseline + line.top), line.ink)
        if "strikethrough" in (words.typography or ()):
            y = baseline - int(size * _STRUCK_AT)
            mask.paste(255, (start, y, start + line.ink.width, y + max(1, size // 15)))
    share = words.colour.opacity / 100
    ink = Image.new("RGBA", mask.size, words.colour.rgb)
    ink.putalpha(mask.point([round(value * share) for value in range(256)]))
    return ink


def _start(free: int, align: str | None) -> int:
    if align == "left":
        return 0
    return free if align == "right" else free // 2


def _padding(asked: tuple[Amount, ...] | None, facts: Facts) -> tuple[int, int, int, int]:
    """Top, right, bottom, left, from one to four numbers in CSS order."""
    sides = [nearest(value_of(each, facts)) for each in asked or (Fraction(0),)]
    if any(side < 0 or side > MAX_TEXT_SIDE for side in sides):
        raise Invalid("The padding is too wide or below 0.", reason="EINVALID", field="pa")
    top, right, bottom, left = (sides * 4)[:4] if len(sides) < 3 else (*sides, sides[1])[:4]
    return top, right, bottom, left


def _pixels(asked: Amount, facts: Facts, key: str) -> int:
    value = value_of(asked, facts)
    if not 0 < value <= MAX_TEXT_SIDE:
        raise Invalid(
            f"The parameter '{key}' must come to 1 to {MAX_TEXT_SIDE}.",
            reason="EINVALID",
            field=key,
        )
    return half_up(value)


def _too_long() -> Invalid:
    return Invalid(
        f"A text may be {MAX_TEXT_SIDE} pixels wide and high at most.",
        reason="EINVALID",
        field="l-text",
    )
