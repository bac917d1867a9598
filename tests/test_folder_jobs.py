"""Folders copied, moved and renamed with all in them (rest-api.md §2.10, V9, V17 to V19)."""

from __future__ import annotations

import re

import pytest

from tests.client import Client, Json
from tests.conftest import NewHome
from tests.servers import Server
from tests.trees import Tree, copy_folder, grow, job, move_folder, rename_folder, seen

GROWN: Tree = {
    "a/one.txt": [b"1"],
    "a/two.txt": [b"2b", b"2a"],
    "a/b/three.txt": [b"3c", b"3b", b"3a"],
    "a/b/c/four.txt": [b"4"],
    "a/empty/": [],
}
CURRENT = {path: contents[:1] for path, contents in GROWN.items()}


def inside(name: str, tree: Tree) -> Tree:
    """The tree below another folder."""
    return {f"{name}/{path}": contents for path, contents in tree.items()}


def file_at(client: Client, path: str) -> Json:
    found = client.at(path)
    assert found is not None
    return found


def test_a_copy_has_every_folder_and_the_current_versions(client: Client, folder: str) -> None:
    grow(client, folder, GROWN)

    done = copy_folder(client, f"{folder}/a/", f"{folder}/new/place/")

    assert seen(client, folder) == GROWN | inside("new/place", CURRENT)
    assert job(client, done) == {"jobId": done, "type": "COPY_FOLDER", "status": "Completed"}


@pytest.mark.parametrize("flag", ["includeVersions", "includeFileVersions"])
def test_a_copy_has_every_version_when_asked(client: Client, folder: str, flag: str) -> None:
    grow(client, folder, GROWN)

    copy_folder(client, f"{folder}/a", f"{folder}/new", **{flag: True})

    assert seen(client, folder) == GROWN | inside("new", GROWN)


def test_copies_are_files_of_their_own(client: Client, folder: str) -> None:
    fields = {"tags": ["old", "red"], "description": "first", "customCoordinates": "1,2,3,4"}
    client.upload(b"1", "x.txt", f"{folder}/a", **fields, isPrivateFile=True)
    source = client.upload(b"2", "x.txt", f"{folder}/a", tags=["new"])

    copy_folder(client, f"{folder}/a", f"{folder}/b", includeVersions=True)

    copied = file_at(client, f"{folder}/b/a/x.txt")
    new, old = client.versions(copied["fileId"])
    assert re.fullmatch("[0-9a-f]{24}", copied["fileId"])
    assert copied["fileId"] != source["fileId"]
    assert copied["createdAt"] == copied["updatedAt"] >= new["createdAt"]
    assert [new["versionInfo"]["name"], old["versionInfo"]["name"]] == ["Version 2", "Version 1"]
    assert old["versionInfo"]["id"] == copied["fileId"]
    assert (new["tags"], old["tags"]) == (["new"], ["old", "red"])
    assert (old["description"], old["customCoordinates"]) == ("first", "1,2,3,4")
    assert (new["isPrivateFile"], old["isPrivateFile"]) == (False, True)
    tokens = {v["url"] for v in (*client.versions(source["fileId"]), new, old)}
    assert len(tokens) == 4


def test_a_copied_file_grows_apart_from_its_source(client: Client, folder: str) -> None:
    grow(client, folder, {"a/x.txt": [b"2", b"1"]})
    copy_folder(client, f"{folder}/a", f"{folder}/b", includeVersions=True)

    client.upload(b"3", "x.txt", f"{folder}/b/a")
    client.delete_folder(f"{folder}/a")

    assert seen(client, folder) == {"b/a/x.txt": [b"3", b"2", b"1"]}


def test_the_current_version_goes_last_whatever_its_number(client: Client, folder: str) -> None:
    grow(client, folder, {"a/x.txt": [b"3", b"2", b"1"]})
    source = file_at(client, f"{folder}/a/x.txt")
    client.restore(source["fileId"], client.versions(source["fileId"])[2]["versionInfo"]["id"])

    copy_folder(client, f"{folder}/a", f"{folder}/b", includeVersions=True)

    assert seen(client, f"{folder}/b") == {"a/x.txt": [b"1", b"3", b"2"]}


@pytest.mark.parametrize(
    ("flags", "merged"),
    [({}, [b"2b", b"old"]), ({"includeVersions": True}, [b"2b", b"2a", b"old"])],
)
def test_a_copy_onto_a_folder_goes_on_top_of_its_files(
    client: Client, folder: str, flags: dict[str, bool], merged: list[bytes]
) -> None:
    grow(client, folder, {"a/b/two.txt": [b"2b", b"2a"], "a/new.txt": [b"n"]})
    grow(client, folder, {"to/a/b/two.txt": [b"old"], "to/a/kept.txt": [b"k"]})
    kept = file_at(client, f"{folder}/to/a/b/two.txt")

    copy_folder(client, f"{folder}/a", f"{folder}/to", **flags)

    now = file_at(client, f"{folder}/to/a/b/two.txt")
    assert now["fileId"] == kept["fileId"]
    assert now["createdAt"] == kept["createdAt"]
    assert now["updatedAt"] > kept["updatedAt"]
    assert seen(client, f"{folder}/to/a") == {
        "b/two.txt": merged,
        "kept.txt": [b"k"],
        "new.txt": [b"n"],
    }
    past = client.versions(now["fileId"])[-1]
    assert past["versionInfo"] == {"id": kept["fileId"], "name": "Version 1"}
    assert past["updatedAt"] == now["updatedAt"]


def test_a_moved_folder_keeps_every_id_and_every_version(client: Client, folder: str) -> None:
    grow(client, folder, GROWN)
    file = file_at(client, f"{folder}/a/b/three.txt")
    versions = client.versions(file["fileId"])
    (inner,) = [f for f in client.listed(type="folder", path=f"{folder}/a") if f["name"] == "b"]

    done = move_folder(client, f"{folder}/a", f"{folder}/new/place")

    assert seen(client, folder) == inside("new/place", GROWN)
    moved = file_at(client, f"{folder}/new/place/a/b/three.txt")
    assert moved["fileId"] == file["fileId"]
    assert moved["updatedAt"] > file["updatedAt"]
    ids = [version["versionInfo"] for version in client.versions(file["fileId"])]
    assert ids == [version["versionInfo"] for version in versions]
    (at_last,) = [
        f for f in client.listed(type="folder", path=f"{folder}/new/place/a") if f["name"] == "b"
    ]
    assert at_last["folderId"] == inner["folderId"]
    assert job(client, done)["type"] == "MOVE_FOLDER"


def test_a_folder_moved_by_put_is_moved_as_well(client: Client, folder: str) -> None:
    grow(client, folder, {"a/x.txt": [b"1"]})
    body = {"sourceFolderPath": f"{folder}/a", "destinationPath": f"{folder}/b"}

    answer = client.rest("PUT", "/v1/bulkJobs/moveFolder/", json=body)

    assert answer.status_code == 200
    assert seen(client, folder) == {"b/a/x.txt": [b"1"]}


def test_a_move_onto_a_folder_goes_on_top_of_its_files(client: Client, folder: str) -> None:
    grow(client, folder, GROWN)
    grow(client, folder, {"to/a/b/three.txt": [b"old"], "to/a/kept.txt": [b"k"]})
    kept = file_at(client, f"{folder}/to/a/b/three.txt")
    gone = file_at(client, f"{folder}/a/b/three.txt")
    free = file_at(client, f"{folder}/a/b/c/four.txt")
    incoming = client.versions(gone["fileId"])

    move_folder(client, f"{folder}/a", f"{folder}/to")

    merged = {"a/b/three.txt": [b"3c", b"3b", b"3a", b"old"], "a/kept.txt": [b"k"]}
    assert seen(client, folder) == inside("to", GROWN | merged)
    assert client.rest("GET", f"/v1/files/{gone['fileId']}/details").status_code == 404
    assert file_at(client, f"{folder}/to/a/b/c/four.txt")["fileId"] == free["fileId"]
    versions = client.versions(kept["fileId"])
    assert [v["versionInfo"]["name"] for v in versions] == [f"Version {n}" for n in (4, 3, 2, 1)]
    ids = [v["versionInfo"]["id"] for v in versions]
    assert ids == [v["versionInfo"]["id"] for v in incoming] + [kept["fileId"]]


def test_a_folder_moves_up_into_the_one_of_its_name(client: Client, folder: str) -> None:
    twice: Tree = {
        "q/q/x.txt": [b"inner"],
        "q/x.txt": [b"outer"],
        "q/q/q/x.txt": [b"innermost"],
        "q/q/q/r/y.txt": [b"y"],
        "q/q/r/z.txt": [b"z"],
    }
    grow(client, folder, twice)

    move_folder(client, f"{folder}/q/q", folder)

    assert seen(client, folder) == {
        "q/x.txt": [b"inner", b"outer"],
        "q/r/z.txt": [b"z"],
        "q/q/x.txt": [b"innermost"],
        "q/q/r/y.txt": [b"y"],
    }


def test_a_folder_is_copied_up_into_the_one_of_its_name(client: Client, folder: str) -> None:
    twice: Tree = {"q/q/x.txt": [b"inner"], "q/x.txt": [b"outer"], "q/q/q/x.txt": [b"innermost"]}
    grow(client, folder, twice)

    copy_folder(client, f"{folder}/q/q", folder)

    assert seen(client, folder) == {
        "q/x.txt": [b"inner", b"outer"],
        "q/q/x.txt": [b"innermost", b"inner"],
        "q/q/q/x.txt": [b"innermost"],
    }


def test_a_renamed_folder_takes_all_below_it_along(client: Client, folder: str) -> None:
    grow(client, folder, GROWN | {"ab/x.txt": [b"x"], "a0/x.txt": [b"x"], "A/x.txt": [b"x"]})
    old_url = file_at(client, f"{folder}/a/b/c/four.txt")["url"]

    done = rename_folder(client, f"{folder}/a", "my sale-1")

    renamed = {path.replace("a/", "my_sale-1/", 1): each for path, each in GROWN.items()}
    others: Tree = {"ab/x.txt": [b"x"], "a0/x.txt": [b"x"], "A/x.txt": [b"x"]}
    assert seen(client, folder) == renamed | others
    assert client.deliver(old_url, params=None).status_code == 404
    assert {f["name"] for f in client.listed(type="folder", path=folder)} == {
        "my_sale-1",
        "ab",
        "a0",
        "A",
    }
    assert job(client, done) == {"jobId": done, "type": "RENAME_FOLDER", "status": "Completed"}


def test_folders_that_swap_names_swap_no_cached_addresses(client: Client, folder: str) -> None:
    grow(client, folder, {"from/a/x.txt": [b"a"], "from/b/x.txt": [b"b"]})
    copy_folder(client, f"{folder}/from", f"{folder}/to")  # both made at one moment
    before = file_at(client, f"{folder}/to/from/a/x.txt")["url"]

    rename_folder(client, f"{folder}/to/from/a", "c")
    rename_folder(client, f"{folder}/to/from/b", "a")

    after = file_at(client, f"{folder}/to/from/a/x.txt")["url"]
    assert client.fetched(after) == b"b"
    assert after != before


def test_files_with_too_many_versions_are_left_out(new_home: NewHome) -> None:
    full: Tree = {"a/full.txt": [b"3", b"2"], "a/fits.txt": [b"2"], "a/new.txt": [b"n"]}
    there: Tree = {"to/a/full.txt": [b"1", b"0"], "to/a/fits.txt": [b"1", b"0"]}
    fitting: Tree = {"to/a/fits.txt": [b"2", b"1", b"0"], "to/a/new.txt": [b"n"]}
    with Server(new_home(), MAX_VERSIONS="3") as server:
        grow(server.client, "/copied", full | there)
        grow(server.client, "/moved", full | there)

        copied = copy_folder(server.client, "/copied/a", "/copied/to", includeVersions=True)
        moved = move_folder(server.client, "/moved/a", "/moved/to")

        assert seen(server.client, "/copied") == full | there | fitting
        assert seen(server.client, "/moved") == {"a/full.txt": full["a/full.txt"]} | there | fitting
        for done in (copied, moved):
            assert job(server.client, done)["status"] == "Completed"
            assert re.search(rf"{done} leaves out 1 files, .*a/full\.txt", server.output())
