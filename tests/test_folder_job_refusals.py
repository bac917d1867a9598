"""What jobs on folders refuse, in ImageKit's words, leaving everything as it was."""

from __future__ import annotations

from collections.abc import Iterator
from time import time

import pytest

from tests.client import Client, Json
from tests.conftest import NewHome
from tests.servers import Home, Server
from tests.tables import query
from tests.trees import Tree, copy_folder, grow, seen

HELP = "For support kindly contact us at support@imagekit.io ."
UNKNOWN = "0123456789abcdef01234567"
GROWN: Tree = {"a/x.txt": [b"x"], "a/b/y.txt": [b"y"], "c/z.txt": [b"z"]}

SAME = "sourceFolderPath and destinationPath is same"
INTO_CHILD = "This operation is not allowed because parent folder cannot be {} into child folder."
DEEP = "A folder can be at most 50 levels deep."
LONG = "The path of a folder can have at most 2048 bytes."
SOURCE_LOCKED = "A bulk job is running on given folder path, please try after sometime."
TARGET_LOCKED = "Destination folder path is already locked. Please try after sometime."

BETWEEN: list[tuple[Json, int, str | None, str]] = [
    ({}, 400, "MISSING_PARAMETER", "sourceFolderPath parameter is missing."),
    ({"sourceFolderPath": "/a"}, 400, "MISSING_PARAMETER", "destinationPath parameter is missing."),
    (
        {"sourceFolderPath": "", "destinationPath": "/"},
        400,
        "MISSING_PARAMETER",
        "sourceFolderPath parameter is missing.",
    ),
    (
        {"sourceFolderPath": ["/a"], "destinationPath": "/"},
        400,
        "INVALID_PARAMETER",
        "Your request contains invalid sourceFolderPath parameter.",
    ),
    (
        {"sourceFolderPath": "/", "destinationPath": "{}/a"},
        400,
        "SOURCE_IS_ROOT",
        "sourceFolderPath cannot be root.",
    ),
    (
        {"sourceFolderPath": "{}/a", "destinationPath": "{}/a/"},
        400,
        "SAME_SOURCE_AND_DESTINATION",
        SAME,
    ),
    (
        {"sourceFolderPath": "{}/a", "destinationPath": "{}"},
        400,
        "SAME_SOURCE_AND_DESTINATION",
        SAME,
    ),
    (
        {"sourceFolderPath": "{}/a", "destinationPath": "{}/b/../c"},
        400,
        "INVALID_FOLDER_PATH",
        "'.' & '..' can not be used as folder-name",
    ),
    (
        {"sourceFolderPath": "{}/a", "destinationPath": "/d" * 48 + "{}"},
        400,
        "INVALID_FOLDER_PATH",
        DEEP,
    ),
    (
        {"sourceFolderPath": "{}/a", "destinationPath": ("/" + "d" * 250) * 8 + "/" + "d" * 37},
        400,
        "INVALID_FOLDER_PATH",
        LONG,
    ),
    (
        {"sourceFolderPath": "{}/a", "destinationPath": ("/" + "d" * 250) * 8 + "/" + "d" * 38},
        400,
        "INVALID_FOLDER_PATH",
        LONG,
    ),
    (
        {"sourceFolderPath": "/a" * 1025, "destinationPath": "{}"},
        404,
        "NO_FILES_FOLDER",
        "No files & folder found at sourceFolderPath " + "/a" * 1025,
    ),
    (
        {"sourceFolderPath": "{}/none/", "destinationPath": "{}"},
        404,
        "NO_FILES_FOLDER",
        "No files & folder found at sourceFolderPath {}/none",
    ),
]


@pytest.fixture
def grown(client: Client, folder: str) -> str:
    """A folder with a few others in it."""
    grow(client, folder, GROWN)
    return folder


@pytest.mark.parametrize("action", ["copyFolder", "moveFolder"])
@pytest.mark.parametrize(("body", "status", "reason", "message"), BETWEEN)
def test_what_cannot_be_copied_or_moved(
    client: Client,
    grown: str,
    action: str,
    body: Json,
    status: int,
    reason: str,
    message: str,
) -> None:
    sent = {key: v.format(grown) if isinstance(v, str) else v for key, v in body.items()}

    answer = client.rest("POST", f"/v1/bulkJobs/{action}", json=sent)

    assert answer.status_code == status
    assert answer.json() == {"message": message.format(grown), "help": HELP, "reason": reason}
    assert seen(client, grown) == GROWN


@pytest.mark.parametrize(
    ("action", "verb", "reason"),
    [
        ("moveFolder", "moved", "INVALID_DESTINATION_PATH"),
        ("copyFolder", "copied", "INVALID_FOLDER_PATH"),
    ],
)
def test_no_folder_goes_into_a_child_of_its_own(
    client: Client, grown: str, action: str, verb: str, reason: str
) -> None:
    body = {"sourceFolderPath": f"{grown}/a", "destinationPath": f"{grown}/a/b/c"}

    answer = client.rest("POST", f"/v1/bulkJobs/{action}", json=body)

    message = INTO_CHILD.format(verb)
    assert answer.status_code == 400
    assert answer.json() == {"message": message, "help": HELP, "reason": reason}
    assert seen(client, grown) == GROWN


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({}, 400, "folderPath parameter is missing."),
        ({"folderPath": "/a"}, 400, "newFolderName parameter is missing."),
        ({"folderPath": "/", "newFolderName": "b"}, 400, "folderPath cannot be root."),
        ({"folderPath": "{}/none", "newFolderName": "b"}, 404, "Source folder not found."),
        ({"folderPath": "/a" * 1025, "newFolderName": "b"}, 404, "Source folder not found."),
        (
            {"folderPath": "{}/a", "newFolderName": "c"},
            409,
            "Folder with name c already exists at the same location.",
        ),
        (
            {"folderPath": "{}/a", "newFolderName": "a"},
            409,
            "Folder with name a already exists at the same location.",
        ),
    ],
)
def test_what_cannot_be_renamed(
    client: Client, grown: str, body: Json, status: int, message: str
) -> None:
    sent = {key: value.format(grown) for key, value in body.items()}

    answer = client.rest("POST", "/v1/bulkJobs/renameFolder", json=sent)

    assert (answer.status_code, answer.json()) == (status, {"message": message, "help": HELP})
    assert seen(client, grown) == GROWN


@pytest.mark.parametrize("name", ["b/c", "..", "."])
def test_a_folder_gets_no_name_that_it_could_not_be_made_with(
    client: Client, grown: str, name: str
) -> None:
    body = {"folderPath": f"{grown}/a", "newFolderName": name}

    answer = client.rest("POST", "/v1/bulkJobs/renameFolder", json=body)

    assert (answer.status_code, answer.json()["reason"]) == (400, "INVALID_FOLDER_PATH")
    assert seen(client, grown) == GROWN


def test_a_folder_gets_no_name_that_makes_its_path_too_long(client: Client, folder: str) -> None:
    deep = folder + ("/" + "d" * 250) * 8 + "/d"
    client.upload(b"x", "x.txt", deep)
    body = {"folderPath": deep, "newFolderName": "e" * 255}

    answer = client.rest("POST", "/v1/bulkJobs/renameFolder", json=body)

    assert (answer.status_code, answer.json()["message"]) == (400, LONG)
    assert client.at(f"{deep}/x.txt") is not None


@pytest.mark.parametrize("job_id", [UNKNOWN, "x", "COPY_FOLDER"])
def test_an_unknown_job_is_not_found(client: Client, job_id: str) -> None:
    answer = client.rest("GET", f"/v1/bulkJobs/{job_id}")

    assert answer.status_code == 404
    assert answer.json() == {"message": "The requested job does not exist.", "help": HELP}


@pytest.fixture
def busy(new_home: NewHome) -> Iterator[Server]:
    """A server where a job is at work on /a/b, to become /c/b."""
    with Server(new_home()) as server:
        grow(server.client, "", {"a/b/x.txt": [b"x"], "e/y.txt": [b"y"]})
        _claim(server.home, at=time(), owner=_alive(server.home))
        yield server


@pytest.mark.parametrize(
    ("action", "body", "message"),
    [
        ("copyFolder", {"sourceFolderPath": "/a", "destinationPath": "/d"}, SOURCE_LOCKED),
        ("moveFolder", {"sourceFolderPath": "/a/b", "destinationPath": "/d"}, SOURCE_LOCKED),
        ("moveFolder", {"sourceFolderPath": "/a/b/c", "destinationPath": "/d"}, SOURCE_LOCKED),
        ("moveFolder", {"sourceFolderPath": "/c", "destinationPath": "/d"}, SOURCE_LOCKED),
        ("renameFolder", {"folderPath": "/a", "newFolderName": "d"}, SOURCE_LOCKED),
        ("copyFolder", {"sourceFolderPath": "/e", "destinationPath": "/c/b"}, TARGET_LOCKED),
        ("moveFolder", {"sourceFolderPath": "/e", "destinationPath": "/a/b/f"}, TARGET_LOCKED),
        ("renameFolder", {"folderPath": "/e", "newFolderName": "c"}, TARGET_LOCKED),
    ],
)
def test_a_folder_where_a_job_is_at_work_is_locked(
    busy: Server, action: str, body: Json, message: str
) -> None:
    answer = busy.client.rest("POST", f"/v1/bulkJobs/{action}", json=body)

    assert (answer.status_code, answer.json()) == (423, {"message": message, "help": HELP})
    assert seen(busy.client, "") == {"a/b/x.txt": [b"x"], "e/y.txt": [b"y"]}


def test_a_folder_beside_one_where_a_job_is_at_work_is_free(busy: Server) -> None:
    copy_folder(busy.client, "/e", "/c")
    copy_folder(busy.client, "/e", "/a/bb")

    assert seen(busy.client, "/c") == {"e/y.txt": [b"y"]}


@pytest.mark.parametrize(("age", "is_alive"), [(0, False), (11 * 60, True)])
def test_a_job_that_is_dead_or_forgotten_locks_nothing(
    new_home: NewHome, age: int, is_alive: bool
) -> None:
    with Server(new_home()) as server:
        grow(server.client, "", {"a/b/x.txt": [b"x"]})
        _claim(server.home, at=time() - age, owner=_alive(server.home) if is_alive else "0" * 24)

        copy_folder(server.client, "/a", "/d")

        assert seen(server.client, "/d") == {"a/b/x.txt": [b"x"]}
        assert query(server.home.database_url, "SELECT id FROM job WHERE finished_at IS NULL") == []


def _claim(home: Home, *, at: float, owner: str) -> None:
    """What another process writes before it begins."""
    columns = "id, kind, source, target, owner, total, failed, created_at"
    values = f"'{UNKNOWN}', 'COPY_FOLDER', '/a/b', '/c/b', '{owner}', 0, 0, {int(at * 1000)}"
    query(home.database_url, f"INSERT INTO job ({columns}) VALUES ({values})")  # noqa: S608 - ours


def _alive(home: Home) -> str:
    """The owner that the running server is."""
    (owner,) = (home.data_dir / "storage/.owners").iterdir()
    return owner.name
