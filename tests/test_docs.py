"""What README.md says is what the code does."""

from __future__ import annotations

import re
from dataclasses import fields
from urllib.parse import urljoin

import pytest
from graphql import build_schema

from app.rest.app import TABLE
from app.rest.operations import OPERATIONS
from app.settings import PREFIX, Settings
from tests.servers import ROOT

README = ROOT / "README.md"


def _rows() -> dict[str, tuple[str, str]]:
    """The settings table: name to default and meaning."""
    row = re.compile(rf"^\| `({PREFIX}\w+)` \| (.*?) \| (.*?) \|$", re.M)
    return {name: (default, doc) for name, default, doc in row.findall(README.read_text())}


def test_the_settings_table_has_every_setting_and_no_other() -> None:
    assert list(_rows()) == [PREFIX + setting.name.upper() for setting in fields(Settings)]


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda setting: setting.name)
def test_the_settings_table_says_what_the_code_says(setting: object) -> None:
    name, default, meaning = _facts(setting)

    shown, doc = _rows()[name]

    assert doc == meaning
    assert default in shown


def test_the_api_table_has_every_endpoint_and_no_other() -> None:
    there = _endpoints()

    told = [(methods, path) for methods, paths in _api_rows() for path in paths]

    assert sorted(path for _, path in told) == sorted({path for _, path in there})


def test_the_api_table_has_the_methods_of_every_endpoint() -> None:
    there = _endpoints()

    for methods, paths in _api_rows():
        assert methods == {method for method, path in there if path in paths}, paths


def test_the_readme_names_every_graphql_query_and_mutation() -> None:
    schema = build_schema((ROOT / "schema.graphql").read_text())
    found = re.search(r"Queries: (.*?)\. Mutations:(.*?)\. Files", README.read_text(), re.S)
    assert found
    assert schema.query_type
    assert schema.mutation_type

    queries = re.findall(r"`(\w+)`", found[1])
    mutations = [name for group in found[2].split(";") for name in _names(group)]

    assert sorted(queries) == sorted(schema.query_type.fields)
    assert sorted(mutations) == sorted(schema.mutation_type.fields)


def test_every_path_that_the_readme_names_is_there() -> None:
    named = re.findall(r"`((?:app|scripts|tests)/[\w./-]*\w)`", README.read_text())

    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_readme_is_short_enough_to_be_read() -> None:
    assert len(README.read_text().splitlines()) < 250


def _facts(setting: object) -> tuple[str, str, str]:
    field = {field: field for field in fields(Settings)}[setting]  # type: ignore[index]  # it is one
    default = field.default
    shown = str(default).lower() if isinstance(default, bool) else str(default or "")
    return PREFIX + field.name.upper(), shown, field.metadata["doc"]


def _api_rows() -> list[tuple[set[str], list[str]]]:
    """The methods and paths of each row; a path without a slash stands beside the first one."""
    rows = re.findall(r"^\| ([A-Z, ]+) \| (`/.*?`) \|", README.read_text(), re.M)
    named = [(methods, re.findall(r"`([^`?]*)", paths)[::2]) for methods, paths in rows]
    return [
        (set(methods.split(", ")), [urljoin(paths[0], path) for path in paths])
        for methods, paths in named
    ]


def _endpoints() -> list[tuple[str, str]]:
    """Method and path of all that can be done; what is there by a second name counts once."""
    first: dict[object, tuple[str, str]] = {}
    for row in TABLE:
        for method, handler in row.handlers.items():
            if OPERATIONS[handler].success:
                first.setdefault(handler, (method, row.documented_path))
    return list(first.values())


def _names(group: str) -> list[str]:
    """`copy…` and `move…` of `File` and `Folder` are four; `deleteFiles` is itself."""
    verbs, words = re.findall(r"`(\w+)…`", group), re.findall(r"`(\w+)`", group)
    return [verb + noun for verb in verbs for noun in words] if verbs else words
