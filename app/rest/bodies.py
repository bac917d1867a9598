"""Request bodies: as they come, or whole as JSON; within limits of size and of silence."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Final

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request

from app import state
from app.rest.inputs import B

MAX_JSON_BYTES: Final = 1024 * 1024


async def stream(request: Request) -> AsyncGenerator[bytes, None]:
    """The body in the pieces it comes in; 408 when the client is silent for too long."""
    patience = state.of(request).limits.body_timeout
    async with aclosing(request.stream()) as body:
        while True:
            try:
                async with asyncio.timeout(patience):
                    piece = await anext(body)
            except TimeoutError:
                message = f"Nothing of the request body came for {patience:g} seconds."
                raise HTTPException(408, message) from None
            if not piece:
                return
            yield piece


async def read(request: Request, model: type[B]) -> B:
    """The JSON body as the model, whatever its content type says; none is an empty object.

    Raises what the model says of bodies that it cannot use.
    """
    content = await _whole(request)
    try:
        values = orjson.loads(content) if content.strip() else {}
    except orjson.JSONDecodeError:
        raise model.unusable("Your request body is not valid JSON.") from None
    if not isinstance(values, dict):
        raise model.unusable("Your request body should be a JSON object.")
    return model.read(values)


async def _whole(request: Request) -> bytes:
    content = bytearray()
    async with aclosing(stream(request)) as body:
        async for piece in body:
            content += piece
            if len(content) > MAX_JSON_BYTES:
                message = f"Your request body is too large: at most {MAX_JSON_BYTES} bytes."
                raise HTTPException(413, message)
    return bytes(content)
