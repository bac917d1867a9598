"""The promises of app/storage/base.py, kept by every storage."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from app.errors import NotFound
from app.storage import LocalStorage, Storage
from tests.servers import ROOT
from tests.streams import MIB, Stalling, chunks, failing

Open = Callable[[], Storage]

STORAGES: dict[str, Callable[[Path], Storage]] = {"local": LocalStorage}


@pytest.fixture(params=STORAGES)
def another(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """Makes one more storage of the same place, as another process would have it."""
    return lambda: STORAGES[request.param](tmp_path / "place")


@pytest.fixture
async def storage(another: Open) -> AsyncIterator[Storage]:
    opened = another()
    await opened.open()
    yield opened
    await opened.close()


@pytest.mark.parametrize(
    "content", [b"", b"x", b"\0" * MIB, bytes(range(256)) * 4096 + b"end"], ids=len
)
async def test_what_was_written_is_read_back(storage: Storage, content: bytes) -> None:
    written = await storage.write("blobs/one", chunks(content, 100_000))

    assert written == len(content)
    assert await storage.size("blobs/one") == len(content)
    assert await storage.read_all("blobs/one") == content
    assert await _read(storage, "blobs/one") == content


@pytest.mark.parametrize(
    ("start", "stop"),
    [(0, None), (0, 0), (0, 1), (5, 5), (300_000, None), (1, 900_000), (999_999, MIB), (MIB, None)],
)
async def test_a_range_is_read_without_the_rest(
    storage: Storage, start: int, stop: int | None
) -> None:
    content = bytes(n % 251 for n in range(MIB))
    await storage.write("blobs/one", chunks(content))

    read = await _read(storage, "blobs/one", start, stop)

    assert read == content[start:stop]


async def test_large_bytes_are_read_inchunks(storage: Storage) -> None:
    await storage.write("blobs/large", chunks(bytes(8 * MIB)))

    sizes = [len(chunk) async for chunk in storage.read("blobs/large")]

    assert sum(sizes) == 8 * MIB
    assert max(sizes) <= MIB


async def test_a_missing_key_is_not_found_wherever_it_is_read(storage: Storage) -> None:
    await storage.write("blobs/other", chunks(b"x"))

    with pytest.raises(NotFound):
        await _read(storage, "blobs/one")
    with pytest.raises(NotFound):
        await storage.read_all("blobs/one")
    with pytest.raises(NotFound):
        await storage.size("blobs/one")
    with pytest.raises(NotFound):
        await storage.stamp("blobs/one")
    with pytest.raises(NotFound):
        async with storage.local("blobs/one"):
            pass


@pytest.mark.parametrize(
    "key",
    ["", "/", "/etc/passwd", "..", "../x", "a/../b", "a/./b", "a//b", "a/", "a b", "é", "a\0b"],
)
async def test_what_is_no_key_touches_nothing(storage: Storage, tmp_path: Path, key: str) -> None:
    before = _files(tmp_path)

    with pytest.raises(ValueError, match="key"):
        await storage.write(key, chunks(b"x"))
    with pytest.raises(ValueError, match="key"):
        await _read(storage, key)
    with pytest.raises(ValueError, match="key"):
        await storage.remove(key)
    with pytest.raises(ValueError, match="key"):
        await storage.remove_all(key)

    assert _files(tmp_path) == before


async def test_a_write_whose_source_fails_leaves_nothing(storage: Storage, tmp_path: Path) -> None:
    before = _files(tmp_path)

    with pytest.raises(ConnectionError, match="gone"):
        await storage.write("blobs/one", failing())

    assert _files(tmp_path) == before
    with pytest.raises(NotFound):
        await storage.size("blobs/one")


async def test_a_write_given_up_leaves_nothing(storage: Storage, tmp_path: Path) -> None:
    before = _files(tmp_path)
    source = Stalling()
    writing = asyncio.create_task(storage.write("blobs/one", source.chunks()))
    await source.stalled.wait()

    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing

    assert _files(tmp_path) == before


async def test_nobody_sees_half_of_a_write(storage: Storage) -> None:
    source = Stalling()
    writing = asyncio.create_task(storage.write("blobs/one", source.chunks()))
    await source.stalled.wait()

    with pytest.raises(NotFound):
        await storage.read_all("blobs/one")
    assert [key async for key in storage.keys("blobs")] == []

    source.goes_on.set()
    assert await writing == 2 * MIB
    assert await storage.size("blobs/one") == 2 * MIB


async def test_a_stamp_changes_when_the_bytes_do(storage: Storage) -> None:
    await storage.write("renditions/one", chunks(b"before"))
    before = await storage.stamp("renditions/one")

    again = await storage.stamp("renditions/one")
    await storage.write("renditions/one", chunks(b"after!"))

    assert again == before
    assert await storage.stamp("renditions/one") != before


async def test_a_local_path_holds_the_bytes(storage: Storage) -> None:
    await storage.write("blobs/one", chunks(b"content"))

    async with storage.local("blobs/one") as path:
        content = await asyncio.to_thread(path.read_bytes)

    assert content == b"content"


async def test_a_removed_key_is_gone_and_may_be_removed_again(storage: Storage) -> None:
    await storage.write("blobs/one", chunks(b"x"))
    await storage.write("blobs/two", chunks(b"y"))

    await storage.remove("blobs/one")
    await storage.remove("blobs/one")

    assert [key async for key in storage.keys("blobs")] == ["blobs/two"]


async def test_keys_and_remove_all_stop_at_the_prefix(storage: Storage) -> None:
    for key in ("renditions/a/1", "renditions/a/2", "renditions/a/deep/3", "renditions/ab/4"):
        await storage.write(key, chunks(b"x"))
    below = {key async for key in storage.keys("renditions/a")}

    await storage.remove_all("renditions/a")
    await storage.remove_all("renditions/nothing")

    assert below == {"renditions/a/1", "renditions/a/2", "renditions/a/deep/3"}
    assert [key async for key in storage.keys("renditions")] == ["renditions/ab/4"]


async def test_many_writes_at_once_keep_apart(storage: Storage) -> None:
    contents = {f"blobs/{n % 5}/{n}": f"{n}".encode() * 10_000 for n in range(60)}

    await asyncio.gather(*(storage.write(key, chunks(c)) for key, c in contents.items()))

    assert {key async for key in storage.keys("blobs")} == set(contents)
    assert {key: await storage.read_all(key) for key in contents} == contents


async def test_another_process_reads_what_one_wrote(storage: Storage, another: Open) -> None:
    await storage.write("blobs/one", chunks(b"shared"))
    other = another()
    await other.open()

    read = await other.read_all("blobs/one")
    await other.close()

    assert read == b"shared"


async def test_an_owner_lives_from_open_to_close(storage: Storage, another: Open) -> None:
    other = another()
    before = await storage.is_alive(other.owner)
    await other.open()
    opened = await storage.is_alive(other.owner)
    await other.close()

    assert not before
    assert opened
    assert not await storage.is_alive(other.owner)
    assert await storage.is_alive(storage.owner)


async def test_opening_another_does_not_disturb_a_write(storage: Storage, another: Open) -> None:
    source = Stalling()
    writing = asyncio.create_task(storage.write("blobs/one", source.chunks()))
    await source.stalled.wait()

    other = another()
    await other.open()
    await other.close()
    source.goes_on.set()

    assert await writing == 2 * MIB
    assert await storage.size("blobs/one") == 2 * MIB


async def test_what_a_killed_process_left_is_cleared(another: Open, tmp_path: Path) -> None:
    victim = _half_a_write(tmp_path / "place")
    left = _files(tmp_path)
    storage = another()

    await storage.open()

    assert not await storage.is_alive(victim)
    assert not left & _files(tmp_path)
    assert [key async for key in storage.keys("blobs")] == []
    await storage.close()


async def test_a_place_that_cannot_be_written_fails_the_check(
    storage: Storage, tmp_path: Path
) -> None:
    await storage.check()

    (tmp_path / "place").rename(tmp_path / "gone")

    with pytest.raises(OSError, match=r"gone|No such"):
        await storage.check()
    (tmp_path / "gone").rename(tmp_path / "place")


_VICTIM = """
import asyncio, pathlib, sys
from app.storage import LocalStorage

async def chunks():
    yield bytes(100_000)
    print(storage.owner, flush=True)
    await asyncio.Event().wait()

async def main():
    await storage.open()
    await storage.write("blobs/one", chunks())

storage = LocalStorage(pathlib.Path(sys.argv[1]))
asyncio.run(main())
"""


def _half_a_write(place: Path) -> str:
    """Kills a process in the middle of a write; returns its owner."""
    command = [sys.executable, "-c", _VICTIM, str(place)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:  # noqa: S603 - our own program
        assert process.stdout is not None
        owner = process.stdout.readline().strip()
        process.kill()
    assert owner
    return owner


async def _read(storage: Storage, key: str, start: int = 0, stop: int | None = None) -> bytes:
    return b"".join([chunk async for chunk in storage.read(key, start, stop)])


def _files(place: Path) -> set[Path]:
    return {path for path in place.rglob("*") if path.is_file()}
