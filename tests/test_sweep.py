"""What nothing points to leaves the disk, and nothing else does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import monotonic, time

import pytest

from tests.conftest import NewHome
from tests.pictures import numbered
from tests.sending import SlowUpload
from tests.servers import ROOT, Server
from tests.streams import MIB
from tests.tables import query
from tests.together import at_once


@pytest.fixture
def own(new_home: NewHome) -> Iterator[Server]:
    """A server whose disk is this test's alone."""
    with Server(new_home()) as server:
        yield server


def test_bytes_of_a_deleted_version_leave_the_disk_by_themselves(own: Server) -> None:
    one, two = (own.client.upload(numbered(n), "a.png", "/") for n in (1, 2))
    assert len(_blobs(own)) == 2

    own.client.delete_version(one["fileId"], one["versionInfo"]["id"])

    _wait(own, lambda: len(_blobs(own)) == 1)
    assert own.client.fetched(two["url"]) == numbered(2)


def test_bytes_of_a_deleted_file_leave_the_disk(own: Server) -> None:
    for number in range(5):
        uploaded = own.client.upload(numbered(number), "a.png", "/")

    own.client.delete(uploaded["fileId"])

    with _sweepers(own, 1):
        _wait(own, lambda: not _blobs(own))


def test_used_tokens_are_forgotten_when_they_could_not_be_used_again(own: Server) -> None:
    url, day = own.home.database_url, 24 * 60 * 60 * 1000
    ages = {"old": -day - 60_000, "expired": -60_000, "good": 60_000}
    for name, age in ages.items():
        values = [name, int(time() * 1000) + age]
        query(url, "INSERT INTO upload_token (id, expires_at) VALUES ($1, $2)", values)

    def kept() -> set[str]:
        return {row["id"] for row in query(url, "SELECT id FROM upload_token")}

    _wait(own, lambda: "old" not in kept())
    assert kept() == {"expired", "good"}


def test_shared_bytes_stay_while_one_version_has_them(own: Server) -> None:
    kept, gone = (own.client.upload(numbered(1), name, "/") for name in ("a.png", "b.png"))
    other = own.client.upload(numbered(2), "c.png", "/")
    own.client.copy("/a.png", "/copies")
    assert len(_blobs(own)) == 2

    for file in (kept, gone, other):
        own.client.delete(file["fileId"])

    with _sweepers(own, 1):
        _wait(own, lambda: len(_blobs(own)) == 1)
    assert own.client.fetched("/copies/a.png") == numbered(1)


def test_an_upload_that_was_cut_off_leaves_nothing(own: Server) -> None:
    own.client.upload(numbered(1), "a.png", "/")
    before = _files(own)

    for _ in range(5):
        with SlowUpload(own, bytes(8 * MIB), "a.bin", "/"):
            _wait(own, lambda: _files(own) != before)
        _wait(own, lambda: _files(own) == before)

    assert [file["name"] for file in own.client.listed()] == ["a.png"]
    assert "everything is as it was stored" in own.home.run("fsck").stdout


def test_a_refused_upload_leaves_nothing(own: Server) -> None:
    own.client.upload(numbered(1), "a.png", "/")
    before = _files(own)

    answer = own.client.upload_answer(numbered(2), "a.png", "/", overwriteFile=False)

    assert answer.status_code == 400
    _wait(own, lambda: _files(own) == before)


def test_sweeping_all_the_time_never_takes_what_is_used(own: Server) -> None:
    content = numbered(1)

    def come_and_go(name: str) -> None:
        for _ in range(30):
            uploaded = own.client.upload(content, name, "/")
            assert own.client.fetched(uploaded["url"]) == content
            own.client.delete(uploaded["fileId"])

    with _sweepers(own, 2):
        at_once([partial(come_and_go, f"{n}.png") for n in range(3)])
        _wait(own, lambda: not _blobs(own))


_SWEEPER = """
import asyncio, pathlib, sys
from tortoise import Tortoise
from app.library import database
from app.library.sweep import sweep
from app.storage import LocalStorage

async def main():
    await Tortoise.init(config=database.config(sys.argv[1]))
    storage = LocalStorage(pathlib.Path(sys.argv[2]))
    await storage.open()
    while True:
        await sweep(storage)

asyncio.run(main())
"""


@contextmanager
def _sweepers(server: Server, count: int) -> Iterator[None]:
    """Processes that do nothing but sweep the server's library."""
    place = str(server.home.data_dir / "storage")
    command = [sys.executable, "-c", _SWEEPER, server.home.database_url, place]
    processes = [
        subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)  # noqa: S603 - our own program
        for _ in range(count)
    ]
    try:
        yield
        ended = [process.poll() for process in processes]
    finally:
        for process in processes:
            process.kill()
        said = [process.communicate()[1].decode() for process in processes]
    assert ended == [None] * count, said


def _blobs(server: Server) -> set[Path]:
    return set((server.home.data_dir / "storage" / "blobs").glob("*/*"))


def _files(server: Server) -> set[Path]:
    """Every file of the storage, half-written ones too; a server's own lock does not count."""
    place = server.home.data_dir / "storage"
    return {path for path in place.rglob("*") if path.is_file() and path.parent.name != ".owners"}


def _wait(server: Server, condition: Callable[[], bool], seconds: float = 20) -> None:
    """Returns when the condition holds."""
    deadline = monotonic() + seconds
    while not condition():
        assert monotonic() < deadline, f"not in {seconds} s; on disk: {sorted(_files(server))}"
        server.client.listed(limit=1)
