"""Real worlds for tests: a server for each database, and a folder of its own for each test.

`server`, `client` and `folder` are what most tests need; they run once on SQLite and once on
PostgreSQL (`--database sqlite` or `postgres` for one). A test that needs a server of its own makes
one from `new_home`; one that uploads from a URL uses `open_server`. Without
PENTIMENTO_TEST_POSTGRES_URL a private PostgreSQL is started.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from tests import databases
from tests.client import Client
from tests.databases import Kind, Postgres
from tests.servers import Home, Server

NewHome = Callable[..., Home]

_folders = count(1)
_heard = pytest.StashKey[dict[Path, int]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database sqlite` or `postgres`, both when not given; `--examples 100` to search longer."""
    choices = [kind.value for kind in Kind]
    parser.addoption("--database", choices=choices, help="run on this database only")
    help_ = "requests to generate for each operation of the REST API"
    parser.addoption("--examples", type=int, default=5, help=help_)
    parser.addoption("--screenshots", metavar="DIR", help="write the page's pictures there")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Runs every test that touches a database on each; pytest groups them, one server each."""
    if "database" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("database")
        kinds = [Kind(chosen)] if chosen else list(Kind)
        metafunc.parametrize("database", kinds, ids=str, indirect=True, scope="session")


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest) -> Kind:
    """The kind of database this test runs on."""
    kind: Kind = request.param
    return kind


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], Postgres]]:
    """The PostgreSQL of this run, started when it is first asked for."""
    url = os.environ.get("PENTIMENTO_TEST_POSTGRES_URL")  # noqa: TID251 - for tests only
    start = cache(lambda: Postgres(url))
    yield start
    if start.cache_info().currsize:
        start().close()


@pytest.fixture(scope="module")
def module_home(
    database: Kind,
    postgres: Callable[[], Postgres],
    tmp_path_factory: pytest.TempPathFactory,
) -> Home:
    """A home for a server that the tests of one module share, and nobody else."""
    return databases.home(database, tmp_path_factory.mktemp(f"module-{database}"), postgres)


@pytest.fixture(scope="session")
def server(
    database: Kind,
    postgres: Callable[[], Postgres],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    """The server that most tests share."""
    directory = tmp_path_factory.mktemp(f"server-{database}")
    with Server(databases.home(database, directory, postgres)) as running:
        yield running


@pytest.fixture(scope="session")
def open_server(
    database: Kind,
    postgres: Callable[[], Postgres],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    """A second server, which may fetch uploads from private addresses: those of tests."""
    directory = tmp_path_factory.mktemp(f"open-server-{database}")
    home = databases.home(database, directory, postgres)
    with Server(home, ALLOW_PRIVATE_URLS="true") as running:
        yield running


@pytest.fixture
def client(server: Server) -> Client:
    """Somebody who knows the private key of the shared server."""
    return server.client


@pytest.fixture
def folder() -> str:
    """A folder that no other test uses; it is made by the first upload to it."""
    return f"/test-{next(_folders)}"


@pytest.fixture
def new_home(database: Kind, postgres: Callable[[], Postgres], tmp_path: Path) -> NewHome:
    """Makes homes for servers of this test alone: `Server(new_home(), WORKERS="2")`."""
    numbers = count(1)

    def make(**settings: str) -> Home:
        return databases.home(database, tmp_path / f"home-{next(numbers)}", postgres, **settings)

    return make


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    """Notes how much each server has said before the test."""
    item.stash[_heard] = {running.log: running.log.stat().st_size for running in Server.running}
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Shows what the servers said meanwhile beside a failure."""
    report = yield
    if report.failed:
        heard = item.stash.get(_heard, {})
        for running in Server.running:
            said = running.output(heard.get(running.log, 0))
            report.sections.append((f"Server {running.base_url}", said[-20_000:]))
    return report
