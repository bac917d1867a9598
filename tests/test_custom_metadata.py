"""Values of custom metadata: on upload, on change, over versions, and when a field goes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from tests.client import Client, Json
from tests.servers import Home, Server
from tests.together import at_once

FIELDS = "/v1/customMetadataFields"
UPLOAD = "/api/v1/files/upload"


@pytest.fixture(scope="module")
def own(module_home: Home) -> Iterator[Server]:
    """A server of these tests alone, with a field of every type."""
    with Server(module_home) as running:
        for name, schema in SCHEMAS.items():
            define(running.client, name, **schema)
        yield running


SCHEMAS: dict[str, Json] = {
    "brand": {"type": "Text", "maxLength": 10},
    "notes": {"type": "Textarea"},
    "price": {"type": "Number", "minValue": 0, "maxValue": 100},
    "shot": {"type": "Date"},
    "ready": {"type": "Boolean"},
    "size": {"type": "SingleSelect", "selectOptions": ["S", 2, True]},
    "colours": {"type": "MultiSelect", "selectOptions": ["red", "green", 3]},
}
VALUES: Json = {
    "brand": "Nike",
    "notes": "a\nb",
    "price": 9.5,
    "shot": "2024-01-31T10:00:00Z",
    "ready": False,
    "size": 2,
    "colours": ["red", 3],
}


@pytest.fixture
def client(own: Server) -> Client:
    return own.client


def define(client: Client, name: str, **schema: Any) -> str:
    """Defines a field and returns its id."""
    body = {"name": name, "label": name, "schema": schema}
    answer = client.rest("POST", FIELDS, json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def values(client: Client, file_id: str) -> list[Json]:
    """Of every version, the oldest first."""
    found = client.versions(file_id)
    found.sort(key=lambda version: int(version["versionInfo"]["name"].split()[1]))
    return [version["customMetadata"] for version in found]


@pytest.mark.parametrize(
    "written",
    [
        {"customMetadata": VALUES},
        {
            "customMetadata[brand]": "Nike",
            "customMetadata[notes]": "a\nb",
            "customMetadata[price]": "9.5",
            "customMetadata[shot]": "2024-01-31T10:00:00Z",
            "customMetadata[ready]": "false",
            "customMetadata[size]": "2",
            "customMetadata": {"colours": ["red", 3.0]},
        },
    ],
)
def test_an_upload_keeps_its_values(client: Client, folder: str, written: Json) -> None:
    uploaded = client.upload(b"x", "a.txt", folder, responseFields="customMetadata", **written)

    assert uploaded["customMetadata"] == VALUES
    assert client.details(uploaded["fileId"])["customMetadata"] == VALUES
    assert client.listed(path=folder)[0]["customMetadata"] == VALUES


def test_many_values_come_one_by_one(client: Client, folder: str) -> None:
    form = [
        ("customMetadata[colours][]", (None, "green")),
        ("customMetadata[colours][]", (None, "3")),
    ]
    fields = {"fileName": "a.txt", "folder": folder, "responseFields": "customMetadata"}

    answer = client.rest("POST", UPLOAD, data=fields, files=[*form, ("file", ("a", b"x"))])

    assert answer.json()["customMetadata"] == {"colours": ["green", 3]}


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"brand": 5}, {"brand": "should be of type string"}),
        ({"price": "5"}, {"price": "should be of type number"}),
        ({"price": 101}, {"price": "should be less than or equal to 100"}),
        ({"shot": "soon"}, {"shot": "should be a date in ISO 8601 format"}),
        ({"size": "M", "colours": "red"}, {"size": "should be one of the select options",
                                          "colours": "should be of type array"}),
        ({"nothing": 1}, {"nothing": "no such custom metadata field exists"}),
    ],
)  # fmt: skip
def test_values_that_cannot_be_are_refused_and_nothing_changes(
    client: Client, folder: str, sent: Json, errors: Json
) -> None:
    file_id = client.upload(b"1", "a.txt", folder, customMetadata={"brand": "old"})["fileId"]
    before = client.details(file_id)

    upload = client.upload_answer(b"2", "a.txt", folder, customMetadata=sent)
    change = client.rest("PATCH", f"/v1/files/{file_id}/details", json={"customMetadata": sent})

    for answer in (upload, change):
        assert answer.status_code == 400
        body = answer.json()
        assert (body["message"], body["errors"]) == ("Invalid custom metadata.", errors)
    assert client.details(file_id) == before
    assert len(client.versions(file_id)) == 1


@pytest.mark.parametrize("sent", ["[1]", "5", "{", '"a"'])
def test_what_is_no_object_is_refused(client: Client, folder: str, sent: str) -> None:
    answer = client.upload_answer(b"2", "a.txt", folder, customMetadata=sent)

    assert answer.status_code == 400
    assert answer.json()["message"].startswith("Invalid custom metadata.")
    assert client.listed(path=folder) == []


def test_all_values_together_have_a_limit(client: Client, folder: str) -> None:
    names = [f"long_{number}" for number in range(7)]
    ids = [define(client, name, type="Textarea") for name in names]
    file_id = client.upload(b"1", "a.txt", folder)["fileId"]

    def change(names: list[str]) -> int:
        sent = {"customMetadata": dict.fromkeys(names, "a" * 10_000)}
        return client.rest("PATCH", f"/v1/files/{file_id}/details", json=sent).status_code

    statuses = [change(names[:6]), change(names[6:])]

    assert statuses == [200, 400]
    assert len(client.details(file_id)["customMetadata"]) == 6
    for field in ids:
        client.rest("DELETE", f"{FIELDS}/{field}")


def test_a_change_merges_and_a_null_unsets(client: Client, folder: str) -> None:
    file_id = client.upload(b"1", "a.txt", folder, customMetadata=VALUES)["fileId"]

    changed = client.update(file_id, customMetadata={"price": 1, "notes": None, "shot": None})
    cleared = client.update(file_id, customMetadata=dict.fromkeys(VALUES))
    nothing = client.update(file_id, customMetadata={}, description="x")

    kept = {k: v for k, v in VALUES.items() if k not in ("notes", "shot")}
    assert changed["customMetadata"] == kept | {"price": 1}
    assert cleared["customMetadata"] == nothing["customMetadata"] == {}


def test_a_new_version_replaces_clears_or_copies(client: Client, folder: str) -> None:
    def upload(content: bytes, **fields: object) -> str:
        return str(client.upload(content, "a.txt", folder, **fields)["fileId"])

    file_id = upload(b"1", customMetadata={"brand": "a", "price": 1})
    upload(b"2", customMetadata={"price": 2}, overwriteCustomMetadata=False)
    upload(b"3", overwriteCustomMetadata=False)
    upload(b"4")
    upload(b"5", customMetadata={"brand": "e"})
    upload(b"6", customMetadata="{}", overwriteCustomMetadata=False)

    first = {"brand": "a", "price": 1}
    assert values(client, file_id) == [first, {"price": 2}, {"price": 2}, {}, {"brand": "e"}, {}]
    assert client.restore(file_id, file_id)["customMetadata"] == first


def test_copies_and_moves_take_their_values_along(client: Client, folder: str) -> None:
    path = client.upload(b"1", "a.txt", folder, customMetadata={"brand": "a"})["filePath"]

    client.copy(path, f"{folder}/copied")
    client.move(path, f"{folder}/moved")

    for place in ("copied", "moved"):
        file = client.at(f"{folder}/{place}/a.txt")
        assert file is not None
        assert file["customMetadata"] == {"brand": "a"}


def test_a_retry_with_other_values_is_another_upload(client: Client, folder: str) -> None:
    def retried(**fields: object) -> str:
        form = {"fileName": "a.txt", "folder": folder, "useUniqueFileName": "false", **fields}
        answer = client.rest(
            "POST",
            UPLOAD,
            data=form,
            files={"file": ("a", b"same")},
            headers={"X-Stainless-Retry-Count": "1"},
        )
        return str(answer.json()["versionInfo"]["name"])

    names = [retried(customMetadata=text) for text in ('{"price":1}', '{"price":1.0}', "{}")]

    assert names == ["Version 1", "Version 1", "Version 2"]


def test_a_required_field_gives_its_default_where_there_is_no_value(
    client: Client, folder: str
) -> None:
    old = client.upload(b"0", "old.txt", folder)["fileId"]
    field = define(client, "must", type="Number", isValueRequired=True, defaultValue=7)
    try:
        ids = [
            client.upload(b"1", f"{n}.txt", folder, customMetadata=sent)["fileId"]
            for n, sent in enumerate((None, {"must": None}, {"must": 1}))
        ]
        file_id = ids[2]
        client.upload(b"2", "2.txt", folder)
        client.update(ids[1], customMetadata={"must": None})
        untouched = client.update(old, description="x")["customMetadata"]
        touched = client.update(old, customMetadata={"price": 1})["customMetadata"]

        assert [client.details(i)["customMetadata"] for i in ids[:2]] == [{"must": 7}] * 2
        assert values(client, file_id) == [{"must": 1}, {"must": 7}]
        assert (untouched, touched) == ({}, {"price": 1, "must": 7})
    finally:
        client.rest("DELETE", f"{FIELDS}/{field}")


def test_the_values_of_a_deleted_field_are_nowhere(client: Client, folder: str) -> None:
    field = define(client, "going", type="Text")
    file_id = client.upload(b"1", "a.txt", folder, customMetadata={"going": "x"})["fileId"]
    client.upload(b"2", "a.txt", folder, customMetadata={"going": "y", "price": 2})
    stamps = [version["updatedAt"] for version in client.versions(file_id)]

    client.rest("DELETE", f"{FIELDS}/{field}")

    assert values(client, file_id) == [{}, {"price": 2}]
    assert [version["updatedAt"] for version in client.versions(file_id)] == stamps
    again = client.upload_answer(b"3", "a.txt", folder, customMetadata={"going": "z"})
    assert again.json()["errors"] == {"going": "no such custom metadata field exists"}
    client.upload(b"3", "a.txt", folder, overwriteCustomMetadata=False)
    assert values(client, file_id)[-1] == {"price": 2}


def test_no_writer_brings_a_value_back_while_its_field_goes(client: Client, folder: str) -> None:
    field = define(client, "racing", type="Text")
    path = client.upload(b"0", "a.txt", folder, customMetadata={"racing": "x"})["filePath"]

    def act(number: int) -> None:
        if number == 5:
            client.rest("DELETE", f"{FIELDS}/{field}")
        elif number % 2:
            client.copy(path, f"{folder}/{number}")
        else:
            sent = {"racing": str(number)}
            client.upload_answer(b"%d" % number, f"{number}.txt", folder, customMetadata=sent)

    at_once([partial(act, number) for number in range(12)])

    places = [folder, *(f"{folder}/{number}" for number in range(1, 12, 2))]
    found = [file["customMetadata"] for place in places for file in client.listed(path=place)]
    assert found
    assert all(value == {} for value in found)
