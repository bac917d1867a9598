"""A library at random, with what is odd in names, tags and values, and what a search must find in
it: by looking at everything, without an index or a database."""

from __future__ import annotations

import asyncio
import json
import random
import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from operator import eq, ge, gt, le, lt
from typing import Any, Final

import asyncpg

from app.library.models import ROOT_ID
from app.library.search.query_tree import And, Condition, Node, Operator

START: Final = 1_600_000_000_000
"""When the first file was made."""
NAMES: Final = (
    *("a", "A", "b", "z", "Z", "0", "9", "é", "É", "ß", "ä", "Ä", "中", "عين", "कि", "ﭐ"),
    *("𐐀", "𐐨", "\U0001d49c", "Summer", "summer", "hero", "20"),
)
"""What names are made of: some sort after the surrogates of UTF-16, some have two cases."""
TAGS: Final = (
    *("red", "Red", "RED", "re", "reddish", "%", "_", "r_d", "*", "[a-z]", "?", "\\", "'", '"'),
    *("a b", "é", "e\u0301", "É", "ß", "ﭐ", "𐐀", "😀", "😀 red", "\u202eabc", " ", "x" * 350),
)
TEXTS: Final = (*TAGS, "Z", "z", "10", "9", "true", "2024-03-05")
FIELDS: Final = {"word": "Text", "price": "Number", "ready": "Boolean"}

_ROWS: Final = {
    "folder": "id path name parent_id created_at updated_at",
    "blob": "id state owner sha256 size created_at",
    "file": "id folder_id name current_number last_number created_at updated_at",
    "version": "id file_id number blob_id token created_at updated_at mime size width height"
    " has_alpha orientation tags custom_metadata is_private is_published",
}

Row = tuple[object, ...]
Chance = random.Random


@dataclass(frozen=True, slots=True)
class Thing:
    """An asset: a current version, another one, or a folder, with what can be asked of it.

    A value that is missing is None; what a folder does not have is not in `values` at all.
    """

    kind: str
    id: str
    values: Mapping[str, Any]


def make(url: str, files: int, chance: Chance) -> list[Thing]:
    """Writes so many files into an empty library; all that is there."""
    rows: dict[str, list[Row]] = {table: [] for table in _ROWS}
    things: list[Thing] = []
    folders = []
    for number in range(1, 9):
        name, at = f"{chance.choice(NAMES)}-{number}", START + number // 2
        folders.append((f"{number:024x}"[::-1], f"/{name}"))
        rows["folder"].append((*folders[-1], name, ROOT_ID, at, at))
        values = {"name": name, "createdAt": at, "updatedAt": at, "path": "/", "type": "folder"}
        things.append(Thing("folder", folders[-1][0], values))
    for number in range(files):
        things += _file(chance, number, *chance.choice(folders), rows)
    if url.startswith("sqlite"):
        _write_sqlite(url, rows)
    else:
        asyncio.run(_write_postgres(url, rows))
    return things


def _file(
    chance: Chance, number: int, folder_id: str, folder: str, rows: dict[str, list[Row]]
) -> list[Thing]:
    file_id = f"{chance.getrandbits(64):016x}{number:08x}"
    name = "".join(chance.choices(NAMES, k=2)) + chance.choice("-_.") + f"{number:x}"
    made, changed = START + chance.randrange(3000), START + chance.randrange(9)
    last = chance.choice((1, 1, 2))
    current = chance.randrange(last) + 1
    rows["file"].append((file_id, folder_id, name, current, last, made, changed))
    found = []
    for at in range(1, last + 1):
        version_id = f"{at}{chance.getrandbits(60):015x}{number:08x}"
        facts = _facts(chance)
        times = START + chance.randrange(3000), START + chance.randrange(9)
        rows["blob"].append((version_id, "stored", "", None, facts["size"], made))
        said = (facts["tags"], facts["customMetadata"])
        texts = (None if each is None else json.dumps(each) for each in said)
        own_row = (version_id, file_id, at, version_id, version_id, *times, facts["mime"])
        sizes = (facts["size"], facts["width"], facts["width"], None, None)
        rows["version"].append((*own_row, *sizes, *texts, facts["private"], True))
        is_current = at == current
        moments = (made, changed) if is_current else times
        kind = "file" if is_current else "file-version"
        own = {"name": name, "path": folder, "createdAt": moments[0], "updatedAt": moments[1]}
        custom = {f"customMetadata.{key}": v for key, v in (facts["customMetadata"] or {}).items()}
        thing_id = file_id if is_current else version_id
        found.append(Thing(kind, thing_id, {**facts, **custom, **own, "type": kind}))
    return found


def _facts(chance: Chance) -> dict[str, Any]:
    tags = chance.sample(TAGS, chance.randrange(3))
    if chance.random() < 0.97:
        tags.append("common")
    custom = {
        "word": chance.choice(TEXTS),
        "price": chance.choice((-1, 0, 0.5, 10, 9, 1e20)),
        "ready": chance.random() < 0.5,
    }
    return {
        "size": chance.randrange(5) * 1000,
        "width": chance.choice((None, None, 1, 9, 10, 100)),
        "mime": chance.choice(("image/png", "image/svg+xml", "text/plain", "application/pdf")),
        "private": chance.random() < 0.1,
        "tags": tags or None,
        "customMetadata": {k: v for k, v in custom.items() if chance.random() < 0.8} or None,
    }


def _write_sqlite(url: str, rows: Mapping[str, Sequence[Row]]) -> None:
    with closing(sqlite3.connect(url.removeprefix("sqlite://"))) as connection, connection:
        for table, columns in _ROWS.items():
            names = columns.split()
            marks = ", ".join("?" * len(names))
            into = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - ours
            connection.executemany(into, rows[table])


async def _write_postgres(url: str, rows: Mapping[str, Sequence[Row]]) -> None:
    connection = await asyncpg.connect(url)
    try:
        for table, columns in _ROWS.items():
            await connection.copy_records_to_table(
                table, records=rows[table], columns=columns.split()
            )
    finally:
        await connection.close()


_COMPARED: Final[dict[Operator, Callable[[Any, Any], bool]]] = {
    Operator.EQUAL: eq,
    Operator.LESS: lt,
    Operator.AT_MOST: le,
    Operator.MORE: gt,
    Operator.AT_LEAST: ge,
}
_NOT: Final = {
    Operator.NOT_EQUAL: Operator.EQUAL,
    Operator.NOT_IN: Operator.IN,
    Operator.NOT_EXISTS: Operator.EXISTS,
}


def meets(thing: Thing, node: Node) -> bool:
    """Whether the asset is what the query says."""
    if not isinstance(node, Condition):
        return (all if isinstance(node, And) else any)(meets(thing, term) for term in node.terms)
    if thing.kind == "folder" and node.field not in thing.values:
        return False
    asked: Sequence[Any] = node.values
    if node.field.endswith("edAt"):
        asked = [round(datetime.fromisoformat(str(each)).timestamp() * 1000) for each in asked]
    value, positive = thing.values.get(node.field), _NOT.get(node.operator)
    if positive is not None:
        return not _holds(value, positive, asked)
    return _holds(value, node.operator, asked)


def _holds(value: Any, operator: Operator, asked: Sequence[Any]) -> bool:
    values = value if isinstance(value, list) else [value]
    match operator:
        case Operator.EXISTS:
            return value is not None
        case Operator.IN:
            return any(_compares(each, eq, one) for each in values for one in asked)
        case Operator.STARTS:
            return isinstance(value, str) and value.startswith(str(asked[0]))
        case Operator.HAS:
            return value is not None and _has(values, str(asked[0]))
    return _compares(value, _COMPARED[operator], asked[0])


def _compares(value: Any, by: Callable[[Any, Any], bool], asked: Any) -> bool:
    kinds = {type(each) for each in (value, asked)}
    return (len(kinds) == 1 or kinds == {int, float}) and by(value, asked)


def _has(texts: Sequence[str], words: str) -> bool:
    """Whether all the words are there, the last of them perhaps only begun, whatever the case."""
    *wholes, last = _words(words)
    found = [word for text in texts for word in _words(text)]
    begun = [word[: len(last)] for word in found]
    return last.lower() in map(str.lower, begun) and all(
        whole.lower() in map(str.lower, found) for whole in wholes
    )


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\x00-/:-@\[-`{-\x7f\u2000-\u206f]+", text) if word]
