"""Posting to a URL: to public addresses only, within limits of time and size."""

from __future__ import annotations

import asyncio

import pytest

from app.remote import Answer, Remote, Unreachable
from tests.web import found, opened, redirect, says, serving

pytestmark = pytest.mark.asyncio


async def post(remote: Remote, url: str, seconds: float = 2, limit: int | None = 100) -> Answer:
    return await remote.post(url, b"said", {"X-Name": "v"}, seconds=seconds, limit=limit)


async def refusal(remote: Remote, url: str, seconds: float = 2) -> str:
    with pytest.raises(Unreachable) as caught:
        await post(remote, url, seconds)
    return str(caught.value)


async def test_the_content_and_headers_arrive_and_the_answer_comes_back() -> None:
    answer = says(b"HTTP/1.1 404 X\r\nContent-Length: 3\r\n\r\nabc")
    async with serving(answer) as web, opened() as remote:
        assert await post(remote, web.url) == Answer(404, b"abc")
        assert await post(remote, web.url, limit=None) == Answer(404, b"")

    head = web.requests[0].decode()
    assert head.startswith("POST /a.png HTTP/1.1\r\n")
    assert "X-Name: v\r\n" in head
    assert "Content-Length: 4\r\n" in head


async def test_a_redirect_is_an_answer() -> None:
    async with (
        serving(found(b"")) as end,
        serving(redirect(end.url, 307)) as start,
        opened() as remote,
    ):
        assert (await post(remote, start.url)).status == 307

    assert end.connections == 0


async def test_an_answer_with_more_than_the_limit_is_refused() -> None:
    async with serving(found(b"x" * 101)) as web, opened() as remote:
        assert "more than 100 bytes" in await refusal(remote, web.url)


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"])
async def test_an_answer_must_be_there_in_time(said: bytes) -> None:
    async def stall(writer: asyncio.StreamWriter) -> None:
        writer.write(said)
        await writer.drain()
        await asyncio.Event().wait()

    async with serving(stall) as web, opened(timeout=60) as remote:
        message = await asyncio.wait_for(refusal(remote, web.url, seconds=0.3), 5)

    assert "did not answer in time" in message


async def test_a_host_that_breaks_off_gives_no_answer() -> None:
    answer = says(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
    async with serving(answer) as web, opened() as remote:
        assert "did not answer as a web server does" in await refusal(remote, web.url)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0x7f.1", "0"])
async def test_nothing_is_posted_inside(host: str) -> None:
    async with serving(found(b"")) as web, opened(allow_private=False) as remote:
        message = await refusal(remote, f"http://{host}:{web.port}/")

    assert "not on the public internet" in message
    assert web.connections == 0
