"""Uploads of browsers, version 2: a token that has all fields of the form signed in it."""

from __future__ import annotations

import time
import uuid

import httpx
import orjson
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
    V2,
    Made,
    created,
    form,
    jws,
    refused,
    token_for,
)
from tests.pictures import numbered
from tests.sending import answered_early
from tests.servers import Server
from tests.together import at_once, statuses

BOTH = (
    "Your request contains both token and basic auth parameter. Use only one method, you might be"
    " exposing your private API key."
)
PAYLOAD = (
    "Your request contains invalid payload. It does not match with the payload used to generate"
    " token."
)
TOO_LATE = "Your request contains expired token."
INVALID = "Your request has invalid token."
CONTENT = numbered(1)
NOW = 1_000_000_000
"""Stands for the time of the test, in tables."""

Fields = dict[str, str]


@pytest.fixture
def fields(folder: str) -> Fields:
    """What the form says; the description makes every token another one."""
    return {
        "fileName": "a.png",
        "folder": folder,
        "useUniqueFileName": "false",
        "tags": "a,b",
        "description": str(uuid.uuid4()),
    }


def send(client: Client, sent: Fields, token: str, *, file_first: bool = False) -> httpx.Response:
    return client.anonymous.post(
        V2, files=form(sent | {"token": token}, CONTENT, file_first=file_first)
    )


@pytest.mark.parametrize("file_first", [False, True])
def test_a_token_stands_for_the_private_key(
    client: Client, fields: Fields, file_first: bool
) -> None:
    answer = send(client, fields, token_for(fields), file_first=file_first)

    assert answer.status_code == 200, answer.text
    assert client.fetched(answer.json()["url"]) == CONTENT
    details = client.details(answer.json()["fileId"])
    assert (details["tags"], details["description"]) == (["a", "b"], fields["description"])


def test_another_pair_signs_as_well(client: Client, server: Server, fields: Fields) -> None:
    made = created(server.home)

    assert send(client, fields, token_for(fields, made)).status_code == 200


def test_flags_and_numbers_may_be_signed_as_such(client: Client, fields: Fields) -> None:
    signed: dict[str, object] = {**fields, "useUniqueFileName": False, "tags": 7}

    answer = send(client, fields | {"tags": "7"}, token_for(signed))

    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("file_first", [False, True])
@pytest.mark.parametrize(
    ("signed", "sent"),
    [
        ({}, {"isPrivateFile": "true"}),
        ({"isPrivateFile": "true"}, {}),
        ({"fileName": "a.png"}, {"fileName": "b.png"}),
        ({"tags": "a,b"}, {"tags": "a,b,c"}),
        ({"tags": "a,b"}, {"tags": "a, b"}),
        ({"tags": ""}, {}),
        ({}, {"tags": ""}),
        ({}, {"tags[]": "c"}),
        ({}, {"customMetadata[price]": "1"}),
        ({}, {"unknown": "1"}),
        ({}, {"iat": "1"}),
        ({}, {"file[]": "1"}),
        ({"tags": ["a", "b"]}, {"tags": "a,b"}),
        ({"tags": None}, {"tags": ""}),
        ({"isPrivateFile": True}, {"isPrivateFile": "True"}),
        ({"jti": "1"}, {}),
        ({"token": "1"}, {}),
    ],
    ids=str,
)
def test_the_form_says_what_was_signed_and_nothing_else(
    client: Client, fields: Fields, signed: dict[str, object], sent: Fields, file_first: bool
) -> None:
    common = {key: fields[key] for key in ("folder", "description")} | {"fileName": "a.png"}
    token = token_for(common | signed)

    answer = send(client, common | sent, token, file_first=file_first)

    assert refused(answer) == (400, PAYLOAD)
    assert client.listed(path=fields["folder"]) == []


@pytest.mark.parametrize("file_first", [False, True])
def test_a_field_that_comes_twice_was_not_signed(
    client: Client, fields: Fields, file_first: bool
) -> None:
    """Whichever of the two were taken, the other could be the one that was signed."""
    for others in (["c", "a,b"], ["a,b", "c"], ["a,b", "a,b"]):
        fields["description"] = str(uuid.uuid4())
        once = {name: value for name, value in fields.items() if name != "tags"}
        parts = form(once | {"token": token_for(fields)}, CONTENT, file_first=file_first)
        parts += [("tags", (None, text.encode())) for text in others]

        answer = client.anonymous.post(V2, files=parts)

        assert refused(answer) == (400, PAYLOAD)


@pytest.mark.parametrize(
    ("times", "message"),
    [
        ({"iat": NOW - 100, "exp": NOW}, TOO_LATE),
        ({"iat": NOW - 3700, "exp": NOW - 100}, TOO_LATE),
        ({"iat": 1, "exp": 2}, TOO_LATE),
        ({"iat": NOW, "exp": NOW + 3601}, INVALID),
        ({"iat": NOW - 3600, "exp": NOW + 100}, INVALID),
        ({"iat": NOW + 1000, "exp": NOW + 4000}, INVALID),
        ({"iat": 10**12, "exp": 10**12 + 10}, INVALID),
        ({"iat": None, "exp": NOW + 60}, INVALID),
        ({"iat": NOW, "exp": None}, INVALID),
        ({"iat": str(NOW), "exp": str(NOW + 60)}, INVALID),
        ({"iat": NOW + 0.5, "exp": NOW + 60.5}, INVALID),
        ({"iat": False, "exp": True}, INVALID),
    ],
)
def test_a_token_lives_for_an_hour_at_most(
    client: Client, fields: Fields, times: dict[str, object], message: str
) -> None:
    shift = int(time.time()) - NOW
    near = {
        name: at + shift if isinstance(at, int | float) and abs(at - NOW) < 10_000 else at
        for name, at in times.items()
    }

    assert refused(send(client, fields, token_for({**fields, **near}))) == (400, message)


def test_a_token_may_live_for_an_hour(client: Client, fields: Fields) -> None:
    issued = int(time.time())

    answer = send(client, fields, token_for({**fields, "iat": issued, "exp": issued + 3600}))

    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("header", "answered"),
    [
        ({"alg": "none"}, (400, INVALID)),
        ({"alg": "HS512"}, (400, INVALID)),
        ({"alg": "RS256"}, (400, INVALID)),
        ({"alg": None}, (400, INVALID)),
        ({"typ": "JWE"}, (400, INVALID)),
        ({"typ": 1}, (400, INVALID)),
        ({"kid": None}, (400, INVALID)),
        ({"kid": 1}, (400, INVALID)),
        ({"kid": ""}, (400, INVALID)),
        ({"kid": "public_unknown"}, (403, UNKNOWN)),
        ({"kid": "public\0"}, (403, UNKNOWN)),
        ({"b64": False, "crit": ["b64"]}, (400, INVALID)),
        ({"crit": ["something"]}, (400, INVALID)),
    ],
    ids=str,
)
def test_the_header_is_as_documented(
    client: Client, fields: Fields, header: dict[str, object], answered: tuple[int, str]
) -> None:
    answer = send(client, fields, token_for(fields, header=header))

    assert refused(answer) == answered


def test_only_the_private_key_makes_tokens(client: Client, fields: Fields) -> None:
    good = token_for(fields)
    head, payload, mac = good.split(".")
    wrong = [
        token_for(fields, Made("private_wrong", FIRST.public)),
        token_for(fields, Made(FIRST.public, FIRST.public)),
        token_for(fields, Made("", FIRST.public)),
        f"{head}.{payload}.",
        f"{head}.{payload}",
        f"{head}.{payload}.{mac[::-1]}",
        f"{head}.{payload}.{mac}.{mac}",
        jws(b"[]", b"{}", FIRST.private),
        jws(b"{", b"{}", FIRST.private),
        jws(orjson.dumps({"alg": "HS256", "kid": FIRST.public}), b"[]", FIRST.private),
        jws(orjson.dumps({"alg": "HS256", "kid": FIRST.public}), b"\xff", FIRST.private),
        jws(orjson.dumps({"alg": "HS256", "kid": FIRST.public}), b"[" * 9999, FIRST.private),
        jws(b"[" * 100_000, b"{}", FIRST.private),
        *("token", "é.é.é", "..", "\0"),
    ]

    no_text = jws(b'{"alg": "HS256", "kid": "\\ud800"}', b"{}", FIRST.private)

    assert {refused(send(client, fields, token)) for token in wrong} == {(400, INVALID)}
    assert refused(send(client, fields, no_text)) == (403, UNKNOWN)
    assert send(client, fields, good).status_code == 200


def test_the_pair_of_a_token_must_sign(client: Client, server: Server, fields: Fields) -> None:
    ended, reader = created(server.home), created(server.home, "--read-only")
    server.home.run("keys", "expire", ended.id)

    assert refused(send(client, fields, token_for(fields, ended))) == (403, EXPIRED)
    assert refused(send(client, fields, token_for(fields, reader))) == (403, READ_ONLY)


@pytest.mark.parametrize("file_first", [False, True])
def test_a_token_works_once(client: Client, fields: Fields, file_first: bool) -> None:
    token = token_for(fields)
    first = send(client, fields, token, file_first=file_first)

    # The same signature, spelled in other ways.
    spellings = [token, token + "=", token[:-1] + chr(ord(token[-1]) + 1), token + "!"]
    again = [send(client, fields, text, file_first=file_first) for text in spellings]

    assert first.status_code == 200
    for text, answer in zip(spellings, again, strict=True):
        assert refused(answer) in {(400, USED.format(text)), (400, INVALID)}
    assert refused(again[0]) == (400, USED.format(token))
    assert len(client.versions(first.json()["fileId"])) == 1


def test_a_token_is_used_up_by_an_upload_that_fails(client: Client, fields: Fields) -> None:
    token, unnamed = token_for(fields), fields | {"fileName": ""}
    second = token_for(unnamed)

    assert refused(send(client, unnamed, token)) == (400, PAYLOAD)
    assert refused(send(client, fields, token)) == (400, USED.format(token))
    assert send(client, unnamed, second).status_code == 400
    assert refused(send(client, unnamed, second)) == (400, USED.format(second))


def test_one_of_many_uploads_with_one_token_wins(new_home: NewHome, fields: Fields) -> None:
    home, unique = new_home(), fields | {"useUniqueFileName": "true"}
    token = token_for(unique)
    with Server(home, WORKERS="2") as server:
        answers = at_once([lambda: send(server.client, unique, token)] * 8)
        assert statuses(answers) == {200: 1, 400: 7}
        assert len(server.client.listed(path=fields["folder"])) == 1
    with Server(home) as server:
        assert refused(send(server.client, unique, token)) == (400, USED.format(token))


def test_a_key_or_a_token_but_not_both(client: Client, fields: Fields) -> None:
    both = form(fields | {"token": token_for(fields)}, CONTENT)

    assert refused(client.http.post(V2, files=both)) == (400, BOTH)
    assert client.http.post(V2, files=form(fields, CONTENT)).status_code == 200


def test_without_either_the_token_is_missed(client: Client, fields: Fields) -> None:
    missing = "Your request is missing token parameter."

    assert refused(client.anonymous.post(V2, files=form(fields, CONTENT))) == (400, missing)
    assert refused(client.anonymous.post(V2)) == (401, NO_KEY)


def test_a_wrong_token_is_told_before_the_bytes_have_come(server: Server, fields: Fields) -> None:
    wrong = token_for(fields, Made("private_wrong", FIRST.public))

    assert INVALID.encode() in answered_early(server, V2, {"token": wrong})
