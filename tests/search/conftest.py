"""A server with the files of shelf.py on each database, and somebody who asks it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.client import Client
from tests.search.shelf import fill
from tests.servers import PRIVATE_KEY, PUBLIC_KEY, Home, Server
from tests.twice import Twice


@pytest.fixture(scope="module")
def shelf(module_home: Home) -> Iterator[Server]:
    """A server of this module alone, with the small library and nothing else."""
    with Server(module_home) as running:
        fill(running)
        yield running


@pytest.fixture
def client(shelf: Server) -> Iterator[Client]:
    """Asks every GraphQL query by its plan and without."""
    with Twice(shelf.base_url, PRIVATE_KEY, PUBLIC_KEY) as twice:
        yield twice
