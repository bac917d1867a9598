"""Signing in and out: a private key, or a link, for a cookie that no script can read."""

from __future__ import annotations

import asyncio
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response

from app import state
from app.errors import Busy, Forbidden, Invalid, TooLarge, Unsupported
from app.library.sessions import LASTS
from app.library.sites import may_be_foreign

MAX_BYTES: Final = 8 * 1024


async def read_session(request: Request) -> Response:
    """200 and whether there is one: what a page asks at first, where no is no error."""
    opened = state.of(request)
    token = request.cookies.get(opened.cookie.name)
    is_open = token is not None and await opened.sessions.is_open(token)
    return Response(
        orjson.dumps({"isOpen": is_open}),
        headers={"cache-control": "no-store"},
        media_type="application/json",
    )


async def open_session(request: Request) -> Response:
    """204 and the cookie, for a key or a link in JSON; it takes the place of an earlier session."""
    _refuse_foreign(request)
    kind, secret = _credential(await _json(request))
    opened = state.of(request)
    sessions, cookie = opened.sessions, opened.cookie
    token = await (sessions.open(secret) if kind == "key" else sessions.open_by_link(secret))
    await _close(request)
    response = _nothing()
    response.set_cookie(
        cookie.name,
        token,
        max_age=LASTS,
        path="/",
        secure=cookie.is_secure,
        httponly=True,
        samesite="strict",
    )
    return response


async def close_session(request: Request) -> Response:
    """204, whether there was a session or not; the token is worth nothing from here on."""
    _refuse_foreign(request)
    await _close(request)
    response, cookie = _nothing(), state.of(request).cookie
    response.delete_cookie(
        cookie.name, path="/", secure=cookie.is_secure, httponly=True, samesite="strict"
    )
    return response


async def _close(request: Request) -> None:
    opened = state.of(request)
    token = request.cookies.get(opened.cookie.name)
    if token:
        await opened.sessions.close(token)


def _refuse_foreign(request: Request) -> None:
    if may_be_foreign(request.headers, state.of(request).urls.endpoint):
        raise Forbidden("Pages of other sites may not sign in or out.")


def _credential(given: object) -> tuple[str, str]:
    """`key` or `link`, and what it is."""
    match given:
        case {"key": str() as secret, **others} if not others:
            return "key", secret.strip()
        case {"link": str() as secret, **others} if not others:
            return "link", secret.strip()
    raise Invalid("Send an object with either `key` or `link`, a text.")


async def _json(request: Request) -> object:
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        # A page of another site may not send this type without asking first.
        raise Unsupported("Send application/json.")
    try:
        async with asyncio.timeout(state.of(request).limits.body_timeout):
            return orjson.loads(await _body(request))
    except TimeoutError:
        raise Busy("The request body did not come in time. Try again.") from None
    except orjson.JSONDecodeError:
        raise Invalid("The request body is not valid JSON.") from None


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            raise TooLarge(f"The request body is larger than {MAX_BYTES} bytes.")
    return bytes(body)


def _nothing() -> Response:
    return Response(status_code=204, headers={"cache-control": "no-store"})
