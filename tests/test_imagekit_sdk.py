"""ImageKit's official Python SDKs, old and new, work against us unchanged."""

from __future__ import annotations

import ast
import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.servers import PRIVATE_KEY, PUBLIC_KEY, ROOT, Server

SDKS = {"python_5": "imagekitio==5.11.0", "python_4": "imagekitio==4.2.0"}
PLACE = Path(sys.prefix) / "sdks"
"""Each SDK in a folder of its own: both are called imagekitio."""

Told = Callable[[str], dict[str, str | None]]


def _stories() -> list[tuple[str, str]]:
    """Every script with each of its stories."""
    return [
        (script, node.name)
        for script in SDKS
        for node in ast.parse((ROOT / f"tests/sdk/{script}.py").read_text()).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


@pytest.mark.parametrize(("script", "story"), _stories())
def test_python(told: Told, script: str, story: str) -> None:
    failure = told(script)[story]

    assert failure is None, failure


@pytest.fixture(scope="module")
def told(open_server: Server) -> Told:
    """What a script told about each of its stories; it runs once for each server."""
    return cache(lambda script: _run(script, open_server))


def _run(script: str, server: Server) -> dict[str, str | None]:
    path = os.pathsep.join((str(_installed(SDKS[script])), str(ROOT)))
    world = (server.base_url, PRIVATE_KEY, PUBLIC_KEY, f"/sdk-{script}")
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", f"tests.sdk.{script}", *world],
        env={"PYTHONPATH": path},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    stories = [json.loads(line) for line in done.stdout.splitlines()]
    return {story["story"]: story["failure"] for story in stories}


def _installed(requirement: str) -> Path:
    """The folder with the SDK, filled from the package index the first time."""
    PLACE.mkdir(exist_ok=True)
    folder = PLACE / requirement
    with (PLACE / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            aside = PLACE / f".{requirement}"
            command = ["install", "--quiet", "--target", str(aside), requirement]
            done = subprocess.run(  # noqa: S603 - our own program
                [sys.executable, "-m", "pip", *command], capture_output=True, text=True, check=False
            )
            if done.returncode != 0:
                pytest.skip(f"{requirement} cannot be installed here: {done.stderr[-300:]}")
            aside.rename(folder)
    return folder
