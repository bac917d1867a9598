"""How a webhook's receiver can tell that it is we who send it: two schemes, both always. Pure.

Standard Webhooks signs id, time and body; ImageKit's SDKs take the whole secret as it is written
for the key, its `whsec_` included. The older one signs time and body (rest-api.md §2.17).
"""

from __future__ import annotations

import base64
import hashlib
import hmac


def headers(secret: str, event_id: str, body: bytes, at: int) -> dict[str, str]:
    """What goes with a body that is sent at this millisecond."""
    seconds = at // 1000
    standard = _mac(secret, f"{event_id}.{seconds}.".encode() + body).digest()
    legacy = _mac(secret, f"{at}.".encode() + body).hexdigest()
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": f"v1,{base64.b64encode(standard).decode()}",
        "x-ik-signature": f"t={at},v1={legacy}",
    }


def _mac(secret: str, content: bytes) -> hmac.HMAC:
    return hmac.new(secret.encode(), content, hashlib.sha256)
