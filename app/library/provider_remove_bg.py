"""Removing backgrounds through the API of remove.bg, or any service that speaks it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from typing import Final

from app.errors import AppError
from app.library.extensions import RemoveBackground
from app.library.providers import Picture, Refused, ask
from app.remote import Remote

TAKEN: Final = frozenset({"image/jpeg", "image/png", "image/webp"})
"""What may be sent as it is."""
MAX_BYTES: Final = 22 * 1024 * 1024
"""Of a picture that is sent."""
_MAX_RESULT: Final = 128 * 1024 * 1024


class RemoveBg:
    """`trusted` asks the service, `remote` fetches what strangers name."""

    def __init__(self, trusted: Remote, remote: Remote, *, url: str, key: str) -> None:
        self._trusted = trusted
        self._remote = remote
        self._url = url
        self._key = key

    async def cut(self, picture: Picture, asked: RemoveBackground) -> bytes:
        """The picture, a PNG; Refused, NotNow."""
        files = {"image_file": picture}
        if asked.bg_image_url:
            # Not left to the service: it may stand where the address leads inside.
            files["bg_image_file"] = await self._fetched(asked.bg_image_url)
        boundary = secrets.token_hex(16)
        body = b"".join(_form(boundary, _fields(asked), files))
        headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Accept": "image/*",
            "X-Api-Key": self._key,
        }
        return await ask(self._trusted, self._url, body, headers, limit=_MAX_RESULT)

    async def _fetched(self, url: str) -> Picture:
        try:
            async with self._remote.fetch(url, limit=MAX_BYTES) as chunks:
                content = b"".join([chunk async for chunk in chunks])
        except AppError as error:
            raise Refused("The bg_image_url could not be fetched.") from error
        return Picture(content, "application/octet-stream")


def _fields(asked: RemoveBackground) -> dict[str, str]:
    flags = {"add_shadow": asked.add_shadow, "semitransparency": asked.semitransparency}
    said = {name: str(flag).lower() for name, flag in flags.items() if flag is not None}
    colour = {"bg_color": asked.bg_color} if asked.bg_color else {}
    return {"size": "auto", "format": "png"} | said | colour


def _form(
    boundary: str, fields: Mapping[str, str], files: Mapping[str, Picture]
) -> Iterator[bytes]:
    begin = f"--{boundary}\r\nContent-Disposition: form-data; name="
    for name, value in fields.items():
        yield f'{begin}"{name}"\r\n\r\n{value}\r\n'.encode()
    for name, picture in files.items():
        kind = f"Content-Type: {picture.mime}"
        yield f'{begin}"{name}"; filename="{name}"\r\n{kind}\r\n\r\n'.encode()
        yield picture.content
        yield b"\r\n"
    yield f"--{boundary}--\r\n".encode()
