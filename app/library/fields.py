"""Custom metadata fields: defined, changed, deleted; and the values that versions have for them.

Deleting a field takes its values off every version, and its name is never free again, so that no
value can come back under another meaning (rest-api.md §2.13).

Whoever writes values has written to the file's row before it reads the fields. Deleting a field
keeps all such writers waiting, so that none of them can bring back what it removes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple, TypedDict, TypeVar

import orjson

from app.errors import Invalid, NotFound
from app.library import database, field_rules
from app.library.database import transactional
from app.library.field_checks import check
from app.library.field_rules import FieldType, Rules
from app.library.field_values import Wrong
from app.library.ids import new_id, now
from app.library.models import Field

T = TypeVar("T")
R = TypeVar("R")

MAX_FIELDS: Final = 1000
"""Deleted ones do not count."""
MAX_BYTES: Final = 64 * 1024
"""Of all values of a version, as JSON."""

_COLUMNS: Final = (
    "id, name, label, description, type, rules, created_at, updated_at, deleted_at FROM field"
)


class FieldRow(NamedTuple):
    """A field. Times are milliseconds since 1970, UTC."""

    id: str
    name: str
    label: str
    description: str | None
    type: str
    rules_json: str
    created_at: int
    updated_at: int
    deleted_at: int | None

    @property
    def rules(self) -> Rules:
        """What its values must be."""
        return Rules(FieldType(self.type), **orjson.loads(self.rules_json))

    @property
    def is_deleted(self) -> bool:
        """Whether nothing can have a value for it any more."""
        return self.deleted_at is not None


class Changes(TypedDict, total=False):
    """What to change; an absent key stays as it is."""

    label: str
    description: str | None
    rules: Mapping[str, object]
    """By key; an absent one stays as it is, None removes it."""


async def listed(*, include_deleted: bool = False) -> list[FieldRow]:
    """All fields by name."""
    where = "" if include_deleted else "WHERE deleted_at IS NULL"
    return sorted(await _rows(where), key=lambda row: row.name)


async def many(ids: Sequence[str]) -> dict[str, FieldRow]:
    """Those of the fields that exist, by id."""
    return {row.id: row for row in await _among("id", ids)}


async def named(names: Sequence[str]) -> dict[str, FieldRow]:
    """Those of the fields that exist, by name."""
    return {row.name: row for row in await _among("name", names)}


async def get(field_id: str) -> FieldRow:
    """The field, deleted or not; NotFound."""
    found = await many([field_id])
    if field_id not in found:
        raise NotFound("No such custom metadata field exists.")
    return found[field_id]


@transactional
async def create(
    name: str,
    label: str,
    type_: str,
    rules: Mapping[str, object],
    *,
    description: str | None = None,
) -> FieldRow:
    """Defines a field; Invalid for a name or label that is taken, or rules that cannot be."""
    wrong = _Wrongs()
    said = {
        "name": wrong.read("name", field_rules.name, name),
        "label": wrong.read("label", field_rules.label, label),
        "description": wrong.read("description", field_rules.description, description),
    }
    settled, at = _settled(type_, rules, wrong), now()
    await database.queue("fields")
    await _refuse_taken(name=said["name"], label=said["label"])
    field = Field(id=new_id(), created_at=at, updated_at=at, **said)
    field.type, field.rules = settled.type, settled.kept
    await field.save(force_create=True)
    return await get(field.id)


@transactional
async def update(field_id: str, changes: Changes) -> FieldRow:
    """Changes a field; values that versions have stay as they are. NotFound, Invalid."""
    await database.queue("fields")
    row = await get(field_id)
    if row.is_deleted:
        raise Invalid("Cannot update a deleted custom metadata fields.", field="id")
    wrong = _Wrongs()
    values: dict[str, Any] = {}
    if "label" in changes:
        values["label"] = wrong.read("label", field_rules.label, changes["label"])
    if "description" in changes:
        text = changes["description"]
        values["description"] = wrong.read("description", field_rules.description, text)
    rules = {**row.rules.kept, **changes.get("rules", {})}
    values["rules"] = _settled(row.type, rules, wrong).kept
    await _refuse_taken(label=values.get("label"), besides=field_id)
    await Field.filter(id=field_id).update(**values, updated_at=max(now(), row.updated_at + 1))
    return await get(field_id)


@transactional
async def delete(field_id: str) -> FieldRow:
    """Ends the field, takes its values off every version, and returns it as it was. NotFound."""
    await database.hold("LOCK TABLE file IN EXCLUSIVE MODE")
    row = await get(field_id)
    if not await Field.filter(id=field_id, deleted_at=None).update(deleted_at=now()):
        raise NotFound("No such custom metadata field exists.")
    await database.remove_key("version", "custom_metadata", row.name)
    return row


async def settle(
    sent: Mapping[str, object] | None, had: Mapping[str, object] | None = None
) -> dict[str, object]:
    """Inside a transaction, the file's row written: the values that a version gets.

    They are those it `had`, changed by those sent, a null removing one, and the defaults of
    fields that need a value. Invalid for a value that is not what its field takes.
    """
    live = {row.name: row.rules for row in await listed()}
    values = {name: value for name, value in (had or {}).items() if name in live}
    wrong: dict[str, str] = {}
    for name, value in (sent or {}).items():
        if name not in live:
            wrong[name] = "no such custom metadata field exists"
        elif value is None:
            values.pop(name, None)
        else:
            try:
                values[name] = check(live[name], value)
            except Wrong as error:
                wrong[name] = str(error)
    if wrong:
        reason = "INVALID_CUSTOM_METADATA"
        raise Invalid(
            "Invalid custom metadata.", reason=reason, field="customMetadata", errors=wrong
        )
    settled = values | _defaults(live, values)
    if len(orjson.dumps(settled)) > MAX_BYTES:
        message = f"The custom metadata is too long: at most {MAX_BYTES} bytes in all."
        raise Invalid(message, field="customMetadata")
    return settled


def _defaults(live: Mapping[str, Rules], values: Mapping[str, object]) -> dict[str, object]:
    return {
        name: rules.default_value
        for name, rules in live.items()
        if rules.is_value_required and name not in values
    }


class _Wrongs(dict[str, str]):
    """What is wrong with a field, by the name that REST has for each part of it."""

    def read(self, key: str, reader: Callable[[T], R], value: T) -> R | None:
        """What the reader makes of the value; None when it is Wrong."""
        try:
            return reader(value)
        except Wrong as error:
            self[key] = str(error)
            return None

    def refuse(self) -> None:
        """Raises Invalid when anything is wrong."""
        if self:
            raise Invalid("Invalid field object", reason="INVALID_FIELD_OBJECT", errors=self)


def _settled(type_: str, sent: Mapping[str, object], wrong: _Wrongs) -> Rules:
    """The rules; Invalid for these and for what was wrong before."""
    if type_ not in set(FieldType):
        wrong["type"] = f"should be one of {', '.join(FieldType)}"
        wrong.refuse()
    rules, found = field_rules.read(FieldType(type_), sent)
    wrong.update({field_rules.REST_NAMES[key]: why for key, why in found.items()})
    default = rules.default_value
    if default is not None and not found:
        default = wrong.read("defaultValue", partial(check, rules), default)
    wrong.refuse()
    return Rules(rules.type, **rules.kept | {"default_value": default})


async def _refuse_taken(
    *, name: str | None = None, label: str | None = None, besides: str = ""
) -> None:
    known = await listed(include_deleted=True)
    if name is not None and sum(not row.is_deleted for row in known) >= MAX_FIELDS:
        raise Invalid(f"A maximum of {MAX_FIELDS} custom metadata fields can be created.")
    for row in known:
        if row.name == name:
            message = "A custom metadata field with this name already exists."
            raise Invalid(message, reason="ALREADY_EXISTS", field="name")
        if row.label == label and not row.is_deleted and row.id != besides:
            message = "A custom metadata field with this label already exists."
            raise Invalid(message, reason="ALREADY_EXISTS", field="label")


async def _among(column: str, values: Iterable[str]) -> list[FieldRow]:
    wanted = list(values)
    if not wanted:
        return []
    marks = ", ".join("?" * len(wanted))
    return await _rows(f"WHERE {column} IN ({marks})", wanted)


async def _rows(where: str, values: Sequence[object] = ()) -> list[FieldRow]:
    rows = await database.select(f"SELECT {_COLUMNS} {where}", values)
    return [FieldRow._make(row) for row in rows]
