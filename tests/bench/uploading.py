"""Uploading: speed beside a script that writes, hashes and syncs the same bytes, and memory."""

from __future__ import annotations

import hashlib
import http.client
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from tests.client import basic
from tests.servers import PRIVATE_KEY, Server

MIB = 1024 * 1024
BOUNDARY = "a-boundary"


def measure(server: Server, folder: Path, mib: int, times: int) -> tuple[float, float, float]:
    """MiB per second of the server, of the script, and MiB of memory that the server gained."""
    block = os.urandom(MIB)
    script = [_script(folder / "script.bin", block, mib) for _ in range(times)]
    before = memory(server.process.pid, "VmRSS")
    with Peak(server.process.pid) as peak:
        ours = [_upload(server, block, mib, f"{mib}-{n}.bin") for n in range(times)]
    median = times // 2
    return mib / sorted(ours)[median], mib / sorted(script)[median], peak.highest - before


def _script(path: Path, block: bytes, mib: int) -> float:
    started = perf_counter()
    digest = hashlib.sha256()
    with path.open("wb", buffering=0) as file:
        for part in _parts(block, mib):
            digest.update(part)
            file.write(part)
        os.fsync(file.fileno())
    elapsed = perf_counter() - started
    path.unlink()
    return elapsed


def _upload(server: Server, block: bytes, mib: int, name: str) -> float:
    head, tail = _form(name)
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    started = perf_counter()
    connection.putrequest("POST", "/api/v1/files/upload")
    connection.putheader("Authorization", basic(PRIVATE_KEY))
    connection.putheader("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
    connection.putheader("Content-Length", str(len(head) + mib * MIB + len(tail)))
    connection.endheaders()
    for part in (head, *_parts(block, mib), tail):
        connection.send(part)
    response = connection.getresponse()
    answer = response.read()
    elapsed = perf_counter() - started
    connection.close()
    assert response.status == 200, answer
    return elapsed


def _parts(block: bytes, mib: int) -> Iterator[bytes]:
    """So many MiB that differ from one another and from run to run."""
    for number in range(mib):
        yield number.to_bytes(8, "big") + os.urandom(8) + block[16:]


def _form(name: str) -> tuple[bytes, bytes]:
    fields = {"fileName": name, "folder": "/bench/uploads", "useUniqueFileName": "false"}
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in fields.items()
    ]
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return ("".join(parts) + file).encode(), f"\r\n--{BOUNDARY}--\r\n".encode()


class Peak:
    """Looks at the memory of processes twenty times a second."""

    def __init__(self, *pids: int) -> None:
        self.highest = 0.0
        self._pids = pids
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def _watch(self) -> None:
        while not self._end.wait(0.05):
            now = sum(memory(pid, "VmRSS") for pid in self._pids)
            self.highest = max(self.highest, now)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()


def memory(pid: int, field: str) -> float:
    """A figure of a process's memory, in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"no {field}")
