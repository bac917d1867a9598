"""Uploads of browsers, which have no private key but what its holder has signed: version 1."""

from __future__ import annotations

import base64
import time
import uuid
from collections.abc import Sequence

import httpx
import pytest

from tests.client import Client
from tests.conftest import NewHome
from tests.credentials import (
    EXPIRED,
    FIRST,
    NO_KEY,
    READ_ONLY,
    UNKNOWN,
    USED,
    V1,
    Made,
    created,
    form,
    refused,
    signature,
    signed_fields,
)
from tests.pictures import numbered
from tests.sending import answered_early
from tests.servers import PRIVATE_KEY, PUBLIC_KEY, Server
from tests.together import at_once, statuses

BOTH = (
    "Your request contains both signature and basic auth parameter. Use only one method, you might"
    " be exposing your private API key."
)
EXPIRE = (
    "Your request contains invalid expire parameter. Expire parameter should be a Unix time in less"
    " than 1 hour into the future."
)
SIGNATURE = "Your request contains invalid signature parameter."
CONTENT = numbered(1)
SIGNED = ("publicKey", "token", "expire", "signature")


def send(
    client: Client, fields: dict[str, str], *, file_first: bool = False, name: str = "a.png"
) -> httpx.Response:
    sent = {"fileName": name, "useUniqueFileName": "false", **fields}
    return client.anonymous.post(V1, files=form(sent, CONTENT, file_first=file_first))


@pytest.mark.parametrize("file_first", [False, True])
def test_a_signature_stands_for_the_private_key(
    client: Client, folder: str, file_first: bool
) -> None:
    answer = send(
        client, signed_fields() | {"folder": folder, "tags": "a,b"}, file_first=file_first
    )

    assert answer.status_code == 200, answer.text
    assert answer.json()["filePath"] == f"{folder}/a.png"
    assert client.fetched(answer.json()["url"]) == CONTENT
    assert client.details(answer.json()["fileId"])["tags"] == ["a", "b"]


def test_another_pair_signs_as_well(client: Client, server: Server, folder: str) -> None:
    answer = send(client, signed_fields(created(server.home)) | {"folder": folder})

    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("kind", ["base64", "data URI", "address"])
@pytest.mark.parametrize("file_first", [False, True])
def test_the_file_may_come_as_text(
    open_server: Server, folder: str, kind: str, file_first: bool
) -> None:
    client = open_server.client
    there = client.upload(CONTENT, "there.png", folder)["url"] + "?tr=orig-true"
    encoded = base64.b64encode(CONTENT).decode()
    text = {"base64": encoded, "data URI": f"data:image/png;base64,{encoded}", "address": there}
    fields = signed_fields() | {"fileName": "a.png", "folder": folder}
    parts = [("file", text[kind]), *fields.items()]
    parts = parts if file_first else parts[::-1]

    answer = client.anonymous.post(V1, files=[(name, (None, value)) for name, value in parts])

    assert answer.status_code == 200, answer.text
    assert client.fetched(answer.json()["url"]) == CONTENT


def test_nothing_is_fetched_for_nobody(open_server: Server, folder: str) -> None:
    """The address comes first, and what would show who asks for it not at all."""
    client = open_server.client
    marked = f"/marked-{uuid.uuid4()}"
    parts = [("file", client.base_url + marked), ("fileName", "a.png"), ("folder", folder)]

    answer = client.anonymous.post(V1, files=[(name, (None, value)) for name, value in parts])

    assert refused(answer) == (401, NO_KEY)
    open_server.wait_for_output(answer.headers["x-ik-requestid"])
    assert marked not in open_server.output()


@pytest.mark.parametrize("missing", SIGNED)
@pytest.mark.parametrize("file_first", [False, True])
def test_all_four_fields_are_needed(client: Client, missing: str, file_first: bool) -> None:
    fields = signed_fields()
    used = dict(fields)
    del fields[missing]

    answer = send(client, fields, file_first=file_first)

    assert refused(answer) == (400, f"Your request is missing {missing} parameter.")
    assert send(client, used).status_code == 200


def test_without_any_of_them_nobody_asks(client: Client) -> None:
    empty = dict.fromkeys(SIGNED, "")

    assert refused(send(client, {})) == (401, NO_KEY)
    assert refused(send(client, empty)) == (401, NO_KEY)
    assert refused(send(client, {"fileName": "", "tags": "%"}, file_first=True)) == (401, NO_KEY)


@pytest.mark.parametrize(
    "expire",
    "-1 0 {}+0 {}+3600 {}+86400 never 1e10 {}+60.5 0{}+60 +{}+60 \uff19".split(),  # noqa: SIM905
)
def test_the_time_is_within_an_hour(client: Client, expire: str) -> None:
    text, _, more = expire.rpartition("+")
    number = text.format(int(time.time()) + int(float(more))) if text else expire
    number += ".5" if "." in more else ""
    token = str(uuid.uuid4())
    signed = {"publicKey": PUBLIC_KEY, "token": token, "expire": number}

    answer = send(client, signed | {"signature": signature(token, number)})

    assert refused(answer) == (400, EXPIRE)


@pytest.mark.parametrize("file_first", [False, True])
@pytest.mark.parametrize(
    "change",
    [
        {"signature": "0" * 40},
        {"signature": "é"},
        {"signature": signature("", "")},
        {"token": "another"},
        {"publicKey": "upper"},
    ],
    ids=str,
)
def test_the_signature_is_that_of_token_and_time(
    client: Client, folder: str, change: dict[str, str], file_first: bool
) -> None:
    fields = signed_fields()
    if change == {"publicKey": "upper"}:
        change = {"signature": fields["signature"].upper()}

    answer = send(client, fields | change | {"folder": folder}, file_first=file_first)

    assert refused(answer) == (400, SIGNATURE)
    assert client.at(f"{folder}/a.png") is None
    # A token is not used up by who cannot sign it.
    assert send(client, fields | {"folder": folder}).status_code == 200


def test_a_digit_moved_between_token_and_time_is_no_new_token(client: Client) -> None:
    """What is signed is the one behind the other, and would be the same text."""
    fields = signed_fields(token=f"{uuid.uuid4()}0")
    assert send(client, fields).status_code == 200

    moved = fields | {"token": fields["token"][:-1], "expire": "0" + fields["expire"]}

    assert refused(send(client, moved)) == (400, EXPIRE)


def test_a_public_key_must_be_known_and_sign(client: Client, server: Server) -> None:
    ended, reader = created(server.home), created(server.home, "--read-only")
    server.home.run("keys", "expire", ended.id)
    unknown = Made("private_x", "public_x")
    odd = [Made("private_x", text) for text in ("public\0", "x" * 300, "é", PRIVATE_KEY)]

    answers = {made: send(client, signed_fields(made)) for made in (ended, reader, unknown, *odd)}

    assert refused(answers[ended]) == (403, EXPIRED)
    assert refused(answers[reader]) == (403, READ_ONLY)
    assert {refused(answers[made]) for made in (unknown, *odd)} == {(403, UNKNOWN)}


def test_a_signature_of_another_pair_is_wrong(client: Client, server: Server) -> None:
    made = created(server.home)

    answer = send(client, signed_fields(Made(made.private, FIRST.public)))

    assert refused(answer) == (400, SIGNATURE)


@pytest.mark.parametrize("file_first", [False, True])
def test_a_token_works_once(client: Client, folder: str, file_first: bool) -> None:
    fields = signed_fields() | {"folder": folder}
    first = send(client, fields, file_first=file_first)

    again = send(client, fields, file_first=file_first, name="b.png")
    later = signed_fields(token=fields["token"], expire=int(time.time()) + 3000)

    assert first.status_code == 200
    assert refused(again) == (400, USED.format(fields["token"]))
    assert refused(send(client, later)) == (400, USED.format(fields["token"]))
    assert [file["name"] for file in client.listed(path=folder)] == ["a.png"]


def test_a_token_is_used_up_by_an_upload_that_fails(client: Client) -> None:
    fields = signed_fields()

    failed = send(client, fields | {"fileName": ""})

    assert refused(failed) == (400, "Your request is missing fileName parameter.")
    assert refused(send(client, fields)) == (400, USED.format(fields["token"]))


def test_one_of_many_uploads_with_one_token_wins(new_home: NewHome) -> None:
    with Server(new_home(), WORKERS="2") as server:
        rounds = 5
        for number in range(rounds):
            fields = signed_fields() | {"folder": f"/{number}", "useUniqueFileName": "true"}
            answers = at_once([lambda f=fields: send(server.client, f)] * 8)  # type: ignore[misc]
            assert statuses(answers) == {200: 1, 400: 7}
            assert len(server.client.listed(path=f"/{number}")) == 1


def test_a_used_token_is_remembered_by_the_next_server(new_home: NewHome) -> None:
    home, fields = new_home(), signed_fields()
    with Server(home) as server:
        assert send(server.client, fields).status_code == 200
    with Server(home) as server:
        assert refused(send(server.client, fields)) == (400, USED.format(fields["token"]))


@pytest.mark.parametrize("name", SIGNED)
@pytest.mark.parametrize("file_first", [False, True])
def test_one_way_to_say_who_one_is_is_enough(
    client: Client, folder: str, name: str, file_first: bool
) -> None:
    fields = signed_fields() | {"fileName": "a.png", "folder": folder}
    one = {name: fields[name], "fileName": "a.png", "folder": folder}

    for sent in (fields, one):
        answer = client.http.post(V1, files=form(sent, CONTENT, file_first=file_first))
        assert refused(answer) == (400, BOTH)
    assert client.listed(path=folder) == []


def test_a_public_key_opens_nothing_but_uploads(client: Client) -> None:
    fields = signed_fields()

    def asked(method: str, path: str, **options: Sequence[object]) -> int:
        return client.anonymous.request(method, path, **options).status_code  # type: ignore[arg-type]

    assert asked("GET", "/v1/files", auth=(PUBLIC_KEY, "")) == 403
    assert asked("POST", V1, auth=(PUBLIC_KEY, ""), files=form(fields, CONTENT)) == 403
    assert asked("GET", "/v1/files", params=fields) == 401  # type: ignore[arg-type]
    assert asked("POST", "/v1/folder", json={**fields, "folderName": "x"}) == 401  # type: ignore[arg-type]
    assert asked("POST", "/graphql", json={"query": "{ viewer { name } }", **fields}) == 401  # type: ignore[arg-type]


def test_a_refused_upload_is_told_before_its_bytes_have_come(server: Server) -> None:
    wrong = signed_fields() | {"signature": "0" * 40}
    used = signed_fields()
    assert send(server.client, used).status_code == 200

    assert SIGNATURE.encode() in answered_early(server, V1, wrong)
    assert b"has been used before" in answered_early(server, V1, used)


@pytest.mark.parametrize("file_first", [False, True])
def test_a_refused_upload_leaves_no_bytes(new_home: NewHome, file_first: bool) -> None:
    with Server(new_home()) as server:
        before = _blobs(server)
        for fields in ({}, signed_fields() | {"signature": "0" * 40}):
            assert send(server.client, fields, file_first=file_first).status_code in {400, 401}

        assert _blobs(server) == before


def _blobs(server: Server) -> list[str]:
    blobs = (server.home.data_dir / "storage").rglob("*")
    return sorted(str(path) for path in blobs if path.is_file() and ".owners" not in path.parts)
