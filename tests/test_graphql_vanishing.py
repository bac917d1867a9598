"""A file that is read while it goes is there with its versions, or not at all."""

from __future__ import annotations

from threading import Event, Thread

from tests.client import Client, Json
from tests.mutating import change, upload

WATCH = """
query ($path: String!) {
  file(path: $path) { versionCount versions { nodes { isCurrent } totalCount } }
}
"""
DELETE = "mutation ($input: DeleteFileInput!) { deleteFile(input: $input) { deletedFileId } }"


def test_no_reader_sees_a_file_without_versions(client: Client, folder: str) -> None:
    path, done = f"{folder}/x.txt", Event()
    seen: list[list[Json | None]] = [[], []]
    readers = [Thread(target=_watch, args=(client, path, each, done)) for each in seen]

    for reader in readers:
        reader.start()
    for turn in range(20):
        upload(client, b"%d" % turn, folderPath=folder)
        change(client, DELETE, file={"path": path})
    done.set()
    for reader in readers:
        reader.join()

    found = [file for each in seen for file in each if file]
    there = {"versionCount": 1, "versions": {"nodes": [{"isCurrent": True}], "totalCount": 1}}
    assert found
    assert [file for file in found if file != there] == []


def _watch(client: Client, path: str, seen: list[Json | None], done: Event) -> None:
    while not done.is_set():
        seen.append(client.graphql(WATCH, {"path": path})["file"])
