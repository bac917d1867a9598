"""How a search goes through the library: where it begins, so that a first page costs little.

What to begin with is decided here and not left to the database, whose guesses on SQLite are wild:

- with a condition whose index is in the wanted order, reading until the page is full;
- with a condition that few meet, sorting those (FEW are counted first, no further than that);
- else with the whole library in the wanted order.

Every other condition is then looked at row by row. CROSS JOIN keeps SQLite to that; PostgreSQL is
free to know better.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from app.library import asset_parts, database
from app.library.parts import Kind, Part, SortKey, Source
from app.library.rows import FOLDER_COLUMNS, VERSION_COLUMNS, FolderRow, VersionRow

FEW: Final = 20_000
"""So many are read and sorted in about 50 ms."""

_JOINS: Final = {
    Kind.FILE: {
        "f": "f.id = {id}",
        "v": "v.file_id = f.id AND v.number = f.current_number",
        "d": "d.id = f.folder_id",
        "b": "b.id = v.blob_id",
    },
    Kind.VERSION: {
        "v": "v.id = {id}",
        "f": "f.id = v.file_id AND v.number <> f.current_number",
        "d": "d.id = f.folder_id",
        "b": "b.id = v.blob_id",
    },
    Kind.FOLDER: {"d": "d.id = {id}"},
}
_TABLES: Final = {"f": "file f", "v": "version v", "d": "folder d", "b": "blob b"}
_LETTER: Final = re.compile(r"\b([fvdb])\.")
_NULLABLE: Final = frozenset({SortKey.WIDTH, SortKey.HEIGHT})


class Hit(NamedTuple):
    """A row, and what it is sorted by."""

    value: str | int | None
    row: VersionRow | FolderRow


@dataclass(frozen=True, slots=True)
class Order:
    """What a list is sorted by; equal values by id, missing ones last."""

    key: SortKey = SortKey.CREATED
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Arm:
    """All of one kind that meet the conditions; `score` is what RELEVANCE sorts by."""

    kind: Kind
    parts: Sequence[Part] = ()
    score: Part = field(default=Part("0"))


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a page begins or ends: values above (`>`) or below (`<`) this one, or equal ones with
    an id above or below; without an id, all or none of the equal ones."""

    operator: str
    value: str | int | None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A SELECT and its values."""

    sql: str
    values: tuple[object, ...]
    is_quick: bool = False
    """Whether it reads rows as an index has them, and none that it does not answer."""


async def keys(
    arm: Arm, order: Order, *, limit: int, offset: int = 0, edges: Sequence[Edge] = ()
) -> Statement:
    """A SELECT of `k`, what is sorted by, and `id`, in order."""
    source = await _begin(arm, order.key)
    key = _key(arm, order, source)
    body, values = _body(arm, source, key)
    for edge in edges:
        sql, more = _past(edge, key, source.id)
        body, values = f"{body} AND {sql}", (*values, *more)
    sql = f"SELECT {key.sql} AS k, {source.id} AS id {body} {by(order, key.sql, source.id)}"
    again = key.values if "?" in key.sql else ()
    return Statement(
        f"{sql} LIMIT {limit:d} OFFSET {offset:d}",
        (*key.values, *values, *again),
        is_quick=len(arm.parts) < 2 and offset == 0 and _is_led(arm, order, source),
    )


async def rows(arm: Arm, order: Order, wanted: Statement) -> list[Hit]:
    """The rows that `keys` selects, each with what it is sorted by."""
    is_folder = arm.kind is Kind.FOLDER
    columns = FOLDER_COLUMNS if is_folder else VERSION_COLUMNS
    make = FolderRow._make if is_folder else VersionRow._make
    joins = _JOINS[arm.kind]
    where = " AND ".join(joins.values()).format(id="w.id")
    sql = (
        f"SELECT w.k, {columns} FROM ({wanted.sql}) w {_joined(joins)} WHERE {where}"
        f" {by(order, 'w.k', 'w.id')}"
    )
    read = database.select if wanted.is_quick else database.search
    found = await read(sql, wanted.values)
    return [Hit(value, make(row)) for value, *row in found]


async def count(arm: Arm) -> int:
    """How many there are."""
    source = await _begin(arm, None)
    body, values = _body(arm, source, Part("0"))
    (row,) = await database.search(f"SELECT count(*) {body}", values)
    return int(row[0])


def by(order: Order, key: str, tie: str) -> str:
    """ORDER BY …"""
    direction = "DESC" if order.descending else "ASC"
    # Only these can be missing; asking the others would keep the index from being used.
    last = f"{key} IS NULL, " if order.key in _NULLABLE else ""
    return f"ORDER BY {last}{key} {direction}, {tie} {direction}"


async def _begin(arm: Arm, key: SortKey | None) -> Source:
    if arm.kind is Kind.FOLDER:
        return Source("folder d", "d.parent_id IS NOT NULL", id="d.id")
    found = [part.source for part in arm.parts if part.source]
    in_order = [source for source in found if key in source.orders]
    if in_order and len(arm.parts) == 1:
        return in_order[0]
    if key is None and len(found) == 1:
        return found[0]
    if found:
        numbers = await _numbers(found)
        least = min(range(len(found)), key=numbers.__getitem__)
        if numbers[least] <= FEW or key is None:
            return found[least]
    return in_order[0] if in_order else _whole(arm.kind, key)


async def _numbers(sources: Sequence[Source]) -> list[int]:
    """How many each lists, none counted further than FEW."""
    counts = (f"(SELECT count(*) FROM ({s.ids} LIMIT {FEW + 1}) c)" for s in sources)
    values = [value for source in sources for value in source.values]
    (row,) = await database.search(f"SELECT {', '.join(counts)}", values)
    return [int(number) for number in row]


def _whole(kind: Kind, key: SortKey | None) -> Source:
    """Everything, in the wanted order where an index has it."""
    names = {SortKey.CREATED: "created_at", SortKey.UPDATED: "updated_at", SortKey.SIZE: "size"}
    match kind, key:
        case Kind.FILE, SortKey.SIZE:
            current = "y.id = s.file_id AND y.current_number = s.number"
            tables, orders = "version s CROSS JOIN file y", {SortKey.SIZE: "s.size"}
            return Source(tables, current, id="s.file_id", orders=orders)
        case Kind.VERSION, SortKey.NAME:
            orders = {SortKey.NAME: "y.name"}
            return Source("file y CROSS JOIN version s", "s.file_id = y.id", orders=orders)
    orders = {SortKey.NAME: "s.name"} if kind is Kind.FILE else {}
    orders |= {key: f"s.{name}" for key, name in names.items()}
    return Source(f"{'file' if kind is Kind.FILE else 'version'} s", "TRUE", orders=orders)


def _is_led(arm: Arm, order: Order, source: Source) -> bool:
    """Whether an index leads to the rows; folders are few anyway."""
    return arm.kind is Kind.FOLDER or order.key in source.orders


def _key(arm: Arm, order: Order, source: Source) -> Part:
    """What is sorted by: the source's own column, where it has it, for the sake of its index."""
    own = source.orders.get(order.key)
    if own:
        return Part(own)
    kind = arm.kind
    match order.key:
        case SortKey.NAME:
            return Part(asset_parts.NAME[kind])
        case SortKey.CREATED:
            return Part(asset_parts.TIMES[kind]["created_at"])
        case SortKey.UPDATED:
            return Part(asset_parts.TIMES[kind]["updated_at"])
        case SortKey.RELEVANCE:
            return arm.score
    return Part("CAST(NULL AS BIGINT)" if kind is Kind.FOLDER else f"v.{order.key.lower()}")


def _body(arm: Arm, source: Source, key: Part) -> tuple[str, tuple[object, ...]]:
    """FROM … WHERE …, with no more tables than are looked at."""
    parts = [part for part in arm.parts if part.source is not source or not source.is_exact]
    where = [source.where, *(part.sql for part in parts)]
    values = (*source.values, *(value for part in parts for value in part.values))
    if arm.kind is Kind.FOLDER:
        return f"FROM {source.tables} WHERE {' AND '.join(where)}", values
    joins = _JOINS[arm.kind]
    used = set(_LETTER.findall(" ".join([key.sql, *where])))
    if used or arm.kind is Kind.VERSION:
        used |= {"f", "v"} if used & {"v", "b"} or arm.kind is Kind.VERSION else {"f"}
    needed = [letter for letter in joins if letter in used]
    links = [joins[letter].format(id=source.id) for letter in needed]
    return f"FROM {source.tables} {_joined(needed)} WHERE {' AND '.join(links + where)}", values


def _joined(letters: Iterable[str]) -> str:
    return " ".join(f"CROSS JOIN {_TABLES[letter]}" for letter in letters)


def _past(edge: Edge, key: Part, tie: str) -> tuple[str, tuple[object, ...]]:
    if edge.id is None:
        return f"{key.sql} {edge.operator} ?", (*key.values, edge.value)
    return f"({key.sql}, {tie}) {edge.operator} (?, ?)", (*key.values, edge.value, edge.id)
