"""multipart/form-data, read part by part as it comes: nothing is kept that is not asked for.

    async for part in parts(content_type, body):
        async for piece in part.pieces():

python-multipart splits the bytes and calls back; here its calls are queued and taken from the
queue, and the next bytes are read only when it is empty. So a file of any size passes through in
pieces, and a slow reader slows the sender.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from app.errors import Invalid

PIECE_BYTES: Final = 512 * 1024
"""Pieces of a part are this long or a little longer, for storage is written best in large ones."""
MAX_PARTS: Final = 100
MAX_HEADERS: Final = 16
MAX_HEADER_BYTES: Final = 8 * 1024
MAX_OUTSIDE_BYTES: Final = 64 * 1024
"""Bytes before the first part."""


_EXTENDED: Final = re.compile(r";\s*filename\*", re.IGNORECASE)


class _Mark(Enum):
    PART_ENDS = auto()
    FORM_ENDS = auto()


@dataclass(frozen=True, slots=True)
class Part:
    """One field or file. Its pieces are read before the next part is asked for, or skipped."""

    name: str
    filename: str | None
    """None when the sender gave none, which makes it a field."""
    content_type: str | None
    pieces: Callable[[], AsyncGenerator[bytes, None]]


async def parts(content_type: str | None, body: AsyncIterator[bytes]) -> AsyncIterator[Part]:
    """The parts of the form; Invalid when it is none, is malformed or has no end."""
    queue = _Queue(_boundary(content_type), body)
    while True:
        match await queue.next():
            case _Mark.FORM_ENDS:
                return
            case dict() as headers:
                yield _part(headers, queue.pieces)
            case _:
                pass  # what the reader left of the part before


Headers = dict[str, str]
_Event = Headers | memoryview | _Mark


@dataclass(slots=True)
class _Header:
    name: bytearray = field(default_factory=bytearray)
    value: bytearray = field(default_factory=bytearray)


class _Queue:
    """What the parser found, in order: headers, bytes, end of part; headers, …; end of form."""

    def __init__(self, boundary: bytes, body: AsyncIterator[bytes]) -> None:
        self._body = body
        self._events: deque[_Event] = deque()
        self._headers: list[_Header] = []
        self._parts = self._outside = 0
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._part_begins,
                    "on_header_begin": lambda: self._headers.append(_Header()),
                    "on_header_field": self._header_name,
                    "on_header_value": self._header_value,
                    "on_headers_finished": self._headers_end,
                    "on_part_data": self._data,
                    "on_part_end": lambda: self._events.append(_Mark.PART_ENDS),
                    "on_end": lambda: self._events.append(_Mark.FORM_ENDS),
                },
                max_header_count=MAX_HEADERS,
                max_header_size=MAX_HEADER_BYTES,
            )
        except FormParserError:
            raise _malformed("its boundary is too long") from None

    async def next(self) -> _Event:
        """The next event, for which more of the body is read if it must be."""
        while not self._events:
            try:
                self._parse(await anext(self._body))
            except StopAsyncIteration:
                raise _malformed("its end is missing") from None
        return self._events.popleft()

    async def pieces(self) -> AsyncGenerator[bytes, None]:
        """The bytes of the part whose headers came last."""
        held: list[memoryview] = []
        size = 0
        while isinstance(event := await self.next(), memoryview):
            held.append(event)
            size += len(event)
            if size >= PIECE_BYTES:
                yield b"".join(held)
                held, size = [], 0
        self._events.appendleft(event)
        if held:
            yield b"".join(held)

    def _parse(self, chunk: bytes) -> None:
        try:
            self._parser.write(chunk)
        except FormParserError:
            raise _malformed("its parts cannot be told apart") from None
        if not self._parts:
            self._outside += len(chunk)
            if self._outside > MAX_OUTSIDE_BYTES:
                raise _malformed("its first part does not come")

    def _part_begins(self) -> None:
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise Invalid(f"Your request has too many form fields: at most {MAX_PARTS}.")
        self._headers = []

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._headers[-1].name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._headers[-1].value += data[start:end]

    def _headers_end(self) -> None:
        self._events.append({_text(h.name).lower(): _text(h.value) for h in self._headers})

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._events.append(memoryview(data)[start:end])


def _boundary(content_type: str | None) -> bytes:
    kind, options = parse_options_header(content_type)
    if kind != b"multipart/form-data":
        raise Invalid("Your request should be of content type multipart/form-data.")
    boundary = options.get(b"boundary", b"")
    if not boundary:
        raise _malformed("its content type names no boundary")
    return boundary


def _part(headers: Headers, pieces: Callable[[], AsyncGenerator[bytes, None]]) -> Part:
    disposition = headers.get("content-disposition", "")
    _, options = parse_options_header(disposition)
    # Older clients write a name that is no ASCII in this way alone; it makes a file all the same.
    extended = b"" if _EXTENDED.search(disposition) else None
    name, filename = options.get(b"name"), options.get(b"filename", extended)
    if not name:
        raise _malformed("one of its parts has no name")
    kind, _ = parse_options_header(headers.get("content-type"))
    return Part(
        name=name.decode(errors="replace"),
        filename=None if filename is None else filename.decode(errors="replace"),
        content_type=kind.decode("latin-1") or None,
        pieces=pieces,
    )


def _text(header: bytearray) -> str:
    """As parse_options_header wants it; it gives the very bytes back."""
    return header.decode("latin-1")


def _malformed(how: str) -> Invalid:
    return Invalid(f"Your request is not a valid multipart form: {how}.")
