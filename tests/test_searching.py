"""Searching (rest-api.md §2.7, §4.11): every field and operator, through REST and GraphQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from tests import databases
from tests.client import Client
from tests.databases import Kind, Postgres
from tests.servers import PRIVATE_KEY, PUBLIC_KEY, Server
from tests.shelf_of_pictures import (
    ALL,
    APPLE,
    DEEP,
    DRAFT,
    FILES,
    FOLDER,
    HERO,
    LONG,
    NOTE,
    OLD,
    PICTURES,
    PNG,
    SHELF,
    TEXTS,
    fill,
    found,
    labels,
    search,
)
from tests.twice import Twice

TODAY = f"{datetime.now(UTC):%Y-%m-%d}"


@pytest.fixture(scope="module")
def shelf(
    database: Kind, postgres: Callable[[], Postgres], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server with the small library and nothing else."""
    home = databases.home(database, tmp_path_factory.mktemp(f"search-{database}"), postgres)
    with Server(home) as running:
        fill(running)
        yield running


@pytest.fixture
def client(shelf: Server) -> Iterator[Client]:
    """Asks every GraphQL query by its plan and without."""
    with Twice(shelf.base_url, PRIVATE_KEY, PUBLIC_KEY) as twice:
        yield twice


CASES: list[tuple[str, set[str]]] = [
    ('name = "Hero.PNG"', {PNG}),
    ('name = "hero.png"', set()),
    ('name = "deep"', {FOLDER}),
    ('name = "A\u0308pfel.webp"', {APPLE}),
    ('name IN ["note.txt", "deep", "none"]', {NOTE, FOLDER}),
    ('name NOT = "note.txt"', ALL - {NOTE}),
    ('name NOT IN ["note.txt", "deep"]', FILES - {NOTE}),
    ('name : "hero"', {HERO}),
    ('name : "H"', {PNG}),
    ('name : ""', ALL),
    ('name : "hero_"', set()),
    ('name HAS "HERO"', {HERO, PNG}),
    ('name HAS "summer"', {HERO, DEEP}),
    ('name HAS "sum"', {HERO, DEEP}),
    ('name HAS "ummer"', set()),
    ('name HAS "01 hero"', {HERO}),
    ('name HAS "her 01"', set()),
    ('name HAS "äPF"', {APPLE}),
    ('name HAS "deep"', {DEEP, FOLDER}),
    (
        'createdAt > "1h" AND (name = "note.txt" OR (createdAt > "1d" AND name = "deep"))',
        {NOTE, FOLDER},
    ),
    (
        'createdAt > "1h" AND (tags IN ["dog"] OR (createdAt > "1d" AND tags IN ["red"]))',
        {PNG, HERO, DEEP},
    ),
    ('name HAS "*[a-z]% _"', set()),
    ('tags IN ["red"]', {HERO, APPLE, DEEP}),
    ('tags IN ["Red", "wide open"]', {HERO, PNG}),
    ('tags IN ["dog"]', {PNG}),
    ('tags IN ["old"]', set()),
    (f'tags IN ["{"x" * 400}"]', {NOTE}),
    (f'tags IN ["{"x" * 399}"]', set()),
    ('tags NOT IN ["red", "dog"]', TEXTS),
    ("tags EXISTS", PICTURES | {NOTE}),
    ("tags NOT EXISTS", {DRAFT}),
    ('tags HAS "OPEN"', {HERO}),
    ('tags HAS "open red"', {HERO}),
    ('tags HAS "re"', {HERO, PNG, APPLE, DEEP}),
    ('tags HAS "pen"', set()),
    ('type = "file"', FILES),
    ('type = "folder"', {FOLDER}),
    ('type = "file-version"', {OLD}),
    ('type IN ["file-version", "folder"]', {OLD, FOLDER}),
    ('type NOT = "folder"', FILES),
    ('type NOT IN ["file"]', {FOLDER}),
    ('type = "file-version" OR name = "note.txt"', {OLD, NOTE}),
    ('type = "file-version" AND tags IN ["old"]', {OLD}),
    ('type = "file-version" AND tags IN ["wide open"]', set()),
    ('type = "file-version" AND name : "hero"', {OLD}),
    ('type = "file-version" AND createdAt > "1h" AND width = 60', {OLD}),
    ('type IN ["file", "file-version"] AND name = "hero-summer_01.jpg"', {HERO, OLD}),
    ('createdAt = "2020-02-29"', {APPLE}),
    ("createdAt = 2020-02-29T23:30", {APPLE}),
    ('createdAt = "2020-02-29T23:30:00"', {APPLE}),
    ('createdAt = "2020-02-29T23:30:00.500Z"', {APPLE}),
    ('createdAt = "2020-03-01T01:30:00.500+02:00"', {APPLE}),
    ('createdAt = "2020-02-29T23:30:00.501Z"', set()),
    ('createdAt = "2020-03-01"', set()),
    ('createdAt NOT = "2020-02-29"', ALL - {APPLE}),
    ('createdAt IN ["2020-02-29", "2019-01-01"]', {APPLE}),
    ('createdAt NOT IN ["2020-02-29"]', ALL - {APPLE}),
    ('createdAt < "2020-03-01"', {APPLE}),
    ('createdAt <= "2020-02-29"', set()),
    ('createdAt > "2020-02-29T23:30:00.499Z" AND createdAt < 2021-01-01', {APPLE}),
    ('createdAt >= "2020-02-29T23:30:00.500Z" AND createdAt < "2020-03-01"', {APPLE}),
    ('createdAt < "1y"', {APPLE}),
    ("createdAt > 2d", ALL - {APPLE}),
    ('createdAt > "999999y"', ALL),
    ('updatedAt > "1h"', ALL),
    (f'updatedAt IN ["{TODAY}", "1999-01-01"] OR updatedAt < "1h"', ALL),
    ("width = 100", {PNG}),
    ("width > 99.5", {PNG}),
    ("width >= 30 AND width < 31", {APPLE, DEEP}),
    ("height IN [20, 40.0]", {PNG, DEEP}),
    ("height = 20.5", set()),
    ("width NOT = 100", FILES - {PNG}),
    ("width NOT IN [100, 30]", {HERO, *TEXTS}),
    ("width < 1e300", PICTURES),
    ("width > -99999999999999999999", PICTURES),
    ("size = 6000", {NOTE}),
    ('size >= "5kb" AND size < "6kb"', {NOTE}),
    ('size <= "7b"', {DRAFT}),
    ("size > 1tb", set()),
    ('format = "jpg"', {HERO, DEEP}),
    ('format = "JPEG"', {HERO, DEEP}),
    ('format IN ["png", "txt"]', {PNG, *TEXTS}),
    ("private = true", {NOTE}),
    ("private = false", FILES - {NOTE}),
    ("published = false", {DRAFT}),
    ("transparency = true", {PNG}),
    ("transparency = false", PICTURES - {PNG}),
    (f'path = "{SHELF}"', FILES - {DEEP} | {FOLDER}),
    (f'path = "{SHELF}/deep/"', {DEEP}),
    (f'path : "{SHELF.strip("/")}/deep"', {DEEP}),
    ('path : "/she"', set()),
    ('path : "/"', ALL),
    (f'path IN ["{SHELF}/deep", "/none"]', {DEEP}),
    (f'path NOT = "{SHELF}"', {DEEP}),
    (f'path NOT IN ["{SHELF}/deep"]', ALL - {DEEP}),
    ('videoDuration > "1min"', set()),
    ("videoDuration NOT = 5", FILES),
    ('createdBy = "somebody@example.com"', set()),
    ('createdBy NOT IN ["somebody@example.com"]', FILES),
    ('"embeddedMetadata.Keywords" IN ["sea", "none"]', {HERO}),
    ('"embeddedMetadata.Keywords" NOT IN ["sea"]', FILES - {HERO}),
    ('"embeddedMetadata.Keywords" EXISTS', {HERO}),
    ('"embeddedMetadata.DateTimeOriginal" = "2023-06-01"', {HERO}),
    ('"embeddedMetadata.DateTimeOriginal" >= "2023-06-01T10:00:00"', {HERO}),
    ('"embeddedMetadata.DateTimeOriginal" < "2023-06-01T10:00:00"', set()),
    ('"embeddedMetadata.DateTimeOriginal" NOT = "2023-06-01"', FILES - {HERO}),
    ('"embeddedMetadata.DateTimeOriginal" NOT = "9999-12-31"', FILES),
    ('"embeddedMetadata.DateTimeOriginal" < "9999-12-31T23:59:59-14:00"', {HERO}),
    ('"embeddedMetadata.DateTimeOriginal" <= "0001-01-01T00:00:00+14:00"', set()),
    ('"embeddedMetadata.DateTimeOriginal" > "0001-01-01T00:00:00+14:00"', {HERO}),
    ('"embeddedMetadata.LocationTaken" EXISTS', {PNG, APPLE}),
    ('"embeddedMetadata.LocationTaken" = "52.52,13.405 5km"', {PNG}),
    ('"embeddedMetadata.LocationTaken" = "52.52,13.405 2km"', set()),
    ('"embeddedMetadata.LocationTaken" = "-33.9,-170 3000km"', set()),
    ('"embeddedMetadata.LocationTaken" = "-33.9,-170 3600km"', {APPLE}),
    ('"embeddedMetadata.LocationTaken" = "90,0 4200km"', {PNG}),
    ('"embeddedMetadata.LocationTaken" = "0,0 30000km"', {PNG, APPLE}),
    ('"embeddedMetadata.LocationTaken" = "50,10|55,15"', {PNG}),
    ('"embeddedMetadata.LocationTaken" = "-30,155|-40,150"', {APPLE}),
    ('"embeddedMetadata.LocationTaken" = "52,13|53,13|53,14|52,14"', {PNG}),
    ('"embeddedMetadata.LocationTaken" = "52,13.5|53,13.5|53,14|52,14"', set()),
    ('"customMetadata.brand" = "Acme"', {PNG}),
    ('"customMetadata.brand" = "acme"', set()),
    ('"customMetadata.brand" : "Ä"', {HERO}),
    ('"customMetadata.brand" IN ["Acme", "Ärger & Söhne"]', {HERO, PNG}),
    ('"customMetadata.brand" NOT = "Acme"', FILES - {PNG}),
    ('"customMetadata.brand" NOT IN ["Acme"]', FILES - {PNG}),
    ('"customMetadata.brand" HAS "SÖHNE är"', {HERO}),
    ('"customMetadata.brand" EXISTS', {HERO, PNG}),
    ('"customMetadata.brand" NOT EXISTS', FILES - {HERO, PNG}),
    (f'"customMetadata.notes" = "{LONG}ending"', {HERO}),
    (f'"customMetadata.notes" = "{LONG}"', set()),
    (f'"customMetadata.notes" : "{LONG}end"', {HERO}),
    (f'"customMetadata.notes" : "{LONG}x"', set()),
    ('"customMetadata.notes" HAS "ending"', {HERO}),
    ('"customMetadata.price" = 10', {HERO}),
    ('"customMetadata.price" IN [10.5, 11]', {PNG}),
    ('"customMetadata.price" > 10', {PNG}),
    ('"customMetadata.price" <= 10', {HERO}),
    ('"customMetadata.price" >= 10 AND "customMetadata.price" < 11', {HERO, PNG}),
    ('"customMetadata.price" NOT = 10', FILES - {HERO}),
    ('"customMetadata.day" = "2024-03-05"', {HERO, PNG}),
    ('"customMetadata.day" = "2024-03-05T10:00"', {PNG}),
    ('"customMetadata.day" > "2024-03-05"', {PNG}),
    ('"customMetadata.day" <= "2024-03-05"', {HERO}),
    ('"customMetadata.day" < "1d"', {HERO, PNG}),
    ('"customMetadata.ready" = true', {HERO}),
    ('"customMetadata.ready" = false', {PNG}),
    ('"customMetadata.size class" = "M"', {HERO}),
    ('"customMetadata.size class" = 2', {PNG}),
    ('"customMetadata.size class" = "2"', set()),
    ('"customMetadata.size class" < 3', {PNG}),
    ('"customMetadata.size class" : "M"', {HERO}),
    ('"customMetadata.colours" IN ["blue", 3]', {HERO, PNG}),
    ('"customMetadata.colours" NOT IN ["red"]', FILES - {HERO}),
    ('name = "note.txt" OR tags IN ["dog"] AND private = true', {NOTE}),
    ('(name = "note.txt" OR tags IN ["dog"]) AND private = false', {PNG}),
    ('tags IN ["dog"] OR name : "draft" OR createdAt < "1y"', {PNG, DRAFT, APPLE}),
    ('tags IN ["red"] AND tags IN ["wide open"] AND "customMetadata.price" = 10', {HERO}),
]


@pytest.mark.parametrize(("query", "expected"), CASES)
def test_a_query_finds_what_it_says(client: Client, query: str, expected: set[str]) -> None:
    by_rest = found(client, query)
    by_graphql = search(client, query, first=50)

    assert sorted(by_rest) == sorted(expected)
    assert sorted(labels(by_graphql)) == sorted(expected)
    assert by_graphql["totalCount"] == len(expected)
