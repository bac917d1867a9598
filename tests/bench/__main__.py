"""Starts a server, on SQLite and a folder unless told otherwise, measures, and prints a table. See
scripts/bench."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import folders, page, pictures, reading, search, searches, uploading
from tests.databases import Postgres
from tests.servers import Home, Server

SIZES = ((1, 21), (25, 5), (100, 3), (1024, 1))
"""MiB of an upload, and how often it is repeated."""


def main() -> None:
    """Uploads, reading and pictures, or what the arguments name: search, folders and page too."""
    wanted = sys.argv[1:] or ["uploads", "reading", "pictures"]
    if "search" in wanted:
        _search()
    if "folders" in wanted:
        _folders()
    if "page" in wanted:
        _page()
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


def _page() -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd().parent) as name:
        folder = Path(name) / "data"
        folder.mkdir()
        home = Home(folder, f"sqlite://{folder / 'pentimento.sqlite'}")
        with Server(home, LOG_LEVEL="warning") as server:
            often = page.prepare(server)
            print("in Chromium                              median (ms)    budget")  # noqa: T201
            for row in page.measure(server, often):
                budget = "" if row.limit is None else f"{row.limit:9.0f}"
                print(f"{row.what:40} {row.value:11.0f} {budget}", flush=True)  # noqa: T201


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
    with _place() as home:
        written, migrated = search.prepare(home, files)
        print(f"{files:,} files, 5 versions each: written in {written:.0f} s,", end=" ")  # noqa: T201
        print(f"migrated in {migrated:.0f} s")  # noqa: T201
        with Server(home, LOG_LEVEL="warning") as server:
            search.define(server.client)
            watch = search.Watch(server, by_processor=search.by_processor())
            nothing = search.trivial(server.client, watch)
            print(f"a request that reads nothing: {nothing:.1f} ms")  # noqa: T201
            unit = "ms of the server's threads" if search.by_processor() else "ms"
            print(f"first page of 50, and the deepest, in {unit}")  # noqa: T201
            head = f"{'':38} REST  search (deepest)   files (deepest)"
            print(f"{head}   < {search.TARGET:.0f}")  # noqa: T201
            _searches(server, watch, searches.aimed(files), is_aimed=True)
            print("without a target")  # noqa: T201
            _searches(server, watch, searches.others(), is_aimed=False)


@contextmanager
def _place() -> Iterator[Home]:
    """Where the large library is, or will be."""
    kept, url = search.kept(), search.database()
    postgres = Postgres(None) if url == "postgres" else None
    with tempfile.TemporaryDirectory(dir=Path.cwd().parent) as name:
        folder = kept or Path(name)
        try:
            fresh = postgres.fresh() if postgres else url
            yield Home(folder, fresh or f"sqlite:///{folder / 'pentimento.sqlite'}")
        finally:
            if postgres:
                postgres.close()


def _searches(
    server: Server, watch: search.Watch, cases: Iterator[searches.Case], *, is_aimed: bool
) -> None:
    wanted = search.named()
    for row in search.measure(server.client, watch, (c for c in cases if wanted in c.name)):
        pages = [row.search, row.files] if row.files else [row.search]
        shown = "".join(f"{each.first:10.1f} ({each.deepest:5.1f})" for each in pages)
        verdict = ("yes" if row.is_met else "NO") if is_aimed else ""
        print(f"{row.name:36} {row.rest:6.1f}{shown:38}  {verdict}", flush=True)  # noqa: T201


def _folders() -> None:
    print("folder of 10,000 files          s   longest read, write meanwhile   (move < 5)")  # noqa: T201
    postgres = Postgres(None)
    try:
        for told in (False, True):
            with tempfile.TemporaryDirectory(dir=Path.cwd().parent) as name:
                place = Path(name) / "data"
                for url in (f"sqlite:///{place / 'pentimento.sqlite'}", postgres.fresh()):
                    home, kind = Home(place, url), url.partition(":")[0][:8]
                    with Server(home):  # makes the folder and the tables
                        pass
                    for row in folders.measure_told(home) if told else folders.measure(home):
                        print(f"{kind:9}{'webhook ' if told else '':8}{row}", flush=True)  # noqa: T201
    finally:
        postgres.close()


main()
