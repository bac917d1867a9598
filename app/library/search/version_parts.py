"""Conditions on columns of a version: its type, its size, its pixels, its flags."""

from __future__ import annotations

import math
from collections.abc import Sequence

from app.library.search.parts import Kind, Part, by_version

_FURTHEST = 2**62
"""What is beyond any number of bytes or pixels, and still fits."""


def typed(kind: Kind, mimes: Sequence[str]) -> Part:
    """Has one of these media types."""
    marks = ", ".join("?" * len(mimes))
    source = by_version(kind, f"v.mime IN ({marks})", mimes, {})
    return Part(f"v.mime IN ({marks})", tuple(mimes), source)


def of_main_type(kind: Kind, name: str) -> Part:
    """Has a media type that begins with `image/` or the like."""
    values = (f"{name}/", f"{name}0")  # `0` is what comes after `/`
    source = by_version(kind, "v.mime >= ? AND v.mime < ?", values, {})
    return Part("(v.mime >= ? AND v.mime < ?)", values, source)


def flagged(column: str, value: bool) -> Part:
    """Has this flag so; one without it has it neither way."""
    return Part(f"v.{column} = ?", (value,))


def compared(column: str, operator: str, value: float, kind: Kind = Kind.FOLDER) -> Part | bool:
    """Has a whole number that compares so with any number; a missing one does not.

    With a kind an index finds sizes.
    """
    near = max(-_FURTHEST, min(_FURTHEST, value))
    match operator:
        case "=":
            whole = near
            if not float(near).is_integer():
                return False
        case "<" | ">=":
            whole = math.ceil(near)
        case _:
            whole = math.floor(near)
    sql = f"v.{column} {operator} CAST(? AS BIGINT)"
    source = by_version(kind, sql, [int(whole)], {}) if column == "size" else None
    return Part(sql, (int(whole),), source)


def differs(column: str, values: Sequence[float]) -> Part | bool:
    """Has none of these numbers, or no number at all."""
    same = [compared(column, "=", value) for value in values]
    known = [part for part in same if isinstance(part, Part)]
    if not known:
        return True
    either = " OR ".join(part.sql for part in known)
    return Part(f"(v.{column} IS NULL OR NOT ({either}))", tuple(part.values[0] for part in known))
