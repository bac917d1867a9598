"""Conditions of a search as SQL, each with the way an index finds what meets it.

A condition is written on the letters of rows.py: `f` file, `v` version, `d` folder, `b` blob. A
source is a statement of its own, on `s`, which lists the ids of what meets the condition; walks.py
chooses which one to begin with. Values are always apart from the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What is searched for: current versions, the others, and folders."""

    FILE = "file"
    VERSION = "file-version"
    FOLDER = "folder"


class SortKey(StrEnum):
    """What a list is sorted by, in REST's words."""

    NAME = "NAME"
    CREATED = "CREATED"
    UPDATED = "UPDATED"
    HEIGHT = "HEIGHT"
    WIDTH = "WIDTH"
    SIZE = "SIZE"
    RELEVANCE = "RELEVANCE"


Orders = Mapping[SortKey, str]


@dataclass(frozen=True, slots=True)
class Source:
    """Where to begin: what it lists is in the order of any of `orders`, and nothing twice.

    The ids are those of files for files, of versions for versions.
    """

    tables: str
    where: str = ""
    values: tuple[object, ...] = ()
    id: str = "s.id"
    orders: Orders = field(default_factory=dict)
    column: str = ""
    """For a range of times, which; two ranges of one are a narrower one."""
    is_exact: bool = True
    """False when it lists more than what meets the condition."""

    @property
    def ids(self) -> str:
        """The ids alone."""
        return f"SELECT {self.id} AS id FROM {self.tables} WHERE {self.where}"


@dataclass(frozen=True, slots=True)
class Part:
    """A condition, with a `?` for each value."""

    sql: str
    values: tuple[object, ...] = ()
    source: Source | None = None


NOTHING: Final = Part("FALSE")
"""What nothing meets."""


def all_of(parts: Sequence[Part]) -> Part:
    """The condition that all of them hold."""
    if len(parts) == 1:
        return parts[0]
    source = next((part.source for part in parts if part.source), None)
    return Part(
        f"({' AND '.join(part.sql for part in parts)})",
        _values(parts),
        replace(source, is_exact=False) if source else None,
    )


def any_of(parts: Sequence[Part]) -> Part:
    """The condition that one of them holds, found when each of them is."""
    if len(parts) == 1:
        return parts[0]
    sources = [part.source for part in parts if part.source]
    return Part(
        f"({' OR '.join(part.sql for part in parts)})",
        _values(parts),
        _united(sources) if len(sources) == len(parts) else None,
    )


def none_of(parts: Sequence[Part]) -> Part:
    """The condition that none of them holds, be it for want of a value."""
    part = any_of(parts)
    return Part(f"({part.sql}) IS NOT TRUE", part.values)


def narrowed(found: Sequence[Part]) -> list[Part]:
    """The same conditions, with all that are ranges of one column made one."""
    ranges: dict[str, Part] = {}
    others: list[Part] = []
    for part in found:
        column = part.source.column if part.source else ""
        if not column:
            others.append(part)
        else:
            ranges[column] = _within(ranges[column], part) if column in ranges else part
    return [*ranges.values(), *others]


def by_file(
    kind: Kind, where: str, values: Sequence[object], orders: Orders, *, column: str = ""
) -> Source | None:
    """A source by an index of files; `{s}` in `where` and `orders` stands for the file."""
    match kind:
        case Kind.FILE:
            named = {key: name.format(s="s") for key, name in orders.items()}
            return Source("file s", where.format(s="s"), tuple(values), orders=named, column=column)
        case Kind.VERSION:
            of_file = f"{where.format(s='y')} AND s.file_id = y.id"
            return Source("file y CROSS JOIN version s", of_file, tuple(values))
    return None


def by_version(
    kind: Kind, where: str, values: Sequence[object], orders: Orders, *, column: str = ""
) -> Source | None:
    """A source by an index of versions, `s`."""
    match kind:
        case Kind.VERSION:
            return Source("version s", where, tuple(values), orders=orders, column=column)
        case Kind.FILE:
            current = f"{where} AND y.id = s.file_id AND y.current_number = s.number"
            return Source("version s CROSS JOIN file y", current, tuple(values), id="y.id")
    return None


def by_label(
    kind: Kind, wheres: Sequence[str], values: Sequence[object], *, is_one: bool
) -> Source | None:
    """A source by labels, `s`, that meet one of the conditions, each of them on one name.

    `is_one`: no version has two labels that meet it, for it names a label and its value.
    """
    if kind is Kind.FOLDER:
        return None
    current = f"s.is_current = {'TRUE' if kind is Kind.FILE else 'FALSE'}"
    if is_one:
        where = f"{wheres[0]} AND {current}"
        orders = {SortKey.CREATED: "s.created_at"}
        return Source("label s", where, tuple(values), id="s.asset_id", orders=orders)
    selects = [
        f"SELECT DISTINCT s.asset_id AS id FROM label s WHERE {w} AND {current}" for w in wheres
    ]
    return Source(f"({' UNION '.join(selects)}) s", "TRUE", tuple(values))


def _within(one: Part, other: Part) -> Part:
    source, narrower = one.source, other.source
    if source and narrower:
        where = f"{source.where} AND {narrower.where}"
        source = replace(source, where=where, values=source.values + narrower.values)
    return Part(f"{one.sql} AND {other.sql}", one.values + other.values, source)


def _united(sources: Sequence[Source]) -> Source:
    return Source(
        f"({' UNION '.join(source.ids for source in sources)}) s",
        "TRUE",
        tuple(value for source in sources for value in source.values),
        is_exact=all(source.is_exact for source in sources),
    )


def _values(parts: Sequence[Part]) -> tuple[object, ...]:
    return tuple(value for part in parts for value in part.values)
