"""The quality a JPEG was written with, guessed from its quantisation tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

_LUMINANCE: Final = (
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55,
    14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
    18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
)  # fmt: skip
"""The example table of the JPEG standard (annex K), which most programs scale."""


def quality(tables: Mapping[int, Sequence[int]]) -> int:
    """1 to 100: the one at which libjpeg's own table is as coarse; 0 for no table."""
    if 0 not in tables:
        return 0
    coarseness = sum(tables[0])
    return min(_SUMS, key=lambda each: (abs(_SUMS[each] - coarseness), -each))


def _scaled(each: int, percent: float) -> int:
    return min(max(int((each * percent + 50) // 100), 1), 255)


_SUMS: Final = {
    each: sum(_scaled(step, 5000 // each if each < 50 else 200 - 2 * each) for step in _LUMINANCE)
    for each in range(1, 101)
}
