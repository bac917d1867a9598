"""Many calls at one moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import httpx

T = TypeVar("T")


def at_once(calls: Sequence[Callable[[], T]]) -> list[T]:
    """Makes all calls in threads that start together; their results in the calls' order."""
    ready = Barrier(len(calls))

    def run(call: Callable[[], T]) -> T:
        ready.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def statuses(answers: Sequence[httpx.Response]) -> Counter[int]:
    """How many answers have which status; fails when the server failed in any of them."""
    failed = [f"{answer.status_code} {answer.text}" for answer in answers if answer.is_server_error]
    assert not failed, failed[:3]
    return Counter(answer.status_code for answer in answers)
