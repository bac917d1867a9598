"""What a library must hold after a series of acts, some of them cut off before their answer.

A shelf maps paths to files; a file is known by the hashes of its versions. A writer acts on a
folder of its own, one act after another, and keeps the shelf that was acknowledged last and, while
an act is under way, the shelf that it would lead to. Nothing else may be found afterwards.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass
from time import time

from tests.client import Client, Json, sha256
from tests.pictures import numbered

FOLDERS = ("a", "b")
NAMES = ("x.png", "y.png")
FULL = 20
"""From so many versions on, acts that add to a file give way to deleting it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file: hashes of its versions by rising number, and which of them is current."""

    contents: tuple[str, ...]
    current: int

    @property
    def in_order(self) -> tuple[str, ...]:
        """As copying and moving append them: the current one last."""
        past = (c for n, c in enumerate(self.contents) if n != self.current)
        return (*past, self.contents[self.current])


Shelf = dict[str, Kept]


def appended(shelf: Shelf, path: str, contents: tuple[str, ...]) -> Shelf:
    """With these versions on top of the file there, the last of them current."""
    before = shelf[path].contents if path in shelf else ()
    whole = before + contents
    return shelf | {path: Kept(whole, len(whole) - 1)}


def without(shelf: Shelf, path: str) -> Shelf:
    """Without the file."""
    return {name: kept for name, kept in shelf.items() if name != path}


def moved(shelf: Shelf, source: str, target: str) -> Shelf:
    """With the file moved, or merged into the one that is there."""
    rest, kept = without(shelf, source), shelf[source]
    return appended(rest, target, kept.in_order) if target in rest else rest | {target: kept}


class Writer:
    """Acts at random on a folder of its own; the same seed acts the same."""

    _numbers = itertools.count(1)

    def __init__(self, folder: str, seed: int) -> None:
        self.folder = folder
        self.shelf: Shelf = {}
        self.doubt: Shelf | None = None
        self.history: list[tuple[float, Shelf]] = [(0.0, {})]
        """Each acknowledged shelf with the time it was acknowledged at."""
        self._random = random.Random(seed)  # noqa: S311 - repeatable, not secret

    def act(self, client: Client) -> None:
        """One act; when it raises, `doubt` is what it may have led to."""
        path, target = self._path(), self._path()
        acts: list[Callable[[Client, str, str], None]] = [self._upload]
        if path in self.shelf:
            acts += [self._upload, self._restore, self._delete_version, self._delete]
            if path.rpartition("/")[0] != target.rpartition("/")[0]:
                target = target.rpartition("/")[0] + "/" + path.rpartition("/")[2]
                acts += [self._copy, self._copy_all, self._move]
            if len(self.shelf[path].contents) > FULL:
                acts = [self._delete]
        self._random.choice(acts)(client, path, target)

    def settle(self, client: Client) -> None:
        """Looks what is there, which must be what was acknowledged or what was in doubt."""
        found = observed(client, self.folder)
        assert found in (self.shelf, self.doubt), (
            f"\nfound        {found}\nacknowledged {self.shelf}\nin doubt     {self.doubt}"
        )
        self.shelf, self.doubt = found, None

    def allowed_at(self, cut: float) -> list[Shelf]:
        """What may be found when everything stopped at this time."""
        last = max(n for n, (at, _) in enumerate(self.history) if at <= cut)
        later = [shelf for _, shelf in self.history[last + 1 : last + 2]]
        return [self.history[last][1], *(later or ([self.doubt] if self.doubt else []))]

    def _done(self, after: Shelf) -> None:
        self.shelf, self.doubt = after, None
        self.history.append((time(), after))

    def _path(self) -> str:
        return f"{self.folder}/{self._random.choice(FOLDERS)}/{self._random.choice(NAMES)}"

    def _upload(self, client: Client, path: str, _: str) -> None:
        content = numbered(next(self._numbers)) + self._random.randbytes(self._random.randrange(99))
        folder, _, name = path.rpartition("/")
        self.doubt = appended(self.shelf, path, (sha256(content),))
        client.upload(content, name, folder)
        self._done(self.doubt)

    def _restore(self, client: Client, path: str, _: str) -> None:
        file_id, ids = _by_number(client, path)
        chosen = self._random.randrange(len(ids))
        self.doubt = self.shelf | {path: Kept(self.shelf[path].contents, chosen)}
        client.restore(file_id, ids[chosen])
        self._done(self.doubt)

    def _delete_version(self, client: Client, path: str, _: str) -> None:
        kept = self.shelf[path]
        past = [n for n in range(len(kept.contents)) if n != kept.current]
        if not past:
            return
        file_id, ids = _by_number(client, path)
        chosen = self._random.choice(past)
        left = kept.contents[:chosen] + kept.contents[chosen + 1 :]
        self.doubt = self.shelf | {path: Kept(left, kept.current - (chosen < kept.current))}
        client.delete_version(file_id, ids[chosen])
        self._done(self.doubt)

    def _delete(self, client: Client, path: str, _: str) -> None:
        file_id, _ids = _by_number(client, path)
        self.doubt = without(self.shelf, path)
        client.delete(file_id)
        self._done(self.doubt)

    def _copy(self, client: Client, path: str, target: str) -> None:
        kept = self.shelf[path]
        self.doubt = appended(self.shelf, target, (kept.contents[kept.current],))
        client.copy(path, target.rpartition("/")[0])
        self._done(self.doubt)

    def _copy_all(self, client: Client, path: str, target: str) -> None:
        self.doubt = appended(self.shelf, target, self.shelf[path].in_order)
        client.copy(path, target.rpartition("/")[0], include_versions=True)
        self._done(self.doubt)

    def _move(self, client: Client, path: str, target: str) -> None:
        self.doubt = moved(self.shelf, path, target)
        client.move(path, target.rpartition("/")[0])
        self._done(self.doubt)


def observed(client: Client, folder: str) -> Shelf:
    """The shelf that the server shows, every version hashed as it is delivered."""
    shelf: Shelf = {}
    for inner in FOLDERS:
        for file in client.listed(path=f"{folder}/{inner}"):
            versions = sorted(client.versions(file["fileId"]), key=number)
            hashes = tuple(sha256(client.fetched(_local(client, v))) for v in versions)
            (current,) = (n for n, v in enumerate(versions) if v["type"] == "file")
            shelf[file["filePath"]] = Kept(hashes, current)
    return shelf


def number(version: Json) -> int:
    """What `Version 7` counts."""
    return int(version["versionInfo"]["name"].removeprefix("Version "))


def _by_number(client: Client, path: str) -> tuple[str, list[str]]:
    file = client.at(path)
    assert file is not None, f"{path} is gone"
    versions = sorted(client.versions(file["fileId"]), key=number)
    return file["fileId"], [version["versionInfo"]["id"] for version in versions]


def _local(client: Client, version: Json) -> str:
    """The version's address at this very server, whatever origin it is published under."""
    return client.base_url + "/media" + str(version["url"]).partition("/media")[2]
