"""Processes are killed in the middle of their work; whatever was acknowledged stands.

PENTIMENTO_TEST_CRASHES says how often (5 times unless it says otherwise).
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Condition
from time import monotonic

import httpx

from tests.client import Client
from tests.conftest import NewHome
from tests.servers import Home, Server
from tests.shelves import Writer

CRASHES = int(os.environ.get("PENTIMENTO_TEST_CRASHES", "5"))  # noqa: TID251 - for tests only
WRITERS = 6


def test_what_was_acknowledged_survives_a_kill(new_home: NewHome) -> None:
    home = new_home()
    writers = [Writer(f"/writer-{n}", seed=n) for n in range(WRITERS)]
    chance = random.Random(7)  # noqa: S311 - repeatable, not secret

    for crash in range(CRASHES):
        server = Server(home).start()
        with _at_work(writers, server) as progress:
            progress.wait_for(chance.randrange(20, 80))
            server.kill()
        _kill_while_recovering(home, crash)

        with Server(home) as recovered:
            for writer in writers:
                writer.settle(recovered.client)
            _assert_tidy(home, recovered.client, writers)
    assert "everything is as it was stored" in home.run("fsck").stdout


def test_a_killed_process_does_not_disturb_its_neighbour(new_home: NewHome) -> None:
    home = new_home()
    writers = [Writer(f"/writer-{n}", seed=n) for n in range(WRITERS // 2)]
    victims = [Writer(f"/victim-{n}", seed=n) for n in range(WRITERS // 2)]

    with Server(home) as neighbour:
        with _at_work(writers, neighbour) as progress:
            for _ in range(CRASHES):
                victim = Server(home).start()
                with _at_work(victims, victim) as theirs:
                    theirs.wait_for(20)
                    victim.kill()
                progress.wait_for(20)
                for writer in victims:
                    writer.settle(neighbour.client)

        for writer in writers:
            writer.settle(neighbour.client)
        with Server(home):  # which clears what the last victim left, as its successor would
            _assert_tidy(home, neighbour.client, writers + victims)


class _Progress:
    """Counts acknowledged acts, and lets others wait for them."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._count = 0
        self.stopping = False
        """Set to end every writer after its present act."""

    def one_more(self) -> None:
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def wait_for(self, more: int) -> None:
        """Returns after so many further acts."""
        with self._changed:
            goal = self._count + more
            assert self._changed.wait_for(lambda: self._count >= goal, timeout=60), "no progress"


@contextmanager
def _at_work(writers: Sequence[Writer], server: Server) -> Iterator[_Progress]:
    """All writers act until they are stopped or the server is killed; other errors are raised."""
    progress = _Progress()

    def work(writer: Writer) -> None:
        try:
            while not progress.stopping:
                writer.act(server.client)
                progress.one_more()
        except httpx.TransportError:
            if server in Server.running:
                raise

    with ThreadPoolExecutor(len(writers)) as pool:
        working = [pool.submit(work, writer) for writer in writers]
        try:
            yield progress
        finally:
            progress.stopping = True
    if server not in Server.running:
        server.client.close()
    for result in working:
        result.result()


def _kill_while_recovering(home: Home, crash: int) -> None:
    """A kill before it serves, or at its first answer, while the first sweep is under way."""
    if crash % 3 == 0:
        return
    server = Server(home)
    server.launch()
    if crash % 3 == 1:
        server.wait_for_output("Pentimento")
    else:
        server.wait_until_healthy()
    server.kill()
    server.client.close()


def _assert_tidy(home: Home, client: Client, writers: Sequence[Writer]) -> None:
    """Little is left of what was cut off, and soon; nothing half-written."""
    contents = {c for w in writers for kept in w.shelf.values() for c in kept.contents}
    place = home.data_dir / "storage"
    deadline = monotonic() + 20
    while len(list((place / "blobs").glob("*/*"))) > len(contents) + 2 * len(writers):
        assert monotonic() < deadline, "files are left that nothing points to"
        client.rest("GET", "/health")
    assert list((place / ".tmp").iterdir()) == []
