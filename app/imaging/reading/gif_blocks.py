"""Counting a GIF's frames without decoding any, and without counting for ever.

A GIF does not say how many frames it has. Pillow finds out by going through all of them; one of
forty megabytes may hold millions.
"""

from __future__ import annotations

from typing import IO, Final

_MOST_BLOCKS: Final = 500_000
"""A picture in more pieces than this is not a picture to anybody."""
_EXTENSION: Final = b"!"
_FRAME: Final = b","


def gif_frames(stream: IO[bytes], most: int) -> int:
    """The number of frames, or `most` + 1 as soon as there are more; the stream stays in place."""
    at = stream.tell()
    stream.seek(10)
    try:
        return _Blocks(stream).frames(most)
    finally:
        stream.seek(at)


class _Blocks:
    """Steps from block to block."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._left = _MOST_BLOCKS

    def frames(self, most: int) -> int:
        """Count from the flags of the screen's colour table on."""
        self._skip_colours(self._stream.read(1), more=2)
        found = 0
        while found <= most:
            kind = self._stream.read(1)
            if kind == _EXTENSION:
                self._stream.seek(1, 1)
            elif kind == _FRAME:
                found += 1
                self._stream.seek(8, 1)
                self._skip_colours(self._stream.read(1), more=1)
            else:
                return max(1, found)
            if not self._skip_data():
                return most + 1
        return found

    def _skip_colours(self, flags: bytes, more: int) -> None:
        """Past a colour table, when the flags say that there is one."""
        bits = flags[0] if flags else 0
        colours = 2 << (bits & 7) if bits & 0x80 else 0
        self._stream.seek(3 * colours + more, 1)

    def _skip_data(self) -> bool:
        """Past pieces of up to 255 bytes; False when there are too many of them."""
        while (length := self._stream.read(1)) not in (b"", b"\0"):
            self._stream.seek(length[0], 1)
            self._left -= 1
            if self._left <= 0:
                return False
        return True
