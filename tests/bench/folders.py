"""Folder jobs on ten thousand files, what others wait meanwhile, and how fast webhooks are sent."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from time import perf_counter
from typing import Final

from tests.bench.search import Watch
from tests.client import Client
from tests.pictures import numbered
from tests.servers import Home, Server
from tests.tables import query

FILES: Final = 10_000
VERSIONS: Final = 3
"""Of each file."""
POSTS: Final = 2000
SECRET: Final = "whsec_0123456789abcdefghij"  # noqa: S105 - for a receiver of ours
_IN_A_FOLDER: Final = 100

_HEX: Final = {"sqlite": "printf('%0{0}x', {1})", "postgres": "lpad(to_hex({1}), {0}, '0')"}


@dataclass(frozen=True, slots=True)
class Job:
    """Seconds of a job; the longest that a read and a write of others took meanwhile."""

    name: str
    seconds: float
    read: float
    write: float

    def __str__(self) -> str:
        return f"{self.name:20} {self.seconds:7.2f} {self.read:14.2f} {self.write:7.2f}"


@dataclass(frozen=True, slots=True)
class Rate:
    """Posts a second, and milliseconds of the server's threads for each."""

    posts: float
    busy: float

    def __str__(self) -> str:
        return f"{self.posts:.0f} posts a second, {self.busy:.1f} ms of the server's threads each"


class Receiver:
    """A web server that takes every post at once and counts them; a context manager."""

    def __init__(self) -> None:
        self.count = 0
        self.port = 0
        self._ready, self._loop = threading.Event(), asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._take, "127.0.0.1", 0, backlog=512)
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                length = head.partition(b"content-length:")[2].split(b"\r\n")[0]
                await reader.readexactly(int(length))
                self.count += 1
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def wait(self, count: int) -> None:
        """Returns when so many have come."""
        while self.count < count:
            threading.Event().wait(0.005)

    def __enter__(self) -> Receiver:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()


def measure(home: Home) -> Iterator[Job]:
    """Copying and moving the folder, without a webhook."""
    with Server(home, LOG_LEVEL="warning") as server:
        _fill(home, server.client)
        yield from _jobs(server)


def measure_told(home: Home) -> Iterator[Job | Rate]:
    """The same with one, and at the end how many posts a second it is sent."""
    with Receiver() as receiver:
        told = {"WEBHOOK_URL": f"http://127.0.0.1:{receiver.port}/", "WEBHOOK_SECRET": SECRET}
        with Server(home, LOG_LEVEL="warning", ALLOW_PRIVATE_URLS="true", **told) as server:
            _fill(home, server.client)
            yield from _jobs(server)
            watch = Watch(server, by_processor=True)
            before, started = receiver.count, perf_counter()
            busy = watch.time(lambda: receiver.wait(before + POSTS))
            yield Rate(POSTS / (perf_counter() - started), busy / POSTS)


def _fill(home: Home, client: Client) -> None:
    """Files of three versions each, in folders of a hundred, made of a file that is uploaded."""
    for number in range(VERSIONS):
        seed = client.upload(numbered(number), "seed.png", "/seed", tags=["a", "b"])
    dialect = "sqlite" if home.database_url.startswith("sqlite") else "postgres"
    name = {digits: _HEX[dialect].format(digits, "n.i") for digits in (23, 24, 31)}
    series = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {})"
    folders = FILES // _IN_A_FOLDER
    client.rest("POST", "/v1/folder", json={"folderName": "source", "parentFolderPath": "/"})
    above = "(SELECT id FROM folder WHERE path = '/source')"
    times = "1, 1"
    query(
        home.database_url,
        "INSERT INTO folder (id, path, name, parent_id, created_at, updated_at)"  # noqa: S608 - values of ours
        f" {series.format(folders)} SELECT 'f' || {name[23]}, '/source/' || n.i,"
        f" CAST(n.i AS VARCHAR(9)), {above}, {times} FROM n",
    )
    inside = _HEX[dialect].format(23, f"n.i % {folders} + 1")
    query(
        home.database_url,
        "INSERT INTO file (id, folder_id, name, current_number, last_number, created_at,"  # noqa: S608 - values of ours
        f" updated_at) {series.format(FILES)} SELECT {name[24]}, 'f' || {inside},"
        f" 'file-' || n.i || '.png', {VERSIONS}, {VERSIONS}, {times} FROM n",
    )
    attributes = (
        "blob_id, mime, size, width, height, has_alpha, orientation, tags, is_private, is_published"
    )
    query(
        home.database_url,
        f"INSERT INTO version (id, file_id, number, token, created_at, updated_at, {attributes})"  # noqa: S608 - values of ours
        f" {series.format(FILES)} SELECT CAST(v.number AS VARCHAR(1)) || {name[23]}, {name[24]},"
        f" v.number, CAST(v.number AS VARCHAR(1)) || {name[31]}, 1, 1, {attributes}"
        f" FROM n CROSS JOIN version v WHERE v.file_id = '{seed['fileId']}'",
    )


def _jobs(server: Server) -> Iterator[Job]:
    client = server.client
    client.rest("POST", "/v1/folder", json={"folderName": "to", "parentFolderPath": "/"})
    copied = {"sourceFolderPath": "/source", "destinationPath": "/to"}
    yield _timed(server, "copy, with versions", "copyFolder", {**copied, "includeVersions": True})
    moved = {"sourceFolderPath": "/source", "destinationPath": "/there"}
    yield _timed(server, "move", "moveFolder", moved)
    merged = {"sourceFolderPath": "/there/source", "destinationPath": "/to"}
    yield _timed(server, "move onto as many", "moveFolder", merged)
    back = {"sourceFolderPath": "/to/source", "destinationPath": "/"}
    yield _timed(server, "move back", "moveFolder", back)


def _timed(server: Server, name: str, route: str, body: Mapping[str, object]) -> Job:
    """The job, while somebody reads and somebody writes."""
    done, numbers = threading.Event(), count(1)
    client = server.client

    def read() -> None:
        client.listed(path="/seed")

    def write() -> None:
        client.upload(numbered(1), "other.png", f"/seed-{name}-{next(numbers)}")

    with ThreadPoolExecutor(2) as pool:
        waits = [pool.submit(_longest, act, done) for act in (read, write)]
        started = perf_counter()
        answer = client.rest("POST", f"/v1/bulkJobs/{route}", json=body)
        seconds = perf_counter() - started
        done.set()
    assert answer.status_code == 200, answer.text
    return Job(name, seconds, *(wait.result() for wait in waits))


def _longest(act: Callable[[], None], done: threading.Event) -> float:
    longest = 0.0
    while not done.is_set():
        started = perf_counter()
        act()
        longest = max(longest, perf_counter() - started)
        done.wait(0.005)
    return longest
