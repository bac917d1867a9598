"""Execution: an operation from its text to its answer."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import Any, Final

import graphql
from graphql import ExecutionResult, OperationDefinitionNode, OperationType

from app.graphql import at_fault
from app.graphql.codes import ErrorCode
from app.graphql.context import Context
from app.graphql.documents import Document, Documents
from app.graphql.errors import Entry, Refused, of_document, of_field, over, refusal
from app.graphql.limits import LIMITS, Limit, LimitExceeded, refuse, refuse_long_lists
from app.graphql.plans import Plan
from app.graphql.scalars import SAFE_INTEGER
from app.graphql.schema import schema

AGAIN: Final = 5
"""How often at most a query is run again."""

_documents = Documents(schema)


@dataclass(frozen=True, slots=True)
class Asked:
    """A GraphQL request, whichever way it came."""

    query: str
    variables: dict[str, Any] = field(default_factory=dict)
    operation_name: str | None = None
    may_change: bool = True
    """False for what came by GET."""


@dataclass(slots=True)
class Answer:
    """A GraphQL response. When nothing ran there is no `data`, not even null."""

    errors: list[Entry] = field(default_factory=list)
    data: dict[str, Any] | None = None
    cost: int | None = None
    has_run: bool = False

    @property
    def body(self) -> dict[str, Any]:
        """As the GraphQL specification spells it."""
        body: dict[str, Any] = {"errors": self.errors} if self.errors else {}
        if self.has_run:
            body["data"] = self.data
        if self.cost is not None:
            body["extensions"] = {"cost": {"requested": self.cost, "limit": LIMITS.cost}}
        return body


async def run(asked: Asked, context: Context) -> Answer:
    """The answer, whatever becomes of the operation.

    Raises Refused for a change that came by GET, Forbidden for one by who may only read.
    """
    answer = Answer()
    try:
        document = _documents.get(asked.query)
        operation = document.operation(asked.operation_name)
        _refuse_change(operation, asked, context)
        _weigh(document, operation, asked, answer)
        document.check()
    except Refused as refused:
        if refused.allow:  # HTTP's matter, not GraphQL's
            raise
        answer.errors = refused.entries
        return answer
    _documents.keep(asked.query, document)
    result = await _run(document, operation, asked, context)
    _fill(answer, result, context.request_id)
    return answer


def _refuse_change(operation: OperationDefinitionNode, asked: Asked, context: Context) -> None:
    if operation.operation is not OperationType.MUTATION:
        return
    if not asked.may_change:
        message = "Mutations are not taken by GET: use POST."
        raise refusal(ErrorCode.METHOD_NOT_ALLOWED, message, allow="POST")
    context.caller.insist_on_writing()


def _weigh(
    document: Document, operation: OperationDefinitionNode, asked: Asked, answer: Answer
) -> None:
    try:
        refuse_long_lists(asked.variables)
        # A cost beyond counting is told as the greatest number that JSON is sure to keep.
        answer.cost = min(document.cost(operation, asked.variables), SAFE_INTEGER)
        refuse(Limit.COST, answer.cost, LIMITS.cost)
    except LimitExceeded as limit:
        raise over(limit) from None


async def _run(
    document: Document, operation: OperationDefinitionNode, asked: Asked, context: Context
) -> ExecutionResult:
    """A query is run again where a file went while it was read: no file is without versions."""
    plan = document.plan(operation)
    result = await _run_once(plan, document, asked, context)
    again = AGAIN if operation.operation is OperationType.QUERY else 0
    while again and context.loaders.has_missed:
        context.loaders.has_missed, again = False, again - 1
        result = await _run_once(plan, document, asked, context)
    return result


async def _run_once(
    plan: Plan | None, document: Document, asked: Asked, context: Context
) -> ExecutionResult:
    result = await _run_plan(plan, asked, context) if plan else None
    return result or await _execute(document, asked, context)


async def _run_plan(plan: Plan, asked: Asked, context: Context) -> ExecutionResult | None:
    """None when anything went wrong on the way."""
    try:
        return ExecutionResult(await plan.run(context, asked.variables))
    except Exception:  # noqa: BLE001 - graphql-core meets it again, and of_field tells of it
        return None


async def _execute(document: Document, asked: Asked, context: Context) -> ExecutionResult:
    result = graphql.execute(
        schema,
        document.ast,
        context_value=context,
        variable_values=asked.variables,
        operation_name=asked.operation_name or None,
        hide_suggestions=True,
    )
    return await result if inspect.isawaitable(result) else result


def _fill(answer: Answer, result: ExecutionResult, request_id: str) -> None:
    errors = result.errors or []
    # Variables that do not fit are found before anything runs: their errors lie on no path.
    answer.has_run = not errors or any(error.path for error in errors)
    answer.data = result.data
    if answer.has_run:
        answer.errors = [
            of_field(error, at_fault.inputs(schema, error), request_id) for error in errors
        ]
    else:
        answer.errors = [of_document(error, ErrorCode.BAD_USER_INPUT) for error in errors]
