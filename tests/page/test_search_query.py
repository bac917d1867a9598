"""What the page asks the API for: built in the browser, answered by the real server."""

from __future__ import annotations

from typing import Final

import orjson
import pytest
from playwright.sync_api import Page

from tests.client import Client, Json
from tests.pictures import photo
from tests.servers import Server

HOSTILE: Final = (
    'say "hi"',
    "back\\slash",
    'both \\" of them\\',
    "it's 'single'",
    'x" OR name : "',
    'x") OR (type = "folder',
    "50% *off* [now]?",
    "a-b*c,d;e=f&g#h+i",
    "naïve \u0301 e\u0301",
    "שלום עולם",
    "家族 👩‍👩‍👧 写真",
    "two\nlines\tand a tab",
    "\u202eesrever 1",
    "AND OR NOT IN HAS EXISTS",
)

_BUILD: Final = """async ([given, defined]) => {
  const fields = await import("/page/script/assets/search_fields.js");
  const states = await import("/page/script/search/search_state.js");
  const queries = await import("/page/script/assets/search_query.js");
  const definitions = [...fields.FIELDS, ...defined.map(fields.customField)];
  const state = { ...states.EVERYTHING, ...given };
  const written = new URLSearchParams([...states.writeState(state)].filter(([, value]) => value));
  const read = states.readState(new Map(new URLSearchParams(written.toString())), definitions);
  return { ...queries.searchOf(state, definitions), read, state, address: written.toString() };
}"""
_SEARCH: Final = """query ($query: String, $includeVersions: Boolean!) {
  search(query: $query, includeVersions: $includeVersions, first: 100) {
    nodes { __typename ... on File { name } ... on FileVersion { number } ... on Folder { path } }
  } }"""
_MOTTO: Final = {"name": "the.motto-1", "label": "Motto", "type": "TEXT", "options": None}


def built(page: Page, **state: object) -> Json:
    """What search_query.js makes of a state, and what the address of it is read as."""
    answer: Json = page.evaluate(_BUILD, [state, [_MOTTO]])
    return answer


def ask(client: Client, page: Page, **state: object) -> list[Json]:
    """What the API finds for a state."""
    made = built(page, **state)
    variables = {name: made[name] for name in ("query", "includeVersions")}
    nodes: list[Json] = client.graphql(_SEARCH, variables)["search"]["nodes"]
    return nodes


@pytest.fixture
def page(page: Page, library: Server) -> Page:
    """A page from which modules can be imported."""
    page.goto("/settings")
    return page


@pytest.fixture(scope="module")
def mottos(library: Server) -> None:
    """A file for each hostile text, which is its custom metadata."""
    field = {"name": _MOTTO["name"], "label": "Motto", "schema": {"type": "Text"}}
    assert library.client.rest("POST", "/v1/customMetadataFields", json=field).status_code == 201
    for number, text in enumerate(HOSTILE):
        custom = orjson.dumps({_MOTTO["name"]: text}).decode()
        library.client.upload(photo((9, 9), seed=number), f"m{number}.png", customMetadata=custom)


def test_any_text_is_found_as_it_is(page: Page, library: Server, mottos: None) -> None:
    for number, text in enumerate(HOSTILE):
        condition = {"field": "meta.the.motto-1", "comparison": "is", "value": text}

        found = ask(library.client, page, conditions=[condition])

        assert [each["name"] for each in found] == [f"m{number}.png"], text


def test_any_name_can_be_looked_for_without_an_error(page: Page, library: Server) -> None:
    for text in HOSTILE:
        assert ask(library.client, page, text=text) == [], text


def test_an_address_says_what_the_panel_said(page: Page) -> None:
    for text in HOSTILE:
        conditions = [
            {"field": "meta.the.motto-1", "comparison": "has", "value": text},
            {"field": "meta.the.motto-1", "comparison": "unset", "value": ""},
            {"field": "size", "comparison": "less", "value": "1.5 MB"},
        ]
        rest = {"versions": True, "within": "code", "isAny": True, "sort": "name"}

        made = built(page, text=text, conditions=conditions, **rest)

        assert made["read"] == {"state": made["state"], "ignored": []}


def test_types_are_asked_for_with_and_without_versions(page: Page) -> None:
    assert built(page, text='a"b') == built(page, text='a"b') | {
        "query": 'name HAS "a\\"b" AND type IN ["file", "folder"]',
        "includeVersions": False,
    }
    assert built(page, versions=True)["query"] == 'type IN ["file", "file-version", "folder"]'
    assert built(page, versions=True)["includeVersions"] is True


def test_each_filter_is_understood_by_the_api(page: Page, library: Server) -> None:
    asked = page.evaluate("""async () => {
      const { FIELDS, isAlone } = await import("/page/script/assets/search_fields.js");
      const values = { text: "cat", tags: "cat, pet", size: "1.5 MB", time: "2026-01-31",
        number: "-1.5", format: "jpg", folder: "/pets", flag: "yes" };
      return FIELDS.flatMap(({ id, kind, comparisons }) => comparisons.map((comparison) => (
        { field: id, comparison,
          value: isAlone(comparison) ? "" : comparison === "last" ? "7d" : values[kind] })));
    }""")
    assert len(asked) >= 30

    for condition in asked:
        ask(library.client, page, conditions=[condition])
        assert built(page, conditions=[condition])["read"]["ignored"] == [], condition


@pytest.mark.parametrize(
    ("text", "is_query"),
    [
        ("dress", False),
        ("IMG_2042.jpg", False),
        ("summer is not over", False),
        ("5 > 3", False),
        ("name has not", True),
        ('name : "a"', True),
        ("size>10", True),
        ('( "customMetadata.a" EXISTS )', True),
        ("tags NOT IN [1]", True),
    ],
)
def test_what_reads_like_a_query_is_told_from_a_name(
    page: Page, text: str, *, is_query: bool
) -> None:
    looks = """async (text) =>
      (await import("/page/script/assets/search_query.js")).looksLikeQuery(text)"""
    assert page.evaluate(looks, text) is is_query


def test_a_query_keeps_to_its_own_brackets(page: Page) -> None:
    def made(text: str) -> str:
        return str(built(page, text=text, isQuery=True, within="code")["query"])

    code = 'format IN ["css", "js"]'
    assert made('name = "(" OR size > 1') == f'(name = "(" OR size > 1) AND {code}'
    # What would close a bracket of ours is left bare for the server to refuse.
    assert made("size > 1) OR (size < 9") == f"size > 1) OR (size < 9 AND {code}"
