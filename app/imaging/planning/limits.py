"""How much a render may take: pixels, frames and time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from app.errors import Busy, TooLarge
from app.imaging.planning.geometry import Size

MAX_SHADOW_PIXELS: Final = 2_000_000
MAX_TEXT_SIDE: Final = 16_383
MAX_ENLARGED_SIDE: Final = 16_383
"""Nothing is made longer than this, what is longer by itself aside."""
MAX_FONT_BYTES: Final = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one render; an animation past its own is shown by its first frame."""

    pixels: int = 50_000_000
    """Of a source, a layer, a result, and anything in between."""
    frames: int = 100
    animation_pixels: int = 100_000_000
    seconds: float = 10.0

    def admit(self, size: Size) -> Size:
        """The size, unless it has too many pixels."""
        if size.area > self.pixels:
            raise TooLarge(
                f"An image may have {self.pixels} pixels at most, in between as well.",
                reason="ELIMIT",
            )
        return size

    def admits_animation(self, frames: int, source: Size, result: Size) -> bool:
        """Whether all frames may be worked on, read and written."""
        area = max(source.area, result.area)
        return frames <= self.frames and frames * area <= self.animation_pixels


class Clock:
    """Stops a render between two pieces of work once its time is up.

    A decoder in the middle of a picture cannot be stopped from within; a caller that has to be
    sure runs the render in a process it can end.
    """

    def __init__(self, seconds: float) -> None:
        """Start counting."""
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Raise Busy when the time is over."""
        if time.monotonic() > self._end:
            raise Busy(
                f"The image took more than {self._seconds:g} seconds to make.", reason="ETIMEDOUT"
            )
