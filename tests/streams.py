"""Sources of bytes that a test controls."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

MIB = 1024 * 1024


class Stalling:
    """A source of two MiB that waits between them."""

    def __init__(self) -> None:
        self.stalled = asyncio.Event()
        self.goes_on = asyncio.Event()

    async def chunks(self) -> AsyncIterator[bytes]:
        yield bytes(MIB)
        self.stalled.set()
        await self.goes_on.wait()
        yield bytes(MIB)


async def chunks(content: bytes, size: int = 256 * 1024) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


async def failing() -> AsyncIterator[bytes]:
    yield bytes(MIB)
    raise ConnectionError("gone")
