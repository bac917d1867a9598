"""A large library, row by row, as if made over six years. Which database it goes to is the business
of filling.py."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import count
from typing import Final

VERSIONS: Final = 5
"""Of each file."""
START: Final = 1_577_836_800_000
"""The first day of 2020."""
SPAN: Final = 6 * 365 * 86_400_000
BIG_FOLDER: Final = "/archive/imports"
_BATCH: Final = 20_000
_ROOT: Final = "0" * 24

SUBJECTS: Final = (
    *("hero", "banner", "product", "team", "office"),
    *("beach", "city", "forest", "portrait", "logo"),
)
_MIMES: Final = (("jpg", "image/jpeg"), ("png", "image/png"), ("webp", "image/webp"))

Row = tuple[object, ...]

COLUMNS: Final = {
    "folder": ("id", "path", "name", "parent_id", "created_at", "updated_at"),
    "blob": ("id", "state", "owner", "sha256", "size", "created_at"),
    "file": (
        *("id", "folder_id", "name", "current_number", "last_number", "created_at", "updated_at"),
    ),
    "version": (
        *("id", "file_id", "number", "blob_id", "token", "created_at", "updated_at", "mime"),
        *("size", "width", "height", "embedded_metadata", "tags", "custom_metadata"),
        *("is_published", "is_private", "has_alpha", "orientation"),
    ),
}
"""What the rows of each table have."""


def rows(files: int) -> Iterator[tuple[str, list[Row]]]:
    """The rows of a library of so many files: many of one table at once, and what they point to
    before them."""
    chance = random.Random(1)  # noqa: S311 - repeatable, not secret
    folders = list(_folders(max(files // 80, 1)))
    yield "folder", [row[:6] for row in folders]
    leaves = [row[0] for row in folders if row[6]]
    big = next(row[0] for row in folders if row[1] == BIG_FOLDER)
    for start in range(0, files, _BATCH):
        numbers = range(start, min(start + _BATCH, files))
        made = [_made(chance, n, files, leaves, big) for n in numbers]
        yield "file", [file for file, _, _ in made]
        yield "blob", [row for _, blobs, _ in made for row in blobs]
        yield "version", [row for _, _, versions in made for row in versions]


def _folders(number: int) -> Iterator[Row]:
    """Three levels, and a big flat one beside them; the last value: whether it holds files."""
    ids = (f"f{n:023x}" for n in count(1))
    archive = next(ids)
    yield (archive, "/archive", "archive", _ROOT, START, START, False)
    yield (next(ids), BIG_FOLDER, "imports", archive, START, START, True)
    made = 0
    for brand in count(1):
        parent = next(ids)
        yield (parent, f"/brand-{brand}", f"brand-{brand}", _ROOT, START, START, False)
        for campaign in range(1, 21):
            name = f"{2020 + campaign % 6}-campaign-{campaign}"
            above, path = next(ids), f"/brand-{brand}/{name}"
            yield (above, path, name, parent, START, START, False)
            for leaf in range(1, 6):
                at = START + made
                yield (next(ids), f"{path}/set-{leaf}", f"set-{leaf}", above, at, at, True)
                made += 1
                if made >= number:
                    return


def _made(
    chance: random.Random, n: int, files: int, leaves: list[object], big: object
) -> tuple[Row, list[Row], list[Row]]:
    """A file, the blobs of its versions, and its versions."""
    at = START + n * SPAN // files
    file_id = f"{at // 1000:08x}{n:016x}"
    folder = big if n % 20 == 0 else leaves[chance.randrange(len(leaves))]
    extension, mime = _MIMES[min(int(chance.expovariate(1.2)), 2)]
    subject = SUBJECTS[chance.randrange(10)]
    name = f"{subject}-{chance.randrange(10_000):04}-{n:07}.{extension}"
    if n % 3 == 0:
        name = f"IMG_{n:07}.{extension}"
    tags, custom = _json(_tags(chance, n)), _json(_custom(chance, n))
    embedded = _json(_embedded(chance, at)) if n % 5 == 0 else None
    width, height = 600 + chance.randrange(4000), 400 + chance.randrange(3000)
    blobs: list[Row] = []
    versions: list[Row] = []
    for number in range(1, VERSIONS + 1):
        version_id = file_id if number == 1 else f"{at // 1000:08x}{number:x}{n:015x}"
        made_at, size = at + (number - 1) * 3_600_000, 20_000 + chance.randrange(8_000_000)
        sha256 = f"{n * VERSIONS + number:064x}"
        blobs.append((version_id, "stored", "", sha256, size, made_at))
        facts = (mime, size, width, height, embedded, tags, custom, n % 50 > 0, False, False, 1)
        token = f"{n:016x}{number:016x}"
        versions.append((version_id, file_id, number, version_id, token, made_at, made_at, *facts))
    current = VERSIONS if n % 10 else 1 + n % VERSIONS
    updated = at + VERSIONS * 3_600_000 + chance.randrange(30 * 86_400_000)
    return (file_id, folder, name, current, VERSIONS, at, updated), blobs, versions


def _tags(chance: random.Random, n: int) -> list[str] | None:
    """Up to four of two thousand, some of them far more often than others."""
    ranks = {min(int(chance.paretovariate(0.6)), 2000) for _ in range(n % 5)}
    return [f"tag-{rank}" for rank in sorted(ranks)] or None


def _custom(chance: random.Random, n: int) -> dict[str, object] | None:
    if n % 10 >= 6:
        return None
    return {
        "sku": f"SKU-{n:07}",
        "campaign": f"campaign-{min(int(chance.paretovariate(0.8)), 500)}",
        "price": chance.randrange(10_000) / 100,
        "approved": n % 4 > 0,
    }


def _embedded(chance: random.Random, at: int) -> dict[str, object]:
    return {
        "Make": "Canon",
        "Keywords": [f"keyword-{chance.randrange(300)}", f"keyword-{chance.randrange(300)}"],
        "DateTimeOriginal": f"{2015 + at % 10}-0{1 + at % 9}-1{at % 10}T10:00:00.000Z",
        "GPSLatitude": chance.uniform(-60, 70),
        "GPSLongitude": chance.uniform(-180, 180),
    }


def _json(value: object) -> str | None:
    return None if value is None else json.dumps(value)
