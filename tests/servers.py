"""Our server as a user starts it: a process of its own, on a free port, with its own data."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import ClassVar, Self

import httpx

from tests.client import Client

ROOT = Path(__file__).parent.parent
PRIVATE_KEY = "private_test_2f6c7c0b9d"
PUBLIC_KEY = "public_test_51ab2e"
COMMAND: Sequence[str] = (sys.executable, "-m", "app")
"""The `pentimento` command, by this Python, whether the project is installed or not."""

_logs = count(1)


@dataclass(frozen=True, slots=True)
class Home:
    """What outlives a server: its folder and its database."""

    data_dir: Path
    database_url: str
    settings: Mapping[str, str] = field(default_factory=dict)
    """More settings for every server of this home, without `PENTIMENTO_`: {"WORKERS": "2"}."""

    def environment(self, **settings: str) -> dict[str, str]:
        """The environment of a process that works on this home, and nothing of ours."""
        ours = {
            "DATA_DIR": str(self.data_dir),
            "DATABASE_URL": self.database_url,
            "PRIVATE_KEY": PRIVATE_KEY,
            "PUBLIC_KEY": PUBLIC_KEY,
            **self.settings,
            **settings,
        }
        return _inherited() | {f"PENTIMENTO_{name}": value for name, value in ours.items()}

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Runs `pentimento …` on this home to its end."""
        done = subprocess.run(  # noqa: S603 - our own program
            [*COMMAND, *arguments],
            env=self.environment(),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert not check or done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done


class Server:
    """`pentimento serve`, running; a context manager that stops it and wants a clean exit."""

    running: ClassVar[list[Server]] = []
    process: subprocess.Popen[bytes]

    def __init__(self, home: Home, *, wrapper: Sequence[str] = (), **settings: str) -> None:
        self.home = home
        self.port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.client = Client(self.base_url, PRIVATE_KEY, PUBLIC_KEY)
        self.log = home.data_dir.parent / f"server-{next(_logs)}.log"
        self._wrapper = wrapper
        self._settings = {"HOST": "127.0.0.1", "PORT": str(self.port)} | settings

    def start(self) -> Self:
        """Starts it and returns when it is healthy."""
        self.launch()
        self.wait_until_healthy()
        return self

    def launch(self) -> None:
        """Starts it and does not wait."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own program
                [*self._wrapper, *COMMAND, "serve"],
                env=self.home.environment(**self._settings),
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        Server.running.append(self)

    def wait_until_healthy(self, seconds: float = 60) -> None:
        """Returns when /health says 200; fails with the output when the process ends instead."""
        deadline = monotonic() + seconds
        while not self._is_healthy():
            try:
                self.process.wait(0.02)
            except subprocess.TimeoutExpired:
                assert monotonic() < deadline, f"not healthy in {seconds} s:\n{self.output()}"
            else:
                Server.running.remove(self)
                raise AssertionError(f"the server ended instead of starting:\n{self.output()}")

    def wait_for_output(self, text: str, seconds: float = 60) -> None:
        """Returns when the server has said this."""
        deadline = monotonic() + seconds
        while text not in self.output():
            assert monotonic() < deadline, f"no {text!r} in {seconds} s:\n{self.output()}"
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(0.02)

    def stop(self, seconds: float = 20) -> None:
        """SIGTERM; the process must end by itself, in time and without an error."""
        self.client.close()
        self.signal(signal.SIGTERM)
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"did not end in {seconds} s:\n{self.output()}") from None
        Server.running.remove(self)
        clean = {0, -signal.SIGTERM}  # uvicorn passes the signal on when all is done
        assert status in clean, f"ended with {status}:\n{self.output()}"

    def signal(self, number: int) -> None:
        """Sends a signal to the process that was started."""
        self.process.send_signal(number)

    def kill(self) -> None:
        """SIGKILL to it and all of its children, as when the machine's owner loses patience."""
        Server.running.remove(self)
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def output(self, start: int = 0) -> str:
        """All it has said since `start` bytes."""
        return self.log.read_bytes()[start:].decode(errors="replace")

    def _is_healthy(self) -> bool:
        try:
            response = self.client.anonymous.get("/health", timeout=5)
        except httpx.TransportError:
            return False
        return response.status_code == 200

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self in Server.running and error is None:
            self.stop()
        elif self in Server.running:
            self.kill()
        self.client.close()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def _inherited() -> dict[str, str]:
    """PATH, and what a coverage tool needs to measure our processes too."""
    environment = os.environ  # noqa: TID251 - a child's environment begins with ours
    kept = {name: value for name, value in environment.items() if name.startswith("COVERAGE_")}
    return kept | {"PATH": environment.get("PATH", os.defpath), "PYTHONWARNINGS": "default"}
