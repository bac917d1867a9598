"""An upload sent piece by piece over a socket of its own, so that a test can stop half-way."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from tests.client import basic
from tests.servers import PRIVATE_KEY, Server

_BOUNDARY = "piece-by-piece"


class SlowUpload:
    """Everything but the last half of the content is sent when this is made."""

    def __init__(self, server: Server, content: bytes, name: str, folder: str) -> None:
        fields = {"fileName": name, "folder": folder, "useUniqueFileName": "false"}
        disposition = f"--{_BOUNDARY}\r\nContent-Disposition: form-data; name="
        parts = [f'{disposition}"{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()]
        start = "".join([*parts, f'{disposition}"file"; filename="{name}"\r\n\r\n']).encode()
        end = f"\r\n--{_BOUNDARY}--\r\n".encode()
        half = len(content) // 2
        self._rest = content[half:] + end
        self._socket = socket.create_connection(("127.0.0.1", server.port), timeout=30)
        head = (
            "POST /api/v1/files/upload HTTP/1.1\r\n"
            f"Host: 127.0.0.1:{server.port}\r\n"
            f"Authorization: {basic(PRIVATE_KEY)}\r\n"
            f"Content-Type: multipart/form-data; boundary={_BOUNDARY}\r\n"
            f"Content-Length: {len(start) + len(content) + len(end)}\r\n"
            "Connection: close\r\n\r\n"
        )
        self._socket.sendall(head.encode() + start + content[:half])

    def finish(self) -> bytes:
        """Sends the rest and returns the whole answer."""
        self._socket.sendall(self._rest)
        answer = b""
        while piece := self._socket.recv(65536):
            answer += piece
        return answer

    def close(self) -> None:
        """Hangs up."""
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def answered_early(server: Server, path: str, fields: Mapping[str, str]) -> bytes:
    """What is answered to a form whose file has begun and never goes on."""
    disposition = f"--{_BOUNDARY}\r\nContent-Disposition: form-data; name="
    parts = [f'{disposition}"{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()]
    start = "".join([*parts, f'{disposition}"file"; filename="a.bin"\r\n\r\n']) + "beginning"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        f"Content-Type: multipart/form-data; boundary={_BOUNDARY}\r\n"
        "Content-Length: 1000000\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall((head + start).encode())
        answer = b""
        while b"\r\n\r\n" not in answer or not answer.endswith(b"}"):
            piece = connection.recv(65536)
            assert piece, answer
            answer += piece
    return answer
