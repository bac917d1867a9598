"""Extensions of uploads and changes, done by providers (rest-api.md §2.16, V8, V21, V31, V36)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from tests.client import Client, Json
from tests.pictures import numbered, photo
from tests.providers import (
    CUT,
    LABELS,
    Held,
    Provider,
    asked,
    cut,
    form,
    in_turn,
    names,
    outcome,
    refusing,
    saw,
    seen,
    tagging,
    wait_until,
)
from tests.receivers import Receiver
from tests.servers import Home, Server

REMOVE = {"name": "remove-bg"}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with Provider() as running:
        yield running


@pytest.fixture(scope="module")
def hook() -> Iterator[Receiver]:
    """Whoever wants to know how extensions end."""
    with Receiver() as running:
        yield running


@pytest.fixture(scope="module")
def extended(
    provider: Provider,
    module_home: Home,
) -> Iterator[Server]:
    with Server(module_home, ALLOW_PRIVATE_URLS="true", **provider.settings) as running:
        yield running


@pytest.fixture
def client(extended: Server) -> Client:
    return extended.client


def test_a_background_is_removed_into_a_new_version_with_all_that_was_said(
    client: Client, provider: Provider, hook: Receiver, folder: str
) -> None:
    provider.answer = cut
    options = {"add_shadow": True, "semitransparency": False, "bg_color": "fff"}
    said = {"tags": ["a", "b"], "customCoordinates": "1,2,3,4", "description": "seen"}

    uploaded = client.upload(
        photo(),
        "a.jpg",
        folder,
        **said,
        extensions=asked(REMOVE | {"options": options}),
        webhookUrl=hook.url,
    )

    assert uploaded["extensionStatus"] == {"remove-bg": "pending"}
    assert uploaded["versionInfo"]["name"] == "Version 1"
    (told,) = outcome(hook, uploaded["fileId"])
    now = client.details(uploaded["fileId"])
    assert told == {"service": "remove-bg", "status": "SUCCESS", "fileObject": now}
    assert now["versionInfo"]["name"] == "Version 2"
    assert client.fetched(now["url"]) == CUT
    assert now == now | said | {"mime": "image/png", "name": "a.jpg"}
    sent = provider.posted[-1]
    assert sent.headers["x-api-key"] == "remove-key"
    assert form(sent) == {
        "size": b"auto",
        "format": b"png",
        "add_shadow": b"true",
        "semitransparency": b"false",
        "bg_color": b"fff",
        "image_file": photo(),
    }


def test_a_change_may_ask_for_it_and_its_details_go_along(
    client: Client, provider: Provider, hook: Receiver, folder: str
) -> None:
    provider.answer = cut
    file = client.upload(numbered(1), "a.png", folder, tags=["old"])

    changed = client.update(file["fileId"], tags=["new"], extensions=[REMOVE], webhookUrl=hook.url)

    assert changed["extensionStatus"] == {"remove-bg": "pending"}
    outcome(hook, file["fileId"])
    first, second = reversed(client.versions(file["fileId"]))
    assert (first["tags"], second["tags"]) == (["new"], ["new"])
    assert second["versionInfo"]["name"] == "Version 2"


def test_what_is_uploaded_meanwhile_stays_below_the_result(
    client: Client, provider: Provider, hook: Receiver, folder: str
) -> None:
    with Held(cut) as held:
        provider.answer = held
        before = len(provider.posted)
        first = client.upload(
            numbered(1), "a.png", folder, tags=["1"], extensions=asked(REMOVE), webhookUrl=hook.url
        )
        provider.wait(before + 1)
        client.upload(numbered(2), "a.png", folder, tags=["2"])
        held.go_on()
        outcome(hook, first["fileId"])

    versions = client.versions(first["fileId"])
    found = [(each["versionInfo"]["name"], each["tags"]) for each in versions]
    assert found == [("Version 3", ["1"]), ("Version 2", ["2"]), ("Version 1", ["1"])]
    assert client.fetched(versions[0]["url"]) == CUT


@pytest.mark.parametrize("name", ["google-auto-tagging", "aws-auto-tagging"])
def test_tags_are_found_as_far_as_they_are_sure_and_few(
    client: Client, provider: Provider, hook: Receiver, folder: str, name: str
) -> None:
    provider.answer = saw(*LABELS)
    wanted = {"extensions": asked(tagging(name, least=60)), "webhookUrl": hook.url}

    file = client.upload(photo((3000, 2000)), "a.jpg", folder, **wanted)

    assert (file["extensionStatus"], file["AITags"]) == ({name: "pending"}, None)
    (told,) = outcome(hook, file["fileId"])
    tags = [
        {"name": "Cat", "confidence": 98.76, "source": name},
        {"name": "Pet", "confidence": 70.0, "source": name},
    ]
    assert told["fileObject"]["AITags"] == client.details(file["fileId"])["AITags"] == tags
    assert len(client.versions(file["fileId"])) == 1
    sent = provider.posted[-1]
    assert seen(sent)[:3] == b"\xff\xd8\xff"
    assert len(sent.body) < 1_000_000
    one = client.update(file["fileId"], removeAITags="all", extensions=[tagging(name, most=1)])
    assert (one["AITags"], one["extensionStatus"]) == (None, {name: "pending"})
    wait_until(lambda: names(client.details(file["fileId"])["AITags"]) == ["Cat"])


def test_amazon_is_asked_with_a_signature(
    client: Client, provider: Provider, hook: Receiver, folder: str
) -> None:
    provider.answer = saw(*LABELS)
    wanted = {"extensions": asked(tagging("aws-auto-tagging")), "webhookUrl": hook.url}

    outcome(hook, client.upload(numbered(1), "a.png", folder, **wanted)["fileId"])

    sent = provider.posted[-1].headers
    assert sent["x-amz-target"] == "RekognitionService.DetectLabels"
    assert sent["content-type"] == "application/x-amz-json-1.1"
    assert sent["host"] in provider.url
    scope = f"AKIDEXAMPLE/{sent['x-amz-date'][:8]}/us-east-1/rekognition/aws4_request"
    assert sent["authorization"].startswith(
        f"AWS4-HMAC-SHA256 Credential={scope},"
        " SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature="
    )


def test_new_tags_join_the_old_ones_and_newer_confidence_wins(
    client: Client, provider: Provider, hook: Receiver, folder: str
) -> None:
    provider.answer = in_turn(saw(("Cat", 0.9), ("Sofa", 0.8)), saw(("Cat", 0.6), ("Dog", 0.7)))
    wanted = {"extensions": asked(tagging()), "webhookUrl": hook.url, "overwriteAITags": False}
    file = client.upload(numbered(1), "a.png", folder, **wanted)
    outcome(hook, file["fileId"])

    client.upload(numbered(2), "a.png", folder, **wanted)

    outcome(hook, file["fileId"], 2)
    now, before = client.versions(file["fileId"])
    assert {tag["name"]: tag["confidence"] for tag in now["AITags"]} == {
        "Cat": 60.0,
        "Sofa": 80.0,
        "Dog": 70.0,
    }
    assert names(before["AITags"]) == ["Cat", "Sofa"]


def test_a_cut_picture_has_the_tags_that_were_asked_for_with_it(
    client: Client, provider: Provider, hook: Receiver, folder: str
) -> None:
    provider.answer = lambda posted: (
        cut(posted) if "x-api-key" in posted.headers else saw(*LABELS)(posted)
    )

    file = client.upload(
        numbered(1), "a.png", folder, extensions=asked(REMOVE, tagging()), webhookUrl=hook.url
    )

    assert file["extensionStatus"] == {"remove-bg": "pending", "google-auto-tagging": "pending"}
    outcome(hook, file["fileId"], 2)
    now, before = client.versions(file["fileId"])
    assert names(now["AITags"]) == names(before["AITags"]) == ["Cat", "Pet"]


def test_a_saved_extension_stands_for_what_was_saved(
    client: Client, provider: Provider, hook: Receiver, folder: str
) -> None:
    provider.answer = saw(*LABELS)
    body = {"name": "few", "description": "Few tags", "config": tagging(most=1)}
    saved = client.rest("POST", "/v1/saved-extensions", json=body).json()
    reference = {"name": "saved-extension", "id": saved["id"]}

    file = client.upload(
        numbered(1), "a.png", folder, extensions=asked(reference), webhookUrl=hook.url
    )

    assert file["extensionStatus"] == {"google-auto-tagging": "pending"}
    (told,) = outcome(hook, file["fileId"])
    assert names(told["fileObject"]["AITags"]) == ["Cat"]


def test_what_a_provider_cannot_do_now_is_tried_again(
    client: Client, provider: Provider, hook: Receiver, folder: str
) -> None:
    throttled = refusing(400, b'{"__type":"ThrottlingException"}')
    provider.answer = in_turn(refusing(503), throttled, saw(*LABELS))
    before = len(provider.posted)
    wanted = {"extensions": asked(tagging("aws-auto-tagging")), "webhookUrl": hook.url}

    file = client.upload(numbered(1), "a.png", folder, **wanted)

    (told,) = outcome(hook, file["fileId"])
    assert told["status"] == "SUCCESS"
    assert len(provider.posted) == before + 3


@pytest.mark.parametrize(
    ("extension", "answer", "error"),
    [
        (REMOVE, refusing(402, b'{"errors":[{"title":"No credits"}]}'), "status 402: .*No credits"),
        (REMOVE, refusing(200, b""), "no picture"),
        (tagging(), refusing(403, b"bad key"), "status 403: bad key"),
        (tagging(), refusing(200, b"{}"), "cannot be read"),
        (
            tagging(),
            refusing(200, b'{"responses":[{"error":{"message":"Bad image data."}}]}'),
            "Bad image data",
        ),
        (tagging("aws-auto-tagging"), refusing(200, b"[]"), "cannot be read"),
    ],
)
def test_what_a_provider_refuses_has_failed(
    client: Client,
    provider: Provider,
    hook: Receiver,
    folder: str,
    extension: Json,
    answer: Callable[..., tuple[int, bytes]],
    error: str,
) -> None:
    provider.answer = answer

    file = client.upload(
        numbered(1), "a.png", folder, extensions=asked(extension), webhookUrl=hook.url
    )

    (told,) = outcome(hook, file["fileId"])
    why = told.pop("error")
    assert told == {
        "service": extension["name"],
        "status": "FAILURE",
        "fileId": file["fileId"],
    }
    assert len(client.versions(file["fileId"])) == 1
    assert re.search(error, why)
