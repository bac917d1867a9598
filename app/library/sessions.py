"""Sessions: what a browser has in a cookie instead of a private key, and links that open one.

A session stands for the key that it was opened with and is worth what that key is worth at the
moment: it ends with it. The database has a hash of each token, so reading it opens nothing.
"""

from __future__ import annotations

import logging
import secrets
from typing import Final

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from app.errors import Busy, Forbidden, Unauthorized
from app.library.database import FAILURES, select, transactional
from app.library.ids import new_id, now
from app.library.keys import EXPIRED, UNKNOWN, Holder, Keys, digest

_log = logging.getLogger("app.library")

LASTS: Final = 7 * 24 * 60 * 60
"""Seconds after which a session is over."""
LINK_LASTS: Final = 60 * 60
"""Seconds after which a link opens nothing."""
_OVER: Final = "You are signed out. Sign in again."
_USED: Final = (
    "This link has been used, or its hour is over. `pentimento keys link` makes another one."
)
_PLAIN: Final = {
    UNKNOWN: "No such private key is known here.",
    EXPIRED: "This private key has expired.",
}


class Session(Model):
    """Somebody who is signed in."""

    id = fields.CharField(24, primary_key=True)
    sha256 = fields.CharField(64, unique=True)
    """Of the token."""
    key_sha256 = fields.CharField(64)
    """Of the private key that it stands for."""
    created_at = fields.BigIntField()
    expires_at = fields.BigIntField()

    class Meta:
        table = "session"
        indexes = (Index(fields=("expires_at",)),)


class SignInLink(Model):
    """A token that opens one session, as its SHA-256."""

    id = fields.CharField(64, primary_key=True)
    key_sha256 = fields.CharField(64)
    """Of the private key that the session will stand for."""
    expires_at = fields.BigIntField()

    class Meta:
        table = "sign_in_link"
        indexes = (Index(fields=("expires_at",)),)


class Sessions:
    """The sessions of all servers on one database."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    async def open(self, private_key: str) -> str:
        """A token for who has the private key; Unauthorized says in plain words why there is none.

        Guessing is hopeless, a key of ours having 192 random bits, so nobody is slowed down.
        """
        if private_key.startswith("public_"):
            raise Unauthorized("This is a public key. Sign in with the private one.")
        key_digest = digest(private_key)
        await self._holder(key_digest)
        return await _opened(key_digest)

    async def open_by_link(self, link: str) -> str:
        """A token for who has the link, which works once: the first of two succeeds."""
        link_digest = digest(link)
        for key_digest in await _keys_of("sign_in_link WHERE id = ?", link_digest):
            await self._holder(key_digest)
            return await _exchanged(link_digest, key_digest)
        raise Unauthorized(_USED)

    async def make_link(self) -> str:
        """The token of a new link, which signs in as who has the first private key."""
        token = _new_token()
        await SignInLink.create(
            id=digest(token),
            key_sha256=digest(self._keys.first.private),
            expires_at=now() + LINK_LASTS * 1000,
        )
        return token

    async def holder(self, token: str) -> Holder:
        """Who has the session; Unauthorized when it is over, or the key's time is."""
        condition = "session WHERE sha256 = ? AND expires_at > ?"
        for key_digest in await _keys_of(condition, digest(token), now()):
            return await self._holder(key_digest)
        raise Unauthorized(_OVER)

    async def is_open(self, token: str) -> bool:
        """Whether the session has a holder."""
        try:
            await self.holder(token)
        except Unauthorized:
            return False
        return True

    async def close(self, token: str) -> None:
        """Ends the session, if there is one."""
        await Session.filter(sha256=digest(token)).delete()

    async def _holder(self, key_digest: str) -> Holder:
        try:
            return await self._keys.holder_of(key_digest)
        except Forbidden as error:
            raise Unauthorized(_PLAIN[error.message]) from None


async def forget_expired() -> None:
    """Removes sessions and links whose time is over; writes nothing when there are none."""
    for model in (Session, SignInLink):
        expired = model.filter(expires_at__lte=now())
        if await expired.exists():
            await expired.delete()


async def _keys_of(condition: str, *values: object) -> list[str]:
    try:
        rows = await select(f"SELECT key_sha256 FROM {condition}", values)
    except FAILURES as error:
        # Asked before a face has the request, so nobody else would make an answer of it.
        _log.exception("sessions cannot be looked up")
        raise Busy("Sessions cannot be looked up just now. Try again.") from error
    return [key_digest for (key_digest,) in rows]


@transactional
async def _exchanged(link_digest: str, key_digest: str) -> str:
    """Uses the link up; one of two who do so at once finds it gone."""
    if not await SignInLink.filter(id=link_digest, expires_at__gt=now()).delete():
        raise Unauthorized(_USED)
    return await _opened(key_digest)


async def _opened(key_digest: str) -> str:
    token, opened_at = _new_token(), now()
    await Session.create(
        id=new_id(),
        sha256=digest(token),
        key_sha256=key_digest,
        created_at=opened_at,
        expires_at=opened_at + LASTS * 1000,
    )
    return token


def _new_token() -> str:
    return secrets.token_urlsafe(32)
