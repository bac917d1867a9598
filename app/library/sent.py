"""Objects that were sent as JSON, read key by key. Pure.

What is Wrong is said with its place: `tasks[0].instruction is required`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from app.library.field_values import Wrong

T = TypeVar("T")


class Sent:
    """A JSON object; null is as good as absent, and unknown keys mean nothing."""

    def __init__(self, value: object) -> None:
        if not isinstance(value, Mapping):
            raise Wrong("should be of type object")
        self._values: Mapping[str, Any] = value

    def need(self, key: str, reader: Callable[[object], T]) -> T:
        """What the reader makes of the key's value, which must be there."""
        found = self.get(key, reader)
        if found is None:
            raise Wrong(f"{key} is required")
        return found

    def get(self, key: str, reader: Callable[[object], T]) -> T | None:
        """What the reader makes of the key's value; None when it is absent."""
        value = self._values.get(key)
        return None if value is None else _placed(key, reader, value)

    def many(
        self, key: str, reader: Callable[[object], T], *, least: int = 0, most: int
    ) -> tuple[T, ...] | None:
        """What the reader makes of every item of the key's list; None when it is absent."""
        values = self._values.get(key)
        if values is None:
            return None
        if not isinstance(values, list) or not least <= len(values) <= most:
            raise Wrong(f"{key} should be an array of {least} to {most} items")
        return tuple(_placed(f"{key}[{n}]", reader, value) for n, value in enumerate(values))


def _placed(place: str, reader: Callable[[object], T], value: object) -> T:
    try:
        return reader(value)
    except Wrong as error:
        # Behind a name stands either what is wrong or the name of something inside.
        said = str(error)
        between = " " if said.startswith(("should", "is ", "not ")) else "."
        raise Wrong(f"{place}{between}{said}") from None
