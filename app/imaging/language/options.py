"""The one table of options: each URL key, the field it fills, and how its value is read.

A reader gets the decoded value and the names its expressions may use. It returns the field's
value, or None to ignore the item, and raises ValueError with the end of a sentence ("must be…").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import partial
from typing import Final, Literal

from app.errors import Unsupported
from app.imaging.language import effect_options
from app.imaging.language.canonical import Amount, Auto, Corners, Length
from app.imaging.language.colours import Background, background, colour
from app.imaging.language.expressions import Expression, amount, number
from app.imaging.language.focus_names import is_focus
from app.imaging.language.transformation import Border, Crop, Format

Scope = frozenset[str]
Reader = Callable[[str, Scope], object]

MAX_SIDE: Final = 65535
"""A literal width or height above it is ignored."""


@dataclass(frozen=True, slots=True)
class Option:
    """The field a key fills, and its reader."""

    field: str
    read: Reader


def length(text: str, scope: Scope, *, auto: bool) -> Length | None:
    if auto and text == "auto":
        return "auto"
    value = amount(text, scope)
    if isinstance(value, Fraction):
        if value <= 0:
            raise ValueError("must be above 0")
        return None if value > MAX_SIDE else value
    return value


def _ratio(text: str, scope: Scope) -> Amount:
    """`4-3`, `4_3`, `4:3`, or an expression giving width over height."""
    parts = text.replace(":", "-").split("-")
    if len(parts) == 1:
        parts = text.split("_")
    if len(parts) != 2:
        return amount(text, scope)
    over, under = map(number, parts)
    if over <= 0 or under <= 0:
        raise ValueError("must be above 0")
    return Expression((over, under), ("div",)) if over != under else Fraction(1)


def _dpr(text: str, scope: Scope) -> Amount | Auto:
    if text == "auto":
        return "auto"
    value = amount(text, scope)
    if isinstance(value, Fraction) and not Fraction(1, 10) <= value <= 5:
        raise ValueError("must be 0.1 to 5")
    return value


def _number(text: str, _: Scope, *, low: str, high: str, clamp: bool = False) -> Fraction:
    value, least, most = number(text), Fraction(low), Fraction(high)
    if clamp:
        return min(max(value, least), most)
    if not least <= value <= most:
        raise ValueError(f"must be {low} to {high}")
    return value


def _whole(text: str, scope: Scope, *, low: str, high: str, clamp: bool = False) -> int:
    value = _number(text, scope, low=low, high=high, clamp=clamp)
    if value.denominator != 1 and not clamp:
        raise ValueError("must be a whole number")
    return int(value)


def _bool(text: str, _: Scope) -> bool:
    if text not in ("true", "false"):
        raise ValueError("must be true or false")
    return text == "true"


def one_of(text: str, _: Scope, *, kind: type[StrEnum], prefix: str = "") -> StrEnum:
    try:
        return kind(prefix + text)
    except ValueError:
        raise ValueError("must be one of the documented names") from None


def _format(text: str, _: Scope) -> Format | Literal["auto", "orig"]:
    if text in ("svg", "mp4", "webm"):
        raise Unsupported(f"f-{text} cannot be made here.", reason="ENOTSUP", field="f")
    if text == "auto" or text == "orig":
        return "auto" if text == "auto" else "orig"
    written = {"jpeg": "jpg"}.get(text, text)
    if written not in ("jpg", "png", "webp", "avif", "gif"):
        raise ValueError("must be auto, jpg, png, webp, avif, gif or orig")
    return Format(written)


def _trim(text: str, scope: Scope) -> Fraction | Literal[False]:
    if text == "false":
        return False
    return Fraction(10) if text == "true" else _number(text, scope, low="1", high="99")


def _page(text: str, _: Scope) -> int:
    if not text.isascii() or not text.isdecimal():
        raise Unsupported(
            "pg- takes the number of a frame; layers of documents are not supported.",
            reason="ENOTSUP",
            field="pg",
        )
    if not 1 <= int(text[:6]) <= MAX_SIDE:
        raise ValueError("must be the number of a frame, from 1")
    return int(text[:6])


def _focus(text: str, _: Scope) -> str:
    if not is_focus(text):
        raise ValueError("must be a position, auto, custom, face or the name of an object")
    return text


def _rotation(text: str, scope: Scope) -> Fraction | Auto:
    if text == "auto":
        return "auto"
    return _number(text, scope, low="-36000", high="36000")


def _flip(text: str, _: Scope) -> Literal["h", "v", "h_v"]:
    if text == "h" or text == "v":
        return "h" if text == "h" else "v"
    if text not in ("h_v", "v_h"):
        raise ValueError("must be h, v or h_v")
    return "h_v"


def radius(text: str, _: Scope) -> Corners:
    corners: Corners = tuple("max" if each == "max" else number(each) for each in text.split("_"))
    if any(each != "max" and each < 0 for each in corners):
        raise ValueError("must be 0 or above")
    if len(corners) not in (1, 4):
        raise ValueError("must be one radius, or four from the top left")
    return corners


def _border(text: str, scope: Scope) -> Border:
    """`5_FFF000`, `5-FFF000`, or an expression before the colour."""
    width, mark, shade = text.rpartition("_")
    if not mark:
        width, mark, shade = text.rpartition("-")
    if not mark:
        raise ValueError("must be written width_colour")
    thickness = amount(width, scope)
    if isinstance(thickness, Fraction) and not 0 <= thickness <= MAX_SIDE:
        raise ValueError(f"must have a width of 0 to {MAX_SIDE}")
    return Border(thickness, colour(shade))


def _background(text: str, _: Scope) -> Background:
    if text.startswith("genfill"):
        raise Unsupported("bg-genfill needs an AI backend.", reason="ENOTSUP", field="bg")
    return background(text)


def _sharpen(text: str, scope: Scope) -> Fraction | Literal[True]:
    if text in ("", "true", "-"):
        return True
    return _number(text, scope, low="0", high="10000")


def signed(text: str, scope: Scope) -> Amount:
    return amount(text, scope)


def _path(text: str, _: Scope) -> str:
    return library_path(text)


def library_path(text: str) -> str:
    """A path as transformations name it: `@@` stands for `/`, the leading one is dropped."""
    parts = [part for part in text.replace("@@", "/").split("/") if part]
    if not parts or ".." in parts or "\0" in text or "\\" in text:
        raise ValueError("must be the path of an asset")
    return "/".join(parts)


STEP: Final[Mapping[str, Option]] = {
    "pg": Option("page", _page),
    "t": Option("trim", _trim),
    "w": Option("width", partial(length, auto=True)),
    "h": Option("height", partial(length, auto=False)),
    "ar": Option("ratio", _ratio),
    "dpr": Option("dpr", _dpr),
    "c": Option("crop", partial(one_of, kind=Crop, prefix="c-")),
    "cm": Option("crop", partial(one_of, kind=Crop, prefix="cm-")),
    "fo": Option("focus", _focus),
    "z": Option("zoom", partial(_number, low="0.01", high="100")),
    "x": Option("x", signed),
    "y": Option("y", signed),
    "xc": Option("centre_x", signed),
    "yc": Option("centre_y", signed),
    "rt": Option("rotation", _rotation),
    "fl": Option("flip", _flip),
    "e-grayscale": Option("greyscale", lambda text, _: effect_options.is_on(text)),
    "e-contrast": Option("contrast", lambda text, _: effect_options.is_on(text)),
    "e-colorize": Option("colorize", lambda text, _: effect_options.colorize(text)),
    "cr": Option("recolour", lambda text, _: effect_options.recolour(text)),
    "bl": Option("blur", partial(_number, low="0.1", high="100", clamp=True)),
    "e-sharpen": Option("sharpen", _sharpen),
    "e-usm": Option("unsharp", lambda text, _: effect_options.unsharp(text)),
    "e-gradient": Option("gradient", effect_options.gradient),
    "e-distort": Option("distort", lambda text, _: effect_options.distortion(text)),
    "e-shadow": Option("shadow", lambda text, _: effect_options.shadow(text)),
    "o": Option("opacity", partial(_number, low="0", high="100")),
    "r": Option("radius", radius),
    "b": Option("border", _border),
    "bg": Option("background", _background),
}

OUTPUT: Final[Mapping[str, Option]] = {
    "f": Option("format", _format),
    "q": Option("quality", partial(_whole, low="1", high="100", clamp=True)),
    "pr": Option("progressive", _bool),
    "lo": Option("lossless", _bool),
    "md": Option("keep_metadata", _bool),
    "cp": Option("keep_profile", _bool),
    "dn": Option("dpi", partial(_whole, low="1", high="1200")),
    "orig": Option("original", _bool),
    "di": Option("default_image", _path),
}

ALIASES: Final = {"colorize": "e-colorize"}
IGNORED: Final = frozenset({"c2pa"})
NEEDS_AI: Final = frozenset(
    {
        "e-bgremove",
        "e-changebg",
        "e-dropshadow",
        "e-edit",
        "e-genvar",
        "e-removedotbg",
        "e-retouch",
        "e-upscale",
    }
)
NEEDS_VIDEO: Final = frozenset(
    {"vc", "ac", "so", "eo", "du", "sr", "lso", "leo", "ldu", "fol", "fsh"}
)
