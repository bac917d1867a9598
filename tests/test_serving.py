"""Starting, being healthy, and stopping."""

from __future__ import annotations

import json
import signal
import stat
from dataclasses import replace
from pathlib import Path
from time import monotonic

import httpx
import pytest

from tests.client import Client, basic
from tests.conftest import NewHome
from tests.pictures import numbered, photo
from tests.sending import SlowUpload
from tests.servers import PRIVATE_KEY, Home, Server

NO_KEYS = {"PRIVATE_KEY": "", "PUBLIC_KEY": ""}


def test_a_new_server_starts_empty_and_healthy(new_home: NewHome) -> None:
    started = monotonic()
    with Server(new_home()) as server:
        ready = monotonic() - started

        health = server.client.anonymous.get("/health")

        assert (health.status_code, health.json()) == (200, {"status": "ok"})
        assert server.client.listed(type="all") == []
    assert ready < 15


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("PORT", "http"),
        ("PORT", "65536"),
        ("WORKERS", "0"),
        ("MAX_VERSIONS", "-1"),
        ("BODY_TIMEOUT", "soon"),
        ("DATABASE_URL", "mysql://localhost/library"),
        ("STORAGE_URL", "ftp://example.org"),
        ("PUBLIC_URL", "media.example.org"),
        ("PRIVATE_KEY", "short"),
        ("SECRET", "a" * 31),
        ("ALLOW_PRIVATE_URLS", "perhaps"),
        ("LOG_LEVEL", "loud"),
        ("COLOUR", "red"),
    ],
)
def test_a_bad_setting_stops_the_start_and_is_named(
    tmp_path: Path, setting: str, value: str
) -> None:
    home = Home(tmp_path, "", {setting: value})

    done = home.run("serve", check=False)

    assert done.returncode == 2
    assert f"PENTIMENTO_{setting}" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_keys_are_made_once_and_kept_private(new_home: NewHome) -> None:
    home = replace(new_home(), settings=NO_KEYS)
    with Server(home) as server:
        first = server.output()
    path = home.data_dir / "keys.json"
    mode = stat.S_IMODE(path.stat().st_mode)
    shown = home.run("keys").stdout.split()
    private, public = (key for word in ("private", "public") for key in _with(shown, word))

    with Server(home) as server, Client(server.base_url, private, public) as client:
        assert client.listed() == []
        second = server.output()

    assert mode == 0o600
    kept = json.loads(path.read_text())
    assert (kept["private_key"], kept["public_key"]) == (private, public)
    assert private in first
    assert private not in second


def test_a_taken_port_is_told(new_home: NewHome) -> None:
    with Server(new_home()) as server:
        home = replace(new_home(), settings={"PORT": str(server.port)})

        done = home.run("serve", check=False)

    assert done.returncode != 0
    assert "address already in use" in done.stderr


def test_health_tells_when_the_storage_is_gone(new_home: NewHome) -> None:
    home = new_home()
    with Server(home) as server:
        (home.data_dir / "storage").rename(home.data_dir / "elsewhere")

        gone = server.client.anonymous.get("/health")
        (home.data_dir / "elsewhere").rename(home.data_dir / "storage")
        back = server.client.anonymous.get("/health")

    assert (gone.status_code, gone.json()) == (503, {"status": "unavailable"})
    assert back.status_code == 200


def test_a_stopping_server_finishes_what_it_began(new_home: NewHome) -> None:
    home, content = new_home(), photo((800, 600))
    server = Server(home).start()
    with SlowUpload(server, content, "late.jpg", "/") as upload:
        server.signal(signal.SIGTERM)
        _wait_until_closed(server)

        answer = upload.finish()

    server.stop()
    assert answer.startswith(b"HTTP/1.1 200 ")
    with Server(home) as again:
        assert again.client.fetched("/late.jpg") == content


def test_an_idle_client_does_not_hold_up_the_stop(new_home: NewHome) -> None:
    server = Server(new_home()).start()
    server.client.listed()
    started = monotonic()

    server.stop()

    assert monotonic() - started < 10


def test_workers_share_one_library_and_stop_together(new_home: NewHome) -> None:
    server = Server(new_home(), WORKERS="2").start()
    fresh = {"Authorization": basic(PRIVATE_KEY), "Connection": "close"}

    uploaded = server.client.upload(numbered(1), "a.png", "/")
    seen = [
        httpx.get(f"{server.base_url}/v1/files", headers=fresh, trust_env=False).json()
        for _ in range(20)
    ]
    owners = server.home.data_dir / "storage" / ".owners"
    open_storages = len(list(owners.iterdir()))
    server.stop()

    assert {tuple(file["fileId"] for file in listed) for listed in seen} == {(uploaded["fileId"],)}
    assert open_storages == 2
    assert list(owners.iterdir()) == []


def _with(words: list[str], start: str) -> list[str]:
    return [word for word in words if word.startswith(f"{start}_")]


def _wait_until_closed(server: Server) -> None:
    """Returns when the server takes no more connections."""
    deadline = monotonic() + 20
    while monotonic() < deadline:
        try:
            httpx.get(f"{server.base_url}/health", timeout=5, trust_env=False)
        except httpx.TransportError:
            return
    raise AssertionError(f"still open:\n{server.output()}")
