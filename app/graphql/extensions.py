"""Extensions: how far they have come on a version, and the tags that they found."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

import strawberry

from app.graphql.fields import value
from app.library.extension_runs import RunStatus, Standing


@strawberry.type(description="A label that an extension found.")
class AITag:
    """A label that an extension found."""

    name: str = strawberry.field(description="The label.")
    confidence: float = strawberry.field(description="How sure it is, 0 to 100.")
    source: str = strawberry.field(description="Name of the extension.")

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> AITag:
        """The tag as the library keeps it."""
        return cls(name=kept["name"], confidence=kept["confidence"], source=kept["source"])


@strawberry.enum(description="How far an extension has come.")
class ExtensionRunStatus(Enum):
    """Its values are the library's."""

    PENDING = value(RunStatus.PENDING, "It will be tried, or tried again.")
    SUCCESS = value(RunStatus.SUCCESS, "It is done.")
    FAILED = value(RunStatus.FAILED, "It could not be done and will not be tried again.")


@strawberry.type(description="An extension that was asked for, and what became of it.")
class ExtensionStatus:
    """An extension that was asked for."""

    name: str = strawberry.field(description="Name of the extension.")
    status: ExtensionRunStatus = strawberry.field(description="How far it has come.")
    error: str | None = strawberry.field(
        description="Why it failed, or why the last attempt did; null when nothing did."
    )

    @classmethod
    def of(cls, standing: Standing) -> ExtensionStatus:
        """The one that stands so."""
        status = ExtensionRunStatus(standing.status)
        return cls(name=standing.name, status=status, error=standing.error)
