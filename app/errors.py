"""The error family that every layer raises; each face renders it in its own dialect.

AppError
├── Invalid        the caller's input cannot be used
├── Unauthorized   nobody known is asking
├── Forbidden      somebody is asking, and may not
├── NotFound       what was named does not exist
├── Conflict       it clashes with what is stored
├── TooLarge       more bytes, pixels or parts than the limits allow
├── Unreadable     stored or sent bytes that cannot be decoded, or are damaged
├── Unsupported    understood, and not done here
└── Busy           right, but not now; ask again later
    └── Locked     a bulk job is working on it

There is no HTTP here: a status is chosen by a face.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class AppError(Exception):
    """Something the caller can be told.

    `message` is a sentence naming the thing and, where it is known, the remedy. `reason` is a
    code in upper snake case (`FILE_ALREADY_EXISTS`), `field` the name of the input at fault.
    """

    def __init__(
        self, message: str, *, reason: str | None = None, field: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.reason = reason
        self.field = field


class Invalid(AppError):
    """The caller's input cannot be used; `errors` say what is wrong with each part, if many are."""

    def __init__(
        self,
        message: str,
        *,
        reason: str | None = None,
        field: str | None = None,
        errors: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message, reason=reason, field=field)
        self.errors = errors or {}


class Unauthorized(AppError):
    """Nobody known is asking."""


class Forbidden(AppError):
    """Somebody is asking, and may not."""


class NotFound(AppError):
    """What was named does not exist; `missing` are the ids of what is not there, if many were."""

    def __init__(
        self,
        message: str,
        *,
        reason: str | None = None,
        field: str | None = None,
        missing: Sequence[str] = (),
    ) -> None:
        super().__init__(message, reason=reason, field=field)
        self.missing = missing


class Conflict(AppError):
    """It clashes with what is stored."""


class TooLarge(AppError):
    """More bytes, pixels or parts than the limits allow."""


class Unreadable(AppError):
    """Bytes that cannot be decoded, or that are no longer what was stored."""


class Unsupported(AppError):
    """Understood, and not done here."""


class Busy(AppError):
    """Right, but not now; ask again later."""


class Locked(Busy):
    """A bulk job is working on it."""
