"""Measuring: what an operation amounts to, in one pass before anything else is done with it.

Every fragment is measured once, so the work is linear in the document, even where what the
document means is exponential in it.

The cost is the greatest number of values that the answer can hold, every page taken as full, and
READ_COST more for each read of the database that the rows of a list do not share and for every
SKIP_STEP rows passed over, DECODE_COST more for each picture to be decoded. So in
`files(first: 50) { nodes { versions(first: 10) { nodes { number } } } }` the versions of 50 files
cost 50 · (1 + 10 · 2), for they are read together, and each `version(number: 1) { number }` would
cost 10 + 2. Introspection reads memory only and costs a tenth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SchemaMetaFieldDef,
    SelectionNode,
    SelectionSetNode,
    TypeMetaFieldDef,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
    value_from_ast_untyped,
)

from app.graphql.limits import (
    DEFAULT_PAGE_SIZE,
    LIMITS,
    MAX_PAGE_SIZE,
    MAX_SKIP,
    Limit,
    LimitExceeded,
    Limits,
    refuse,
)

READ_COST: Final = 10
READS: Final = "reads"
"""In a field's metadata: whether it reads the database once for each object it is asked of."""
SKIP_STEP: Final = 1000
DECODE_COST: Final = 100
DECODES: Final = "decodes"
"""In a field's metadata: whether it decodes a picture for each object it is asked of."""

LENGTH: Final = "length"
"""In a field's metadata: how long its list may be, when it is not in proportion to an argument."""

_SHORT_LIST: Final = 5
"""Length of a list that cannot be told from the arguments, like a folder's ancestors."""
_INTROSPECTION: Final = {"types": 100, "fields": 10, "inputFields": 5, "enumValues": 5, "args": 2}
"""How long the lists are that the schema tells about itself."""
_INTROSPECTION_DISCOUNT: Final = 10
_META: Final = {"__schema": SchemaMetaFieldDef, "__type": TypeMetaFieldDef}


class Measured(NamedTuple):
    """The cost of an operation, and the names of the variables that it depends on."""

    cost: int
    sizes: frozenset[str]


class _Size(NamedTuple):
    """What a selection amounts to; `each` is the part of the cost that is paid for each row."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    cost: int = 0
    each: int = 0

    def plus(self, other: _Size) -> _Size:
        """Both beside each other."""
        sums = (mine + its for mine, its in zip(self[1:], other[1:], strict=True))
        return _Size(max(self.depth, other.depth), *sums)


def measure(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
    limits: Limits = LIMITS,
) -> Measured:
    """The cost of the operation; LimitExceeded when anything but the cost is too much."""
    refuse(Limit.DEFINITIONS, len(document.definitions), limits.definitions)
    refuse(Limit.ROOT_FIELDS, len(operation.selection_set.selections), limits.root_fields)
    ruler = _Ruler(schema, document, _defaults(operation) | dict(variables), limits)
    size = ruler.selections(
        operation.selection_set, schema.get_root_type(operation.operation), nesting=1
    )
    directives = size.directives + len(operation.directives or ())
    refuse(Limit.DEPTH, size.depth, limits.depth)
    refuse(Limit.FIELDS, size.fields, limits.fields)
    refuse(Limit.ALIASES, size.aliases, limits.aliases)
    refuse(Limit.DIRECTIVES, directives, limits.directives)
    return Measured(size.cost, frozenset(ruler.sizes))


class _Ruler:
    """Walks one operation. Fields that the schema does not have are left to validation."""

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        variables: Mapping[str, Any],
        limits: Limits,
    ) -> None:
        self.sizes: set[str] = set()
        self._types = schema.type_map
        self._variables = variables
        self._limits = limits
        self._fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self._measured: dict[str, _Size] = {}

    def selections(
        self, nodes: SelectionSetNode | None, parent: GraphQLNamedType | None, nesting: int
    ) -> _Size:
        """What is inside the braces."""
        if nesting > self._limits.nesting:
            raise LimitExceeded(Limit.DEPTH, self._limits.depth)
        size = _Size()
        for node in nodes.selections if nodes else ():
            size = size.plus(self._selection(node, parent, nesting))
        return size

    def _selection(
        self, node: SelectionNode, parent: GraphQLNamedType | None, nesting: int
    ) -> _Size:
        directives = len(node.directives or ())
        refuse(Limit.DIRECTIVES, directives, self._limits.directives_together)
        match node:
            case FieldNode():
                size = self._field(node, parent, nesting)
            case FragmentSpreadNode():
                size = self._fragment(node.name.value, nesting)
            case InlineFragmentNode(type_condition=on):
                inner = self._types.get(on.name.value) if on else parent
                size = self.selections(node.selection_set, inner, nesting + 1)
            case _:
                raise TypeError(f"{node.kind} is no selection")
        return size._replace(directives=size.directives + directives)

    def _fragment(self, name: str, nesting: int) -> _Size:
        node = self._fragments.get(name)
        if node is None:
            return _Size()
        if name not in self._measured:
            self._measured[name] = _Size()  # for a fragment that is inside itself
            on = self._types.get(node.type_condition.name.value)
            self._measured[name] = self.selections(node.selection_set, on, nesting + 1)
        return self._measured[name]

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None, nesting: int) -> _Size:
        for argument in node.arguments or ():
            self._refuse_long_lists(argument.value)
        field = _definition(parent, node.name.value)
        type_ = get_named_type(field.type) if field else None
        inner = self.selections(node.selection_set, type_, nesting + 1)
        cost = self._cost(node, field, parent, inner)
        is_row = field is not None and _is_connection(parent) and _is_list(field)
        return _Size(
            depth=inner.depth + bool(node.selection_set),
            fields=inner.fields + 1,
            aliases=inner.aliases + bool(node.alias),
            directives=inner.directives,
            cost=0 if is_row else cost,
            each=cost if is_row else 0,
        )

    def _cost(
        self,
        node: FieldNode,
        field: GraphQLField | None,
        parent: GraphQLNamedType | None,
        inner: _Size,
    ) -> int:
        if field is None:
            return 1 + inner.cost + inner.each
        if node.name.value in _META:
            return 1 + inner.cost // _INTROSPECTION_DISCOUNT
        own = 1 + READ_COST * _is(READS, field) + DECODE_COST * _is(DECODES, field)
        if _is_connection(get_named_type(field.type)):
            steps = -(-self._skipped(node) // SKIP_STEP)
            return own + READ_COST * steps + inner.cost + self._page_size(node) * inner.each
        if not _is_list(field) or _is_connection(parent):
            return own + inner.cost
        return own + (_most(field) or self._length(node, parent)) * inner.cost

    def _length(self, node: FieldNode, parent: GraphQLNamedType | None) -> int:
        """How long a list may be."""
        if parent is not None and parent.name.startswith("__"):
            return _INTROSPECTION.get(node.name.value, _SHORT_LIST)
        # As long as the list it is asked for by: nodes(ids: …).
        return max((self._items(each.value) for each in node.arguments or ()), default=_SHORT_LIST)

    def _items(self, value: ValueNode) -> int:
        if isinstance(value, ListValueNode):
            return len(value.values)
        given = self._variable(value) if isinstance(value, VariableNode) else None
        return len(given) if isinstance(given, list) else 1

    def _page_size(self, node: FieldNode) -> int:
        return max(self._rows(node, ("first", "last"), MAX_PAGE_SIZE), default=DEFAULT_PAGE_SIZE)

    def _skipped(self, node: FieldNode) -> int:
        return max(self._rows(node, ("skip",), MAX_SKIP), default=0)

    def _rows(self, node: FieldNode, names: Sequence[str], most: int) -> list[int]:
        """The numbers of rows that these arguments say, none more than can be."""
        given = (each.value for each in node.arguments or () if each.name.value in names)
        return [number for value in given if (number := self._number(value, most)) is not None]

    def _number(self, value: ValueNode, most: int) -> int | None:
        if isinstance(value, IntValueNode):
            # Digits beyond the sixth make it no smaller, and may be very many.
            return min(max(int(value.value[:6]), 0), most)
        given = self._variable(value) if isinstance(value, VariableNode) else None
        if type(given) is int:
            return min(max(given, 0), most)
        # Anything else may yet become a number, as 100.0 does.
        return None if given is None else most

    def _variable(self, node: VariableNode) -> Any:
        self.sizes.add(node.name.value)
        return self._variables.get(node.name.value)

    def _refuse_long_lists(self, value: ValueNode) -> None:
        if isinstance(value, ListValueNode):
            refuse(Limit.LIST_ITEMS, len(value.values), self._limits.list_items)
            for item in value.values:
                self._refuse_long_lists(item)
        elif isinstance(value, ObjectValueNode):
            for field in value.fields:
                self._refuse_long_lists(field.value)


def _definition(parent: GraphQLNamedType | None, name: str) -> GraphQLField | None:
    fields: dict[str, GraphQLField] = getattr(parent, "fields", {})
    return _META.get(name) or fields.get(name)


def _is(what: str, field: GraphQLField) -> bool:
    definition = (field.extensions or {}).get("strawberry-definition")
    return bool(getattr(definition, "metadata", {}).get(what))


def _most(field: GraphQLField) -> int:
    definition = (field.extensions or {}).get("strawberry-definition")
    return int(getattr(definition, "metadata", {}).get(LENGTH, 0))


def _is_connection(type_: GraphQLNamedType | None) -> bool:
    return type_ is not None and type_.name.endswith("Connection")


def _is_list(field: GraphQLField) -> bool:
    return is_list_type(get_nullable_type(field.type))


def _defaults(operation: OperationDefinitionNode) -> dict[str, Any]:
    return {
        each.variable.name.value: value_from_ast_untyped(each.default_value)
        for each in operation.variable_definitions or ()
        if each.default_value
    }
