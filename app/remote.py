"""Outgoing HTTP within limits of size, time and address: the only door to the network.

A URL comes from a caller, and what it names may lie inside the network that the server stands in.
So its host is resolved here, every address it has is checked, and the connection goes to one of
those very addresses: nothing is resolved again between the check and the connection. Redirects
are followed by hand, each like a new URL. Messages never tell an address, nor whether a name that
is refused exists.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final, TypeAlias

import httpx

from app.errors import Invalid, TooLarge

Address: TypeAlias = IPv4Address | IPv6Address
MayReach: TypeAlias = Callable[[Address], bool]

_MAX_REDIRECTS: Final = 5
_MAX_ADDRESSES: Final = 4
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_NAT64: Final = IPv6Network("64:ff9b::/96")
_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
_NOT_PUBLIC: Final = (
    IPv4Network("168.63.129.16/32"),  # Azure's host, seen from every machine in it
    IPv4Network("192.88.99.0/24"),  # relays of 6to4, RFC 7526
    IPv6Network("3fff::/20"),  # documentation, RFC 9637
)


def is_public(address: Address) -> bool:
    """Whether the address, and any address that it wraps, is one of the public internet."""
    if any(address in network for network in _NOT_PUBLIC):
        return False
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast
    inner = _wrapped(address)
    if inner is not None:
        return is_public(inner)
    return address in _GLOBAL_UNICAST and address.is_global


def _wrapped(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that packets to this one end up at. (Teredo's are not global anyway.)"""
    if address in _NAT64:
        return IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour


class Unreachable(Exception):
    """Why there is no answer from a URL, or none that can be used, as a sentence."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class _Message:
    """What is sent, and the seconds that the host may be silent."""

    method: str
    timeout: float
    headers: Mapping[str, str]
    content: bytes = b""


class Remote:
    """Asks what a URL names. `may_reach` decides on each address instead of `is_public`."""

    def __init__(
        self,
        allow_private: bool = False,
        timeout: float = 8.0,
        *,
        may_reach: MayReach | None = None,
    ) -> None:
        self._may_reach = may_reach or ((lambda _: True) if allow_private else is_public)
        self._timeout = timeout
        # The transport alone: no proxies, no cookies kept, no redirects. A kept connection
        # would serve one host's certificate to another host on the same address.
        self._transport = httpx.AsyncHTTPTransport(
            trust_env=False, limits=httpx.Limits(max_connections=64, max_keepalive_connections=0)
        )

    async def close(self) -> None:
        """Cuts what is still under way."""
        await self._transport.aclose()

    @asynccontextmanager
    async def fetch(self, url: str, *, limit: int) -> AsyncIterator[AsyncIterator[bytes]]:
        """The bytes at the URL, at most `limit`; Invalid or TooLarge, also while they are read."""
        try:
            async with _patience(self._timeout):
                response = await self._follow(url)
        except Unreachable as error:
            raise _refused(error) from error
        try:
            _check(response, limit)
            async with aclosing(self._body(response, limit)) as chunks:
                yield chunks
        finally:
            await response.aclose()

    async def post(
        self,
        url: str,
        content: bytes,
        headers: Mapping[str, str],
        *,
        seconds: float,
        limit: int | None = None,
    ) -> Answer:
        """The answer to the bytes, all of it within some seconds; Unreachable.

        Its body has at most `limit` bytes; None leaves it unread. Redirects are not followed:
        what is sent is meant for this host.
        """
        message = _Message("POST", seconds, headers, content)
        async with _patience(seconds):
            response = await self._send(_parsed(url), message)
            try:
                body = b"" if limit is None else await _read(response, limit)
            finally:
                await response.aclose()
        return Answer(response.status_code, body)

    async def _body(self, response: httpx.Response, limit: int) -> AsyncGenerator[bytes, None]:
        received = 0
        try:
            async for chunk in response.aiter_raw():
                received += len(chunk)
                if received > limit:
                    raise _too_large()
                yield chunk
        except httpx.TimeoutException as error:
            raise _refused(_failed(f"its host was silent for {self._timeout:g} seconds")) from error
        except (httpx.TransportError, OSError) as error:
            raise _refused(_failed("its host broke off")) from error

    async def _follow(self, url: str) -> httpx.Response:
        message = _Message("GET", self._timeout, {"Accept": "*/*"})
        target = _parsed(url)
        for _ in range(_MAX_REDIRECTS + 1):
            response = await self._send(target, message)
            location = response.headers.get("location")
            if response.status_code not in _REDIRECTS or not location:
                return response
            await response.aclose()
            target = _parsed(location, target)
        raise _failed(f"it redirects more than {_MAX_REDIRECTS} times")

    async def _send(self, url: httpx.URL, message: _Message) -> httpx.Response:
        """Asks the first address that can be connected to."""
        addresses = await self._resolve(url)
        # Less than the whole time: a handshake that is cancelled leaves httpcore's socket open.
        patience = min(self._timeout, message.timeout) / (1 + len(addresses))
        for address in addresses[:-1]:
            try:
                return await self._ask(url, address, message, patience)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._ask(url, addresses[-1], message, patience)

    async def _ask(
        self, url: httpx.URL, address: Address, message: _Message, patience: float
    ) -> httpx.Response:
        """Sends the message to the address; the name stays in `Host` and in the certificate."""
        timeout = httpx.Timeout(message.timeout, connect=patience)
        request = httpx.Request(
            message.method,
            url.copy_with(host=str(address)),
            headers={
                "Host": url.netloc.decode("ascii"),
                "User-Agent": "pentimento",
                "Accept-Encoding": "identity",
                "Connection": "close",
                **message.headers,
            },
            content=message.content or None,
            extensions={"timeout": timeout.as_dict(), "sni_hostname": _name(url)},
        )
        return await self._transport.handle_async_request(request)

    async def _resolve(self, url: httpx.URL) -> Sequence[Address]:
        try:
            found = await asyncio.get_running_loop().getaddrinfo(
                _name(url), None, type=socket.SOCK_STREAM
            )
        except (OSError, ValueError) as error:
            raise _not_found() from error
        addresses = [ip_address(entry[4][0]) for entry in found]
        if not addresses or not all(map(self._may_reach, addresses)):
            raise _not_found()
        return addresses[:_MAX_ADDRESSES]


@asynccontextmanager
async def _patience(seconds: float) -> AsyncIterator[None]:
    """Time for a host to answer as a web server does; Unreachable when it does not."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except (TimeoutError, httpx.TimeoutException) as error:
        raise _failed("its host did not answer in time") from error
    except (httpx.TransportError, OSError) as error:
        raise _failed("its host did not answer as a web server does") from error


async def _read(response: httpx.Response, limit: int) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > limit:
            raise _failed(f"its answer has more than {limit} bytes")
    return bytes(body)


def refuse_malformed(url: str) -> None:
    """Unreachable for what no host can be asked for; nothing is resolved."""
    _parsed(url)


def _parsed(text: str, base: httpx.URL | None = None) -> httpx.URL:
    try:
        url = base.join(text) if base else httpx.URL(text)
    except (httpx.InvalidURL, ValueError) as error:
        raise Unreachable("The URL is not well formed.") from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise Unreachable("The URL must begin with http:// or https:// and a host.")
    if url.userinfo:
        raise Unreachable("The URL must not hold a user name or password.")
    return url


def _name(url: httpx.URL) -> str:
    """The host as resolvers and certificates spell it."""
    return url.raw_host.decode("ascii")


def _check(response: httpx.Response, limit: int) -> None:
    if not 200 <= response.status_code < 300:
        raise _refused(_failed(f"its host answered with status {response.status_code}"))
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise _refused(_failed("its host sends it compressed though asked not to"))
    length = response.headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > limit:
        raise _too_large()


def _failed(detail: str) -> Unreachable:
    return Unreachable(f"The URL could not be used: {detail}.")


def _not_found() -> Unreachable:
    return Unreachable("The host of the URL was not found, or is not on the public internet.")


def _refused(why: Unreachable) -> Invalid:
    return Invalid(f"Your request contains invalid file parameter. {why}", field="file")


def _too_large() -> TooLarge:
    message = "Your request contains invalid file parameter. The file size exceeds limits."
    return TooLarge(message, field="file")
