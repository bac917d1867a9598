"""Folder jobs and batches over GraphQL."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.client import Client, GraphQLRefused, Json
from tests.conftest import NewHome
from tests.servers import PRIVATE_KEY, PUBLIC_KEY, Server
from tests.trees import Tree, grow, job, seen
from tests.twice import Twice

UNKNOWN = "0123456789abcdef01234567"
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
GROWN: Tree = {"a/x.txt": [b"2", b"1"], "a/b/y.txt": [b"y"]}

JOB = """
id jobId type status sourcePath targetPath total failed createdAt finishedAt
errors { path message code }
"""
CHANGES = {
    name: f"""mutation ($input: {name[0].upper()}{name[1:]}Input!) {{
        {name}(input: $input) {{ job {{ {JOB} }} folder {{ id path }} }}
    }}"""
    for name in ("copyFolder", "moveFolder", "renameFolder")
}
DELETE = "mutation ($ids: [ID!]!) { deleteFiles(input: {ids: $ids}) { deletedFileIds } }"
TAG = """
mutation ($input: UpdateTagsInput!) {
  updateTags(input: $input) { files { fileId tags } errors { fileId message code } }
}
"""


def change(client: Client, name: str, /, **asked: object) -> Json:
    found: Json = client.graphql(CHANGES[name], {"input": asked})[name]
    return found


def refused(client: Client, name: str, /, **asked: object) -> Json:
    """What an error of the mutation says beside its message."""
    with pytest.raises(GraphQLRefused) as caught:
        change(client, name, **asked)
    extensions: Json = caught.value.errors[0]["extensions"]
    return extensions


def folder_id(client: Client, path: str) -> str:
    found: Any = client.graphql("query ($p: String!) { folder(path: $p) { id } }", {"p": path})
    return str(found["folder"]["id"])


@pytest.mark.parametrize(("asked", "x"), [({}, [b"2"]), ({"includeVersions": True}, [b"2", b"1"])])
def test_a_folder_is_copied(client: Client, folder: str, asked: Json, x: list[bytes]) -> None:
    grow(client, folder, GROWN)
    source = {"path": f"{folder}/a"}

    answer = change(client, "copyFolder", folder=source, toFolderPath=f"{folder}/to", **asked)

    assert answer["folder"]["path"] == f"{folder}/to/a"
    assert seen(client, folder) == GROWN | {"to/a/x.txt": x, "to/a/b/y.txt": [b"y"]}


def test_a_folder_is_moved_by_its_id(client: Client, folder: str) -> None:
    grow(client, folder, GROWN)
    named = folder_id(client, f"{folder}/a")

    answer = change(client, "moveFolder", folder={"id": named}, toFolderPath=f"{folder}/to")

    assert answer["folder"] == {"id": named, "path": f"{folder}/to/a"}
    assert seen(client, folder) == {f"to/{path}": contents for path, contents in GROWN.items()}


def test_a_folder_is_renamed_by_the_id_of_rest(client: Client, folder: str) -> None:
    grow(client, folder, GROWN)
    named = folder_id(client, f"{folder}/a")

    answer = change(
        client, "renameFolder", folder={"id": named.removeprefix("folder_")}, name="my c"
    )

    assert answer["folder"] == {"id": named, "path": f"{folder}/my_c"}
    assert sorted(seen(client, folder)) == ["my_c/b/y.txt", "my_c/x.txt"]


def test_a_job_tells_what_it_did(server: Server, client: Client, folder: str) -> None:
    grow(client, folder, GROWN)
    done = change(
        client, "moveFolder", folder={"path": f"{folder}/a"}, toFolderPath=f"{folder}/to"
    )["job"]

    with Twice(server.base_url, PRIVATE_KEY, PUBLIC_KEY) as twice:
        again = twice.graphql(
            f"""query ($id: ID!, $bare: ID!) {{
                bulkJob(id: $id) {{ {JOB} }}
                byBareId: bulkJob(id: $bare) {{ id }}
                node(id: $id) {{ ... on BulkJob {{ {JOB} }} }}
            }}""",
            {"id": done["id"], "bare": done["jobId"]},
        )

    assert again == {"bulkJob": done, "byBareId": {"id": done["id"]}, "node": done}
    assert done["id"] == f"job_{done['jobId']}"
    assert re.fullmatch(TIME, done.pop("createdAt"))
    assert re.fullmatch(TIME, done.pop("finishedAt"))
    assert done == {
        "id": done["id"],
        "jobId": done["jobId"],
        "type": "MOVE_FOLDER",
        "status": "COMPLETED",
        "sourcePath": f"{folder}/a",
        "targetPath": f"{folder}/to/a",
        "total": 4,
        "failed": 0,
        "errors": [],
    }
    assert job(client, done["jobId"])["status"] == "Completed"


@pytest.mark.parametrize("job_id", [UNKNOWN, f"job_{UNKNOWN}", "nonsense", f"file_{UNKNOWN}"])
def test_an_unknown_job_is_null(client: Client, job_id: str) -> None:
    answer = client.graphql("query ($id: ID!) { bulkJob(id: $id) { id } }", {"id": job_id})

    assert answer == {"bulkJob": None}


def test_a_job_names_what_it_left_out(new_home: NewHome) -> None:
    with Server(new_home(), MAX_VERSIONS="2") as server:
        grow(server.client, "", {"a/b/x.txt": [b"2", b"1"], "to/a/b/x.txt": [b"0"]})

        answer = change(server.client, "moveFolder", folder={"path": "/a"}, toFolderPath="/to")

    assert (answer["job"]["total"], answer["job"]["failed"]) == (3, 1)
    assert answer["job"]["errors"] == [
        {
            "path": "/a/b/x.txt",
            "message": "It would have more versions than are kept of one file.",
            "code": "VERSION_LIMIT_EXCEEDED",
        }
    ]


def test_what_a_folder_job_refuses(client: Client, folder: str) -> None:
    grow(client, folder, GROWN | {"c/z.txt": [b"z"]})
    here = {"path": f"{folder}/a"}
    into = {"folder": here, "toFolderPath": f"{folder}/a/b"}

    assert refused(client, "moveFolder", **into) == {
        "code": "INVALID",
        "reason": "INVALID_DESTINATION_PATH",
        "field": "toFolderPath",
    }
    assert refused(client, "copyFolder", folder={"path": "/"}, toFolderPath="/b") == {
        "code": "INVALID",
        "reason": "SOURCE_IS_ROOT",
        "field": "folder",
    }
    assert refused(client, "renameFolder", folder=here, name="c") == {
        "code": "ALREADY_EXISTS",
        "reason": "FOLDER_ALREADY_EXISTS",
        "field": "name",
    }
    for source in ({"path": f"{folder}/none"}, {"id": UNKNOWN}):
        extensions = refused(client, "copyFolder", folder=source, toFolderPath="/b")
        assert extensions["code"] == "NOT_FOUND"
    assert refused(client, "renameFolder", folder={"id": "x"}, name="c")["reason"] == "INVALID_ID"
    assert seen(client, folder) == GROWN | {"c/z.txt": [b"z"]}


@pytest.fixture
def files(client: Client, folder: str) -> list[str]:
    """Ids of three files, the first with so many tags that it cannot have more."""
    tags = [["a" * 500], ["b"], []]
    return [
        client.upload(b"1", f"{n}.txt", folder, tags=each)["fileId"] for n, each in enumerate(tags)
    ]


def test_files_are_deleted_together(client: Client, folder: str, files: list[str]) -> None:
    named = [f"file_{files[0]}", files[2], files[0]]

    answer = client.graphql(DELETE, {"ids": named})

    assert answer["deleteFiles"] == {"deletedFileIds": [f"file_{files[0]}", f"file_{files[2]}"]}
    assert [file["fileId"] for file in client.listed(path=folder)] == [files[1]]


@pytest.mark.parametrize("stranger", [UNKNOWN, "x", f"version_{UNKNOWN}"])
def test_no_file_is_deleted_when_one_is_missing(
    client: Client, folder: str, files: list[str], stranger: str
) -> None:
    with pytest.raises(GraphQLRefused) as caught:
        client.graphql(DELETE, {"ids": [*files, stranger]})

    extensions = caught.value.errors[0]["extensions"]
    assert extensions == {"code": "NOT_FOUND", "field": "ids", "missing": [stranger]}
    assert len(client.listed(path=folder)) == 3


def test_tags_are_added_and_removed_together(client: Client, files: list[str]) -> None:
    asked = {"ids": files, "add": ["c"], "remove": ["b"]}

    answer = client.graphql(TAG, {"input": asked})["updateTags"]

    assert answer["files"] == [
        {"fileId": files[1], "tags": ["c"]},
        {"fileId": files[2], "tags": ["c"]},
    ]
    (error,) = answer["errors"]
    assert "500" in error.pop("message")
    assert error == {"fileId": f"file_{files[0]}", "code": "INVALID"}
    assert client.details(files[0])["tags"] == ["a" * 500]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"ids": []}, "INVALID"),
        ({"ids": [UNKNOWN], "add": []}, "INVALID"),
        ({"ids": [UNKNOWN], "add": ["a" * 501]}, "INVALID"),
        ({"ids": [UNKNOWN], "add": ["a"]}, "NOT_FOUND"),
        ({"ids": [UNKNOWN] * 101, "add": ["a"]}, "LIMIT_LIST_ITEMS"),
    ],
)
def test_which_tags_cannot_be_changed(client: Client, asked: Json, code: str) -> None:
    with pytest.raises(GraphQLRefused) as caught:
        client.graphql(TAG, {"input": asked})

    assert caught.value.code == code


def test_many_files_cost_as_much_as_they_are(client: Client) -> None:
    deep = """mutation ($input: UpdateTagsInput!) { updateTags(input: $input) {
        files { versions(first: 20) { nodes { id number } } }
    } }"""

    with pytest.raises(GraphQLRefused) as caught:
        client.graphql(deep, {"input": {"ids": [UNKNOWN], "add": ["a"]}})
    many = caught.value
    with pytest.raises(GraphQLRefused) as caught:
        client.graphql(deep.replace("20", "100"), {"input": {"ids": [UNKNOWN], "add": ["a"]}})

    assert (many.code, caught.value.code) == ("NOT_FOUND", "LIMIT_COST")
