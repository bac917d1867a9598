"""Providers: who does what extensions ask for, each behind an interface of one method.

A provider is another's service, reached through HTTP. What it answers is told apart in one place:
whether it has done it, will never do it (Refused), or may do it later (NotNow).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from app.library.extensions import ExtensionName, RemoveBackground
from app.remote import Remote, Unreachable

SECONDS: Final = 60.0
"""In which a provider has to answer."""
_TRY_LATER: Final = frozenset({408, 425, 429})
_SHOWN: Final = 200
"""Characters of an answer that are repeated when it is a refusal."""


class Refused(Exception):
    """The provider, or who asks it, cannot do this; the sentence is for the caller."""


class NotNow(Exception):
    """It did not work this time."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Bytes for a provider, with their media type."""

    content: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class Tag:
    """Something in a picture, and how sure that is, 0 to 100."""

    name: str
    confidence: float


class Tagger(Protocol):
    """Says what is in a picture."""

    async def tags(self, picture: Picture, *, most: int) -> list[Tag]:
        """Up to so many tags, the surest first; Refused, NotNow."""


class Cutter(Protocol):
    """Takes the background out of a picture."""

    async def cut(self, picture: Picture, asked: RemoveBackground) -> bytes:
        """The picture without it; Refused, NotNow."""


@dataclass(frozen=True, slots=True)
class Providers:
    """Those that there are."""

    taggers: Mapping[ExtensionName, Tagger] = field(default_factory=dict)
    cutter: Cutter | None = None

    @property
    def names(self) -> frozenset[ExtensionName]:
        """What they can do."""
        cutting = {ExtensionName.REMOVE_BACKGROUND} if self.cutter else set()
        return frozenset({*self.taggers, *cutting})


async def ask(
    remote: Remote, url: str, content: bytes, headers: Mapping[str, str], *, limit: int
) -> bytes:
    """What a provider answers to a POST; Refused, NotNow."""
    try:
        answer = await remote.post(url, content, headers, seconds=SECONDS, limit=limit)
    except Unreachable as error:
        raise NotNow(f"The provider could not be asked. {error}") from error
    if 200 <= answer.status < 300:
        return answer.body
    said = " ".join(answer.body[:_SHOWN].decode(errors="replace").split())
    message = f"The provider answered with status {answer.status}: {said}"
    if answer.status >= 500 or answer.status in _TRY_LATER or _is_throttled(answer.body):
        raise NotNow(message)
    raise Refused(message)


def _is_throttled(body: bytes) -> bool:
    """Amazon says so with status 400."""
    return b"ThrottlingException" in body or b"ThroughputExceededException" in body
