"""Changing a file's details over REST (rest-api.md §2.3): its current version, no new one."""

from __future__ import annotations

import pytest

from tests.client import Client, Json


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"tags": ["b", " c "]}, {"tags": ["b", "c"]}),
        ({"tags": "b, c"}, {"tags": ["b", "c"]}),
        ({"tags": []}, {"tags": None}),
        ({"tags": None}, {"tags": None}),
        ({"customCoordinates": "1,2,3,4"}, {"customCoordinates": "1,2,3,4"}),
        ({"customCoordinates": None}, {"customCoordinates": None}),
        ({"customCoordinates": ""}, {"customCoordinates": None}),
        ({"description": "new"}, {"description": "new"}),
        ({"description": None}, {"description": None}),
        ({"description": ""}, {"description": None}),
        ({"publish": {"isPublished": False}}, {"isPublished": False}),
        ({"removeAITags": "all"}, {"AITags": None}),
        ({"removeAITags": ["a", "b"]}, {"AITags": None}),
        ({"tags": ["b"], "publish": {"isPublished": False}}, {"tags": ["b"], "isPublished": False}),
        ({"fileId": "x", "extensions": [], "customMetadata": {}, "webhookUrl": None}, {}),
        ({}, {}),
    ],
)
def test_what_was_sent_changes_and_nothing_else(
    client: Client, folder: str, changes: Json, expected: Json
) -> None:
    file_id = client.upload(
        b"x", "a.txt", folder, tags="a", description="old", customCoordinates="9,9,9,9"
    )["fileId"]
    before = client.details(file_id)

    answer = client.rest("PATCH", f"/v1/files/{file_id}/details/", json=changes)

    after = answer.json()
    assert answer.status_code == 200
    assert after == client.details(file_id)
    assert len(client.versions(file_id)) == 1
    moving = {"updatedAt", "url"}
    kept = {name: value for name, value in before.items() if name not in moving}
    now = {name: value for name, value in after.items() if name not in moving}
    wanted = {**kept, **expected}
    assert now == {n: v for n, v in wanted.items() if (n, v) != ("description", None)}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("publish", {}),
        ("publish", {"isPublished": None}),
        ("publish", {"isPublished": "maybe"}),
        ("publish", []),
        ("tags", [None]),
        ("tags", [["a"]]),
        ("tags", {"a": "b"}),
        ("removeAITags", ""),
        ("removeAITags", "some"),
        ("customCoordinates", 5),
        ("description", ["a"]),
        ("webhookUrl", 5),
    ],
)
def test_a_value_of_another_type_is_refused_by_its_name(
    client: Client, folder: str, name: str, value: object
) -> None:
    file_id = client.upload(b"x", "a.txt", folder, tags="a")["fileId"]
    before = client.details(file_id)

    answer = client.rest("PATCH", f"/v1/files/{file_id}/details", json={name: value})

    message = f"Your request contains invalid {name} parameter."
    assert (answer.status_code, answer.json()["message"]) == (400, message)
    assert client.details(file_id) == before


def test_a_body_that_is_empty_changes_nothing(client: Client, folder: str) -> None:
    file_id = client.upload(b"x", "a.txt", folder, tags="a")["fileId"]
    before = client.details(file_id)

    without = client.rest("PATCH", f"/v1/files/{file_id}/details")
    unknown = client.rest("PATCH", f"/v1/files/{file_id}/details", json={"fileId": file_id})

    assert (without.status_code, without.json()) == (200, before)
    assert (unknown.status_code, unknown.json()) == (200, before)


def test_older_versions_keep_their_details(client: Client, folder: str) -> None:
    file_id = client.upload(b"1", "a.txt", folder, tags="a")["fileId"]
    client.upload(b"2", "a.txt", folder, tags="b")

    client.update(file_id, tags=["c"])

    assert [version["tags"] for version in client.versions(file_id)] == [["c"], ["a"]]


@pytest.mark.parametrize("everywhere", [True, False])
def test_publishing_reaches_every_version_only_when_asked(
    client: Client, folder: str, everywhere: bool
) -> None:
    file_id = client.upload(b"1", "a.txt", folder)["fileId"]
    client.upload(b"2", "a.txt", folder)
    url = client.version(file_id, file_id)["url"]

    client.update(file_id, publish={"isPublished": False, "includeFileVersions": everywhere})

    current, old = client.versions(file_id)
    assert (current["isPublished"], old["isPublished"]) == (False, not everywhere)
    assert (old["url"] != url) is everywhere
