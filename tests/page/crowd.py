"""Folders with more files than anybody uploads in a test: written straight into the tables."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Final

from tests.servers import Server

FILES: Final = 10_000
PATH: Final = "/crowd"
_FOLDER: Final = "f" * 23 + "0"
_ROOT: Final = "0" * 24
_HOUR: Final = 3_600_000
_LATEST: Final = 1_790_000_000_000


def name(index: int) -> str:
    """Name of the file at this place, by name."""
    return f"file-{index:05}.jpg"


def fill(server: Server, original: str, files: int = FILES) -> None:
    """Makes the folder; each of its files has the bytes of the file with the id `original`."""
    path = server.home.database_url.partition("://")[2]
    with closing(sqlite3.connect(path, timeout=60)) as connection, connection:
        connection.execute(
            "INSERT INTO folder (id, path, name, parent_id, created_at, updated_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (_FOLDER, PATH, PATH[1:], _ROOT, _LATEST, _LATEST),
        )
        columns = [row[1] for row in connection.execute("PRAGMA table_info(version)")]
        found = connection.execute("SELECT * FROM version WHERE file_id = ?", (original,))
        version = dict(zip(columns, found.fetchone(), strict=True))
        for index in range(files):
            _add(connection, index, version)


def _add(connection: sqlite3.Connection, index: int, version: dict[str, object]) -> None:
    file_id, at = f"{index:024x}".replace("0", "c", 4), _LATEST - index * _HOUR
    connection.execute(
        "INSERT INTO file (id, folder_id, name, current_number, last_number, created_at,"
        " updated_at) VALUES (?, ?, ?, 1, 1, ?, ?)",
        (file_id, _FOLDER, name(index), at, at),
    )
    ours = {"id": file_id, "file_id": file_id, "number": 1, "token": f"{index:032x}"}
    row = version | ours | {"created_at": at, "updated_at": at}
    marks = ", ".join("?" * len(row))
    # The names are those of the table itself.
    query = f"INSERT INTO version ({', '.join(row)}) VALUES ({marks})"  # noqa: S608
    connection.execute(query, tuple(row.values()))
