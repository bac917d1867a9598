"""Fetching by URL, against real servers on this machine that count who connects."""

from __future__ import annotations

import asyncio
from ipaddress import ip_address

import pytest

from app.errors import Invalid, TooLarge
from app.remote import Address, is_public
from tests.web import LIMIT, found, keep, opened, read, redirect, refusal, says, serving

pytestmark = pytest.mark.asyncio


async def test_bytes_arrive_as_they_were_sent() -> None:
    async with serving(found(bytes(range(256)) * 300)) as web, opened() as remote:
        body = await read(remote, web.url + "?size=1#top")

    assert body == bytes(range(256)) * 300
    head = web.requests[0].decode()
    assert head.startswith("GET /a.png?size=1 HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{web.port}\r\n" in head
    assert "Accept-Encoding: identity\r\n" in head


async def test_a_name_stays_in_the_request_and_the_address_is_the_checked_one() -> None:
    asked: list[Address] = []

    def may_reach(address: Address) -> bool:
        asked.append(address)
        return address.is_loopback

    async with serving(found(b"x")) as web, opened(may_reach=may_reach) as remote:
        body = await read(remote, f"http://localhost:{web.port}/")

    assert body == b"x"
    assert f"Host: localhost:{web.port}\r\n".encode() in web.requests[0]
    assert ip_address("127.0.0.1") in asked


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_followed(status: int) -> None:
    async with (
        serving(found(b"there")) as end,
        serving(redirect(end.url, status)) as start,
        opened() as remote,
    ):
        assert await read(remote, start.url) == b"there"


async def test_a_redirect_may_be_relative() -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        path = web.requests[-1].split()[1]
        await (found(b"there") if path == b"/b/c.png" else redirect("b/c.png"))(writer)

    async with serving(answer) as web, opened() as remote:
        assert await read(remote, web.url) == b"there"


async def test_a_loop_of_redirects_ends() -> None:
    async with serving(redirect("/again")) as web, opened() as remote:
        error = await refusal(remote, web.url)

    assert "redirects more than 5 times" in error.message
    assert web.connections == 6


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/a", "file:///etc/passwd", "http://u:p@127.0.0.1"])
async def test_a_redirect_is_checked_like_a_url(url: str) -> None:
    async with serving(redirect(url)) as web, opened() as remote:
        assert isinstance(await refusal(remote, web.url), Invalid)


async def test_a_redirect_to_a_private_address_is_not_followed() -> None:
    async with (
        serving(found(b"secret"), "127.0.0.2") as inside,
        serving(redirect(f"http://127.0.0.2:{inside.port}/")) as outside,
        opened(may_reach=lambda address: str(address) == "127.0.0.1") as remote,
    ):
        error = await refusal(remote, outside.url)

    assert (outside.connections, inside.connections) == (1, 0)
    assert "not on the public internet" in error.message
    assert "127.0.0" not in error.message


@pytest.mark.parametrize("status", [304, 400, 401, 404, 500])
async def test_a_status_other_than_success_is_named(status: int) -> None:
    answer = says(f"HTTP/1.1 {status} X\r\nContent-Length: 6\r\n\r\nsecret".encode())
    async with serving(answer) as web, opened() as remote:
        error = await refusal(remote, web.url)

    assert f"status {status}" in error.message
    assert error.field == "file"


async def test_slow_headers_are_cut_off_however_they_drip() -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            writer.write(b"X-A: b\r\n")
            await writer.drain()
            await asyncio.sleep(0.05)

    async with serving(drip) as web, opened(timeout=0.3) as remote:
        error = await asyncio.wait_for(refusal(remote, web.url), 2)

    assert "did not answer in time" in error.message


async def test_a_body_that_falls_silent_is_cut_off() -> None:
    async def stall(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
        await writer.drain()
        await asyncio.Event().wait()

    async with serving(stall) as web, opened(timeout=0.3) as remote:
        error = await asyncio.wait_for(refusal(remote, web.url), 2)

    assert "silent for 0.3 seconds" in error.message


async def test_a_declared_size_over_the_limit_is_refused_unread() -> None:
    async with serving(found(b"x" * 1001)) as web, opened() as remote:
        error = await refusal(remote, web.url, limit=1000)

    assert isinstance(error, TooLarge)
    assert error.message == (
        "Your request contains invalid file parameter. The file size exceeds limits."
    )


@pytest.mark.parametrize("framing", [b"", b"Transfer-Encoding: chunked\r\n"])
async def test_an_endless_body_is_cut_off_at_the_limit(framing: bytes) -> None:
    piece = b"x" * 1000

    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n" + framing + b"\r\n")
        while True:
            writer.write(b"3e8\r\n" + piece + b"\r\n" if framing else piece)
            await writer.drain()

    received: list[bytes] = []
    async with serving(endless) as web, opened() as remote:
        with pytest.raises(TooLarge):
            await keep(remote, web.url, received)

    assert 0 < len(b"".join(received)) <= LIMIT


async def test_a_body_shorter_than_declared_is_refused() -> None:
    answer = says(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort")
    async with serving(answer) as web, opened() as remote:
        assert "broke off" in (await refusal(remote, web.url)).message


async def test_a_body_longer_than_declared_ends_where_declared() -> None:
    answer = says(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdefgh")
    async with serving(answer) as web, opened() as remote:
        assert await read(remote, web.url) == b"abc"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 300_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b",
        b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
    ],
)
async def test_what_is_no_sound_answer_is_refused(answer: bytes) -> None:
    async with serving(says(answer)) as web, opened() as remote:
        assert isinstance(await refusal(remote, web.url), (Invalid, TooLarge))


async def test_a_port_that_nobody_listens_on_is_refused() -> None:
    async with serving(found(b"")) as web:
        closed = web.url
    async with opened() as remote:
        assert "did not answer" in (await refusal(remote, closed)).message


async def test_plain_http_on_an_https_url_is_refused() -> None:
    async with serving(found(b"x")) as web, opened() as remote:
        error = await refusal(remote, web.url.replace("http:", "https:"))

    assert isinstance(error, Invalid)


async def test_leaving_early_frees_the_connection() -> None:
    gone = asyncio.Event()

    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            while True:
                writer.write(b"x" * 1000)
                await writer.drain()
        finally:
            gone.set()

    async with serving(endless) as web, opened() as remote:
        async with remote.fetch(web.url, limit=10**9) as chunks:
            async for _ in chunks:
                break
        await asyncio.wait_for(gone.wait(), 2)


async def test_the_environment_names_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(found(b"proxied")) as proxy, serving(found(b"direct")) as web:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        async with opened() as remote:
            assert await read(remote, web.url) == b"direct"

    assert proxy.connections == 0


async def test_public_is_what_the_internet_routes() -> None:
    public = ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]

    assert all(is_public(ip_address(text)) for text in public)
