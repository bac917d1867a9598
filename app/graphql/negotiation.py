"""Negotiation: which of our two media types the client wants its answer in."""

from __future__ import annotations

from typing import Final

GRAPHQL: Final = "application/graphql-response+json"
JSON: Final = "application/json"

_OFFERS: Final = {GRAPHQL: GRAPHQL, JSON: JSON, "application/*": JSON, "*/*": JSON}
"""What each media range gets; JSON where it leaves the choice, as older clients expect."""


def choose(accept: str | None) -> str | None:
    """The media type of the answer; None when the header accepts neither."""
    if accept is None or not accept.strip():
        return JSON
    best, quality = None, 0.0
    for text in accept.split(","):
        media, *parameters = (part.strip().lower() for part in text.split(";"))
        offer, wanted = _OFFERS.get(media), _quality(parameters)
        if offer and wanted > quality:
            best, quality = offer, wanted
    return best


def wants_page(accept: str | None) -> bool:
    """Whether a browser is asking for a page to look at."""
    return accept is not None and "text/html" in accept.lower()


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
        if name.strip() == "charset" and value.strip('"') not in ("utf-8", "utf8"):
            return 0.0
    return 1.0
