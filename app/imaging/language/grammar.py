"""URL text → Transformation: each item goes through the table in `options.py`."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import unquote

from app.errors import Invalid, Unsupported
from app.imaging.language import layer_options, options
from app.imaging.language.colours import BLACK, Blurred, is_bare_hex
from app.imaging.language.expressions import CURRENT, INITIAL, PARENT, condition
from app.imaging.language.focus_names import needs_detector
from app.imaging.language.layer_values import Block, Picture, Position, Words
from app.imaging.language.lexer import IfBlock, Item, LayerBlock, lex
from app.imaging.language.options import Option, Scope
from app.imaging.language.transformation import (
    Conditional,
    Crop,
    Layer,
    Output,
    Step,
    Transformation,
)

BUILT_IN: Final[Mapping[str, str]] = {
    "ik_ml_thumbnail": "w-100,h-100,c-at_max,fo-auto",
    "media_library_thumbnail": "w-100,h-100,c-at_max,fo-auto",
}
"""Named transformations that exist everywhere; those handed to `parse` come before them."""

_ASSET: Final = INITIAL | CURRENT
_MAX_PLAIN_TEXT: Final = 2000
_MAX_ENCODED_TEXT: Final = 2500
_BASE: Final = {**options.STEP, **options.OUTPUT}
_LAYER_KEYS: Final = frozenset({"i", "ie", *layer_options.POSITION})

Given = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the text a step stands: what it may say depends on it."""

    scope: Scope = _ASSET
    in_condition: bool = False


def parse(text: str, *, names: Mapping[str, str] = BUILT_IN) -> Transformation:
    """Read a chain as it stands in a URL, not percent-decoded.

    Raises Invalid naming the parameter at fault, and Unsupported for what needs an AI backend,
    video or vectors.
    """
    return _transformation(lex(text, {**BUILT_IN, **names}), _Place())


def _transformation(segments: Iterable[list[Item]], place: _Place) -> Transformation:
    steps: list[Step | Conditional] = []
    output = Output()
    for items in segments:
        if any(isinstance(item, IfBlock) for item in items):
            steps.append(_conditional(items, place))
            continue
        given, layers = _read(items, _BASE, place)
        wanted = _fields(given, options.OUTPUT)
        output = Output(**wanted).over(output)
        step = Step(**_fields(given, options.STEP), layers=layers)
        if step != Step():
            steps.append(_checked(step, place))
    return Transformation(tuple(steps), output)


def _conditional(items: list[Item], place: _Place) -> Conditional:
    block = items[0]
    if len(items) > 1 or not isinstance(block, IfBlock):
        raise _bad("if", "must be the only thing in its step")
    try:
        asked = condition(block.condition)
    except ValueError as problem:
        raise _bad("if", str(problem)) from None
    inside = replace(place, in_condition=True)
    then = _transformation(block.then, inside)
    otherwise = None
    if block.otherwise is not None:
        otherwise = _transformation(block.otherwise, inside)
    return Conditional(asked, then, otherwise)


def _read(
    items: Iterable[Item], table: Mapping[str, Option], place: _Place
) -> tuple[Given, tuple[Layer, ...]]:
    """Values by key, the last of a key winning, and the layers in written order."""
    given: Given = {}
    layers: list[Layer] = []
    for item in items:
        if isinstance(item, LayerBlock):
            layers.append(_layer(item, place))
        elif isinstance(item, str):
            key, value = _split(item)
            if key in options.IGNORED:
                continue
            held = _value(table, key, value, place.scope)
            if held is not None:
                given[key] = held
    return given, tuple(layers)


def _split(item: str) -> tuple[str, str]:
    """`w-300` → w, 300; effects have keys of two parts."""
    key, _, value = unquote(item).partition("-")
    if key == "e":
        name, _, value = value.partition("-")
        key = f"e-{name}"
    return options.ALIASES.get(key, key), value


def _value(table: Mapping[str, Option], key: str, value: str, scope: Scope) -> object:
    _refuse_unsupported(key)
    option = table.get(key)
    if option is None:
        shown = key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else "?"
        raise Invalid(
            f"There is no transformation parameter '{shown[:32]}' here.",
            reason="EINVALID",
            field=shown[:32],
        )
    try:
        return option.read(value, scope)
    except ValueError as problem:
        raise _bad(key, str(problem)) from None


def _refuse_unsupported(key: str) -> None:
    if key in options.NEEDS_AI:
        raise Unsupported(f"{key} needs an AI backend.", reason="ENOTSUP", field=key)
    if key in options.NEEDS_VIDEO:
        raise Unsupported(f"{key} needs a video backend.", reason="ENOTSUP", field=key)


def _fields(given: Given, table: Mapping[str, Option]) -> Given:
    """Values by the name of their field; `cm` comes before `c`."""
    keys = [key for key in table if key in given]
    return {table[key].field: given[key] for key in keys}


def _checked(step: Step, place: _Place) -> Step:
    """Refuse options that cannot stand together."""
    known = sum(side is not None for side in (step.width, step.height, step.ratio))
    padded = step.crop in (Crop.PAD_RESIZE, Crop.PAD_RESIZE_NO_ENLARGE)
    if isinstance(step.background, Blurred) and not (padded and known >= 2):
        raise _bad("bg", "can be blurred only with cm-pad_resize and both sides")
    if place.in_condition and step.page is not None:
        raise _bad("pg", "cannot stand in a condition")
    sized = step.width is not None or step.height is not None
    if step.focus is not None and needs_detector(step.focus) and not sized:
        raise Unsupported(
            f"fo-{step.focus} without w and h needs an AI backend.", reason="ENOTSUP", field="fo"
        )
    return step


def _layer(block: LayerBlock, place: _Place) -> Layer:
    if block.kind in ("video", "subtitle", "subtitles"):
        raise Unsupported(f"l-{block.kind} needs a video backend.", reason="ENOTSUP", field="l")
    if block.kind not in ("image", "text"):
        raise _bad("l", "must be image or text")
    own, rest = _separate(block.segments)
    named = _input(own, block.kind)
    if block.kind == "image" and named != "ik_canvas":
        inside = replace(place, scope=_ASSET | PARENT)
        content: Picture | Words | Block = Picture(_asset(named))
        first = rest[0]
    else:
        inside = replace(place, scope=PARENT)
        content, first = _drawn(block.kind, named, rest[0], inside)
    position, first = _position(own, first, inside)
    steps = _transformation([first, *rest[1:]], inside).steps
    return Layer(content, position, steps)


def _separate(segments: list[list[Item]]) -> tuple[list[str], list[list[Item]]]:
    """What belongs to the layer as a whole, and the items of its steps."""
    own: list[str] = []
    rest: list[list[Item]] = []
    for items in segments or [[]]:
        mine = [item for item in items if isinstance(item, str) and _key(item) in _LAYER_KEYS]
        own += mine
        rest.append([item for item in items if item not in mine])
    return own, rest


def _key(item: str) -> str:
    return item.partition("-")[0]


def _input(own: list[str], kind: str) -> str:
    """What `i-` or `ie-` says, decoded; `ie-` comes first."""
    values = {_key(item): unquote(item.partition("-")[2]) for item in own}
    if "ie" in values:
        return _from_base64(values["ie"])
    if not values.get("i"):
        raise _bad("i", "must name what the layer shows")
    return values["i"][:_MAX_PLAIN_TEXT] if kind == "text" else values["i"]


def _from_base64(text: str) -> str:
    """Text sent as base64 of UTF-8, of either alphabet, cut where it is too long."""
    kept = text[:_MAX_ENCODED_TEXT].translate(str.maketrans("-_", "+/")).rstrip("=")
    try:
        raw = base64.b64decode(kept + "=" * (-len(kept) % 4), validate=True)
        decoded = raw.decode(errors="ignore" if len(text) > _MAX_ENCODED_TEXT else "strict")
    except (binascii.Error, UnicodeError):
        raise _bad("ie", "must be base64 of UTF-8 text") from None
    if not decoded:
        raise _bad("ie", "must name what the layer shows")
    return decoded


def _asset(named: str) -> str:
    try:
        return options.library_path(named)
    except ValueError as problem:
        raise _bad("i", str(problem)) from None


def _drawn(
    kind: str, named: str, items: list[Item], place: _Place
) -> tuple[Words | Block, list[Item]]:
    """Text or a plain block, from the options that describe it; the others are returned."""
    table = layer_options.WORDS if kind == "text" else layer_options.BLOCK
    is_style = {id(item) for item in items if isinstance(item, str) and _describes(item, table)}
    given, _ = _read((item for item in items if id(item) in is_style), table, place)
    alpha = _alpha(items, "co" if kind == "text" else "bg")
    fields = _fields(given, table)
    if alpha is not None:
        fields["colour"] = fields.get("colour", BLACK).at(alpha)
    left = [item for item in items if id(item) not in is_style and not _is_alpha(item)]
    if kind == "text":
        return Words(text=named, **fields), left
    return Block(**fields), left


def _describes(item: str, table: Mapping[str, Option]) -> bool:
    return _key(item) in table


def _is_alpha(item: Item) -> bool:
    return isinstance(item, str) and _key(item) == "al"


def _alpha(items: list[Item], colour_key: str) -> int | None:
    """Opacity in percent asked by `al`, unless the colour speaks for itself."""
    plain = [item for item in items if isinstance(item, str)]
    asked = [item.partition("-")[2] for item in plain if _key(item) == "al"]
    if not asked:
        return None
    if len(asked[-1]) != 1 or asked[-1] not in "123456789":
        raise _bad("al", "must be 1 to 9")
    colours = [unquote(item.partition("-")[2]) for item in plain if _key(item) == colour_key]
    return None if colours and not is_bare_hex(colours[-1]) else int(asked[-1]) * 10


def _position(own: list[str], first: list[Item], place: _Place) -> tuple[Position, list[Item]]:
    """Where the layer goes; a displacing layer also takes its `x` and `y` from the first step."""
    scope = replace(place, scope=place.scope | CURRENT)
    placing = [item for item in own if _key(item) in layer_options.POSITION]
    given, _ = _read(placing, layer_options.POSITION, scope)
    if given.get("lm") != "displace":
        return Position(**_fields(given, layer_options.POSITION)), first
    shifting = [item for item in first if isinstance(item, str) and _key(item) in ("x", "y")]
    if not shifting:
        raise _bad("lm", "displaces only with x or y")
    shifts, _ = _read(shifting, layer_options.DISPLACEMENT, scope)
    fields = _fields(given, layer_options.POSITION) | _fields(shifts, layer_options.DISPLACEMENT)
    return Position(**fields), [item for item in first if item not in shifting]


def _bad(key: str, problem: str) -> Invalid:
    return Invalid(f"The parameter '{key}' {problem}.", reason="EINVALID", field=key)
