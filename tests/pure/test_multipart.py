"""The streaming form parser and what the `file` field may hold, however the bytes are cut."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Iterable
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Invalid, TooLarge
from app.rest import contents, multipart
from app.rest.multipart import parts

BOUNDARY = "b"
TYPE = "multipart/form-data; boundary=b"


def part(content: bytes, *headers: str, boundary: str = BOUNDARY) -> bytes:
    lines = "\r\n".join(headers or ['Content-Disposition: form-data; name="a"'])
    return f"--{boundary}\r\n{lines}\r\n\r\n".encode() + content + b"\r\n"


def form(*written: bytes, boundary: str = BOUNDARY) -> bytes:
    return b"".join(written) + f"--{boundary}--\r\n".encode()


async def cut(body: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(body), size):
        yield body[start : start + size]


def read(
    body: bytes, content_type: str | None = TYPE, size: int = 65536
) -> list[tuple[str, str | None, str | None, bytes]]:
    async def run() -> list[tuple[str, str | None, str | None, bytes]]:
        return [
            (p.name, p.filename, p.content_type, b"".join([x async for x in p.pieces()]))
            async for p in parts(content_type, cut(body, size))
        ]

    return asyncio.run(run())


@settings(deadline=None)
@given(
    st.lists(
        st.binary(max_size=300) | st.sampled_from([b"\r\n--b", b"\r\n--", b"--b--\r\n", b"\r"])
    ),
    st.integers(1, 70),
)
def test_parts_come_out_as_they_went_in_wherever_the_body_is_cut(
    written: list[bytes], size: int
) -> None:
    written = [content for content in written if b"\r\n--b" not in b"\r\n" + content]

    found = read(form(*map(part, written)), size=size)

    assert [content for *_, content in found] == written


def test_a_file_comes_in_large_pieces_and_not_whole() -> None:
    content = bytes(1_000_000)

    async def run() -> list[int]:
        async for one in parts(TYPE, cut(form(part(content)), 5000)):
            return [len(piece) async for piece in one.pieces()]
        return []

    sizes = asyncio.run(run())
    assert sum(sizes) == len(content)
    assert all(multipart.PIECE_BYTES <= size < multipart.PIECE_BYTES + 5000 for size in sizes[:-1])


def test_what_is_not_read_of_a_part_is_skipped() -> None:
    body = form(part(b"x" * 300_000), part(b"y"))

    async def run() -> list[bytes]:
        last = b""
        async for one in parts(TYPE, cut(body, 1000)):
            if one.name == "a" and not last:
                last = (await anext(one.pieces()))[:1]
        return [last]

    assert asyncio.run(run()) == [b"x"]


def test_nothing_is_read_after_the_end_of_the_form() -> None:
    async def body() -> AsyncIterator[bytes]:
        yield form(part(b"x"))
        raise AssertionError("asked for more")

    async def run() -> list[str]:
        return [one.name async for one in parts(TYPE, body())]

    assert asyncio.run(run()) == ["a"]


@pytest.mark.parametrize(
    ("disposition", "name", "filename"),
    [
        ('form-data; name="fileName"', "fileName", None),
        ("form-data; name=fileName", "fileName", None),
        ('form-data; name="file"; filename="a.jpg"', "file", "a.jpg"),
        ("form-data; filename=a.jpg; name=file", "file", "a.jpg"),
        ('form-data; name="file"; filename=""', "file", ""),
        ('form-data; name="file"; filename="a;b\\"c.jpg"', "file", 'a;b"c.jpg'),
        ('form-data; name="file"; filename="ü.jpg"', "file", "ü.jpg"),
        ("form-data; name=\"file\"; filename*=utf-8''%C3%BC.jpg", "file", ""),
        ("form-data; name=file; filename=a.jpg; filename*=utf-8''%C3%BC.jpg", "file", "a.jpg"),
        ("FORM-DATA; NAME=file", "file", None),
    ],
)
def test_names_are_read_as_clients_write_them(
    disposition: str, name: str, filename: str | None
) -> None:
    body = form(part(b"x", "Content-Type: text/plain", f"content-disposition: {disposition}"))

    assert read(body) == [(name, filename, "text/plain", b"x")]


@pytest.mark.parametrize(
    "boundary",
    [
        "----WebKitFormBoundary7MA4YWxkTrZu0gW",
        "--randomBoundary---------------------",
        "-",
        "_'()+,./:=?",
        "x" * 70,
    ],
)
@pytest.mark.parametrize("size", [1, 3, 65536])
def test_boundaries_hold_what_clients_put_in_them(boundary: str, size: int) -> None:
    content = f"\r\n--{boundary[:-1]}\r\n-".encode()
    body = form(part(content, boundary=boundary), boundary=boundary)

    found = read(body, f'multipart/form-data; charset=utf-8; boundary="{boundary}"', size)

    assert [one[3] for one in found] == [content]


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (None, form(part(b"x"))),
        ("", form(part(b"x"))),
        ("application/json", b"{}"),
        ("application/x-www-form-urlencoded", b"a=b"),
        ("multipart/mixed; boundary=b", form(part(b"x"))),
        ("multipart/form-data", form(part(b"x"))),
        ("multipart/form-data; boundary=", form(part(b"x"))),
        (f"multipart/form-data; boundary={'b' * 300}", form(part(b"x"))),
        (TYPE, b""),
        (TYPE, b"garbage"),
        (TYPE, b"\r\n" * 100_000),
        (TYPE, form(part(b"x"))[:-6]),
        (TYPE, part(b"x")),
        (TYPE, b"--b\r\n"),
        (TYPE, b"--b\r\nno colon\r\n\r\nx\r\n--b--"),
        (TYPE, b"--b\r\n: no name\r\n\r\nx\r\n--b--"),
        (TYPE, b"--bb\r\n\r\nx\r\n--bb--"),
        (TYPE, form(part(b"x", "Content-Type: text/plain"))),
        (TYPE, form(part(b"x", "Content-Disposition: form-data"))),
        (TYPE, form(part(b"x", 'Content-Disposition: form-data; name=""'))),
        (TYPE, form(part(b"x", *(f"h{n}: x" for n in range(100))))),
        (TYPE, form(part(b"x", f"Content-Disposition: form-data; name={'a' * 100_000}"))),
        (TYPE, form(*[part(b"x")] * (multipart.MAX_PARTS + 1))),
    ],
)
@pytest.mark.parametrize("size", [1, 65536])
def test_what_is_no_form_is_invalid(content_type: str | None, body: bytes, size: int) -> None:
    if size == 1:
        body = body[:70_000]  # one byte at a time is slow

    with pytest.raises(Invalid):
        read(body, content_type, size)


@settings(deadline=None)
@given(st.binary(max_size=400), st.integers(1, 50))
def test_garbage_is_invalid_and_nothing_worse(garbage: bytes, size: int) -> None:
    body = b"--b\r\n" + garbage
    with pytest.raises(Invalid):
        read(body, size=size)


# What the file field holds


def kept(
    content: bytes,
    *,
    filename: str | None = None,
    content_type: str | None = None,
    size: int = 100_000,
    limit: int = 10_000_000,
) -> bytes:
    headers = 'Content-Disposition: form-data; name="file"'
    headers += f'; filename="{filename}"' if filename is not None else ""
    kind = [f"Content-Type: {content_type}"] if content_type else []
    body = form(part(content, headers, *kind))

    async def run() -> bytes:
        async for sent in parts(TYPE, cut(body, size)):
            kept = await contents.read(sent, limit=limit)
            if isinstance(kept, str):
                return f"address: {kept}".encode()
            return b"".join([piece async for piece in kept])
        return b""

    return asyncio.run(run())


def broken_into_lines(text: bytes, width: int = 76) -> bytes:
    return b"\r\n".join(text[n : n + width] for n in range(0, len(text), width))


def encodings(content: bytes) -> Iterable[bytes]:
    plain, safe = base64.b64encode(content), base64.urlsafe_b64encode(content)
    yield from (plain, safe, broken_into_lines(plain), plain + b"\r\n")
    for prefix in (b"data:image/png;base64,", b"data:;base64,", b"DATA:a/b;charset=x;BASE64,"):
        yield from (prefix + plain, prefix + safe.rstrip(b"="), prefix + quote(plain).encode())
    yield b"data:text/plain," + quote(content).encode()


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=300), st.integers(1, 400))
def test_text_is_decoded_whichever_way_it_is_written(content: bytes, size: int) -> None:
    for written in encodings(content):
        assert kept(written, size=size) == content


def test_base64_of_many_pieces_is_decoded() -> None:
    content = bytes(range(256)) * 20_000

    assert kept(base64.b64encode(content)) == content


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff\xe0" + bytes(2000),
        b"GIF89a\x01\x00",
        b"hello world",
        b"<svg/>",
        b"abc",
        b"ab=c",
        b"abc=abc=",
        b"YQ==YQ==",
        b"A" * 400_000 + b"!",
        b"A" * 400_001,
    ],
)
@pytest.mark.parametrize("size", [1000, 1_000_000])
def test_what_is_not_base64_is_kept_as_it_is(content: bytes, size: int) -> None:
    assert kept(content, size=size) == content


@pytest.mark.parametrize("text", [b"aGk=", b"data:,x", b"http://localhost/", b"ftp://x"])
def test_a_file_with_a_name_or_a_type_is_never_taken_for_text(text: bytes) -> None:
    assert kept(text, filename="a.txt") == text
    assert kept(text, content_type="application/octet-stream") == text


@pytest.mark.parametrize(
    "text",
    [
        b"data:image/png;base64,!!!!",
        b"data:image/png;base64,A",
        b"data:image/png;base64,YQ==YQ==",
        b"data:image/png;base64",
        b"data:",
        b"https://\xff/",
        b"http://example.org/" + b"a" * 10_000,
        b"ftp://example.org/a.jpg",
        b"file:///etc/passwd",
    ],
)
def test_text_that_promises_bytes_and_has_none_is_invalid(text: bytes) -> None:
    with pytest.raises(Invalid):
        kept(text)


@pytest.mark.parametrize("text", [b"http://a.example/b.jpg", b"  HTTPS://[::1]/ "])
def test_an_address_is_handed_on_to_be_fetched(text: bytes) -> None:
    assert kept(text) == b"address: " + text.strip()


def test_base64_larger_than_any_upload_is_not_put_aside() -> None:
    with pytest.raises(TooLarge):
        kept(b"A" * 2_000_000, limit=100_000)
