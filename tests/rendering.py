"""Renders chains in this process; what tests of imaging share."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping
from fractions import Fraction

from PIL import Image

from app import imaging
from app.imaging import Client, Facts, Format, Hints, Inputs, Limits, Rendition
from tests.pictures import opened

EVERYTHING = frozenset({Format.WEBP, Format.AVIF})


def facts(content: bytes) -> Facts:
    """What an upload of these bytes would know of them."""
    with Image.open(io.BytesIO(content)) as image:
        turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
        width, height = reversed(image.size) if turned else image.size
        mime = Image.MIME[image.format or ""]
        return Facts(mime, width, height, image.has_transparency_data)


def rendered(
    content: bytes,
    chain: str,
    *,
    assets: Mapping[str, bytes] | None = None,
    area: str | None = None,
    accepts: Collection[Format] = (),
    limits: Limits | None = None,
) -> Rendition:
    """The rendition of a chain, with the format settled for a client that accepts these."""
    client = Client(frozenset(accepts))
    order = imaging.settle(imaging.parse(chain), facts(content), client, limits=limits)
    return imaging.render(content, order, Inputs(assets or {}, area, limits or Limits()))


def picture(
    content: bytes,
    chain: str,
    *,
    assets: Mapping[str, bytes] | None = None,
    area: str | None = None,
) -> Image.Image:
    """The pixels of a chain, written as PNG so that no encoder blurs them."""
    whole = chain if ",f-" in chain else f"{chain}:f-png"
    return opened(rendered(content, whole, assets=assets, area=area).content)


def hints(width: int | None = None, dpr: int | None = None) -> Hints:
    """A client's screen."""
    return Hints(width, None if dpr is None else Fraction(dpr))
