"""Custom metadata over REST: fields are defined, and files have values for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.client import Client, Json
from tests.servers import Home, Server

FIELDS = "/v1/customMetadataFields"
UNKNOWN = "0123456789abcdef01234567"

Define = Callable[..., Json]


@pytest.fixture(scope="module")
def own(module_home: Home) -> Iterator[Server]:
    """A server of these tests alone: a required field changes every upload."""
    with Server(module_home) as running:
        yield running


@pytest.fixture
def client(own: Server) -> Iterator[Client]:
    """Its client; the fields of a test go with it."""
    yield own.client
    for field in own.client.rest("GET", FIELDS).json():
        own.client.rest("DELETE", f"{FIELDS}/{field['id']}")


@pytest.fixture
def define(client: Client, folder: str) -> Define:
    """Defines a field whose name no other test has; `schema` may be just a type."""

    def make(name: str, kind: str, **rules: Any) -> Json:
        unique = f"{name}_{folder.strip('/')}"
        body = {"name": unique, "label": unique.title(), "schema": {"type": kind, **rules}}
        answer = client.rest("POST", FIELDS, json=body)
        assert answer.status_code == 201, answer.text
        field: Json = answer.json()
        assert field == {"id": field["id"], **body}
        return field

    return make


SCHEMAS: list[Json] = [
    {"type": "Text", "minLength": 1, "maxLength": 10, "defaultValue": "a"},
    {"type": "Textarea"},
    {"type": "Number", "minValue": -1.5, "maxValue": 3000, "isValueRequired": False},
    {"type": "Date", "minValue": "2020-01-01", "maxValue": "2030-01-01T00:00:00.000Z"},
    {"type": "Boolean", "isValueRequired": True, "defaultValue": False},
    {"type": "SingleSelect", "selectOptions": ["small", 30, True], "defaultValue": 30},
    {"type": "MultiSelect", "selectOptions": ["a", 1], "defaultValue": ["a", 1]},
]


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema["type"])
def test_a_field_of_every_type_is_listed_as_it_was_defined(
    client: Client, define: Define, schema: Json
) -> None:
    rules = {key: value for key, value in schema.items() if key != "type"}

    field = define("every", schema["type"], **rules)

    assert field in client.rest("GET", FIELDS, params={"folderPath": "/a"}).json()


def test_whole_numbers_come_back_whole_whoever_wrote_them(client: Client, folder: str) -> None:
    schema = b'{"type":"Number","minValue":1.0,"maxValue":1e3,"defaultValue":2.5}'
    body = b'{"name":"java%s","label":"Java","schema":%s}' % (folder[1:].encode(), schema)

    answer = client.rest("POST", FIELDS, content=body)

    assert b'"minValue":1,' in answer.content
    assert b'"maxValue":1000,' in answer.content.replace(b"}", b",")


@pytest.mark.parametrize(
    ("body", "message", "errors"),
    [
        ({"name": "x", "label": "x", "schema": {}}, "Invalid field object", {"type"}),
        ({"name": "x", "label": "x", "schema": {"type": 1}}, "Invalid field object", {"type"}),
        ({"name": "x", "label": "x", "schema": []}, "Invalid schema object.", set()),
        ({"schema": {"type": "Text"}}, "Invalid field object", {"name", "label"}),
        ({"name": 1, "label": "x", "schema": {"type": "Text"}}, "Invalid field object", {"name"}),
        ({"name": 'a"b', "label": " ", "schema": {"type": "Text"}}, None, {"name", "label"}),
        ({"name": "x", "label": "x", "description": "a" * 501, "schema": {"type": "Text"}}, None,
         {"description"}),
        ({"name": "x", "label": "x", "schema": {"type": "Number", "minValue": "a", "maxLength": 1}},
         None, {"minValue", "maxLength"}),
        ({"name": "x", "label": "x", "schema": {"type": "Text", "isValueRequired": True}},
         None, {"defaultValue"}),
        ({"name": "x", "label": "x", "schema": {"type": "Boolean", "defaultValue": 2}}, None,
         {"defaultValue"}),
    ],
)  # fmt: skip
def test_a_field_that_cannot_be_is_refused_part_by_part(
    client: Client, body: Json, message: str | None, errors: set[str]
) -> None:
    answer = client.rest("POST", FIELDS, json=body)

    assert answer.status_code == 400
    assert answer.json()["message"] == (message or "Invalid field object")
    assert set(answer.json().get("errors", {})) == errors
    assert client.rest("GET", FIELDS).json() == []


def test_the_documented_errors_have_the_documented_words(client: Client) -> None:
    schema = {"type": "Number", "minValue": "1", "maxLength": 5}

    answer = client.rest("POST", FIELDS, json={"name": "x", "label": "x", "schema": schema})

    assert answer.json()["errors"] == {
        "minValue": "should be of type number",
        "maxLength": "not allowed for this type",
    }


def test_names_are_taken_for_ever_and_labels_until_deleted(client: Client, define: Define) -> None:
    field = define("once", "Text")
    schema = {"schema": {"type": "Text"}}
    same_name = {"name": field["name"], "label": "Another", **schema}
    same_label = {"name": f"{field['name']}_2", "label": field["label"], **schema}

    taken = [client.rest("POST", FIELDS, json=body) for body in (same_name, same_label)]
    deleted = client.rest("DELETE", f"{FIELDS}/{field['id']}")
    again = [client.rest("POST", FIELDS, json=body) for body in (same_name, same_label)]

    assert [answer.status_code for answer in taken] == [400, 400]
    assert [answer.json()["message"] for answer in taken] == [
        "A custom metadata field with this name already exists.",
        "A custom metadata field with this label already exists.",
    ]
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert "content-type" not in deleted.headers
    assert [answer.status_code for answer in again] == [400, 201]


def test_a_deleted_field_is_listed_only_when_asked_for(client: Client, define: Define) -> None:
    field = define("gone", "Text")
    client.rest("DELETE", f"{FIELDS}/{field['id']}")

    usual = client.rest("GET", FIELDS).json()
    everything = client.rest("GET", FIELDS, params={"includeDeleted": "True"}).json()

    assert usual == []
    assert field | {"isDeleted": True} in everything


def test_what_was_sent_changes_and_a_null_removes(client: Client, define: Define) -> None:
    field = define("price", "Number", minValue=1, maxValue=9, defaultValue=5)
    url = f"{FIELDS}/{field['id']}"

    label = client.rest("PATCH", url, json={"label": "New", "description": "In euros"})
    rules = {"type": "Text", "maxValue": 20, "minValue": None}
    schema = client.rest("PATCH", url, json={"id": field["id"], "schema": rules})
    cleared = client.rest("PATCH", url, json={"description": ""})

    assert label.json() == field | {"label": "New", "description": "In euros"}
    assert schema.json()["schema"] == {"type": "Number", "maxValue": 20, "defaultValue": 5}
    assert cleared.json() == {k: v for k, v in schema.json().items() if k != "description"}


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({}, 400, "Either label or schema should be provided."),
        ({"name": "other"}, 400, "Name cannot be updated."),
        ({"schema": "x"}, 400, "Invalid schema object."),
        ({"schema": {"minValue": "x"}}, 400, "Invalid field object"),
        ({"schema": {"minValue": 6}}, 400, "Invalid field object"),
        ({"schema": {"type": "Number", "minValue": 1}}, 200, None),
    ],
)
def test_changes_of_a_field_are_held_to_its_type(
    client: Client, define: Define, body: Json, status: int, message: str | None
) -> None:
    field = define("held", "Number", minValue=1, defaultValue=5)

    answer = client.rest("PATCH", f"{FIELDS}/{field['id']}", json=body)

    assert (answer.status_code, answer.json().get("message")) == (status, message)
    assert client.rest("GET", FIELDS).json() == [field]


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_field_that_is_not_there_is_told(client: Client, define: Define, method: str) -> None:
    deleted = define("deleted", "Text")
    client.rest("DELETE", f"{FIELDS}/{deleted['id']}")

    def told(field_id: str) -> tuple[int, str]:
        answer = client.rest(method, f"{FIELDS}/{field_id}", json={"label": "x"})
        return answer.status_code, answer.json()["message"]

    missing = (404, "No such custom metadata field exists.")
    changed = (400, "Cannot update a deleted custom metadata fields.")
    assert told(UNKNOWN) == missing
    assert told("nonsense") == (400, "Your request contains invalid ID parameter.")
    assert told("") == (400, "Missing id parameter.")
    assert told(deleted["id"]) == (changed if method == "PATCH" else missing)
