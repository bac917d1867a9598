"""Custom metadata over GraphQL: fields, values, and what REST sees of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.client import Client, Json
from tests.mutating import change, refusal, upload

CREATE = """
mutation ($input: CreateCustomMetadataFieldInput!) {
  createCustomMetadataField(input: $input) { field { ...F } }
}
fragment F on CustomMetadataField {
  id fieldId name label description type options isRequired defaultValue minimum maximum isDeleted
}
"""
UPDATE = CREATE.replace("create", "update").replace("Create", "Update")
DELETE = """
mutation ($input: DeleteCustomMetadataFieldInput!) {
  deleteCustomMetadataField(input: $input) { deletedFieldId }
}
"""
FIELDS = "query ($all: Boolean!) { customMetadataFields(includeDeleted: $all) { name isDeleted } }"
VALUES = """
query ($path: String!) {
  file(path: $path) {
    customMetadata { value field { name type } }
    versions { nodes { customMetadata { value field { name } } } }
  }
}
"""
CHANGE = "mutation ($input: UpdateFileInput!) { updateFile(input: $input) { file { id } } }"


@pytest.fixture
def made(client: Client) -> Iterator[list[str]]:
    """Ids of fields that go with the test."""
    ids: list[str] = []
    yield ids
    for field_id in ids:
        client.rest("DELETE", f"/v1/customMetadataFields/{field_id}")


def create(client: Client, made: list[str], name: str, kind: str, **rules: object) -> Json:
    payload = change(client, CREATE, name=name, label=name, type=kind, **rules)
    field: Json = payload["field"]
    made.append(field["fieldId"])
    return field


def values(client: Client, path: str) -> dict[str, object]:
    found = client.graphql(VALUES, {"path": path})["file"]["customMetadata"]
    return {each["field"]["name"]: each["value"] for each in found}


@pytest.mark.parametrize(
    ("kind", "rules", "schema"),
    [
        ("TEXT", {"minimum": 1, "maximum": 5}, {"type": "Text", "minLength": 1, "maxLength": 5}),
        ("TEXTAREA", {"defaultValue": "a"}, {"type": "Textarea", "defaultValue": "a"}),
        ("NUMBER", {"minimum": 1.0}, {"type": "Number", "minValue": 1}),
        ("DATE", {"maximum": "2024-01-31"}, {"type": "Date", "maxValue": "2024-01-31"}),
        ("BOOLEAN", {}, {"type": "Boolean"}),
        ("SINGLE_SELECT", {"options": ["a", 1]}, {"selectOptions": ["a", 1]}),
        ("MULTI_SELECT", {"options": [True]}, {"selectOptions": [True]}),
    ],
)
def test_rest_sees_a_field_as_it_was_defined(
    client: Client, folder: str, made: list[str], kind: str, rules: Json, schema: Json
) -> None:
    name = f"{folder[1:]}_{kind}"

    field = create(client, made, name, kind, description="What it is", **rules)

    seen = {each["name"]: each for each in client.rest("GET", "/v1/customMetadataFields").json()}
    assert field["id"] == f"field_{field['fieldId']}"
    assert (field["type"], field["isRequired"], field["isDeleted"]) == (kind, False, False)
    assert all(field[key] == value for key, value in rules.items())
    assert seen[name]["description"] == "What it is"
    assert seen[name]["schema"].items() >= (schema | {"isValueRequired": False}).items()


def test_a_field_is_changed_and_deleted(client: Client, folder: str, made: list[str]) -> None:
    field = create(client, made, folder[1:], "NUMBER", minimum=1, maximum=9, defaultValue=2)

    changed = change(client, UPDATE, id=field["id"], label=f"L {folder}", minimum=None, maximum=5)
    node = client.graphql(
        "query ($id: ID!) { node(id: $id) { ... on CustomMetadataField { maximum } } }",
        {"id": field["id"]},
    )
    gone = change(client, DELETE, id=field["fieldId"])

    wanted = field | {"label": f"L {folder}", "minimum": None, "maximum": 5}
    assert changed["field"] == wanted
    assert node["node"] == {"maximum": 5}
    assert gone == {"deletedFieldId": field["id"]}
    listed, alive = (
        client.graphql(FIELDS, {"all": every})["customMetadataFields"] for every in (True, False)
    )
    assert {"name": folder[1:], "isDeleted": True} in listed
    assert folder[1:] not in [each["name"] for each in alive]


def test_what_is_wrong_is_told_in_this_face_s_words(
    client: Client, folder: str, made: list[str]
) -> None:
    field = create(client, made, folder[1:], "NUMBER")
    bad = {"name": "x", "label": "x", "type": "NUMBER"}

    rules = refusal(client, CREATE, **bad, minimum="a", options=[1], isRequired=True)
    taken = refusal(client, CREATE, name=field["name"], label="x", type="TEXT")
    unknown = refusal(client, UPDATE, id="field_" + "0" * 24, label="x")
    nonsense = refusal(client, DELETE, id="x")

    assert rules["code"] == "INVALID"
    assert rules["errors"] == {
        "minimum": "should be of type number",
        "options": "not allowed for this type",
        "defaultValue": "is required where a value is required",
    }
    assert (taken["code"], taken["field"]) == ("ALREADY_EXISTS", "name")
    assert unknown["code"] == "NOT_FOUND"
    assert nonsense["reason"] == "INVALID_ID"


def test_values_are_set_kept_merged_and_seen_by_rest(
    client: Client, folder: str, made: list[str]
) -> None:
    one, two = f"{folder[1:]}_1", f"{folder[1:]}_2"
    create(client, made, one, "NUMBER")
    create(client, made, two, "MULTI_SELECT", options=["a", "b"])
    path, place = f"{folder}/x.txt", {"folderPath": folder}

    upload(client, b"1", customMetadata=[{"name": one, "value": 5}], **place)
    upload(client, b"2", keepCustomMetadata=True, **place)
    kept = values(client, path)
    change(client, CHANGE, file={"path": path}, customMetadata=[{"name": two, "value": ["b"]}])
    merged = values(client, path)
    change(client, CHANGE, file={"path": path}, customMetadata=[{"name": one, "value": None}])
    upload(client, b"3", **place)

    file = client.at(path)
    assert file is not None
    assert (kept, merged) == ({one: 5}, {one: 5, two: ["b"]})
    seen = [version["customMetadata"] for version in client.versions(file["fileId"])]
    assert seen == [{}, {two: ["b"]}, {one: 5}]
    nodes = client.graphql(VALUES, {"path": path})["file"]["versions"]["nodes"]
    assert [len(node["customMetadata"]) for node in nodes] == [0, 1, 1]


def test_values_that_cannot_be_are_named_by_their_field(
    client: Client, folder: str, made: list[str]
) -> None:
    name = "folder"  # a word that means something else among our inputs
    create(client, made, name, "NUMBER")
    upload(client, b"1", folderPath=folder)
    sent = [{"name": name, "value": "x"}, {"name": "nothing", "value": 1}]

    refused = refusal(client, CHANGE, file={"path": f"{folder}/x.txt"}, customMetadata=sent)

    assert (refused["code"], refused["field"]) == ("INVALID", "customMetadata")
    assert refused["errors"] == {
        "folder": "should be of type number",
        "nothing": "no such custom metadata field exists",
    }
