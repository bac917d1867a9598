"""Files by their custom metadata, over GraphQL, as the search language finds them."""

from __future__ import annotations

import orjson
import pytest

from tests.client import Client, GraphQLRefused, Json
from tests.search.shelf import FILES, HERO, LONG, PNG, SHELF
from tests.search.shelf import found as found_by_query

FOUND = """
query ($folder: String!, $filter: FileFilter) {
  folder(path: $folder) { files(filter: $filter, recursive: true) { totalCount nodes { name } } }
}
"""


def found(client: Client, *asked: Json) -> set[str]:
    answer = client.graphql(FOUND, {"folder": SHELF, "filter": {"customMetadata": list(asked)}})
    files = answer["folder"]["files"]
    assert files["totalCount"] == len(files["nodes"])
    return {each["name"] for each in files["nodes"]}


def refused(client: Client, *asked: Json) -> Json:
    with pytest.raises(GraphQLRefused) as error:
        found(client, *asked)
    extensions: Json = error.value.errors[0]["extensions"]
    return extensions


CASES: list[tuple[str, Json, str, set[str]]] = [
    ("brand", {"eq": "Acme"}, '= "Acme"', {PNG}),
    ("brand", {"eq": "acme"}, '= "acme"', set()),
    ("brand", {"any": ["Acme", "Ärger & Söhne"]}, 'IN ["Acme", "Ärger & Söhne"]', {HERO, PNG}),
    ("brand", {"contains": "söhne Är"}, 'HAS "söhne Är"', {HERO}),
    ("brand", {"isSet": True}, "EXISTS", {HERO, PNG}),
    ("brand", {"isSet": False}, "NOT EXISTS", FILES - {HERO, PNG}),
    ("notes", {"eq": f"{LONG}ending"}, f'= "{LONG}ending"', {HERO}),
    ("price", {"eq": 10.0}, "= 10", {HERO}),
    ("price", {"gte": 10}, ">= 10", {HERO, PNG}),
    ("price", {"gte": 10, "lte": 10}, "IN [10]", {HERO}),
    ("price", {"any": [10.5, 11]}, "IN [10.5, 11]", {PNG}),
    ("day", {"gte": "2024-03-05T01:00"}, '>= "2024-03-05T01:00"', {PNG}),
    ("day", {"lte": "1d"}, '<= "1d"', {HERO, PNG}),
    ("ready", {"eq": False}, "= false", {PNG}),
    ("size class", {"eq": 2}, "= 2", {PNG}),
    ("size class", {"any": ["M", "2"]}, 'IN ["M", "2"]', {HERO}),
    ("colours", {"any": ["blue", 3]}, 'IN ["blue", 3]', {HERO, PNG}),
    ("colours", {"contains": "red"}, 'IN ["red"]', {HERO}),
]


@pytest.mark.parametrize(("name", "asked", "query", "expected"), CASES)
def test_a_condition_finds_what_the_search_language_finds(
    client: Client, name: str, asked: Json, query: str, expected: set[str]
) -> None:
    assert found(client, {"name": name, **asked}) == expected
    assert set(found_by_query(client, f'type = "file" AND "customMetadata.{name}" {query}')) == (
        expected
    )


def test_all_conditions_must_hold_and_those_not_given_do_not_count(client: Client) -> None:
    nothing: Json = {"name": "brand", "eq": None, "any": [], "isSet": None}

    assert found(client, nothing) == FILES
    assert found(client, {"name": "price", "gte": 10}, {"name": "ready", "eq": True}) == {HERO}
    assert found(client, {"name": "price", "gte": 10}, {"name": "price", "lte": 9}) == set()


@pytest.mark.parametrize(
    ("name", "asked", "why"),
    [
        ("none", {"eq": 1}, "no such custom metadata field exists"),
        ("gone", {"isSet": True}, "no such custom metadata field exists"),
        ("price", {"eq": "10"}, "eq should be a valid number value"),
        ("price", {"gte": True}, "gte should be a valid number value"),
        ("price", {"contains": "1"}, "a field of its type does not take contains"),
        ("price", {"eq": [10]}, "values should be of type string, number or boolean"),
        ("price", {"any": [{}]}, "values should be of type string, number or boolean"),
        ("day", {"lte": "soon"}, "lte should be a valid date value"),
        ("ready", {"any": [True]}, "a field of its type does not take any"),
        ("brand", {"gte": "A"}, "a field of its type does not take gte"),
        ("brand", {"contains": " "}, "contains should be a valid string value"),
        ("brand", {"eq": "\0"}, "should not have a NUL character or half of a surrogate pair"),
        ("colours", {"eq": "red"}, "a field of its type does not take eq"),
        ("size class", {"gte": "S"}, "gte should be a valid string, number or boolean value"),
    ],
)
def test_what_a_field_cannot_be_asked_is_told_by_its_name(
    client: Client, name: str, asked: Json, why: str
) -> None:
    assert refused(client, {"name": name, **asked}) == {
        "code": "INVALID",
        "reason": "INVALID_FILTER",
        "field": "customMetadata",
        "errors": {name: why},
    }


def test_there_cannot_be_too_many(client: Client) -> None:
    assert found(client, *[{"name": "price", "gte": n % 10} for n in range(20)]) == {HERO, PNG}
    asked = [{"name": "price", "gte": 1}] * 21
    assert refused(client, *asked)["reason"] == "INVALID_FILTER"
    assert len(orjson.dumps(refused(client, {"name": "x" * 50_000, "eq": 1})["field"])) < 100
