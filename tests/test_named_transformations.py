"""Named transformations: `n-small` in a URL stands for what the owner wrote down."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests import pictures
from tests.client import Client
from tests.mutating import change, refusal

PATH = "/v1/named-transformations"
FIELDS = "namedTransformation { id name transformation isEnabled createdAt }"
CREATE, UPDATE = (
    f"mutation ($input: {what}NamedTransformationInput!)"
    f" {{ {what.lower()}NamedTransformation(input: $input) {{ {FIELDS} }} }}"
    for what in ("Create", "Update")
)
DELETE = """
mutation ($input: DeleteNamedTransformationInput!) {
  deleteNamedTransformation(input: $input) { deletedNamedTransformationId }
}
"""


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


@pytest.mark.parametrize(("enabled", "expected"), [(None, True), (True, True), (False, False)])
def test_a_name_can_be_used_unless_it_is_said_otherwise(
    client: Client, enabled: bool | None, expected: bool
) -> None:
    body = {"name": _name(), "transformation": "w-60", "enabled": enabled}

    made = client.rest("POST", PATH, json=body)

    assert (made.status_code, made.json().get("enabled")) == (201, expected)


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


def test_what_follows_a_name_is_not_kept_beyond_it(client: Client, folder: str) -> None:
    uploaded = client.upload(pictures.photo((640, 480)), "a.jpg", folder)
    fixed = client.versions(uploaded["fileId"])[0]["url"]
    name = _name()
    client.rest("POST", PATH, json={"name": name, "transformation": "w-60"})

    named = client.deliver(f"{fixed}&tr=n-{name}").headers
    built_in = client.deliver(f"{fixed}&tr=n-ik_ml_thumbnail").headers

    assert named["cache-control"] == "public, max-age=0, must-revalidate"
    assert "last-modified" not in named
    assert built_in["cache-control"] == "public, max-age=31536000"
    since = {"if-modified-since": built_in["last-modified"]}
    assert client.deliver(f"{fixed}&tr=n-ik_ml_thumbnail", headers=since).status_code == 304
    assert client.deliver(f"{fixed}&tr=n-{name}", headers=since).status_code == 200


def test_a_private_picture_is_open_by_name_only(client: Client, folder: str) -> None:
    client.upload(pictures.photo((640, 480)), "a.jpg", folder, isPrivateFile=True)
    name = _name()
    client.rest("POST", PATH, json={"name": name, "transformation": "w-60"})

    assert client.deliver(f"{folder}/a.jpg?tr=n-{name}").status_code == 200
    assert client.deliver(f"{folder}/a.jpg?tr=n-{name},w-600").status_code == 401
    assert client.deliver(f"{folder}/a.jpg?tr=w-60").status_code == 401


def test_graphql_names_transformations_too(client: Client, folder: str) -> None:
    client.upload(pictures.photo((640, 480)), "a.jpg", folder)
    name = _name()
    url = f"{folder}/a.jpg?tr=n-{name}"

    made = change(client, CREATE, name=name, transformation="w-60")["namedTransformation"]
    assert pictures.opened(client.deliver(url).content).width == 60
    assert client.rest("GET", f"{PATH}/{made['id'].removeprefix('transformation_')}").json() == {
        "id": made["id"].removeprefix("transformation_"),
        "name": name,
        "transformation": "w-60",
        "enabled": True,
        "createdAt": made["createdAt"],
    }
    query = "query ($id: ID!) { node(id: $id) { ... on NamedTransformation { name } } }"
    assert client.graphql(query, {"id": made["id"]}) == {"node": {"name": name}}
    listed = client.graphql("{ namedTransformations { id name } }")["namedTransformations"]
    assert {"id": made["id"], "name": name} in listed

    changed = change(client, UPDATE, id=made["id"], transformation="w-30")["namedTransformation"]
    assert changed == made | {"transformation": "w-30"}
    assert pictures.opened(client.deliver(url).content).width == 30
    change(client, UPDATE, id=made["id"], isEnabled=False)
    assert client.deliver(url).status_code == 400

    gone = change(client, DELETE, id=made["id"])
    assert gone == {"deletedNamedTransformationId": made["id"]}
    assert refusal(client, DELETE, id=made["id"])["code"] == "NOT_FOUND"
    assert client.graphql(query, {"id": made["id"]}) == {"node": None}


def test_graphql_refuses_the_same(client: Client) -> None:
    name = _name()
    change(client, CREATE, name=name, transformation="w-1")

    taken = refusal(client, CREATE, name=name, transformation="w-1")
    assert (taken["code"], taken["field"]) == ("ALREADY_EXISTS", "name")
    assert refusal(client, CREATE, name="a b", transformation="w-1")["field"] == "name"
    assert refusal(client, CREATE, name=_name(), transformation="w-x") == {
        "code": "INVALID",
        "reason": "EINVALID",
        "field": "transformation",
    }
    assert refusal(client, UPDATE, id="file_1", name="b")["reason"] == "INVALID_ID"
