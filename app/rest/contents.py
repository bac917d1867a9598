"""What the `file` field of an upload holds: bytes, base64 text, a data URI or an address.

A part with a file name, or of a content type other than plain text, is bytes. Others are text or
bytes, which their beginning tells, or for base64 their whole (sdk-clients.md, "The upload form").
"""

from __future__ import annotations

import asyncio
import binascii
import re
import tempfile
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import IO, Final
from urllib.parse import unquote_to_bytes

from app.errors import Invalid, TooLarge
from app.rest.multipart import PIECE_BYTES, Part

Pieces = AsyncGenerator[bytes, None]

MAX_ADDRESS_BYTES: Final = 8 * 1024
_SPOOL_IN_MEMORY: Final = 1024 * 1024
_SCHEME = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]{1,30}://")


async def read(part: Part, *, limit: int) -> Pieces | str:
    """The bytes to keep, or the address to fetch them from.

    Raises Invalid, at once or with the pieces, for text that promises bytes and has none.
    """
    sent = part.pieces()
    head = await anext(sent, b"")
    beginning = head[:64].lstrip().lower()
    is_text = part.filename is None and part.content_type in {None, "text/plain"}
    if is_text and beginning.startswith((b"http://", b"https://")):
        return await _address(_joined(head, sent))
    return _chosen(head, sent, limit) if is_text else _joined(head, sent)


def _chosen(head: bytes, rest: Pieces, limit: int) -> Pieces:
    beginning = head[:64].lstrip().lower()
    sent = _joined(head, rest)
    if beginning.startswith(b"data:"):
        return _from_data_uri(head.lstrip(), rest)
    if _SCHEME.match(beginning):
        raise _unusable("Only http and https URLs can be fetched.")
    return _decoded_or_as_is(sent, limit)


async def _joined(head: bytes, rest: Pieces) -> Pieces:
    async with aclosing(rest):
        if head:
            yield head
        async for piece in rest:
            yield piece


async def _address(sent: Pieces) -> str:
    address = bytearray()
    async with aclosing(sent):
        async for piece in sent:
            address += piece
            if len(address) > MAX_ADDRESS_BYTES:
                raise _unusable("The URL is too long.")
    try:
        return address.decode().strip()
    except UnicodeDecodeError:
        raise _unusable("The URL is not UTF-8 text.") from None


async def _from_data_uri(head: bytes, rest: Pieces) -> Pieces:
    """`data:[type][;base64],` and the bytes, percent-encoded; padding may be missing."""
    header, comma, first = head.partition(b",")
    if not comma:
        raise _unusable("The data URI has no comma.")
    data = _unquoted(_joined(first, rest))
    if not header.rstrip().lower().endswith(b";base64"):
        async for piece in data:
            yield piece
        return
    decoder = _Base64(padded=False)
    try:
        async for piece in data:
            yield decoder.feed(piece)
        yield decoder.finish()
    except ValueError:
        raise _unusable("The data URI is not valid base64.") from None


async def _unquoted(sent: Pieces) -> Pieces:
    """Percent-decoded; an escape may be cut in two by the pieces."""
    held = b""
    async for piece in sent:
        text = held + piece
        escape = text.rfind(b"%", max(len(text) - 2, 0))
        text, held = (text, b"") if escape < 0 else (text[:escape], text[escape:])
        yield unquote_to_bytes(text)
    yield held


async def _decoded_or_as_is(sent: Pieces, limit: int) -> Pieces:
    """Base64 text decoded, anything else as it is.

    Which of the two is known at the end of the text or at the first byte that is none of base64,
    so what has come until then is put aside.
    """
    with tempfile.SpooledTemporaryFile(_SPOOL_IN_MEMORY) as aside:
        is_base64 = await _put_aside(sent, aside, limit)
        decoder = _Base64()
        aside.seek(0)
        while piece := await asyncio.to_thread(aside.read, PIECE_BYTES):
            yield decoder.feed(piece) if is_base64 else piece
    async for piece in sent:
        yield piece


async def _put_aside(sent: Pieces, aside: IO[bytes], limit: int) -> bool:
    """Whether all that was sent is base64; stops reading as soon as it is not."""
    decoder, size = _Base64(), 0
    async for piece in sent:
        await asyncio.to_thread(aside.write, piece)
        size += len(piece)
        try:
            decoder.feed(piece)
        except ValueError:
            return False
        if size > limit * 3 // 2 + PIECE_BYTES:
            message = "Your request contains invalid file parameter. The file size exceeds limits."
            raise TooLarge(message, field="file")
    try:
        decoder.finish()
    except ValueError:
        return False
    return True


class _Base64:
    """Decodes text as it comes, of either alphabet and with line breaks; ValueError."""

    _TO_STANDARD: Final = bytes.maketrans(b"-_", b"+/")

    def __init__(self, *, padded: bool = True) -> None:
        self._padded = padded
        self._held = b""
        self._ended = False

    def feed(self, text: bytes) -> bytes:
        """The bytes of the groups of four that are complete."""
        text = self._held + text.translate(self._TO_STANDARD, b"\r\n")
        if self._ended and text:
            raise ValueError("text after the padding")
        whole = len(text) // 4 * 4
        text, self._held = text[:whole], text[whole:]
        self._ended = self._ended or text.endswith(b"=")
        return binascii.a2b_base64(text, strict_mode=True) if text else b""

    def finish(self) -> bytes:
        """The bytes of what is left, which must be nothing when padding is insisted on."""
        if self._held and (self._padded or self._ended):
            raise ValueError("text is cut off")
        missing = b"=" * (-len(self._held) % 4)
        return binascii.a2b_base64(self._held + missing, strict_mode=True) if self._held else b""


def _unusable(why: str) -> Invalid:
    return Invalid(f"Your request contains invalid file parameter. {why}", field="file")
