"""Packages from the npm registry, kept beside the virtual environment and fetched once."""

from __future__ import annotations

import fcntl
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PLACE = Path(sys.prefix) / "sdks"


def installed(*requirements: str) -> Path:
    """A folder whose `node_modules` has the packages; skips the test where that cannot be."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    PLACE.mkdir(exist_ok=True)
    name = re.sub(r"\W+", "-", " ".join(requirements)).strip("-")
    folder, aside = PLACE / name, PLACE / f".{name}"
    with (PLACE / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            command = ["install", "--no-audit", "--no-fund", "--no-package-lock", "--prefix"]
            done = subprocess.run(  # noqa: S603 - npm, found on the path
                [npm, *command, str(aside), *requirements],
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode != 0:
                pytest.skip(f"{requirements} cannot be installed here: {done.stderr[-300:]}")
            aside.rename(folder)
    return folder
