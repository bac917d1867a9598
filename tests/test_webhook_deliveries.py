"""Webhooks are delivered whatever happens: receivers that fail, servers that die or are many."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from time import monotonic

import pytest

from tests import databases
from tests.client import Client, GraphQLRefused, Json
from tests.conftest import NewHome
from tests.databases import Kind, Postgres
from tests.pictures import numbered
from tests.receivers import Posted, Receiver, Reply, fine
from tests.servers import Server
from tests.tables import query

SECRET = "whsec_0123456789abcdefghij"  # noqa: S105 - for tests only
DAY = 24 * 60 * 60 * 1000

LISTED = """
query ($first: Int, $after: String, $status: WebhookDeliveryStatus) {
  webhookDeliveries(first: $first, after: $after, status: $status) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      id eventId type url status attempts lastError nextAttemptAt deliveredAt createdAt payload
      file { path }
    }
  }
}
"""
RESEND = """
mutation ($id: ID!) {
  resendWebhook(input: { deliveryId: $id }) { delivery { id status attempts nextAttemptAt } }
}
"""


def serving(receiver: Receiver, new_home: NewHome, **settings: str) -> Server:
    """A server that tells the receiver."""
    ours = {"WEBHOOK_URL": receiver.url, "WEBHOOK_SECRET": SECRET, "ALLOW_PRIVATE_URLS": "true"}
    return Server(new_home(**ours | settings))


def listed(client: Client, **variables: object) -> Json:
    found: Json = client.graphql(LISTED, variables)["webhookDeliveries"]
    return found


def wait_for(client: Client, status: str, seconds: float = 30) -> Json:
    """The latest delivery, once it has come so far."""
    deadline = monotonic() + seconds
    while not (found := listed(client, status=status)["nodes"]):
        assert monotonic() < deadline, listed(client)
    delivery: Json = found[0]
    return delivery


def test_what_is_not_taken_is_tried_again_and_keeps_its_place(new_home: NewHome) -> None:
    lock, told = threading.Lock(), defaultdict[str, list[str]](list)

    def refuse_twice(posted: Posted) -> Reply:
        with lock:
            told[posted.json["id"]].append(posted.json["type"])
            return (200 if len(told[posted.json["id"]]) > 2 else 503), b"no"

    with Receiver(refuse_twice) as receiver, serving(receiver, new_home) as server:
        file = server.client.upload(numbered(1), "a.png", "/a")
        server.client.upload(numbered(2), "a.png", "/a")
        server.client.delete(file["fileId"])
        posted = receiver.wait(9, 60)

    expected = ["file.created", "file-version.created", "file.deleted"]
    assert [each.json["type"] for each in posted] == [kind for kind in expected for _ in range(3)]
    first = posted[:3]
    assert len({each.body for each in first}) == len({e.headers["webhook-id"] for e in first}) == 1
    assert first[1].at - first[0].at >= 0.9
    assert first[2].at - first[1].at >= 1.9


def test_a_redirect_is_no_success_and_not_followed(new_home: NewHome) -> None:
    with Receiver() as elsewhere, Receiver(lambda _: (301, b"")) as receiver:
        with serving(receiver, new_home) as server:
            server.client.upload(numbered(1), "a.png", "/a")
            receiver.wait(2)
            last = listed(server.client)["nodes"][0]["lastError"]

        assert last == "The receiver answered with status 301."
        assert elsewhere.posted == []


def test_what_was_not_told_before_a_kill_is_told_afterwards(new_home: NewHome) -> None:
    go_on = threading.Event()

    def hang(_: Posted) -> Reply:
        go_on.wait(60)
        return 200, b""

    with Receiver(hang) as receiver:
        server = serving(receiver, new_home).start()
        first = server.client.upload(numbered(1), "a.png", "/a")
        server.client.upload(numbered(2), "a.png", "/a")
        receiver.wait()
        server.kill()
        server.client.close()
        go_on.set()
        receiver.answer = fine

        with Server(server.home) as again:
            told = receiver.wait(3, 30)
            wait_for(again.client, "DELIVERED")

    assert [each.json["type"] for each in told] == [
        "file.created",
        "file.created",
        "file-version.created",
    ]
    assert {each.json["data"]["fileId"] for each in told} == {first["fileId"]}
    assert told[0].json["id"] == told[1].json["id"] != told[2].json["id"]


def test_several_processes_tell_each_event_once_and_in_order(new_home: NewHome) -> None:
    def write(number: int) -> None:
        for version in range(6):
            client.upload(numbered(version), f"{number}.png", "/a", tags=[str(version)])

    with Receiver() as receiver, serving(receiver, new_home, WORKERS="3") as server:
        client = server.client
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(write, range(16)))
        told = receiver.wait(96, 60)

    by_file = defaultdict(list)
    for posted in told:
        by_file[posted.json["data"]["fileId"]].append(posted.json["data"]["tags"][0])
    assert len(by_file) == 16
    assert all(tags == ["0", "1", "2", "3", "4", "5"] for tags in by_file.values())


def test_no_private_address_is_told_anything(new_home: NewHome) -> None:
    with Receiver() as receiver:
        with serving(receiver, new_home, ALLOW_PRIVATE_URLS="false") as server:
            server.client.upload(numbered(1), "a.png", "/a")
            deadline = monotonic() + 20
            while not (found := listed(server.client)["nodes"][0])["lastError"]:
                assert monotonic() < deadline, found

        assert found["lastError"].endswith("not found, or is not on the public internet.")
        assert (found["status"], found["deliveredAt"]) == ("PENDING", None)
        assert receiver.posted == []


def test_deliveries_are_listed_with_what_became_of_them(new_home: NewHome) -> None:
    with Receiver() as receiver, serving(receiver, new_home) as server:
        client = server.client
        file = client.upload(numbered(1), "a.png", "/a")
        client.delete(client.upload(numbered(2), "b.png", "/a")["fileId"])
        posted = receiver.wait(3)
        deadline = monotonic() + 20
        while listed(client, status="DELIVERED")["totalCount"] < 3:
            assert monotonic() < deadline, listed(client)
        found = listed(client, first=2, status="DELIVERED")
        rest = listed(client, first=2, after=found["pageInfo"]["endCursor"])

    by_id = {each.json["id"]: each.json for each in posted}
    assert [node["type"] for node in found["nodes"]] == ["file.deleted", "file.created"]
    assert found["pageInfo"]["hasNextPage"]
    assert not rest["pageInfo"]["hasNextPage"]
    (oldest,) = rest["nodes"]
    assert oldest == {
        "id": f"delivery_{oldest['eventId']}",
        "eventId": oldest["eventId"],
        "type": "file.created",
        "url": None,
        "status": "DELIVERED",
        "attempts": 1,
        "lastError": None,
        "nextAttemptAt": None,
        "deliveredAt": oldest["deliveredAt"],
        "createdAt": by_id[oldest["eventId"]]["created_at"],
        "payload": by_id[oldest["eventId"]],
        "file": {"path": "/a/a.png"},
    }
    assert oldest["payload"]["data"]["fileId"] == file["fileId"]
    assert found["nodes"][0]["file"] is None


def test_a_delivery_is_sent_again_when_asked_for(new_home: NewHome) -> None:
    with Receiver() as receiver, serving(receiver, new_home) as server:
        server.client.upload(numbered(1), "a.png", "/a")
        delivery = wait_for(server.client, "DELIVERED")

        again = server.client.graphql(RESEND, {"id": delivery["id"]})["resendWebhook"]["delivery"]

        first, second = receiver.wait(2)
        assert (again["id"], again["status"], again["attempts"]) == (delivery["id"], "PENDING", 0)
        assert first.body == second.body
        assert first.headers["webhook-id"] == second.headers["webhook-id"]
        found = server.client.graphql(
            "query ($id: ID!) { node(id: $id) { ... on WebhookDelivery { type } } }",
            {"id": delivery["id"]},
        )
        assert found["node"] == {"type": "file.created"}
        with pytest.raises(GraphQLRefused) as refused:
            server.client.graphql(RESEND, {"id": "delivery_" + "0" * 24})
        assert refused.value.code == "NOT_FOUND"


def test_what_nobody_takes_for_a_day_is_given_up_and_holds_up_nothing(new_home: NewHome) -> None:
    def refuse_creation(posted: Posted) -> Reply:
        return (500 if posted.json["type"] == "file.created" else 200), b""

    with Receiver(refuse_creation) as receiver, serving(receiver, new_home) as server:
        file = server.client.upload(numbered(1), "a.png", "/a")
        server.client.update(file["fileId"], tags=["x"])
        receiver.wait(2)
        sql = f"UPDATE event SET expires_at = expires_at - {DAY} WHERE kind = 'file.created'"  # noqa: S608 - ours
        query(server.home.database_url, sql)

        failed = wait_for(server.client, "FAILED")
        delivered = wait_for(server.client, "DELIVERED")

    assert (failed["type"], delivered["type"]) == ("file.created", "file.updated")
    assert failed["lastError"] == "The receiver answered with status 500."
    assert failed["attempts"] >= 2
    assert failed["nextAttemptAt"] is None


def test_what_was_over_long_ago_is_forgotten(new_home: NewHome) -> None:
    with Receiver() as receiver:
        with serving(receiver, new_home) as server:
            server.client.upload(numbered(1), "a.png", "/a")
            old = wait_for(server.client, "DELIVERED")
        query(server.home.database_url, f"UPDATE event SET due_at = due_at - {8 * DAY}")  # noqa: S608 - ours

        with Server(server.home) as again:
            again.client.upload(numbered(2), "b.png", "/a")
            receiver.wait(2)
            wait_for(again.client, "DELIVERED")
            left = listed(again.client)

    assert left["totalCount"] == 1
    assert left["nodes"][0]["id"] != old["id"]


def test_a_lost_connection_to_the_database_stops_nothing(
    postgres: Callable[[], Postgres], tmp_path: Path
) -> None:
    """On PostgreSQL alone: SQLite has no connections to lose."""
    new_home = partial(databases.home, Kind.POSTGRES, tmp_path / "home", postgres)
    cut = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with Receiver() as receiver, serving(receiver, new_home) as server:
        for number in range(3):
            server.client.upload(numbered(number), f"{number}.png", "/a")
            receiver.wait(number + 1)
            query(server.home.database_url, cut)
            server.wait_until_healthy()
