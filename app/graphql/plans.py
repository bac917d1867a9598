"""Plans: a query turned into plain functions once, and run many times.

graphql-core finds out anew for each value what follows from the document: which resolver, which
arguments, which type, whether to wait. A plan settles that once for each selection set. It calls
the same resolvers with the same arguments, so it finds the same data, several times as fast.

A plan knows the straight way only. It declines what it does not know (Unplanned): mutations,
directives, introspection. Where anything goes wrong on the way, an error or a null that may not
be, graphql-core runs the query from the start and words the errors: a query changes nothing, so it
may run twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    is_union_type,
)
from graphql.execution.values import VariableValues, get_variable_values

from app.graphql import steps
from app.graphql.context import Context
from app.graphql.resolvers import Resolver, Run
from app.graphql.steps import Failed, Part

Fields = dict[str, list[FieldNode]]
"""What is selected, by its name in the answer."""


class Unplanned(Exception):
    """The operation has something that plans do not know."""


class Plan:
    """A plan for one operation of a valid document; Unplanned."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
    ) -> None:
        root = schema.query_type
        if operation.operation is not OperationType.QUERY or operation.directives or not root:
            raise Unplanned
        self._schema = schema
        self._operation = operation
        self._bound = 0
        self._fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self._root = self._object(root, [operation.selection_set])

    async def run(self, context: Context, variables: dict[str, Any]) -> dict[str, Any]:
        """The data; raises whatever goes wrong."""
        declared = self._operation.variable_definitions or ()
        values = get_variable_values(self._schema, declared, variables)
        if not isinstance(values, VariableValues):
            raise Failed
        found = self._root.step(None, Run(context, values, self._bound))
        data: dict[str, Any] = await found if self._root.is_async else found
        return data

    def _object(self, type_: GraphQLObjectType, selections: Sequence[SelectionSetNode]) -> Part:
        fields: Fields = {}
        for selection in selections:
            self._collect(type_, selection, fields)
        return steps.record({name: self._field(type_, nodes) for name, nodes in fields.items()})

    def _collect(
        self, parent: GraphQLObjectType, selection: SelectionSetNode, fields: Fields
    ) -> None:
        """Adds what is selected of an object of this type, fragments spread out."""
        for node in selection.selections:
            if node.directives:
                raise Unplanned
            match node:
                case FieldNode():
                    fields.setdefault((node.alias or node.name).value, []).append(node)
                case FragmentSpreadNode():
                    self._spread(parent, self._fragments[node.name.value], fields)
                case InlineFragmentNode():
                    self._spread(parent, node, fields)
                case _:
                    raise Unplanned

    def _spread(
        self,
        parent: GraphQLObjectType,
        node: FragmentDefinitionNode | InlineFragmentNode,
        fields: Fields,
    ) -> None:
        on = node.type_condition.name.value if node.type_condition else parent.name
        if on == parent.name or on in self._abstract(parent):
            self._collect(parent, node.selection_set, fields)

    def _abstract(self, type_: GraphQLObjectType) -> set[str]:
        """Names of the interfaces and unions that its objects are of as well."""
        unions = (each for each in self._schema.type_map.values() if is_union_type(each))
        return {
            *(interface.name for interface in type_.interfaces),
            *(union.name for union in unions if type_ in union.types),
        }

    def _field(self, parent: GraphQLObjectType, nodes: list[FieldNode]) -> Part:
        name = nodes[0].name.value
        if name == "__typename":
            return steps.constant(parent.name)
        if name not in parent.fields:  # __schema and __type
            raise Unplanned
        field = parent.fields[name]
        resolver = Resolver(field, nodes[0])
        value = self._value(field.type, nodes)
        if resolver.get is not None:
            made = partial(steps.straight, resolver.get)
        else:
            made = partial(steps.bound, resolver, self._bound)
            self._bound += 1
        return steps.awaited(made, value) if resolver.is_async else made(value)

    def _value(self, type_: GraphQLOutputType, nodes: list[FieldNode]) -> Part:
        """From what a resolver gives to what is answered."""
        if isinstance(type_, GraphQLNonNull):
            return steps.required(self._present(type_.of_type, nodes))
        return steps.optional(self._present(type_, nodes))

    def _present(self, type_: GraphQLOutputType, nodes: list[FieldNode]) -> Part:
        """The same for a value that is not null."""
        selections = [node.selection_set for node in nodes if node.selection_set]
        match type_:
            case GraphQLScalarType():
                return steps.scalar(type_)
            case GraphQLEnumType():
                return steps.enum(type_)
            case GraphQLList():
                return steps.many(self._value(type_.of_type, nodes))
            case GraphQLObjectType():
                return self._object(type_, selections)
            case GraphQLInterfaceType() | GraphQLUnionType():
                kinds = self._schema.get_possible_types(type_)
                return steps.one_of(
                    {_origin(kind): self._object(kind, selections) for kind in kinds}
                )
        raise Unplanned


def _origin(type_: GraphQLObjectType) -> type:
    """The class whose objects are of the type."""
    origin: type = type_.extensions["strawberry-definition"].origin
    return origin
