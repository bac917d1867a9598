"""GraphQL over HTTP: methods, media types, statuses, and requests that are none."""

from __future__ import annotations

import socket

import httpx
import orjson
import pytest

from tests.client import Client, Json
from tests.conftest import NewHome
from tests.servers import Server

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
VIEWER = {"query": "{ viewer { name } }"}


def post(client: Client, body: object, **headers: str) -> httpx.Response:
    """POST of a body as JSON, or of bytes as they are."""
    content = body if isinstance(body, bytes) else orjson.dumps(body)
    return client.http.post("/graphql", content=content, headers={"content-type": JSON} | headers)


def get(client: Client, **query: str) -> httpx.Response:
    return client.http.get("/graphql", params=query)


def code(answer: httpx.Response) -> str:
    """The code of the one error; the answer has no data, not even null."""
    body = answer.json()
    assert "data" not in body
    found: str = body["errors"][0]["extensions"]["code"]
    return found


def test_get_and_post_ask_the_same(client: Client) -> None:
    query = "query A($n: Int) { files(first: $n) { nodes { id } } } query B { viewer { name } }"

    answers = [
        post(client, {"query": query, "operationName": "B"}),
        post(client, {"query": query, "operationName": "B", "variables": None, "extensions": {}}),
        get(client, query=query, operationName="B"),
        get(client, query=query, operationName="B", variables='{"n": 1}', extensions="{}"),
    ]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert [answer.json() for answer in answers] == [
        {
            "data": {"viewer": {"name": "private key"}},
            "extensions": {"cost": {"requested": 2, "limit": 20_000}},
        }
    ] * 4


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/*;q=0.5", JSON),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL}, {JSON}", GRAPHQL),
        (f"{GRAPHQL};q=0.1, {JSON};q=0.9", JSON),
        (f"{GRAPHQL};charset=utf-8", GRAPHQL),
        (f"text/html, {GRAPHQL};q=0.2", GRAPHQL),
        (f"{GRAPHQL};q=0, */*", JSON),
        ("TEXT/EVENT-STREAM, APPLICATION/JSON", JSON),
    ],
)
def test_the_client_chooses_the_media_type(client: Client, accept: str | None, media: str) -> None:
    request = client.http.build_request("POST", "/graphql", json=VIEWER)
    del request.headers["accept"]
    if accept:
        request.headers["accept"] = accept

    answer = client.http.send(request)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{media}; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "accept", ["text/html", "image/*", f"{JSON};q=0", f"{JSON};q=x", f"{JSON};charset=utf-16"]
)
def test_what_cannot_be_sent_is_not_acceptable(client: Client, accept: str) -> None:
    answer = post(client, VIEWER, accept=accept)

    assert (answer.status_code, code(answer)) == (406, "NOT_ACCEPTABLE")


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({"query": "{"}, "GRAPHQL_PARSE_FAILED"),
        ({"query": "{ nope }"}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "subscription { x }"}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "query ($i: ID!) { node(id: $i) { id } }"}, "BAD_USER_INPUT"),
        (
            {
                "query": "query ($n: Int) { files(first: $n) { totalCount } }",
                "variables": {"n": "x"},
            },
            "BAD_USER_INPUT",
        ),
        (
            {"query": "query A { viewer { name } } query B { viewer { name } }"},
            "OPERATION_NAME_REQUIRED",
        ),
        ({**VIEWER, "operationName": "Other"}, "BAD_REQUEST"),
        ({"query": "fragment A on Query { viewer { name } }"}, "BAD_REQUEST"),
        ({"query": '{ file(path: "\\ud800") { id } }'}, "GRAPHQL_PARSE_FAILED"),
    ],
)
def test_an_operation_that_cannot_run_is_an_error_without_data(
    client: Client, request_: Json, expected: str
) -> None:
    modern = post(client, request_, accept=GRAPHQL)
    older = post(client, request_, accept=JSON)

    assert (modern.status_code, code(modern)) == (400, expected)
    assert (older.status_code, code(older)) == (200, expected)
    assert modern.headers["content-type"] == f"{GRAPHQL}; charset=utf-8"


def test_a_field_that_fails_leaves_the_others(client: Client) -> None:
    answer = post(client, {"query": "{ viewer { name } file { id } }"}, accept=GRAPHQL)

    body = answer.json()
    assert answer.status_code == 200
    assert body["data"] == {"viewer": {"name": "private key"}, "file": None}
    assert body["errors"] == [
        {
            "message": "Give exactly one of `id` and `path`.",
            "locations": [{"line": 1, "column": 19}],
            "path": ["file"],
            "extensions": {"code": "INVALID", "field": "id"},
        }
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'"x"',
        b"null",
        b"1",
        b"[]",
        b'{"query": "\xff"}',
        b"[" * 3000,
        b'{"query": "{a}", "variables": ' + b'{"a":' * 3000 + b"1" + b"}" * 3001,
        b"{}",
        b'{"query": null}',
        b'{"query": 1}',
        b'{"query": " "}',
        b'{"query": "{a}", "variables": []}',
        b'{"query": "{a}", "variables": "{}"}',
        b'{"query": "{a}", "operationName": 1}',
        b'{"query": "{a}", "extensions": "x"}',
    ],
)
def test_a_body_that_is_no_request_is_refused(client: Client, body: bytes) -> None:
    answer = post(client, body)

    assert (answer.status_code, code(answer)) == (400, "BAD_REQUEST")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_batches_are_refused_in_plain_words(client: Client) -> None:
    answer = post(client, [VIEWER, VIEWER])

    assert (answer.status_code, code(answer)) == (400, "BAD_REQUEST")
    assert answer.json()["errors"][0]["message"].startswith("Batches are not taken")


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"query": ""},
        {"query": "{a}", "variables": "{"},
        {"query": "{a}", "variables": "[]"},
        {"query": "{a}", "extensions": "1"},
    ],
)
def test_a_query_string_that_is_no_request_is_refused(
    client: Client, query: dict[str, str]
) -> None:
    answer = get(client, **query)

    assert (answer.status_code, code(answer)) == (400, "BAD_REQUEST")


def test_get_changes_nothing(client: Client, folder: str) -> None:
    mutation = f'mutation {{ createFolder(input: {{ path: "{folder}" }}) {{ created }} }}'

    answer = get(client, query=mutation)

    assert (answer.status_code, code(answer)) == (405, "METHOD_NOT_ALLOWED")
    assert answer.headers["allow"] == "POST"
    assert client.graphql(f'{{ folder(path: "{folder}") {{ id }} }}') == {"folder": None}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"])
def test_other_methods_are_not_allowed(client: Client, method: str) -> None:
    answer = client.http.request(method, "/graphql")

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": ""},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "application/json-seq"},
        {"content-type": "application/json; charset=utf-16"},
        {"content-type": JSON, "content-encoding": "gzip"},
    ],
)
def test_other_content_types_are_not_read(client: Client, headers: dict[str, str]) -> None:
    answer = post(client, VIEWER, **headers)

    assert (answer.status_code, code(answer)) == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_a_body_beyond_the_limit_is_refused_announced_or_not(client: Client) -> None:
    body = orjson.dumps({"query": "{ viewer { name } } #" + "x" * 270_000})
    pieces = (body[n : n + 10_000] for n in range(0, len(body), 10_000))

    announced = post(client, body)
    streamed = client.http.post("/graphql", content=pieces, headers={"content-type": JSON})

    assert [(a.status_code, code(a)) for a in (announced, streamed)] == [(413, "TOO_LARGE")] * 2


def test_a_client_that_goes_silent_is_cut_off(new_home: NewHome) -> None:
    with Server(new_home(), BODY_TIMEOUT="1") as server:
        address = ("127.0.0.1", server.port)
        with socket.create_connection(address, timeout=20) as connection:
            connection.sendall(
                b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                b"Authorization: Bearer " + server.client.private_key.encode() + b"\r\n"
                b'Content-Length: 100\r\n\r\n{"query"'
            )
            answer = b""
            while piece := connection.recv(65536):
                answer += piece

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b'"code":"TIMEOUT"' in answer
