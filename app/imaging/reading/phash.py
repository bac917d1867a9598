"""pHash: 64 bits that stay alike when a picture is resized, compressed or brightened.

The picture in grey (ITU-R 601), averaged down to 32 x 32; its discrete cosine transform (DCT-II);
of that the 8 x 8 lowest frequencies but the constant ones, rows and columns 1 to 8; a bit for
each, set where it is above the median of them all; row by row, the first bit the highest, in 16
hexadecimal digits. The similarity of two pictures is 1 - (bits that differ) / 64.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi
from statistics import median
from typing import Final

from PIL import Image

_SIDE: Final = 32
_KEPT: Final = range(1, 9)
_WAVES: Final = [
    [cos(pi * frequency * (2 * at + 1) / (2 * _SIDE)) for at in range(_SIDE)] for frequency in _KEPT
]
_DIGITS: Final = 6
"""Decimals that count: what is left of a flat picture beyond them is noise."""


def phash(grey: Image.Image) -> str:
    """The hash of a picture of mode L."""
    small = grey.resize((_SIDE, _SIDE), Image.Resampling.BOX).tobytes()
    rows = [_frequencies(small[at : at + _SIDE]) for at in range(0, _SIDE * _SIDE, _SIDE)]
    columns = [_frequencies(column) for column in zip(*rows, strict=True)]
    found = [round(value, _DIGITS) for row in zip(*columns, strict=True) for value in row]
    middle = median(found)
    bits = "".join("1" if value > middle else "0" for value in found)
    return f"{int(bits, 2):016x}"


def _frequencies(line: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(line, wave, strict=True)) for wave in _WAVES]
