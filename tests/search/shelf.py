"""A small library of which a search can find every part: what is in it is in its docstrings."""

from __future__ import annotations

from datetime import UTC, datetime

import orjson

from tests import pictures
from tests.client import Client, Json
from tests.servers import Server
from tests.tables import query

SHELF = "/shelf"
LONG = "long " * 200

HERO, PNG, APPLE = "hero-summer_01.jpg", "Hero.PNG", "Äpfel.webp"
NOTE, DRAFT, DEEP, FOLDER = "note.txt", "draft.txt", "summer-deep.jpg", "deep"
PICTURES = {HERO, PNG, APPLE, DEEP}
TEXTS = {NOTE, DRAFT}
FILES = PICTURES | TEXTS
ALL = FILES | {FOLDER}
OLD = "hero-summer_01.jpg, 60 wide"
"""The version that is not current."""

SEARCH = """
query ($query: String, $versions: Boolean! = false, $in: FolderRef, $order: SearchOrder,
       $first: Int, $after: String, $last: Int, $before: String) {
  search(query: $query, includeVersions: $versions, in: $in, orderBy: $order,
         first: $first, after: $after, last: $last, before: $before) {
    totalCount
    edges { cursor node { __typename ... on File { name width }
      ... on FileVersion { width file { name } } ... on Folder { name } } }
    nodes { __typename }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
"""

FIELDS: dict[str, Json] = {
    "brand": {"type": "Text"},
    "notes": {"type": "Textarea"},
    "price": {"type": "Number"},
    "day": {"type": "Date"},
    "ready": {"type": "Boolean"},
    "size class": {"type": "SingleSelect", "selectOptions": ["S", "M", 2]},
    "colours": {"type": "MultiSelect", "selectOptions": ["red", "blue", 3]},
    "gone": {"type": "Text"},
}


def fill(server: Server) -> None:
    """Seven names: `hero-summer_01.jpg` with an older version, `Hero.PNG`, `Äpfel.webp`,
    `note.txt` (private), `draft.txt` (not published), a folder `deep` with `summer-deep.jpg`."""
    client = server.client
    _define(client)
    client.upload(pictures.plain(size=(60, 50)), "hero-summer_01.jpg", SHELF, tags="old,red")
    client.upload(
        pictures.described(taken=datetime(2023, 6, 1, 10, tzinfo=UTC), keywords=["sun", "sea"]),
        "hero-summer_01.jpg",
        SHELF,
        tags=["red", "wide open"],
        customMetadata={
            "brand": "Ärger & Söhne",
            "notes": LONG + "ending",
            "price": 10,
            "day": "2024-03-05",
            "ready": True,
            "size class": "M",
            "colours": ["red", 3],
        },
    )
    client.upload(
        pictures.transparent(size=(100, 40)),
        "Hero.PNG",
        SHELF,
        tags=["Red"],
        customMetadata={
            "brand": "Acme",
            "price": 10.5,
            "day": "2024-03-05T12:00:00+02:00",
            "ready": False,
            "size class": 2,
            "colours": ["blue"],
        },
    )
    client.upload(pictures.plain(size=(30, 30), kind="webp"), "Äpfel.webp", SHELF)
    client.upload(b"a note" * 1000, "note.txt", SHELF, isPrivateFile=True, tags="x" * 400)
    client.upload(b"a draft", "draft.txt", SHELF, isPublished=False)
    client.upload(pictures.plain(size=(30, 20)), "summer-deep.jpg", f"{SHELF}/deep", tags="red")
    _date(server, f"{SHELF}/Äpfel.webp", "2020-02-29T23:30:00.500Z")
    _mark(server, "Hero.PNG", ai_tags=[{"name": "dog", "confidence": 90.5, "source": "x"}])
    _mark(server, "Äpfel.webp", ai_tags=[{"name": "red", "confidence": 90.5, "source": "x"}])
    _mark(server, "Hero.PNG", embedded_metadata={"GPSLatitude": 52.5, "GPSLongitude": 13.4})
    _mark(server, "Äpfel.webp", embedded_metadata={"GPSLatitude": -33.9, "GPSLongitude": 151.2})


def label(asset: Json) -> str:
    """What the tables below call it."""
    if asset["type"] == "file-version":
        return f"{asset['name']}, {asset['width']} wide"
    name: str = asset["name"]
    return name


def found(client: Client, query: str, **more: object) -> list[str]:
    """What REST finds on the shelf."""
    asked = f'path : "{SHELF}" AND ({query})'
    return [label(asset) for asset in client.listed(searchQuery=asked, **more)]


def search(client: Client, query: str | None, **more: object) -> Json:
    """What GraphQL answers."""
    answer: Json = client.graphql(SEARCH, {"query": query, "in": {"path": SHELF}, **more})["search"]
    return answer


def labels(answer: Json) -> list[str]:
    """What it found, by the same names."""
    names = []
    for edge in answer["edges"]:
        node = edge["node"]
        is_old = node["__typename"] == "FileVersion"
        name = f"{node['file']['name']}, {node['width']} wide" if is_old else node["name"]
        names.append(name)
    return names


def _define(client: Client) -> None:
    for name, schema in FIELDS.items():
        body = {"name": name, "label": name, "schema": schema}
        answer = client.rest("POST", "/v1/customMetadataFields", json=body)
        assert answer.status_code == 201, answer.text
        if name == "gone":
            client.rest("DELETE", f"/v1/customMetadataFields/{answer.json()['id']}")


def _date(server: Server, path: str, moment: str) -> None:
    """Has the file made then, which no interface can do."""
    at = round(datetime.fromisoformat(moment).timestamp() * 1000)
    found = server.client.at(path)
    assert found
    for table, key in (("file", "id"), ("version", "file_id"), ("label", "asset_id")):
        sql = f"UPDATE {table} SET created_at = {at} WHERE {key} = '{found['fileId']}'"  # noqa: S608
        query(server.home.database_url, sql)


def _mark(server: Server, name: str, **columns: object) -> None:
    """Has the current version say this, as an extension or another camera would."""
    found = server.client.at(f"{SHELF}/{name}")
    assert found
    for column, value in columns.items():
        written = orjson.dumps(value).decode().replace("'", "''")
        sql = f"UPDATE version SET {column} = '{written}' WHERE id = '{found['versionInfo']['id']}'"  # noqa: S608
        query(server.home.database_url, sql)
