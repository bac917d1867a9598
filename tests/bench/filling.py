"""Writes the library of million.py straight into the tables of a database.

The rows go in as they were before searching had tables of its own; the migration does the rest,
as it would for a library that grew. Indexes are made when the rows are there, which is quicker.
"""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import asyncpg
from tortoise import Tortoise
from tortoise.migrations import api

from app.library.database import config, sqlite_path
from tests.bench import million

BEFORE: Final = "library.0003_jobs"
_PLAIN_INDEXES: Final = """
    SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.schemaname = 'public'
    AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)
"""
"""Those that no constraint brings along."""


def fill(url: str, files: int) -> None:
    """Makes so many files in an empty database; it still has to be migrated."""
    path = sqlite_path(url)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    asyncio.run(_lay_tables(url))
    if path is not None:
        _fill_sqlite(path, files)
    else:
        asyncio.run(_fill_postgres(url, files))


def is_filled(url: str) -> bool:
    """Whether the library is there already."""
    path = sqlite_path(url)
    return path.exists() if path is not None else asyncio.run(_has_tables(url))


async def tidy(url: str) -> None:
    """What PostgreSQL does by itself in its own time: learns what is in the tables."""
    if sqlite_path(url) is None:
        connection = await asyncpg.connect(url)
        try:
            await connection.execute("VACUUM (ANALYZE)")
        finally:
            await connection.close()


async def _lay_tables(url: str) -> None:
    try:
        await api.migrate(config=config(url), target=BEFORE)
    finally:
        await Tortoise.close_connections()


def _fill_sqlite(path: Path, files: int) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-1000000"):
            connection.execute(f"PRAGMA {pragma}")
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall()
        for name, _ in indexes:
            connection.execute(f'DROP INDEX "{name}"')
        connection.execute("BEGIN")
        for table, rows in million.rows(files):
            names = million.COLUMNS[table]
            marks = ", ".join("?" * len(names))
            into = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - our own names
            connection.executemany(into, rows)
        connection.execute("COMMIT")
        for _, sql in indexes:
            connection.execute(sql)
        connection.execute("PRAGMA journal_mode=WAL")


async def _fill_postgres(url: str, files: int) -> None:
    connection = await asyncpg.connect(url)
    try:
        # Foreign keys are not looked up: what rows point to is written before them.
        await connection.execute("SET session_replication_role = replica")
        indexes = await connection.fetch(_PLAIN_INDEXES)
        for name, _ in indexes:
            await connection.execute(f'DROP INDEX "{name}"')
        for table, rows in million.rows(files):
            columns = million.COLUMNS[table]
            await connection.copy_records_to_table(table, records=rows, columns=columns)
        for _, sql in indexes:
            await connection.execute(sql)
    finally:
        await connection.close()


async def _has_tables(url: str) -> bool:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval("SELECT to_regclass('public.version')") is not None
    finally:
        await connection.close()
