"""Resolvers of a plan: Strawberry's, with what does not change between objects settled once.

Strawberry makes an Info and converts the arguments for each object. Here a field that takes
neither is its function; one that does gets both once for each execution, and its arguments once
for ever when no variable is among them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from operator import attrgetter
from types import SimpleNamespace
from typing import Any, cast

from graphql import FieldNode, GraphQLField, ListValueNode, ObjectValueNode, ValueNode, VariableNode
from graphql.execution.values import VariableValues, get_argument_values
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from app.graphql.context import Context, Info
from app.graphql.schema import declared

Get = Callable[[Any], Any]
"""From an object to the value of one of its fields, or to what one awaits for it."""


class Run:
    """One execution of a plan."""

    def __init__(self, context: Context, variables: VariableValues, bound: int) -> None:
        self.context = context
        self.variables = variables
        self.getters: list[Get | None] = [None] * bound
        """Of the fields that take an Info or arguments, made when the first object asks."""


class Resolver:
    """How a plan gets the value of a field."""

    def __init__(self, field: GraphQLField, node: FieldNode) -> None:
        self._field = field
        self._node = node
        self._known = cast("StrawberryField", field.extensions["strawberry-definition"])
        resolver = self._known.base_resolver
        self._function = cast("Get | None", resolver and resolver.wrapped_func)
        self._takes_info = bool(resolver and resolver.info_parameter)
        self._settled: dict[str, Any] | None = None
        self._varies = any(_varies(each.value) for each in node.arguments or ())
        self.is_async = inspect.iscoroutinefunction(self._function)
        self.get: Get | None = None
        """The same for every execution; None when it must be bound to one."""
        if self._function is None:
            self.get = attrgetter(self._known.python_name)
        elif not field.args and not self._takes_info:
            self.get = self._function

    def bind(self, run: Run) -> Get:
        """The getter of one execution."""
        arguments = self._settled
        if arguments is None:
            arguments = self._arguments(run.variables)
            self._settled = None if self._varies else arguments
        if self._takes_info:
            raw = cast("Any", SimpleNamespace(context=run.context))
            arguments = {**arguments, "info": Info(_raw_info=raw, _field=self._known)}
        return partial(cast("Get", self._function), **arguments)

    def _arguments(self, variables: VariableValues) -> dict[str, Any]:
        arguments = convert_arguments(
            get_argument_values(self._field, self._node, variables),
            self._known.arguments,
            scalar_registry=declared.schema_converter.scalar_registry,
            config=declared.config,
        )
        for extension in self._known.extensions:
            arguments = extension.map_arguments(arguments)
        return arguments


def _varies(value: ValueNode) -> bool:
    """Whether there is a variable in it."""
    match value:
        case VariableNode():
            return True
        case ListValueNode():
            return any(map(_varies, value.values))
        case ObjectValueNode():
            return any(_varies(field.value) for field in value.fields)
    return False
