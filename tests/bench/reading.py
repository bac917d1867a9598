"""Reading: 50 versions over REST and GraphQL, 50 files over REST, 50 KB by URL."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.load import get, post, rate
from tests.client import basic
from tests.pictures import photo
from tests.servers import PRIVATE_KEY, ROOT, Server, free_port

QUERY = """
    query ($id: ID!) { file(id: $id) { versions(first: 50) {
      edges { cursor node {
        id number isCurrent createdAt updatedAt size mimeType width height url } }
      pageInfo { hasNextPage endCursor } totalCount } } }
"""


def measure(server: Server, folder: Path) -> list[tuple[str, float, str, float]]:
    """Rows of (what, requests per second, yardstick, its requests per second)."""
    picture = photo((640, 480))
    for number in range(50):
        server.client.upload(picture + bytes([number]), "many.jpg", "/bench")
        server.client.upload(picture + bytes([number]), f"{number}.jpg", "/bench/list")
    file_id = server.client.listed(path="/bench", type="file")[0]["fileId"]
    stored = folder / "50k.bin"
    stored.write_bytes(bytes(range(256)) * 200)
    server.client.upload(stored.read_bytes(), "50k.bin", "/bench")
    key = {"Authorization": basic(PRIVATE_KEY)}
    body = json.dumps({"query": QUERY, "variables": {"id": file_id}}).encode()
    ours = {
        "REST versions (50)": get(f"/v1/files/{file_id}/versions", key),
        "REST list (50)": get("/v1/files?path=/bench/list&limit=50", key),
        "GraphQL versions (50)": post("/graphql", key | {"Content-Type": "application/json"}, body),
        "delivery of 50 KB": get("/media/bench/50k.bin", {}),
    }
    with bare(server.home.data_dir / "pentimento.sqlite", stored) as port:
        route = asyncio.run(rate(port, get(f"/versions/{file_id}", {})))
        file = asyncio.run(rate(port, get("/file", {})))
    rows = []
    for what, request in ours.items():
        reached = asyncio.run(rate(server.port, request))
        yard = ("FileResponse, no lookup", file) if "delivery" in what else ("bare route", route)
        rows.append((what, reached, *yard))
    return rows


@contextmanager
def bare(database: Path, file: Path) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "tests.bench.bare:app", "--port", str(port)]
    process = subprocess.Popen(  # noqa: S603 - our own program
        [*command, "--log-level", "info"],
        cwd=ROOT,
        env={"BARE_DATABASE": str(database), "BARE_FILE": str(file), "PATH": ""},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if "running on" in line:
                break
        yield port
    finally:
        process.terminate()
        process.communicate()
