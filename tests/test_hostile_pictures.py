"""Pictures and transformations made to hurt: refused in time, in little memory, without a crash."""

from __future__ import annotations

import random
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import product
from pathlib import Path
from time import perf_counter

import httpx
import pytest

from tests import pictures
from tests.client import Client
from tests.conftest import NewHome
from tests.servers import Server
from tests.together import at_once

FORMS = ("/tr:{chain}{path}", "{path}?tr={chain}")
REFUSALS = {400, 401, 404, 422, 501, 503, 504}
MEMORY_MIB = 800
SECONDS = 40
"""Of one answer: the ten that a render may take, and what ending its process costs when busy."""

DEEP = "l-image,i-ik_canvas,bg-red," * 12 + "l-end," * 12
CHAINS = [
    "w-65535,h-65535",
    "w-60000,h-800",
    "h-65535",
    "w-1,h-65535,c-force",
    "w-7000,h-7000:bl-100:bl-100",
    "w-7000,h-7000,f-jpg",
    "w-99999999999999999999",
    "w-1e9",
    "w--5",
    "w-NaN",
    "w-iw_pow_99999",
    "w-iw_div_0",
    "w-" + "iw_mul_" * 500 + "2",
    "dpr-5,w-5000,h-5000",
    "rt-0.0001",
    "rt-N359.9:" * 19 + "rt-1",
    "w-10:" * 400,
    "w-10," * 500,
    "bl-99999",
    "b-60000_red",
    "b-9999_red:" * 5,
    "r-99999999",
    "t-99:" * 20,
    "e-distort-a-359:" * 8,
    "e-distort-p-0_0_0_0_0_0_0_0",
    "e-gradient-sp-0",
    "e-shadow-bl-15_st-100_x-100_y-100",
    "e-sharpen-999999999",
    "e-usm-9999-9999-9999-9999",
    DEEP,
    ",".join(["l-text,i-x,fs-10,l-end"] * 40),
    "l-text,i-" + "W" * 3000 + ",fs-300,l-end",
    "l-text,i-x,fs-99999,l-end",
    "l-text,i-W,fs-16000,l-end",
    "l-text,i-x,w-65535,l-end",
    "l-text,i-a%00b,l-end",
    "l-text,ie-%2F%2F%2F,l-end",
    "l-text,ie-" + "QUFB" * 900 + ",l-end",
    "l-image,i-..%2F..%2Fetc%2Fpasswd,l-end",
    "l-image,i-@@@@..@@x,l-end",
    "l-image,i-{self},w-60000,h-60000,l-end",
    "l-image,i-{self},l-image,i-{self},l-image,i-{self},l-image,i-{self},l-end,l-end,l-end,l-end",
    "l-text,i-x,ff-{self},l-end",
    "l-end,l-end",
    "l-image",
    "if-w_gt_1,w-2",
    "if-end",
    "if-w_gt_1,if-w_gt_1,w-2,if-end,if-end",
    "if-" + "w_gt_1_and_" * 300 + "w_gt_1,w-2,if-end",
    "cr-",
    "bg-blurred_100_255,cm-pad_resize,w-5000,h-5000",
    "bg-gradient_dominant_4,cm-pad_resize,w-4000,h-4000",
    "f-exe",
    "q-99999",
    "pg-99999",
    "di-..@@..",
    "di-{self}",
    "fo-custom,w-1,h-1",
    "z-0,fo-face,w-10,h-10",
    "%25%25%25",
    "%C0%AF",
    "\u202e\u0000".encode().decode("latin-1").replace("\0", "%00"),
    "n-",
    "n-" + "x" * 4000,
    "tr:tr:w-1",
    "orig-true,w-",
    "lm-displace,l-image,i-{self},lm-displace,x-99999,l-end",
]
_WORDS = """
w h ar dpr c cm x y xc yc fo z t rt fl r b bg o bl pg q f pr lo md cp dn orig di n l-image
l-text l-end if-w_gt_10 if-else if-end e-grayscale e-contrast e-sharpen e-usm e-shadow e-gradient
e-colorize e-distort cr lx ly lxc lyc lap lfo lm i ie fs ff co ia pa al tg lh"""
_VALUES = """
0 1 -1 N5 0.5 300 99999 auto true false max 10_20 iw_div_2 ih_mul_1.5_add_3 bw_sub_5 red
FF000040 gradient blurred dominant center top_left face custom force at_max extract pad_resize
maintain_ratio webp avif png jpg gif orig multiply cutter a b.jpg ik_canvas %2C %3A %00 é"""


@pytest.fixture(scope="module")
def fortress(server: Server) -> Iterator[tuple[Server, list[str]]]:
    """The server, and the paths of pictures of several kinds."""
    made = {
        "a.jpg": pictures.photo((800, 600)),
        "b.png": pictures.transparent((300, 200)),
        "c.gif": pictures.animated(size=(120, 90)),
    }
    for name, content in made.items():
        server.client.upload(content, name, "/fortress")
    with bounded(server):
        yield server, [f"/fortress/{name}" for name in made]


@pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: str(chain)[:40])
def test_a_chain_made_to_hurt(fortress: tuple[Server, list[str]], chain: str) -> None:
    server, paths = fortress
    for form, path in product(FORMS, paths):
        wish = chain.replace("{self}", path.strip("/").replace("/", "@@"))
        answered(server.client, form.format(chain=wish, path=path))


@pytest.mark.parametrize("seed", range(10))
def test_chains_at_random(fortress: tuple[Server, list[str]], seed: int) -> None:
    server, paths = fortress
    dice = random.Random(seed)  # noqa: S311 - not a secret
    words, values = _WORDS.split(), _VALUES.split()
    for _ in range(30):
        items = [
            dice.choice(words) + ("-" + dice.choice(values)) * dice.randint(0, 1)
            for _ in range(dice.randint(1, 8))
        ]
        chain = "".join(item + dice.choice(",,,:") for item in items).rstrip(",:")
        for form in FORMS:
            answered(server.client, form.format(chain=chain, path=dice.choice(paths)))


def test_a_storm_leaves_the_library_answering(new_home: NewHome) -> None:
    with Server(new_home(RENDER_QUEUE="8")) as server:
        server.client.upload(pictures.photo((3000, 2000)), "a.jpg")
        heavy = [f"/a.jpg?tr=w-{5000 + n},bl-40,f-webp" for n in range(40)]
        slowest: list[float] = []

        def look() -> httpx.Response:
            for _ in range(40):
                started = perf_counter()
                assert server.client.rest("GET", "/v1/files").status_code == 200
                slowest.append(perf_counter() - started)
            return server.client.rest("GET", "/v1/files")

        with bounded(server):
            calls: list[Callable[[], httpx.Response]] = [look]
            calls += [partial(server.client.deliver, target) for target in heavy]
            answers = at_once(calls)

        assert {answer.status_code for answer in answers} <= {200, 503, 504}
        assert sorted(slowest)[-1] < 3


@pytest.mark.parametrize("kind", ["wide", "square", "tall"])
def test_a_bomb_is_not_opened(client: Client, folder: str, kind: str) -> None:
    size = {"wide": (2**30, 2), "square": (9_999, 9_999), "tall": (4, 2**24)}[kind]
    answer = client.upload_answer(bomb(*size), "a.png", folder)

    if answer.status_code == 200:
        started = perf_counter()
        for query in ("?tr=w-10", "?tr=w-10,h-10,cm-extract"):
            made = client.deliver(f"{folder}/a.png{query}")
            assert made.status_code in {400, 422}
            assert made.headers["ik-error"].startswith(("ELIMIT", "EDECODE", "EINVALID"))
        assert client.deliver(f"{folder}/a.png").status_code == 200
        assert perf_counter() - started < SECONDS
    else:
        assert answer.status_code == 400


def test_too_many_pixels_are_told_by_name(new_home: NewHome) -> None:
    with Server(new_home(RENDER_PIXELS="10000")) as server:
        server.client.upload(pictures.photo((200, 100)), "a.jpg")
        server.client.upload(pictures.photo((90, 90)), "b.jpg")

        for target in ("/a.jpg?tr=w-10", "/b.jpg?tr=w-101,h-100", "/b.jpg?tr=w-200:w-10"):
            refused = server.client.deliver(target)
            assert refused.status_code == 400
            assert refused.headers["ik-error"].startswith("ELIMIT")
        plain = server.client.deliver("/a.jpg")
        assert plain.content == pictures.photo((200, 100))


def test_an_animation_of_too_many_frames_shows_its_first(client: Client, folder: str) -> None:
    colours = [(number % 256, number // 256, 9) for number in range(120)]
    client.upload(pictures.animated(colours, (8, 8)), "a.gif", folder)

    answer = client.deliver(f"{folder}/a.gif?tr=w-4")

    assert answer.status_code == 200
    assert getattr(pictures.opened(answer.content), "n_frames", 1) == 1


def test_a_transparent_animation_grows_no_further_than_there_is_room(
    client: Client, folder: str
) -> None:
    client.upload(pictures.animated([(9, 9, 50 * shade) for shade in range(4)]), "a.gif", folder)

    answered(client, f"{folder}/a.gif?tr=w-4000,h-4000,r-99")


def answered(client: Client, target: str) -> None:
    """Whatever the answer is, it comes in time and is one of those that are documented."""
    started = perf_counter()
    answer = client.anonymous.get("/media" + target)
    assert perf_counter() - started < SECONDS, target
    if answer.status_code == 200:
        assert answer.headers["content-type"].startswith("image/")
        assert max(pictures.opened(answer.content).size) <= 16_383
    else:
        assert answer.status_code in REFUSALS, (answer.status_code, target)
        assert answer.headers["ik-error"].isascii()
        assert "Traceback" not in answer.text
    assert client.anonymous.get("/health").status_code == 200


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be large, and is so far as it goes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@contextmanager
def bounded(server: Server) -> Iterator[None]:
    """Fails when the server and its children take much more memory meanwhile."""
    before, peak = resident(server.process.pid), [0.0]
    end = threading.Event()

    def watch() -> None:
        while not end.wait(0.05):
            peak[0] = max(peak[0], resident(server.process.pid))

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield
    finally:
        end.set()
        watching.join()
    assert peak[0] - before < MEMORY_MIB, f"{peak[0] - before:.0f} MiB more"


def resident(pid: int) -> float:
    """MiB in memory of a process and all below it."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    own = next((line for line in status.splitlines() if line.startswith("RssAnon")), "0 0 kB")
    return int(own.split()[-2]) / 1024 + sum(resident(int(child)) for child in children)
