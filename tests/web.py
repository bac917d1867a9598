"""Web servers on this machine that say whatever a test wants, and fetching from them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from app.errors import AppError
from app.remote import Address, Remote

LIMIT = 100_000
Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Web:
    """A server on 127.0.0.1 that answers every request alike, and remembers what it was asked."""

    port: int = 0
    connections: int = 0
    requests: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/a.png"


@asynccontextmanager
async def serving(answer: Answer, host: str = "127.0.0.1") -> AsyncIterator[Web]:
    web = Web()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        web.connections += 1
        try:
            web.requests.append(await reader.readuntil(b"\r\n\r\n"))
            await answer(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client has gone, which some tests are about
        finally:
            writer.close()

    async with await asyncio.start_server(serve, host, 0) as server:
        web.port = server.sockets[0].getsockname()[1]
        yield web


@asynccontextmanager
async def opened(
    allow_private: bool = True,
    timeout: float = 2.0,  # noqa: ASYNC109 - what Remote is given
    may_reach: Callable[[Address], bool] | None = None,
) -> AsyncIterator[Remote]:
    remote = Remote(allow_private, timeout, may_reach=may_reach)
    try:
        yield remote
    finally:
        await remote.close()


def says(text: bytes) -> Answer:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(text)
        await writer.drain()

    return answer


def found(body: bytes) -> Answer:
    return says(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


def redirect(url: str, status: int = 302) -> Answer:
    return says(f"HTTP/1.1 {status} X\r\nLocation: {url}\r\nContent-Length: 0\r\n\r\n".encode())


async def keep(remote: Remote, url: str, kept: list[bytes], limit: int = LIMIT) -> None:
    async with remote.fetch(url, limit=limit) as chunks:
        async for chunk in chunks:
            kept.append(chunk)


async def read(remote: Remote, url: str, limit: int = LIMIT) -> bytes:
    kept: list[bytes] = []
    await keep(remote, url, kept, limit)
    return b"".join(kept)


async def refusal(remote: Remote, url: str, limit: int = LIMIT) -> AppError:
    with pytest.raises(AppError) as caught:
        await read(remote, url, limit)
    return caught.value
