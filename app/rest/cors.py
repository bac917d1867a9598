"""CORS on the upload routes, which browsers may call; management routes take a private key."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ANSWER: Final = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "x-ik-requestid",
}
_PREFLIGHT: Final = {
    "access-control-allow-methods": "POST, OPTIONS",
    "access-control-max-age": "86400",
    "vary": "access-control-request-headers",
}


class AnyOrigin:
    """Lets pages of every origin read the answers, and answers the browser's question before."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_ANSWER)
            await send(message)

        app = _preflight(scope) if scope["method"] == "OPTIONS" else self.app
        await app(scope, receive, send_marked)


def _preflight(scope: Scope) -> Response:
    # `*` would not allow Authorization.
    asked = Headers(scope=scope).get("access-control-request-headers", "authorization")
    headers = _PREFLIGHT | {"access-control-allow-headers": asked}
    return Response(status_code=204, headers=headers)
