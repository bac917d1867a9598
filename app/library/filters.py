"""Conditions on files, and the SQL they become: pure, values always apart from the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.library import database
from app.library.folders import TREE, tree

KINDS: Final = {
    "image": "v.mime LIKE 'image/%'",
    "video": "v.mime LIKE 'video/%'",
    "audio": "v.mime LIKE 'audio/%'",
    "document": (
        "(v.mime LIKE 'text/%' OR v.mime IN ('application/pdf', 'application/rtf',"
        " 'application/msword', 'application/json', 'application/xml')"
        " OR v.mime LIKE 'application/vnd.%document%')"
    ),
}
"""Coarse kinds of media type; `other` is what none of them covers."""


_DOCUMENTS: Final = ("pdf", "rtf", "msword", "json", "xml")


@dataclass(frozen=True, slots=True)
class FileFilter:
    """What a file must be; None and empty mean anything. Times in milliseconds."""

    folder_id: str | None = None
    folder_path: str | None = None
    """With `recursive`, the folder and all below it."""
    recursive: bool = False
    name_eq: str | None = None
    name_starts_with: str | None = None
    name_contains: str | None = None
    """Whatever the case of the letters A to Z."""
    kinds: tuple[str, ...] = ()
    mime: str | None = None
    tags_any: tuple[str, ...] = ()
    tags_all: tuple[str, ...] = ()
    tags_none: tuple[str, ...] = ()
    size_gte: int | None = None
    size_lte: int | None = None
    created_gte: int | None = None
    created_lt: int | None = None
    updated_gte: int | None = None
    updated_lt: int | None = None
    is_private: bool | None = None
    sha256: str | None = None


class Conditions:
    """SQL conditions and their values, gathered side by side."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.values: list[object] = []

    def add(self, part: str, *values: object) -> None:
        """One condition, with a `?` for each value."""
        self.parts.append(part)
        self.values.extend(values)

    @property
    def where(self) -> str:
        """`WHERE …`; nothing when there are no conditions."""
        return f"WHERE {' AND '.join(self.parts)}" if self.parts else ""


def conditions(wanted: FileFilter) -> Conditions:
    """The filter as SQL over a current version, with the letters of rows.files."""
    found = Conditions()
    _add_place(found, wanted)
    _add_name(found, wanted)
    _add_tags(found, wanted)
    for part, value in (
        ("v.mime = ?", wanted.mime),
        ("v.size >= ?", wanted.size_gte),
        ("v.size <= ?", wanted.size_lte),
        ("f.created_at >= ?", wanted.created_gte),
        ("f.created_at < ?", wanted.created_lt),
        ("f.updated_at >= ?", wanted.updated_gte),
        ("f.updated_at < ?", wanted.updated_lt),
        ("v.is_private = ?", wanted.is_private),
        ("b.sha256 = ?", wanted.sha256),
    ):
        if value is not None:
            found.add(part, value)
    if wanted.kinds:
        found.add(f"({' OR '.join(map(_kind, wanted.kinds))})")
    return found


def kind_of(mime: str) -> str:
    """The coarse kind that KINDS puts the media type in."""
    main, _, rest = mime.partition("/")
    if main in ("image", "video", "audio"):
        return main
    is_document = main == "text" or (
        main == "application"
        and (rest in _DOCUMENTS or (rest.startswith("vnd.") and "document" in rest))
    )
    return "document" if is_document else "other"


def has_any(tags: Sequence[str]) -> str:
    """The condition that a version has one of so many tags."""
    marks = ", ".join("?" * len(tags))
    return f"EXISTS (SELECT 1 FROM {database.each('v.tags')} WHERE each.value IN ({marks}))"


def escaped(text: str) -> str:
    """The text for LIKE … ESCAPE '!'."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _add_place(found: Conditions, wanted: FileFilter) -> None:
    if wanted.folder_id and wanted.recursive:
        below = "SELECT d.path FROM folder d WHERE d.id = ?"
        found.add(
            f"(d.id = ? OR d.path > rtrim(({below}), '/') || '/'"
            f" AND d.path < rtrim(({below}), '/') || '0')",
            *[wanted.folder_id] * 3,
        )
    elif wanted.folder_id:
        found.add("f.folder_id = ?", wanted.folder_id)
    if wanted.folder_path and wanted.recursive:
        found.add(TREE, *tree(wanted.folder_path))
    elif wanted.folder_path:
        found.add("d.path = ?", wanted.folder_path)


def _add_name(found: Conditions, wanted: FileFilter) -> None:
    if wanted.name_eq is not None:
        found.add("f.name = ?", wanted.name_eq)
    if wanted.name_starts_with:
        start = wanted.name_starts_with
        # A range uses the index; what follows the start sorts below the highest character.
        found.add("f.name >= ? AND f.name < ?", start, start + "\U0010ffff")
    if wanted.name_contains:
        like = f"%{escaped(wanted.name_contains.lower())}%"
        found.add("lower(f.name) LIKE ? ESCAPE '!'", like)


def _add_tags(found: Conditions, wanted: FileFilter) -> None:
    if wanted.tags_any:
        found.add(has_any(wanted.tags_any), *wanted.tags_any)
    for tag in wanted.tags_all:
        found.add(has_any([tag]), tag)
    if wanted.tags_none:
        found.add(f"NOT {has_any(wanted.tags_none)}", *wanted.tags_none)


def _kind(name: str) -> str:
    return KINDS.get(name) or f"NOT ({' OR '.join(KINDS.values())})"
