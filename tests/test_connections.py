"""Connections: a request's head has an end, and comes in time."""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import httpx
import pytest

from app.connections import MAX_HEAD_BYTES, PATIENCE
from tests.client import Client

START = b"GET /health HTTP/1.1\r\nHost: x\r\n"


@contextmanager
def connected(client: Client) -> Iterator[socket.socket]:
    url = httpx.URL(client.base_url)
    with socket.create_connection((url.host, url.port or 80), timeout=PATIENCE + 10) as connection:
        yield connection


@pytest.mark.parametrize("start", [b"GET /" + b"a" * 10, START, START + b"A: "])
def test_a_head_without_an_end_is_refused(client: Client, start: bytes) -> None:
    with connected(client) as connection:
        connection.sendall(start + b"b" * (MAX_HEAD_BYTES + 1))

        answer = connection.recv(4096)

    assert answer.startswith(b"HTTP/1.1 431 ")


def test_slow_heads_are_cut_and_hold_nobody_up(client: Client) -> None:
    slow = [socket.create_connection(_address(client), timeout=PATIENCE + 10) for _ in range(120)]
    for number, connection in enumerate(slow):
        connection.sendall(START[: number % len(START)])

    started = monotonic()
    assert client.anonymous.get("/health").status_code == 200
    assert monotonic() - started < 2

    ends: list[bytes] = []
    readers = [threading.Thread(target=lambda c=c: ends.append(c.recv(1))) for c in slow]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert ends == [b""] * len(slow)
    for connection in slow:
        connection.close()


def test_requests_follow_one_another_on_a_connection(client: Client) -> None:
    with connected(client) as connection:
        for _ in range(3):
            connection.sendall(START + b"\r\n")
            assert _answer(connection).startswith(b"HTTP/1.1 200")


def test_a_connection_that_rests_is_not_closed_before_its_client_does(client: Client) -> None:
    clients_keep_it = 5  # seconds: httpx, and so the Python SDK
    with connected(client) as connection:
        connection.sendall(START + b"\r\n")
        assert _answer(connection).startswith(b"HTTP/1.1 200")

        ended, _, _ = select.select([connection], [], [], clients_keep_it + 1)

    assert ended == []


def test_what_is_left_of_a_refused_body_is_not_taken_for_a_request(client: Client) -> None:
    body = b"b" * (4 * MAX_HEAD_BYTES)
    head = b"POST /v1/folder HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body)
    with connected(client) as connection:
        for _ in range(2):
            connection.sendall(head)
            assert _answer(connection).startswith(b"HTTP/1.1 401")
            connection.sendall(body)

        connection.sendall(START + b"\r\n")

        assert _answer(connection).startswith(b"HTTP/1.1 200")


def _answer(connection: socket.socket) -> bytes:
    """With a JSON object as its body."""
    answer = b""
    while not answer.endswith(b"}"):
        piece = connection.recv(4096)
        assert piece, answer
        answer += piece
    return answer


def _address(client: Client) -> tuple[str, int]:
    url = httpx.URL(client.base_url)
    return url.host, url.port or 80
