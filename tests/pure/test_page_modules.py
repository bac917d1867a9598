"""The modules of the library page: who may import whom, and nothing that nobody uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from app.web.pages import PLACE, THEME

SCRIPT: Final = PLACE / "script"
MODULES: Final = [path for path in sorted(SCRIPT.rglob("*.js")) if path != PLACE / THEME]
NAMES: Final = [path.relative_to(SCRIPT).as_posix() for path in MODULES]
LAYERS: Final = ("base", "assets", "acts", "uploads|grid", "file|library|search", "shell", ".")
"""Each uses those before it; what stands together does not use one another."""
_FOLDERS: Final = {
    folder: place for place, layer in enumerate(LAYERS) for folder in layer.split("|")
}
_IMPORT: Final = re.compile(r'^(?:import|\} from)(?: (.+?) from)? ?"(\.[^"]+)";', re.MULTILINE)
_EXPORT: Final = re.compile(
    r"^export (?:const|let|class|async function|function\*?) (\w+)", re.MULTILINE
)


def imports(path: Path) -> Iterator[Path]:
    """The modules that a module imports."""
    for found in _IMPORT.finditer(path.read_text()):
        yield (path.parent / found[2]).resolve()


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_a_module_imports_what_lies_below_it(path: Path) -> None:
    folder = path.parent.relative_to(SCRIPT).as_posix()

    for imported in imports(path):
        assert imported in MODULES
        other = imported.parent.relative_to(SCRIPT).as_posix()
        assert other == folder or _FOLDERS[other] < _FOLDERS[folder], imported.name


def test_no_module_imports_itself_by_way_of_others() -> None:
    settled: set[Path] = set()

    def visit(path: Path, way: tuple[Path, ...]) -> None:
        assert path not in way, " → ".join(each.name for each in (*way, path))
        if path not in settled:
            for imported in imports(path):
                visit(imported, (*way, path))
            settled.add(path)

    for path in MODULES:
        visit(path, ())


def test_every_module_is_used() -> None:
    used = {imported for path in MODULES for imported in imports(path)}

    assert [path.name for path in MODULES if path not in used] == ["main.js"]


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_what_a_module_offers_is_taken(path: Path) -> None:
    others = "\n".join(other.read_text() for other in MODULES if other != path)

    unused = [
        name for name in _EXPORT.findall(path.read_text()) if not re.search(rf"\b{name}\b", others)
    ]

    assert unused == []


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_no_text_becomes_markup_or_code(path: Path) -> None:
    text = path.read_text()

    assert not re.search(
        r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval)\b", text
    )
    assert not re.search(r"https?://(?!www\.w3\.org/)", text)
