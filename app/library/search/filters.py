"""The typed conditions on files, and the SQL they become."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.library.ids import now
from app.library.models import ROOT_ID
from app.library.search import asset_parts, label_parts, matching, parts, query_tree, version_parts
from app.library.search.parts import NOTHING, Kind, Part, by_version
from app.library.search.query_tree import Condition

_DOCUMENTS: Final = ("pdf", "rtf", "msword", "json", "xml")
_DOCUMENT: Final = Part(
    "(v.mime LIKE 'text/%' OR v.mime IN ('application/pdf', 'application/rtf',"
    " 'application/msword', 'application/json', 'application/xml')"
    " OR v.mime LIKE 'application/vnd.%document%')"
)
_MAIN_TYPES: Final = ("image", "video", "audio")


@dataclass(frozen=True, slots=True)
class FileFilter:
    """What a file must be; None and empty mean anything. Times in milliseconds."""

    folder_id: str | None = None
    recursive: bool = False
    """With `folder_id`: it and all below it."""
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
    custom: tuple[Condition, ...] = ()
    """Of custom_filters.py."""


def conditions(wanted: FileFilter) -> list[Part]:
    """The filter as conditions on a current version."""
    found = [*_place(wanted), *_name(wanted), *_times(wanted), *_tags(wanted), *_content(wanted)]
    if wanted.is_private is not None:
        found.append(version_parts.flagged("is_private", value=wanted.is_private))
    if wanted.custom:
        met = matching.match(query_tree.both([*wanted.custom]), Kind.FILE, now())
        found += [NOTHING] if met is None else met
    return found


def of_kind(kind: Kind, name: str) -> Part:
    """Has a media type of this coarse kind; `other` is what none of them covers."""
    if name in _MAIN_TYPES:
        return version_parts.of_main_type(kind, name)
    if name == "document":
        return _DOCUMENT
    covered = [*(version_parts.of_main_type(kind, each) for each in _MAIN_TYPES), _DOCUMENT]
    return parts.none_of(covered)


def kind_of(mime: str) -> str:
    """The coarse kind of the media type."""
    main, _, rest = mime.partition("/")
    if main in _MAIN_TYPES:
        return main
    is_document = main == "text" or (
        main == "application"
        and (rest in _DOCUMENTS or (rest.startswith("vnd.") and "document" in rest))
    )
    return "document" if is_document else "other"


def _place(wanted: FileFilter) -> list[Part]:
    if wanted.folder_id is None or (wanted.recursive and wanted.folder_id == ROOT_ID):
        return []
    if not wanted.recursive:
        return [asset_parts.inside_id(Kind.FILE, wanted.folder_id)]
    return [asset_parts.below_id(Kind.FILE, wanted.folder_id)]


def _name(wanted: FileFilter) -> list[Part]:
    found = []
    if wanted.name_eq is not None:
        found.append(asset_parts.named(Kind.FILE, [wanted.name_eq]))
    if wanted.name_starts_with:
        found.append(asset_parts.starting(Kind.FILE, wanted.name_starts_with))
    if wanted.name_contains:
        found.append(asset_parts.containing(Kind.FILE, wanted.name_contains))
    return found


def _times(wanted: FileFilter) -> list[Part]:
    found = []
    for column, low, high in (
        ("created_at", wanted.created_gte, wanted.created_lt),
        ("updated_at", wanted.updated_gte, wanted.updated_lt),
    ):
        bounds = [(op, at) for op, at in ((">=", low), ("<", high)) if at is not None]
        if bounds:
            found.append(asset_parts.timed(Kind.FILE, column, bounds))
    return found


def _tags(wanted: FileFilter) -> list[Part]:
    found = [label_parts.tagged(Kind.FILE, "tag", [tag]) for tag in wanted.tags_all]
    if wanted.tags_any:
        found.append(label_parts.tagged(Kind.FILE, "tag", wanted.tags_any))
    if wanted.tags_none:
        found.append(parts.none_of([label_parts.tagged(Kind.FILE, "tag", wanted.tags_none)]))
    return found


def _content(wanted: FileFilter) -> list[Part]:
    found = []
    if wanted.kinds:
        found.append(parts.any_of([of_kind(Kind.FILE, name) for name in wanted.kinds]))
    if wanted.mime is not None:
        found.append(version_parts.typed(Kind.FILE, [wanted.mime]))
    for operator, size in ((">=", wanted.size_gte), ("<=", wanted.size_lte)):
        if size is not None:
            found.append(Part(f"v.size {operator} ?", (size,)))
    if wanted.sha256 is not None:
        blobs = "v.blob_id IN (SELECT x.id FROM blob x WHERE x.sha256 = ?)"
        source = by_version(Kind.FILE, blobs, [wanted.sha256], {})
        found.append(Part("b.sha256 = ?", (wanted.sha256,), source))
    return found
