"""Pictures made on request: from a URL's transformation to the one rendition it stands for."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from starlette.datastructures import Headers

from app import imaging
from app.delivery.accept import formats
from app.errors import Invalid, Unauthorized
from app.imaging import Client, Hints, Transformation
from app.library import access, files, named
from app.library.delivery_url import DeliveryURL
from app.library.renditions import Wanted
from app.library.rows import VersionRow
from app.state import Pictures

UNNAMED: Final = "UNNAMED"
"""Reason of the refusal of what is not named, where only that is made."""
_LONGEST_HINT: Final = 10


async def read(url: DeliveryURL, rules: Pictures) -> Transformation:
    """What the URL asks of a picture; Invalid for what it cannot say or may not."""
    if rules.restrict_unnamed and url.items and not (url.is_named or url.is_original):
        raise Invalid("Only named transformations are made here.", reason=UNNAMED, field="tr")
    chain = url.transformation
    asked = imaging.parse(chain, names=await named.used(chain))
    # `/a.gif/ik-thumbnail.jpg` is the first frame of `/a.gif`.
    return asked if url.source is None else asked.still()


async def order(
    url: DeliveryURL, asked: Transformation, row: VersionRow, headers: Headers, rules: Pictures
) -> Wanted | None:
    """The rendition to send; None for the stored bytes."""
    if rules.restrict_unsigned and row.is_image and not url.is_signed:
        raise Unauthorized("Pictures are delivered by signed URL only.")
    client = Client(formats(headers.get("accept", "")), _hints(headers))
    settled = imaging.settle(asked, row, client, rules.policy, rules.limits)
    if settled.format is None:
        return None
    needed = asked.assets()
    assets = {path: await _asset(url, path) for path in (*needed.images, *needed.fonts)}
    return Wanted(row, settled, assets)


def headers(made: Wanted | None) -> dict[str, str]:
    """What is said about a rendition besides what is said about any bytes."""
    values: dict[str, str] = {}
    if made is not None and made.order.content_dpr:
        values["content-dpr"] = made.order.content_dpr
    if made is not None and made.order.degraded:
        values["x-degraded"] = ", ".join(made.order.degraded)
    return values


async def _asset(url: DeliveryURL, path: str) -> VersionRow:
    """A file that a layer or text takes, in its current version."""
    row = await files.at_path(path)
    # A private picture laid over a public one at full size would be out.
    access.check(url, row)
    return row


def _hints(headers: Headers) -> Hints:
    width = _short(headers.get("sec-ch-width", ""))
    return Hints(
        width=int(width) if width.isdigit() else None,
        dpr=_ratio(_short(headers.get("sec-ch-dpr", ""))),
        save_data=headers.get("save-data", "").lower() == "on",
    )


def _short(hint: str) -> str:
    return hint if hint.isascii() and len(hint) <= _LONGEST_HINT else ""


def _ratio(text: str) -> Fraction | None:
    try:
        value = Fraction(text or "0")
    except (ValueError, ZeroDivisionError):
        return None
    return value if Fraction(1, 10) <= value <= 5 else None
