"""Pictures: made beside the bare Pillow calls and thumbor, delivered beside plain files."""

from __future__ import annotations

import asyncio
import io
import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import monotonic, perf_counter
from typing import Any

import httpx
from PIL import Image

from tests.bench.load import get, rate
from tests.bench.reading import bare
from tests.bench.uploading import Peak, memory
from tests.servers import Server, free_port

TIMES = 7
"""How often a picture is made; each time in another size, so that it is made indeed."""
THUMBOR = os.environ.get("THUMBOR", "")  # noqa: TID251 - a program to measure beside, if any
CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class Job:
    """A picture to make: of which source, how large, and as what."""

    what: str
    source: str
    size: tuple[int, int]
    kind: str
    save: dict[str, Any]

    def ours(self, more: int) -> str:
        """The path of the picture, so many pixels wider."""
        width, height = self.size
        kind = "jpg" if self.kind == "jpeg" else self.kind
        return f"/media/tr:w-{width + more},h-{height},f-{kind},q-80/bench/{self.source}"

    def thumbor(self, origin: str, more: int) -> str:
        """The same for thumbor, which fetches it as it is stored."""
        width, height = self.size
        filters = f"filters:format({self.kind}):quality(80)"
        source = f"{origin}/media/tr%3Aorig-true/bench/{self.source}"
        return f"/unsafe/{width + more}x{height}/{filters}/{source}"

    def pillow(self, content: bytes, more: int) -> bytes:
        """The bare calls: decode small, one resize, encode."""
        width, height = self.size[0] + more, self.size[1]
        with Image.open(io.BytesIO(content)) as image:
            scale = min(image.width / width, image.height / height)
            left = max(0.0, (image.width - width * scale) / 2)
            top = max(0.0, (image.height - height * scale) / 2)
            whole = image.width
            image.draft("RGB", (2 * width, 2 * height))
            share = image.width / whole
            right = min(float(image.width), left + width * scale)
            bottom = min(float(image.height), top + height * scale)
            box = (left, top, right, bottom)
            small = image.resize(
                (width, height),
                Image.Resampling.LANCZOS,
                (box[0] * share, box[1] * share, box[2] * share, box[3] * share),
                reducing_gap=3.0,
            )
        out = io.BytesIO()
        small.save(out, self.kind, **self.save)
        return out.getvalue()


_COVER = (400, 300)
JOBS = (
    Job("12 MP to JPEG", "photo.jpg", _COVER, "jpeg", {"quality": 80, "optimize": True}),
    Job("12 MP to WebP", "photo.jpg", _COVER, "webp", {"quality": 80, "method": 4}),
    Job("12 MP to AVIF", "photo.jpg", _COVER, "avif", {"quality": 80, "speed": 8}),
    Job("PNG to WebP", "drawn.png", (300, 225), "webp", {"quality": 80, "method": 4}),
)


@dataclass(frozen=True, slots=True)
class Made:
    """Milliseconds that one job takes, by who does it; None where thumbor is missing."""

    what: str
    ours: float
    pillow: float
    thumbor: float | None


def misses(server: Server) -> Iterator[Made]:
    """Makes each picture in turn by everybody, again and again; medians."""
    sources = {"photo.jpg": photograph((4000, 3000), "jpeg"), "drawn.png": _drawn()}
    for name, content in sources.items():
        server.client.upload(content, name, "/bench")
    with _thumbor() as port, httpx.Client(timeout=120, trust_env=False) as http:
        for job in JOBS:
            spent: dict[str, list[float]] = {"ours": [], "pillow": [], "thumbor": []}
            for more in range(TIMES):
                spent["ours"].append(_fetched(http, server.base_url + job.ours(more)))
                started = perf_counter()
                job.pillow(sources[job.source], more)
                spent["pillow"].append(perf_counter() - started)
                if port:
                    path = job.thumbor(server.base_url, more)
                    spent["thumbor"].append(_fetched(http, f"http://127.0.0.1:{port}{path}"))
            found = {who: 1000 * median(times) for who, times in spent.items() if times}
            yield Made(job.what, found["ours"], found["pillow"], found.get("thumbor"))


def hits(server: Server, folder: Path) -> Iterator[tuple[str, float]]:
    """Requests per second for a stored picture of some 50 KB, and for a file with its bytes."""
    server.client.upload(photograph((1600, 1200), "jpeg"), "hit.jpg", "/bench")
    path = "/media/bench/hit.jpg?tr=w-440,h-330,f-jpg,q-80"
    made = server.client.anonymous.get(path)
    stored = folder / "hit.jpg"
    stored.write_bytes(made.content)
    known = get(path, {"If-None-Match": made.headers["etag"]})
    with bare(server.home.data_dir / "pentimento.sqlite", stored) as port:
        for _ in range(3):
            yield f"{len(made.content) // 1000} KB", _rate(server.port, get(path, {}))
            yield "FileResponse", _rate(port, get("/file", {}))
    yield "304", _rate(server.port, known, status=304)
    with _nginx(folder) as port:
        if port:
            yield "nginx static", _rate(port, get("/hit.jpg", {}))


def together(server: Server) -> tuple[float, float]:
    """Megabytes that the server and its render processes gain at most while making 24 at once."""
    processes = [server.process.pid, *_children(server.process.pid)]
    before = sum(memory(pid, "VmRSS") for pid in processes)
    with Peak(*processes) as peak:
        asyncio.run(_all(server, [JOBS[0].ours(100 + more) for more in range(24)]))
    return before, peak.highest


async def _all(server: Server, paths: list[str]) -> None:
    async with httpx.AsyncClient(base_url=server.base_url, timeout=120, trust_env=False) as http:
        for answer in await asyncio.gather(*(http.get(path) for path in paths)):
            answer.raise_for_status()


def photograph(size: tuple[int, int], kind: str) -> bytes:
    """Smooth colours under film grain, which costs an encoder what a photograph costs."""
    rough = random.Random(1).randbytes(64 * 48 * 3)  # noqa: S311 - a picture, not a secret
    image = Image.frombytes("RGB", (64, 48), rough).resize(size, Image.Resampling.BICUBIC)
    grain = Image.effect_noise(size, 24).convert("RGB")
    out = io.BytesIO()
    Image.blend(image, grain, 0.2).save(out, kind, quality=90)
    return out.getvalue()


def _drawn() -> bytes:
    return photograph((1632, 1224), "png")


def _fetched(http: httpx.Client, url: str) -> float:
    started = perf_counter()
    http.get(url).raise_for_status()
    return perf_counter() - started


def _rate(port: int, request: bytes, status: int = 200) -> float:
    return asyncio.run(rate(port, request, connections=CONNECTIONS, status=status))


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [each for child in found for each in (int(child), *_children(int(child)))]


@contextmanager
def _thumbor() -> Iterator[int | None]:
    """thumbor by the command in THUMBOR, if there is one."""
    if not THUMBOR:
        yield None
        return
    with _running([THUMBOR, "--port={port}", "--ip=127.0.0.1", "--log-level=error"]) as port:
        yield port


@contextmanager
def _nginx(folder: Path) -> Iterator[int | None]:
    """nginx with this folder, if it is installed."""
    nginx = shutil.which("nginx")
    if nginx is None:
        yield None
        return
    port = free_port()
    (folder / "nginx.conf").write_text(
        f"pid {folder}/nginx.pid; error_log stderr; daemon off; events {{}}\n"
        f"http {{ access_log off; sendfile on; keepalive_requests 1000000;\n"
        f"server {{ listen 127.0.0.1:{port}; root {folder}; }} }}\n"
    )
    with _running([nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")], port) as port:
        yield port


@contextmanager
def _running(command: list[str], port: int | None = None) -> Iterator[int]:
    """The port of a program that listens on it by now."""
    chosen = port or free_port()
    process = subprocess.Popen([word.format(port=chosen) for word in command])  # noqa: S603
    try:
        _wait(chosen)
        yield chosen
    finally:
        process.terminate()
        process.wait()


def _wait(port: int, seconds: float = 30) -> None:
    deadline = monotonic() + seconds
    while True:
        try:
            httpx.get(f"http://127.0.0.1:{port}/healthcheck", trust_env=False)
        except httpx.TransportError:
            if monotonic() > deadline:
                raise
        else:
            return
