"""A folder as storage: written aside, synced, renamed; aiofiles keeps the event loop free.

The folder holds `blobs/…` and whatever other prefixes there are, `.tmp/` for what is being
written, and `.owners/`: one file for each process that has the storage open, locked by it, so
that the system itself tells who is dead.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import re
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import aiofiles
from aiofiles.threadpool.binary import AsyncFileIO

from app.errors import NotFound
from app.storage.durable import sync, sync_up

CHUNK: Final = 256 * 1024
"""Bytes moved at once: each move costs a change of thread."""

_KEY = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")


class LocalStorage:
    """Bytes in files below a folder on one machine, for any number of processes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.owner = secrets.token_hex(12)
        self._tmp = root / ".tmp"
        self._owners = root / ".owners"
        self._lock: int | None = None
        self._durable: set[Path] = set()

    async def open(self) -> None:
        """Makes the folders, takes this owner's lock, and removes what dead owners left."""
        await asyncio.to_thread(self._open)

    def _open(self) -> None:
        for folder in (self.root, self._tmp, self._owners):
            folder.mkdir(parents=True, exist_ok=True)
        sync_up(self.root)
        self._lock = _take(self._owners / self.owner)
        for path in self._tmp.iterdir():
            if not self._is_alive(path.name.partition(".")[0]):
                path.unlink(missing_ok=True)
        for path in self._owners.iterdir():
            if not self._is_alive(path.name):
                path.unlink(missing_ok=True)

    async def close(self) -> None:
        """Gives the lock back."""
        if self._lock is not None:
            (self._owners / self.owner).unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None

    async def check(self) -> None:
        """Raises OSError when the folder cannot be written."""
        await asyncio.to_thread(self._check)

    def _check(self) -> None:
        path = self._tmp / f"{self.owner}.{secrets.token_hex(12)}"
        path.write_bytes(b"")
        path.unlink()

    async def write(self, key: str, chunks: AsyncIterator[bytes]) -> int:
        """Writes aside, syncs, renames, and syncs the folder."""
        path = self._path(key)
        aside = self._tmp / f"{self.owner}.{secrets.token_hex(12)}"
        try:
            size = await _write(aside, chunks)
            await asyncio.to_thread(self._publish, aside, path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        return size

    async def read(self, key: str, start: int = 0, stop: int | None = None) -> AsyncIterator[bytes]:
        """Chunks of at most CHUNK bytes."""
        path = self._path(key)
        try:
            async with aiofiles.open(path, "rb", buffering=0) as file:
                await file.seek(start)
                left = None if stop is None else stop - start
                while left is None or left > 0:
                    chunk = await file.read(CHUNK if left is None else min(CHUNK, left))
                    if not chunk:
                        return
                    yield chunk
                    left = None if left is None else left - len(chunk)
        except FileNotFoundError:
            raise _missing(key) from None

    async def read_all(self, key: str) -> bytes:
        """One change of thread for the whole."""
        path = self._path(key)
        try:
            return await asyncio.to_thread(path.read_bytes)
        except FileNotFoundError:
            raise _missing(key) from None

    async def size(self, key: str) -> int:
        """As the file system has it."""
        return (await self._stat(key)).st_size

    async def stamp(self, key: str) -> str:
        """Inode, size and time of the last change."""
        stat = await self._stat(key)
        return f"{stat.st_ino}-{stat.st_size}-{stat.st_mtime_ns}"

    @asynccontextmanager
    async def local(self, key: str) -> AsyncIterator[Path]:
        """The file itself."""
        await self._stat(key)
        yield self._path(key)

    async def remove(self, key: str) -> None:
        """Unlinks the file."""
        path = self._path(key)
        await asyncio.to_thread(path.unlink, missing_ok=True)

    async def remove_all(self, prefix: str) -> None:
        """Unlinks the folder and all in it."""
        path = self._path(prefix)
        await asyncio.to_thread(shutil.rmtree, path, ignore_errors=True)

    async def keys(self, prefix: str) -> AsyncIterator[str]:
        """Walks the folder, one folder at a time."""
        folders = [self._path(prefix)]
        while folders:
            entries = await asyncio.to_thread(_entries, folders.pop())
            folders += [path for path, is_folder in entries if is_folder]
            for path, is_folder in entries:
                if not is_folder:
                    yield path.relative_to(self.root).as_posix()

    async def is_alive(self, owner: str) -> bool:
        """Whether the owner's lock is held."""
        return await asyncio.to_thread(self._is_alive, owner)

    def _is_alive(self, owner: str) -> bool:
        if owner == self.owner:
            return self._lock is not None
        try:
            descriptor = os.open(self._owners / owner, os.O_RDWR)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        else:
            return False
        finally:
            os.close(descriptor)

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"not a storage key: {key!r}")
        return self.root / key

    def _publish(self, aside: Path, path: Path) -> None:
        """A name is durable once its folder is synced, and the folder once its parents are.

        Another process may have made the folder and not synced its parent yet, so each process
        does so once for each folder.
        """
        folder = path.parent
        folder.mkdir(parents=True, exist_ok=True)
        aside.rename(path)
        sync(folder)
        while folder not in self._durable and folder != self.root:
            sync(folder.parent)
            # Only now: another thread trusts this set, and must not run ahead of the sync.
            self._durable.add(folder)
            folder = folder.parent

    async def _stat(self, key: str) -> os.stat_result:
        path = self._path(key)
        try:
            return await asyncio.to_thread(path.stat)
        except FileNotFoundError:
            raise _missing(key) from None


async def _write(path: Path, chunks: AsyncIterator[bytes]) -> int:
    """Writes one chunk while the next one comes, and syncs."""
    size = 0
    async with aiofiles.open(path, "xb", buffering=0) as file:
        writing = asyncio.create_task(_write_whole(file, b""))
        try:
            async for chunk in chunks:
                await writing
                writing = asyncio.create_task(_write_whole(file, chunk))
                size += len(chunk)
        finally:
            await writing
        await asyncio.to_thread(os.fsync, file.fileno())
    return size


async def _write_whole(file: AsyncFileIO, chunk: bytes) -> None:
    view = memoryview(chunk)
    while view:  # an unbuffered write may take less than it is given
        view = view[await file.write(view) :]


def _take(path: Path) -> int:
    """A descriptor that holds the lock of the file at the path.

    Another process may take a file that is not locked yet for a dead owner's and remove it; then
    the lock would be on a file that nobody finds, so look again.
    """
    while True:
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if path.exists() and path.stat().st_ino == os.fstat(descriptor).st_ino:
            return descriptor
        os.close(descriptor)


def _entries(folder: Path) -> list[tuple[Path, bool]]:
    try:
        return [(path, path.is_dir()) for path in folder.iterdir()]
    except FileNotFoundError:
        return []


def _missing(key: str) -> NotFound:
    return NotFound(f"Nothing is stored under {key}.")
