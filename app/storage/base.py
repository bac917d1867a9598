"""The promises of a storage, written once; every implementation passes tests/test_storage.py."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol


class Storage(Protocol):
    """Bytes under keys.

    A key is `/`-separated segments of `[A-Za-z0-9._-]`, none of them `.` or `..`; anything else
    is a ValueError. A key that holds nothing raises NotFound wherever it is read.
    """

    owner: str
    """Names this opened storage among all that share the same place; see `is_alive`."""

    async def open(self) -> None:
        """Makes the place usable and clears what dead owners left half-written."""

    async def close(self) -> None:
        """Lets go of the place; `is_alive(owner)` is false from here on."""

    async def check(self) -> None:
        """Raises OSError when the place cannot be read and written."""

    async def write(self, key: str, chunks: AsyncIterator[bytes]) -> int:
        """Keeps the chunks under the key and returns their number of bytes.

        Atomic: a reader sees all of the bytes or NotFound. Durable: on return they survive a
        power cut. When `chunks` raises, nothing is kept and the error goes on.
        """

    def read(self, key: str, start: int = 0, stop: int | None = None) -> AsyncIterator[bytes]:
        """The bytes `start` to `stop` (exclusive; None for the end) in chunks, never all at once.

        NotFound comes with the first chunk.
        """

    async def read_all(self, key: str) -> bytes:
        """All bytes at once, for those known to be few."""

    async def size(self, key: str) -> int:
        """Number of bytes under the key."""

    async def stamp(self, key: str) -> str:
        """Text that stays the same until the bytes under the key are touched."""

    def local(self, key: str) -> AbstractAsyncContextManager[Path]:
        """A path at which the bytes can be read while the context is open; never written to."""

    async def remove(self, key: str) -> None:
        """Forgets the key; nothing happens when it holds nothing."""

    async def remove_all(self, prefix: str) -> None:
        """Forgets every key below `prefix/`."""

    def keys(self, prefix: str) -> AsyncIterator[str]:
        """Every key below `prefix/`, in no particular order."""

    async def is_alive(self, owner: str) -> bool:
        """Whether the process that opened the storage as `owner` still has it open."""
