"""Tables as the database has them, whoever made them: columns, indexes, foreign keys, rows."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import asyncpg

Rows = list[dict[str, Any]]

_PG_COLUMNS = """
    SELECT column_name, data_type, character_maximum_length, is_nullable, column_default
    FROM information_schema.columns WHERE table_name = $1
"""
_PG_INDEXES = """
    SELECT i.indisunique, array_agg(a.attname ORDER BY k.ord) AS names
    FROM pg_index i
    CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, ord)
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
    WHERE i.indrelid = to_regclass(quote_ident($1)) GROUP BY i.indexrelid, i.indisunique
"""
_PG_FOREIGN_KEYS = """
    SELECT a.attname, c.confrelid::regclass::text AS target, c.confdeltype::text AS rule
    FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.conrelid = to_regclass(quote_ident($1))
"""
_PG_TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"


@dataclass(frozen=True, slots=True)
class Table:
    """The shape of a table; names of indexes and constraints do not count."""

    columns: dict[str, tuple[Any, ...]]
    """Name to type, whether null is allowed, and default."""
    indexes: list[tuple[bool, tuple[str, ...]]]
    """Whether it is unique, and its columns in order."""
    foreign_keys: dict[str, tuple[str, str]]
    """Column to the table it points to and what happens on delete."""


def query(url: str, sql: str, values: Sequence[object] = ()) -> Rows:
    """Rows of one statement, which is committed."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite://"))) as connection, connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(sql, values)]
    return asyncio.run(_query(url, sql, values))


def tables(url: str) -> dict[str, Table]:
    """Every table of ours."""
    if url.startswith("sqlite"):
        names = [row["name"] for row in query(url, "PRAGMA table_list") if row["schema"] == "main"]
        read = _sqlite_table
    else:
        names = [row["table_name"] for row in query(url, _PG_TABLES)]
        read = _postgres_table
    theirs = {"tortoise_migrations", "sqlite_schema", "sqlite_sequence"}
    return {name: read(url, name) for name in names if name not in theirs}


async def _query(url: str, sql: str, values: Sequence[object]) -> Rows:
    connection = await asyncpg.connect(url)
    try:
        return [dict(row) for row in await connection.fetch(sql, *values)]
    finally:
        await connection.close()


def _sqlite_table(url: str, name: str) -> Table:
    columns = query(url, f'PRAGMA table_info("{name}")')
    indexes = query(url, f'PRAGMA index_list("{name}")')
    keys = query(url, f'PRAGMA foreign_key_list("{name}")')
    return Table(
        {c["name"]: (c["type"], c["notnull"], c["dflt_value"], c["pk"]) for c in columns},
        sorted(
            (
                bool(index["unique"]),
                tuple(c["name"] for c in query(url, f'PRAGMA index_info("{index["name"]}")')),
            )
            for index in indexes
        ),
        {key["from"]: (key["table"], key["on_delete"]) for key in keys},
    )


def _postgres_table(url: str, name: str) -> Table:
    columns = query(url, _PG_COLUMNS, [name])
    indexes = query(url, _PG_INDEXES, [name])
    keys = query(url, _PG_FOREIGN_KEYS, [name])
    return Table(
        {c["column_name"]: tuple(c.values())[1:] for c in columns},
        sorted((index["indisunique"], tuple(index["names"])) for index in indexes),
        {key["attname"]: (key["target"].strip('"'), key["rule"]) for key in keys},
    )
