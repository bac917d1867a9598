"""Formats: how they are named and recognised, and what each of them can hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from typing import Final

from PIL import features

from app.imaging.language.colours import Blurred, Colour
from app.imaging.language.layer_values import Blend
from app.imaging.language.transformation import Format, Step
from app.imaging.planning.geometry import Size

MIME: Final[Mapping[Format, str]] = {
    Format.JPEG: "image/jpeg",
    Format.PNG: "image/png",
    Format.WEBP: "image/webp",
    Format.AVIF: "image/avif",
    Format.GIF: "image/gif",
    Format.TIFF: "image/tiff",
    Format.BMP: "image/bmp",
}
_BY_MIME: Final = {mime: kind for kind, mime in MIME.items()} | {
    "image/x-ms-bmp": Format.BMP,
    "image/apng": Format.PNG,
}
WEB_SAFE: Final = frozenset({Format.JPEG, Format.PNG, Format.GIF})
"""What every client shows."""

_SHOWS_THROUGH: Final = frozenset({Format.PNG, Format.WEBP, Format.AVIF, Format.GIF, Format.TIFF})
_MAX_SIDES: Final = {
    Format.WEBP: 16_383,
    Format.JPEG: 65_500,
    Format.AVIF: 65_535,
    Format.GIF: 65_535,
}

_SIGNATURES: Final = (
    (b"\xff\xd8\xff", Format.JPEG),
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"GIF8", Format.GIF),
    (b"II*\0", Format.TIFF),
    (b"MM\0*", Format.TIFF),
    (b"BM", Format.BMP),
)


def recognise(head: bytes) -> Format | None:
    """The format of bytes by how they begin; twelve bytes are enough."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Format.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in (b"avif", b"avis"):
        return Format.AVIF
    return next((kind for start, kind in _SIGNATURES if head.startswith(start)), None)


def by_mime(mime: str) -> Format | None:
    """The format of a media type, when it is one we read."""
    return _BY_MIME.get(mime)


@cache
def writable() -> frozenset[Format]:
    """Formats this build of Pillow writes."""
    missing = {
        kind
        for kind, feature in ((Format.WEBP, "webp"), (Format.AVIF, "avif"))
        if not features.check(feature)
    }
    return frozenset(Format) - missing


def shows_through(kind: Format) -> bool:
    """Whether it has transparency."""
    return kind in _SHOWS_THROUGH


def fits(kind: Format, size: Size) -> bool:
    """Whether no side is too long for it."""
    return max(size.width, size.height) <= _MAX_SIDES.get(kind, 2**31)


def may_show_through(steps: Iterable[Step], *, has_alpha: bool) -> bool:
    """Whether a result may be transparent anywhere, going by its options."""
    alpha = has_alpha
    for step in steps:
        alpha = alpha or _opens(step)
        if _closes(step):
            alpha = False
    return alpha


def _opens(step: Step) -> bool:
    turned = isinstance(step.rotation, Fraction) and step.rotation % 90 != 0
    faded = step.opacity is not None and step.opacity < 100
    cut = any(each.position.blend in (Blend.CUTTER, Blend.CUTOUT) for each in step.layers)
    framed = step.border is not None and not step.border.colour.is_opaque
    padded = isinstance(step.background, Colour) and not step.background.is_opaque
    bare = step.radius is not None or step.distort is not None
    return turned or faded or cut or framed or padded or bare


def _closes(step: Step) -> bool:
    """Whether the step's background leaves nothing transparent."""
    behind = step.background
    if behind is None or isinstance(behind, Blurred):
        return False
    return not isinstance(behind, Colour) or behind.is_opaque or step.opacity is not None
