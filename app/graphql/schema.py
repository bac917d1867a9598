"""The schema: what the types say, put together, and printed as `schema.graphql`."""

from __future__ import annotations

from typing import Final

import strawberry
from graphql import (
    GraphQLArgument,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLSchema,
    Undefined,
    print_schema,
)
from strawberry.schema.config import StrawberryConfig

from app.graphql.mutations import Mutation
from app.graphql.queries import Query
from app.graphql.scalars import SCALARS

DESCRIPTION: Final = """\
A self-hosted library of media files that keeps every version of every file.

- What has an `id` can be fetched again by `node`. Ids are opaque. Beside them stand the ids that
  the REST API uses (`fileId`, `versionId`, `folderId`); an argument that takes an id takes either.
- Lists that can grow are connections: 20 items unless `first` or `last` says otherwise, at most
  100. Cursors are opaque and survive inserts and deletes.
- A mutation takes one `input` and returns what it changed.
- What fails is an entry of `errors`, whose `extensions` have a `code` (see ErrorCode) and, where
  they are known, a `reason` and the `field` of the input at fault.
- Times are UTC. Sizes are bytes. Paths are absolute, with `/` between names and none at the end."""


declared: Final = strawberry.Schema(Query, Mutation, config=StrawberryConfig(scalar_map=SCALARS))
"""As Strawberry knows it."""


def _build() -> GraphQLSchema:
    core = declared._schema
    core.description = DESCRIPTION
    for type_ in core.type_map.values():
        if isinstance(type_, GraphQLInputObjectType):
            _tell_one_of(type_)
        for field in getattr(type_, "fields", {}).values():
            _forget_null(field)
            for argument in getattr(field, "args", {}).values():
                _forget_null(argument)
    return core


def _tell_one_of(type_: GraphQLInputObjectType) -> None:
    """Strawberry checks `@oneOf` by itself; said to graphql-core, clients see it as well."""
    definition = type_.extensions.get("strawberry-definition")
    type_.is_one_of = bool(definition and definition.is_one_of)


def _forget_null(taken: object) -> None:
    """What has null for its default says no more than what has none."""
    if isinstance(taken, GraphQLInputField | GraphQLArgument) and taken.default_value is None:
        taken.default_value = Undefined


schema: Final = _build()
"""As graphql-core runs it."""


def sdl() -> str:
    """The schema in the schema definition language."""
    return print_schema(schema) + "\n"
