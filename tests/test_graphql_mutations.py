"""What GraphQL changes, what each mutation returns of it, and how it refuses."""

from __future__ import annotations

from tests.client import Client, GraphQLRefused
from tests.mutating import change, history, refusal, upload
from tests.together import at_once

RESTORE = """
mutation ($input: RestoreVersionInput!) {
  restoreVersion(input: $input) {
    version { id number isCurrent } previousVersion { id number isCurrent }
    file { id currentVersion { number } versions { nodes { number } } }
  }
}
"""
DELETE_VERSION = """
mutation ($input: DeleteVersionInput!) {
  deleteVersion(input: $input) {
    deletedVersionId freedBytes file { versions { nodes { number } } }
  }
}
"""
COPY = """
mutation ($input: CopyFileInput!) {
  copyFile(input: $input) { copiedVersionCount file { fileId path versions { totalCount } } }
}
"""
MOVE = """
mutation ($input: MoveFileInput!) {
  moveFile(input: $input) { file { fileId path versions { totalCount } } }
}
"""
UPDATE = """
mutation ($input: UpdateFileInput!) {
  updateFile(input: $input) {
    file { tags description isPublished focus { x y width height } versions { totalCount } }
  }
}
"""


def test_restoring_moves_a_pointer(client: Client, folder: str) -> None:
    versions = [upload(client, b"%d" % n, folderPath=folder)["version"] for n in (1, 2, 3)]

    restored = change(client, RESTORE, versionId=versions[0]["id"])

    assert restored["version"] == {"id": versions[0]["id"], "number": 1, "isCurrent": True}
    assert restored["previousVersion"] == {
        "id": versions[2]["id"],
        "number": 3,
        "isCurrent": False,
    }
    assert restored["file"]["currentVersion"] == {"number": 1}
    assert [node["number"] for node in restored["file"]["versions"]["nodes"]] == [1, 3, 2]
    assert client.deliver(f"{folder}/x.txt").content == b"1"


def test_restoring_refuses_when_the_caller_looked_at_another_version(
    client: Client, folder: str
) -> None:
    first, second = (upload(client, b"%d" % n, folderPath=folder)["version"] for n in (1, 2))
    bare = first["id"].removeprefix("version_")

    stale = refusal(client, RESTORE, versionId=bare, ifCurrentVersionId=first["id"])
    change(client, RESTORE, versionId=bare, ifCurrentVersionId=second["id"])

    assert stale == {"code": "STALE", "field": "ifCurrentVersionId"}
    assert history(client, f"{folder}/x.txt") == [1, 2]


def test_updating_refuses_when_the_caller_looked_at_another_version(
    client: Client, folder: str
) -> None:
    first, second = (upload(client, b"%d" % n, folderPath=folder)["version"] for n in (1, 2))
    asked = {"file": {"path": f"{folder}/x.txt"}, "addTags": ["seen"]}

    stale = refusal(client, UPDATE, **asked, ifCurrentVersionId=first["id"])
    tags_between = change(client, UPDATE, file=asked["file"])["file"]["tags"]
    updated = change(client, UPDATE, **asked, ifCurrentVersionId=second["id"])

    assert stale == {"code": "STALE", "field": "ifCurrentVersionId"}
    assert tags_between == []
    assert updated["file"]["tags"] == ["seen"]


def test_of_many_who_restore_what_they_saw_one_wins(client: Client, folder: str) -> None:
    versions = [upload(client, b"%d" % n, folderPath=folder)["version"]["id"] for n in range(6)]

    def restore(version_id: str) -> str | None:
        try:
            change(client, RESTORE, versionId=version_id, ifCurrentVersionId=versions[-1])
        except GraphQLRefused as refused:
            return refused.code
        return "won"

    outcomes = at_once([lambda v=v: restore(v) for v in versions[:5]])  # type: ignore[misc]  # bound

    assert sorted(str(outcome) for outcome in outcomes) == ["STALE"] * 4 + ["won"]


def test_deleting_a_version_leaves_the_rest(client: Client, folder: str) -> None:
    content = f"first of {folder}".encode()
    first = upload(client, content, folderPath=folder)["version"]["id"]
    second = upload(client, b"2", folderPath=folder)["version"]["id"]

    current = refusal(client, DELETE_VERSION, versionId=second)
    deleted = change(client, DELETE_VERSION, versionId=first)

    assert current == {"code": "VERSION_IS_CURRENT", "field": "versionId"}
    assert deleted == {
        "deletedVersionId": first,
        "freedBytes": len(content),
        "file": {"versions": {"nodes": [{"number": 2}]}},
    }
    assert refusal(client, DELETE_VERSION, versionId=first)["code"] == "NOT_FOUND"


def test_copying_takes_the_history_along_when_asked(client: Client, folder: str) -> None:
    for n in (1, 2):
        upload(client, b"%d" % n, folderPath=f"{folder}/a")
    source = {"path": f"{folder}/a/x.txt"}

    one = change(client, COPY, file=source, toFolderPath=f"{folder}/b")
    more = change(client, COPY, file=source, toFolderPath=f"{folder}/b", includeVersions=True)
    named = change(client, COPY, file=source, toFolderPath=f"{folder}/a", name="y.txt")
    renamed = change(client, COPY, file=source, toFolderPath=f"{folder}/b", ifExists="RENAME")
    taken = refusal(client, COPY, file=source, toFolderPath=f"{folder}/b", ifExists="REFUSE")

    assert (one["copiedVersionCount"], one["file"]["versions"]["totalCount"]) == (1, 1)
    assert (more["copiedVersionCount"], more["file"]["versions"]["totalCount"]) == (2, 3)
    assert more["file"]["fileId"] == one["file"]["fileId"]
    assert named["file"]["path"] == f"{folder}/a/y.txt"
    assert renamed["file"]["path"].startswith(f"{folder}/b/x_")
    assert taken == {"code": "ALREADY_EXISTS", "reason": "FILE_ALREADY_EXISTS"} | {
        "field": "toFolderPath"
    }


def test_moving_goes_on_top_of_what_is_there(client: Client, folder: str) -> None:
    here = upload(client, b"1", folderPath=f"{folder}/a")["file"]["id"]
    upload(client, b"2", folderPath=f"{folder}/b")

    taken = refusal(client, MOVE, file={"id": here}, toFolderPath=f"{folder}/b", ifExists="REFUSE")
    moved = change(client, MOVE, file={"id": here}, toFolderPath=f"{folder}/b")

    assert taken["code"] == "ALREADY_EXISTS"
    assert moved["file"]["path"] == f"{folder}/b/x.txt"
    assert moved["file"]["versions"] == {"totalCount": 2}
    assert client.graphql("query ($id: ID!) { file(id: $id) { id } }", {"id": here}) == {
        "file": None
    }


def test_updating_changes_what_is_given_and_nothing_else(client: Client, folder: str) -> None:
    file = {"path": f"{folder}/x.txt"}
    upload(client, b"1", folderPath=folder, tags=["a"], description="Text")

    focus = {"x": 1, "y": 2, "width": 3, "height": 4}
    added = change(client, UPDATE, file=file, addTags=["b", "a"], removeTags=["zz"], focus=focus)
    removed = change(client, UPDATE, file=file, tags=None, description=None, focus=None)
    draft = change(client, UPDATE, file=file, isPublished=False)

    unchanged = {"isPublished": True, "versions": {"totalCount": 1}}
    assert added["file"] == unchanged | {"tags": ["a", "b"], "description": "Text", "focus": focus}
    assert removed["file"] == unchanged | {"tags": [], "description": None, "focus": None}
    assert draft["file"] == removed["file"] | {"isPublished": False}
    assert client.deliver(f"{folder}/x.txt").status_code == 404


def test_renaming_keeps_the_file_and_refuses_a_taken_name(client: Client, folder: str) -> None:
    mutation = (
        "mutation ($input: RenameFileInput!) { renameFile(input: $input) { file { id path } } }"
    )
    file_id = upload(client, b"1", folderPath=folder)["file"]["id"]
    upload(client, b"1", "taken.txt", folderPath=folder)

    taken = refusal(client, mutation, file={"id": file_id}, name="taken.txt")
    renamed = change(client, mutation, file={"id": file_id}, name="y z.txt")

    assert (taken["code"], taken["field"]) == ("ALREADY_EXISTS", "name")
    assert renamed["file"] == {"id": file_id, "path": f"{folder}/y_z.txt"}


def test_deleting_a_file_takes_its_versions_along(client: Client, folder: str) -> None:
    mutation = "mutation ($input: DeleteFileInput!) { deleteFile(input: $input) { deletedFileId } }"
    uploaded = upload(client, b"1", folderPath=folder)

    deleted = change(client, mutation, file={"path": f"{folder}/x.txt"})

    ids = [uploaded["file"]["id"], uploaded["version"]["id"]]
    assert deleted == {"deletedFileId": ids[0]}
    nodes = client.graphql("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ids})
    assert nodes == {"nodes": [None, None]}
    assert refusal(client, mutation, file={"path": f"{folder}/x.txt"})["code"] == "NOT_FOUND"


def test_folders_are_made_once_and_deleted_with_what_is_in_them(
    client: Client, folder: str
) -> None:
    create = """mutation ($input: CreateFolderInput!) {
      createFolder(input: $input) { created folder { id path } } }"""
    delete = """mutation ($input: DeleteFolderInput!) {
      deleteFolder(input: $input) { deletedFolderId } }"""

    made = change(client, create, path=f"{folder}/a b//c")
    again = change(client, create, path=f"{folder}/a_b/c")
    upload(client, b"1", folderPath=f"{folder}/a_b/c")
    deleted = change(client, delete, folder={"id": made["folder"]["id"]})

    assert made["folder"]["path"] == f"{folder}/a_b/c"
    assert (made["created"], again) == (True, made | {"created": False})
    assert deleted == {"deletedFolderId": made["folder"]["id"]}
    gone = refusal(client, delete, folder={"path": f"{folder}/a_b/c"})
    assert (gone["code"], gone["reason"]) == ("NOT_FOUND", "FOLDER_NOT_FOUND")
    assert refusal(client, delete, folder={"path": "/"})["code"] == "INVALID"


def test_the_fields_of_a_mutation_see_what_those_before_them_did(
    client: Client, folder: str
) -> None:
    first = upload(client, b"1", folderPath=folder)["version"]["id"]
    upload(client, b"2", folderPath=folder)

    done = client.graphql(
        """mutation ($version: ID!, $file: FileRef!) {
             restoreVersion(input: { versionId: $version }) {
               previousVersion { file { name currentVersion { number } } } }
             renameFile(input: { file: $file, name: "y.txt" }) { file { versions {
               nodes { file { name currentVersion { number } } } } } }
           }""",
        {"version": first, "file": {"path": f"{folder}/x.txt"}},
    )

    file = {"name": "y.txt", "currentVersion": {"number": 1}}
    before = done["restoreVersion"]["previousVersion"]["file"]
    assert before == {"name": "x.txt", "currentVersion": {"number": 1}}
    assert done["renameFile"]["file"]["versions"]["nodes"] == [{"file": file}] * 2
