"""Saved extensions over REST and GraphQL: kept, changed, forgotten, and checked before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.client import Client, Json
from tests.mutating import change, refusal
from tests.servers import Home, Server

URL = "/v1/saved-extensions"
NAMED = {"name": "Quality", "description": "Looks at cars"}
TAGGING = {"name": "google-auto-tagging", "minConfidence": 80, "maxTags": 5}
TASKS: Json = {
    "name": "ai-tasks",
    "tasks": [
        {"type": "select_tags", "instruction": "Which clothes?", "vocabulary": ["shirt", "dress"]},
        {
            "type": "select_metadata",
            "instruction": "Which colour?",
            "field": "colour",
            "vocabulary": ["red", 3, True],
            "min_selections": 0,
            "max_selections": 2,
        },
        {
            "type": "yes_no",
            "instruction": "Is it new?",
            "on_yes": {
                "add_tags": ["new"],
                "remove_tags": ["old"],
                "set_metadata": [{"field": "age", "value": [1, "a"]}],
                "unset_metadata": [{"field": "price"}],
            },
            "on_unknown": {},
        },
    ],
}
CONFIGS = [
    TAGGING,
    TAGGING | {"name": "aws-auto-tagging"},
    {"name": "remove-bg"},
    {"name": "remove-bg", "options": {"add_shadow": True, "bg_color": "81d4fa"}},
    {"name": "ai-auto-description"},
    TASKS,
]


@pytest.fixture(scope="module")
def own(module_home: Home) -> Iterator[Server]:
    """A server of these tests alone, for there is one list of them."""
    with Server(module_home) as running:
        yield running


@pytest.fixture
def client(own: Server) -> Iterator[Client]:
    """Its client; what a test keeps goes with it."""
    yield own.client
    for saved in own.client.rest("GET", URL).json():
        own.client.rest("DELETE", f"{URL}/{saved['id']}")


def save(client: Client, config: object = TAGGING) -> Json:
    answer = client.rest("POST", URL, json={**NAMED, "config": config})
    assert answer.status_code == 201, answer.text
    saved: Json = answer.json()
    return saved


@pytest.mark.parametrize("config", CONFIGS)
def test_what_is_saved_is_read_as_it_was_sent(client: Client, config: Json) -> None:
    saved = save(client, config)

    read = client.rest("GET", f"{URL}/{saved['id']}")
    listed = client.rest("GET", URL)

    assert saved["id"].startswith("ext_")
    assert {key: saved[key] for key in ("name", "description", "config")} == {
        **NAMED,
        "config": config,
    }
    assert saved["createdAt"] == saved["updatedAt"]
    assert (read.json(), listed.json()) == (saved, [saved])


def test_what_means_nothing_is_dropped_and_whole_numbers_are_whole(client: Client) -> None:
    body = b'{"name":"a","description":"b","config":{"name":"aws-auto-tagging","x":1,'
    body += b'"minConfidence":80.0,"maxTags":5}}'

    answer = client.rest("POST", URL, content=body)

    wanted = {"name": "aws-auto-tagging", "minConfidence": 80, "maxTags": 5}
    assert answer.json()["config"] == wanted
    assert b"80.0" not in answer.content


def test_what_was_sent_changes_and_the_rest_stays(client: Client) -> None:
    saved = save(client)
    url = f"{URL}/{saved['id']}"

    renamed = client.rest("PATCH", url, json={"name": "Other"}).json()
    changed = client.rest("PATCH", url, json={"config": TASKS, "description": "New"}).json()

    assert renamed == saved | {"name": "Other", "updatedAt": renamed["updatedAt"]}
    assert changed["config"] == TASKS
    assert (changed["name"], changed["description"]) == ("Other", "New")
    assert saved["updatedAt"] <= renamed["updatedAt"] <= changed["updatedAt"]


def test_what_is_forgotten_is_gone(client: Client) -> None:
    url = f"{URL}/{save(client)['id']}"

    gone = client.rest("DELETE", url)
    again = [client.rest(method, url, json={"name": "x"}) for method in ("GET", "PATCH", "DELETE")]

    assert (gone.status_code, gone.content) == (204, b"")
    assert {answer.status_code for answer in again} == {404}
    message = "The requested saved extension does not exist."
    assert {answer.json()["message"] for answer in again} == {message}


@pytest.mark.parametrize(
    ("saved_id", "status"),
    [
        ("ext_0123456789abcdef01234567", 404),
        ("0123456789abcdef01234567", 404),
        ("ext_abc123", 404),
        ("not-an-id", 400),
        ("%00", 400),
    ],
)
def test_an_id_that_names_none_is_told(client: Client, saved_id: str, status: int) -> None:
    answer = client.rest("GET", f"{URL}/{saved_id}")

    assert answer.status_code == status
    assert (
        answer.json()["message"]
        == {
            404: "The requested saved extension does not exist.",
            400: "Invalid saved extension ID.",
        }[status]
    )


def _task(**changes: Any) -> Json:
    return {"name": "ai-tasks", "tasks": [{"type": "yes_no", "instruction": "?", **changes}]}


@pytest.mark.parametrize(
    ("config", "why"),
    [
        ("remove-bg", "should be of type object"),
        (None, "should be of type object"),
        ({}, "name is required"),
        ({"name": "resize"}, "name should be one of"),
        ({"name": "saved-extension", "id": "ext_" + "0" * 24}, "name should not be"),
        ({"name": "google-auto-tagging", "maxTags": 5}, "minConfidence is required"),
        (TAGGING | {"minConfidence": 101}, "minConfidence should be a whole number from 0 to 100"),
        (TAGGING | {"maxTags": 31}, "maxTags should be a whole number from 0 to 30"),
        (TAGGING | {"maxTags": "5"}, "maxTags should be of type number"),
        ({"name": "remove-bg", "options": []}, "options should be of type object"),
        ({"name": "remove-bg", "options": {"add_shadow": 1}}, "options.add_shadow should be of"),
        ({"name": "remove-bg", "options": {"bg_color": "a", "bg_image_url": "b"}}, "options.bg_"),
        ({"name": "ai-tasks"}, "tasks is required"),
        ({"name": "ai-tasks", "tasks": []}, "tasks should be an array of 1 to 10 items"),
        (_task(type="dance"), "tasks[0].type should be one of"),
        (_task(instruction=""), "tasks[0].instruction should not be empty"),
        (_task(instruction="a" * 2001), "tasks[0].instruction should have at most 2000"),
        (_task(type="select_metadata"), "tasks[0].field is required"),
        (
            _task(type="select_tags", vocabulary=["a"] * 31),
            "tasks[0].vocabulary should be an array",
        ),
        (_task(type="select_tags", vocabulary=["50%"]), "tasks[0].vocabulary[0] should be a tag"),
        (
            _task(type="select_tags", vocabulary=["a" * 251, "b" * 251]),
            "tasks[0].vocabulary should",
        ),
        (_task(type="select_tags", min_selections=2, max_selections=1), "tasks[0].max_selections"),
        (_task(on_yes=[]), "tasks[0].on_yes should be of type object"),
        (
            _task(on_no={"set_metadata": [{"field": "a"}]}),
            "tasks[0].on_no.set_metadata[0].value is",
        ),
        (
            _task(on_no={"unset_metadata": [1]}),
            "tasks[0].on_no.unset_metadata[0] should be of type",
        ),
    ],
)
def test_a_configuration_that_cannot_be_is_refused(
    client: Client, config: object, why: str
) -> None:
    answer = client.rest("POST", URL, json={**NAMED, "config": config})

    body = answer.json()
    assert (answer.status_code, body["message"]) == (400, "Invalid extension configuration.")
    assert body["errors"]["config"].startswith(why)
    assert client.rest("GET", URL).json() == []


@pytest.mark.parametrize("missing", ["name", "description", "config"])
def test_what_is_missing_is_named(client: Client, missing: str) -> None:
    body = {**NAMED, "config": TAGGING}
    del body[missing]

    answer = client.rest("POST", URL, json=body)

    assert (answer.status_code, answer.json()["message"]) == (
        400,
        f"{missing} parameter is missing.",
    )


def test_there_are_a_hundred_at_most(client: Client) -> None:
    for _ in range(100):
        save(client)

    answer = client.rest("POST", URL, json={**NAMED, "config": TAGGING})

    assert answer.status_code == 400
    assert "100" in answer.json()["message"]


GRAPHQL = """
mutation ($input: %sSavedExtensionInput!) {
  %sSavedExtension(input: $input) { savedExtension { ...S } }
}
fragment S on SavedExtension { id extensionId name description config createdAt updatedAt }
"""
DELETE = """
mutation ($input: DeleteSavedExtensionInput!) {
  deleteSavedExtension(input: $input) { deletedSavedExtensionId }
}
"""


def test_graphql_does_the_same(client: Client) -> None:
    made = change(client, GRAPHQL % ("Create", "create"), **NAMED, config=TASKS)["savedExtension"]
    changed = change(client, GRAPHQL % ("Update", "update"), id=made["extensionId"], name="Other")
    seen = client.rest("GET", f"{URL}/{made['extensionId']}").json()
    found = client.graphql(
        "query ($id: ID!) { node(id: $id) { id } savedExtensions { id config } }",
        {"id": made["id"]},
    )
    gone = change(client, DELETE, id=made["id"])

    assert changed["savedExtension"] == made | {
        "name": "Other",
        "updatedAt": changed["savedExtension"]["updatedAt"],
    }
    assert (seen["name"], seen["config"], seen["createdAt"]) == ("Other", TASKS, made["createdAt"])
    assert found["node"] == {"id": made["id"]}
    assert found["savedExtensions"] == [{"id": made["id"], "config": TASKS}]
    assert gone == {"deletedSavedExtensionId": made["id"]}
    refused = refusal(client, DELETE, id=made["id"])
    assert refused["code"] == "NOT_FOUND"
    refused = refusal(client, GRAPHQL % ("Create", "create"), **NAMED, config={"name": "x"})
    assert (refused["code"], list(refused["errors"])) == ("INVALID", ["config"])
