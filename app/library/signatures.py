"""Signatures of delivery URLs: pure functions over the request target as it was sent.

A signature covers the URL after the endpoint, with its query in the order and spelling it was
sent in, followed by the second in which it expires (delivery.md §1.6).
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from app.errors import Unauthorized

NEVER: Final = 9999999999
"""The expiry of a URL that does not expire; such a URL has no `ik-t`."""
SKEW: Final = 60
"""Seconds a URL works after it has expired, for clocks that disagree and URLs that live for 0."""
SEO: Final = "ik-seo/"

_SIGNATURE_KEY: Final = "ik-s"
_EXPIRY_KEY: Final = "ik-t"
# At most ten digits, none of them a leading zero. The expiry follows the URL without anything in
# between, so with eleven `?v=` and `21700000000` would be signed like `?v=2` and `1700000000`.
_EXPIRY: Final = re.compile(r"[1-9][0-9]{0,9}")


@dataclass(frozen=True, slots=True)
class Target:
    """A request target below the endpoint, percent-encoded, with neither `ik-s` nor `ik-t`."""

    path: str
    query: str

    def __str__(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


@dataclass(frozen=True, slots=True)
class Seal:
    """A signature, not yet verified, and the expiry that it covers."""

    signature: str
    expiry: int


def sign(key: str, text: str, expiry: int = NEVER) -> str:
    """`ik-s` for the URL without its endpoint."""
    # The algorithm is given by what the SDKs compute.
    return hmac.new(key.encode(), f"{text}{expiry}".encode(), hashlib.sha1).hexdigest()


def unseal(path: str, query: str) -> tuple[Target, Seal | None]:
    """Takes the signature out of the query, and leaves every other byte of it as it is.

    Raises Unauthorized for a signature or expiry that is there twice or cannot be one.
    """
    pairs = query.split("&")
    signatures = _values(pairs, _SIGNATURE_KEY)
    expiries = _values(pairs, _EXPIRY_KEY)
    if len(signatures) > 1 or len(expiries) > 1 or "" in signatures:
        raise _refused()
    if not all(_EXPIRY.fullmatch(expiry) for expiry in expiries):
        raise _refused()
    rest = "&".join(pair for pair in pairs if _key(pair) not in {_SIGNATURE_KEY, _EXPIRY_KEY})
    expiry = int(expiries[0]) if expiries else NEVER
    return Target(path, rest), Seal(signatures[0], expiry) if signatures else None


def verify(target: Target, seal: Seal, keys: Sequence[str], now: float) -> Target:
    """The spelling of the target that was signed, which is the one to obey; else Unauthorized.

    What was signed and what is obeyed must be the same string: a target respelt with `%2C` for
    its commas verifies all the same, but could mean something else to who reads it.
    """
    if now > seal.expiry + SKEW:
        raise _refused()
    given = seal.signature.encode()
    for prefix, spelling in _spellings(target):
        for key in keys:
            wanted = sign(key, str(spelling), seal.expiry).encode()
            if hmac.compare_digest(wanted, given):
                return Target(prefix + spelling.path, spelling.query)
    raise _refused()


def _spellings(target: Target) -> Iterator[tuple[str, Target]]:
    """What a client may have signed when this arrives, and the prefix that it left out.

    As sent first. HTTP clients encode what some SDKs sign bare: a space, and signs that mean
    nothing in a URL, in the path or all over; letters beyond ASCII too. An SDK whose endpoint
    ends in `ik-seo` signs what follows that.
    """
    for query in _respelt(target.query):
        for path in _respelt(target.path):
            yield "", Target(path, query)
            if path.startswith(SEO):
                yield SEO, Target(path.removeprefix(SEO), query)


def _respelt(text: str) -> list[str]:
    bare = _BARE.sub(lambda match: unquote(match[0]), text)
    letters = _LETTERS.sub(lambda match: unquote(match[0]), bare)
    return list(dict.fromkeys((text, bare, letters)))


_BARE: Final = re.compile(
    "|".join(
        f"%{ord(character):02X}"
        for character in " ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        "-._~,:@!$'()*;|\"<>{}^"
    ),
    re.IGNORECASE,
)
"""Never `/ + = & % ? #`: encoded or not, they mean different things."""
_LETTERS: Final = re.compile("(?:%[89A-F][0-9A-F])+", re.IGNORECASE)


def _values(pairs: Sequence[str], key: str) -> list[str]:
    return [pair.partition("=")[2] for pair in pairs if _key(pair) == key]


def _key(pair: str) -> str:
    return pair.partition("=")[0]


def _refused() -> Unauthorized:
    return Unauthorized("The signature of this URL is wrong or has expired.")
