"""What a search answers: the kinds it looks for, each gone through by itself, in one list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, TypeAlias

from app.library import database, files, folders, pages, versions
from app.library.pages import Page, Window
from app.library.rows import FolderRow, VersionRow
from app.library.search import walks
from app.library.search.parts import Kind
from app.library.search.walks import Arm, Edge, Hit, Order

Asset: TypeAlias = VersionRow | FolderRow

_RANKS: Final = {Kind.FOLDER: 0, Kind.FILE: 1, Kind.VERSION: 2}
"""Equal values of different kinds are in this order."""
_MANY: Final = 1000
"""Ids in one statement; and so many rows are put in order here, more by the database."""


async def listed(arms: Sequence[Arm], order: Order, *, limit: int, skip: int) -> list[Asset]:
    """Part of the list by offset."""
    if len(arms) == 1:
        arm = await walks.begun(arms[0], order.key)
        return [hit.row for hit in await walks.read(arm, order, limit=limit, offset=skip)]
    if skip + limit > _MANY:
        return await _mixed(arms, order, limit, skip) if arms else []
    found = [hit for arm in arms for hit in await _first(arm, order, skip + limit)]
    found.sort(key=_listed_key, reverse=order.descending)
    found.sort(key=lambda hit: hit.value is None)
    return [hit.row for hit in found[skip : skip + limit]]


async def _first(arm: Arm, order: Order, limit: int) -> list[Hit]:
    return await walks.read(await walks.begun(arm, order.key), order, limit=limit)


def _listed_key(hit: Hit) -> tuple[str | int, str]:
    """What REST sorts by: equal values of whatever kind by id."""
    value, _, row_id = key(hit)
    return value, row_id


async def page(arms: Sequence[Arm], order: Order, window: Window) -> Page[Asset]:
    """Part of the list by key, see `key`."""
    started = [await walks.begun(arm, order.key) for arm in arms]
    found = await pages.read(window, partial(hits, started, order), key)
    items = [hit.row for hit in found.items]
    return Page(items, found.keys, found.has_next, found.has_previous)


async def count(arms: Sequence[Arm]) -> int:
    """How many there are in all."""
    return sum([await walks.count(arm) for arm in arms])


async def count_within(arm: Arm, order: Order, window: Window) -> int:
    """How many of an arm lie between the keys of the window."""
    return await walks.count(arm, order, _edges(_RANKS[arm.kind], order, window))


async def hits(arms: Sequence[Arm], order: Order, window: Window) -> list[Hit]:
    """As many as the window asks for, in its direction, merged from all kinds."""
    found: list[Hit] = []
    reading = replace(order, descending=order.descending is not window.backward)
    if window.skip and len(arms) > 1:
        skipped = await _places(arms, order, window, limit=1, skip=window.skip - 1)
        if not skipped:
            return []
        edge = skipped[0]
        window = (
            replace(window, skip=0, before=edge)
            if window.backward
            else replace(window, skip=0, after=edge)
        )
    for each in arms:
        arm = await walks.begun(each, order.key)
        edges = _edges(_RANKS[arm.kind], order, window)
        found += await walks.read(
            arm,
            reading,
            limit=window.size,
            offset=window.skip,
            edges=edges,
            is_probe=window.is_probe,
        )
        if window.is_probe and found:
            break
    if len(arms) > 1:
        found.sort(key=key, reverse=reading.descending)
    return found[: window.size]


def _edges(rank: int, order: Order, window: Window) -> list[Edge]:
    """Where the window begins and ends among those of one kind."""
    edges = []
    for edge, is_later in ((window.after, True), (window.before, False)):
        if edge is not None:
            value, other, asset_id = edge
            operator = ">" if is_later is not order.descending else "<"
            if rank == other:
                edges.append(Edge(operator, value, str(asset_id)))
            else:
                with_equal = (rank > int(other or 0)) is (operator == ">")
                edges.append(Edge(f"{operator}=" if with_equal else operator, value))
    return edges


def key(hit: Hit) -> tuple[str | int, int, str]:
    """What is sorted by, the rank of the kind, and the id."""
    row = hit.row
    value = 0 if hit.value is None else hit.value
    if isinstance(row, FolderRow):
        return (value, _RANKS[Kind.FOLDER], row.id)
    if row.is_current:
        return (value, _RANKS[Kind.FILE], row.file_id)
    return (value, _RANKS[Kind.VERSION], row.id)


async def _mixed(arms: Sequence[Arm], order: Order, limit: int, skip: int) -> list[Asset]:
    """Ids in one order first, then the rows of each kind."""
    keys = await _places(arms, order, Window(0), ties=("id",), limit=limit, skip=skip)
    places = [(rank, asset_id) for _, rank, asset_id in keys]
    found: dict[tuple[int, str], Asset] = {}
    for kind, rank in _RANKS.items():
        ids = [asset_id for of_rank, asset_id in places if of_rank == rank]
        for start in range(0, len(ids), _MANY):
            rows = await _many(kind, ids[start : start + _MANY])
            found |= {(rank, asset_id): row for asset_id, row in rows.items()}
    return [found[place] for place in places if place in found]


async def _places(
    arms: Sequence[Arm],
    order: Order,
    window: Window,
    *,
    limit: int,
    skip: int,
    ties: Sequence[str] = ("kind", "id"),
) -> list[tuple[str | int, int, str]]:
    """Keys of rows between those of the window, in its direction, of all kinds in one order."""
    reading = replace(order, descending=order.descending is not window.backward)
    selects: list[str] = []
    values: list[object] = []
    for each in arms:
        arm = await walks.begun(each, order.key)
        rank = _RANKS[arm.kind]
        edges = _edges(rank, order, window)
        wanted = walks.keys(arm, order=reading, limit=skip + limit, edges=edges)
        selects.append(f"SELECT {rank} AS kind, k, id FROM ({wanted.sql}) w")
        values += wanted.values
    direction = "DESC" if reading.descending else "ASC"
    sorted_by = ", ".join(f"{column} {direction}" for column in ("k", *ties))
    sql = (
        f"SELECT k, kind, id FROM ({' UNION ALL '.join(selects)}) mixed"
        f" ORDER BY k IS NULL, {sorted_by} LIMIT {limit:d} OFFSET {skip:d}"
    )
    return [(value, rank, asset_id) for value, rank, asset_id in await database.search(sql, values)]


async def _many(kind: Kind, ids: Sequence[str]) -> Mapping[str, Asset]:
    match kind:
        case Kind.FOLDER:
            return await folders.many(ids)
        case Kind.FILE:
            return await files.many(ids)
    return await versions.many(ids)
