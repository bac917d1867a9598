"""Bringing a database to the tables of this program: one process at a time, a copy taken first."""

from __future__ import annotations

import asyncio
import fcntl
import logging
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
from tortoise import Tortoise
from tortoise.migrations import api
from tortoise.migrations.executor import MigrationExecutor

from app.library import database
from app.storage import sync_up

_log = logging.getLogger("app.library")

_ADVISORY_LOCK = 0x70656E74
"""`pent`: what migrating processes wait for on PostgreSQL."""


async def migrate(url: str) -> None:
    """Applies what is missing; a SQLite file that has data is copied to `….before-<name>` first."""
    config = database.config(url)
    path = database.sqlite_path(url)
    async with _lock(url, path):
        missing = await pending(url)
        if not missing:
            return
        if path is not None and path.exists():
            await asyncio.to_thread(_copy, path, f"before-{missing[0]}")
        try:
            await api.migrate(config=config)
        finally:
            await Tortoise.close_connections()
        if path is not None:
            await asyncio.to_thread(sync_up, path.parent)
    _log.info("migrated the database: %s", ", ".join(missing))


async def pending(url: str) -> list[str]:
    """Names of the migrations that the database does not have."""
    config = database.config(url)
    try:
        await Tortoise.init(config=config, init_connections=False)
        connection = Tortoise.get_connection("default")
        plan = await MigrationExecutor(connection, config["apps"]).plan(None)
        return [step.migration.name for step in plan]
    finally:
        await Tortoise.close_connections()


@asynccontextmanager
async def _lock(url: str, path: Path | None) -> AsyncIterator[None]:
    if path is None:
        connection = await asyncpg.connect(url)
        try:
            await connection.execute("SELECT pg_advisory_lock($1)", _ADVISORY_LOCK)
            yield
        finally:
            await connection.close()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path.with_name(f"{path.name}.lock"), os.O_CREAT | os.O_RDWR, 0o600)
    try:
        await asyncio.to_thread(fcntl.flock, descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _copy(path: Path, suffix: str) -> None:
    """A whole copy beside the file, whatever the write-ahead log holds; an older one goes."""
    with sqlite3.connect(path) as connection:
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables:
            target = path.with_name(f"{path.name}.{suffix}")
            target.unlink(missing_ok=True)
            connection.execute("VACUUM INTO ?", [str(target)])
    connection.close()
