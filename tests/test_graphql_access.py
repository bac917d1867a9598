"""Who may ask: the key, and no page of another site."""

from __future__ import annotations

import pytest

from tests.client import Client, Json, basic

VIEWER = {"query": "{ viewer { name } }"}
FORM = {
    "data": {
        "operations": '{"query": "mutation ($f: Upload!) { uploadFile(input: { file: $f }) {'
        ' created } }", "variables": {"f": null}}',
        "map": '{"0": ["variables.f"]}',
    },
    "files": {"0": ("a.txt", b"x")},
}


@pytest.mark.parametrize(
    ("authorization", "status", "code"),
    [
        (None, 401, "UNAUTHENTICATED"),
        ("", 401, "UNAUTHENTICATED"),
        ("Bearer", 401, "UNAUTHENTICATED"),
        ("Bearer wrong", 403, "FORBIDDEN"),
        (basic("wrong"), 403, "FORBIDDEN"),
        (basic("wrong", "private_test_2f6c7c0b9d"), 403, "FORBIDDEN"),
    ],
)
@pytest.mark.parametrize(
    "request_",
    [
        {"method": "POST", "json": VIEWER},
        {"method": "POST", "json": {"query": "{"}},
        {"method": "POST", "content": b"nonsense"},
        {"method": "GET", "params": VIEWER},
        {"method": "POST", **FORM},
    ],
)
def test_nothing_is_read_of_a_request_without_the_key(
    client: Client, request_: Json, authorization: str | None, status: int, code: str
) -> None:
    headers = {} if authorization is None else {"authorization": authorization}

    answer = client.anonymous.request(url="/graphql", headers=headers, **request_)

    assert (answer.status_code, answer.json().keys()) == (status, {"errors"})
    assert answer.json()["errors"][0]["extensions"] == {"code": code}
    assert ("www-authenticate" in answer.headers) == (status == 401)


def test_every_operation_needs_the_key(client: Client) -> None:
    schema = client.graphql(
        "{ __schema { queryType { fields { name } } mutationType { fields { name } } } }"
    )["__schema"]

    for kind, root in (("query", "queryType"), ("mutation", "mutationType")):
        for field in schema[root]["fields"]:
            body = {"query": f"{kind} {{ {field['name']} {{ __typename }} }}"}
            assert client.anonymous.post("/graphql", json=body).status_code == 401


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_key_is_taken_as_a_bearer_token(client: Client, scheme: str) -> None:
    headers = {"authorization": f"{scheme} {client.private_key}"}

    answer = client.anonymous.post("/graphql", json=VIEWER, headers=headers)

    assert answer.json()["data"] == {"viewer": {"name": "private key"}}


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_pages_of_other_sites_are_refused(client: Client, method: str, site: str) -> None:
    request: Json = {"params": VIEWER} if method == "GET" else {"json": VIEWER}
    headers = {"sec-fetch-site": site, "origin": "https://evil.example"}

    answer = client.http.request(method, "/graphql", headers=headers, **request)

    assert answer.status_code == 403
    assert answer.json()["errors"][0]["extensions"] == {"code": "CSRF"}


def test_our_own_pages_may_ask(client: Client) -> None:
    own = client.http.post("/graphql", json=VIEWER, headers={"sec-fetch-site": "same-origin"})
    typed = client.http.get("/graphql", params=VIEWER, headers={"sec-fetch-site": "none"})
    proxied = client.http.post(
        "/graphql",
        json=VIEWER,
        headers={"sec-fetch-site": "same-site", "origin": client.base_url},
    )

    assert [answer.status_code for answer in (own, typed, proxied)] == [200] * 3


def test_a_form_needs_a_header_that_no_other_page_can_send(client: Client) -> None:
    used = "{ storageUsage { versionCount } }"
    before = client.graphql(used)

    answer = client.http.post("/graphql", **FORM)  # type: ignore[arg-type]  # data and files

    assert answer.status_code == 403
    assert answer.json()["errors"][0]["extensions"] == {"code": "CSRF"}
    assert client.graphql(used) == before


@pytest.mark.parametrize(
    "header",
    [
        "GraphQL-Require-Preflight",
        "Apollo-Require-Preflight",
        "X-Apollo-Operation-Name",
        "X-Requested-With",
    ],
)
def test_a_form_with_any_such_header_is_taken(client: Client, header: str) -> None:
    answer = client.http.post("/graphql", headers={header: "1"}, **FORM)  # type: ignore[arg-type]  # data and files

    assert answer.json()["data"]["uploadFile"].keys() == {"created"}
