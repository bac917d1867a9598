"""Key pairs: what they open, for how long, and that a wrong one opens nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.client import Client, Json, basic
from tests.credentials import NO_KEY, READ_ONLY, UNKNOWN, V1, V2, asking, created
from tests.pictures import numbered
from tests.servers import PRIVATE_KEY, PUBLIC_KEY, Server

NO_TOKEN = "Your request is missing token parameter."  # noqa: S105 - a sentence


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


BAD = [
    None,
    "",
    ",",
    "Basic",
    "Basic ==",
    "Bearer",
    "Basic !!!",
    basic(""),
    basic("", PRIVATE_KEY),
    basic("wrong"),
    basic("private_wrong"),
    basic(PRIVATE_KEY[:-1]),
    basic(PRIVATE_KEY + "x"),
    basic(PRIVATE_KEY.upper()),
    basic(" " + PRIVATE_KEY),
    basic(PRIVATE_KEY + "\0"),
    basic("wrong", PRIVATE_KEY),
    basic(PUBLIC_KEY),
    basic(PUBLIC_KEY, PRIVATE_KEY),
    f"Basic {PUBLIC_KEY}",
    f"Basic {basic(PRIVATE_KEY)}",
    f"Bearer {PUBLIC_KEY}",
    f"Bearer {PRIVATE_KEY[1:]}",
    f"Bearer {_b64(PRIVATE_KEY + ':')}",
    f"Bearer {hashlib.sha256(PRIVATE_KEY.encode()).hexdigest()}",
    f"Digest {PRIVATE_KEY}",
    PRIVATE_KEY,
    basic("' OR 1=1 --"),
    f"Bearer {'x' * 8000}",
]

Place = dict[str, str]
CALLS: list[tuple[str, str, Json]] = [
    ("POST", V1, {"files": {"file": ("new.bin", b"new")}, "data": {"fileName": "new.bin"}}),
    ("POST", V2, {"files": {"file": ("new.bin", b"new")}, "data": {"fileName": "new.bin"}}),
    ("GET", "/v1/files", {}),
    ("GET", "/v1/files/{file}/details", {}),
    ("PATCH", "/v1/files/{file}/details", {"json": {"tags": ["new"]}}),
    ("GET", "/v1/files/{file}/versions", {}),
    ("GET", "/v1/files/{file}/versions/{past}", {}),
    ("DELETE", "/v1/files/{file}/versions/{past}", {}),
    ("PUT", "/v1/files/{file}/versions/{past}/restore", {}),
    ("DELETE", "/v1/files/{file}", {}),
    ("POST", "/v1/files/copy", {"json": {"sourceFilePath": "{path}", "destinationPath": "/new"}}),
    ("POST", "/v1/files/move", {"json": {"sourceFilePath": "{path}", "destinationPath": "/new"}}),
    ("PUT", "/v1/files/rename", {"json": {"filePath": "{path}", "newFileName": "new.bin"}}),
    ("POST", "/v1/folder", {"json": {"folderName": "new", "parentFolderPath": "{folder}"}}),
    ("DELETE", "/v1/folder", {"json": {"folderPath": "{folder}"}}),
    ("GET", "/v1/accounts/usage?startDate=2026-01-01&endDate=2026-01-02", {}),
    ("POST", "/v1/named-transformations", {"json": {"name": "new", "transformation": "w-9"}}),
    ("POST", "/graphql", {"json": {"query": "{{ viewer {{ name }} }}"}}),
    (
        "POST",
        "/graphql",
        {
            "json": {
                "query": 'mutation {{ deleteFile(input: {{file: {{path: "{path}"}}}}) {{ id }} }}'
            }
        },
    ),
]


@pytest.fixture(scope="module")
def place(server: Server) -> Place:
    """A file with two versions, alone in a folder; no test here changes anything of it."""
    folder, client = "/keys", server.client
    for number in (1, 2):
        client.upload(numbered(number), "a.png", folder)
    (file,) = client.listed(path=folder)
    past = client.versions(file["fileId"])[1]["versionInfo"]["id"]
    return {"folder": folder, "path": f"{folder}/a.png", "file": file["fileId"], "past": past}


@pytest.fixture(scope="module")
def before(server: Server, place: Place) -> Json:
    """The library, before anybody tries to change it."""
    return _seen(server.client, place)


@pytest.mark.parametrize("bad", BAD, ids=map(str, range(len(BAD))))
def test_a_bad_credential_opens_and_changes_nothing(
    client: Client, place: Place, before: Json, bad: str | None
) -> None:
    headers = {} if bad is None else {"Authorization": bad}

    answers = [_call(client.anonymous, call, place, headers=headers) for call in CALLS]

    for (method, path, _), answer in zip(CALLS, answers, strict=True):
        if path == V2 and not (bad or "").strip():
            # Here a browser would have sent a token.
            assert (answer.status_code, answer.json()["message"]) == (400, NO_TOKEN)
            continue
        assert answer.status_code in {401, 403}, (method, path, answer.text)
        assert answer.headers["content-type"].startswith("application/json")
        assert _message(answer) == (NO_KEY if answer.status_code == 401 else UNKNOWN)
    assert len({answer.status_code for answer in answers} - {400}) == 1
    assert _seen(client, place) == before


@pytest.mark.parametrize("bad", [b"Basic \xff\xfe", b"Bearer \xff\xfe"])
@pytest.mark.parametrize("path", [V1, V2, "/v1/folder", "/graphql"])
def test_a_credential_that_is_no_text_is_a_bad_one(client: Client, path: str, bad: bytes) -> None:
    answer = client.anonymous.post(path, headers={b"Authorization": bad})

    assert (answer.status_code, _message(answer)) == (403, UNKNOWN)


@pytest.mark.parametrize(
    "good",
    [
        basic(PRIVATE_KEY),
        basic(PRIVATE_KEY, "do_not_set"),
        basic(PRIVATE_KEY, "a:b"),
        f"basic {_b64(PRIVATE_KEY + ':')}",
        f"BASIC   {_b64(PRIVATE_KEY + ':')}",
        f"Basic {_b64(PRIVATE_KEY)}",
        f"Basic {PRIVATE_KEY}",
        f"Bearer {PRIVATE_KEY}",
        f"bearer {PRIVATE_KEY}",
    ],
)
def test_the_right_key_opens_however_it_is_written(client: Client, good: str) -> None:
    answer = client.anonymous.get("/v1/files", headers={"Authorization": good})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "query",
    ["key={}", "private_key={}", "privateKey={}", "apiKey={}", "token={}", "authorization={}"],
)
def test_a_key_in_the_query_is_none(client: Client, query: str) -> None:
    answer = client.anonymous.get("/v1/files?" + query.format(PRIVATE_KEY))

    assert answer.status_code == 401


@pytest.fixture(scope="module")
def reader(server: Server) -> Iterator[httpx.Client]:
    """Somebody with a key of the shared server that may only read."""
    with asking(server.client, created(server.home, "--read-only", name="reader").private) as made:
        yield made


READS = {
    ("GET", "/v1/files"),
    ("GET", "/v1/files/{file}/details"),
    ("GET", "/v1/files/{file}/versions"),
    ("GET", "/v1/files/{file}/versions/{past}"),
}


def test_a_read_only_key_reads_and_changes_nothing(
    client: Client, reader: httpx.Client, place: Place, before: Json
) -> None:
    answers = {(call[0], call[1]): _call(reader, call, place) for call in CALLS[:-2]}

    allowed = {call for call, answer in answers.items() if answer.status_code == 200}
    assert allowed == READS
    for call in answers.keys() - READS:
        assert (answers[call].status_code, _message(answers[call])) == (403, READ_ONLY), call
    assert _seen(client, place) == before


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/bulkJobs/0123456789abcdef01234567"),
        ("GET", "/v1/files/purge/0123456789abcdef01234567"),
        ("GET", "/v1/files/0123456789abcdef01234567/metadata"),
        ("GET", "/v1/metadata?url=x"),
        ("GET", "/v1/customMetadataFields"),
        ("HEAD", "/v1/files"),
    ],
)
def test_a_read_only_key_may_ask_whatever_changes_nothing(
    reader: httpx.Client, method: str, path: str
) -> None:
    assert reader.request(method, path).status_code not in {401, 403}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/files/addTags"),
        ("POST", "/v1/files/removeTags"),
        ("POST", "/v1/files/removeAITags"),
        ("POST", "/v1/files/batch/deleteByFileIds"),
        ("POST", "/v1/files/purge"),
        ("POST", "/v1/bulkJobs/copyFolder"),
        ("POST", "/v1/bulkJobs/moveFolder"),
        ("POST", "/v1/bulkJobs/renameFolder"),
        ("POST", "/v1/customMetadataFields"),
        ("PATCH", "/v1/customMetadataFields/0123456789abcdef01234567"),
        ("DELETE", "/v1/customMetadataFields/0123456789abcdef01234567"),
        ("POST", "/v1/saved-extensions"),
        ("GET", "/v1/saved-extensions"),
        ("GET", "/v1/named-transformations"),
        ("GET", "/v1/accounts/usage"),
        ("GET", "/v1/accounts/origins"),
    ],
)
def test_a_read_only_key_may_ask_nothing_else(reader: httpx.Client, method: str, path: str) -> None:
    answer = reader.request(method, path)

    assert (answer.status_code, _message(answer)) == (403, READ_ONLY)


def test_a_read_only_key_sees_everything_in_graphql(reader: httpx.Client, place: Place) -> None:
    query = f'{{ viewer {{ name permissions }} file(path: "{place["path"]}") {{ name }} }}'

    answer = reader.post("/graphql", json={"query": query})

    assert answer.json()["data"] == {
        "viewer": {"name": "reader", "permissions": ["READ"]},
        "file": {"name": "a.png"},
    }


def test_a_writing_key_may_do_everything(client: Client, server: Server) -> None:
    with asking(client, created(server.home, name="deputy").private) as deputy:
        answer = deputy.post("/graphql", json={"query": "{ viewer { name permissions } }"})
        made = deputy.post("/v1/folder", json={"folderName": "x", "parentFolderPath": "/deputy"})

    viewer = {"name": "deputy", "permissions": ["READ", "WRITE", "DELETE"]}
    assert answer.json()["data"] == {"viewer": viewer}
    assert made.status_code == 201


def test_a_read_only_key_runs_no_mutation(client: Client, reader: httpx.Client) -> None:
    query = "{ __schema { mutationType { fields { name } } } }"
    fields = client.graphql(query)["__schema"]["mutationType"]["fields"]

    for field in fields:
        body = {"query": f"mutation {{ {field['name']} {{ __typename }} }}"}
        answer = reader.post("/graphql", json=body)
        assert answer.status_code == 403
        error = answer.json()["errors"][0]
        assert (error["message"], error["extensions"]) == (READ_ONLY, {"code": "FORBIDDEN"})


def _seen(client: Client, place: Place) -> Json:
    return {
        "listed": client.listed(path=place["folder"], type="all"),
        "versions": client.versions(place["file"]),
        "new": [client.listed(path=path) for path in ("/new", "/")],
        "named": client.rest("GET", "/v1/named-transformations").json(),
    }


def _call(
    asker: httpx.Client, call: tuple[str, str, Json], place: Place, **options: Any
) -> httpx.Response:
    method, path, body = call
    sent: Json = {name: _filled(value, place) for name, value in body.items()}
    return asker.request(method, path.format(**place), **sent, **options)


def _filled(value: Json, place: Place) -> Json:
    return {k: v.format(**place) if isinstance(v, str) else v for k, v in value.items()}


def _message(answer: httpx.Response) -> str:
    body = answer.json()
    return str(body["errors"][0]["message"] if "errors" in body else body["message"])
