"""Colours and backgrounds as URLs write them; their text is canonical."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final, Literal

from PIL import ImageColor

from app.imaging.language.expressions import number, spell

_HEX: Final = re.compile(r"[0-9A-Fa-f]{6}(?:[0-9A-Fa-f]{2})?|[0-9A-Fa-f]{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Colour:
    """Red, green and blue of 0 to 255, and opacity in percent."""

    red: int
    green: int
    blue: int
    opacity: int = 100

    def __str__(self) -> str:
        """`RRGGBB`, with two decimal digits of opacity when it is not full."""
        tail = "" if self.opacity == 100 else f"{self.opacity:02d}"
        return f"{self.red:02X}{self.green:02X}{self.blue:02X}{tail}"

    @property
    def rgb(self) -> tuple[int, int, int]:
        """Without its opacity."""
        return (self.red, self.green, self.blue)

    @property
    def rgba(self) -> tuple[int, int, int, int]:
        """With alpha of 0 to 255."""
        return (self.red, self.green, self.blue, (self.opacity * 255 + 50) // 100)

    @property
    def is_opaque(self) -> bool:
        """Whether nothing shows through."""
        return self.opacity == 100

    def at(self, opacity: int) -> Colour:
        """The same colour, that opaque."""
        return Colour(self.red, self.green, self.blue, opacity)


BLACK: Final = Colour(0, 0, 0)
WHITE: Final = Colour(255, 255, 255)
GREY: Final = Colour(128, 128, 128)
CLEAR: Final = Colour(0, 0, 0, 0)


def colour(text: str) -> Colour:
    """Read `RRGGBB`, `RRGGBBAA` (AA is decimal percent), `RGB` or a CSS name."""
    if _HEX.fullmatch(text):
        return _from_hex(text)
    if text.lower() == "transparent":
        return CLEAR
    if not text.isascii() or not text.isalpha():
        raise ValueError("must be a colour such as FF0000, FF000040 or red")
    try:
        red, green, blue, *_ = ImageColor.getrgb(text.lower())
    except ValueError:
        raise ValueError("names no colour") from None
    return Colour(red, green, blue)


def is_bare_hex(text: str) -> bool:
    """Whether a colour is written in digits and says nothing about its opacity."""
    return len(text) in (3, 6) and _HEX.fullmatch(text) is not None


def _from_hex(text: str) -> Colour:
    if len(text) == 3:
        text = "".join(digit * 2 for digit in text)
    tail = text[6:]
    if tail and not tail.isdecimal():
        raise ValueError("must end with an opacity of 00 to 99 percent")
    red, green, blue = bytes.fromhex(text[:6])
    return Colour(red, green, blue, int(tail) if tail else 100)


@dataclass(frozen=True, slots=True)
class Blurred:
    """The picture itself, enlarged, blurred and made brighter or darker. None means automatic."""

    sigma: Fraction | None = None
    brightness: Fraction = Fraction(0)

    def __str__(self) -> str:
        """The text this is parsed from."""
        sigma = "auto" if self.sigma is None else spell(self.sigma)
        return f"blurred_{sigma}_{spell(self.brightness)}"


class Sampled(StrEnum):
    """A background made of the picture's own colours."""

    DOMINANT = "dominant"
    TWO_COLOURS = "gradient_dominant_2"
    FOUR_COLOURS = "gradient_dominant_4"


Background = Colour | Blurred | Sampled


def background(text: str) -> Background:
    """Read the value of `bg-`."""
    if text == "gradient_dominant":
        return Sampled.TWO_COLOURS
    if text in tuple(Sampled):
        return Sampled(text)
    head, *rest = text.split("_")
    return _blurred(rest) if head == "blurred" else colour(text)


def _blurred(parts: list[str]) -> Blurred:
    if len(parts) > 2:
        raise ValueError("must be written blurred_sigma_brightness")
    sigma: Fraction | Literal["auto"] = "auto"
    if parts and parts[0] not in ("auto", ""):
        sigma = number(parts[0])
        if not 0 <= sigma <= 100:
            raise ValueError("must be blurred by 0 to 100")
    brightness = number(parts[1]) if len(parts) == 2 else Fraction(0)
    if abs(brightness) > 255:
        raise ValueError("must have a brightness of N255 to 255")
    return Blurred(None if sigma == "auto" else sigma, brightness)
