"""Documents: parsed, measured and validated before they run; those that were good are kept.

Only valid documents are kept, and only short ones, so that nobody fills the memory with them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    parse,
    validate,
)

from app.graphql.codes import ErrorCode
from app.graphql.errors import Entry, Refused, of_document, refusal
from app.graphql.limits import MAX_TOKENS
from app.graphql.measure import measure
from app.graphql.plans import Plan, Unplanned

KEPT_DOCUMENTS: Final = 200
KEPT_CHARACTERS: Final = 20_000
KEPT_COSTS: Final = 50

_GIVEN_UP: Final = "Validation aborted."
"""What graphql-core says of a document that may be valid, when finding out takes too long."""


class Document:
    """A document that was parsed."""

    def __init__(self, schema: GraphQLSchema, text: str) -> None:
        self.ast = _parse(text)
        self.is_valid = False
        self._schema = schema
        self._plans: dict[str | None, Plan | None] = {}
        self._sizes: dict[str | None, tuple[str, ...]] = {}
        self._costs: dict[object, int] = {}

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """The operation with this name, or the only one; Refused."""
        operations = [
            each for each in self.ast.definitions if isinstance(each, OperationDefinitionNode)
        ]
        if not name and len(operations) == 1:
            return operations[0]
        if not name and operations:
            message = "The document has several operations: name one in operationName."
            raise refusal(ErrorCode.OPERATION_NAME_REQUIRED, message)
        for each in operations:
            if each.name and each.name.value == name:
                return each
        message = f"The document has no operation{' of that name' if name else ''}."
        raise refusal(ErrorCode.BAD_REQUEST, message)

    def cost(self, operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> int:
        """What the operation costs with these variables; LimitExceeded for any other limit.

        Measured once for all variables that come to the same.
        """
        name = operation.name.value if operation.name else None
        if name in self._sizes:
            known = self._costs.get((name, *self._weights(name, variables)))
            if known is not None:
                return known
        measured = measure(self._schema, self.ast, operation, variables)
        self._sizes[name] = tuple(measured.sizes)
        if len(self._costs) < KEPT_COSTS:
            self._costs[name, *self._weights(name, variables)] = measured.cost
        return measured.cost

    def check(self) -> None:
        """Refused when the document does not fit the schema."""
        errors = [] if self.is_valid else validate(self._schema, self.ast, hide_suggestions=True)
        if errors:
            raise Refused(*map(_unfit, errors))
        self.is_valid = True

    def plan(self, operation: OperationDefinitionNode) -> Plan | None:
        """A quick way to run the operation of this valid document, if there is one."""
        name = operation.name.value if operation.name else None
        if name not in self._plans:
            try:
                self._plans[name] = Plan(self._schema, self.ast, operation)
            except Unplanned:
                self._plans[name] = None
        return self._plans[name]

    def _weights(self, name: str | None, variables: Mapping[str, Any]) -> list[tuple[str, int]]:
        return [_weight(variables, size) for size in self._sizes[name]]


class Documents:
    """Documents by their text, those asked for last."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._kept: OrderedDict[str, Document] = OrderedDict()

    def get(self, text: str) -> Document:
        """The document, parsed now or before; Refused for a syntax error."""
        document = self._kept.get(text)
        if document is None:
            return Document(self._schema, text)
        self._kept.move_to_end(text)
        return document

    def keep(self, text: str, document: Document) -> None:
        """Remembers a valid document."""
        if len(text) <= KEPT_CHARACTERS:
            self._kept[text] = document
            if len(self._kept) > KEPT_DOCUMENTS:
                self._kept.popitem(last=False)


def _parse(text: str) -> DocumentNode:
    try:
        return parse(text, max_tokens=MAX_TOKENS)
    except GraphQLError as error:
        raise Refused(of_document(error, _code(error.message))) from None


def _unfit(error: GraphQLError) -> Entry:
    if error.message == _GIVEN_UP:
        message = "The document asks for too much: fields of one name too often, or fragments."
        return refusal(ErrorCode.LIMIT_FIELDS, message).entries[0]
    return of_document(error, ErrorCode.GRAPHQL_VALIDATION_FAILED)


def _code(message: str) -> ErrorCode:
    if "aborted" not in message:
        return ErrorCode.GRAPHQL_PARSE_FAILED
    return ErrorCode.LIMIT_TOKENS if "tokens" in message else ErrorCode.LIMIT_DEPTH


def _weight(variables: Mapping[str, Any], name: str) -> tuple[str, int]:
    """Variables of the same weight make the same cost."""
    if name not in variables:
        return "absent", 0
    value = variables[name]
    if isinstance(value, list):
        return "list", len(value)
    return type(value).__name__, value if isinstance(value, int) else 0
