"""Loaders: what the rows of a list point at, read by one statement for all of them.

They batch and do not remember: one operation may hold several mutations, and each must show what
it left behind.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from strawberry.dataloader import DataLoader

from app.library import extension_runs, fields, files, folders, saved_extensions, versions
from app.library.extension_runs import Standing
from app.library.fields import FieldRow
from app.library.pages import Page, Window
from app.library.rows import FolderRow, VersionRow
from app.library.saved_extensions import SavedRow

T = TypeVar("T")

BATCH = 1000
"""Ids in one statement; databases take some 32,000 values."""


class Loaders:
    """One set for each operation."""

    def __init__(self) -> None:
        self.has_missed = False
        """Whether a file that was found had no versions any more: it was deleted meanwhile."""
        self.files: DataLoader[str, VersionRow | None] = _loader(files.many)
        self.versions: DataLoader[str, VersionRow | None] = _loader(versions.many)
        self.version_counts: DataLoader[str, int | None] = _loader(versions.counts)
        self.version_pages: DataLoader[tuple[str, Window], Page[VersionRow]] = DataLoader(
            _version_pages, max_batch_size=BATCH, cache=False
        )
        """By file id and the part of its versions that is asked for."""
        self.standings: DataLoader[str, list[Standing] | None] = _loader(extension_runs.standings)
        """Of extensions, by version id."""
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


async def _version_pages(asked: list[tuple[str, Window]]) -> list[Page[VersionRow]]:
    """One statement for each window, however many files it is asked of."""
    files_of: dict[Window, dict[str, None]] = {}
    for file_id, window in asked:
        files_of.setdefault(window, {})[file_id] = None
    found = {
        window: await versions.page_each(list(file_ids), window)
        for window, file_ids in files_of.items()
    }
    return [found[window][file_id] for file_id, window in asked]
