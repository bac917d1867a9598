"""Uploads that end in the middle, never end, or are too large: refused, and nothing stays."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from tests.client import Client, Json, basic
from tests.servers import Home, Server

UPLOAD = "/api/v1/files/upload"
FORM = {"Content-Type": "multipart/form-data; boundary=b"}
FILE = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'
NAME = b'--b\r\nContent-Disposition: form-data; name="fileName"\r\n\r\nx.bin\r\n'
TEXT = b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\n'
TOO_LARGE = "Your request contains invalid file parameter. The file size exceeds limits."


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that takes 1 MB and waits one second."""
    data_dir = tmp_path_factory.mktemp("strict") / "data"
    data_dir.mkdir()
    home = Home(data_dir, f"sqlite://{data_dir / 'pentimento.db'}")
    with Server(home, MAX_UPLOAD_BYTES="1000000", BODY_TIMEOUT="1") as server:
        yield server


def leftovers(server: Server) -> list[Path]:
    """Everything below the storage that is a file with bytes."""
    storage = server.home.data_dir / "storage"
    return [path for path in storage.rglob("*") if path.is_file() and path.stat().st_size]


def assert_nothing_stays(server: Server) -> None:
    deadline = monotonic() + 10
    while leftovers(server) and monotonic() < deadline:
        sleep(0.05)  # the server learns of a client's end in its own time
    assert leftovers(server) == []
    assert server.client.listed() == []


def connected(server: Server, body: bytes, length: int | None = None) -> socket.socket:
    """A connection that has sent an upload's head and this much of its body."""
    opened = socket.create_connection(("127.0.0.1", server.port), timeout=20)
    how = "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}"
    head = (
        f"POST {UPLOAD} HTTP/1.1\r\nHost: x\r\nAuthorization: {basic(server.client.private_key)}"
        f"\r\nContent-Type: {FORM['Content-Type']}\r\n{how}\r\n\r\n"
    )
    opened.sendall(head.encode() + body)
    return opened


def answer_of(connection: socket.socket) -> bytes:
    """All that comes until the server closes."""
    received = b""
    while piece := connection.recv(65536):
        received += piece
    return received


@pytest.mark.parametrize(
    "start", [b"", b"--b\r\n", NAME + FILE, NAME + FILE + b"x" * 600_000, TEXT]
)
def test_a_client_that_goes_away_leaves_nothing(strict: Server, start: bytes) -> None:
    with closing(connected(strict, start, length=900_000)) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    assert_nothing_stays(strict)


@pytest.mark.parametrize(
    "start", [b"", b"--b\r\nConte", FILE + b"x" * 600_000, TEXT + b"QUJD" * 1000]
)
def test_a_client_that_falls_silent_is_cut_off(strict: Server, start: bytes) -> None:
    started = monotonic()
    with closing(connected(strict, start, length=900_000)) as connection:
        answer = answer_of(connection)

    assert monotonic() - started < 10
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408 ")
    assert b"Nothing of the request body came for 1 seconds." in body
    assert_nothing_stays(strict)


def test_a_json_body_that_stops_is_cut_off(strict: Server) -> None:
    head = (
        f"POST /v1/folder HTTP/1.1\r\nHost: x\r\nAuthorization: "
        f"{basic(strict.client.private_key)}\r\nContent-Length: 100\r\n\r\n{{"
    )
    with closing(socket.create_connection(("127.0.0.1", strict.port), timeout=20)) as connection:
        connection.sendall(head.encode())
        assert answer_of(connection).startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize(
    "body",
    [
        FILE + b"x" * 1_000_001 + b"\r\n" + NAME + b"--b--\r\n",
        NAME + TEXT + b"QUJD" * 400_000 + b"\r\n--b--\r\n",
        NAME + TEXT + b"data:,".ljust(1_000_010, b"x") + b"\r\n--b--\r\n",
        NAME + FILE + b"x" * 30_000_000 + b"\r\n--b--\r\n",
    ],
    ids=["binary", "base64", "data", "huge"],
)
def test_a_file_over_the_limit_is_refused(strict: Server, body: bytes) -> None:
    answer = strict.client.rest("POST", UPLOAD, content=body, headers=FORM)

    assert (answer.status_code, answer.json()["message"]) == (400, TOO_LARGE)
    assert_nothing_stays(strict)


def field(name: str, value: bytes) -> bytes:
    return f"--b\r\nContent-Disposition: form-data; name={name}\r\n\r\n".encode() + value + b"\r\n"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (field("description", b"x" * 20_000_000), "The form fields are too large"),
        (FILE + b"x\r\n" + field("a", b"x" * 600_000) * 2, "The form fields are too large"),
        (FILE + b"x\r\n" + field("a", b"") * 5000, "too many form fields"),
        (FILE + b"x\r\n" + FILE + b"y\r\n" + NAME, "Please provide one file."),
        (FILE + b"x\r\n" + NAME, "its end is missing"),
        (FILE + b"x" * 300_000, "its end is missing"),
        (b"PK\3\4" + bytes(5000), "not a valid multipart form"),
        (b"", "Your request is missing file parameter."),
        (FILE + b"x\r\n--b\r\nX: " + b"y" * 100_000, "not a valid multipart form"),
    ],
    ids=["text", "texts", "parts", "files", "unclosed", "cut", "garbage", "empty", "header"],
)
def test_a_form_that_goes_on_and_on_or_breaks_off_is_refused(
    strict: Server, body: bytes, message: str
) -> None:
    end = b"" if "end is missing" in message else b"--b--\r\n"

    answer = strict.client.rest("POST", UPLOAD, content=body + end, headers=FORM)

    assert answer.status_code == 400
    assert message in answer.json()["message"]
    assert_nothing_stays(strict)


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "application/json",
        "multipart/form-data",
        "multipart/form-data; boundary=" + "b" * 999,
    ],
)
def test_a_body_that_is_no_form_is_refused(client: Client, content_type: str | None) -> None:
    headers: Any = {} if content_type is None else {"Content-Type": content_type}

    answer = client.rest(
        "POST", UPLOAD, content=FILE + b"x\r\n" + NAME + b"--b--\r\n", headers=headers
    )

    assert answer.status_code == 400
    assert "multipart" in answer.json()["message"]


def test_a_refused_key_is_answered_before_the_body_is_sent(strict: Server) -> None:
    head = f"POST {UPLOAD} HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n"
    with closing(socket.create_connection(("127.0.0.1", strict.port), timeout=20)) as connection:
        connection.sendall(head.encode())
        assert connection.recv(65536).startswith(b"HTTP/1.1 401 ")


def test_a_file_at_the_limit_is_taken(strict: Server) -> None:
    upload = strict.client.upload(bytes(1_000_000), "x.bin")
    assert upload["size"] == 1_000_000
    strict.client.delete(upload["fileId"])


def test_memory_stays_flat_however_large_the_file(server: Server, folder: str) -> None:
    def peak() -> int:
        status = Path(f"/proc/{server.process.pid}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        assert found
        return int(found[1]) * 1024

    def body() -> Iterator[bytes]:
        yield NAME + field("folder", folder.encode()) + FILE
        for _ in range(150):
            yield bytes(1_000_000)
        yield b"\r\n--b--\r\n"

    server.client.upload(bytes(5_000_000), "warm.bin", folder)
    before = peak()
    answer: Json = server.client.rest("POST", UPLOAD, content=body(), headers=FORM).json()

    assert answer["size"] == 150_000_000
    assert peak() - before < 64 * 1024 * 1024
    server.client.delete(answer["fileId"])
