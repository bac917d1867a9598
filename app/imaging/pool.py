"""Processes that render: a decoder in C cannot be stopped, a process can.

They are few and long-lived, give way to the server, cannot take more memory than allowed, and die
with it. A render that exceeds its time is ended with its process, and another one takes the place.
"""

from __future__ import annotations

import asyncio
import ctypes
import logging
import os
import resource
import signal
from collections.abc import Callable
from concurrent.futures import TimeoutError as OutOfTime
from multiprocessing import get_context
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from app.errors import AppError, Busy, TooLarge
from app.imaging.pixels import metadata
from app.imaging.pixels.metadata import Metadata
from app.imaging.pixels.render import Inputs, Rendition, render
from app.imaging.pixels.work import Bytes
from app.imaging.planning.limits import Limits
from app.imaging.planning.orders import Order

P = ParamSpec("P")
T = TypeVar("T")

_log = logging.getLogger("app.imaging")

MEMORY: Final = 768 * 1024**2
"""Bytes of address space that a process may take."""
HEAVY: Final = 6_000_000
"""Pictures of more pixels are made one at a time, for each takes hundreds of megabytes."""
NICE: Final = 5
_GRACE: Final = 0.5
"""Seconds past a render's own limit before its process is ended."""
_TRIMMED: Final = 2_000_000
"""Pixels from which on memory is given back to the system after a render."""
_PR_SET_PDEATHSIG: Final = 1
_M_ARENA_MAX: Final = -8
_OUT_OF_MEMORY: Final = 12


class Pool:
    """Renders in other processes, so many at once, with so many waiting."""

    def __init__(self, processes: int, waiting: int) -> None:
        self._pool = ProcessPool(
            processes, initializer=_prepare, initargs=(os.getpid(),), context=get_context("spawn")
        )
        self._most = processes + waiting
        self._open = 0
        self._heavy = asyncio.Lock()

    async def render(self, source: Path, order: Order, inputs: Inputs) -> Rendition:
        """What imaging.render answers or raises; Busy when too many wait or it takes too long.

        TooLarge when it takes more memory than a process may have.
        """
        seconds = inputs.limits.seconds
        if order.pixels <= HEAVY:
            return await self._run(seconds, _render, source, order, inputs)
        self._refuse_more()
        self._open += 1
        try:
            async with asyncio.timeout(seconds):
                await self._heavy.acquire()
        except TimeoutError:
            raise _full() from None
        finally:
            self._open -= 1
        try:
            return await self._run(seconds, _render, source, order, inputs)
        finally:
            self._heavy.release()

    async def metadata(self, source: Bytes, mime: str, limits: Limits) -> Metadata:
        """What metadata.read answers or raises; Busy in the same cases."""
        return await self._run(limits.seconds, metadata.read, source, mime, limits)

    async def _run(self, seconds: float, work: Callable[P, T], *args: P.args, **_: P.kwargs) -> T:
        self._refuse_more()
        self._open += 1
        try:
            future = self._pool.schedule(work, args=args, timeout=seconds + _GRACE)
            return await asyncio.wrap_future(future)
        except OutOfTime:
            limit = f"{seconds:g} seconds"
            raise Busy(f"The image took more than {limit} to make.", reason="ETIMEDOUT") from None
        except (ProcessExpired, MemoryError) as error:
            _log.warning("a render ended its process: %r", error)
            message = "The image takes more to make than the server can give."
            raise TooLarge(message, reason="ELIMIT") from None
        finally:
            self._open -= 1

    def _refuse_more(self) -> None:
        if self._open >= self._most:
            raise _full()

    def close(self) -> None:
        """Ends the processes."""
        self._pool.stop()  # type: ignore[no-untyped-call]  # as Pebble has it
        self._pool.join()


def _full() -> Busy:
    return Busy("Too many images are being made. Try again.", reason="QUEUE_FULL")


def _render(source: Bytes, order: Order, inputs: Inputs) -> Rendition:
    """In the other process: what a large one took is given back."""
    try:
        return render(source, order, inputs)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)  # an encoder that failed may not have given back what it had
    except AppError as error:
        raise error.with_traceback(None) from None  # whose frames hold the pictures
    finally:
        if order.pixels > _TRIMMED:
            _tune("malloc_trim", 0)


def _tune(function: str, *arguments: int) -> None:
    """Calls a function of the C library, where it has it."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, function):
        getattr(libc, function)(*arguments)


def _prepare(parent: int) -> None:
    """What a new process does first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides when to stop
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.nice(NICE)
    _tune("mallopt", _M_ARENA_MAX, 1)  # each thread's own would count as memory
    _tune("prctl", _PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we asked to be told
        os._exit(1)
