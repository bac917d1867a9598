"""Middleware: gives each request an id, finds out who is asking, and logs one line about it.

Refusing is the face's part: it knows which of its answers are for everybody.
"""

from __future__ import annotations

import base64
import logging
import time
import uuid

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import AppError, Unauthorized
from app.library.keys import Keys
from app.library.sessions import Sessions
from app.state import Caller, SessionCookie

_log = logging.getLogger("app.requests")


class Auth:
    """Writes `request_id` and `caller` on the request's state."""

    def __init__(self, app: ASGIApp, keys: Keys, sessions: Sessions, cookie: SessionCookie) -> None:
        self.app = app
        self.keys = keys
        self.sessions = sessions
        self.cookie = cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = str(uuid.uuid4())
        started, status = time.perf_counter(), 0
        state = scope.setdefault("state", {})
        state["request_id"] = request_id
        state["caller"] = await self._caller(HTTPConnection(scope))

        async def send_marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                value = request_id.encode()
                marks = [(b"x-ik-requestid", value), (b"x-request-id", value)]
                message["headers"] = [*message.get("headers", ()), *marks]
            await send(message)

        try:
            await self.app(scope, receive, send_marked)
        finally:
            elapsed = (time.perf_counter() - started) * 1000
            # The query is left out: it may hold a signature.
            line = (request_id, scope["method"], scope["raw_path"].decode(), status, elapsed)
            _log.info("%s %s %s %s %.1f ms", *line)

    async def _caller(self, request: HTTPConnection) -> Caller:
        """By key, or else by the cookie: only where faces guard against pages of other sites."""
        authorization = request.headers.get("authorization", "").strip()
        if not authorization and request.scope["path"].rstrip("/") == "/graphql":
            token = request.cookies.get(self.cookie.name)
            if token:
                return await self._by_session(token)
        return await identify(authorization, self.keys)

    async def _by_session(self, token: str) -> Caller:
        try:
            holder = await self.sessions.holder(token)
        except AppError as refusal:
            return Caller(refusal)
        return Caller(None, holder.name, holder.may_write, by_cookie=True)


async def identify(authorization: str, keys: Keys) -> Caller:
    """The caller that an Authorization header names (rest-api.md §1.2).

    Basic with the private key as user name, whatever the password, or the bare key; Bearer too.
    """
    scheme, _, credentials = authorization.partition(" ")
    key = _key(scheme.lower(), credentials.strip())
    if not key:
        return Caller(Unauthorized("Your request does not contain private API key."))
    try:
        holder = await keys.holder(key)
    except AppError as refusal:
        return Caller(refusal)
    return Caller(None, holder.name, holder.may_write)


def _key(scheme: str, credentials: str) -> str:
    if scheme == "bearer":
        return credentials
    if scheme != "basic":
        return ""
    try:
        decoded = base64.b64decode(credentials, validate=True).decode()
    except ValueError:
        return credentials
    return credentials if credentials.startswith("private_") else decoded.partition(":")[0]
