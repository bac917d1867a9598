"""What a URL asks for, as frozen values. Their `str()` is canonical: parsing it gives them back.

Transformation
├── steps      Step or Conditional, worked through from left to right
│   └── Step   options for one pass over the picture, and the layers put on it
│       └── Layer   a picture, words or a plain block, with steps of its own
└── output     how the result is written; holds for the whole transformation

A field's URL key stands in its annotation, which is how `str()` writes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Literal

from app.imaging.language.canonical import Amount, Auto, Corners, Length, items, spelled
from app.imaging.language.colours import Background, Colour
from app.imaging.language.effect_options import (
    Colorize,
    Distortion,
    Gradient,
    Recolour,
    Shadow,
    Unsharp,
)
from app.imaging.language.expressions import Condition
from app.imaging.language.layer_values import Block, Picture, Position, Words


class Crop(StrEnum):
    """What to do when the asked shape is not the picture's; written with its key."""

    MAINTAIN_RATIO = "c-maintain_ratio"
    MAINTAIN_RATIO_NO_ENLARGE = "c-maintain_ratio_no_enlarge"
    FORCE = "c-force"
    AT_MAX = "c-at_max"
    AT_MAX_ENLARGE = "c-at_max_enlarge"
    AT_LEAST = "c-at_least"
    PAD_RESIZE = "cm-pad_resize"
    PAD_RESIZE_NO_ENLARGE = "cm-pad_resize_no_enlarge"
    EXTRACT = "cm-extract"
    PAD_EXTRACT = "cm-pad_extract"
    PAD_EXTRACT_NO_SHRINK = "cm-pad_extract_no_shrink"


class Format(StrEnum):
    """A format we can write, by its URL name."""

    JPEG = "jpg"
    PNG = "png"
    WEBP = "webp"
    AVIF = "avif"
    GIF = "gif"
    TIFF = "tiff"
    BMP = "bmp"


@dataclass(frozen=True, slots=True)
class Border:
    """A frame around the picture."""

    width: Amount
    colour: Colour

    def __str__(self) -> str:
        """The text this is parsed from."""
        return f"{spelled(self.width)}_{self.colour}"


@dataclass(frozen=True, slots=True)
class Output:
    """How the result is written; None where nothing was said."""

    format: Annotated[Format | Literal["auto", "orig"] | None, "f"] = None
    quality: Annotated[int | None, "q"] = None
    progressive: Annotated[bool | None, "pr"] = None
    lossless: Annotated[bool | None, "lo"] = None
    keep_metadata: Annotated[bool | None, "md"] = None
    keep_profile: Annotated[bool | None, "cp"] = None
    dpi: Annotated[int | None, "dn"] = None
    original: Annotated[bool | None, "orig"] = None
    default_image: Annotated[str | None, "di"] = None

    def __str__(self) -> str:
        """The options joined by commas."""
        return ",".join(items(self))

    def over(self, other: Output) -> Output:
        """These options where given, else the other's."""
        return Output(
            **{
                each.name: getattr(other if getattr(self, each.name) is None else self, each.name)
                for each in fields(Output)
            }
        )


@dataclass(frozen=True, slots=True)
class Layer:
    """Something placed on top, after steps of its own."""

    content: Picture | Words | Block
    position: Position = field(default_factory=Position)
    steps: tuple[Step | Conditional, ...] = ()

    def __str__(self) -> str:
        """The whole block, from `l-` to `l-end`."""
        head = ["l-text" if isinstance(self.content, Words) else "l-image"]
        if isinstance(self.content, Block):
            head.append("i-ik_canvas")
        head += items(self.content) + items(self.position)
        return ":".join([",".join(head), *map(str, self.steps)]) + ",l-end"


@dataclass(frozen=True, slots=True)
class Step:
    """One pass over the picture; the order of work is the pipeline's, not the text's."""

    page: Annotated[int | None, "pg"] = None
    trim: Annotated[Fraction | Literal[False] | None, "t"] = None
    width: Annotated[Length | None, "w"] = None
    height: Annotated[Length | None, "h"] = None
    ratio: Annotated[Amount | None, "ar"] = None
    dpr: Annotated[Amount | Auto | None, "dpr"] = None
    crop: Annotated[Crop | None, ""] = None
    focus: Annotated[str | None, "fo"] = None
    zoom: Annotated[Fraction | None, "z"] = None
    x: Annotated[Amount | None, "x"] = None
    y: Annotated[Amount | None, "y"] = None
    centre_x: Annotated[Amount | None, "xc"] = None
    centre_y: Annotated[Amount | None, "yc"] = None
    rotation: Annotated[Fraction | Auto | None, "rt"] = None
    flip: Annotated[Literal["h", "v", "h_v"] | None, "fl"] = None
    greyscale: Annotated[bool | None, "e-grayscale"] = None
    contrast: Annotated[bool | None, "e-contrast"] = None
    colorize: Annotated[Colorize | None, "e-colorize"] = None
    recolour: Annotated[Recolour | None, "cr"] = None
    blur: Annotated[Fraction | None, "bl"] = None
    sharpen: Annotated[Fraction | Literal[True] | None, "e-sharpen"] = None
    unsharp: Annotated[Unsharp | None, "e-usm"] = None
    gradient: Annotated[Gradient | None, "e-gradient"] = None
    distort: Annotated[Distortion | None, "e-distort"] = None
    shadow: Annotated[Shadow | None, "e-shadow"] = None
    opacity: Annotated[Fraction | None, "o"] = None
    radius: Annotated[Corners | None, "r"] = None
    border: Annotated[Border | None, "b"] = None
    layers: tuple[Layer, ...] = ()
    background: Annotated[Background | None, "bg"] = None

    def __str__(self) -> str:
        """Its options in the order of work, then its layers."""
        return ",".join([*items(self), *map(str, self.layers)])


@dataclass(frozen=True, slots=True)
class Conditional:
    """Steps taken when a condition holds, and others when it does not."""

    condition: Condition
    then: Transformation
    otherwise: Transformation | None = None

    def __str__(self) -> str:
        """The whole block, from `if-` to `if-end`."""
        parts = [f"if-{self.condition}", str(self.then)]
        if self.otherwise is not None:
            parts += ["if-else", str(self.otherwise)]
        return ",".join(part for part in [*parts, "if-end"] if part)


@dataclass(frozen=True, slots=True)
class Assets:
    """Library paths a transformation needs besides the asset it is applied to."""

    images: tuple[str, ...]
    fonts: tuple[str, ...]
    default_image: str | None


@dataclass(frozen=True, slots=True)
class Transformation:
    """All that a URL asks for."""

    steps: tuple[Step | Conditional, ...] = ()
    output: Output = Output()

    def __str__(self) -> str:
        """The canonical chain."""
        written = str(self.output)
        parts = [str(each) for each in self.steps]
        if written and self.steps and isinstance(self.steps[-1], Step):
            parts[-1] += f",{written}"
        elif written:
            parts.append(written)
        return _guarded(":".join(parts))

    def every_step(self) -> Iterator[Step]:
        """Each step that could run, those of conditions included, of layers not."""
        for each in self.steps:
            if isinstance(each, Step):
                yield each
                continue
            for branch in (each.then, each.otherwise or Transformation()):
                yield from branch.every_step()

    def all_steps(self) -> Iterator[Step]:
        """Each step that could run, those of layers included."""
        yield from self.every_step()
        for layer in self.layers():
            yield from Transformation(layer.steps).every_step()

    @property
    def uses_area(self) -> bool:
        """Whether the area of interest stored with the asset changes the result."""
        return any(step.focus in ("custom", "auto-custom_override") for step in self.every_step())

    def still(self) -> Transformation:
        """The same of one frame, the first unless another is asked for."""
        if any(step.page for step in self.every_step()):
            return self
        first, rest = Step(), self.steps
        if rest and isinstance(rest[0], Step):
            first, rest = rest[0], rest[1:]
        return replace(self, steps=(replace(first, page=1), *rest))

    def layers(self) -> Iterator[Layer]:
        """Each layer at any depth."""
        for step in self.every_step():
            for layer in step.layers:
                yield layer
                yield from Transformation(layer.steps).layers()

    def assets(self) -> Assets:
        """What the library has to load, in the order of first use."""
        contents = [layer.content for layer in self.layers()]
        images = [each.path for each in contents if isinstance(each, Picture)]
        fonts = [each.font_path for each in contents if isinstance(each, Words)]
        named = [path for path in fonts if path is not None]
        return Assets(
            tuple(dict.fromkeys(images)), tuple(dict.fromkeys(named)), self.output.default_image
        )


def _guarded(chain: str) -> str:
    """Keep the reader from taking an escaped separator for an escaped chain."""
    if "%2C" in chain and "," not in chain:
        chain += ","
    if "%3A" in chain and ":" not in chain:
        chain += ":"
    return chain
