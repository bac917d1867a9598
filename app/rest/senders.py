"""Who sends an upload, and by what right: a private key, or what its holder signed for a browser.

V1 signs a token and a time (rest-api.md §1.3), V2 everything that the form says (§1.4). A token
works once, and is used up also when its upload fails.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

import orjson
from jwt import PyJWS
from jwt.exceptions import PyJWTError

from app.errors import Invalid, Unauthorized
from app.library import upload_tokens
from app.library.keys import Keys

Fields = Mapping[str, Sequence[str]]
"""The values of each field of a form."""

LONGEST: Final = 3600
"""Seconds that a signature or token may be good."""
SKEW: Final = 60
"""Seconds by which the clock of who signs may be ahead."""

_SIGNED: Final = ("publicKey", "token", "expire", "signature")
# At most ten digits, none of them a leading zero: the time is signed right behind the token, so
# otherwise a `0` at the end of one could be moved to the other, which makes a token not used yet.
_EXPIRE: Final = re.compile(r"[1-9][0-9]{0,9}")
_JWS: Final = PyJWS(algorithms=["HS256"])


class Sender(Protocol):
    """Whoever sends the form. What may not be is raised as Unauthorized, Forbidden or Invalid."""

    async def look(self, fields: Fields) -> None:
        """Refuses, before the file is taken, what the fields so far are enough to refuse."""

    async def settle(self, fields: Fields) -> None:
        """Refuses what the whole form is enough to refuse."""

    def refuse_nobody(self, fields: Fields) -> None:
        """Refuses who has named nobody yet, whatever else is wrong with the form."""


class KeyHolder:
    """Somebody with a private key, who must not send what would stand for it as well."""

    def __init__(self, *, signed_by: str) -> None:
        self._signed_by = signed_by

    async def look(self, fields: Fields) -> None:
        """Refuses two ways to say who one is."""
        if any(_text(fields, name) for name in _SIGNED):
            message = (
                f"Your request contains both {self._signed_by} and basic auth parameter. Use only"
                " one method, you might be exposing your private API key."
            )
            raise Invalid(message, field=self._signed_by)

    async def settle(self, fields: Fields) -> None:
        """The same."""
        await self.look(fields)

    def refuse_nobody(self, fields: Fields) -> None:
        """It is somebody."""


class Signed:
    """A browser with a signature of a token and a time: V1."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._is_admitted = False

    async def look(self, fields: Fields) -> None:
        """Checks the signature and uses up the token, once all four fields are there."""
        if not self._is_admitted and all(_text(fields, name) for name in _SIGNED):
            await self._admit(*(_text(fields, name) for name in _SIGNED))

    async def settle(self, fields: Fields) -> None:
        """The same, and insists on the four fields."""
        await self.look(fields)
        if self._is_admitted:
            return
        self.refuse_nobody(fields)
        raise _missing(next(name for name in _SIGNED if not _text(fields, name)))

    def refuse_nobody(self, fields: Fields) -> None:
        """Nobody is named by none of the four fields."""
        if not any(_text(fields, name) for name in _SIGNED):
            raise _nobody()

    async def _admit(self, public: str, token: str, expire: str, signature: str) -> None:
        private = await self._keys.signing_key(public)
        if not _EXPIRE.fullmatch(expire) or not 0 < int(expire) - int(time.time()) < LONGEST:
            message = (
                "Your request contains invalid expire parameter. Expire parameter should be a Unix"
                " time in less than 1 hour into the future."
            )
            raise Invalid(message, field="expire")
        wanted = hmac.new(private.encode(), f"{token}{expire}".encode(), hashlib.sha1).hexdigest()
        if not hmac.compare_digest(wanted.encode(), signature.encode()):
            message = "Your request contains invalid signature parameter."
            raise Invalid(message, field="signature")
        await upload_tokens.use(token, int(expire) * 1000)
        self._is_admitted = True


class Tokened:
    """A browser with a token that has the form's fields signed in it: V2."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._said: dict[str, str | None] | None = None

    async def look(self, fields: Fields) -> None:
        """Checks the token and uses it up, once it is there."""
        token = _text(fields, "token")
        if self._said is None and token:
            self._said = await self._admit(token)

    async def settle(self, fields: Fields) -> None:
        """The same, insists on the token, and that the form says what was signed."""
        await self.look(fields)
        if self._said is None:
            raise _missing("token")
        # A field that comes twice says two things, of which a token can hold but one.
        sent = {
            name: value[0] if len(value) == 1 else None
            for name, value in fields.items()
            if name != "token"
        }
        if None in sent.values() or sent != self._said:
            message = (
                "Your request contains invalid payload. It does not match with the payload used to"
                " generate token."
            )
            raise Invalid(message, field="token")

    def refuse_nobody(self, fields: Fields) -> None:
        """Nobody is named without a token."""
        if not _text(fields, "token"):
            raise _nobody()

    async def _admit(self, token: str) -> dict[str, str | None]:
        """The fields that it signs."""
        try:
            header = _JWS.get_unverified_header(token)
            public = header.get("kid", "")
            if not public or str(header.get("typ", "JWT")).upper() != "JWT":
                raise _invalid_token()
            private = await self._keys.signing_key(public)
            claims = orjson.loads(_JWS.decode(token, private, algorithms=["HS256"]))
        except (PyJWTError, orjson.JSONDecodeError):
            raise _invalid_token() from None
        expires_at = _expiry(claims)
        # Of the signature several spellings are read, of what it signs only the very same.
        await upload_tokens.use(token.rpartition(".")[0], expires_at * 1000, shown=token)
        return {name: _spelled(claims[name]) for name in claims if name not in {"iat", "exp"}}


def _expiry(claims: Any) -> int:
    """The second in which the claims expire; Invalid when they have, or last too long."""
    issued, expires = map(claims.get, ("iat", "exp")) if isinstance(claims, dict) else (None, None)
    # A flag would be an int as well.
    if type(issued) is not int or type(expires) is not int:
        raise _invalid_token()
    now = time.time()
    if expires <= now:
        raise Invalid("Your request contains expired token.", field="token")
    if expires - issued > LONGEST or issued > now + SKEW:
        raise _invalid_token()
    return expires


def _spelled(value: object) -> str | None:
    """As a form spells it; None for what no form can say."""
    match value:
        case bool():
            return str(value).lower()
        case str() | int():
            return str(value)
    return None


def _text(fields: Fields, name: str) -> str:
    return fields.get(name, [""])[-1]


def _missing(name: str) -> Invalid:
    return Invalid(f"Your request is missing {name} parameter.", field=name)


def _invalid_token() -> Invalid:
    return Invalid("Your request has invalid token.", field="token")


def _nobody() -> Unauthorized:
    return Unauthorized("Your request does not contain private API key.")
