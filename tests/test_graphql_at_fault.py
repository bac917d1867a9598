"""What an error of GraphQL names as the input at fault is an input of what was asked."""

from __future__ import annotations

import pytest

from tests.client import Client, GraphQLRefused, Json
from tests.mutating import upload

NO_ID = {"id": "nonsense"}
EMPTY = {"id": ""}
DOTS = "/a/.."
LONG = "x" * 501


def refused(client: Client, name: str, asked: Json) -> Json:
    """The `extensions` of the error."""
    type_ = f"{name[0].upper()}{name[1:]}Input"
    mutation = f"mutation ($input: {type_}!) {{ {name}(input: $input) {{ __typename }} }}"
    with pytest.raises(GraphQLRefused) as caught:
        client.graphql(mutation, {"input": asked})
    (error,) = caught.value.errors
    extensions: Json = error["extensions"]
    return extensions


@pytest.mark.parametrize(
    ("mutation", "asked", "field"),
    [
        ("copyFolder", {"folder": NO_ID, "toFolderPath": "/b"}, "folder"),
        ("moveFolder", {"folder": NO_ID, "toFolderPath": "/b"}, "folder"),
        ("moveFolder", {"folder": EMPTY, "toFolderPath": "/b"}, "folder"),
        ("renameFolder", {"folder": NO_ID, "name": "b"}, "folder"),
        ("deleteFolder", {"folder": NO_ID}, "folder"),
        ("deleteFolder", {"folder": EMPTY}, "folder"),
        ("deleteFolder", {"folder": {"path": "/"}}, "folder"),
        ("deleteFolder", {"folder": {"path": "/not/there"}}, "folder"),
        ("deleteFile", {"file": EMPTY}, "file"),
        ("createFolder", {"path": DOTS}, "path"),
        ("createFolder", {"path": "/x" * 51}, "path"),
        ("createNamedTransformation", {"name": "n", "transformation": "?"}, "transformation"),
    ],
)
def test_the_input_at_fault_is_named(
    client: Client, mutation: str, asked: Json, field: str
) -> None:
    assert refused(client, mutation, asked)["field"] == field


@pytest.mark.parametrize(
    ("mutation", "asked", "field"),
    [
        ("copyFile", {"toFolderPath": DOTS}, "toFolderPath"),
        ("copyFile", {"toFolderPath": "/x" * 51}, "toFolderPath"),
        ("moveFile", {"toFolderPath": DOTS}, "toFolderPath"),
        ("updateFile", {"tags": [LONG]}, "tags"),
        ("updateFile", {"addTags": ["%"]}, "addTags"),
    ],
)
def test_so_is_that_of_what_is_done_to_a_file(
    client: Client, folder: str, mutation: str, asked: Json, field: str
) -> None:
    file_id = upload(client, b"1", folderPath=folder)["file"]["id"]

    assert refused(client, mutation, {"file": {"id": file_id}, **asked})["field"] == field


def test_a_name_that_no_folder_can_have_is_the_fault_of_the_name(
    client: Client, folder: str
) -> None:
    upload(client, b"1", folderPath=f"{folder}/a")

    said = refused(client, "renameFolder", {"folder": {"path": f"{folder}/a"}, "name": ".."})

    assert said == {"code": "INVALID", "reason": "INVALID_FOLDER_PATH", "field": "name"}


@pytest.mark.parametrize(
    ("asked", "field"), [({"add": [LONG]}, "add"), ({"remove": [LONG]}, "remove")]
)
def test_tags_are_at_fault_where_they_were_given(
    client: Client, folder: str, asked: Json, field: str
) -> None:
    file_id = upload(client, b"1", folderPath=folder)["file"]["id"]

    assert refused(client, "updateTags", {"ids": [file_id], **asked})["field"] == field


def test_an_upload_names_its_folder(client: Client) -> None:
    with pytest.raises(GraphQLRefused) as caught:
        upload(client, b"1", folderPath=DOTS)

    assert caught.value.errors[0]["extensions"]["field"] == "folderPath"


def test_an_empty_id_does_not_name_the_root_folder(client: Client) -> None:
    with pytest.raises(GraphQLRefused) as caught:
        client.graphql('{ search(in: { id: "" }) { totalCount } }')

    said = {"code": "INVALID", "reason": "INVALID_ID", "field": "in"}
    assert caught.value.errors[0]["extensions"] == said
