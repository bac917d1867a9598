"""Conditions of a search as SQL, each with the way an index finds what meets it.

A condition is written on the letters of rows.py: `f` file, `v` version, `d` folder, `b` blob. A
source is a statement of its own, on the same letters or on labels `t`, which lists the ids of what
meets the condition; walks.py chooses which one to begin with. Values are always apart from the
text.
"""

from __future__ import annotations

import re
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
    id: str = ""
    orders: Orders = field(default_factory=dict)
    letters: frozenset[str] = frozenset()
    """Which rows it has itself."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """What it has of other rows: `f.created_at` by what stands for it here."""
    column: str = ""
    """For a range of times, which; two ranges of one are a narrower one."""
    is_exact: bool = True
    """False when it lists more than what meets the condition."""
    is_of_kind: bool = True
    """False when it lists current versions among others."""
    counted: str = ""
    """What to count in its place, about as many, where it joins tables, or leaves out what it has
    had, and that takes longer."""
    is_scan: bool = False
    """Whether it finds what meets the condition by looking at everything."""

    @property
    def each(self) -> str:
        """A row for each, or for about as many."""
        return self.counted or f"SELECT 1 FROM {self.tables} WHERE {self.where}"

    @property
    def ids(self) -> str:
        """The ids alone."""
        return f"SELECT {self.id} AS id FROM {self.tables} WHERE {self.where}"

    def own(self, sql: str) -> str:
        """The condition on what the source has itself, as far as it has that."""
        for column, name in self.columns.items():
            sql = re.sub(rf"\b{re.escape(column)}\b", name, sql)
        return sql


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
    """The same conditions, with all that are ranges of one column made one.

    Labels lie in the order of `created_at`, so that a range of it is one of theirs.
    """
    ranges: dict[str, Part] = {}
    others: list[Part] = []
    for part in found:
        column = part.source.column if part.source else ""
        if not column:
            others.append(part)
        else:
            ranges[column] = _within(ranges[column], part) if column in ranges else part
    made = ranges.get("created_at")
    if made and any(map(_is_label, others)):
        others = [_within(part, made) if _is_label(part) else part for part in others]
        del ranges["created_at"]
    return [*ranges.values(), *others]


def by_file(
    kind: Kind, where: str, values: Sequence[object], orders: Orders, *, column: str = ""
) -> Source | None:
    """A source by an index of files, with `where` and `orders` on the file."""
    given = tuple(values)
    match kind:
        case Kind.FILE:
            letters = frozenset("f")
            return Source("file f", where, given, "f.id", orders, letters, column=column)
        case Kind.VERSION:
            both = "v.file_id = f.id AND v.number <> f.current_number"
            tables, letters = "file f CROSS JOIN version v", frozenset("fv")
            whole, counted = f"{where} AND {both}", f"SELECT 1 FROM file f WHERE {where}"
            return Source(tables, whole, given, "v.id", letters=letters, counted=counted)
    return None


def by_version(
    kind: Kind, where: str, values: Sequence[object], orders: Orders, *, column: str = ""
) -> Source | None:
    """A source by an index of versions, with `where` and `orders` on the version."""
    given = tuple(values)
    match kind:
        case Kind.VERSION:
            source = Source(
                "version v", where, given, "v.id", orders, frozenset("v"), column=column
            )
            return replace(source, is_of_kind=False)
        case Kind.FILE:
            both = "f.id = v.file_id AND f.current_number = v.number"
            tables, letters = "version v CROSS JOIN file f", frozenset("fv")
            whole, counted = f"{where} AND {both}", f"SELECT 1 FROM version v WHERE {where}"
            return Source(tables, whole, given, "f.id", letters=letters, counted=counted)
    return None


def by_label(
    kind: Kind, wheres: Sequence[str], values: Sequence[object], *, is_one: bool
) -> Source | None:
    """A source by labels, `t`, that meet one of the conditions, each of them on one name.

    `is_one`: no version has two labels that meet it, for it names a label and its value.
    """
    if kind is Kind.FOLDER:
        return None
    current = f"t.is_current = {'TRUE' if kind is Kind.FILE else 'FALSE'}"
    if is_one:
        where, letter = f"{wheres[0]} AND {current}", "f" if kind is Kind.FILE else "v"
        orders = {SortKey.CREATED: "t.created_at"}
        columns = {f"{letter}.created_at": "t.created_at", f"{letter}.id": "t.asset_id"}
        return Source("label t", where, tuple(values), "t.asset_id", orders, columns=columns)
    found = [f"FROM label t WHERE {where} AND {current}" for where in wheres]
    selects = " UNION ".join(f"SELECT DISTINCT t.asset_id AS id {each}" for each in found)
    counted = " UNION ALL ".join(f"SELECT 1 {each}" for each in found)
    return Source(f"({selects}) t", "TRUE", tuple(values), "t.id", counted=counted)


def _is_label(part: Part) -> bool:
    return part.source is not None and bool(part.source.columns)


def _within(one: Part, other: Part) -> Part:
    source, narrower = one.source, other.source
    if source and narrower:
        source = replace(
            source,
            where=f"{source.where} AND {source.own(narrower.where)}",
            values=source.values + narrower.values,
            is_exact=source.is_exact and narrower.is_exact,
        )
    return Part(f"({other.sql} AND {one.sql})", other.values + one.values, source)


def _united(sources: Sequence[Source]) -> Source:
    return Source(
        f"({' UNION '.join(source.ids for source in sources)}) t",
        "TRUE",
        tuple(value for source in sources for value in source.values),
        "t.id",
        is_exact=all(source.is_exact for source in sources),
        is_of_kind=all(source.is_of_kind for source in sources),
        counted=" UNION ALL ".join(source.each for source in sources),
    )


def _values(parts: Sequence[Part]) -> tuple[object, ...]:
    return tuple(value for part in parts for value in part.values)
