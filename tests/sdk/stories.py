"""Runs the stories of a script and prints one line of JSON for each: its name and what failed."""

from __future__ import annotations

import inspect
import json
import sys
import traceback
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import httpx
import pytest

from tests.client import as_uploaded

E = TypeVar("E", bound=Exception)


@dataclass(frozen=True, slots=True)
class World:
    """A server, and a folder that is this story's alone."""

    base_url: str
    private_key: str
    public_key: str
    folder: str

    @property
    def url_endpoint(self) -> str:
        """Where files are delivered."""
        return self.base_url + "/media"


def run(module: str) -> None:
    """Runs every public function of the module, in a world named by the arguments."""
    world = World(*sys.argv[1:5])
    for name, story in inspect.getmembers(sys.modules[module], inspect.isfunction):
        if story.__module__ == module and not name.startswith("_"):
            own = replace(world, folder=f"{world.folder}/{name}")
            print(json.dumps({"story": name, "failure": _failure(story, own)}), flush=True)  # noqa: T201


def fetch(url: str) -> tuple[int, bytes]:
    """Status and body of a GET without a key; the bytes as they were uploaded.

    A signed URL has to ask for the original by itself: its query is part of the signature.
    """
    url = url if "ik-s=" in url else as_uploaded(url)
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - our own server
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def post_form(url: str, fields: dict[str, str], content: bytes) -> tuple[int, dict[str, Any]]:
    """Status and body of a form that a browser sends, with a file and without a key."""
    form = {name: (None, value) for name, value in fields.items()}
    answer = httpx.post(url, files={**form, "file": ("a.jpg", content)}, trust_env=False)
    return answer.status_code, answer.json()


def raised(kind: type[E], act: Callable[[], object]) -> E:
    """The exception of this very kind that the act raises."""
    with pytest.raises(kind) as caught:
        act()
    assert caught.type is kind
    return caught.value


def _failure(story: Callable[[World], None], world: World) -> str | None:
    try:
        story(world)
    except Exception:  # noqa: BLE001 - whatever it is, it is told to the test
        return traceback.format_exc()
    return None
