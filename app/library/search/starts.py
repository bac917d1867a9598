"""Where a search begins, which is decided here and not left to the database, whose guesses on
SQLite are wild:

- with a condition whose index is in the wanted order, reading until the page is full;
- with a condition that few meet, sorting those (FEW are counted first, no further than that);
- else with the whole library in the wanted order. Where what is wanted lies far from its
  beginning, walks.py finds out soon, and takes `instead`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from app.library import database
from app.library.search.parts import Kind, Part, SortKey, Source

FEW: Final = 12_000
"""So many are read and sorted in about 25 ms; of more than that, a walk soon finds a page."""
MANY: Final = 250_000
"""More than that are not sorted."""


async def choose(kind: Kind, parts: Sequence[Part], key: SortKey | None) -> Source:
    """Where to begin; without a key, for counting."""
    if kind is Kind.FOLDER:
        return Source("folder d", "d.parent_id IS NOT NULL", id="d.id", letters=frozenset("d"))
    found = [part.source for part in parts if part.source]
    in_order = [source for source in found if key in source.orders]
    if in_order and len(parts) == 1:
        return in_order[0]
    if key is None and len(found) == 1:
        return found[0]
    few = FEW if kind is Kind.FILE else FEW // 4  # each of the versions takes more reading
    least = await _least(found, few)
    if least is not None and (least[0] <= few or key is None):
        return least[1]
    return in_order[0] if in_order else _whole(kind, key)


async def instead(parts: Sequence[Part], source: Source) -> Source | None:
    """A source to sort rather than walk on with this one; None when there is none that is
    smaller."""
    least = await _least([part.source for part in parts if part.source], MANY)
    return None if least is None or least[0] > MANY or least[1] is source else least[1]


async def _least(found: Sequence[Source], most: int) -> tuple[int, Source] | None:
    """The source that lists the least, and how many, none counted further than `most`."""
    # Counting a scan would be doing it.
    sources = [source for source in found if not source.is_scan]
    if not sources:
        return None
    counts = (f"(SELECT count(*) FROM ({s.each} LIMIT {most + 1}) c)" for s in sources)
    values = [value for source in sources for value in source.values]
    (row,) = await database.search(f"SELECT {', '.join(counts)}", values)
    numbers = [int(number) for number in row]
    least = min(range(len(sources)), key=numbers.__getitem__)
    return numbers[least], sources[least]


def _whole(kind: Kind, key: SortKey | None) -> Source:
    """Everything, in the wanted order where an index has it."""
    names = {SortKey.CREATED: "created_at", SortKey.UPDATED: "updated_at", SortKey.SIZE: "size"}
    match kind, key:
        case Kind.FILE, SortKey.SIZE:
            current = "f.id = v.file_id AND f.current_number = v.number"
            tables, orders = "version v CROSS JOIN file f", {SortKey.SIZE: "v.size"}
            return Source(tables, current, (), "v.file_id", orders, frozenset("fv"))
        case Kind.VERSION, SortKey.NAME:
            tables, orders = "file f CROSS JOIN version v", {SortKey.NAME: "f.name"}
            others = "v.file_id = f.id AND v.number <> f.current_number"
            return Source(tables, others, (), "v.id", orders, frozenset("fv"))
    table, letter = ("file", "f") if kind is Kind.FILE else ("version", "v")
    orders = {SortKey.NAME: "f.name"} if kind is Kind.FILE else {}
    orders |= {key: f"{letter}.{name}" for key, name in names.items()}
    source = Source(f"{table} {letter}", "TRUE", (), f"{letter}.id", orders, frozenset(letter))
    return replace(source, is_of_kind=kind is Kind.FILE)
