"""What GraphQL tells about files, versions and folders."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

import pytest

from tests import pictures
from tests.client import Client, GraphQLRefused, Json
from tests.servers import PRIVATE_KEY, PUBLIC_KEY, Server
from tests.twice import Twice

UNKNOWN = "0123456789abcdef01234567"
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"

ALL_OF_A_FILE = """
query ($path: String!) {
  file(path: $path) {
    __typename id fileId name path createdAt updatedAt
    size mimeType kind sha256 width height hasAlpha embeddedMetadata
    tags description isPrivate isPublished focus { x y width height } url
    parent { path } currentVersion { id number }
  }
}
"""


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    """Asks every query by its plan and without."""
    with Twice(server.base_url, PRIVATE_KEY, PUBLIC_KEY) as twice:
        yield twice


def two_versions(client: Client, folder: str) -> Json:
    """A file with two versions, as REST tells of the second upload."""
    client.upload(b"1", "x.txt", folder, tags="old")
    return client.upload(b"22", "x.txt", folder, tags="new")


def test_a_file_shows_its_current_version(client: Client, folder: str) -> None:
    content = pictures.transparent((30, 20))
    uploaded = client.upload(
        content, "a.png", folder, tags="x,y", description="A disc", customCoordinates="1,2,3,4"
    )

    file = client.graphql(ALL_OF_A_FILE, {"path": f"{folder}/a.png"})["file"]

    file_id = uploaded["fileId"]
    assert re.fullmatch(TIME, file.pop("createdAt"))
    assert re.fullmatch(TIME, file.pop("updatedAt"))
    assert client.fetched(file.pop("url") + "&tr=orig-true") == content
    assert file == {
        "__typename": "File",
        "id": f"file_{file_id}",
        "fileId": file_id,
        "name": "a.png",
        "path": f"{folder}/a.png",
        "size": len(content),
        "mimeType": "image/png",
        "kind": "IMAGE",
        "sha256": hashlib.sha256(content).hexdigest(),
        "width": 30,
        "height": 20,
        "hasAlpha": True,
        "embeddedMetadata": None,
        "tags": ["x", "y"],
        "description": "A disc",
        "isPrivate": False,
        "isPublished": True,
        "focus": {"x": 1, "y": 2, "width": 3, "height": 4},
        "parent": {"path": folder},
        "currentVersion": {"id": f"version_{file_id}", "number": 1},
    }


def test_times_are_those_that_rest_tells(client: Client, folder: str) -> None:
    file_id = two_versions(client, folder)["fileId"]

    told = client.graphql(
        """query ($id: ID!) {
             file(id: $id) { createdAt updatedAt version(number: 1) { createdAt } }
           }""",
        {"id": file_id},
    )["file"]

    details, first = client.details(file_id), client.version(file_id, file_id)
    assert told["version"] == {"createdAt": first["createdAt"]}
    assert (told["createdAt"], told["updatedAt"]) == (details["createdAt"], details["updatedAt"])


@pytest.mark.parametrize("spelling", ["{}", "file_{}"])
def test_a_file_is_found_by_either_spelling_of_its_id(
    client: Client, folder: str, spelling: str
) -> None:
    file_id = client.upload(b"1", "x.txt", folder)["fileId"]

    found = client.graphql(
        "query ($id: ID!) { file(id: $id) { path } }", {"id": spelling.format(file_id)}
    )

    assert found == {"file": {"path": f"{folder}/x.txt"}}


def test_an_old_version_keeps_its_own_attributes_and_address(client: Client, folder: str) -> None:
    file_id = two_versions(client, folder)["fileId"]

    old = client.graphql(
        """query ($id: ID!) { file(id: $id) { version(number: 1) {
             __typename versionId number isCurrent size tags url
             file { id currentVersion { number } }
           } } }""",
        {"id": file_id},
    )["file"]["version"]

    assert client.fetched(old.pop("url")) == b"1"
    assert old == {
        "__typename": "FileVersion",
        "versionId": file_id,
        "number": 1,
        "isCurrent": False,
        "size": 1,
        "tags": ["old"],
        "file": {"id": f"file_{file_id}", "currentVersion": {"number": 2}},
    }


@pytest.mark.parametrize(
    "arguments",
    ['id: "version_%(id)s"', 'id: "%(id)s"', 'file: { id: "%(id)s" }, number: 1'],
)
def test_a_version_is_found_in_each_way(client: Client, folder: str, arguments: str) -> None:
    file_id = two_versions(client, folder)["fileId"]

    found = client.graphql(f"{{ fileVersion({arguments % {'id': file_id}}) {{ versionId }} }}")

    assert found == {"fileVersion": {"versionId": file_id}}


def test_the_address_of_a_version_outlives_its_being_current(client: Client, folder: str) -> None:
    file_id = client.upload(b"1", "x.txt", folder)["fileId"]
    query = "query ($id: ID!) { file(id: $id) { currentVersion { url } } }"
    url = client.graphql(query, {"id": file_id})["file"]["currentVersion"]["url"]

    client.upload(b"2", "x.txt", folder)

    assert client.fetched(url) == b"1"


def test_addresses_can_be_transformed_and_signed(client: Client, folder: str) -> None:
    client.upload(b"secret", "x.txt", folder, isPrivateFile=True)
    file = client.graphql(
        """query ($path: String!) { file(path: $path) {
             url tr: url(tr: "w-20,h-10") signed: url(signed: true)
             short: url(expiresIn: 60) version: currentVersion { url(signed: true) }
           } }""",
        {"path": f"{folder}/x.txt"},
    )["file"]

    assert client.deliver(file["url"]).status_code == 401
    assert "tr=w-20,h-10" in file["tr"]
    assert "ik-t=" in file["short"]
    assert [
        client.fetched(url) for url in (file["signed"], file["short"], file["version"]["url"])
    ] == [b"secret"] * 3


def test_an_address_cannot_expire_in_the_past(client: Client, folder: str) -> None:
    client.upload(b"1", "x.txt", folder)

    with pytest.raises(GraphQLRefused) as refused:
        client.graphql(f'{{ file(path: "{folder}/x.txt") {{ url(expiresIn: 0) }} }}')

    assert refused.value.errors[0]["extensions"] == {"code": "INVALID", "field": "expiresIn"}
    assert refused.value.data == {"file": None}


@pytest.mark.parametrize(
    "field",
    [
        f'file(id: "{UNKNOWN}") {{ id }}',
        'file(id: "nonsense") { id }',
        'file(id: "folder_000000000000000000000000") { id }',
        'file(path: "/not/there.txt") { id }',
        f'fileVersion(id: "{UNKNOWN}") {{ id }}',
        'fileVersion(id: "") { id }',
        'fileVersion(file: { path: "/not/there.txt" }, number: 1) { id }',
        f'folder(id: "{UNKNOWN}") {{ id }}',
        'folder(path: "/not/there") { id }',
        f'node(id: "file_{UNKNOWN}") {{ id }}',
        f'node(id: "version_{UNKNOWN}") {{ id }}',
        f'node(id: "folder_{UNKNOWN}") {{ id }}',
        f'node(id: "{UNKNOWN}") {{ id }}',
        'node(id: "Query") { id }',
    ],
)
def test_what_is_not_there_is_null(client: Client, field: str) -> None:
    assert client.graphql(f"{{ it: {field} }}") == {"it": None}


@pytest.mark.parametrize(
    ("field", "at_fault"),
    [
        ("file { id }", "id"),
        ('file(id: "x", path: "/x") { id }', "id"),
        ("folder { id }", "id"),
        ("fileVersion { id }", "id"),
        ("fileVersion(number: 1) { id }", "id"),
        ('fileVersion(file: { path: "/x" }) { id }', "number"),
        ('fileVersion(id: "x", number: 1) { id }', "number"),
    ],
)
def test_what_is_asked_for_must_be_named_in_one_way(
    client: Client, field: str, at_fault: str
) -> None:
    with pytest.raises(GraphQLRefused) as refused:
        client.graphql(f"{{ it: {field} }}")

    (error,) = refused.value.errors
    assert (error["extensions"], error["path"]) == ({"code": "INVALID", "field": at_fault}, ["it"])


def test_nodes_come_in_the_order_of_their_ids(client: Client, folder: str) -> None:
    file_id = two_versions(client, folder)["fileId"]
    of_folder = client.graphql("query ($p: String!) { folder(path: $p) { id } }", {"p": folder})
    ids = [
        of_folder["folder"]["id"],
        "nonsense",
        f"file_{file_id}",
        f"version_{file_id}",
        f"file_{UNKNOWN}",
        f"file_{file_id}",
    ]

    nodes = client.graphql(
        "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", {"ids": ids}
    )["nodes"]

    assert [node and node["__typename"] for node in nodes] == [
        "Folder",
        None,
        "File",
        "FileVersion",
        None,
        "File",
    ]
    assert [node["id"] for node in nodes if node] == [ids[0], ids[2], ids[3], ids[5]]
