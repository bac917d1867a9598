"""Labels are what the versions say, whatever wrote the versions (see app/library/labels.py)."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from tortoise import Tortoise
from tortoise.migrations import api

from app.library.database import config
from app.library.models import ROOT_ID
from app.library.search.labels import MAX_VALUE
from tests.client import Client, Json, Refused
from tests.conftest import NewHome
from tests.pictures import described
from tests.servers import Home, Server
from tests.shelves import Writer
from tests.tables import query

LABELS = "SELECT name, value, number, is_current, created_at, asset_id, version_id FROM label"
VERSIONS = """
    SELECT v.*, f.current_number, f.created_at AS file_created_at
    FROM version v JOIN file f ON f.id = v.file_id
"""
TAGS = ["red", "green", "blue", "ÄÖÜ", "a b", "long" * 100]
VALUES: dict[str, list[Any]] = {
    "text": ["x", "", "2024-03-05", "2024-02-30", "2024-03-05T10:00:00.250+02:00", "y" * 400],
    "number": [0, 1, -2.5, 1e20],
    "flag": [True, False],
    "many": [["a", "b"], ["a", 1, True]],
}


def labels(home: Home) -> Counter[tuple[Any, ...]]:
    """As the database keeps them."""
    rows = query(home.database_url, LABELS)
    return Counter(tuple({**row, "is_current": bool(row["is_current"])}.values()) for row in rows)


def rebuilt(home: Home) -> Counter[tuple[Any, ...]]:
    """As every version says by itself."""
    found: set[tuple[Any, ...]] = set()
    for row in query(home.database_url, VERSIONS):
        is_current = row["number"] == row["current_number"]
        asset = (
            (True, row["file_created_at"], row["file_id"], row["id"])
            if is_current
            else (False, row["created_at"], row["id"], row["id"])
        )
        found |= {(*said, *asset) for said in _said(row)}
    return Counter(found)


def _said(row: Json) -> set[tuple[str, str, float]]:
    tags, ai_tags, custom, embedded = (
        orjson.loads(row[column] or "null")
        for column in ("tags", "ai_tags", "custom_metadata", "embedded_metadata")
    )
    embedded = embedded or {}
    names = [tag.get("name") for tag in ai_tags or [] if isinstance(tag, dict)]
    said = {("tag", _cut(tag), 0.0) for tag in [*(tags or []), *names] if tag is not None}
    said |= {("keyword", _cut(word), 0.0) for word in embedded.get("Keywords", [])}
    if "DateTimeOriginal" in embedded:
        said.add(("taken", embedded["DateTimeOriginal"], 0.0))
    if "GPSLatitude" in embedded and "GPSLongitude" in embedded:
        said.add(("latitude", "", embedded["GPSLatitude"]))
        said.add(("longitude", "", embedded["GPSLongitude"]))
    for name, value in (custom or {}).items():
        said |= _custom(name, value)
    return said


def _custom(name: str, value: Any) -> set[tuple[str, str, float]]:
    said: set[tuple[str, str, float]] = set()
    for each in value if isinstance(value, list) else [value]:
        match each:
            case str():
                said.add((f"text:{name}", _cut(each), 0.0))
            case bool():
                said.add((f"flag:{name}", "", float(each)))
            case int() | float():
                said.add((f"number:{name}", "", float(each)))
    if isinstance(value, str) and (at := _moment(value)) is not None:
        said.add((f"date:{name}", "", at))
    return said


def _cut(text: str) -> str:
    return text if len(text) <= MAX_VALUE else text[:MAX_VALUE] + "…"


def _moment(text: str) -> float | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return round((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() * 1000)


class Story(Writer):
    """Acts at random, also on what is said about files."""

    def __init__(self, folder: str, seed: int) -> None:
        super().__init__(folder, seed)
        self._chance = random.Random(seed)  # noqa: S311 - repeatable, not secret

    def say(self, client: Client) -> None:
        """Says something else about a file, with a new version or without."""
        files = client.listed(searchQuery=f'path : "{self.folder}" AND type = "file"')
        if not files:
            return
        file = self._chance.choice(files)
        said = {"tags": self._tags(), "customMetadata": self._values()}
        if self._chance.random() < 0.5:
            client.update(file["fileId"], **said)
        else:
            path = file["filePath"].rpartition("/")
            words = self._chance.sample(["sun", "sea", "sky"], 2)
            picture = described(keywords=words, taken=datetime(2020, 1, 2, 3, tzinfo=UTC))
            client.upload(picture, path[2], f"{self.folder}-said", **said)

    def _tags(self) -> list[str]:
        return self._chance.sample(TAGS, self._chance.randrange(1, 4))

    def _values(self) -> Json:
        names = self._chance.sample(sorted(VALUES), 2)
        return {name: self._chance.choice(VALUES[name]) for name in names}


@pytest.fixture
def own(new_home: NewHome) -> Server:
    return Server(new_home())


TYPES: Json = {
    "text": {"type": "Textarea"},
    "number": {"type": "Number"},
    "flag": {"type": "Boolean"},
    "many": {"type": "MultiSelect", "selectOptions": ["a", "b", 1, True]},
}


def define(client: Client) -> list[str]:
    """A field for each kind of value; their ids."""
    ids = []
    for name, schema in TYPES.items():
        body = {"name": name, "label": name, "schema": schema}
        ids.append(client.rest("POST", "/v1/customMetadataFields", json=body).json()["id"])
    return ids


def test_labels_follow_the_versions_through_any_story(own: Server) -> None:
    home = own.home
    with own:
        client = own.client
        fields = define(client)
        writers = [Story(f"/story-{seed}", seed) for seed in range(3)]
        for turn in range(60):
            for writer in writers:
                (writer.act if turn % 2 else writer.say)(client)
        assert labels(home) == rebuilt(home)
        assert {name for name, *_ in labels(home)} >= {
            *("tag", "keyword", "taken", "text:text", "date:text"),
            *("number:number", "flag:flag", "text:many", "number:many", "flag:many"),
        }

        acts: list[Callable[[], object]] = [
            lambda: client.rest("DELETE", f"/v1/customMetadataFields/{fields[0]}"),
            lambda: _job(client, "copyFolder", "/story-0-said", "/copied", includeVersions=True),
            lambda: _job(client, "moveFolder", "/story-1-said", "/moved"),
            lambda: _job(client, "moveFolder", "/moved/story-1-said", "/copied"),
            lambda: client.delete_folder("/story-2-said"),
            lambda: client.delete_folder("/copied"),
        ]
        for act in acts:
            act()
            assert labels(home) == rebuilt(home)


def _job(client: Client, name: str, source: str, target: str, **more: object) -> None:
    body = {"sourceFolderPath": source, "destinationPath": target, **more}
    answer = client.rest("POST", f"/v1/bulkJobs/{name}", json=body)
    if answer.status_code != 200:
        raise Refused(answer)


@pytest.mark.parametrize("of", ["one statement", "many statements"])
def test_labels_follow_sql_of_any_kind(own: Server, of: str) -> None:
    url = own.home.database_url
    with own:
        files = [_three(own.client, n) for n in range(2 if of == "one statement" else 1)]
        for statement in STATEMENTS:
            for first, other in files:
                query(url, statement.replace("FIRST", first).replace("OTHER", other))
            assert labels(own.home) == rebuilt(own.home), statement


STATEMENTS = [
    """UPDATE version SET ai_tags = '[{"name": "dog"}, {"name": "one"}, 5, {}, {"name": null}]'""",
    """UPDATE version SET embedded_metadata = '{"GPSLatitude": 1.5, "GPSLongitude": -2}'""",
    """UPDATE version SET embedded_metadata = '{"GPSLatitude": 1, "Keywords": ["a", "a"]}'""",
    "UPDATE version SET tags = NULL WHERE number = 1",
    "UPDATE file SET current_number = 1",
    "UPDATE file SET current_number = last_number",
    "UPDATE version SET file_id = 'FIRST', number = 9 WHERE file_id = 'OTHER'",
    "UPDATE file SET current_number = 9 WHERE id = 'FIRST'",
    """UPDATE version SET custom_metadata = '{"n": [1, 1.0, "1", true, null, {}], "m": null}'""",
    """UPDATE version SET custom_metadata = '{"n": {"a": 1}, "d": "2024-13-01"}', tags = '["x"]'""",
    "DELETE FROM version WHERE number = 1",
]


def _three(client: Client, number: int) -> tuple[str, str]:
    """A file of two versions, and one of one; their ids."""
    folder = f"/sql-{number}"
    client.upload(b"1", "a.txt", folder, tags="one")
    first = client.upload(b"2", "a.txt", folder, tags="two")
    other = client.upload(b"3", "b.txt", folder, tags="three")
    return first["fileId"], other["fileId"]


def test_a_library_that_grew_before_labels_gets_them(new_home: NewHome) -> None:
    home = new_home()
    asyncio.run(_migrate_to_before_labels(home.database_url))
    _grow(home.database_url)

    home.run("migrate")

    assert labels(home) == rebuilt(home)
    assert sum(labels(home).values()) == 5 * 3


async def _migrate_to_before_labels(url: str) -> None:
    try:
        await api.migrate(config=config(url), target="library.0008_events")
    finally:
        await Tortoise.close_connections()


def _grow(url: str) -> None:
    for statement in GROWN:
        query(url, statement)


_FILE = "(id, folder_id, name, current_number, last_number, created_at, updated_at)"
_VERSION = (
    "(number, id, token, file_id, blob_id, created_at, updated_at, mime, size, is_private,"
    " is_published, tags, custom_metadata, embedded_metadata)"
)
_SAID = """'["red", "red"]', '{"a": 1, "b": "2024-01-01"}', '{"Keywords": ["k"]}'"""
GROWN = [
    "INSERT INTO blob (id, state, owner, size, created_at) VALUES ('b', 'stored', '', 1, 1)",
    f"INSERT INTO file {_FILE} VALUES ('f', '{ROOT_ID}', 'x', 2, 3, 10, 20)",  # noqa: S608
    *(
        f"INSERT INTO version {_VERSION} VALUES ({n}, 'v{n}', 't{n}', 'f', 'b', {n}, 1, 'a/b', 1,"  # noqa: S608
        f" FALSE, TRUE, {_SAID})"
        for n in (1, 2, 3)
    ),
]
