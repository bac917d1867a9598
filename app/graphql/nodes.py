"""The interface of all that has an id."""

from __future__ import annotations

import strawberry

from app.graphql.fields import field


@strawberry.interface(description="What can be fetched again by its id.")
class Node:
    """What can be fetched again by its id."""

    @field("Opaque, unique across all types and never used again.")
    def id(self) -> strawberry.ID:
        raise NotImplementedError
