"""Packages from the Python package index, each in a folder of its own, fetched once."""

from __future__ import annotations

import fcntl
import subprocess
import sys
from pathlib import Path

import pytest

PLACE = Path(sys.prefix) / "sdks"


def installed(requirement: str) -> Path:
    """A folder to import the package from; skips the test where that cannot be."""
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
