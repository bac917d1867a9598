"""Labels: what is said about a version, one row for each thing said, where an index finds it.

| name | value | number | from |
|---|---|---|---|
| `tag` | the tag | 0 | tags, and names of AI tags |
| `keyword` | the keyword | 0 | `Keywords` of the embedded metadata |
| `taken` | its time | 0 | `DateTimeOriginal` there |
| `latitude`, `longitude` | empty | degrees | `GPSLatitude` and `GPSLongitude` there |
| `text:<field>` | the text | 0 | custom metadata, by what the JSON value is |
| `number:<field>`, `flag:<field>` | empty | the number, 0 or 1 | the same |
| `date:<field>` | empty | milliseconds since 1970 | a text there that is a date |

Every element of a list is a label. A text longer than MAX_VALUE is cut, with `…` after it.
`asset_id` and `created_at` are those that lists show: the file's for its current version.

**No code writes this table.** Triggers of the database do (see the migration that lays it), in the
transaction of whatever wrote the version or moved the file's current number, so that nothing that
writes versions, now or later, in Python or in SQL, can forget it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from app.library.search.parts import Kind, Part, by_label

MAX_VALUE: Final = 350
"""Characters kept of a text: what PostgreSQL takes in an index, with the name beside it."""


class Label(Model):
    """Something said about a version, in a form that an index finds."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(262)
    value = fields.CharField(MAX_VALUE + 1)
    number = fields.FloatField(db_default=0)
    is_current = fields.BooleanField()
    created_at = fields.BigIntField()
    asset_id = fields.CharField(24)
    version_id = fields.CharField(24)

    class Meta:
        table = "label"
        indexes = (
            Index(fields=("name", "value", "number", "is_current", "created_at", "asset_id")),
            Index(fields=("version_id",)),
        )


@dataclass(frozen=True, slots=True)
class Test:
    """What a label of this name must be: a condition on it, `{l}`, and its values."""

    name: str
    sql: str = "TRUE"
    values: tuple[object, ...] = ()
    is_one: bool = False
    """Whether a version has at most one label that meets it."""


def texts(name: str, values: Sequence[str]) -> Test:
    """One of these texts, none of them longer than MAX_VALUE."""
    marks = ", ".join("?" * len(values))
    is_one = len(values) == 1
    where = "{l}.value = ?" if is_one else f"{{l}}.value IN ({marks})"
    return Test(name, f"{where} AND {{l}}.number = 0", tuple(values), is_one)


def beginning(name: str, start: str) -> Test:
    """A text that begins so, with no more than MAX_VALUE characters."""
    return Test(name, "{l}.value >= ? AND {l}.value < ?", (start, start + "\U0010ffff"))


def numbers(name: str, values: Sequence[float]) -> Test:
    """One of these numbers."""
    marks = ", ".join("?" * len(values))
    is_one = len(values) == 1
    where = "{l}.number = ?" if is_one else f"{{l}}.number IN ({marks})"
    return Test(name, f"{{l}}.value = '' AND {where}", tuple(map(float, values)), is_one)


def compared(name: str, operator: str, number: float) -> Test:
    """A number that compares so."""
    return Test(name, f"{{l}}.value = '' AND {{l}}.number {operator} ?", (float(number),))


_OF_ASSET: Final = {
    Kind.FILE: "l.is_current = TRUE AND l.created_at = f.created_at AND l.asset_id = f.id",
    Kind.VERSION: "l.is_current = FALSE AND l.created_at = v.created_at AND l.asset_id = v.id",
}
"""The labels of an asset, by the index that finds what meets a condition."""


def has(kind: Kind, *tests: Test) -> Part:
    """The condition that a version has a label that meets one of the tests."""
    values = tuple(value for test in tests for value in (test.name, *test.values))
    either = " OR ".join(f"(l.name = ? AND {test.sql.format(l='l')})" for test in tests)
    wheres = [f"t.name = ? AND {test.sql.format(l='t')}" for test in tests]
    is_one = len(tests) == 1 and tests[0].is_one
    # IS TRUE keeps SQLite from looking for the value in all of the library.
    found = f"l.version_id = v.id AND ({either}) IS TRUE"
    if is_one and kind is not Kind.FOLDER:
        # A whole entry of the index: neither the version nor the label is read.
        found = f"{either} AND {_OF_ASSET[kind]}"
    return Part(
        # OFFSET keeps PostgreSQL from collecting all labels that meet it, to look up each version.
        f"EXISTS (SELECT 1 FROM label l WHERE {found} LIMIT 1 OFFSET 0)",
        values,
        by_label(kind, wheres, values, is_one=is_one),
    )
