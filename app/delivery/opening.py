"""Opening a delivery URL: read and, where it is signed, verified by any key that is good now."""

from __future__ import annotations

from app.errors import Unauthorized
from app.library.delivery_url import DeliveryURL
from app.state import State


async def opened(state: State, path: str, query: str, now: float) -> DeliveryURL:
    """What the request target asks for, as `Urls.open` tells it.

    Most URLs are signed with the first key, or not at all; others are looked up for the rest.
    """
    try:
        return state.urls.open(path, query, now)
    except Unauthorized:
        return state.urls.open(path, query, now, keys=await state.keys.others())
