"""Sealing: short texts that must lie in the database are encrypted with a secret that does not."""

from __future__ import annotations

import base64
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.errors import Unreadable

_PURPOSE: Final = b"pentimento private keys 1"
_NONCE_BYTES: Final = 12


class Seal:
    """AES-GCM with 256 bits, under a key derived from the secret for this purpose alone."""

    def __init__(self, secret: str) -> None:
        derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE)
        self._cipher = AESGCM(derivation.derive(secret.encode()))

    def close(self, text: str, owner: str) -> str:
        """The text, encrypted; it opens only where it lies with the same owner."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, text.encode(), owner.encode())
        return base64.b64encode(nonce + sealed).decode()

    def open(self, sealed: str, owner: str) -> str:
        """The text; Unreadable under another secret, for another owner, or when it was changed."""
        data = base64.b64decode(sealed)
        nonce, rest = data[:_NONCE_BYTES], data[_NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, rest, owner.encode()).decode()
        except InvalidTag:
            raise Unreadable("This was sealed with another secret, or was changed.") from None
