"""Key pairs made by the command, and what browsers send that have no private key."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import httpx
import orjson

from tests.client import Client
from tests.servers import PRIVATE_KEY, PUBLIC_KEY, Home

HELP = "For support kindly contact us at support@imagekit.io ."
NO_KEY = "Your request does not contain private API key."
UNKNOWN = "Your account cannot be authenticated."
EXPIRED = "Your request contains expired private API key."
READ_ONLY = "Your private API key may only read. Use one that may write as well."
USED = (
    "The token with value '{}' has been used before. We suggest using V4 UUIDs, or another random"
    " string with enough entropy to avoid collisions."
)

V1 = "/api/v1/files/upload"
V2 = "/api/v2/files/upload"


@dataclass(frozen=True, slots=True)
class Made:
    """A key pair that `pentimento keys` has printed."""

    private: str
    public: str
    id: str = ""


FIRST = Made(PRIVATE_KEY, PUBLIC_KEY)
"""The pair that test servers are started with."""


def created(home: Home, *options: str, name: str = "test") -> Made:
    """A new pair; options are those of `pentimento keys create`."""
    return printed(home.run("keys", "create", "--name", name, *options).stdout)


def printed(output: str) -> Made:
    """The pair in the output."""
    found = {
        word: re.search(rf"^{word}\s+(\S+)$", output, re.M)
        for word in ("private key", "public key", "id")
    }
    private, public, key_id = (match[1] if match else "" for match in found.values())
    assert private, output
    assert public, output
    return Made(private, public, key_id)


def asking(client: Client, key: str) -> httpx.Client:
    """Somebody who asks the same server with this private key."""
    return httpx.Client(
        base_url=client.base_url, auth=httpx.BasicAuth(key, ""), timeout=60, trust_env=False
    )


def refused(answer: httpx.Response) -> tuple[int, str]:
    """Status and message of a refusal that a page of any origin can read."""
    assert answer.json().keys() == {"message", "help"}
    assert answer.json()["help"] == HELP
    assert answer.headers["access-control-allow-origin"] == "*"
    return answer.status_code, answer.json()["message"]


def signature(token: str, expire: int | str, private: str = PRIVATE_KEY) -> str:
    """As ImageKit's SDKs compute it."""
    return hmac.new(private.encode(), f"{token}{expire}".encode(), hashlib.sha1).hexdigest()


def signed_fields(
    made: Made = FIRST, *, token: str | None = None, expire: int | None = None
) -> dict[str, str]:
    """The four fields of a client-side upload of version 1."""
    token, expire = token or str(uuid.uuid4()), expire or int(time.time()) + 1800
    return {
        "publicKey": made.public,
        "token": token,
        "expire": str(expire),
        "signature": signature(token, expire, made.private),
    }


def token_for(
    fields: Mapping[str, object], made: Made = FIRST, *, header: Mapping[str, object] | None = None
) -> str:
    """The token of a client-side upload of version 2: a JWT that holds the form's fields.

    `iat` and `exp` may be among the fields, and anything in the header, to make it wrong.
    """
    issued = int(time.time())
    payload = {"iat": issued, "exp": issued + 60, **fields}
    head = {"alg": "HS256", "typ": "JWT", "kid": made.public, **(header or {})}
    return jws(orjson.dumps(head), orjson.dumps(payload), made.private)


def jws(head: bytes, payload: bytes, private: str) -> str:
    """What RFC 7515 makes of the two, whatever they say, signed by HMAC with SHA-256."""
    text = f"{_base64url(head)}.{_base64url(payload)}"
    digest = hmac.new(private.encode(), text.encode(), hashlib.sha256).digest()
    return f"{text}.{_base64url(digest)}"


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def form(
    fields: Mapping[str, str], content: bytes, *, file_first: bool = False
) -> list[tuple[str, tuple[str | None, bytes]]]:
    """The parts in their order, the file at the end or at the beginning."""
    parts = [(name, (None, value.encode())) for name, value in fields.items()]
    file = ("file", ("a.bin", content))
    return [file, *parts] if file_first else [*parts, file]
