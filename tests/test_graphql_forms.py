"""GraphQL multipart requests that are none: refused with a reason, and nothing is stored."""

from __future__ import annotations

from typing import Any

import httpx
import orjson
import pytest

from tests.client import Client, Json

GRAPHQL = "application/graphql-response+json"
UPLOAD: Json = {
    "query": "mutation ($f: Upload!) { uploadFile(input: { file: $f }) { created } }",
    "variables": {"f": None},
}
PREFLIGHT = {"X-Requested-With": "test"}


def code(answer: httpx.Response) -> str:
    """The code of the one error."""
    (error,) = answer.json()["errors"]
    found: str = error["extensions"]["code"]
    return found


def form(client: Client, operations: object, places: object, **headers: str) -> httpx.Response:
    """A form with one file, `0`; None leaves a part out."""
    parts = {"operations": operations, "map": places}
    data = {
        name: part if isinstance(part, str) else orjson.dumps(part).decode()
        for name, part in parts.items()
        if part is not None
    }
    return client.http.post(
        "/graphql", data=data, files={"0": ("a.txt", b"x")}, headers=PREFLIGHT | headers
    )


@pytest.mark.parametrize(
    ("operations", "places"),
    [
        (None, {"0": ["variables.f"]}),
        (UPLOAD, None),
        ("{", {"0": ["variables.f"]}),
        (UPLOAD, "{"),
        (1, {"0": ["variables.f"]}),
        ([UPLOAD], {"0": ["0.variables.f"]}),
        ("null", {"0": ["variables.f"]}),
        ({"query": 1}, {"0": ["variables.f"]}),
        ({"query": "{a}", "variables": "x"}, {"0": ["variables.f"]}),
        (UPLOAD, []),
        (UPLOAD, "null"),
        (UPLOAD, {"0": "variables.f"}),
        (UPLOAD, {"0": [1]}),
        (UPLOAD, {"0": ["query"]}),
        (UPLOAD, {"0": ["variables"]}),
        (UPLOAD, {"0": ["variables.f.g"]}),
        (UPLOAD, {"0": ["variables.other"]}),
        (UPLOAD, {"1": ["variables.f"]}),
        (UPLOAD, {"0": ["variables.f", "variables.f"]}),
        ({"query": "{a}", "variables": {"f": [None]}}, {"0": ["variables.f.1"]}),
        ({"query": "{a}", "variables": {"f": [None]}}, {"0": ["variables.f.-1"]}),
    ],
)
def test_a_form_that_does_not_fit_is_refused(
    client: Client, operations: object, places: object
) -> None:
    answer = form(client, operations, places)

    assert (answer.status_code, code(answer)) == (400, "BAD_REQUEST")


@pytest.mark.parametrize("value", [None, "text", {"a": 1}, 1])
def test_only_a_file_part_is_an_upload(client: Client, value: Any) -> None:
    answer = form(client, UPLOAD | {"variables": {"f": value}}, {}, accept=GRAPHQL)

    assert (answer.status_code, code(answer)) == (400, "BAD_USER_INPUT")


def test_a_form_cut_short_stores_nothing(client: Client) -> None:
    used = "{ storageUsage { versionCount } }"
    before = client.graphql(used)
    request = client.http.build_request(
        "POST",
        "/graphql",
        data={"operations": orjson.dumps(UPLOAD), "map": '{"0": ["variables.f"]}'},
        files={"0": ("a.txt", b"x" * 1000)},
    )
    headers = {"content-type": request.headers["content-type"], **PREFLIGHT}

    answer = client.http.post("/graphql", content=request.read()[:-600], headers=headers)

    assert (answer.status_code, code(answer)) == (400, "BAD_REQUEST")
    assert client.graphql(used) == before
