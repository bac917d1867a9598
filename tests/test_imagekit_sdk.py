"""ImageKit's official Python SDKs, old and new, work against us unchanged."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache

import pytest

from tests import pypi
from tests.servers import PRIVATE_KEY, PUBLIC_KEY, ROOT, Server

SDKS = {
    "python_5": "imagekitio==5.11.0",
    "python_5_jobs": "imagekitio==5.11.0",
    "python_5_metadata": "imagekitio==5.11.0",
    "python_5_pictures": "imagekitio==5.11.0",
    "python_4": "imagekitio==4.2.0",
    "python_4_jobs": "imagekitio==4.2.0",
    "python_4_metadata": "imagekitio==4.2.0",
}
"""Scripts, each with the SDK that it needs."""

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
    path = os.pathsep.join((str(pypi.installed(SDKS[script])), str(ROOT)))
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
