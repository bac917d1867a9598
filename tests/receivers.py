"""Web servers of other people, on this machine: they note what they are posted and answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic
from types import TracebackType
from typing import Any, Self

import orjson


@dataclass(frozen=True, slots=True)
class Posted:
    """A request, and when it came."""

    path: str
    headers: Mapping[str, str]
    """With names in lower case."""
    body: bytes
    at: float

    @property
    def json(self) -> dict[str, Any]:
        """The body."""
        found: dict[str, Any] = orjson.loads(self.body)
        return found


Reply = tuple[int, bytes]
Answer = Callable[[Posted], Reply]


def fine(_: Posted) -> Reply:
    """Takes it."""
    return 200, b"{}"


class Receiver:
    """A server that answers each POST as `answer` says; a context manager."""

    def __init__(self, answer: Answer = fine) -> None:
        self.posted: list[Posted] = []
        self.answer = answer
        self._news = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def url(self) -> str:
        """Where to post."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/hook"

    def wait(
        self, count: int = 1, seconds: float = 30, *, when: Callable[[Posted], bool] | None = None
    ) -> list[Posted]:
        """The requests that are meant, once there are so many."""
        deadline = monotonic() + seconds
        with self._news:
            while len(found := [each for each in self.posted if not when or when(each)]) < count:
                came = self._news.wait(max(0, deadline - monotonic()))
                assert came, f"{len(found)} of {count} came: {[each.body for each in self.posted]}"
        return found

    def _take(self, posted: Posted) -> Reply:
        with self._news:
            self.posted.append(posted)
            self._news.notify_all()
        return self.answer(posted)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                body = self.rfile.read(int(headers.get("content-length", "0")))
                status, content = receiver._take(Posted(self.path, headers, body, monotonic()))
                with suppress(ConnectionError):  # who asked may be gone, or be killed
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        return Handler

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
