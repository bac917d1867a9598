"""ImageKit's official Node SDKs, old and new, work against us unchanged."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests import npm, pictures
from tests.servers import PRIVATE_KEY, PUBLIC_KEY, ROOT, Server

NODE = shutil.which("node")
SDKS = {
    "node_7": "@imagekit/nodejs@7.11.0",
    "node_7_pictures": "@imagekit/nodejs@7.11.0",
    "node_6": "imagekit@6.0.0",
}

Told = Callable[[str], dict[str, str | None]]

pytestmark = pytest.mark.skipif(NODE is None, reason="node is not installed")


def _stories() -> list[tuple[str, str]]:
    """Every script with each of its stories."""
    return [
        (script, story)
        for script in SDKS
        for story in re.findall(
            r"^  async (\w+)\(folder\)", (ROOT / f"tests/node/{script}.mjs").read_text(), re.M
        )
    ]


@pytest.mark.parametrize(("script", "story"), _stories())
def test_node(told: Told, script: str, story: str) -> None:
    failure = told(script)[story]

    assert failure is None, failure


@pytest.fixture(scope="module")
def told(open_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What a script told about each of its stories; it runs once for each server."""
    folder = tmp_path_factory.mktemp("pictures")
    (folder / "one.png").write_bytes(pictures.numbered(1))
    (folder / "two.png").write_bytes(pictures.numbered(2))
    (folder / "photo.jpg").write_bytes(pictures.photo((900, 700)))
    (folder / "quarters.png").write_bytes(pictures.quarters((80, 60)))
    return cache(lambda script: _run(script, open_server, folder))


def _run(script: str, server: Server, folder: Path) -> dict[str, str | None]:
    assert NODE is not None
    place = npm.installed(SDKS[script])
    world = (server.base_url, PRIVATE_KEY, PUBLIC_KEY, f"/sdk-{script}", str(folder))
    done = subprocess.run(  # noqa: S603 - our own program
        [NODE, str(ROOT / f"tests/node/{script}.mjs"), str(place), *world],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    stories = [json.loads(line) for line in done.stdout.splitlines()]
    return {story["story"]: story["failure"] for story in stories}
