"""The audits of the graphql-http package, which say what GraphQL over HTTP must and should do."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from tests import npm
from tests.servers import PRIVATE_KEY, ROOT, Server

NODE = shutil.which("node")
PACKAGES = ("graphql-http@1.23.1", "graphql@16")


@pytest.mark.skipif(NODE is None, reason="node is not installed")
def test_every_audit_is_passed(server: Server) -> None:
    assert NODE is not None
    place = npm.installed(*PACKAGES)

    done = subprocess.run(  # noqa: S603 - our own script
        [
            NODE,
            str(ROOT / "tests/node/graphql_http.mjs"),
            str(place),
            f"{server.base_url}/graphql",
            PRIVATE_KEY,
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    audits = [json.loads(line) for line in done.stdout.splitlines()]
    assert [audit for audit in audits if audit["status"] != "ok"] == []
    assert len(audits) == 61
