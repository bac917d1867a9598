"""Loaders: what the rows of a list point at, read by one statement for all of them.

They batch and do not remember: one operation may hold several mutations, and each must show what
it left behind.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from strawberry.dataloader import DataLoader

from app.library import fields, files, folders, saved_extensions, versions
from app.library.fields import FieldRow
from app.library.rows import FolderRow, VersionRow
from app.library.saved_extensions import SavedRow

T = TypeVar("T")

BATCH = 1000
"""Ids in one statement; databases take some 32,000 values."""


class Loaders:
    """One set for each operation."""

    def __init__(self) -> None:
        self.files: DataLoader[str, VersionRow | None] = _loader(files.many)
        self.versions: DataLoader[str, VersionRow | None] = _loader(versions.many)
        self.folders: DataLoader[str, FolderRow | None] = _loader(folders.many)
        self.fields: DataLoader[str, FieldRow | None] = _loader(fields.many)
        self.fields_by_name: DataLoader[str, FieldRow | None] = _loader(fields.named)
        self.saved_extensions: DataLoader[str, SavedRow | None] = _loader(saved_extensions.many)


def _loader(
    many: Callable[[Sequence[str]], Awaitable[dict[str, T]]],
) -> DataLoader[str, T | None]:
    async def load(ids: list[str]) -> list[T | None]:
        found = await many(list(dict.fromkeys(ids)))
        return [found.get(each) for each in ids]

    return DataLoader(load, max_batch_size=BATCH, cache=False)
