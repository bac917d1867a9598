"""Whatever is done at the same moment comes out as if it had been done in some order.

Each test runs against one server process, and against two that share a database and a folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import cycle, islice
from threading import Event, Thread

import httpx
import pytest

from tests.client import Client, Json, sha256
from tests.pictures import numbered
from tests.servers import Server
from tests.together import at_once, statuses

Crowd = list[Client]


@pytest.fixture(scope="module", params=["one_process", "two_processes"])
def crowd(request: pytest.FixtureRequest, server: Server) -> Iterator[Crowd]:
    """Clients of every process that serves the library."""
    if request.param == "one_process":
        yield [server.client]
        return
    with Server(server.home) as second:
        yield [server.client, second.client]


def test_a_hundred_uploads_to_one_path_make_versions_1_to_100(crowd: Crowd, folder: str) -> None:
    contents = [numbered(n) for n in range(100)]

    answers = _upload_all(crowd, contents, folder)

    assert statuses(answers) == {200: 100}
    uploads = [answer.json() for answer in answers]
    assert len({upload["fileId"] for upload in uploads}) == 1
    for client in crowd:
        versions = client.versions(uploads[0]["fileId"])
        assert [_number(v) for v in versions] == list(range(100, 0, -1))
        assert [v["type"] for v in versions] == ["file"] + ["file-version"] * 99
    sent = {u["versionInfo"]["id"]: sha256(c) for u, c in zip(uploads, contents, strict=True)}
    assert {v["versionInfo"]["id"]: sha256(crowd[0].fetched(v["url"])) for v in versions} == sent


def test_the_101st_version_is_refused_and_leaves_nothing(
    crowd: Crowd, server: Server, folder: str
) -> None:
    answers = _upload_all(crowd, [numbered(n) for n in range(100)], folder)
    file_id = answers[0].json()["fileId"]
    before, kept = crowd[-1].versions(file_id), _kept(server)

    refused = crowd[0].upload_answer(b"one too many", "a.png", folder)

    assert refused.status_code == 400
    assert refused.json()["reason"] == "VERSION_LIMIT_EXCEEDED"
    assert crowd[-1].versions(file_id) == before
    assert _kept(server) <= kept


def test_of_120_uploads_to_one_path_exactly_100_are_kept(crowd: Crowd, folder: str) -> None:
    answers = _upload_all(crowd, [numbered(n) for n in range(120)], folder)

    assert statuses(answers) == {200: 100, 400: 20}
    reasons = {answer.json()["reason"] for answer in answers if answer.status_code == 400}
    assert reasons == {"VERSION_LIMIT_EXCEEDED"}
    accepted = [answer.json() for answer in answers if answer.status_code == 200]
    versions = crowd[-1].versions(accepted[0]["fileId"])
    assert [_number(v) for v in versions] == list(range(100, 0, -1))
    assert _ids(versions) == {upload["versionInfo"]["id"] for upload in accepted}


def test_equal_bytes_uploaded_at_once_are_all_there(crowd: Crowd, folder: str) -> None:
    content = numbered(7)
    uploads = [
        partial(client.upload, content, f"{n}.png", folder)
        for n, client in enumerate(islice(cycle(crowd), 20))
    ]

    files = at_once(uploads)
    for client, upload in zip(cycle(crowd), files[1:], strict=False):
        client.delete(upload["fileId"])

    assert len({upload["fileId"] for upload in files}) == 20
    assert crowd[-1].fetched(files[0]["url"]) == content


def test_readers_see_one_current_version_while_writers_fight(crowd: Crowd, folder: str) -> None:
    file_id, ids = _file_with_versions(crowd[0], folder, 20)
    seen: list[list[Json]] = []
    done = Event()
    watchers = [Thread(target=_watch, args=(client, file_id, seen, done)) for client in crowd]
    for watcher in watchers:
        watcher.start()
    path = f"/v1/files/{file_id}/versions/"

    restores = [partial(_rest(crowd, n), "PUT", f"{path}{i}/restore") for n, i in enumerate(ids)]
    deletes = [partial(_rest(crowd, n), "DELETE", f"{path}{i}") for n, i in enumerate(ids[:10])]
    answers = at_once([*restores, *deletes])
    done.set()
    for watcher in watchers:
        watcher.join()

    counts = statuses(answers)
    assert counts.keys() <= {200, 204, 400, 404}
    deleted = {i for i, a in zip(ids[:10], answers[20:], strict=True) if a.status_code == 204}
    restored = {i for i, a in zip(ids, answers[:20], strict=True) if a.status_code == 200}
    final = crowd[-1].versions(file_id)
    assert _ids(final) == set(ids) - deleted
    assert final[0]["versionInfo"]["id"] in (restored | {ids[-1]}) - deleted
    assert len(seen) > len(crowd)
    for versions in seen:
        assert [v["type"] for v in versions].index("file") == 0
        assert [v["type"] for v in versions].count("file") == 1


def test_copies_with_versions_append_whole_histories(crowd: Crowd, folder: str) -> None:
    _file_with_versions(crowd[0], folder, 5)
    body = {
        "sourceFilePath": f"{folder}/a.png",
        "destinationPath": f"{folder}/to",
        "includeFileVersions": True,
    }
    copies = [partial(_rest(crowd, n), "POST", "/v1/files/copy", json=body) for n in range(8)]

    answers = at_once(copies)

    assert statuses(answers) == {204: 8}
    versions = _versions_at(crowd[-1], f"{folder}/to/a.png")
    assert [_number(v) for v in versions] == list(range(40, 0, -1))
    hashes = [sha256(crowd[0].fetched(v["url"])) for v in reversed(versions)]
    assert hashes == [sha256(numbered(n)) for n in range(5)] * 8


def test_copies_over_the_limit_are_refused_whole(crowd: Crowd, folder: str) -> None:
    _file_with_versions(crowd[0], folder, 15)
    body = {
        "sourceFilePath": f"{folder}/a.png",
        "destinationPath": f"{folder}/to",
        "includeFileVersions": True,
    }
    copies = [partial(_rest(crowd, n), "POST", "/v1/files/copy", json=body) for n in range(10)]

    answers = at_once(copies)

    assert statuses(answers) == {204: 6, 400: 4}
    assert len(_versions_at(crowd[-1], f"{folder}/to/a.png")) == 90


def test_one_of_many_moves_of_a_file_wins(crowd: Crowd, folder: str) -> None:
    file_id, ids = _file_with_versions(crowd[0], folder, 3)
    moves = [
        partial(
            _rest(crowd, n),
            "POST",
            "/v1/files/move",
            json={"sourceFilePath": f"{folder}/a.png", "destinationPath": f"{folder}/to-{n}"},
        )
        for n in range(10)
    ]

    answers = at_once(moves)

    assert statuses(answers) == {204: 1, 404: 9}
    winner = next(n for n, answer in enumerate(answers) if answer.status_code == 204)
    assert crowd[-1].details(file_id)["filePath"] == f"{folder}/to-{winner}/a.png"
    assert _ids(crowd[-1].versions(file_id)) == set(ids)


def test_moves_that_cross_lose_no_version(crowd: Crowd, folder: str) -> None:
    left, right = f"{folder}/left", f"{folder}/right"
    ids = {i for place in (left, right) for i in _file_with_versions(crowd[0], place, 4)[1]}
    moves = [
        partial(
            _rest(crowd, n),
            "POST",
            "/v1/files/move",
            json={"sourceFilePath": f"{source}/a.png", "destinationPath": destination},
        )
        for n, (source, destination) in enumerate([(left, right), (right, left)] * 6)
    ]

    answers = at_once(moves)

    assert statuses(answers).keys() <= {204, 404}
    survivors = [crowd[-1].at(f"{place}/a.png") for place in (left, right)]
    assert [file is None for file in survivors].count(False) == 1
    assert {
        i for file in survivors if file for i in _ids(crowd[-1].versions(file["fileId"]))
    } == ids


def test_uploads_and_deletes_of_one_file_never_fail(crowd: Crowd, folder: str) -> None:
    file_id, _ = _file_with_versions(crowd[0], folder, 1)
    uploads = [
        partial(_answer(crowd, n).upload_answer, numbered(n), "a.png", folder) for n in range(20)
    ]
    deletes = [partial(_rest(crowd, n), "DELETE", f"/v1/files/{file_id}") for n in range(5)]

    answers = at_once([*uploads, *deletes])

    assert statuses(answers).keys() <= {200, 204, 404}
    assert {answer.status_code for answer in answers[:20]} == {200}
    assert sum(answer.status_code == 204 for answer in answers[20:]) == 1
    later = [a.json() for a in answers[:20] if a.json()["fileId"] != file_id]
    left = crowd[-1].at(f"{folder}/a.png")
    assert _ids(crowd[-1].versions(left["fileId"]) if left else []) == {
        upload["versionInfo"]["id"] for upload in later
    }


def test_one_of_many_renames_to_a_name_wins(crowd: Crowd, folder: str) -> None:
    for n in range(8):
        crowd[0].upload(numbered(n), f"{n}.png", folder)
    renames = [
        partial(
            _rest(crowd, n),
            "PUT",
            "/v1/files/rename",
            json={"filePath": f"{folder}/{n}.png", "newFileName": "prize.png"},
        )
        for n in range(8)
    ]

    answers = at_once(renames)

    assert statuses(answers) == {200: 1, 409: 7}
    winner = next(n for n, answer in enumerate(answers) if answer.status_code == 200)
    names = {file["name"] for file in crowd[-1].listed(path=folder)}
    assert names == {"prize.png"} | {f"{n}.png" for n in range(8) if n != winner}


def test_a_folder_made_by_many_is_one(crowd: Crowd, folder: str) -> None:
    body = {"folderName": "deep", "parentFolderPath": f"{folder}/a/b"}
    creates = [partial(_rest(crowd, n), "POST", "/v1/folder", json=body) for n in range(8)]
    uploads = [
        partial(_answer(crowd, n).upload_answer, numbered(n), f"{n}.png", f"{folder}/a/b/deep/er")
        for n in range(8)
    ]

    answers = at_once([*creates, *uploads])

    assert statuses(answers) == {201: 8, 200: 8}
    assert [f["name"] for f in crowd[-1].listed(path=f"{folder}/a/b", type="folder")] == ["deep"]
    assert len(crowd[-1].listed(path=f"{folder}/a/b/deep/er")) == 8


def _upload_all(crowd: Crowd, contents: list[bytes], folder: str) -> list[httpx.Response]:
    return at_once(
        [
            partial(_answer(crowd, n).upload_answer, content, "a.png", folder)
            for n, content in enumerate(contents)
        ]
    )


def _answer(crowd: Crowd, turn: int) -> Client:
    return crowd[turn % len(crowd)]


def _rest(crowd: Crowd, turn: int) -> partial[httpx.Response]:
    return partial(_answer(crowd, turn).rest)


def _file_with_versions(client: Client, folder: str, count: int) -> tuple[str, list[str]]:
    """A file `a.png` with this many versions: its id and theirs, oldest first."""
    uploads = [client.upload(numbered(n), "a.png", folder) for n in range(count)]
    return uploads[0]["fileId"], [upload["versionInfo"]["id"] for upload in uploads]


def _versions_at(client: Client, path: str) -> list[Json]:
    file = client.at(path)
    assert file is not None
    return client.versions(file["fileId"])


def _watch(client: Client, file_id: str, seen: list[list[Json]], done: Event) -> None:
    while not done.is_set():
        seen.append(client.versions(file_id))


def _ids(versions: list[Json]) -> set[str]:
    return {version["versionInfo"]["id"] for version in versions}


def _number(version: Json) -> int:
    return int(version["versionInfo"]["name"].removeprefix("Version "))


def _kept(server: Server) -> set[str]:
    """Every file that the server keeps bytes in."""
    place = server.home.data_dir / "storage"
    return {str(path) for path in place.rglob("*") if path.is_file() and path.parent != place}
