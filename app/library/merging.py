"""Merging: the files of folders go into other folders, by a few statements for all of them.

A file whose name is taken goes on top of the file there, which keeps its id and its history; one
that would have too many versions that way is left out (rest-api.md §4.8, V9, V17 to V19). What
is true of transfers.py is true here; there it is one file, and Python, here many, and SQL.

In the statements `p` is a pair of folders, `f` a file in its source, `t` the file of the same name
in its target. CROSS JOIN keeps SQLite from beginning with all files there are. A target whose
versions reach beyond its `last_number` is one that has just been added to.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import orjson

from app.library import database, events
from app.library.database import batches, execute, hold, select
from app.library.events import Kind
from app.library.ids import now
from app.library.models import Version
from app.library.paths import join

Pair = tuple[str, str]
"""Ids of a folder and of the one that its files go to."""


async def copy(pairs: Sequence[Pair], *, limit: int, include_versions: bool) -> list[str]:
    """Copies the files of each source; the paths of those left out."""
    skipped: list[str] = []
    for batch in _batches(pairs, include_versions=include_versions):
        await batch.hold("SHARE")
        await batch.make_targets(limit)
        await batch.hold_targets()
        skipped += await batch.beyond(limit)
        await batch.copy_versions(limit)
        await batch.tell_targets()
        await batch.raise_targets()
    return skipped


async def move(pairs: Sequence[Pair], *, limit: int) -> list[str]:
    """Moves the files of each source; the paths of those left where they are."""
    skipped: list[str] = []
    for batch in _batches(pairs, include_versions=True):
        await batch.hold("UPDATE")
        await batch.tell_files()
        await batch.move_files()
        await batch.hold_targets()
        skipped += await batch.beyond(limit)
        await batch.move_versions(limit)
        await batch.tell_targets()
        await batch.raise_targets()
        await batch.drop_sources()
    return skipped


_BOTH: Final = (
    "FROM pair p CROSS JOIN file f CROSS JOIN file t"
    " WHERE f.folder_id = p.source AND t.folder_id = p.target AND t.name = f.name"
)
_SOURCES: Final = "FROM pair p CROSS JOIN file f WHERE f.folder_id = p.source"
_TAKEN: Final = "SELECT 1 FROM file t WHERE t.folder_id = p.target AND t.name = f.name"
_ADDED_TO: Final = (
    "EXISTS (SELECT 1 FROM version n WHERE n.file_id = t.id AND n.number > t.last_number)"
)


def _batches(pairs: Sequence[Pair], *, include_versions: bool) -> list[_Batch]:
    at = now()
    return [_Batch(part, include_versions, at) for part in batches(pairs, 5000)]


@dataclass(frozen=True, slots=True)
class _Batch:
    """Pairs that are handled together, and what is to go of each file."""

    pairs: Sequence[Pair]
    include_versions: bool
    at: int

    async def hold(self, strength: str) -> None:
        """Keeps the sources as they are: nobody adds a file or changes one."""
        sources = "SELECT d.id FROM pair p JOIN folder d ON d.id = p.source ORDER BY d.id"
        await hold(*self._said(f"{sources} FOR UPDATE OF d"))
        await hold(*self._said(f"SELECT f.id {_SOURCES} ORDER BY f.id FOR {strength} OF f"))

    async def hold_targets(self) -> None:
        """Keeps the files that others go on top of."""
        await hold(*self._said(f"SELECT t.id {_BOTH} ORDER BY t.id FOR UPDATE OF t"))

    async def beyond(self, limit: int) -> list[str]:
        """Paths of the files that would have too many versions."""
        found = await select(
            *self._said(
                "SELECT d.path, f.name FROM pair p JOIN folder d ON d.id = p.source"
                " JOIN file f ON f.folder_id = d.id"
                " LEFT JOIN file t ON t.folder_id = p.target AND t.name = f.name"
                f" WHERE {_count('t.id')} + {self._incoming} > ? ORDER BY d.path, f.name",
                limit,
            )
        )
        return [join(folder, name) for folder, name in found]

    async def make_targets(self, limit: int) -> None:
        """A file without versions for each name that is free."""
        await execute(
            *self._said(
                "INSERT INTO file (id, folder_id, name, current_number, last_number, created_at,"
                f" updated_at) SELECT {_new_id()}, p.target, f.name, 0, 0, {self.at}, 0 {_SOURCES}"
                f" AND {self._incoming} <= ? ORDER BY p.target, f.name ON CONFLICT DO NOTHING",
                limit,
            )
        )

    async def copy_versions(self, limit: int) -> None:
        """New versions with the same bytes and attributes, and tokens of their own."""
        same = ", ".join(_attributes())
        # The first version of a new file has the file's id (V3, V17).
        await execute(
            *self._said(
                f"INSERT INTO version (id, file_id, number, token, updated_at, {same})"
                f" SELECT CASE WHEN number = 1 THEN target ELSE {_new_id()} END, target, number,"
                f" {database.random_hex(32)}, {self.at}, {same}"
                f" FROM ({self._numbered()}) AS numbered",
                limit,
            )
        )

    async def move_files(self) -> None:
        """The files whose names are free, with all that is theirs."""
        taken = _TAKEN.replace("f.name", "file.name")
        await execute(
            *self._said(
                f"UPDATE file SET folder_id = p.target, updated_at = {later(self.at)}"
                f" FROM pair p WHERE file.folder_id = p.source AND NOT EXISTS ({taken})",
            )
        )

    async def move_versions(self, limit: int) -> None:
        """The versions of the others; ids and tokens stay (V19)."""
        was_current = f"CASE WHEN numbered.last THEN {self.at} ELSE version.updated_at END"
        await execute(
            *self._said(
                "UPDATE version SET file_id = numbered.target, number = numbered.number,"
                f" updated_at = {was_current} FROM ({self._numbered()}) AS numbered"
                " WHERE version.id = numbered.id",
                limit,
            )
        )

    async def tell_files(self) -> None:
        """The files whose names are free."""
        free = f"SELECT '{Kind.FILE_UPDATED}' AS kind, f.id {_SOURCES} AND NOT EXISTS ({_TAKEN})"
        await events.files_changing(*self._said(free))

    async def tell_targets(self) -> None:
        """The files that have just been added to; those without a number before are new."""
        kind = (
            f"CASE WHEN t.last_number = 0 THEN '{Kind.FILE_CREATED}'"
            f" ELSE '{Kind.VERSION_CREATED}' END AS kind"
        )
        await events.files_changing(*self._said(f"SELECT {kind}, t.id {_BOTH} AND {_ADDED_TO}"))

    async def raise_targets(self) -> None:
        """Makes the last version that went on top the current one."""
        before = f"SELECT v.id {_BOTH.replace(' WHERE', ' CROSS JOIN version v WHERE')}"
        await execute(
            *self._said(
                f"UPDATE version SET updated_at = {self.at} WHERE id IN ({before}"
                f" AND v.file_id = t.id AND v.number = t.current_number AND {_ADDED_TO})"
            )
        )
        last = "(SELECT max(number) FROM version WHERE file_id = file.id)"
        await execute(
            *self._said(
                f"UPDATE file SET last_number = {last}, current_number = {last},"
                f" updated_at = {later(self.at)}"
                f" WHERE id IN (SELECT t.id {_BOTH} AND {_ADDED_TO})"
            )
        )

    async def drop_sources(self) -> None:
        """The files that have given everything away."""
        empty = (
            f"SELECT f.id {_SOURCES}"
            " AND NOT EXISTS (SELECT 1 FROM version v WHERE v.file_id = f.id)"
        )
        await events.files_deleted(*self._said(empty))
        await execute(*self._said(f"DELETE FROM file WHERE id IN ({empty})"))

    def _numbered(self) -> str:
        """The versions that go, each with its target and its number there, as V18 orders them."""
        which = "" if self.include_versions else " AND v.number = f.current_number"
        rest = ", ".join(f"v.{column}" for column in ("id", *_attributes()))
        order = "CASE WHEN v.number = f.current_number THEN 1 ELSE 0 END, v.number"
        return (
            f"SELECT {rest}, t.id AS target, v.number = f.current_number AS last,"
            f" t.last_number + row_number() OVER (PARTITION BY f.id ORDER BY {order}) AS number"
            f" {_BOTH.replace(' WHERE', ' CROSS JOIN version v WHERE')} AND v.file_id = f.id{which}"
            f" AND {_count('t.id')} + {self._incoming} <= ?"
        )

    @property
    def _incoming(self) -> str:
        return _count("f.id") if self.include_versions else "1"

    def _said(self, statement: str, *values: object) -> tuple[str, list[object]]:
        """The statement with the pairs before it."""
        pairs = orjson.dumps(self.pairs).decode()
        return f"WITH pair(source, target) AS ({database.pairs('?')}) {statement}", [pairs, *values]


_OWN: Final = {"id", "file_id", "number", "token", "updated_at"}


def _attributes() -> list[str]:
    """The columns that a copy takes over; those of relations are known once Tortoise runs."""
    return sorted(set(Version._meta.fields_db_projection.values()) - _OWN)


def _count(file_id: str) -> str:
    return f"(SELECT count(*) FROM version c WHERE c.file_id = {file_id})"


def later(at: int) -> str:
    """A file's next `updated_at`, as files.later has it."""
    return f"CASE WHEN file.updated_at < {at} THEN {at} ELSE file.updated_at + 1 END"


def _new_id() -> str:
    """An expression for what ids.new_id makes."""
    return f"'{int(time.time()):08x}' || {database.random_hex(16)}"
