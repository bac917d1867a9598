"""What README.md says is what the code does."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

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
