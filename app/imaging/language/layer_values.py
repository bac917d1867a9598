"""What a layer shows and where it goes, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from app.imaging.language.canonical import Amount, Corners, spelled
from app.imaging.language.colours import BLACK, Colour


class Blend(StrEnum):
    """How a layer meets what is under it."""

    MULTIPLY = "multiply"
    CUTTER = "cutter"
    CUTOUT = "cutout"
    DISPLACE = "displace"


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance from the anchor, or, written with N, from the opposite edge."""

    amount: Amount
    from_end: bool = False

    def __str__(self) -> str:
        """The text this is parsed from."""
        return f"{'N' if self.from_end else ''}{spelled(self.amount)}"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a layer goes on its parent."""

    x: Annotated[Offset | None, "lx"] = None
    y: Annotated[Offset | None, "ly"] = None
    centre_x: Annotated[Offset | None, "lxc"] = None
    centre_y: Annotated[Offset | None, "lyc"] = None
    anchor: Annotated[str | None, "lap"] = None
    focus: Annotated[str | None, "lfo"] = None
    blend: Annotated[Blend | None, "lm"] = None
    shift_x: Annotated[Amount | None, "x"] = None
    """How far the displacing layer moves pixels; only read with `lm-displace`."""
    shift_y: Annotated[Amount | None, "y"] = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A layer showing an image of the library."""

    path: Annotated[str, "i"]


@dataclass(frozen=True, slots=True)
class Block:
    """A layer of one colour, or of a gradient; as large as its parent unless told."""

    width: Annotated[Amount | None, "w"] = None
    height: Annotated[Amount | None, "h"] = None
    colour: Annotated[Colour | None, "bg"] = None


@dataclass(frozen=True, slots=True)
class Words:
    """A layer of text."""

    text: Annotated[str, "i"]
    width: Annotated[Amount | None, "w"] = None
    size: Annotated[Amount | None, "fs"] = None
    font: Annotated[str | None, "ff"] = None
    colour: Annotated[Colour, "co"] = BLACK
    align: Annotated[Literal["left", "center", "right"] | None, "ia"] = None
    padding: Annotated[tuple[Amount, ...] | None, "pa"] = None
    typography: Annotated[tuple[str, ...] | None, "tg"] = None
    background: Annotated[Colour | None, "bg"] = None
    radius: Annotated[Corners | None, "r"] = None
    line_height: Annotated[Amount | None, "lh"] = None

    @property
    def font_path(self) -> str | None:
        """The library path of its font, when it is not a font's name."""
        named = self.font or ""
        is_path = "/" in named or named.lower().endswith((".ttf", ".otf"))
        return named if is_path else None
