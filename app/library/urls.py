"""Delivery URLs: built, signed, and read back (delivery.md §1, rest-api.md §3.5). Pure functions.

What a URL asks for is in delivery_url.py, what its signature covers in signatures.py.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from app.errors import Invalid
from app.library.delivery_url import DeliveryURL
from app.library.rows import VersionRow
from app.library.signatures import NEVER, sign, unseal, verify

MOUNT: Final = "/media"
THUMBNAIL: Final = "n-ik_ml_thumbnail"

# What stays as it is in a transformation: URL text already, its values percent-encoded.
_CHAIN_CHARACTERS: Final = "%,:;@/!$'()*+=~|"


@lru_cache(maxsize=4096)
def _quoted(path: str) -> str:
    """The path for a URL; a page of versions asks for the same one fifty times."""
    return quote(path)


class Urls:
    """Knows where the library is delivered and, at any moment, the key that signs."""

    def __init__(self, public_url: str, signing_key: Callable[[], str]) -> None:
        self.endpoint = public_url.rstrip("/") + MOUNT
        self._signing_key = signing_key

    def file(
        self,
        row: VersionRow,
        tr: str | None = None,
        *,
        signed: bool = False,
        expires_in: int | None = None,
    ) -> str:
        """Of what the API shows: the path of a current version, the token of any other (V23)."""
        if not row.is_current:
            return self.version(row, tr, signed=signed, expires_in=expires_in)
        url = f"{self._bare(row)}?updatedAt={row.file_updated_at}"
        return self._finished(url, tr, signed, expires_in)

    def version(
        self,
        row: VersionRow,
        tr: str | None = None,
        *,
        signed: bool = False,
        expires_in: int | None = None,
    ) -> str:
        """Of this version for ever, also when it stops or starts being the current one."""
        query = f"?ik-obj-version={row.token}&updatedAt={row.version_updated_at}"
        return self._finished(self._bare(row) + query, tr, signed, expires_in)

    def thumbnail(self, row: VersionRow) -> str:
        """Of a small picture of it."""
        return self.file(row, THUMBNAIL)

    def upload(self, row: VersionRow) -> str:
        """As the answer to an upload has it, without a query."""
        return self._bare(row)

    def upload_thumbnail(self, row: VersionRow) -> str:
        """The same for the small picture."""
        return f"{self.endpoint}/tr:{THUMBNAIL}{_quoted(row.path)}"

    def all_below(self, path: str) -> str:
        """As a purge names every URL of what is at the path or below it."""
        return f"{self.endpoint}{quote(path)}*"

    def sign(self, url: str, expires_at: int | None = None) -> str:
        """The URL with a signature, which is good until that second or for ever."""
        expiry = NEVER if expires_at is None else expires_at
        signature = sign(self._signing_key(), url.removeprefix(self.endpoint + "/"), expiry)
        end = "" if expires_at is None else f"ik-t={expires_at}&"
        return f"{url}{'&' if '?' in url else '?'}{end}ik-s={signature}"

    def open(self, path: str, query: str, now: float, *, keys: Sequence[str] = ()) -> DeliveryURL:
        """What a request target below the endpoint asks for; both parts percent-encoded.

        Raises Unauthorized for a signature that is not good at this second, Invalid for a path
        that no file can have. `keys` may have signed it, instead of the one that signs here.
        """
        target, seal = unseal(path, query)
        if seal is None:
            return DeliveryURL.parse(target)
        url = DeliveryURL.parse(verify(target, seal, keys or (self._signing_key(),), now))
        expires_at = None if seal.expiry == NEVER else seal.expiry
        return replace(url, is_signed=True, expires_at=expires_at)

    def _bare(self, row: VersionRow) -> str:
        return self.endpoint + _quoted(row.path)

    def _finished(self, url: str, tr: str | None, signed: bool, expires_in: int | None) -> str:
        if tr:
            url += f"&tr={quote(tr, safe=_CHAIN_CHARACTERS)}"
        if expires_in is not None and expires_in <= 0:
            message = "expiresIn is a number of seconds, at least 1."
            raise Invalid(message, field="expiresIn")
        if expires_in is None:
            return self.sign(url) if signed else url
        return self.sign(url, min(int(time.time()) + expires_in, NEVER))
