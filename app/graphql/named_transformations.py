"""Named transformations: names in URLs, what each stands for, and how they are changed."""

from __future__ import annotations

from typing import Annotated

import strawberry

from app.graphql import ids
from app.graphql.fields import argument, field
from app.graphql.ids import Kind
from app.graphql.nodes import Node
from app.graphql.scalars import DateTime
from app.library import named
from app.library.named import Named


@strawberry.type(description="A name that stands for a transformation in URLs, as `n-name`.")
class NamedTransformation(Node):
    """A named transformation."""

    row: strawberry.Private[Named]

    @classmethod
    def of(cls, row: Named) -> NamedTransformation:
        """The one of this row."""
        return cls(row=row)

    @field("Opaque.")
    def id(self) -> strawberry.ID:
        return ids.spell(Kind.TRANSFORMATION, self.row.id)

    @field("What stands after `n-` in a URL.")
    def name(self) -> str:
        return self.row.name

    @field("What it stands for, without `tr:`.")
    def transformation(self) -> str:
        return self.row.transformation

    @field("Whether URLs may use it.")
    def is_enabled(self) -> bool:
        return self.row.is_enabled

    @field("When it was made.")
    def created_at(self) -> DateTime:
        return DateTime(self.row.created_at)


@strawberry.input(description="Input of `createNamedTransformation`.")
class CreateNamedTransformationInput:
    """Input of `createNamedTransformation`."""

    name: str = strawberry.field(
        description="Up to 100 letters, digits and `_`; nothing else may have this name."
    )
    transformation: str = strawberry.field(
        description="A transformation as a URL has it, with or without `tr:`; no other names."
    )
    is_enabled: bool = strawberry.field(description="Whether URLs may use it.", default=True)


@strawberry.input(
    description="Input of `updateNamedTransformation`. What is not given stays as it is."
)
class UpdateNamedTransformationInput:
    """Input of `updateNamedTransformation`."""

    id: strawberry.ID = strawberry.field(description="The named transformation.")
    name: str | None = strawberry.field(description="Another name.", default=None)
    transformation: str | None = strawberry.field(
        description="What it stands for from now on.", default=None
    )
    is_enabled: bool | None = strawberry.field(description="Whether URLs may use it.", default=None)


@strawberry.input(description="Input of `deleteNamedTransformation`.")
class DeleteNamedTransformationInput:
    """Input of `deleteNamedTransformation`."""

    id: strawberry.ID = strawberry.field(description="The named transformation.")


@strawberry.type(description="What `createNamedTransformation` changed.")
class CreateNamedTransformationPayload:
    """What `createNamedTransformation` changed."""

    named_transformation: NamedTransformation = strawberry.field(
        description="The named transformation."
    )


@strawberry.type(description="What `updateNamedTransformation` changed.")
class UpdateNamedTransformationPayload:
    """What `updateNamedTransformation` changed."""

    named_transformation: NamedTransformation = strawberry.field(
        description="The named transformation."
    )


@strawberry.type(description="What `deleteNamedTransformation` changed.")
class DeleteNamedTransformationPayload:
    """What `deleteNamedTransformation` changed."""

    deleted_named_transformation_id: strawberry.ID = strawberry.field(
        description="Id of the named transformation that is gone."
    )


@strawberry.type
class NamedTransformationQuery:
    """Read; part of Query."""

    @field("Named transformations, by name; there are 250 at most.", reads=True)
    async def named_transformations(self) -> list[NamedTransformation]:
        return [NamedTransformation.of(row) for row in await named.listed()]


@strawberry.type
class NamedTransformationMutation:
    """Changed; part of Mutation."""

    @field("Gives a transformation a name.", reads=True)
    async def create_named_transformation(
        self,
        asked: Annotated[
            CreateNamedTransformationInput, argument("The name and what it stands for.", "input")
        ],
    ) -> CreateNamedTransformationPayload:
        row = await named.create(asked.name, asked.transformation, is_enabled=asked.is_enabled)
        return CreateNamedTransformationPayload(named_transformation=NamedTransformation.of(row))

    @field("Changes a named transformation; URLs that use it show that at once.", reads=True)
    async def update_named_transformation(
        self,
        asked: Annotated[
            UpdateNamedTransformationInput, argument("Which, and what to change.", "input")
        ],
    ) -> UpdateNamedTransformationPayload:
        row = await named.update(
            ids.get(Kind.TRANSFORMATION, asked.id, "id"),
            name=asked.name,
            transformation=asked.transformation,
            is_enabled=asked.is_enabled,
        )
        return UpdateNamedTransformationPayload(named_transformation=NamedTransformation.of(row))

    @field("Forgets a named transformation; URLs that use it are refused from then on.", reads=True)
    async def delete_named_transformation(
        self, asked: Annotated[DeleteNamedTransformationInput, argument("Which.", "input")]
    ) -> DeleteNamedTransformationPayload:
        row = await named.delete(ids.get(Kind.TRANSFORMATION, asked.id, "id"))
        gone = ids.spell(Kind.TRANSFORMATION, row.id)
        return DeleteNamedTransformationPayload(deleted_named_transformation_id=gone)
