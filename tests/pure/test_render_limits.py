"""What a render refuses: damaged bytes, too many pixels, too much time."""

from __future__ import annotations

import io
import pickle
import struct
import zlib
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import imaging
from app.errors import AppError, Busy, Invalid, NotFound, TooLarge, Unreadable
from app.imaging import Facts, Inputs, Limits, Order
from app.imaging.reading.gif_blocks import gif_frames
from tests.pictures import RED, Kind, animated, assert_colour, opened, photo, plain, quarters
from tests.rendering import facts, rendered

PNG = quarters((40, 30), "png")
KINDS: list[Kind] = ["jpeg", "png", "gif", "webp", "tiff", "bmp"]


def order(chain: str, content: bytes = PNG) -> Order:
    return imaging.settle(imaging.parse(chain), facts(content))


def bomb(width: int, height: int) -> bytes:
    """A PNG that claims to be large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b"\x89PNG\r\n\x1a\n",
        PNG[:60],
        photo()[:2000],
        plain(kind="webp")[:40],
        animated()[:60],
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_what_cannot_be_decoded_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        imaging.render(content, order("w-20"))

    assert caught.value.reason == "EDECODE"


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's way of telling about odd EXIF
@settings(max_examples=150, deadline=None)
@given(st.sampled_from(KINDS), st.data())
def test_damaged_bytes_never_fail_otherwise(kind: Kind, data: st.DataObject) -> None:
    content = bytearray(quarters((40, 30), kind))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    failure = None
    try:
        imaging.render(bytes(content), order("w-20,r-5"))
    except AppError as error:
        failure = error

    assert failure is None or isinstance(failure, Unreadable | TooLarge)


@pytest.mark.parametrize("frames", [1, 2, 3, 7])
def test_the_frames_of_a_gif_are_counted(frames: int) -> None:
    content = animated([(at * 30, 0, 99) for at in range(frames)])

    assert gif_frames(io.BytesIO(content), 100) == frames
    assert gif_frames(io.BytesIO(content), 2) == min(frames, 3)
    assert gif_frames(io.BytesIO(content[:25]), 100) == 1


def test_a_gif_of_countless_pieces_is_not_counted_for_long() -> None:
    head = b"GIF89a\x08\0\x08\0\0\0\0,\0\0\0\0\x08\0\x08\0\0\x08"
    started = perf_counter()

    assert gif_frames(io.BytesIO(head + b"\x01a" * 5_000_000), 100) == 101
    assert perf_counter() - started < 2


@pytest.mark.parametrize("size", [(8000, 7000), (60_000, 60_000), (2**30, 2)])
def test_too_many_pixels_are_refused_before_decoding(size: tuple[int, int]) -> None:
    with pytest.raises(TooLarge) as caught:
        imaging.render(bomb(*size), order("w-20"))

    assert caught.value.reason == "ELIMIT"


@pytest.mark.parametrize(
    "chain",
    [
        "w-400",
        "w-400:w-10",
        "w-90,b-20_red",
        "w-110,rt-45",
        "w-110,e-distort-a-180",
        "l-image,i-ik_canvas,w-400,h-400,bg-red,l-end",
        "l-text,i-wide,fs-300,l-end",
    ],
)
def test_no_picture_on_the_way_may_be_too_large(chain: str) -> None:
    with pytest.raises(TooLarge) as caught:
        rendered(PNG, chain, limits=Limits(pixels=10_000))

    assert caught.value.reason == "ELIMIT"


def test_a_large_layer_is_refused_too() -> None:
    with pytest.raises(TooLarge):
        rendered(
            PNG,
            "l-image,i-a.png,w-10,l-end",
            assets={"a.png": plain(RED, (200, 200), "png")},
            limits=Limits(pixels=10_000),
        )


def test_a_render_stops_when_its_time_is_up() -> None:
    with pytest.raises(Busy) as caught:
        rendered(PNG, "w-20", limits=Limits(seconds=0))

    assert caught.value.reason == "ETIMEDOUT"


def test_sides_too_long_for_a_format_are_refused() -> None:
    long = plain(RED, (16_400, 2), "png")

    with pytest.raises(Invalid):
        rendered(long, "f-webp")
    assert rendered(long, "", accepts={imaging.Format.WEBP}).mime == "image/png"
    with pytest.raises(Invalid):
        rendered(plain(RED, (65_501, 2), "png"), "f-jpg")


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PNG)

    made = imaging.render(tmp_path / "a.png", order("w-20"))

    assert opened(made.content).size == (20, 15)
    with pytest.raises(NotFound):
        imaging.render(tmp_path / "none.png", order("w-20"))


def test_an_order_for_the_stored_bytes_cannot_be_rendered() -> None:
    with pytest.raises(ValueError, match="stored bytes"):
        imaging.render(PNG, order("orig-true"))


def test_orders_and_results_can_be_sent_to_another_process() -> None:
    asked = order("w-iw_div_2,e-gradient,l-text,i-hi,fs-8,l-end")

    assert pickle.loads(pickle.dumps(asked)) == asked  # noqa: S301 - our own bytes
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        made = pool.submit(imaging.render, PNG, asked, Inputs()).result()

    assert (made.width, made.height) == (20, 15)
    assert_colour(opened(made.content), (1, 13), (0, 0, 255), 60)


def test_facts_of_an_upload_are_a_subject() -> None:
    damaged = Facts("image/png")

    assert imaging.settle(imaging.parse(""), damaged).format is None
    assert imaging.settle(imaging.parse("w-20"), damaged).format is not None
