"""ImageKit's Python SDK, in a process of its own, verifying and typing what a webhook is told."""

from __future__ import annotations

import os
import subprocess
import sys

import orjson

from tests import pypi
from tests.receivers import Posted

_PROGRAM = """
import json, sys
from imagekitio import ImageKit
told = json.load(sys.stdin)
client = ImageKit(private_key="x", webhook_secret=told["secret"])
event = client.webhooks.unwrap(told["body"], headers=told["headers"])
print(json.dumps([type(event).__name__, event.type, getattr(event.data, "name", None)]))
"""


def unwrapped(posted: Posted, secret: str) -> list[object]:
    """Name of the SDK's class, the event's type, and the name of what it is about."""
    place = pypi.installed("imagekitio[webhooks]==5.11.0")
    shown = {"secret": secret, "headers": dict(posted.headers), "body": posted.body.decode()}
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", _PROGRAM],
        env={"PYTHONPATH": str(place), "PATH": os.defpath},
        input=orjson.dumps(shown),
        capture_output=True,
        check=True,
    )
    found: list[object] = orjson.loads(done.stdout)
    return found
