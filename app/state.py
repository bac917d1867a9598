"""State: the long-lived things that a request may use, and who is asking.

It may import the library and the instruments; faces read it from the request.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, Protocol, Self, cast

from app.errors import AppError, Forbidden
from app.imaging import Limits as PictureLimits
from app.imaging import Policy
from app.library.extension_work import Extensions
from app.library.integrity import Integrity
from app.library.keys import READ_ONLY, Keys
from app.library.metadata import MetadataReader
from app.library.renditions import Renditions
from app.library.sessions import Sessions
from app.library.upload_transformations import Transformer
from app.library.urls import Urls
from app.library.webhooks import Webhooks
from app.remote import Remote
from app.storage import Storage


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may ask of the server."""

    max_upload_bytes: int
    max_versions: int
    max_pixels: int
    """Width times height of an uploaded picture."""
    body_timeout: float
    """Seconds that a client sending a body may be silent."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """What the operator decided about pictures made on request."""

    policy: Policy
    limits: PictureLimits
    restrict_unsigned: bool
    """Whether pictures are delivered by signed URL only."""
    restrict_unnamed: bool
    """Whether only named transformations are made."""


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """What a browser keeps the token of its session in."""

    name: str
    is_secure: bool

    @classmethod
    def at(cls, public_url: str, library: str) -> Self:
        """Bound to the very host where that can be: browsers want TLS for it.

        It has its library's name, for cookies are the same for all ports of a host.
        """
        name, is_secure = f"pentimento_session_{library}", public_url.startswith("https:")
        return cls(f"__Host-{name}" if is_secure else name, is_secure)


@dataclass(frozen=True, slots=True)
class State:
    """Opened by main's lifespan, closed after the last request."""

    storage: Storage
    urls: Urls
    limits: Limits
    remote: Remote
    integrity: Integrity
    renditions: Renditions
    transformer: Transformer
    metadata: MetadataReader
    pictures: Pictures
    webhooks: Webhooks
    extensions: Extensions
    keys: Keys
    sessions: Sessions
    cookie: SessionCookie
    version: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is asking, as auth found out: nobody, somebody known, or somebody to refuse."""

    refusal: AppError | None
    name: str = ""
    """Of the key that was given."""
    may_write: bool = False
    by_cookie: bool = False
    """Whether the browser said so by itself, so that another page may be behind it."""

    @property
    def is_known(self) -> bool:
        """Whether a good private key was given."""
        return self.refusal is None

    def insist_on_writing(self) -> None:
        """Raises Forbidden when it may only read."""
        if not self.may_write:
            raise Forbidden(READ_ONLY)


class Scoped(Protocol):
    """A request of any face: what has an ASGI scope."""

    @property
    def scope(self) -> MutableMapping[str, Any]: ...


def of(request: Scoped) -> State:
    """The state that the lifespan opened."""
    return cast("State", _shared(request)["app"])


def request_id(request: Scoped) -> str:
    """The id that the answer carries and the log repeats."""
    return cast("str", _shared(request)["request_id"])


def caller(request: Scoped) -> Caller:
    """Who is asking, whoever it is."""
    return cast("Caller", _shared(request)["caller"])


def insist(request: Scoped, *, on_writing: bool = False) -> Caller:
    """Who is asking; raises Unauthorized or Forbidden when that is nobody who may."""
    asking = caller(request)
    if asking.refusal is not None:
        raise asking.refusal
    if on_writing:
        asking.insist_on_writing()
    return asking


def _shared(request: Scoped) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", request.scope["state"])
