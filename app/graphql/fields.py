"""Fields: a resolver becomes a field of the schema, with its description and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import strawberry
from strawberry.extensions import FieldExtension

from app.graphql.measure import DECODES, READS

F = TypeVar("F", bound=Callable[..., Any])


def field(
    description: str,
    *,
    reads: bool = False,
    decodes: bool = False,
    extension: FieldExtension | None = None,
) -> Callable[[F], F]:
    """Makes the function a field.

    `reads`: it reads the database once for each object it is asked of. What a loader reads for
    many at once does not count. `decodes`: it decodes a picture for each object.
    """
    decorate = strawberry.field(
        description=description,
        metadata={READS: reads, DECODES: decodes},
        extensions=[extension] if extension else [],
    )
    return cast("Callable[[F], F]", decorate)


def value(meaning: object, description: str) -> Any:
    """A value of an enum: what it is in Python, and what the schema says about it."""
    return strawberry.enum_value(meaning, description=description)


def argument(description: str, name: str | None = None) -> Any:
    """What the schema says about an argument; `name` when Python needs another one."""
    return strawberry.argument(description=description, name=name)
