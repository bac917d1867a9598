"""Purges: requests to forget what is cached of a URL.

Nothing of ours goes stale: a rendition belongs to bytes that never change, and the URLs that the
API hands out change with what they deliver. So a request is kept for who asks, and done at once.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import SplitResult, urlsplit

from app.errors import Invalid
from app.library.ids import is_id, new_id, now
from app.library.models import Purge

MAX_URL: Final = 8192
_NEVER: Final = {"media/catalog/", "s/files/"}
"""What other people's shops keep everything below (rest-api.md §2.11)."""
_LONG_ENOUGH: Final = 15
_PORTS: Final = {"http": 80, "https": 443}


async def request(endpoint: str, url: str) -> str:
    """Purges a URL below the endpoint, or with `*` at the end all that begin like it; its id."""
    if not is_purgeable(endpoint, url):
        raise Invalid("The URL is not valid for cache purging.", field="url")
    return await keep(url)


async def keep(url: str) -> str:
    """Keeps a request that is made by ourselves; its id."""
    purge_id = new_id()
    await Purge.create(id=purge_id, url=url, created_at=now())
    return purge_id


async def exists(purge_id: str) -> bool:
    """Whether there is a request with this id; then it is completed."""
    return is_id(purge_id) and await Purge.filter(id=purge_id).exists()


def is_purgeable(endpoint: str, url: str) -> bool:
    """Whether the URL is one of ours and its wildcard, if it has one, is narrow enough."""
    try:
        ours, asked = urlsplit(f"{endpoint}/"), urlsplit(url)
        is_ours = _origin(asked) == _origin(ours) and asked.path.startswith(ours.path)
    except ValueError:
        return False
    if not is_ours or len(url) > MAX_URL or not url.isprintable():
        return False
    path = asked.path.removeprefix(ours.path)
    if "*" not in url:
        return path.strip("/") != ""
    return url.index("*") == len(url) - 1 and _is_narrow(path.removesuffix("*"))


def _is_narrow(path: str) -> bool:
    levels = [name for name in path.split("/") if name]
    if path in _NEVER or not levels:
        return False
    is_file = not path.endswith("/") and "." in levels[-1].strip(".")
    return len(levels) >= 2 or len(path) >= _LONG_ENOUGH or is_file


def _origin(url: SplitResult) -> tuple[str | None, int | None]:
    """Host and port; http and https are the same place."""
    if url.scheme not in _PORTS:
        raise ValueError(f"{url.scheme} is neither http nor https")
    port = url.port or _PORTS[url.scheme]
    return url.hostname, None if port in _PORTS.values() else port
