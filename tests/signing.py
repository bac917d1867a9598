"""Signs delivery URLs as ImageKit's SDKs do, independently of the server's own code."""

from __future__ import annotations

import hashlib
import hmac

from tests.client import Client


def signed(client: Client, target: str, expires_at: int | None = None) -> str:
    """The signed URL of a delivery URL or of a path below /media, both percent-encoded."""
    endpoint = f"{client.base_url}/media/"
    relative = target.removeprefix(endpoint).removeprefix("/")
    message = f"{relative}{expires_at or 9999999999}".encode()
    signature = hmac.new(client.private_key.encode(), message, hashlib.sha1).hexdigest()
    end = f"ik-t={expires_at}&" if expires_at else ""
    return f"{endpoint}{relative}{'&' if '?' in relative else '?'}{end}ik-s={signature}"
