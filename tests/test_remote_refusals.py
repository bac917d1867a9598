"""URLs that lead inside: none may be fetched, and no connection may be made for one."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from app.errors import Invalid
from app.remote import Remote, is_public
from tests.web import found, opened, refusal, serving

pytestmark = pytest.mark.asyncio

_INSIDE = """
    127.0.0.1 127.1 127.0.1 127.255.255.254 2130706433 0x7f000001 0x7f.0.0.1 0x7f.1 017700000001
    0177.0.0.1 0177.1 127.0.0.01 00000000177.0.0.1 0 0.0.0.0 0x0 0.0.0.1 localhost LOCALHOST
    localhost. 127.0.0.1. [::1] [::] [0:0:0:0:0:0:0:1] [0000::0001] [::ffff:127.0.0.1]
    [::ffff:7f00:1] [::ffff:0:127.0.0.1] [::127.0.0.1] [64:ff9b::127.0.0.1] [64:ff9b::7f00:1]
    [64:ff9b:1::7f00:1] [2002:7f00:1::] [2002:a00:1::1] [2001:0:7f00:1::1] [fe80::1] [fec0::1]
    [fc00::1] [fd00:ec2::254] [ff02::1] [100::1] [2001:db8::1] [3fff::1] [5f00::1]
    10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 192.168.1.254 169.254.169.254
    0xa9fea9fe 2852039166 0251.0376.0251.0376 169.254.0.1 100.64.0.1 100.100.100.200 192.0.0.192
    192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1
    255.255.255.255 168.63.129.16 192.88.99.1
"""
_ODD = """
    http:/127.0.0.1:{port}/ http:127.0.0.1:{port}/ //127.0.0.1:{port}/ 127.0.0.1:{port}
    http:///127.0.0.1:{port}/ http://user@127.0.0.1:{port}/ http://user:pass@127.0.0.1:{port}/
    http://:@127.0.0.1:{port}/ http://example.com@127.0.0.1:{port}/
    http://example.com\\@127.0.0.1:{port}/ http://127.0.0.1:{port}\\@example.com/
    http://127.0.0.1:{port}#@example.com/ http://127.0.0.1:{port}?@example.com/
    http://127.0.0.1%00.example.com:{port}/ http://127.0.0.1%2f@example.com:{port}/
    http://127\u30020\u30020\u30021:{port}/ http://\uff11\uff12\uff17.0.0.1:{port}/ http://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460:{port}/
    http://\u24dbocalhost:{port}/ http://loc\u00adalhost:{port}/ http://%31%32%37.0.0.1:{port}/
    http://[::ffff:127.0.0.1%25lo]:{port}/ http://[::1%25lo]:{port}/ http://[127.0.0.1]:{port}/
    http://[::1]:{port}:80/ http://127.0.0.1:{port}:80/ http://127.0.0.1:99999/ http://127.0.0.1:-1/
    http:// https:// http://: http://. http://.. http://-/ http://a..b/ http://{long}/
    ftp://127.0.0.1:{port}/ gopher://127.0.0.1:{port}/_GET dict://127.0.0.1:{port}/
    file:///etc/passwd file://127.0.0.1/etc/passwd ldap://127.0.0.1:{port}/ jar:http://127.0.0.1!/
    data:text/plain,hello javascript:alert(1) unix:/var/run/docker.sock ws://127.0.0.1:{port}/
    about:blank HTTP://LocalHost:{port}/ hTtPs://127.0.0.1:{port}/ http+unix://%2Fvar%2Frun/
"""


@pytest.mark.parametrize("host", _INSIDE.split())
async def test_no_spelling_of_an_inner_host_is_connected_to(host: str) -> None:
    async with (
        serving(found(b"secret")) as web,
        serving(found(b"secret"), "::1") as web6,
        opened(allow_private=False) as remote,
    ):
        errors = [
            await refusal(remote, f"{scheme}://{host}:{port}/")
            for scheme in ("http", "https")
            for port in (web.port, web6.port)
        ]

    assert web.connections == web6.connections == 0
    assert all(isinstance(error, Invalid) for error in errors)


@pytest.mark.parametrize("form", _ODD.split(), ids=ascii)
async def test_no_odd_url_is_connected_to(form: str) -> None:
    async with serving(found(b"secret")) as web, opened(allow_private=False) as remote:
        error = await refusal(remote, form.format(port=web.port, long="a" * 70_000))

    assert web.connections == 0
    assert isinstance(error, Invalid)
    assert error.field == "file"


@pytest.mark.parametrize("url", ["http://127.0.0.1/\r\nX: y", "http://127.0.0.1/\0", "http://a b/"])
async def test_control_characters_are_refused(url: str) -> None:
    async with opened(allow_private=False) as remote:
        assert isinstance(await refusal(remote, url), Invalid)


async def test_a_refusal_does_not_tell_whether_the_name_exists() -> None:
    async with opened(allow_private=False) as remote:
        inner = await refusal(remote, "http://localhost/")
        unknown = await refusal(remote, "http://no-such-host.invalid/")

    assert inner.message == unknown.message


async def test_one_inner_address_among_several_refuses_the_name() -> None:
    # Both addresses of localhost must pass, so that a second answer cannot smuggle one in.
    async with serving(found(b"secret")) as web:
        remote = Remote(may_reach=lambda address: str(address) != "127.0.0.1")
        try:
            await refusal(remote, f"http://localhost:{web.port}/")
        finally:
            await remote.close()

    assert web.connections == 0


@pytest.mark.parametrize(
    "text", ["fe80::1%1", "::ffff:10.0.0.1", "2002:c0a8:1::", "64:ff9b::a00:1"]
)
async def test_a_wrapped_inner_address_is_not_public(text: str) -> None:
    assert not is_public(ip_address(text))
