"""Tokens of uploads that browsers send without the private key: each works once."""

from __future__ import annotations

import hashlib
from typing import Final

from tortoise.exceptions import IntegrityError

from app.errors import Invalid
from app.library.ids import now
from app.library.models import UploadToken

_LINGERS: Final = 24 * 60 * 60 * 1000
"""Milliseconds that a token is remembered after it has expired, for clocks that are set back."""
_SHOWN: Final = 4096


async def use(token: str, expires_at: int, *, shown: str = "") -> None:
    """Uses the token up, for all processes and for good; Invalid when it was used before.

    `expires_at` is the millisecond from which it is refused anyway, `shown` what its user calls it.
    """
    digest = hashlib.sha256(token.encode()).hexdigest()
    try:
        await UploadToken.create(id=digest, expires_at=expires_at)
    except IntegrityError:
        message = (
            f"The token with value '{(shown or token)[:_SHOWN]}' has been used before. We suggest"
            " using V4 UUIDs, or another random string with enough entropy to avoid collisions."
        )
        raise Invalid(message, field="token") from None


async def forget_expired() -> None:
    """Removes what could not be used again anyway; writes nothing when there is none."""
    expired = UploadToken.filter(expires_at__lt=now() - _LINGERS)
    if await expired.exists():
        await expired.delete()
