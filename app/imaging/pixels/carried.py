"""What is carried over from the source besides pixels: nothing, unless it was asked for.

Pillow's writers put a profile or a comment they find in `image.info` into the file; so the
pictures that reach them have it emptied, and what is wanted is handed over by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from PIL import Image, PngImagePlugin

from app.errors import Unreadable
from app.imaging.language.transformation import Format, Output
from app.imaging.pixels.decode import reading
from app.imaging.pixels.profiles import fits_rgb
from app.imaging.reading import exif_tags

_ORIENTATION: Final = 0x0112
_CAMERA: Final = 0x8769
_GPS: Final = 0x8825
_EXIF: Final = b"Exif\0\0"
_MAX_SEGMENT: Final = 65_000
_HARMLESS: Final = frozenset(
    {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "dpi",
        "progressive",
        "progression",
        "adobe",
        "adobe_transform",
        "interlace",
        "gamma",
        "srgb",
        "aspect",
        "transparency",
        "background",
        "version",
        "duration",
        "extension",
        "loop",
        "timestamp",
        "default_image",
        "disposal",
        "blend",
        "compression",
    }
)
"""Entries of `info` that say nothing about who, where or when."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Blocks to write into the result; empty where there is none to keep."""

    exif: bytes = b""
    xmp: bytes = b""
    profile: bytes | None = None
    iptc: bytes = b""
    text: tuple[tuple[str, str], ...] = ()


def carried(image: Image.Image, output: Output) -> Carried:
    """What of the opened source is to be kept."""
    profile = image.info.get("icc_profile")
    keeps_profile = output.keep_profile or output.keep_metadata
    fitting = profile if keeps_profile and profile and fits_rgb(profile) else None
    if not output.keep_metadata:
        return Carried(profile=fitting)
    return Carried(
        exif=_upright_exif(_exif(image)),
        xmp=_bytes(image.info.get("xmp")),
        profile=fitting,
        iptc=_iptc(image),
        text=tuple(
            (str(key), str(value))
            for key, value in getattr(image, "text", {}).items()
            if not key.startswith("XML:")
        ),
    )


def says_nothing(image: Image.Image) -> bool:
    """Whether the source may be sent as it is, for it holds pixels alone."""
    segments = getattr(image, "applist", [])
    foreign = any(name not in ("APP0", "APP14") for name, _ in segments)
    return not foreign and image.format != "MPO" and _HARMLESS.issuperset(image.info)


def saving(kept: Carried, kind: Format, dpi: int | None) -> dict[str, Any]:
    """Keyword arguments for Pillow's writer of that format."""
    options: dict[str, Any] = {}
    if kept.profile and kind not in (Format.GIF, Format.BMP):
        options["icc_profile"] = kept.profile
    if dpi is not None and kind in (Format.JPEG, Format.PNG, Format.TIFF, Format.BMP):
        options["dpi"] = (dpi, dpi)
    if kept.exif and kind not in (Format.GIF, Format.BMP) and _has_room(kept.exif, kind):
        options["exif"] = kept.exif
    if kept.xmp and kind in (Format.JPEG, Format.WEBP, Format.AVIF) and _has_room(kept.xmp, kind):
        options["xmp"] = kept.xmp
    if kept.iptc and kind is Format.JPEG:
        options["extra"] = kept.iptc
    if kind is Format.PNG and (kept.text or kept.xmp):
        options["pnginfo"] = _png_text(kept)
    return options


def _has_room(block: bytes, kind: Format) -> bool:
    """A JPEG holds blocks of 64 KiB at most; what is longer cannot be kept in one."""
    return kind is not Format.JPEG or len(block) <= _MAX_SEGMENT


def _exif(image: Image.Image) -> bytes:
    """The block as it is; a TIFF is one itself, of which only what tells something is taken."""
    if image.format != "TIFF":
        return _bytes(image.info.get("exif"))
    try:
        with reading():
            return _exif_of_tiff(image.getexif())
    except AttributeError:  # what Pillow raises over a value of another kind than its tag has
        raise Unreadable("The metadata cannot be carried over.", reason="EDECODE") from None


def _exif_of_tiff(whole: Image.Exif) -> bytes:
    kept = Image.Exif()
    kept.update({tag: whole[tag] for tag in exif_tags.PICTURE.keys() & whole.keys()})
    for part in (_CAMERA, _GPS):
        if tags := whole.get_ifd(part):
            kept[part] = tags
    return kept.tobytes() if len(kept) else b""


def _upright_exif(raw: bytes) -> bytes:
    """EXIF with the orientation that the pixels now have; everything else stays as it was.

    It gets the prefix that a JPEG must have; some formats lack it, and Pillow adds none.
    """
    if not raw:
        return b""
    start = len(_EXIF)
    raw = _EXIF + raw.removeprefix(_EXIF)
    order: Literal["little", "big"] = "little" if raw[start : start + 2] == b"II" else "big"
    table = start + int.from_bytes(raw[start + 4 : start + 8], order)
    entries = int.from_bytes(raw[table : table + 2], order)
    for at in range(table + 2, min(table + 2 + entries * 12, len(raw) - 11), 12):
        if int.from_bytes(raw[at : at + 2], order) == _ORIENTATION:
            return raw[: at + 8] + (1).to_bytes(2, order) + raw[at + 10 :]
    return raw


def _bytes(value: object) -> bytes:
    if isinstance(value, str):
        return value.encode()
    return value if isinstance(value, bytes) else b""


def _iptc(image: Image.Image) -> bytes:
    """The segments of a JPEG that hold IPTC, ready to be written again."""
    segments = [data for name, data in getattr(image, "applist", []) if name == "APP13"]
    return b"".join(b"\xff\xed" + (len(data) + 2).to_bytes(2, "big") + data for data in segments)


def _png_text(kept: Carried) -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    for key, value in kept.text:
        info.add_itxt(key, value)
    if kept.xmp:
        info.add_itxt("XML:com.adobe.xmp", kept.xmp.decode(errors="replace"))
    return info
