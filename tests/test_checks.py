"""Checks that an upload asks for: done before anything is stored, with ImageKit's sentences."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.client import Client, Json
from tests.conftest import NewHome
from tests.credentials import signed_fields
from tests.pictures import numbered, plain
from tests.servers import Server

FAILED = "Your request failed 'checks' validation."
SYNTAX = "Your request contains invalid syntax for the checks parameter."
HELP = "For support kindly contact us at support@imagekit.io ."
SMALL = '"file.mime" : image AND "mediaMetadata.width" <= 8 AND "file.size" < 1kb'


def refused(answer: httpx.Response) -> str:
    assert answer.status_code == 400, answer.text
    assert answer.json() == {"message": answer.json()["message"], "help": HELP}
    return str(answer.json()["message"])


def test_an_upload_that_is_as_it_should_be_is_kept(client: Client, folder: str) -> None:
    uploaded = client.upload(numbered(1), "a.png", folder, checks=SMALL)

    assert client.fetched(uploaded["url"]) == numbered(1)


@pytest.mark.parametrize(
    ("name", "content", "fields"),
    [
        ("a.jpg", plain(), {}),
        ("a.png", b"no picture at all", {}),
        ("a.png", numbered(1), {"checks": '"request.folder" : "elsewhere/"'}),
        ("a.png", numbered(1), {"tags": "a,b", "checks": '"request.tags" NOT HAS b'}),
        ("a.png", numbered(1), {"isPrivateFile": True, "checks": '"request.isPrivateFile"=false'}),
        ("a.png", numbered(1), {"checks": '"request.useUniqueFileName" = true'}),
        ("a.png", numbered(1), {"checks": '"request.fileName" NOT = a.png'}),
        (
            "a.png",
            numbered(1),
            {"customCoordinates": "0,0,1,1", "checks": '"request.customCoordinates" : 1'},
        ),
    ],
)
def test_any_other_leaves_nothing(
    client: Client, folder: str, name: str, content: bytes, fields: Json
) -> None:
    answer = client.upload_answer(content, name, f"{folder}/new", **{"checks": SMALL, **fields})

    assert refused(answer) == FAILED
    assert client.listed(path=folder, type="all") == []
    assert client.rest("DELETE", "/v1/folder", json={"folderPath": folder}).status_code == 404


def test_a_file_keeps_the_version_that_it_has(client: Client, folder: str) -> None:
    first = client.upload(numbered(1), "a.png", folder)

    answer = client.upload_answer(plain(), "a.png", folder, checks=SMALL)

    assert refused(answer) == FAILED
    (version,) = client.versions(first["fileId"])
    assert version["versionInfo"]["id"] == first["versionInfo"]["id"]


def test_no_bytes_are_left(new_home: NewHome) -> None:
    with Server(new_home()) as server:
        for text in (SMALL, "nonsense"):
            refused(server.client.upload_answer(plain(), "a.jpg", "/", checks=text))

        blobs = (server.home.data_dir / "storage" / "blobs").rglob("*")
        assert [path for path in blobs if path.is_file()] == []


@pytest.mark.parametrize("text", ["nonsense", '"file.size" NOT = 1', '"file.mime" = ', "()"])
def test_what_cannot_be_asked_is_told(client: Client, folder: str, text: str) -> None:
    answer = client.upload_answer(numbered(1), "a.png", folder, checks=text)

    assert refused(answer) == SYNTAX


def test_a_missing_file_is_told_first(client: Client) -> None:
    answer = client.upload_answer(b"", "a.png", "/", checks="nonsense")

    assert refused(answer) == "Your request is missing file parameter."


def test_a_browsers_upload_is_checked_too(client: Client, folder: str) -> None:
    fields = signed_fields() | {"fileName": "a.jpg", "folder": folder, "checks": SMALL}

    answer = client.anonymous.post(
        "/api/v1/files/upload", data=fields, files={"file": ("a.jpg", plain())}
    )

    assert refused(answer) == FAILED


@pytest.fixture(scope="module")
def fields(server: Server) -> Iterator[None]:
    """Custom metadata fields, one of each type."""
    schemas: dict[str, Json] = {
        "title": {"type": "Text"},
        "price": {"type": "Number"},
        "taken": {"type": "Date"},
        "sold": {"type": "Boolean"},
        "size": {"type": "SingleSelect", "selectOptions": ["small", "large", 7]},
        "colours": {"type": "MultiSelect", "selectOptions": ["red", "dark blue", 9]},
    }
    made = [
        server.client.rest(
            "POST",
            "/v1/customMetadataFields",
            json={"name": f"check {name}", "label": f"check {name}", "schema": schema},
        ).json()["id"]
        for name, schema in schemas.items()
    ]
    yield
    for field_id in made:
        server.client.rest("DELETE", f"/v1/customMetadataFields/{field_id}")


SENT = {
    "check title": "Blue door",
    "check price": 12.5,
    "check taken": "2026-03-01T10:00:00.000Z",
    "check sold": False,
    "check size": 7,
    "check colours": ["dark blue", 9],
}


@pytest.mark.usefixtures("fields")
@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ('title" = "Blue door"', None),
        ('title" : Blue', None),
        ('title" NOT IN [Door, Window]', None),
        ('title" = "blue door"', FAILED),
        ('title" > a', SYNTAX),
        ('title" HAS Blue', SYNTAX),
        ('price" > 12', None),
        ('price" = 12.50', None),
        ('price" NOT = 12.5', FAILED),
        ('price" <= 12', FAILED),
        ('price" : 12', SYNTAX),
        ('price" = cheap', SYNTAX),
        ('price" IN [1]', SYNTAX),
        ('taken" = 2026-03-01', None),
        ('taken" >= "2026-03-01T10:00:00Z"', None),
        ('taken" < 2026-03-02', None),
        ('taken" > 2026-03-01', None),
        ('taken" <= 2026-03-01', FAILED),
        ('taken" > 2026-03-02', FAILED),
        ('taken" NOT IN [2026-03-01]', FAILED),
        ('taken" < soon', SYNTAX),
        ('sold" = false', None),
        ('sold" NOT = false', FAILED),
        ('sold" = no', SYNTAX),
        ('sold" < true', SYNTAX),
        ('size" = 7', None),
        ('size" >= 7', None),
        ('size" IN [small, 7]', None),
        ('size" < 7', FAILED),
        ('size" = small', FAILED),
        ('size" < small', SYNTAX),
        ('colours" HAS dark', None),
        ('colours" IN [9]', None),
        ('colours" NOT HAS red', None),
        ('colours" HAS red', FAILED),
        ('colours" = red', SYNTAX),
        ('weight" = 1', SYNTAX),
        ('weight" NOT = 1 OR "file.size" > 0', SYNTAX),
    ],
)
def test_custom_metadata_is_asked_by_its_type(
    client: Client, folder: str, asked: str, message: str | None
) -> None:
    text = f'"request.customMetadata.check {asked}'

    answer = client.upload_answer(numbered(1), "a.png", folder, customMetadata=SENT, checks=text)

    assert (None if answer.status_code == 200 else refused(answer)) == message


@pytest.mark.usefixtures("fields")
@pytest.mark.parametrize(
    ("asked", "holds"),
    [("= 1", False), ("NOT = 1", True), ("< 1", False), (">= 1", False)],
)
def test_metadata_that_is_not_sent_is_equal_to_nothing(
    client: Client, folder: str, asked: str, holds: bool
) -> None:
    text = f'"request.customMetadata.check price" {asked}'

    answer = client.upload_answer(numbered(1), "a.png", folder, checks=text)

    assert (answer.status_code == 200) == holds
