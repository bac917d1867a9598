"""Named transformations: `n-small` in a URL stands for what the owner wrote down."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests import pictures
from tests.client import Client

PATH = "/v1/named-transformations"


def _name() -> str:
    return f"t_{uuid4().hex[:12]}"


def test_a_name_stands_for_its_chain(client: Client, folder: str) -> None:
    client.upload(pictures.photo((640, 480)), "a.jpg", folder)
    name = _name()

    made = client.rest("POST", PATH, json={"name": name, "transformation": "tr:w-60,h-40:rt-90"})

    assert made.status_code == 201
    assert made.json() == {
        "id": made.json()["id"],
        "name": name,
        "transformation": "w-60,h-40:rt-90",
        "enabled": True,
        "createdAt": made.json()["createdAt"],
    }
    answer = client.deliver(f"{folder}/a.jpg?tr=n-{name}")
    assert pictures.opened(answer.content).size == (40, 60)
    assert client.rest("GET", f"{PATH}/{made.json()['id']}").json() == made.json()
    assert made.json() in client.rest("GET", PATH).json()


def test_a_change_is_seen_at_the_next_request(client: Client, folder: str) -> None:
    client.upload(pictures.photo((640, 480)), "a.jpg", folder)
    name = _name()
    body = {"name": name, "transformation": "w-60"}
    named_id = client.rest("POST", PATH, json=body).json()["id"]
    url = f"{folder}/a.jpg?tr=n-{name}"
    assert pictures.opened(client.deliver(url).content).width == 60

    changed = client.rest("PATCH", f"{PATH}/{named_id}", json={"transformation": "w-30"})
    assert changed.json()["transformation"] == "w-30"
    assert pictures.opened(client.deliver(url).content).width == 30

    client.rest("PATCH", f"{PATH}/{named_id}", json={"enabled": False})
    assert client.deliver(url).status_code == 400

    assert client.rest("DELETE", f"{PATH}/{named_id}").status_code == 204
    assert client.rest("GET", f"{PATH}/{named_id}").status_code == 404


@pytest.mark.parametrize(
    ("name", "transformation", "status"),
    [
        ("with space", "w-1", 400),
        ("", "w-1", 400),
        ("fine", "", 400),
        ("fine", "w-x", 400),
        ("fine", "n-other", 400),
        ("ik_ml_thumbnail", "w-1", 409),
    ],
)
def test_what_cannot_be_named_is_refused(
    client: Client, name: str, transformation: str, status: int
) -> None:
    before = client.rest("GET", PATH).json()

    answer = client.rest("POST", PATH, json={"name": name, "transformation": transformation})

    assert answer.status_code == status
    assert answer.json()["message"]
    assert client.rest("GET", PATH).json() == before


def test_a_name_is_taken_once(client: Client) -> None:
    body = {"name": _name(), "transformation": "w-1"}
    assert client.rest("POST", PATH, json=body).status_code == 201

    again = client.rest("POST", PATH, json=body)

    assert again.status_code == 409
    assert body["name"] in again.json()["message"]


def test_a_private_picture_is_open_by_name_only(client: Client, folder: str) -> None:
    client.upload(pictures.photo((640, 480)), "a.jpg", folder, isPrivateFile=True)
    name = _name()
    client.rest("POST", PATH, json={"name": name, "transformation": "w-60"})

    assert client.deliver(f"{folder}/a.jpg?tr=n-{name}").status_code == 200
    assert client.deliver(f"{folder}/a.jpg?tr=n-{name},w-600").status_code == 401
    assert client.deliver(f"{folder}/a.jpg?tr=w-60").status_code == 401
