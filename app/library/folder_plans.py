"""What becomes of each folder when a tree is moved: a plan, made by pure functions.

Level by level from the top: a folder goes as it is where its new path is free, and is merged into
the folder there where it is not. The order matters where a tree is moved into a folder above it,
as `/a/a` to `/`: what goes up there makes room for what comes from below.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from app.library.paths import split
from app.library.rows import FolderRow


@dataclass(frozen=True, slots=True)
class Route:
    """From the path of a folder to the path that it, or its copy, is to have."""

    source: str
    target: str

    def leads(self, path: str) -> str:
        """The new path of the folder or of one below it."""
        return self.target + path[len(self.source) :]


@dataclass(frozen=True, slots=True)
class Level:
    """What is done with the folders of one depth; ids."""

    moved: list[str] = field(default_factory=list)
    """Folders that get another path."""
    parents: dict[str, str] = field(default_factory=dict)
    """Those of them whose parent does not come along, each with its new parent."""
    merged: list[tuple[str, str]] = field(default_factory=list)
    """Folders whose files go into another one, with that one."""


def plan(route: Route, source: Iterable[FolderRow], there: Mapping[str, str]) -> list[Level]:
    """The levels from the top. `there` has the id of every folder that the new paths may meet."""
    ids = dict(there)
    moved: set[str] = set()
    levels = []
    for _, rows in groupby(sorted(source, key=_depth), key=_depth):
        level = Level()
        for row in rows:
            goal, above = route.leads(row.path), split(row.path)[0]
            if above not in moved and goal in ids:
                level.merged.append((row.id, ids[goal]))
                continue
            if above not in moved:
                level.parents[row.id] = ids[split(goal)[0]]
            level.moved.append(row.id)
            moved.add(row.path)
            ids.pop(row.path, None)
            ids[goal] = row.id
        levels.append(level)
    return levels


def emptied(levels: Iterable[Level]) -> list[list[str]]:
    """Ids of the folders that have given all they can, the deepest first: they may be removed."""
    merged = [level.merged for level in levels]
    kept = {target for pairs in merged for _, target in pairs}
    return [[source for source, _ in pairs if source not in kept] for pairs in reversed(merged)]


def _depth(row: FolderRow) -> int:
    return row.path.count("/")
