"""Context: what resolvers may use."""

from __future__ import annotations

from dataclasses import dataclass, field

import strawberry

from app.graphql.loaders import Loaders
from app.state import Caller, State


@dataclass(frozen=True, slots=True)
class Context:
    """The server's state, and what lives as long as one operation."""

    state: State
    request_id: str
    caller: Caller
    loaders: Loaders = field(default_factory=Loaders)


Info = strawberry.Info[Context, None]
