"""Ids as this face spells them: `file_<24 hex>`, `version_…`, `folder_…` and so on.

Opaque by contract. Where an argument's type says what is named, the bare hexadecimal digits that
REST uses are taken too.
"""

from __future__ import annotations

from enum import StrEnum

import strawberry

from app.errors import Invalid
from app.library.ids import is_id


class Kind(StrEnum):
    """What an id names."""

    FILE = "file"
    VERSION = "version"
    FOLDER = "folder"
    JOB = "job"
    FIELD = "field"
    EXTENSION = "extension"
    TRANSFORMATION = "transformation"
    DELIVERY = "delivery"


def spell(kind: Kind, bare: str) -> strawberry.ID:
    """The id of a thing, unique across all kinds."""
    return strawberry.ID(f"{kind}_{bare}")


def parse(text: str) -> tuple[Kind, str] | None:
    """The kind and the bare id; None for what names nothing."""
    prefix, _, bare = text.partition("_")
    if prefix in set(Kind) and is_id(bare):
        return Kind(prefix), bare
    return None


def find(kind: Kind, text: str) -> str | None:
    """The bare id of a thing of this kind; None for what cannot be one."""
    bare = text.removeprefix(f"{kind}_")
    return bare if is_id(bare) else None


def get(kind: Kind, text: str, field: str) -> str:
    """The same; Invalid for what cannot be one."""
    bare = find(kind, text)
    if bare is None:
        raise Invalid(f"{field} takes the id of a {kind}.", reason="INVALID_ID", field=field)
    return bare
