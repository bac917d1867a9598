"""Key pairs: who may ask, who may only read, and which private keys sign.

The first pair is in memory (keyfile.py) and always good. All others are in the database, where
one is found by a hash, by its public key, or among those that sign, at the time it is asked for:
what one process changes, every other one obeys.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple

from tortoise.exceptions import BaseORMException, IntegrityError

from app.errors import Busy, Conflict, Forbidden, Invalid, NotFound, Unreadable
from app.library import database
from app.library.ids import is_id, new_id, now
from app.library.keyfile import KeyFile, KeyPair
from app.library.models import Key
from app.library.sealing import Seal
from app.library.texts import clean_text

_log = logging.getLogger("app.library")

MAX_NAME: Final = 100
READ_ONLY: Final = "Your private API key may only read. Use one that may write as well."
EXPIRED: Final = "Your request contains expired private API key."
UNKNOWN: Final = "Your account cannot be authenticated."
_PUBLIC: Final = re.compile(r"[A-Za-z0-9_+/=.-]{1,200}")
_COLUMNS: Final = "id, name, public_key, sha256, sealed, access, created_at, expires_at"


class Access(StrEnum):
    """What the holder of a key may do."""

    READ = "read"
    WRITE = "write"
    """Everything."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a good private key."""

    name: str
    may_write: bool


FIRST: Final = Holder("private key", may_write=True)


class KeyRow(NamedTuple):
    """A pair as the database has it. Times are milliseconds since 1970, UTC."""

    id: str
    name: str
    public: str
    sha256: str
    sealed: str | None
    access: str
    created_at: int
    expires_at: int | None

    @property
    def is_expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and self.expires_at <= now()


class Keys:
    """Every key pair of the library."""

    def __init__(self, file: KeyFile) -> None:
        self._file = file
        self._seal = Seal(file.secret)
        self.library = hmac.new(file.secret.encode(), b"library", hashlib.sha256).hexdigest()[:8]
        """What this library is told apart by, in all its processes; it says nothing of a key."""

    @property
    def first(self) -> KeyPair:
        """The pair that is always good and signs what we sign."""
        return self._file.pair

    @property
    def is_first_given(self) -> bool:
        """Whether the settings name the first pair, so that rolling cannot replace it."""
        return self._file.is_pair_given

    async def holder(self, private: str) -> Holder:
        """Who has the private key; Forbidden when nobody has, or has any more."""
        return await self.holder_of(digest(private))

    async def holder_of(self, key_digest: str) -> Holder:
        """Who has the private key with this digest."""
        if hmac.compare_digest(key_digest, digest(self.first.private)):
            return FIRST
        row = _good(await _found("WHERE sha256 = ?", key_digest))
        if not hmac.compare_digest(row.sha256, key_digest):
            raise Forbidden(UNKNOWN)
        return Holder(row.name, row.access == Access.WRITE)

    async def signing_key(self, public: str) -> str:
        """The private key of a public one, by which its signatures are verified.

        Forbidden when there is none, when its time is over, or when it does not sign.
        """
        first = self.first
        # What is no text at all comes from JSON that says so.
        if hmac.compare_digest(public.encode(errors="replace"), first.public.encode()):
            return first.private
        is_possible = _PUBLIC.fullmatch(public)
        row = _good(await _found("WHERE public_key = ?", public) if is_possible else [])
        if row.sealed is None:
            raise Forbidden(READ_ONLY)
        private = self._opened(row)
        if private is None:
            raise Forbidden(UNKNOWN)
        return private

    async def others(self) -> list[str]:
        """The private keys besides the first that sign at this moment."""
        condition = "WHERE sealed IS NOT NULL AND (expires_at IS NULL OR expires_at > ?)"
        rows = await _found(condition, now())
        return [private for row in rows if (private := self._opened(row)) is not None]

    async def create(
        self, name: str, *, access: Access = Access.WRITE, expires_at: int | None = None
    ) -> tuple[KeyRow, KeyPair]:
        """A new pair. Its private key cannot be had again."""
        name = clean_text(name)
        if not 0 < len(name) <= MAX_NAME:
            raise Invalid(f"A key's name has 1 to {MAX_NAME} characters.", field="name")
        pair = KeyPair.new()
        return await self._keep(pair, name, access, expires_at), pair

    async def listed(self) -> list[KeyRow]:
        """Every pair but the first, the oldest first."""
        return await _found("WHERE id <> ? ORDER BY created_at, id", "")

    async def expire(self, key_id: str, at: int) -> KeyRow:
        """Ends the pair's time then; NotFound, or Invalid when it is over already."""
        rows = await _found("WHERE id = ?", key_id) if is_id(key_id) else []
        if not rows:
            raise NotFound(f"There is no key {key_id}.")
        if rows[0].is_expired:
            raise Invalid(f"The key {key_id} has expired already.")
        await Key.filter(id=key_id).update(expires_at=at)
        return rows[0]._replace(expires_at=at)

    async def roll(self, old_expires_at: int) -> KeyPair:
        """A new first pair; the old one is good until then.

        Where the settings give the first pair, it goes on until somebody sets the new one there.
        """
        pair = KeyPair.new()
        with self._file.replacing(pair) as old:
            of_old = digest(old.private)
            if await Key.filter(sha256=of_old).update(expires_at=old_expires_at) == 0:
                await self._keep(old, "former first pair", Access.WRITE, old_expires_at)
        return pair

    async def _keep(
        self, pair: KeyPair, name: str, access: Access, expires_at: int | None
    ) -> KeyRow:
        signs = access is Access.WRITE
        row = KeyRow(
            id=new_id(),
            name=name,
            public=pair.public,
            sha256=digest(pair.private),
            sealed=self._seal.close(pair.private, pair.public) if signs else None,
            access=access,
            created_at=now(),
            expires_at=expires_at,
        )
        values = row._asdict()
        try:
            await Key.create(public_key=values.pop("public"), **values)
        except IntegrityError:
            message = f"There is another pair with the public key {pair.public}."
            raise Conflict(message) from None
        return row

    def _opened(self, row: KeyRow) -> str | None:
        """The private key; None when it was sealed with another secret, which the log tells."""
        try:
            return self._seal.open(row.sealed or "", row.public)
        except Unreadable as error:
            _log.warning("the key %s (%s) does not sign: %s", row.id, row.name, error)
            return None


async def _found(condition: str, value: object) -> list[KeyRow]:
    try:
        rows: Sequence[Any] = list(
            await database.select(f"SELECT {_COLUMNS} FROM key {condition}", [value])
        )
    except (OSError, BaseORMException) as error:
        # Asked before a face has the request, so nobody else would make an answer of it.
        _log.exception("keys cannot be looked up")
        raise Busy("Keys cannot be looked up just now. Try again.") from error
    return [KeyRow(*row) for row in rows]


def _good(rows: Sequence[KeyRow]) -> KeyRow:
    if not rows:
        raise Forbidden(UNKNOWN)
    if rows[0].is_expired:
        raise Forbidden(EXPIRED)
    return rows[0]


def digest(secret: str) -> str:
    """What the database has of it instead."""
    return hashlib.sha256(secret.encode()).hexdigest()
