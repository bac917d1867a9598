"""Starts a server on SQLite and a folder, measures, and prints a table. See scripts/bench."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.bench import pictures, reading, search, uploading
from tests.servers import Home, Server

SIZES = ((1, 21), (25, 5), (100, 3), (1024, 1))
"""MiB of an upload, and how often it is repeated."""


def main() -> None:
    """Everything but search, or what the arguments name: uploads, reading, pictures, search."""
    wanted = sys.argv[1:] or ["uploads", "reading", "pictures"]
    if "search" in wanted:
        _search()
    if not {"uploads", "reading", "pictures"} & set(wanted):
        return
    with tempfile.TemporaryDirectory(dir=Path.cwd().parent) as name:
        folder = Path(name)
        home = Home(folder / "data", f"sqlite:///{folder / 'data' / 'pentimento.sqlite'}")
        with Server(home, LOG_LEVEL="warning") as server:
            if "uploads" in wanted:
                _uploads(server, folder)
            if "reading" in wanted:
                _reading(server, folder)
            if "pictures" in wanted:
                _pictures(server, folder)


def _uploads(server: Server, folder: Path) -> None:
    print("upload            MiB/s   script: hash, write, sync   ratio   memory")  # noqa: T201
    for mib, times in SIZES:
        ours, script, memory = uploading.measure(server, folder, mib, times)
        ratio = ours / script
        print(f"{mib:5} MiB      {ours:9.0f} {script:27.0f} {ratio:7.2f}  +{memory:.0f} MiB")  # noqa: T201


def _reading(server: Server, folder: Path) -> None:
    print("reading                  per s   yardstick                  per s   ratio")  # noqa: T201
    for what, ours, yardstick, theirs in reading.measure(server, folder):
        print(f"{what:22} {ours:7.0f}   {yardstick:24} {theirs:7.0f} {ours / theirs:7.2f}")  # noqa: T201


def _pictures(server: Server, folder: Path) -> None:
    print("making            ours   Pillow alone   ratio   thumbor   ratio      (ms)")  # noqa: T201
    for made in pictures.misses(server):
        beside = "missing"
        if made.thumbor is not None:
            beside = f"{made.thumbor:7.0f} {made.thumbor / made.ours:7.2f}"
        ratio = made.pillow / made.ours
        print(f"{made.what:15} {made.ours:6.0f} {made.pillow:14.0f} {ratio:7.2f}   {beside}")  # noqa: T201
    print("delivering       per s")  # noqa: T201
    for what, found in pictures.hits(server, folder):
        print(f"{what:14} {found:7.0f}")  # noqa: T201
    before, peak = pictures.together(server)
    print(f"24 at once: {before:.0f} MiB before, {peak:.0f} MiB at most, all processes")  # noqa: T201


def _search() -> None:
    files = search.size()
    with tempfile.TemporaryDirectory(dir=Path.cwd().parent) as name:
        home = Home(Path(name), f"sqlite:///{Path(name) / 'pentimento.sqlite'}")
        written, migrated = search.prepare(home, files)
        print(f"{files:,} files, 5 versions each: written in {written:.0f} s,", end=" ")  # noqa: T201
        print(f"migrated in {migrated:.0f} s")  # noqa: T201
        print("first page of 50 (ms)         REST   GraphQL   its deepest   ratio")  # noqa: T201
        with Server(home, LOG_LEVEL="warning") as server:
            for row in search.measure(server.client, files):
                figures = f"{row.rest:7.1f} {row.graphql:9.1f} {row.deepest:13.1f}"
                print(f"{row.name:26} {figures} {row.deepest / row.graphql:7.2f}", flush=True)  # noqa: T201


main()
