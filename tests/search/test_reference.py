"""What a search finds in a large library of odd names and values, by whichever index it goes, is
what a reader of everything finds (see reference.py), and in the same order on every database."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from app.library.search import query_tree
from app.library.search.query_tree import Condition, Node, Operator
from tests.client import Client, Json
from tests.search import reference
from tests.search.reference import FIELDS, NAMES, START, TAGS, TEXTS, Chance, Thing
from tests.servers import Home, Server

FILES: Final = 12_500
"""More than searching sorts, so that it walks as well (see starts.py)."""
TURNS: Final = 20
WORDS: Final = ("re", "RED", "red", "é", "É", "ﭐ", "𐐨", "😀", "b", "a b", "xxx", "common RED")
KEYS: Final = {"NAME": "name", "CREATED": "createdAt", "UPDATED": "updatedAt", "SIZE": "size"}
RANKS: Final = {"folder": 0, "file": 1, "file-version": 2}

SEARCH: Final = """
query ($query: String, $versions: Boolean, $order: SearchOrder, $first: Int, $after: String,
       $last: Int, $before: String) {
  found: search(query: $query, includeVersions: $versions, orderBy: $order,
                first: $first, after: $after, last: $last, before: $before) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    nodes { ... on File { id } ... on FileVersion { id } ... on Folder { id } } } }
"""
CONTAINING: Final = """
query ($name: StringFilter) {
  found: files(filter: { name: $name }, first: 100) { totalCount nodes { name } } }
"""


@dataclass(frozen=True, slots=True)
class World:
    """A server, and all that its library has."""

    client: Client
    things: Sequence[Thing]


@pytest.fixture(scope="module")
def world(module_home: Home) -> Iterator[World]:
    """A large library at random, on a server that has nothing else."""
    with Server(module_home) as server:
        for name, type_ in FIELDS.items():
            body = {"name": name, "label": name, "schema": {"type": type_}}
            server.client.rest("POST", "/v1/customMetadataFields", json=body)
        things = reference.make(module_home.database_url, FILES, random.Random(1))  # noqa: S311 - repeatable
        yield World(server.client, things)


def test_rest_lists_what_a_reader_of_everything_finds(world: World) -> None:
    chance = random.Random(2)  # noqa: S311 - repeatable, not secret
    for _ in range(TURNS):
        tree, key = _query(chance), chance.choice([*KEYS, "WIDTH"])
        direction = chance.choice(("ASC", "DESC"))
        found = _found(world, tree, _kinds(tree))
        ordered = _in_order(found, KEYS.get(key, "width"), direction, ranked=False)
        asked = {"searchQuery": str(tree), "sort": f"{direction}_{key}"}
        for skip in (0, chance.randrange(len(found) + 2)):
            listed = world.client.listed(**asked, limit=40, skip=skip)
            assert [_id(each) for each in listed] == ordered[skip : skip + 40], (asked, skip)


def test_graphql_pages_through_what_a_reader_of_everything_finds(world: World) -> None:
    chance = random.Random(3)  # noqa: S311 - repeatable, not secret
    for _ in range(TURNS):
        tree, key = _query(chance), chance.choice(("NAME", "CREATED", "UPDATED"))
        direction, versions = chance.choice(("ASC", "DESC")), chance.random() < 0.5
        kinds = _kinds(tree) | ({"file-version"} if versions else set())
        found = _found(world, tree, kinds)
        ordered = _in_order(found, KEYS[key], direction, ranked=True)
        field = key if key == "NAME" else f"{key}_AT"
        asked: Json = {"query": str(tree), "versions": versions}
        asked["order"] = {"field": field, "direction": direction}
        _page_through(world.client, asked, ordered)


def _page_through(client: Client, asked: Json, ordered: Sequence[str]) -> None:
    """The first pages, the last one, the page before it, and those on either side of a cursor."""

    def page(start: int, end: int, **window: object) -> Json:
        found: Json = client.graphql(SEARCH, asked | window)["found"]
        info: Json = found["pageInfo"]
        assert [node["id"].partition("_")[2] for node in found["nodes"]] == ordered[start:end], (
            asked,
            window,
        )
        assert found["totalCount"] == len(ordered), asked
        more = (start > 0, end < len(ordered))
        assert (info["hasPreviousPage"], info["hasNextPage"]) == more, (asked, window)
        return info

    size, many = 15, len(ordered)
    info = page(0, min(size, many), first=size)
    if many > size:
        page(size, min(2 * size, many), first=size, after=info["endCursor"])
        info = page(many - size, many, last=size)
        page(max(many - 2 * size, 0), many - size, last=size, before=info["startCursor"])
        page(many - size + 1, many, first=size, after=_cursor(client, asked, many, size))


def _cursor(client: Client, asked: Json, many: int, size: int) -> str:
    """That of the first of the last page."""
    last = client.graphql(SEARCH, asked | {"last": size})["found"]
    cursor: str = last["pageInfo"]["startCursor"]
    return cursor


@pytest.mark.parametrize(
    "text", ["Ä", "ä", "é", "E\u0301", "Summer-", "SUMMER", "_", "ﭐ", "𐐨", "%"]
)
def test_a_name_contains_a_text_whatever_the_case_of_a_to_z(world: World, text: str) -> None:
    low = _ascii_lower(text.replace("E\u0301", "É"))
    names = sorted(
        thing.values["name"]
        for thing in world.things
        if thing.kind == "file" and low in _ascii_lower(thing.values["name"])
    )

    found = world.client.graphql(CONTAINING, {"name": {"contains": text}})["found"]

    assert found["totalCount"] == len(names)
    assert [node["name"] for node in found["nodes"]] == names[:100]


def _ascii_lower(text: str) -> str:
    return "".join(c.lower() if c.isascii() else c for c in text)


def _found(world: World, tree: Node, kinds: set[str]) -> list[Thing]:
    return [t for t in world.things if t.kind in kinds and reference.meets(t, tree)]


def _kinds(tree: Node) -> set[str]:
    """Versions are looked for when the query names them."""
    asked = {value for each in query_tree.conditions(tree) for value in each.values}
    return {"folder", "file"} | ({"file-version"} & asked)


def _in_order(found: Sequence[Thing], key: str, direction: str, *, ranked: bool) -> list[str]:
    """Ids by the value, equal ones by kind, where that ranks, and id; missing ones last."""

    def place(thing: Thing) -> tuple[Any, int, str]:
        value = thing.values.get(key)
        return (0 if value is None else value, RANKS[thing.kind] if ranked else 0, thing.id)

    ordered = sorted(found, key=place, reverse=direction == "DESC")
    ordered.sort(key=lambda thing: thing.values.get(key) is None)
    return [thing.id for thing in ordered]


def _id(asset: Json) -> str:
    if asset["type"] == "folder":
        return str(asset["folderId"])
    return str(asset["versionInfo"]["id"] if asset["type"] == "file-version" else asset["fileId"])


def _query(chance: Chance) -> Node:
    """One condition, some that must all hold, or some of which one must."""
    found: list[Node] = [_condition(chance) for _ in range(chance.choice((1, 1, 2, 2, 3)))]
    if len(found) > 1 and chance.random() < 0.3:
        head, *rest = found
        return query_tree.either([head, query_tree.both(rest)])
    return query_tree.both(found)


def _condition(chance: Chance) -> Condition:
    field, operators, value = chance.choice(_ASKED)
    operator = Operator(chance.choice(operators))
    if operator in (Operator.EXISTS, Operator.NOT_EXISTS):
        return Condition(field, operator)
    if operator is Operator.HAS:
        return Condition(field, operator, (chance.choice(WORDS),))
    many = chance.randrange(1, 4) if operator in (Operator.IN, Operator.NOT_IN) else 1
    return Condition(field, operator, tuple(value(chance) for _ in range(many)))


def _at(chance: Chance, within: int) -> str:
    moment = datetime.fromtimestamp(START / 1000, UTC)
    at = moment + timedelta(milliseconds=chance.randrange(within))
    return at.isoformat(timespec="milliseconds")


_SAME: Final = ("=", "NOT =", "IN", "NOT IN")
_ORDERED: Final = (*_SAME, "<", "<=", ">", ">=")
_ASKED: Final[list[tuple[str, Sequence[str], Callable[[Chance], Any]]]] = [
    ("name", (":", "HAS", "NOT ="), lambda c: c.choice(NAMES)),
    ("name", (":",), lambda c: c.choice(NAMES)),
    ("tags", ("IN", "NOT IN", "HAS", "EXISTS", "NOT EXISTS"), lambda c: c.choice(TAGS)),
    ("tags", ("IN",), lambda c: "common"),
    ("tags", ("IN",), lambda c: c.choice((*TAGS, "common"))),
    ("type", _SAME, lambda c: c.choice(("file", "file-version", "folder"))),
    ("createdAt", _ORDERED, lambda c: _at(c, 3000)),
    ("createdAt", ("<", ">="), lambda c: _at(c, 3000)),
    ("updatedAt", _ORDERED, lambda c: _at(c, 9)),
    ("size", _ORDERED, lambda c: c.randrange(5) * 1000),
    ("width", _ORDERED, lambda c: c.choice((1, 9, 10, 100, 50.5))),
    ("private", ("=",), lambda c: c.random() < 0.5),
    ("customMetadata.word", (*_SAME, ":", "HAS", "EXISTS"), lambda c: c.choice(TEXTS)),
    ("customMetadata.price", (*_ORDERED, "NOT EXISTS"), lambda c: c.choice((-1, 0, 0.5, 10, 9))),
    ("customMetadata.ready", ("=", "NOT =", "EXISTS"), lambda c: c.random() < 0.5),
]
