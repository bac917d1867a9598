"""Many files deleted or tagged at once (rest-api.md §2.6, §2.9)."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import orjson
import pytest

from tests.client import Client, Json
from tests.conftest import NewHome
from tests.servers import Server
from tests.tables import query
from tests.together import at_once, statuses

HELP = "For support kindly contact us at support@imagekit.io ."
UNKNOWN = "0123456789abcdef01234567"
MISSING = "The requested file(s) does not exist."
TOO_LONG = (
    "Your request contains invalid value for tags parameter. Combined length of all tags should be"
    " less than or equal to 500."
)
BAD_AI_TAGS = (
    "Your request contains invalid value for AITags. Please provide an array of strings. Example -"
    " ['t-shirt','summer-sale']."
)


def ask(client: Client, action: str, **body: object) -> tuple[int, Json]:
    answer = client.rest("POST", f"/v1/files/{action}", json=body)
    return answer.status_code, answer.json()


def uploaded(client: Client, folder: str, *tags: list[str]) -> list[str]:
    """Ids of new files with these tags."""
    return [
        client.upload(str(n).encode(), f"{n}.txt", folder, tags=each)["fileId"]
        for n, each in enumerate(tags)
    ]


def tags_of(client: Client, ids: list[str]) -> list[list[str] | None]:
    return [client.details(file_id)["tags"] for file_id in ids]


@pytest.mark.parametrize("word", ["deleteByFileIds", "deleteByfileIds"])
def test_files_are_deleted_with_all_versions(client: Client, folder: str, word: str) -> None:
    one, two, kept = uploaded(client, folder, [], [], [])
    url = client.upload(b"newer", "0.txt", folder)["url"]

    answer = ask(client, f"batch/{word}", fileIds=[two, one, two])

    assert answer == (200, {"successfullyDeletedFileIds": [two, one]})
    assert [file["fileId"] for file in client.listed(path=folder)] == [kept]
    assert client.deliver(url, params=None).status_code == 404


@pytest.mark.parametrize("stranger", [UNKNOWN, "no id at all", ""])
def test_nothing_is_deleted_when_a_file_is_missing(
    client: Client, folder: str, stranger: str
) -> None:
    ids = uploaded(client, folder, [], [])

    answer = ask(client, "batch/deleteByFileIds", fileIds=[ids[0], stranger, ids[1]])

    assert answer == (404, {"message": MISSING, "help": HELP, "missingFileIds": [stranger]})
    assert len(client.listed(path=folder)) == 2


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        (None, "fileIds parameter is missing."),
        ("x", "fileIds should be an Array."),
        ({"a": 1}, "fileIds should be an Array."),
        ([], "fileIds is empty."),
        ([1], "Your request contains invalid fileIds parameter."),
        ([UNKNOWN] * 101, "fileIds cannot have more than 100 items."),
    ],
)
def test_which_files_cannot_be_deleted(client: Client, ids: object, message: str) -> None:
    answer = ask(client, "batch/deleteByFileIds", fileIds=ids)

    assert answer == (400, {"message": message, "help": HELP})


def test_tags_are_added_to_current_versions(client: Client, folder: str) -> None:
    ids = uploaded(client, folder, ["a"], [])
    client.upload(b"newer", "0.txt", folder, tags=["b"])

    answer = ask(client, "addTags", fileIds=ids, tags=[" b ", "c", "c"])

    assert answer == (200, {"successfullyUpdatedFileIds": ids})
    assert tags_of(client, ids) == [["b", "c"], ["b", "c"]]
    new, old = client.versions(ids[0])
    assert (new["tags"], old["tags"]) == (["b", "c"], ["a"])
    assert new["versionInfo"]["name"] == "Version 2"


def test_tags_are_removed_and_absent_ones_are_no_failure(client: Client, folder: str) -> None:
    ids = uploaded(client, folder, ["a", "b", "c"], ["b"], [])

    answer = ask(client, "removeTags", fileIds=ids, tags=["b", "c", "none"])

    assert answer == (200, {"successfullyUpdatedFileIds": ids})
    assert tags_of(client, ids) == [["a"], None, None]


def test_a_file_with_too_many_tags_is_refused_alone(client: Client, folder: str) -> None:
    ids = uploaded(client, folder, ["a" * 300], ["b"], ["a" * 299])

    status, body = ask(client, "addTags", fileIds=ids, tags=["c" * 201])

    assert status == 207
    assert body.pop("message").startswith("Error in adding tags")
    assert body == {
        "successfullyUpdatedFileIds": ids[1:],
        "errors": [{"fileId": ids[0], "error": "Error in adding tags"}],
        "help": HELP,
    }
    added = ["c" * 201]
    assert tags_of(client, ids) == [["a" * 300], ["b", *added], ["a" * 299, *added]]


@pytest.mark.parametrize("action", ["addTags", "removeTags"])
def test_no_tags_change_when_a_file_is_missing(client: Client, folder: str, action: str) -> None:
    ids = uploaded(client, folder, ["a"])

    answer = ask(client, action, fileIds=[*ids, UNKNOWN, "x"], tags=["a", "b"])

    assert answer == (404, {"message": MISSING, "help": HELP, "missingFileIds": [UNKNOWN, "x"]})
    assert tags_of(client, ids) == [["a"]]


@pytest.mark.parametrize("action", ["addTags", "removeTags", "removeAITags"])
@pytest.mark.parametrize(
    ("ids", "message"),
    [
        (None, "fileIds parameter is missing."),
        ("x", "fileIds should be an Array."),
        ([], "fileIds is empty."),
        ([UNKNOWN] * 51, "A maximum of 50 files can be edited at a time."),
    ],
)
def test_which_files_cannot_be_tagged(
    client: Client, action: str, ids: object, message: str
) -> None:
    answer = ask(client, action, fileIds=ids, tags=[], AITags=[])

    assert answer == (400, {"message": message, "help": HELP})


@pytest.mark.parametrize(
    ("action", "tags", "message"),
    [
        ("addTags", None, "tags parameter is missing."),
        ("removeTags", None, "tags parameter is missing."),
        ("addTags", [], "tags array cannot be empty."),
        ("addTags", ["a" * 250, "b" * 251], TOO_LONG),
        ("removeTags", ["a" * 250, "b" * 251], TOO_LONG),
        ("removeAITags", None, "AITags parameter is missing."),
        ("removeAITags", [], "AITags array cannot be empty."),
        ("removeAITags", "a", BAD_AI_TAGS),
        ("removeAITags", [1], BAD_AI_TAGS),
        ("addTags", "a", BAD_AI_TAGS.replace("AITags", "tags")),
    ],
)
def test_which_tags_cannot_be_given(
    client: Client, folder: str, action: str, tags: object, message: str
) -> None:
    field = "AITags" if "AI" in action else "tags"

    answer = ask(client, action, fileIds=uploaded(client, folder, ["a"]), **{field: tags})

    assert answer == (400, {"message": message, "help": HELP})


def test_ai_tags_are_removed(new_home: NewHome) -> None:
    with Server(new_home()) as server:
        (file_id,) = uploaded(server.client, "/", ["a"])
        known = [{"name": name, "confidence": 90.5, "source": "x"} for name in ("cat", "dog")]
        _know(server, known)

        answer = ask(server.client, "removeAITags", fileIds=[file_id], AITags=["dog", "cow"])
        details = server.client.details(file_id)

        assert answer == (200, {"successfullyUpdatedFileIds": [file_id]})
        assert (details["AITags"], details["tags"]) == (known[:1], ["a"])
        ask(server.client, "removeAITags", fileIds=[file_id], AITags=["cat"])
        assert server.client.details(file_id)["AITags"] is None


def test_batches_that_meet_all_end(client: Client, folder: str) -> None:
    ids = uploaded(client, folder, *[["a"]] * 10)

    def tag(n: int) -> Callable[[], tuple[int, Json]]:
        chosen = ids if n % 2 else list(reversed(ids))
        return lambda: ask(client, "addTags", fileIds=chosen, tags=[f"t{n}"])

    answers = at_once([tag(n) for n in range(8)])

    assert {status for status, _ in answers} == {200}
    every = {"a", *(f"t{n}" for n in range(8))}
    assert all(set(tags or []) == every for tags in tags_of(client, ids))


def test_files_are_deleted_once_whoever_asks(client: Client, folder: str) -> None:
    ids = uploaded(client, folder, *[[]] * 10)

    def delete(chosen: list[str]) -> Callable[[], httpx.Response]:
        body = {"fileIds": chosen}
        return lambda: client.rest("POST", "/v1/files/batch/deleteByFileIds", json=body)

    answers = at_once([delete(chosen) for chosen in [ids, ids[::-1]] * 3])

    assert statuses(answers) == {200: 1, 404: 5}
    assert client.listed(path=folder) == []


def _know(server: Server, tags: list[Json]) -> None:
    """Writes AI tags as a service that finds them does."""
    text = orjson.dumps(tags).decode()
    query(server.home.database_url, f"UPDATE version SET ai_tags = '{text}'")  # noqa: S608 - ours
