"""Extensions over GraphQL: asked for, followed to their end, and the tags that they find."""

from __future__ import annotations

import pytest

from tests.client import Client, Json
from tests.conftest import NewHome
from tests.mutating import change, refusal, upload
from tests.pictures import numbered
from tests.providers import LABELS, Held, Provider, cut, outcome, refusing, saw, tagging, wait_until
from tests.receivers import Receiver
from tests.servers import Server

UPDATE = """
mutation ($input: UpdateFileInput!) {
  updateFile(input: $input) {
    file { aiTags { name confidence source } extensionStatus { name status error } }
  }
}
"""
FILE = """
query ($path: String!) {
  file(path: $path) {
    versionCount aiTags { name confidence source } extensionStatus { name status error }
    versions { nodes { number aiTags { name } extensionStatus { name status } } }
  }
}
"""
REMOVE: Json = {"name": "remove-bg"}
TASKS: Json = {"name": "ai-tasks", "tasks": [{"type": "select_tags", "instruction": "What?"}]}
PATH = "/a/x.png"


def serving(provider: Provider, new_home: NewHome) -> Server:
    """A server that may ask the provider, and tell people on this machine."""
    return Server(new_home(**provider.settings | {"ALLOW_PRIVATE_URLS": "true"}))


def file(client: Client, path: str = PATH) -> Json:
    found: Json = client.graphql(FILE, {"path": path})["file"]
    return found


def statuses(client: Client, path: str = PATH) -> dict[str, str]:
    return {each["name"]: each["status"] for each in file(client, path)["extensionStatus"]}


def test_an_upload_is_tagged_and_says_so_when_it_is(new_home: NewHome) -> None:
    held = Held(saw(*LABELS))
    with (
        held,
        Provider(held) as provider,
        Receiver() as hook,
        serving(provider, new_home) as server,
    ):
        client, asked = server.client, {"extensions": [tagging()], "webhookUrl": hook.url}
        made = upload(client, numbered(1), "x.png", folderPath="/a", **asked)
        before = file(client)
        held.go_on()
        wait_until(lambda: statuses(client) == {"google-auto-tagging": "SUCCESS"})
        after = file(client)
        (told,) = outcome(hook, made["file"]["id"].removeprefix("file_"))
        seen = client.at(PATH)

    pending = {"name": "google-auto-tagging", "status": "PENDING", "error": None}
    assert (before["extensionStatus"], before["aiTags"]) == ([pending], [])
    assert after["aiTags"] == [
        {"name": "Cat", "confidence": 98.76, "source": "google-auto-tagging"},
        {"name": "Pet", "confidence": 70, "source": "google-auto-tagging"},
    ]
    assert told["status"] == "SUCCESS"
    assert seen is not None
    assert seen["AITags"] == after["aiTags"]


def test_a_saved_extension_makes_a_version_of_a_file(new_home: NewHome) -> None:
    with Provider(cut) as provider, serving(provider, new_home) as server:
        client = server.client
        body = {"name": "Cut", "description": "Out", "config": REMOVE}
        saved = client.rest("POST", "/v1/saved-extensions", json=body).json()
        upload(client, numbered(1), "x.png", folderPath="/a")

        reference = {"name": "saved-extension", "id": saved["id"]}
        change(client, UPDATE, file={"path": PATH}, extensions=[reference])
        wait_until(lambda: file(client)["versionCount"] == 2)
        found = file(client)

    assert found["extensionStatus"] == []
    assert [each["extensionStatus"] for each in found["versions"]["nodes"]] == [
        [],
        [{"name": "remove-bg", "status": "SUCCESS"}],
    ]


def test_what_failed_says_why_until_it_is_asked_for_again(new_home: NewHome) -> None:
    with Provider(refusing(400, b"too dark")) as provider, serving(provider, new_home) as server:
        client = server.client
        upload(client, numbered(1), "x.png", folderPath="/a", extensions=[REMOVE, TASKS])
        wait_until(lambda: "PENDING" not in statuses(client).values())
        failed = {each["name"]: each for each in file(client)["extensionStatus"]}
        provider.answer = cut
        change(client, UPDATE, file={"path": PATH}, extensions=[REMOVE])
        wait_until(lambda: file(client)["versionCount"] == 2)
        first = file(client)["versions"]["nodes"][1]

    why = "The provider answered with status 400: too dark"
    assert failed["remove-bg"] == {"name": "remove-bg", "status": "FAILED", "error": why}
    assert failed["ai-tasks"]["error"] == "No provider of ai-tasks is configured."
    assert {"name": "remove-bg", "status": "SUCCESS"} in first["extensionStatus"]
    assert {"name": "ai-tasks", "status": "FAILED"} in first["extensionStatus"]


def test_ai_tags_are_removed_by_name_or_all(new_home: NewHome) -> None:
    with Provider(saw(*LABELS)) as provider, serving(provider, new_home) as server:
        client = server.client
        asked = [tagging(least=0), tagging("aws-auto-tagging", least=0)]
        upload(client, numbered(1), "x.png", folderPath="/a", extensions=asked)
        wait_until(lambda: len(file(client)["aiTags"]) == 6)

        named = change(client, UPDATE, file={"path": PATH}, removeAiTags=["Cat", "None"])
        kept = change(client, UPDATE, file={"path": PATH}, removeAiTags=[], description="x")
        every = change(client, UPDATE, file={"path": PATH}, removeAllAiTags=True)

    assert [tag["name"] for tag in named["file"]["aiTags"]] == ["Pet", "Sofa"] * 2
    assert kept["file"]["aiTags"] == named["file"]["aiTags"]
    assert every["file"]["aiTags"] == []


def test_the_server_says_which_there_are(client: Client, new_home: NewHome) -> None:
    asked = "{ serverInfo { extensions } }"
    with Provider() as provider, serving(provider, new_home) as server:
        found = server.client.graphql(asked)

    provided = ["aws-auto-tagging", "google-auto-tagging", "remove-bg"]
    assert found == {"serverInfo": {"extensions": provided}}
    assert client.graphql(asked) == {"serverInfo": {"extensions": []}}


@pytest.mark.parametrize(
    ("extensions", "why"),
    [
        ({}, "should be an array"),
        (0, "should be an array"),
        ("remove-bg", "should be an array"),
        ([1], "[0] should be of type object"),
        ([[REMOVE]], "[0] should be of type object"),
        ([{"name": "x"}], "[0].name should be one of"),
        ([{"name": "\0"}], "[0].name should not have a NUL"),
        ([{"name": "google-auto-tagging", "maxTags": 5}], "[0].minConfidence is required"),
        ([tagging(least=101)], "[0].minConfidence should be a whole number from 0 to 100"),
        ([{"name": "ai-tasks", "tasks": []}], "[0].tasks should be an array of 1 to 10 items"),
        ([{"name": "saved-extension", "id": "ext_" + "0" * 24}], "does not exist"),
        ([REMOVE] * 21, "should be an array of 0 to 20 items"),
    ],
)
def test_what_is_no_extension_is_refused_and_changes_nothing(
    client: Client, folder: str, extensions: object, why: str
) -> None:
    upload(client, numbered(1), "x.png", folderPath=folder)
    path = f"{folder}/x.png"

    refused = refusal(client, UPDATE, file={"path": path}, description="x", extensions=extensions)

    assert (refused["reason"], refused["field"]) == ("INVALID_EXTENSION", "extensions")
    assert why in refused["errors"]["extensions"] if "errors" in refused else "exist" in why
    found = client.at(path)
    assert found is not None
    assert "description" not in found


@pytest.mark.parametrize("url", ["nowhere", "ftp://example.org/", "http://u:p@example.org/"])
def test_a_webhook_that_is_no_address_is_refused(client: Client, folder: str, url: str) -> None:
    upload(client, numbered(1), "x.png", folderPath=folder)

    refused = refusal(client, UPDATE, file={"path": f"{folder}/x.png"}, webhookUrl=url)

    assert (refused["code"], refused["field"]) == ("INVALID", "webhookUrl")
