"""A Tortoise engine for SQLite: transactions that take the write lock first, reads that never wait.

Tortoise begins a transaction without a lock, so that with a second process a transaction that
reads before it writes fails at once with "database is locked" (tortoise-orm issue 1675); here it
says BEGIN IMMEDIATE and waits its turn. Tortoise also has one connection for all, so that every
read of the process waits for an open transaction; here a SELECT outside a transaction goes to a
connection of its own, which in WAL mode sees all that is committed. What may take long, a search,
has another one, so that no delivery waits for it.

The name of this module must hold "sqlite": Tortoise's migrations choose their dialect by it.
"""

from __future__ import annotations

import asyncio
import math
import sqlite3
from collections.abc import Sequence
from typing import Any

import aiosqlite
from tortoise.backends.base.client import TransactionalDBClient, TransactionContext
from tortoise.backends.sqlite import client as base
from tortoise.connection import get_connections
from tortoise.exceptions import OperationalError


class _Transaction(base.SqliteTransactionWrapper):
    async def begin(self) -> None:
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise OperationalError(error) from error


class _Context(base.SqliteTransactionContext):
    async def __aenter__(self) -> TransactionalDBClient:
        # Upstream keeps the lock when BEGIN fails, and the process never writes again.
        await self._trxlock.acquire()
        try:
            await self.ensure_connection()
            await self.connection.begin()
        except BaseException:
            self._trxlock.release()
            raise
        self.token = get_connections().set(self.connection_name, self.connection)
        connection: TransactionalDBClient = self.connection
        return connection


class Client(base.SqliteClient):
    """One connection that writes, two that only read."""

    _reader: aiosqlite.Connection | None = None
    _searcher: aiosqlite.Connection | None = None

    def __init__(self, file_path: str, **kwargs: Any) -> None:
        super().__init__(file_path, **kwargs)
        self._opening = asyncio.Lock()

    async def create_connection(self, with_db: bool) -> None:
        """Opens them, once however many ask; one that cannot be opened is an OperationalError."""
        async with self._opening:
            await super().create_connection(with_db)
            self._searcher = self._searcher or await self._open_reader()
            self._reader = self._reader or await self._open_reader()

    async def close(self) -> None:
        """Closes them."""
        for connection in (self._reader, self._searcher):
            if connection is not None:
                await connection.close()
        self._reader = self._searcher = None
        await super().close()

    @base.translate_exceptions
    async def search(self, query: str, values: list[Any] | None = None) -> list[Any]:
        """The rows of a SELECT that may take long, beside all others."""
        rows: list[Any] = await self._select(query, values, apart=True)
        return rows

    @base.translate_exceptions
    async def execute_query(
        self, query: str, values: list[Any] | None = None
    ) -> tuple[int, Sequence[dict[str, Any]]]:
        """Sends a SELECT to the reader, anything else to the writer."""
        if not query.startswith("SELECT"):
            changed: tuple[int, Sequence[dict[str, Any]]]
            changed = await super().execute_query(query, values)
            return changed
        rows = await self._select(query, values)
        return len(rows), rows

    @base.translate_exceptions
    async def execute_query_dict(
        self, query: str, values: list[Any] | None = None
    ) -> list[dict[str, Any]]:
        """The same, with rows as dicts."""
        if not query.startswith("SELECT"):
            found: list[dict[str, Any]] = await super().execute_query_dict(query, values)
            return found
        return [dict(row) for row in await self._select(query, values)]

    async def _select(
        self, query: str, values: list[Any] | None, *, apart: bool = False
    ) -> list[Any]:
        if self._reader is None:
            await self.create_connection(with_db=True)
        connection = self._searcher if apart else self._reader
        assert connection is not None  # noqa: S101 - opened above
        self.log.debug("%s: %s", query, values)
        return list(await connection.execute_fetchall(query, values))

    async def _open_reader(self) -> aiosqlite.Connection:
        reader = await aiosqlite.connect(self.filename, isolation_level=None)
        reader.row_factory = sqlite3.Row
        try:
            # Not every SQLite has them. Before any statement: one that is not closed is in the way.
            for name, function in (("sin", math.sin), ("cos", math.cos)):
                await reader.create_function(name, 1, function, deterministic=True)
            for pragma in ("query_only=ON", f"busy_timeout={self.pragmas['busy_timeout']}"):
                await reader.execute(f"PRAGMA {pragma}")
        except BaseException:
            await reader.close()  # its thread would stay
            raise
        return reader

    def _in_transaction(self) -> TransactionContext:
        return _Context(_Transaction(self), self._lock)


client_class = Client
