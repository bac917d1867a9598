"""A client that asks every query twice: by its plan, and by graphql-core, which must agree.

A plan declines directives. So the second time all fields stand in `... @include(if: true)`, which
changes nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import httpx
import orjson
from graphql import OperationDefinitionNode, OperationType, SelectionSetNode, parse, print_ast

from tests.client import Client, Json


class Twice(Client):
    """Fails when the two answers differ in anything but places in the document."""

    def graphql_answer(
        self,
        query: str,
        variables: Mapping[str, object] | None = None,
        *,
        files: Mapping[str, tuple[str, bytes]] | None = None,
    ) -> httpx.Response:
        """The answer to the query as it is."""
        answer = super().graphql_answer(query, variables, files=files)
        slow = slowly(query)
        if slow is not None:
            again = super().graphql_answer(slow, variables)
            assert _comparable(again) == _comparable(answer), query
        return answer


def slowly(query: str) -> str | None:
    """The same query as no plan takes it; None for what is not one query."""
    document = parse(query)
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    if len(operations) != 1 or operations[0].operation is not OperationType.QUERY:
        return None
    head, braces = operations[0], print_ast(operations[0].selection_set)
    wrapped = parse(f"{{ ... @include(if: true) {braces} }}").definitions[0]
    assert isinstance(wrapped, OperationDefinitionNode)
    assert isinstance(wrapped.selection_set, SelectionSetNode)
    text = print_ast(document)
    return text.replace(print_ast(head), print_ast(_with(head, wrapped.selection_set)))


def _with(
    head: OperationDefinitionNode, selection_set: SelectionSetNode
) -> OperationDefinitionNode:
    return OperationDefinitionNode(
        operation=head.operation,
        name=head.name,
        variable_definitions=head.variable_definitions,
        directives=head.directives,
        selection_set=selection_set,
    )


def _comparable(answer: httpx.Response) -> Json:
    # An address that expires in so many seconds is another one in the next second.
    body: Json = orjson.loads(re.sub(r"ik-t=\d+&ik-s=\w+", "", answer.text))
    for error in body.get("errors", []):
        error.pop("locations", None)
    return body | {"status": answer.status_code}
