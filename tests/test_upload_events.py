"""What webhooks are told of the transformations that come with uploads (rest-api.md §2.17)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests import pictures
from tests.client import Client, Json
from tests.mutating import upload
from tests.receivers import Posted, Receiver
from tests.servers import Home, Server
from tests.test_webhooks import SECRET, Heard
from tests.unwrapping import unwrapped

VIDEO = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 100


@pytest.fixture(scope="module")
def heard(module_home: Home) -> Iterator[Heard]:
    settings = {"WEBHOOK_SECRET": SECRET, "ALLOW_PRIVATE_URLS": "true"}
    with (
        Receiver() as receiver,
        Server(module_home, WEBHOOK_URL=receiver.url, **settings) as server,
    ):
        yield Heard(server, receiver)


def told(heard: Heard, path: str, kind: str, count: int = 1) -> list[Posted]:
    """What is told of that kind about the file that was uploaded there."""

    def is_meant(posted: Posted) -> bool:
        data = posted.json["data"]
        where = data.get("filePath") or data.get("path") or data.get("url", "")
        return posted.json["type"] == kind and path in where

    return heard.receiver.wait(count, when=is_meant)


def sent(client: Client, path: str, content: bytes, transformation: Any) -> httpx.Response:
    folder, _, name = path.rpartition("/")
    return client.upload_answer(content, name, folder, transformation=transformation)


def test_what_is_changed_before_it_is_stored_is_told_with_it(heard: Heard, folder: str) -> None:
    path = f"{folder}/a.png"

    answer = sent(heard.client, path, pictures.quarters((80, 60)), {"pre": "w-40"})
    again = sent(heard.client, path, pictures.quarters((80, 60)), {"pre": "tr:w-20"})

    first, second = told(heard, path, "upload.pre-transform.success", 2)
    created = heard.of(answer.json()["fileId"], 4)
    assert first.json.keys() == {"type", "id", "created_at", "request", "data"}
    assert first.json["request"] == {
        "x_request_id": answer.headers["x-ik-requestid"],
        "transformation": "w-40",
    }
    assert first.json["data"] == answer.json()
    assert second.json["data"] == again.json()
    assert second.json["request"]["transformation"] == "w-20"
    assert [each["type"] for each in created] == [
        "file.created",
        "upload.pre-transform.success",
        "file-version.created",
        "upload.pre-transform.success",
    ]


@pytest.mark.parametrize(
    ("name", "content", "pre"),
    [
        ("a.png", pictures.plain(kind="png"), "w-nonsense"),
        ("a.png", pictures.plain(kind="png"), "l-image,i-none.png,l-end"),
        ("a.txt", b"text", "w-1"),
        ("a.mp4", VIDEO, "w-1"),
    ],
)
def test_what_cannot_be_changed_is_told_though_nothing_is_stored(
    heard: Heard, folder: str, name: str, content: bytes, pre: str
) -> None:
    path = f"{folder}/{name}"

    answer = sent(heard.client, path, content, {"pre": pre, "post": []})

    (posted,) = told(heard, path, "upload.pre-transform.error")
    assert answer.status_code == 400
    assert posted.json["request"]["x_request_id"] == answer.headers["x-ik-requestid"]
    assert posted.json["data"] == {
        "name": name,
        "path": path,
        "transformation": {"error": {"reason": "encoding_failed"}},
    }
    assert heard.client.at(path) is None


def test_each_rendition_made_beforehand_is_told_of(heard: Heard, folder: str) -> None:
    path = f"{folder}/a.jpg"
    post = [{"type": "transformation", "value": value} for value in ("w-50", "tr:w-60,f-png")]

    answer = sent(heard.client, path, pictures.photo(), {"post": post})

    found = told(heard, path, "upload.post-transform.success", 2)
    by_value = {each.json["request"]["transformation"]["value"]: each.json for each in found}
    file = answer.json()
    assert by_value.keys() == {"w-50", "w-60,f-png"}
    for value, event in by_value.items():
        assert event["request"] == {
            "x_request_id": answer.headers["x-ik-requestid"],
            "transformation": {"type": "transformation", "value": value},
        }
        assert {k: event["data"][k] for k in ("fileId", "name")} == {
            "fileId": file["fileId"],
            "name": "a.jpg",
        }
        made = pictures.opened(heard.client.anonymous.get(event["data"]["url"]).content)
        assert made.size[0] == int(value[2:4])


def test_a_rendition_that_cannot_be_made_is_told_of(heard: Heard, folder: str) -> None:
    path = f"{folder}/broken.png"
    whole = pictures.photo(kind="png")

    answer = sent(
        heard.client,
        path,
        whole[: len(whole) // 2],
        {"post": [{"type": "transformation", "value": "w-50"}]},
    )

    assert answer.status_code == 200, answer.text
    (posted,) = told(heard, path, "upload.post-transform.error")
    data: Json = posted.json["data"]
    assert data.pop("url").endswith("tr=w-50")
    assert data == {
        "fileId": answer.json()["fileId"],
        "name": "broken.png",
        "path": path,
        "transformation": {"error": {"reason": "encoding_failed"}},
    }
    assert heard.client.at(path) is not None


def test_graphql_tells_the_same(heard: Heard, folder: str) -> None:
    upload(
        heard.client,
        pictures.quarters((80, 60)),
        "a.png",
        folderPath=folder,
        transformation={"pre": "w-40", "post": ["w-10"]},
    )

    (pre,) = told(heard, f"{folder}/a.png", "upload.pre-transform.success")
    (post,) = told(heard, f"{folder}/a.png", "upload.post-transform.success")
    assert pre.json["data"]["width"] == 40
    ids = {each.json["request"]["x_request_id"] for each in (pre, post)}
    assert len(ids) == 1
    assert all(ids)


def test_the_sdk_knows_all_four(heard: Heard, folder: str) -> None:
    good, broken = pictures.photo(kind="png"), pictures.photo(kind="png")[:2000]
    post = [{"type": "transformation", "value": "w-50"}]
    sent(heard.client, f"{folder}/a.png", good, {"pre": "w-90", "post": post})
    sent(heard.client, f"{folder}/b.png", good, {"pre": "w-x"})
    sent(heard.client, f"{folder}/c.png", broken, {"post": post})
    expected = {
        "upload.pre-transform.success": ("a.png", "UploadPreTransformSuccessEvent"),
        "upload.pre-transform.error": ("b.png", "UploadPreTransformErrorEvent"),
        "upload.post-transform.success": ("a.png", "UploadPostTransformSuccessEvent"),
        "upload.post-transform.error": ("c.png", "UploadPostTransformErrorEvent"),
    }

    for kind, (name, type_) in expected.items():
        (posted,) = told(heard, f"{folder}/{name}", kind)
        assert unwrapped(posted, SECRET) == [type_, kind, name]


def test_deliveries_of_uploads_are_listed(heard: Heard, folder: str) -> None:
    sent(heard.client, f"{folder}/a.txt", b"text", {"pre": "w-1"})
    told(heard, f"{folder}/a.txt", "upload.pre-transform.error")

    found = heard.client.graphql(
        "{ webhookDeliveries(first: 100) { nodes { type file { id } payload } } }"
    )["webhookDeliveries"]["nodes"]

    mine = [each for each in found if each["payload"]["data"].get("path") == f"{folder}/a.txt"]
    assert [(each["type"], each["file"]) for each in mine] == [("upload.pre-transform.error", None)]
