"""Extensions that cannot be tried, and those that outlive a request, a process or their version."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from app.library.provider_amazon import Credentials, signed
from tests.client import Client, Json, Refused
from tests.conftest import NewHome
from tests.pictures import numbered
from tests.providers import (
    CUT,
    LABELS,
    Held,
    Provider,
    asked,
    cut,
    form,
    names,
    outcome,
    saw,
    tagging,
    wait_until,
)
from tests.receivers import Receiver
from tests.servers import Server
from tests.tables import query

REMOVE: Json = {"name": "remove-bg"}
TASKS: Json = {"name": "ai-tasks", "tasks": [{"type": "select_tags", "instruction": "What is it?"}]}


def serving(provider: Provider, new_home: NewHome, **settings: str) -> Server:
    """A server that may ask the provider, and tell people on this machine."""
    return Server(new_home(**provider.settings | {"ALLOW_PRIVATE_URLS": "true"} | settings))


def test_without_a_provider_it_has_failed_at_once(new_home: NewHome) -> None:
    wanted = [REMOVE, tagging(), tagging("aws-auto-tagging"), {"name": "ai-auto-description"}]
    with Receiver() as hook, Server(new_home(ALLOW_PRIVATE_URLS="true")) as server:
        file = server.client.upload(
            numbered(1), "a.png", "/a", extensions=asked(*wanted, TASKS), webhookUrl=hook.url
        )
        changed = server.client.update(file["fileId"], extensions=[REMOVE])
        told = outcome(hook, file["fileId"], 5)

    assert file["extensionStatus"] == {str(each["name"]): "failed" for each in (*wanted, TASKS)}
    assert changed["extensionStatus"] == {"remove-bg": "failed"}
    assert {each["service"]: each["error"] for each in told} == {
        str(each["name"]): f"No provider of {each['name']} is configured."
        for each in (*wanted, TASKS)
    }
    assert {each["status"] for each in told} == {"FAILURE"}


def test_only_pictures_are_looked_at(new_home: NewHome) -> None:
    with Provider() as provider, serving(provider, new_home) as server:
        file = server.client.upload(b"text", "a.txt", "/a", extensions=asked(tagging(), REMOVE))

    assert file["extensionStatus"] == {"google-auto-tagging": "failed", "remove-bg": "failed"}
    assert provider.posted == []


def test_an_answer_says_nothing_of_extensions_that_nobody_asked_for(client: Client) -> None:
    file = client.upload(numbered(1), "a.png", "/none", extensions="[]")

    assert "extensionStatus" not in file
    assert "extensionStatus" not in client.update(file["fileId"], extensions=[])


@pytest.mark.parametrize(
    ("extensions", "why"),
    [
        ("[", "not valid JSON"),
        ("{}", "extensions should be an array"),
        ('[{"name": "x"}]', r"extensions[0].name should be one of"),
        ('[{"name": "google-auto-tagging", "maxTags": 5}]', "extensions[0].minConfidence is"),
        (
            '[{"name": "remove-bg", "options": {"bg_color": "f", "bg_image_url": "g"}}]',
            "extensions[0].options.bg_color should be empty",
        ),
        (
            asked({"name": "saved-extension", "id": "ext_" + "0" * 24}),
            "ext_000000000000000000000000",
        ),
    ],
)
def test_what_is_no_extension_is_refused_by_its_place(
    client: Client, folder: str, extensions: str, why: str
) -> None:
    with pytest.raises(Refused) as refused:
        client.upload(numbered(1), "a.png", folder, extensions=extensions)

    assert refused.value.status == 400
    message = refused.value.body["message"]
    assert message.startswith("Your request contains invalid extensions parameter")
    assert why in message
    assert client.at(f"{folder}/a.png") is None


@pytest.mark.parametrize("url", ["nowhere", "ftp://example.org/", "http://u:p@example.org/"])
def test_a_webhook_that_is_no_address_is_refused(client: Client, folder: str, url: str) -> None:
    with pytest.raises(Refused) as refused:
        client.upload(numbered(1), "a.png", folder, webhookUrl=url)

    assert refused.value.status == 400
    assert "invalid webhookUrl parameter" in refused.value.body["message"]


def test_versions_to_come_count_when_they_are_asked_for(new_home: NewHome) -> None:
    with Provider(cut) as provider, serving(provider, new_home, MAX_VERSIONS="2") as server:
        client = server.client
        file = client.upload(numbered(1), "a.png", "/a")

        with pytest.raises(Refused) as uploading:
            client.upload(numbered(2), "a.png", "/a", extensions=asked(REMOVE))
        client.update(file["fileId"], extensions=[REMOVE])
        wait_until(lambda: len(client.versions(file["fileId"])) == 2)
        with pytest.raises(Refused) as changing:
            client.update(file["fileId"], tags=["x"], extensions=[REMOVE])

        for refused in (uploading.value, changing.value):
            assert (refused.status, refused.body["reason"]) == (400, "VERSION_LIMIT_EXCEEDED")
        assert client.details(file["fileId"])["tags"] is None
        assert len(provider.posted) == 1


def test_what_a_killed_process_was_at_is_done_once_by_the_next(new_home: NewHome) -> None:
    with Receiver() as hook, Provider(cut) as provider, Held(cut) as held:
        provider.answer = held
        server = serving(provider, new_home).start()
        file = server.client.upload(
            numbered(1), "a.png", "/a", extensions=asked(REMOVE), webhookUrl=hook.url
        )
        provider.wait()
        server.kill()
        server.client.close()
        held.go_on()

        with Server(server.home) as again:
            (told,) = outcome(hook, file["fileId"])
            versions = again.client.versions(file["fileId"])
            runs = query(server.home.database_url, "SELECT status, error FROM extension_run")

    assert told["status"] == "SUCCESS"
    assert [each["versionInfo"]["name"] for each in versions] == ["Version 2", "Version 1"]
    assert runs == [{"status": "success", "error": None}]
    assert len(provider.posted) == 2


def test_several_processes_do_each_thing_once(new_home: NewHome) -> None:
    def upload(number: int) -> str:
        file = client.upload(numbered(number), f"{number}.png", "/a", **wanted)
        return str(file["fileId"])

    with Receiver() as hook, Provider(saw(*LABELS)) as provider:
        wanted = {"extensions": asked(tagging()), "webhookUrl": hook.url}
        with serving(provider, new_home, WORKERS="3") as server:
            client = server.client
            with ThreadPoolExecutor(4) as pool:
                ids = list(pool.map(upload, range(20)))
            told = hook.wait(20)
            found = [names(client.details(file_id)["AITags"]) for file_id in ids]

    assert Counter(each.json["fileObject"]["fileId"] for each in told) == Counter(ids)
    assert found == [["Cat", "Pet"]] * 20
    assert len(provider.posted) == 20


def test_nobody_inside_is_told_or_asked_for_a_caller(new_home: NewHome) -> None:
    with Receiver() as inside, Provider(cut) as provider:
        background = {"name": "remove-bg", "options": {"bg_image_url": inside.url}}
        with serving(provider, new_home, ALLOW_PRIVATE_URLS="false") as server:
            client, url = server.client, server.home.database_url
            first = client.upload(
                numbered(1), "a.png", "/a", extensions=asked(REMOVE), webhookUrl=inside.url
            )
            second = client.upload(numbered(2), "b.png", "/a", extensions=asked(background))
            refused = "SELECT error FROM event WHERE error IS NOT NULL"
            wait_until(lambda: bool(query(url, refused)))
            failed = "SELECT error FROM extension_run WHERE status = 'failed'"
            wait_until(lambda: bool(query(url, failed)))

            assert len(client.versions(first["fileId"])) == 2
            assert len(client.versions(second["fileId"])) == 1
            assert "not on the public internet" in query(url, refused)[0]["error"]
            assert query(url, failed) == [{"error": "The bg_image_url could not be fetched."}]
        assert inside.posted == []


def test_a_picture_behind_is_fetched_here_and_sent_along(
    open_server: Server, new_home: NewHome
) -> None:
    behind = open_server.client.upload(numbered(7), "behind.png", "/a")
    with Provider(cut) as provider, serving(provider, new_home) as server:
        options = {"bg_image_url": f"{behind['url']}?tr=orig-true"}
        server.client.upload(
            numbered(1), "a.png", "/a", extensions=asked(REMOVE | {"options": options})
        )
        (sent,) = provider.wait()

    assert form(sent)["bg_image_file"] == numbered(7)
    assert "bg_image_url" not in form(sent)


def test_a_version_that_is_gone_has_failed(new_home: NewHome) -> None:
    with Receiver() as hook, Provider() as provider, Held(cut) as held:
        provider.answer = held
        with serving(provider, new_home) as server:
            file = server.client.upload(
                numbered(1), "a.png", "/a", extensions=asked(REMOVE), webhookUrl=hook.url
            )
            provider.wait()
            server.client.delete(file["fileId"])
            held.go_on()
            (told,) = outcome(hook, file["fileId"])
            stored = query(
                server.home.database_url, "SELECT state FROM blob WHERE state = 'stored'"
            )

    assert told == {
        "service": "remove-bg",
        "status": "FAILURE",
        "fileId": file["fileId"],
        "error": "The version was deleted before the extension was done.",
    }
    assert stored == []


def test_a_version_that_was_moved_on_top_of_another_file_is_found_there(new_home: NewHome) -> None:
    with Receiver() as hook, Provider() as provider, Held(cut) as held:
        provider.answer = held
        with serving(provider, new_home) as server:
            client = server.client
            client.upload(numbered(1), "a.png", "/a", extensions=asked(REMOVE), webhookUrl=hook.url)
            there = client.upload(numbered(2), "a.png", "/b")
            provider.wait()
            client.move("/a/a.png", "/b")
            held.go_on()
            (told,) = outcome(hook, there["fileId"])
            content = client.fetched(client.details(there["fileId"])["url"])

    assert told["fileObject"]["versionInfo"]["name"] == "Version 3"
    assert content == CUT


def test_requests_to_amazon_are_signed_as_its_own_example() -> None:
    # `post-vanilla` of Amazon's test suite for Signature Version 4.
    secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"  # noqa: S105 - Amazon's example
    credentials = Credentials("AKIDEXAMPLE", secret, "us-east-1", "service")
    at = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)

    headers = signed(credentials, "https://example.amazonaws.com/", {}, b"", at)

    signature = "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"
    assert headers["Authorization"].endswith(
        f"us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature={signature}"
    )
