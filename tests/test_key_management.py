"""Key pairs made, ended and rolled while servers run; what lies on disk and in the database."""

from __future__ import annotations

import json
import re
import stat
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.client import Client, sha256
from tests.conftest import NewHome
from tests.credentials import EXPIRED, FIRST, UNKNOWN, Made, asking, created, printed
from tests.pictures import numbered
from tests.servers import PRIVATE_KEY, Home, Server
from tests.signing import signed
from tests.tables import query

NO_KEYS = {"PRIVATE_KEY": "", "PUBLIC_KEY": ""}
SECRET = "a secret that several machines have been told"  # noqa: S105 - a test's


def status(client: Client, key: str) -> int:
    with asking(client, key) as asker:
        return asker.get("/v1/files").status_code


def said(client: Client, key: str) -> tuple[int, str]:
    with asking(client, key) as asker:
        answer = asker.get("/v1/files")
        return answer.status_code, answer.json()["message"]


def delivered(client: Client, key: str, path: str) -> int:
    """Status of the private file at the path, asked for with a URL that the key has signed."""
    with ExitStack() as stack:
        signer = stack.enter_context(Client(client.base_url, key, ""))
        return client.deliver(signed(signer, path)).status_code


def test_a_new_key_works_at_once_until_its_time_is_ended(server: Server) -> None:
    made = created(server.home, "--expires-in", "1h")
    other = created(server.home)
    before = status(server.client, made.private)

    server.home.run("keys", "expire", made.id)

    assert before == 200
    assert said(server.client, made.private) == (403, EXPIRED)
    assert status(server.client, other.private) == 200


def test_a_key_may_be_told_to_end_later(server: Server) -> None:
    made = created(server.home)

    ended = server.home.run("keys", "expire", made.id, "--after", "1h").stdout

    assert re.fullmatch(r"test works until \d{4}-\d\d-\d\d \d\d:\d\d UTC\n", ended)
    assert status(server.client, made.private) == 200
    assert server.home.run("keys", "expire", made.id).returncode == 0
    again = server.home.run("keys", "expire", made.id, "--after", "7d", check=False)
    assert (again.returncode, again.stderr) == (
        1,
        f"pentimento: The key {made.id} has expired already.\n",
    )
    assert said(server.client, made.private) == (403, EXPIRED)


def test_the_list_shows_every_pair_and_no_private_key(server: Server) -> None:
    reader, writer = created(server.home, "--read-only", name="reader"), created(server.home)

    listed = server.home.run("keys", "list").stdout

    rows = {line.split()[0]: line.split()[1:] for line in listed.splitlines()[1:]}
    assert rows["first"][:3] == ["write", "never", FIRST.public]
    assert rows[reader.id] == ["read", "never", reader.public, "reader"]
    assert rows[writer.id] == ["write", "never", writer.public, "test"]
    assert not any(key in listed for key in (reader.private, writer.private, PRIVATE_KEY))


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["expire", "first"], 1, "There is no key first."),
        (["expire", "0123456789abcdef01234567"], 1, "There is no key 0123456789abcdef01234567."),
        (["expire", "0123456789abcdef01234567", "--after", "2h"], 2, "invalid choice: '2h'"),
        (["create", "--name", " "], 1, "A key's name has 1 to 100 characters."),
        (["create", "--name", "x" * 101], 1, "A key's name has 1 to 100 characters."),
        (["create"], 2, "required: --name"),
        (["create", "--name", "x", "--expires-in", "0d"], 2, "'0d' is no time"),
        (["create", "--name", "x", "--expires-in", "soon"], 2, "'soon' is no time"),
        (["forget"], 2, "invalid choice: 'forget'"),
    ],
)
def test_what_cannot_be_is_told(
    server: Server, arguments: list[str], status: int, words: str
) -> None:
    done = server.home.run("keys", *arguments, check=False)

    assert done.returncode == status
    assert words in done.stderr


def test_every_process_knows_a_key_at_once(new_home: NewHome) -> None:
    with Server(new_home(), WORKERS="2") as server:
        made = created(server.home)
        fresh = {"Authorization": f"Bearer {made.private}", "Connection": "close"}
        url = f"{server.base_url}/v1/files"

        good = {httpx.get(url, headers=fresh, trust_env=False).status_code for _ in range(12)}
        server.home.run("keys", "expire", made.id)
        ended = {httpx.get(url, headers=fresh, trust_env=False).status_code for _ in range(12)}

    assert (good, ended) == ({200}, {403})


@pytest.fixture
def rolled(new_home: NewHome) -> Iterator[tuple[Server, Made, Made]]:
    """A running server whose first pair, made by itself, has just been rolled: old, new."""
    home = replace(new_home(), settings=NO_KEYS)
    old = printed(home.run("keys").stdout)
    with Server(home) as server, Client(server.base_url, old.private, old.public) as client:
        client.upload(numbered(1), "private.png", isPrivateFile=True)
        yield server, old, printed(home.run("keys", "roll", "--after", "1h").stdout)


def test_a_rolled_pair_works_beside_the_new_one(rolled: tuple[Server, Made, Made]) -> None:
    server, old, new = rolled

    for _ in ("before a restart", "after it"):
        for pair in (old, new):
            assert status(server.client, pair.private) == 200
            assert delivered(server.client, pair.private, "/private.png") == 200
        assert printed(server.home.run("keys").stdout) == replace(new, id="")
        server.stop()
        server.client = Client(server.base_url, new.private, new.public)
        server.start()


def test_a_rolled_pair_ends(rolled: tuple[Server, Made, Made]) -> None:
    server, old, new = rolled
    listed = server.home.run("keys", "list").stdout
    (row,) = (line for line in listed.splitlines() if old.public in line)

    server.home.run("keys", "expire", row.split()[0])

    assert said(server.client, old.private) == (403, EXPIRED)
    assert delivered(server.client, old.private, "/private.png") == 401
    assert status(server.client, new.private) == 200
    assert delivered(server.client, new.private, "/private.png") == 200


def test_a_pair_rolled_at_once_is_good_for_nothing(rolled: tuple[Server, Made, Made]) -> None:
    server, _, second = rolled

    third = printed(server.home.run("keys", "roll", "--after", "now").stdout)

    assert said(server.client, second.private) == (403, EXPIRED)
    assert delivered(server.client, second.private, "/private.png") == 401
    assert status(server.client, third.private) == 200
    # The library signs with the new one from now on.
    with asking(server.client, third.private) as asker:
        body = {"query": '{ file(path: "/private.png") { url(signed: true) } }'}
        url = asker.post("/graphql", json=body).json()["data"]["file"]["url"]
    assert server.client.deliver(url).status_code == 200


def test_a_pair_given_by_settings_is_rolled_by_hand(new_home: NewHome) -> None:
    home = new_home()
    output = home.run("keys", "roll").stdout
    new = printed(output)

    assert "Set PENTIMENTO_PRIVATE_KEY and PENTIMENTO_PUBLIC_KEY to these" in output
    with Server(home) as server:
        assert status(server.client, PRIVATE_KEY) == 200
        assert said(server.client, new.private) == (403, UNKNOWN)
    keys = {"PRIVATE_KEY": new.private, "PUBLIC_KEY": new.public}
    with Server(replace(home, settings=keys)) as server:
        assert status(server.client, PRIVATE_KEY) == 200
        assert status(server.client, new.private) == 200


def test_keys_lie_where_only_their_owner_reads(rolled: tuple[Server, Made, Made]) -> None:
    data = rolled[0].home.data_dir

    kept = sorted(data.glob("keys.json*"))

    assert [path.name for path in kept] == ["keys.json", "keys.json.lock"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}


def test_a_file_from_before_there_was_a_secret_gets_one(new_home: NewHome) -> None:
    home = replace(new_home(), settings=NO_KEYS)
    path = home.data_dir / "keys.json"
    path.write_text(json.dumps({"private_key": "private_old_one", "public_key": "public_old_one"}))

    with Server(home) as server:
        assert status(server.client, "private_old_one") == 200
        assert status(server.client, created(home).private) == 200

    kept = json.loads(path.read_text())
    assert kept["private_key"] == "private_old_one"
    assert len(kept["secret"]) >= 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_database_has_no_private_key(new_home: NewHome) -> None:
    home = new_home()
    writer, reader = created(home), created(home, "--read-only")

    rows = {row["public_key"]: row for row in query(home.database_url, "SELECT * FROM key")}

    secret = json.loads((home.data_dir / "keys.json").read_text())["secret"]
    assert not any(text in str(rows) for text in (writer.private, reader.private, secret))
    assert not any(key in _everything_in(home.data_dir) for key in (writer.private, reader.private))
    assert rows[reader.public]["sealed"] is None
    assert rows[reader.public]["sha256"] == sha256(reader.private.encode())


def _everything_in(folder: Path) -> str:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return "".join(path.read_bytes().decode("latin-1") for path in files)


def _elsewhere(home: Home, **settings: str) -> Home:
    """Another machine: a folder of its own, and the same database."""
    folder = home.data_dir.with_name("elsewhere")
    folder.mkdir()
    storage = {"STORAGE_URL": f"file://{home.data_dir / 'storage'}"}
    return Home(folder, home.database_url, {**home.settings, **storage, **settings})


@pytest.mark.parametrize(("secret", "opened"), [(SECRET, 200), ("", 401)], ids=["shared", "own"])
def test_a_key_signs_wherever_its_secret_is_known(
    new_home: NewHome, secret: str, opened: int
) -> None:
    here = new_home(SECRET=SECRET)
    made = created(here)

    with Server(_elsewhere(here, SECRET=secret)) as there:
        there.client.upload(numbered(1), "private.png", isPrivateFile=True)

        assert status(there.client, made.private) == 200
        assert delivered(there.client, made.private, "/private.png") == opened
        assert delivered(there.client, PRIVATE_KEY, "/private.png") == 200


def test_the_first_pair_goes_on_whatever_becomes_of_the_rest(
    rolled: tuple[Server, Made, Made],
) -> None:
    server, old, new = rolled
    keys = server.home.data_dir / "keys.json"
    assert status(server.client, new.private) == 200

    keys.write_text("{")
    damaged = status(server.client, new.private)
    keys.unlink()
    gone = status(server.client, new.private)
    query(server.home.database_url, "DROP TABLE key")

    assert (damaged, gone, status(server.client, new.private)) == (200, 200, 200)
    assert said(server.client, old.private)[0] == 503


def test_the_first_key_costs_no_look_up_and_another_one(new_home: NewHome) -> None:
    with Server(new_home(), LOG_LEVEL="debug") as server:
        made, client = created(server.home), server.client
        client.upload(numbered(1), "private.png", isPrivateFile=True)
        start = len(server.output())

        client.listed()
        assert delivered(client, PRIVATE_KEY, "/private.png") == 200
        free = _look_ups(server, start)
        assert status(client, made.private) == 200
        one = _look_ups(server, start)
        assert delivered(client, made.private, "/private.png") == 200
        two = _look_ups(server, start)

    assert (free, one, two) == (0, 1, 2)


def _look_ups(server: Server, start: int) -> int:
    """Reads of keys since then, once the log has the end of the request before."""
    path = f"/marked/{time.monotonic_ns()}"
    server.client.anonymous.get(path)
    server.wait_for_output(path)
    said = server.output(start).splitlines()
    return sum(" DEBUG tortoise.db_client " in line and "FROM key " in line for line in said)
