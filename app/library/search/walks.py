"""How a search goes through the library: where it begins, so that a first page costs little.

It begins with one condition, or with the whole library (starts.py); every other condition is then
looked at row by row. CROSS JOIN and IS TRUE keep SQLite to that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, NamedTuple

from app.library import database
from app.library.rows import FOLDER_COLUMNS, VERSION_COLUMNS, FolderRow, VersionRow
from app.library.search import asset_parts, starts
from app.library.search.parts import Kind, Part, SortKey, Source

_NEAR: Final = {True: 10_000, False: 4_000}
"""So many are looked at in some 2 or 20 ms, in an index alone or elsewhere too. When they have
no page among them, what is wanted lies together somewhere else."""

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
_DEEP: Final = re.compile(r"\b(?:[vdb]\.|SELECT\b|folder_id\b)")
"""What the indexes of files do not have."""
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
    source: Source | None = None
    """Where to begin, once that is known; see `begun`."""


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


async def begun(arm: Arm, key: SortKey | None) -> Arm:
    """The same, with where to begin: what several statements of one list need once."""
    return replace(arm, source=arm.source or await starts.choose(arm.kind, arm.parts, key))


async def read(
    arm: Arm,
    order: Order,
    *,
    limit: int,
    offset: int = 0,
    edges: Sequence[Edge] = (),
    is_probe: bool = False,
) -> list[Hit]:
    """Rows of an arm that has begun, in order, each with what it is sorted by."""
    wanted = partial(keys, order=order, limit=limit, offset=offset, is_probe=is_probe)
    far = await _far(arm, order, edges)
    if far is not None:
        found = await rows(arm, order, wanted(arm, edges=[far, *edges]))
        if len(found) == limit:
            return found
        other = await starts.instead(arm.parts, _source(arm))
        arm = replace(arm, source=other) if other else arm
    return await rows(arm, order, wanted(arm, edges=edges))


async def _far(arm: Arm, order: Order, edges: Sequence[Edge]) -> Edge | None:
    """Where a walk that leaves rows out is to have found its page; None when it need not."""
    source = _source(arm)
    others = _unmet(arm, source)
    if not _is_led(arm, order, source) or not any(part.source for part in others):
        return None
    is_light = source.tables == "file f" and not any(_DEEP.search(p.sql) for p in others)
    walk = replace(arm, parts=[part for part in arm.parts if part not in others])
    at = keys(walk, order=order, limit=1, offset=_NEAR[is_light], edges=edges)
    found = await database.search(at.sql, at.values)
    operator = ">" if order.descending else "<"
    return next((Edge(operator, value, row_id) for value, row_id in found), None)


def keys(
    arm: Arm,
    *,
    order: Order,
    limit: int,
    offset: int = 0,
    edges: Sequence[Edge] = (),
    is_probe: bool = False,
) -> Statement:
    """A SELECT of `k`, what is sorted by, and `id`, of an arm that has begun.

    In order; a probe may find any.
    """
    source = _source(arm)
    key = _key(arm, order, source)
    body, values = _body(arm, source, key, [_past(edge, key, source.id) for edge in edges])
    is_led = _is_led(arm, order, source)
    # To know whether there is any, the rest need not be sorted.
    sorted_by = "" if is_probe and not is_led else by(order, _sorted(key, order, is_led), source.id)
    again = key.values if "?" in sorted_by else ()
    sql = f"SELECT {key.sql} AS k, {source.id} AS id {body} {sorted_by}"
    return Statement(
        f"{sql} LIMIT {limit:d} OFFSET {offset:d}",
        (*key.values, *values, *again),
        is_quick=len(arm.parts) < 2 and offset == 0 and is_led,
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


async def count(arm: Arm, order: Order | None = None, edges: Sequence[Edge] = ()) -> int:
    """How many there are, between edges in an order."""
    begun_arm = await begun(arm, None)
    source = _source(begun_arm)
    key = _key(begun_arm, order, source) if order else Part("0")
    past = [_past(edge, key, source.id) for edge in edges]
    body, values = _body(begun_arm, source, Part("0"), past)
    (row,) = await database.search(f"SELECT count(*) {body}", values)
    return int(row[0])


def by(order: Order, key: str, tie: str) -> str:
    """ORDER BY …"""
    direction = "DESC" if order.descending else "ASC"
    # Only these can be missing; asking the others would keep the index from being used.
    last = f"{key} IS NULL, " if order.key in _NULLABLE else ""
    return f"ORDER BY {last}{key} {direction}, {tie} {direction}"


def _sorted(key: Part, order: Order, is_led: bool) -> str:
    """The key to sort by: what no index leads to as what no index has.

    PostgreSQL would take the library's in place of a source that is sorted, hoping to find a page
    at its beginning.
    """
    if is_led or order.key is SortKey.RELEVANCE:
        return key.sql
    return f"COALESCE({key.sql}, '')" if order.key is SortKey.NAME else f"{key.sql} + 0"


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


def _body(
    arm: Arm, source: Source, key: Part, past: Sequence[Part] = ()
) -> tuple[str, tuple[object, ...]]:
    """FROM … WHERE …, with no more tables than are looked at."""
    # IS TRUE keeps SQLite from beginning with another condition.
    rest = [replace(p, sql=f"({source.own(p.sql)}) IS TRUE") for p in _unmet(arm, source)]
    where = [source.where, *(part.sql for part in rest)]
    joins = _JOINS[arm.kind]
    used = set(_LETTER.findall(" ".join([key.sql, *where, *(part.sql for part in past)])))
    is_past = arm.kind is Kind.VERSION and bool(used or not source.is_of_kind)
    if is_past or used & {"v", "b"}:
        used |= {"f", "v"}
    elif used:
        used |= {"f"}
    needed = [letter for letter in joins if letter in used - source.letters]
    links = [joins[letter].format(id=source.id) for letter in needed]
    # SQLite begins where the first bound says: that is the page's, not the condition's.
    begin = [Part(source.where, source.values), *past]
    if "?" not in source.tables:
        begin.reverse()
    sql = " AND ".join([*(part.sql for part in begin), *links, *(part.sql for part in rest)])
    values = tuple(value for part in [*begin, *rest] for value in part.values)
    return f"FROM {source.tables} {_joined(needed)} WHERE {sql}", values


def _unmet(arm: Arm, source: Source) -> list[Part]:
    """The conditions that what the source lists need not meet."""
    return [part for part in arm.parts if part.source is not source or not source.is_exact]


def _source(arm: Arm) -> Source:
    assert arm.source is not None  # noqa: S101 - `begun` has set it
    return arm.source


def _joined(letters: Iterable[str]) -> str:
    return " ".join(f"CROSS JOIN {_TABLES[letter]}" for letter in letters)


def _past(edge: Edge, key: Part, tie: str) -> Part:
    if edge.id is None:
        return Part(f"{key.sql} {edge.operator} ?", (*key.values, edge.value))
    return Part(f"({key.sql}, {tie}) {edge.operator} (?, ?)", (*key.values, edge.value, edge.id))
