"""Answers: JSON with the content type that ImageKit's clients look for, or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import orjson
from starlette.responses import Response

_HEADERS: Final = {"x-content-type-options": "nosniff"}


def json(body: object, status: int = 200, *, headers: Mapping[str, str] | None = None) -> Response:
    """The body as JSON."""
    headers = {**_HEADERS, **(headers or {})}
    media_type = "application/json; charset=utf-8"
    return Response(orjson.dumps(body), status, headers=headers, media_type=media_type)


def empty() -> Response:
    """204: no body, and no content type, at which clients would parse one (rest-api.md §1.8)."""
    return Response(status_code=204)
