"""Conditions on what files and folders both have: name, place, id, times."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from app.library.folders import tree
from app.library.paths import tidy
from app.library.search import dialect, words
from app.library.search.parts import Kind, Part, SortKey, by_file, by_version

NAME: Final = {Kind.FILE: "f.name", Kind.VERSION: "f.name", Kind.FOLDER: "d.name"}
ID: Final = {Kind.FILE: "f.id", Kind.VERSION: "f.id", Kind.FOLDER: "d.id"}
TIMES: Final = {
    Kind.FILE: {"created_at": "f.created_at", "updated_at": "f.updated_at"},
    Kind.VERSION: {"created_at": "v.created_at", "updated_at": "v.updated_at"},
    Kind.FOLDER: {"created_at": "d.created_at", "updated_at": "d.updated_at"},
}
_FOLDER: Final = {Kind.FILE: "f.folder_id", Kind.VERSION: "f.folder_id", Kind.FOLDER: "d.parent_id"}
_TIME_KEYS: Final = {"created_at": SortKey.CREATED, "updated_at": SortKey.UPDATED}
_LOW: Final = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_IN_FOLDER: Final = {
    SortKey.NAME: "f.name",
    SortKey.CREATED: "f.created_at",
    SortKey.UPDATED: "f.updated_at",
}


def named(kind: Kind, names: Sequence[str]) -> Part:
    """Has one of these names."""
    values = [unicodedata.normalize("NFC", name) for name in names]
    orders = {SortKey.NAME: "f.name"} if len(values) == 1 else {}
    where = f"f.name IN ({_marks(values)})" if len(values) > 1 else "f.name = ?"
    source = by_file(kind, where, values, orders)
    return Part(f"{NAME[kind]} IN ({_marks(values)})", tuple(values), source)


def starting(kind: Kind, start: str) -> Part:
    """Has a name that begins so, which is not empty."""
    low = unicodedata.normalize("NFC", start)
    # A range uses the index; what follows the start sorts below the highest character.
    values = (low, low + "\U0010ffff")
    where = "f.name >= ? AND f.name < ?"
    source = by_file(kind, where, values, {SortKey.NAME: "f.name"})
    return Part(f"({NAME[kind]} >= ? AND {NAME[kind]} < ?)", values, source)


def with_words(kind: Kind, text: str) -> Part:
    """Has a name with all words of the text, the last of them perhaps only begun."""
    found = [dialect.finds("('.' || {name} || '.')", pattern) for pattern in _patterns(text)]
    return _scanned(kind, " AND ".join(sql for sql, _ in found), [value for _, value in found])


def containing(kind: Kind, text: str) -> Part:
    """Has a name with the text in it, whatever the case of the letters A to Z."""
    like = f"%{_escaped(_low(text))}%"
    return _scanned(kind, "lower({name}) LIKE ? ESCAPE '!'", [like])


def fitting(kind: Kind, text: str) -> Part:
    """A number: 3 when the text is the name, with or without its extension; 2 when the name has
    all its words; 1 when the last one is only the beginning of a word there; else 0."""
    name, low = NAME[kind], _low(text)
    like = f"{_escaped(low)}.%"
    cases = [f"WHEN lower({name}) = ? OR lower({name}) LIKE ? ESCAPE '!' THEN 3"]
    values = [low, like]
    wholes = [words.whole(word, words.IN_NAMES) for word in words.split(text)]
    for points, patterns in ((2, wholes), (1, _patterns(text))):
        finds = [dialect.finds(f"('.' || {name} || '.')", pattern) for pattern in patterns]
        cases.append(f"WHEN {' AND '.join(sql for sql, _ in finds)} THEN {points}")
        values += [value for _, value in finds]
    return Part(f"CASE {' '.join(cases)} ELSE 0 END", tuple(values))


def identified(kind: Kind, ids: Sequence[str]) -> Part:
    """Is, or is a version of, one of these."""
    source = by_file(kind, f"f.id IN ({_marks(ids)})", ids, {})
    return Part(f"{ID[kind]} IN ({_marks(ids)})", tuple(ids), source)


def inside(kind: Kind, paths: Sequence[str]) -> Part:
    """Is directly in one of these folders."""
    values = tuple(map(tidy, paths))
    if len(values) == 1:
        folder, orders = "= (SELECT p.id FROM folder p WHERE p.path = ?)", _IN_FOLDER
    else:
        folder, orders = f"IN (SELECT p.id FROM folder p WHERE p.path IN ({_marks(values)}))", {}
    source = by_file(kind, f"f.folder_id {folder}", values, orders)
    return Part(f"{_FOLDER[kind]} {folder}", values, source)


def inside_id(kind: Kind, folder_id: str) -> Part:
    """Is directly in this folder."""
    source = by_file(kind, "f.folder_id = ?", [folder_id], _IN_FOLDER)
    return Part(f"{_FOLDER[kind]} = ?", (folder_id,), source)


def below(kind: Kind, path: str) -> Part | None:
    """Is in this folder or one below it; None for the root, where everything is."""
    path = tidy(path)
    if path == "/":
        return None
    whole = "p.path = ? OR (p.path > ? AND p.path < ?)"
    folders = f"IN (SELECT p.id FROM folder p WHERE {whole})"
    source = by_file(kind, f"f.folder_id {folders}", tree(path), {})
    return Part(f"{_FOLDER[kind]} {folders}", tuple(tree(path)), source)


def below_id(kind: Kind, folder_id: str) -> Part:
    """Is in this folder or one below it; not for the root."""
    folders = (
        "IN (SELECT p.id FROM folder p WHERE p.id = ? UNION ALL"
        " SELECT p.id FROM folder q CROSS JOIN folder p"
        " WHERE q.id = ? AND p.path > q.path || '/' AND p.path < q.path || '0')"
    )
    values = (folder_id, folder_id)
    source = by_file(kind, f"f.folder_id {folders}", values, {})
    return Part(f"{_FOLDER[kind]} {folders}", values, source)


def timed(kind: Kind, column: str, bounds: Sequence[tuple[str, int]]) -> Part:
    """Has a `created_at` or `updated_at` that meets all of the comparisons."""
    values = tuple(value for _, value in bounds)
    own = TIMES[kind][column]
    where = " AND ".join(f"{own} {operator} ?" for operator, _ in bounds)
    by = by_version if kind is Kind.VERSION else by_file
    source = by(kind, where, values, {_TIME_KEYS[column]: own}, column=column)
    return Part(f"({where})", values, source)


def _patterns(text: str) -> list[str]:
    return words.patterns(text, words.IN_NAMES)


def _scanned(kind: Kind, where: str, values: Sequence[object]) -> Part:
    """A condition on the name that reads all names; those alone, for the index has them."""
    own = f"f.name >= '' AND {where.replace('{name}', 'f.name')}"
    source = by_file(kind, own, values, {SortKey.NAME: "f.name"})
    source = replace(source, is_scan=True) if source else None
    return Part(f"({where.replace('{name}', NAME[kind])})", tuple(values), source)


def _low(text: str) -> str:
    """The text as names are written, but with the letters A to Z as databases lower them."""
    return unicodedata.normalize("NFC", text).translate(_LOW)


def _escaped(text: str) -> str:
    """The text for LIKE … ESCAPE '!'."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
