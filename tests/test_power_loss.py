"""The power fails at the very moment of an answer; what was answered is there afterwards.

On SQLite, whose file is ours to keep; PostgreSQL has promises of its own.
"""

from __future__ import annotations

import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import power
from tests.servers import Home, Server
from tests.shelves import Writer, observed

ACTS = 25
CUTS = 5

pytestmark = pytest.mark.skipif(not power.is_possible(), reason="strace is missing or forbidden")

_PROGRAM = """
import os, sys

def write(name, *, sync):
    with open(name, "wb") as file:
        file.write(bytes(range(256)))
        if sync:
            file.flush()
            os.fsync(file.fileno())

def sync_folder():
    folder = os.open(".", os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)

os.chdir(sys.argv[1])
here = os.getcwd() + "/"
write(here + "kept", sync=True)
write(here + "emptied", sync=False)
write(here + "renamed", sync=True)
sync_folder()
os.rename(here + "renamed", here + "unsynced name")
write(here + "lost", sync=True)
with open(here + "kept", "ab") as file:
    file.write(b"unsynced tail")
"""


def test_the_replay_forgets_what_was_not_synced(tmp_path: Path) -> None:
    root, left = tmp_path / "root", tmp_path / "left"
    root.mkdir()
    command = [*power.tracer(tmp_path / "traces"), sys.executable, "-c", _PROGRAM, str(root)]
    subprocess.run(command, check=True)  # noqa: S603 - our own program

    disk = power.Disk(root)
    disk.run(power.read(tmp_path / "traces"), until=float("inf"))
    disk.write(left)

    found = {path.name: path.read_bytes() for path in left.iterdir()}
    whole = bytes(range(256))
    assert found == {"kept": whole, "emptied": b"", "renamed": whole}


def test_what_was_acknowledged_survives_a_power_cut(tmp_path: Path) -> None:
    world, traces = tmp_path / "world", tmp_path / "traces"
    world.mkdir()
    writers = [Writer(f"/writer-{n}", seed=n) for n in range(3)]
    server = Server(_home(world), wrapper=power.tracer(traces)).start()
    with ThreadPoolExecutor(len(writers)) as pool:
        list(pool.map(lambda writer: _work(writer, server), writers))
    server.kill()
    server.client.close()
    calls = power.read(traces)

    for number, cut in enumerate(_cuts(writers)):
        disk = power.Disk(world)
        disk.run(calls, until=cut)
        disk.write(tmp_path / f"world-{number}")

        with Server(_home(tmp_path / f"world-{number}")) as again:
            for writer in writers:
                assert observed(again.client, writer.folder) in writer.allowed_at(cut)


def _home(world: Path) -> Home:
    """The server makes its folder itself, so that this too must last."""
    data_dir = world / "data"
    return Home(data_dir, f"sqlite://{data_dir / 'pentimento.db'}")


def _work(writer: Writer, server: Server) -> None:
    for _ in range(ACTS):
        writer.act(server.client)


def _cuts(writers: list[Writer]) -> list[float]:
    """Some moments of acknowledgement, the first and the last among them."""
    moments = sorted(at for writer in writers for at, _ in writer.history[1:])
    chosen = random.Random(3).sample(moments[1:-1], CUTS - 2)  # noqa: S311 - repeatable
    return [moments[0], *chosen, moments[-1]]
