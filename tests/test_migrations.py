"""Migrations lead to the tables that the models describe, and keep every row on the way."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tortoise import Tortoise
from tortoise.migrations import api
from tortoise.migrations.autodetector import MigrationAutodetector

from app.library import database as library_database
from app.library.migrate import migrate, pending
from tests.conftest import NewHome
from tests.servers import ROOT, Home
from tests.tables import Rows, Table, query, tables

MIGRATIONS = sorted(path.stem for path in (ROOT / "app/library/migrations").glob("0*.py"))


def test_the_models_ask_for_no_migration_that_is_not_there(new_home: NewHome) -> None:
    config = library_database.config(new_home().database_url)

    async def changes() -> list[str]:
        try:
            await Tortoise.init(config=config, init_connections=False)
            assert Tortoise.apps is not None
            missing = await MigrationAutodetector(Tortoise.apps, config["apps"]).changes()
        finally:
            await Tortoise.close_connections()
        return [str(writer.operations) for writer in missing]

    assert asyncio.run(changes()) == []


def test_an_empty_database_is_brought_to_the_models_tables(new_home: NewHome) -> None:
    migrated, fresh = new_home(), new_home()
    asyncio.run(_generate(fresh.database_url))

    migrated.run("migrate")

    assert _alike(tables(migrated.database_url)) == _alike(tables(fresh.database_url))
    assert asyncio.run(pending(migrated.database_url)) == []


def test_migrating_again_changes_nothing(new_home: NewHome) -> None:
    home = new_home()
    home.run("migrate")
    rows = query(home.database_url, "SELECT * FROM folder")

    home.run("migrate")

    assert query(home.database_url, "SELECT * FROM folder") == rows
    assert [row["path"] for row in rows] == ["/"]


@pytest.mark.parametrize("start", MIGRATIONS[:-1])
def test_rows_survive_every_later_migration(new_home: NewHome, start: str) -> None:
    url = new_home().database_url
    asyncio.run(_migrate_to(url, start))
    seeded = _seed(url)

    asyncio.run(migrate(url))

    for table, rows in seeded.items():
        columns = ", ".join(f'"{column}"' for column in rows[0])
        kept = query(url, f'SELECT {columns} FROM "{table}"')  # noqa: S608 - our tables
        assert [row for row in rows if row not in kept] == []
    assert seeded.keys() >= {"folder", "file", "version", "blob"}


def test_a_sqlite_file_is_copied_before_it_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    home = Home(tmp_path, f"sqlite://{path}")
    asyncio.run(_migrate_to(home.database_url, MIGRATIONS[1]))
    seeded = _seed(home.database_url)

    home.run("migrate")

    copy = f"sqlite://{path}.before-{MIGRATIONS[2]}"
    assert asyncio.run(pending(copy)) == MIGRATIONS[2:]
    assert query(copy, "SELECT * FROM version") == seeded["version"]


def test_three_processes_may_migrate_one_empty_database(new_home: NewHome) -> None:
    home = new_home()

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: home.run("migrate", check=False), range(3)))

    assert [process.returncode for process in done] == [0, 0, 0], done
    assert asyncio.run(pending(home.database_url)) == []
    assert len(query(home.database_url, "SELECT * FROM folder")) == 1


async def _migrate_to(url: str, name: str) -> None:
    try:
        await api.migrate(config=library_database.config(url), target=f"library.{name}")
    finally:
        await Tortoise.close_connections()


async def _generate(url: str) -> None:
    try:
        await Tortoise.init(config=library_database.config(url))
        await Tortoise.generate_schemas()
    finally:
        await Tortoise.close_connections()


def _alike(found: dict[str, Table]) -> dict[str, Table]:
    """The same tables, their columns in any order."""
    return {
        name: Table(dict(sorted(table.columns.items())), table.indexes, table.foreign_keys)
        for name, table in found.items()
    }


def _seed(url: str) -> dict[str, Rows]:
    """Two rows more in every table, whatever its columns are at this point; all rows by table."""
    found = tables(url)
    seeded: dict[str, Rows] = {}
    while waiting := [name for name in found if name not in seeded]:
        for name in waiting:
            needed = {target for target, _ in found[name].foreign_keys.values()} - {name}
            if needed <= seeded.keys():
                seeded[name] = _insert(url, name, found[name])
    return seeded


def _insert(url: str, name: str, table: Table) -> Rows:
    columns = ", ".join(f'"{column}"' for column in table.columns)
    marks = [f"${n}" for n in range(1, len(table.columns) + 1)]
    for number in (1, 2):
        values = [_value(name, column, table, number) for column in table.columns]
        query(url, f'INSERT INTO "{name}" ({columns}) VALUES ({", ".join(marks)})', values)  # noqa: S608 - our tables
    return query(url, f'SELECT {columns} FROM "{name}"')  # noqa: S608 - our tables


def _value(table: str, column: str, shape: Table, number: int) -> Any:
    """Something of the column's type, different for each number."""
    kind = str(shape.columns[column][0]).lower()
    target, _ = shape.foreign_keys.get(column, ("", ""))
    if target == table:
        return None if number == 1 else f"{table:.20}-1"
    if target or (column == "id" and "int" not in kind):
        return f"{target or table:.20}-{number}"
    if "json" in kind:
        return f'{{"n": {number}}}'
    if "bool" in kind:
        return number == 1
    if any(word in kind for word in ("int", "real", "double")):
        return number + 1000  # above what the database numbers by itself
    return f"{column[:3]}-{number}"
