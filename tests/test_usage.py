"""How much the account stores, and what a server of one's own has no account of."""

from __future__ import annotations

import pytest

from tests import pictures
from tests.client import Client
from tests.conftest import NewHome
from tests.servers import Server

USAGE = "/v1/accounts/usage"
PERIOD = {"startDate": "2026-01-01", "endDate": "2026-02-01"}
HELP = "For support kindly contact us at support@imagekit.io ."

REQUIRED = "startDate and endDate are required in query parameters."
FORMAT = "startDate and endDate should be in format YYYY-MM-DD."
ORDER = "startDate should be before endDate."
DAYS = "startDate and endDate should be within 90 days."


def test_every_version_counts_as_storage(new_home: NewHome) -> None:
    with Server(new_home()) as server:
        client = server.client
        empty = client.rest("GET", USAGE, params=PERIOD)
        sizes = [len(pictures.numbered(n)) for n in (1, 2)]
        for number in (1, 2):
            client.upload(pictures.numbered(number), "a.png")
        client.upload(pictures.numbered(1), "same-bytes-again.png")

        full = client.rest("GET", USAGE, params=PERIOD)

    nothing = {
        "bandwidthBytes": 0,
        "mediaLibraryStorageBytes": 0,
        "videoProcessingUnitsCount": 0,
        "extensionUnitsCount": 0,
        "originalCacheStorageBytes": 0,
    }
    assert (empty.status_code, empty.json()) == (200, nothing)
    stored = 2 * sizes[0] + sizes[1]
    assert full.json() == nothing | {"mediaLibraryStorageBytes": stored}


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-01-01", "2026-01-02"),
        ("2026-01-01", "2026-03-31"),
        ("2024-02-29", "2024-03-01"),
        (" 2026-01-01", "2026-01-02 "),
    ],
)
def test_less_than_90_days_are_fine(client: Client, start: str, end: str) -> None:
    answer = client.rest("GET", USAGE, params={"startDate": start, "endDate": end})

    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({}, REQUIRED),
        ({"startDate": "2026-01-01"}, REQUIRED),
        ({"endDate": "2026-01-01"}, REQUIRED),
        ({"startDate": "", "endDate": "2026-01-01"}, REQUIRED),
        ({"startDate": "01-01-2026", "endDate": "2026-02-01"}, FORMAT),
        ({"startDate": "2026-01-01", "endDate": "2026-02-30"}, FORMAT),
        ({"startDate": "20260101", "endDate": "2026-02-01"}, FORMAT),
        ({"startDate": "2026-01-01T00:00:00Z", "endDate": "2026-02-01"}, FORMAT),
        ({"startDate": "2026-W01-1", "endDate": "2026-02-01"}, FORMAT),
        ({"startDate": "0000-01-01", "endDate": "2026-02-01"}, FORMAT),
        ({"startDate": "\uff12026-01-01", "endDate": "2026-02-01"}, FORMAT),
        ({"startDate": "2026-02-01", "endDate": "2026-02-01"}, ORDER),
        ({"startDate": "2026-02-02", "endDate": "2026-02-01"}, ORDER),
        ({"startDate": "2026-01-01", "endDate": "2026-04-01"}, DAYS),
        ({"startDate": "0001-01-01", "endDate": "9999-12-31"}, DAYS),
    ],
)
def test_other_dates_are_refused(client: Client, query: dict[str, str], message: str) -> None:
    answer = client.rest("GET", USAGE, params=query)

    assert answer.status_code == 400
    assert answer.json() == {"message": message, "help": HELP}


@pytest.mark.parametrize(
    ("method", "path", "why"),
    [
        ("GET", "usage-analytics", "this server keeps no record of requests"),
        ("GET", "origins", "this server delivers from its own storage only"),
        ("POST", "origins", "this server delivers from its own storage only"),
        ("GET", "origins/x", "this server delivers from its own storage only"),
        ("PUT", "origins/x", "this server delivers from its own storage only"),
        ("DELETE", "origins/x", "this server delivers from its own storage only"),
        ("GET", "url-endpoints", "this server has one only, {endpoint}"),
        ("POST", "url-endpoints", "this server has one only, {endpoint}"),
        ("GET", "url-endpoints/default", "this server has one only, {endpoint}"),
        ("PUT", "url-endpoints/default", "this server has one only, {endpoint}"),
        ("DELETE", "url-endpoints/default", "this server has one only, {endpoint}"),
    ],
)
def test_what_there_is_not_says_why(client: Client, method: str, path: str, why: str) -> None:
    answer = client.rest(method, f"/v1/accounts/{path}")

    assert answer.status_code == 501
    assert answer.json().keys() == {"message", "help"}
    assert why.format(endpoint=f"{client.base_url}/media") in answer.json()["message"]
    assert answer.headers["x-should-retry"] == "false"
    assert client.anonymous.request(method, f"/v1/accounts/{path}").status_code == 401
