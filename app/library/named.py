"""Named transformations: `n-small` in a URL stands for a chain that the owner wrote down."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from app import imaging
from app.errors import Conflict, Invalid, NotFound
from app.library.database import transactional
from app.library.ids import new_id, now
from app.library.models import NamedTransformation

MAX_NAMED: Final = 250
_NAME: Final = re.compile("[A-Za-z0-9_]{1,100}")
_USED: Final = re.compile("(?:^|[,:])n-([A-Za-z0-9_]+)")


@dataclass(frozen=True, slots=True)
class Named:
    """A name and what it stands for, without `tr:`."""

    id: str
    name: str
    transformation: str
    is_enabled: bool
    created_at: int
    """Milliseconds since 1970, UTC."""


async def used(chain: str) -> dict[str, str]:
    """What the enabled names in a chain stand for; asks the database only when there are any."""
    names = {name for name in _USED.findall(chain) if _NAME.fullmatch(name)}
    names -= imaging.BUILT_IN.keys()
    if not names:
        return {}
    found = await NamedTransformation.filter(name__in=sorted(names), is_enabled=True)
    return {row.name: row.transformation for row in found}


async def listed() -> list[Named]:
    """All of them, by name."""
    return [_value(row) for row in await NamedTransformation.all().order_by("name")]


async def find(named_id: str) -> Named | None:
    """The one with this id."""
    row = await NamedTransformation.get_or_none(id=named_id)
    return None if row is None else _value(row)


async def get(named_id: str) -> Named:
    """The same; NotFound."""
    found = await find(named_id)
    if found is None:
        raise NotFound("The requested named transformation does not exist.")
    return found


@transactional
async def create(name: str, transformation: str, *, is_enabled: bool = True) -> Named:
    """Writes one down; Invalid for what cannot be read, Conflict for a taken name."""
    row = NamedTransformation(
        id=new_id(),
        name=_legal(name),
        transformation=_readable(transformation),
        is_enabled=is_enabled,
        created_at=now(),
    )
    await NamedTransformation.bulk_create([row], ignore_conflicts=True)
    if not await NamedTransformation.filter(id=row.id).exists():
        raise _taken(name)
    if await NamedTransformation.all().count() > MAX_NAMED:
        raise Invalid(f"There can be {MAX_NAMED} named transformations at most.")
    return _value(row)


@transactional
async def update(
    named_id: str,
    *,
    name: str | None = None,
    transformation: str | None = None,
    is_enabled: bool | None = None,
) -> Named:
    """Changes what is given of it."""
    values: dict[str, object] = {}
    if name is not None:
        values["name"] = _legal(name)
        if await NamedTransformation.filter(name=name).exclude(id=named_id).exists():
            raise _taken(name)
    if transformation is not None:
        values["transformation"] = _readable(transformation)
    if is_enabled is not None:
        values["is_enabled"] = is_enabled
    if values:
        await NamedTransformation.filter(id=named_id).update(**values)
    return await get(named_id)


@transactional
async def delete(named_id: str) -> Named:
    """Forgets it and returns it; URLs that use it answer 400 from then on."""
    gone = await get(named_id)
    await NamedTransformation.filter(id=named_id).delete()
    return gone


def _legal(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise Invalid("A name is made of 1 to 100 letters, digits and underscores.", field="name")
    if name in imaging.BUILT_IN:
        raise _taken(name)
    return name


def _readable(transformation: str) -> str:
    text = transformation.strip().removeprefix("tr:")
    if _USED.search(text):
        message = "A named transformation cannot be made of other names."
        raise Invalid(message, field="transformation")
    if not text:
        raise Invalid("The transformation is empty.", field="transformation")
    try:
        imaging.parse(text)
    except Invalid as error:
        raise Invalid(error.message, reason=error.reason, field="transformation") from error
    return text


def _taken(name: str) -> Conflict:
    message = f"A named transformation with name {name} already exists."
    return Conflict(message, reason="ALREADY_EXISTS", field="name")


def _value(row: NamedTransformation) -> Named:
    return Named(row.id, row.name, row.transformation, row.is_enabled, row.created_at)
