"""Connections: uvicorn's, with bounds on what comes before a request is understood.

uvicorn waits for the end of a request's head for ever and keeps as much of it as is sent.
"""

from __future__ import annotations

import asyncio
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

PATIENCE: Final = 20.0
"""Seconds for a request's line and headers, and for what is left of a body once it is refused."""
MAX_HEAD_BYTES: Final = 64 * 1024

_TOO_LARGE: Final = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


class Connection(HttpToolsProtocol):
    """Closed when a request's head does not end in time, or is too long."""

    _waiting: asyncio.TimerHandle | None = None
    _head_bytes = 0
    _in_body = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The clock runs from the start, whether a byte comes or not."""
        super().connection_made(transport)
        self._start_waiting()

    def data_received(self, data: bytes) -> None:
        """Counts what comes until the head is whole.

        What is left of a body that was refused early is read and means nothing: whoever sends it
        could not read the answer otherwise.
        """
        if self._waiting is None and (self.cycle is None or self.cycle.response_complete):
            self._start_waiting()
        if self._waiting is not None and not self._in_body:
            self._head_bytes += len(data)
        super().data_received(data)
        # What is left of these bytes when the head has ended belongs to the body.
        if self._waiting is not None and self._head_bytes > MAX_HEAD_BYTES:
            self.transport.write(_TOO_LARGE)
            self.transport.close()

    def on_headers_complete(self) -> None:
        """The head is whole: from here on the faces have their own bounds."""
        self._stop_waiting()
        self._in_body = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The body is whole: what comes now is another request."""
        self._in_body = False
        if self._waiting is not None:
            self._stop_waiting()
            self._start_waiting()
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing to wait for any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _start_waiting(self) -> None:
        self._head_bytes = 0
        self._waiting = self.loop.call_later(PATIENCE, self._give_up)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        if not self.transport.is_closing():
            self.transport.close()
