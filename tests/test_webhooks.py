"""What happens to files is told to a webhook (rest-api.md §2.17, V25)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import orjson
import pytest

from tests import npm, pypi
from tests.client import Client, Json
from tests.conftest import NewHome
from tests.pictures import numbered
from tests.receivers import Posted, Receiver
from tests.servers import Home, Server
from tests.tables import query
from tests.trees import copy_folder, move_folder, rename_folder

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - for tests only


@dataclass(frozen=True, slots=True)
class Heard:
    """A server, and who hears of what happens there."""

    server: Server
    receiver: Receiver

    @property
    def client(self) -> Client:
        return self.server.client

    def of(self, file_id: str, count: int) -> list[Json]:
        """What is told of a file, once it is so much."""
        told = self.receiver.wait(count, when=lambda each: each.json["data"]["fileId"] == file_id)
        return [each.json for each in told]

    def below(self, folder: str, count: int) -> Counter[str]:
        """How often which event is told of files below a folder, once it is so much."""
        told = self.receiver.wait(
            count, when=lambda each: f"{folder}/" in str(each.json["data"].get("filePath"))
        )
        return Counter(each.json["type"] for each in told)


@pytest.fixture(scope="module")
def heard(module_home: Home) -> Iterator[Heard]:
    settings = {"WEBHOOK_SECRET": SECRET, "ALLOW_PRIVATE_URLS": "true"}
    with (
        Receiver() as receiver,
        Server(module_home, WEBHOOK_URL=receiver.url, **settings) as server,
    ):
        yield Heard(server, receiver)


def test_an_upload_and_what_follows_are_told_in_order(heard: Heard, folder: str) -> None:
    client = heard.client
    expected: list[tuple[str, Json]] = []

    first = client.upload(numbered(1), "a.png", folder, tags=["one"])
    file_id = first["fileId"]
    expected.append(("file.created", client.details(file_id)))
    second = client.upload(numbered(2), "a.png", folder)
    expected.append(("file-version.created", client.details(file_id)))
    client.update(file_id, description="changed")
    expected.append(("file.updated", client.details(file_id)))
    client.update(file_id, publish={"isPublished": False})
    expected.append(("file.updated", client.details(file_id)))
    client.restore(file_id, first["versionInfo"]["id"])
    expected.append(("file.updated", client.details(file_id)))
    client.delete_version(file_id, second["versionInfo"]["id"])
    gone = {"fileId": file_id, "versionId": second["versionInfo"]["id"]}
    expected.append(("file-version.deleted", gone))
    client.rename(f"{folder}/a.png", "b.png")
    expected.append(("file.updated", client.details(file_id)))
    client.move(f"{folder}/b.png", f"{folder}/c")
    expected.append(("file.updated", client.details(file_id)))
    client.delete(file_id)
    expected.append(("file.deleted", {"fileId": file_id}))

    told = heard.of(file_id, len(expected))
    assert [(event["type"], event["data"]) for event in told] == expected
    assert [event["created_at"] for event in told] == sorted(e["created_at"] for e in told)
    assert len({event["id"] for event in told}) == len(told)


def test_what_changes_nothing_is_not_told(heard: Heard, folder: str) -> None:
    client = heard.client
    file = client.upload(numbered(1), "a.png", folder)

    client.restore(file["fileId"], file["versionInfo"]["id"])
    assert client.rest("PATCH", f"/v1/files/{file['fileId']}/details", json={"tags": 1}).is_error
    client.delete(file["fileId"])

    told = heard.of(file["fileId"], 2)
    assert [event["type"] for event in told] == ["file.created", "file.deleted"]


def test_a_copy_is_a_new_file_or_a_new_version(heard: Heard, folder: str) -> None:
    client = heard.client
    client.upload(numbered(1), "a.png", folder)

    client.copy(f"{folder}/a.png", f"{folder}/to")
    client.copy(f"{folder}/a.png", f"{folder}/to", include_versions=True)

    copy = client.at(f"{folder}/to/a.png")
    assert copy is not None
    told = heard.of(copy["fileId"], 2)
    assert [event["type"] for event in told] == ["file.created", "file-version.created"]
    assert told[1]["data"] == copy


def test_a_move_on_top_is_a_new_version_and_the_end_of_the_other_file(
    heard: Heard, folder: str
) -> None:
    client = heard.client
    moved = client.upload(numbered(1), "a.png", folder)
    there = client.upload(numbered(2), "a.png", f"{folder}/to")

    client.move(f"{folder}/a.png", f"{folder}/to")

    assert heard.of(there["fileId"], 2)[1]["type"] == "file-version.created"
    assert heard.of(there["fileId"], 2)[1]["data"] == client.details(there["fileId"])
    assert heard.of(moved["fileId"], 2)[1]["type"] == "file.deleted"


def test_folder_jobs_are_told_for_each_file(heard: Heard, folder: str) -> None:
    client, copied = heard.client, f"{folder}/copies/from"
    for number in range(20):
        client.upload(numbered(number), f"{number}.png", f"{folder}/from/{number % 3}")

    copy_folder(client, f"{folder}/from", f"{folder}/copies")
    assert heard.below(copied, 20) == {"file.created": 20}
    copy_folder(client, f"{folder}/from", f"{folder}/copies")
    both = {"file.created": 20, "file-version.created": 20}
    assert heard.below(copied, 40) == both
    rename_folder(client, copied, "renamed")
    renamed = f"{folder}/copies/renamed"
    assert heard.below(renamed, 20) == {"file.updated": 20}
    client.upload(numbered(0), "0.png", f"{folder}/end/renamed/0")
    move_folder(client, renamed, f"{folder}/end")
    end = f"{folder}/end/renamed"
    assert heard.below(end, 21) == {
        "file.created": 1,
        "file-version.created": 1,
        "file.updated": 19,
    }

    ids = {file["fileId"] for n in range(3) for file in client.listed(path=f"{end}/{n}")}
    client.delete_folder(end)

    gone = heard.receiver.wait(
        20,
        when=lambda each: (
            each.json["type"] == "file.deleted" and each.json["data"]["fileId"] in ids
        ),
    )
    assert {each.json["data"]["fileId"] for each in gone} == ids


def test_bulk_changes_are_told_for_each_file(heard: Heard, folder: str) -> None:
    client = heard.client
    ids = [client.upload(numbered(n), f"{n}.png", folder)["fileId"] for n in range(3)]

    client.rest("POST", "/v1/files/addTags", json={"fileIds": ids, "tags": ["x"]})
    client.rest("POST", "/v1/files/batch/deleteByFileIds", json={"fileIds": ids})

    for file_id in ids:
        created, updated, deleted = heard.of(file_id, 3)
        assert (created["type"], updated["type"]) == ("file.created", "file.updated")
        assert updated["data"]["tags"] == ["x"]
        assert deleted == deleted | {"type": "file.deleted", "data": {"fileId": file_id}}


def test_nothing_is_kept_where_nobody_listens(new_home: NewHome) -> None:
    home = new_home()
    with Server(home) as server:
        file = server.client.upload(numbered(1), "a.png", "/a")
        server.client.update(file["fileId"], tags=["x"])
        copy_folder(server.client, "/a", "/b")
        server.client.delete(file["fileId"])

    assert query(home.database_url, "SELECT * FROM event") == []


def test_a_webhook_needs_a_secret(new_home: NewHome) -> None:
    home = new_home(WEBHOOK_URL="https://example.org/hook")

    done = home.run("serve", check=False)

    assert done.returncode == 2
    assert "PENTIMENTO_WEBHOOK_SECRET" in done.stderr


_PYTHON = """
import json, sys
from imagekitio import ImageKit
told = json.load(sys.stdin)
client = ImageKit(private_key="x", webhook_secret=told["secret"])
event = client.webhooks.unwrap(told["body"], headers=told["headers"])
print(json.dumps([type(event).__name__, event.data.file_id]))
try:
    client.webhooks.unwrap(told["body"] + " ", headers=told["headers"])
except Exception as error:
    print(json.dumps(type(error).__name__))
"""
_NODE_7 = """
const {{ default: ImageKit }} = await import("{place}/node_modules/@imagekit/nodejs/index.mjs");
const client = new ImageKit({{ privateKey: "x", webhookSecret: told.secret }});
const verify = (body) => client.webhooks.unwrap(body, {{ headers: told.headers }});
"""
_NODE_6 = """
const {{ default: ImageKit }} = await import("{place}/node_modules/imagekit/dist/index.js");
const client = new ImageKit({{ publicKey: "x", privateKey: "y", urlEndpoint: "https://z" }});
const verify = (body) =>
  client.verifyWebhookEvent(body, told.headers["x-ik-signature"], told.secret).event;
"""
_VERIFIED = """
import fs from "node:fs";
const told = JSON.parse(fs.readFileSync(0));
{sdk}
const event = verify(told.body);
console.log(JSON.stringify([event.type, event.data.fileId]));
try {{ verify(told.body + " "); }} catch (error) {{ console.log('"refused"'); }}
"""


@pytest.fixture
def posted(heard: Heard, folder: str) -> Posted:
    """A fresh event: signatures are good for minutes."""
    file = heard.client.upload(numbered(1), "é.png", folder, description="é \u2028 €")
    return heard.receiver.wait(when=lambda each: each.json["data"]["fileId"] == file["fileId"])[0]


def _told(posted: Posted) -> bytes:
    shown = {"secret": SECRET, "headers": dict(posted.headers), "body": posted.body.decode()}
    return orjson.dumps(shown)


def test_the_python_sdk_verifies_what_is_posted(posted: Posted) -> None:
    place = pypi.installed("imagekitio[webhooks]==5.11.0")

    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", _PYTHON],
        env={"PYTHONPATH": str(place), "PATH": os.defpath},
        input=_told(posted),
        capture_output=True,
        check=True,
    )

    event, refusal = map(orjson.loads, done.stdout.splitlines())
    assert event == ["FileCreateEvent", posted.json["data"]["fileId"]]
    assert refusal == "WebhookVerificationError"


@pytest.mark.parametrize(
    ("package", "sdk"), [("@imagekit/nodejs@7.11.0", _NODE_7), ("imagekit@6.0.0", _NODE_6)]
)
def test_the_node_sdks_verify_what_is_posted(posted: Posted, package: str, sdk: str) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    program = _VERIFIED.format(sdk=sdk.format(place=npm.installed(package)))

    done = subprocess.run(  # noqa: S603 - our own program
        [node, "--input-type=module", "--eval", program],
        input=_told(posted),
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    event, refusal = map(orjson.loads, done.stdout.splitlines())
    assert event == ["file.created", posted.json["data"]["fileId"]]
    assert refusal == "refused"
