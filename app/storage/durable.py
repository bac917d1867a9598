"""Names that last: after a power cut a file is found if its folder was synced."""

from __future__ import annotations

import os
from pathlib import Path


def sync(folder: Path) -> None:
    """Makes the names in the folder last."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_up(folder: Path) -> None:
    """Makes the names in the folder last, and the folder's own name, and so on to the top."""
    try:
        for place in (folder, *folder.parents):
            sync(place)
    except PermissionError:
        return  # one that we may not read is not one that we made
