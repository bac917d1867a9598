"""The database: how Tortoise is set up for a URL, transactions, and plain SQL for reading."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

import asyncpg
from tortoise import Tortoise
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.exceptions import BaseORMException, IntegrityError, OperationalError
from tortoise.transactions import in_transaction

from app.errors import Busy, Invalid
from app.library.sqlite import Client

_log = logging.getLogger("app.library")

_P = ParamSpec("_P")
_T = TypeVar("_T")


class LostRace(Exception):
    """What a use case looked at has changed before it could take it; look again."""


FAILURES = (OSError, BaseORMException, asyncpg.PostgresError, asyncpg.InterfaceError)
"""What a database raises that does not work; what works in the background goes on all the same."""

TRIES = 8
"""How often a transaction that lost a race is run before the caller is told to come back."""


def sqlite_path(url: str) -> Path | None:
    """The file of a `sqlite:` URL, None for any other database."""
    scheme, _, rest = url.partition("://")
    return Path(rest.partition("?")[0]) if scheme == "sqlite" else None


def config(url: str) -> dict[str, Any]:
    """Tortoise's configuration for `sqlite:///path` or `postgres://user:password@host/name`."""
    path = sqlite_path(url)
    if path is not None:
        connection: dict[str, Any] = {
            "engine": "app.library.sqlite",
            # FULL: a commit is on disk when it returns, power cut or not.
            "credentials": {
                "file_path": str(path),
                "synchronous": "FULL",
                "busy_timeout": 30_000,
                "journal_size_limit": 64 * 1024 * 1024,
            },
        }
    else:
        scheme = urlsplit(url).scheme
        connection = expand_db_url(url.replace(f"{scheme}://", "asyncpg://", 1))
        connection["credentials"].setdefault("maxsize", 10)
    return {
        "connections": {"default": connection},
        "apps": {
            "library": {
                "models": [
                    "app.library.models",
                    "app.library.search.labels",
                    "app.library.events",
                    "app.library.extension_runs",
                    "app.library.sessions",
                ],
                "migrations": "app.library.migrations",
                "default_connection": "default",
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


def transactional(use_case: Callable[_P, Awaitable[_T]]) -> Callable[_P, Awaitable[_T]]:
    """Runs a use case in one transaction, again when it lost a race to another.

    The use case must hold nothing but SQL and must write first (see `files.lock`): that takes
    the row on PostgreSQL and the writer on SQLite. Inside another transaction it joins that one.
    """

    @wraps(use_case)
    async def run(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        for attempt in range(TRIES):
            try:
                async with in_transaction("default"):
                    return await use_case(*args, **kwargs)
            except (*_LOST_RACES, OperationalError, IntegrityError) as error:
                last = attempt == TRIES - 1
                if not _is_lost_race(error) or (last and isinstance(error, IntegrityError)):
                    raise
                _log.info("transaction %s lost a race: %s", use_case.__qualname__, error)
            await asyncio.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311 - a pause
        raise Busy("The library is busy with this file. Try again.")

    return run


_LOST_RACES = (
    LostRace,
    asyncpg.exceptions.DeadlockDetectedError,
    asyncpg.exceptions.SerializationError,
)


def _is_lost_race(error: Exception) -> bool:
    """IntegrityError: a row was made or deleted between our look and our write; look again."""
    if isinstance(error, (*_LOST_RACES, IntegrityError)):
        return True
    return any(word in str(error) for word in ("database is locked", "deadlock", "serialize"))


async def select(sql: str, values: Sequence[object] = ()) -> Iterable[Sequence[Any]]:
    """The rows of a SELECT written with `?` for its values, as the transaction sees them."""
    connection = Tortoise.get_connection("default")
    if connection.capabilities.dialect == "postgres":
        sql = _numbered(sql)
    _, rows = await connection.execute_query(sql, _bound(values))
    return cast("Sequence[Sequence[Any]]", rows)


async def search(sql: str, values: Sequence[object] = ()) -> Iterable[Sequence[Any]]:
    """The same outside of transactions, for what may take long: on SQLite no other read waits."""
    connection = Tortoise.get_connection("default")
    if isinstance(connection, Client):
        return cast("Sequence[Sequence[Any]]", await connection.search(sql, _bound(values)))
    return await select(sql, values)


async def execute(sql: str, values: Sequence[object] = ()) -> int:
    """Runs a statement written with `?` and returns how many rows it changed."""
    connection = Tortoise.get_connection("default")
    if connection.capabilities.dialect == "postgres":
        sql = _numbered(sql)
    changed, _ = await connection.execute_query(sql, _bound(values))
    return changed


def batches(items: Sequence[_T], size: int = 500) -> Iterator[Sequence[_T]]:
    """The items in parts for one statement each; databases take some 32,000 values."""
    return (items[start : start + size] for start in range(0, len(items), size))


def each(column: str) -> str:
    """A table `each` with a `value` for every text in a JSON list; empty for NULL."""
    if Tortoise.get_connection("default").capabilities.dialect == "postgres":
        return f"jsonb_array_elements_text({column}) AS each(value)"
    return f"json_each({column}) AS each"


async def remove_key(table: str, column: str, key: str) -> int:
    """Takes a key out of the JSON objects in a column, and returns of how many."""
    if Tortoise.get_connection("default").capabilities.dialect == "postgres":
        sql = f"SET {column} = {column} - CAST(? AS text) WHERE jsonb_exists({column}, ?)"
        return await execute(f"UPDATE {table} {sql}", [key, key])
    sql = f"SET {column} = json_remove({column}, ?) WHERE json_type({column}, ?) IS NOT NULL"
    return await execute(f"UPDATE {table} {sql}", [f'$."{key}"'] * 2)


def pairs(column: str) -> str:
    """A SELECT of both texts of every pair in a JSON list."""
    if Tortoise.get_connection("default").capabilities.dialect == "postgres":
        return f"SELECT value->>0, value->>1 FROM jsonb_array_elements(CAST({column} AS JSONB))"
    both = "json_extract(value, '$[0]'), json_extract(value, '$[1]')"
    return f"SELECT {both} FROM json_each({column})"


async def queue(name: str, *, shared: bool = False) -> None:
    """Inside a transaction: waits for every other one that named the same thing to end.

    Those that share it wait only for those that do not, and the other way round. SQLite has one
    writer, so there this is so already.
    """
    if Tortoise.get_connection("default").capabilities.dialect == "postgres":
        lock = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
        await select(f"SELECT {lock}(hashtextextended(?, 0))", [name])


async def hold(sql: str, values: Sequence[object] = ()) -> None:
    """Inside a transaction: keeps the rows of a `SELECT … FOR …` as they are; see `queue`."""
    if Tortoise.get_connection("default").capabilities.dialect == "postgres":
        await select(sql, values)


def random_hex(digits: int) -> str:
    """An expression for up to 32 hexadecimal digits, others in each row, that nobody can guess."""
    if Tortoise.get_connection("default").capabilities.dialect == "postgres":
        return f"right(replace(gen_random_uuid()::text, '-', ''), {digits})"
    return f"lower(hex(randomblob({digits // 2})))"


def json_object() -> str:
    """The function that makes a JSON object of names and values in turn."""
    if Tortoise.get_connection("default").capabilities.dialect == "postgres":
        return "json_build_object"
    return "json_object"


async def check() -> None:
    """Raises when the database does not answer."""
    await select("SELECT 1")


def _bound(values: Sequence[object]) -> list[object]:
    """The values for a driver; text that no database can hold is the caller's mistake."""
    for value in values:
        if isinstance(value, str) and ("\0" in value or not _is_unicode(value)):
            raise Invalid("Your request contains a NUL character or text that is not Unicode.")
    return list(values)


def _is_unicode(text: str) -> bool:
    """Whether it has no half of a surrogate pair."""
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


@lru_cache(maxsize=512)
def _numbered(sql: str) -> str:
    head, *parts = sql.split("?")
    return head + "".join(f"${n}{part}" for n, part in enumerate(parts, 1))


TORTOISE = config("sqlite:///unused.sqlite")
"""What `tortoise makemigrations` wants to know; it opens no database."""
