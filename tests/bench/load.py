"""A client that costs little: requests made beforehand, sent over kept connections."""

from __future__ import annotations

import asyncio
from time import perf_counter


async def rate(
    port: int, request: bytes, *, connections: int = 8, seconds: float = 3, status: int = 200
) -> float:
    """Requests answered per second; every answer must have the status."""
    deadline = perf_counter() + seconds
    started = perf_counter()
    counts = await asyncio.gather(
        *(_repeat(port, request, deadline, status) for _ in range(connections))
    )
    return sum(counts) / (perf_counter() - started)


async def _repeat(port: int, request: bytes, deadline: float, status: int) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    done = 0
    try:
        while perf_counter() < deadline:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 %d" % status):
                raise RuntimeError(head.decode(errors="replace"))
            if status != 304:
                await reader.readexactly(_length(head))
            done += 1
    finally:
        writer.close()
    return done


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    raise RuntimeError("no content-length")


def get(path: str, headers: dict[str, str]) -> bytes:
    """A GET request."""
    return _request("GET", path, headers, b"")


def post(path: str, headers: dict[str, str], body: bytes) -> bytes:
    """A POST request."""
    return _request("POST", path, headers | {"Content-Length": str(len(body))}, body)


def _request(method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body
