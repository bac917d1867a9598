"""Uploads over GraphQL: a form with the operation and its file."""

from __future__ import annotations

import random

import orjson
import pytest

from tests.client import Client, GraphQLRefused
from tests.conftest import NewHome
from tests.mutating import history, upload
from tests.servers import Server


def test_uploading_makes_a_file_and_then_versions_of_it(client: Client, folder: str) -> None:
    first = upload(client, b"1", folderPath=folder)
    second = upload(
        client,
        b"2",
        folderPath=folder,
        tags=["a", "b"],
        description="Second",
        focus={"x": 1, "y": 2, "width": 3, "height": 4},
    )

    assert (first["created"], second["created"]) == (True, False)
    assert second["file"] == {
        "id": first["file"]["id"],
        "path": f"{folder}/x.txt",
        "versions": {"totalCount": 2},
    }
    assert client.fetched(second["version"].pop("url")) == b"2"
    assert second["version"].pop("id") != first["version"]["id"]
    assert second["version"] == {
        "number": 2,
        "isCurrent": True,
        "tags": ["a", "b"],
        "description": "Second",
        "isPrivate": False,
        "isPublished": True,
        "focus": {"x": 1, "width": 3},
    }


def test_uploaded_bytes_arrive_whole(client: Client, folder: str) -> None:
    content = random.Random(1).randbytes(3_000_000)  # noqa: S311 - not a secret

    uploaded = upload(client, content, "some.bin", folderPath=folder)

    assert client.fetched(uploaded["version"]["url"]) == content


def test_a_new_version_keeps_tags_when_told_to(client: Client, folder: str) -> None:
    upload(client, b"1", folderPath=folder, tags=["kept"])

    kept = upload(client, b"2", folderPath=folder, keepTags=True)
    dropped = upload(client, b"3", folderPath=folder)

    assert (kept["version"]["tags"], dropped["version"]["tags"]) == (["kept"], [])


def test_an_upload_onto_a_taken_path_does_as_told(client: Client, folder: str) -> None:
    upload(client, b"1", folderPath=folder)

    renamed = upload(client, b"2", folderPath=folder, ifExists="RENAME")
    with pytest.raises(GraphQLRefused) as refused:
        upload(client, b"3", folderPath=folder, ifExists="REFUSE")

    assert renamed["created"]
    assert renamed["file"]["path"].startswith(f"{folder}/x_")
    assert refused.value.code == "ALREADY_EXISTS"
    assert refused.value.errors[0]["extensions"]["field"] == "ifExists"
    assert history(client, f"{folder}/x.txt") == [1]


def test_an_upload_onto_a_free_path_takes_it(client: Client, folder: str) -> None:
    for choice in ("NEW_VERSION", "REFUSE", "RENAME"):
        name = f"{choice}.txt"
        uploaded = upload(client, b"1", name, folderPath=folder, ifExists=choice)

        assert uploaded["file"]["path"] == f"{folder}/{name}"


def test_an_upload_that_expects_another_current_version_is_stale(
    client: Client, folder: str
) -> None:
    first = upload(client, b"1", folderPath=folder)["version"]["id"]
    upload(client, b"2", folderPath=folder, ifCurrentVersionId=first)

    with pytest.raises(GraphQLRefused) as refused:
        upload(client, b"3", folderPath=folder, ifCurrentVersionId=first)

    assert refused.value.code == "STALE"
    assert history(client, f"{folder}/x.txt") == [2, 1]


def test_one_file_of_a_form_can_be_uploaded_twice(client: Client, folder: str) -> None:
    query = """mutation ($a: Upload!, $b: Upload!, $folder: String!) {
      a: uploadFile(input: { file: $a, folderPath: $folder, name: "a" }) { version { size } }
      b: uploadFile(input: { file: $b, folderPath: $folder, name: "b" }) { version { size } }
    }"""
    operations = {"query": query, "variables": {"a": None, "b": None, "folder": folder}}

    answer = client.http.post(
        "/graphql",
        data={
            "operations": orjson.dumps(operations),
            "map": '{"0": ["variables.a", "variables.b"]}',
        },
        files={"0": ("x", b"four")},
        headers={"Apollo-Require-Preflight": "1"},
    )

    size = {"version": {"size": 4}}
    assert answer.json()["data"] == {"a": size, "b": size}


def test_an_upload_that_is_refused_leaves_nothing(client: Client, folder: str) -> None:
    used = "{ storageUsage { versionCount storedBytes } }"
    before = client.graphql(used)

    with pytest.raises(GraphQLRefused) as refused:
        upload(client, b"not a picture", "x.txt", folderPath=f"{folder}/../y")

    assert refused.value.code == "INVALID"
    assert refused.value.errors[0]["extensions"]["reason"] == "INVALID_FOLDER_PATH"
    assert client.graphql(used) == before


def test_an_upload_that_is_too_large_is_refused(new_home: NewHome) -> None:
    with Server(new_home(), MAX_UPLOAD_BYTES="1000") as server:
        with pytest.raises(GraphQLRefused) as refused:
            upload(server.client, b"x" * 1001)
        fits = upload(server.client, b"x" * 1000)

    assert (refused.value.code, fits["created"]) == ("TOO_LARGE", True)


def test_a_file_gets_no_more_versions_than_are_kept(new_home: NewHome) -> None:
    with Server(new_home(), MAX_VERSIONS="2") as server:
        for n in (1, 2):
            upload(server.client, b"%d" % n)
        with pytest.raises(GraphQLRefused) as refused:
            upload(server.client, b"3")
        kept = history(server.client, "/x.txt")

    assert (refused.value.code, kept) == ("VERSION_LIMIT_EXCEEDED", [2, 1])
