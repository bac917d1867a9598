"""Pictures made on request: from a URL's transformation to the one rendition it stands for."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Final

from starlette.datastructures import Headers

from app import imaging
from app.delivery.accept import formats
from app.errors import Invalid, Unauthorized
from app.imaging import Client, Facts, Hints, Limits, Order, Policy, Transformation
from app.library import access, files, named
from app.library.delivery_url import DeliveryURL
from app.library.renditions import Wanted
from app.library.rows import VersionRow
from app.state import Pictures

UNNAMED: Final = "UNNAMED"
"""Reason of the refusal of what is not named, where only that is made."""
_LONGEST_HINT: Final = 10
_NO_HINTS: Final = Hints()
_REMEMBERED: Final = 1024
"""Chains, and what was settled about them; most requests repeat others."""


async def read(url: DeliveryURL, rules: Pictures) -> Transformation:
    """What the URL asks of a picture; Invalid for what it cannot say or may not."""
    if rules.restrict_unnamed and url.items and not (url.is_named or url.is_original):
        raise Invalid("Only named transformations are made here.", reason=UNNAMED, field="tr")
    names = await named.used(url.transformation)
    asked = _parsed(url.transformation, tuple(sorted(names.items())))
    # `/a.gif/ik-thumbnail.jpg` is the first frame of `/a.gif`.
    return asked if url.source is None else asked.still()


async def order(
    url: DeliveryURL, asked: Transformation, row: VersionRow, headers: Headers, rules: Pictures
) -> Wanted | None:
    """The rendition to send; None for the stored bytes."""
    if rules.restrict_unsigned and row.is_image and not url.is_signed:
        raise Unauthorized("Pictures are delivered by signed URL only.")
    client = Client(formats(headers.get("accept", "")), _hints(headers))
    facts = Facts(row.mime, row.width, row.height, row.has_alpha)
    settled = _settled(asked, facts, client, rules.policy, rules.limits)
    if settled.format is None:
        return None
    needed = asked.assets()
    assets = {path: await _asset(url, path) for path in (*needed.images, *needed.fonts)}
    return Wanted(row, settled, assets)


def is_mixed(url: DeliveryURL, made: Wanted) -> bool:
    """Whether more than the version decides what it looks like: other files, or names we keep."""
    names = {item.removeprefix("n-") for item in url.items if item.startswith("n-")}
    return bool(made.assets) or not imaging.BUILT_IN.keys() >= names


def headers(made: Wanted | None) -> dict[str, str]:
    """What is said about a rendition besides what is said about any bytes."""
    values: dict[str, str] = {}
    if made is not None and made.order.content_dpr:
        values["content-dpr"] = made.order.content_dpr
    if made is not None and made.order.degraded:
        values["x-degraded"] = ", ".join(made.order.degraded)
    return values


@lru_cache(maxsize=_REMEMBERED)
def _parsed(chain: str, names: tuple[tuple[str, str], ...]) -> Transformation:
    return imaging.parse(chain, names=dict(names))


@lru_cache(maxsize=_REMEMBERED)
def _settled(
    asked: Transformation, facts: Facts, client: Client, policy: Policy, limits: Limits
) -> Order:
    return imaging.settle(asked, facts, client, policy, limits)


async def _asset(url: DeliveryURL, path: str) -> VersionRow:
    """A file that a layer or text takes, in its current version."""
    row = await files.at_path(path)
    # A private picture laid over a public one at full size would be out.
    access.check(url, row)
    return row


def _hints(headers: Headers) -> Hints:
    told = [headers.get(name, "") for name in ("sec-ch-width", "sec-ch-dpr", "save-data")]
    return _read_hints(*told) if any(told) else _NO_HINTS


def _read_hints(width: str, dpr: str, save_data: str) -> Hints:
    width = _short(width)
    return Hints(
        width=int(width) if width.isdigit() else None,
        dpr=_ratio(_short(dpr)),
        save_data=save_data.lower() == "on",
    )


def _short(hint: str) -> str:
    return hint if hint.isascii() and len(hint) <= _LONGEST_HINT else ""


def _ratio(text: str) -> Fraction | None:
    try:
        value = Fraction(text or "0")
    except (ValueError, ZeroDivisionError):
        return None
    return value if Fraction(1, 10) <= value <= 5 else None
