"""Saved extensions: configurations kept under an id (rest-api.md §2.14)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple, TypedDict

import orjson

from app.errors import Invalid, NotFound
from app.library import database, extensions
from app.library.database import transactional
from app.library.extensions import Configured
from app.library.field_values import Wrong, text
from app.library.ids import new_id, now
from app.library.models import SavedExtension

MAX_SAVED: Final = 100
MAX_NAME: Final = 255

_COLUMNS: Final = "id, name, description, config, created_at, updated_at FROM saved_extension"


class SavedRow(NamedTuple):
    """A saved extension. Times are milliseconds since 1970, UTC."""

    id: str
    name: str
    description: str
    config_json: str
    created_at: int
    updated_at: int

    @property
    def extension(self) -> Configured:
        """What it stands for."""
        return extensions.read(orjson.loads(self.config_json))


class Changes(TypedDict, total=False):
    """What to change; an absent key stays as it is."""

    name: str
    description: str
    config: object


async def listed() -> list[SavedRow]:
    """All, in the order in which they were made."""
    return await _rows("ORDER BY created_at, id")


async def many(ids: Sequence[str]) -> dict[str, SavedRow]:
    """Those that exist, by id."""
    if not ids:
        return {}
    marks = ", ".join("?" * len(ids))
    return {row.id: row for row in await _rows(f"WHERE id IN ({marks})", ids)}


async def get(saved_id: str) -> SavedRow:
    """The one with this id; NotFound."""
    found = await many([saved_id])
    if saved_id not in found:
        raise _missing()
    return found[saved_id]


@transactional
async def create(name: str, description: str, config: object) -> SavedRow:
    """Keeps a configuration; Invalid for one that cannot be, and for one too many."""
    values = _values(Changes(name=name, description=description, config=config))
    await database.queue("saved extensions")
    if await SavedExtension.all().count() >= MAX_SAVED:
        raise Invalid(f"A maximum of {MAX_SAVED} saved extensions can be created.")
    at = now()
    saved = SavedExtension(id=new_id(), created_at=at, updated_at=at, **values)
    await saved.save(force_create=True)
    return await get(saved.id)


@transactional
async def update(saved_id: str, changes: Changes) -> SavedRow:
    """Changes what is kept; NotFound, Invalid."""
    values = _values(changes)
    if not await SavedExtension.filter(id=saved_id).update(**values, updated_at=now()):
        raise _missing()
    return await get(saved_id)


@transactional
async def delete(saved_id: str) -> None:
    """Forgets it; NotFound."""
    if not await SavedExtension.filter(id=saved_id).delete():
        raise _missing()


def _values(changes: Changes) -> dict[str, Any]:
    """The columns that change."""
    values: dict[str, Any] = {}
    if "name" in changes:
        values["name"] = _text("name", changes["name"], MAX_NAME)
    if "description" in changes:
        values["description"] = _text("description", changes["description"])
    if "config" in changes:
        values["config"] = extensions.read(changes["config"]).config
    return values


def _text(field: str, value: str, most: int = 10_000) -> str:
    try:
        found = text(value, most)
    except Wrong as error:
        raise _invalid(field, str(error)) from None
    if not found.strip():
        raise _invalid(field, "should not be empty")
    return found


def _invalid(field: str, why: str) -> Invalid:
    return Invalid(f"The {field} of a saved extension {why}.", field=field)


def _missing() -> NotFound:
    return NotFound("The requested saved extension does not exist.")


async def _rows(where: str, values: Sequence[object] = ()) -> list[SavedRow]:
    rows = await database.select(f"SELECT {_COLUMNS} {where}", values)
    return [SavedRow._make(row) for row in rows]
