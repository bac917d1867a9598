"""The Accept header: the picture formats that the client names (RFC 9110 §12.5.1)."""

from __future__ import annotations

from app.imaging import MIME, Format


def formats(accept: str) -> frozenset[Format]:
    """Those named and not refused by `q=0`; `image/*` and `*/*` name none."""
    named = set()
    for part in accept.lower().split(","):
        kind, *parameters = (piece.strip() for piece in part.split(";"))
        if not any(_is_zero(parameter) for parameter in parameters):
            named.add(kind)
    return frozenset(kind for kind, mime in MIME.items() if mime in named)


def _is_zero(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    return name.strip() == "q" and value.strip().rstrip("0") in {"", "0.", "."}
