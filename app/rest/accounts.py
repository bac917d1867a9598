"""The account: how much it stores. There is nothing else to administer here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from app import state
from app.errors import Invalid, Unsupported
from app.library.usage import measure
from app.rest import responses

MAX_DAYS: Final = 90
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


async def usage(request: Request) -> Response:
    """GET /v1/accounts/usage: what is stored now, whatever the dates; nothing else is counted."""
    _refuse_bad_dates(request.query_params)
    stored = await measure()
    return responses.json(
        {
            "bandwidthBytes": 0,
            "mediaLibraryStorageBytes": stored.current_bytes + stored.past_bytes,
            "videoProcessingUnitsCount": 0,
            "extensionUnitsCount": 0,
            "originalCacheStorageBytes": 0,
        }
    )


async def analytics(request: Request) -> Response:
    """/v1/accounts/usage-analytics."""
    raise Unsupported("Usage analytics are not supported: this server keeps no record of requests.")


async def origins(request: Request) -> Response:
    """/v1/accounts/origins and below."""
    raise Unsupported("Origins are not supported: this server delivers from its own storage only.")


async def url_endpoints(request: Request) -> Response:
    """/v1/accounts/url-endpoints and below."""
    endpoint = state.of(request).urls.endpoint
    raise Unsupported(f"URL-endpoints are not supported: this server has one only, {endpoint}.")


def _refuse_bad_dates(query: Mapping[str, str]) -> None:
    start, end = (query.get(name, "").strip() for name in ("startDate", "endDate"))
    if not start or not end:
        raise Invalid("startDate and endDate are required in query parameters.")
    first, last = _day(start), _day(end)
    if first >= last:
        raise Invalid("startDate should be before endDate.")
    if (last - first).days >= MAX_DAYS:
        raise Invalid(f"startDate and endDate should be within {MAX_DAYS} days.")


def _day(text: str) -> date:
    try:
        # Alone, fromisoformat reads other spellings as well.
        return date.fromisoformat(text if _DATE.fullmatch(text) else "")
    except ValueError:
        raise Invalid("startDate and endDate should be in format YYYY-MM-DD.") from None
