"""Which operations have a plan; that plans find what graphql-core finds is tested with a server."""

from __future__ import annotations

import pytest
from graphql import OperationDefinitionNode, get_introspection_query, parse

from app.graphql.plans import Plan, Unplanned
from app.graphql.schema import schema


def plan(text: str) -> Plan:
    """The plan for the document's first operation."""
    document = parse(text)
    operation = next(d for d in document.definitions if isinstance(d, OperationDefinitionNode))
    return Plan(schema, document, operation)


@pytest.mark.parametrize(
    "text",
    [
        "{ viewer { name permissions __typename } }",
        "query ($id: ID!) { file(id: $id) { versions(first: 50) { nodes { ...V } } } }"
        ' fragment V on FileVersion { id url(tr: "w-20") file { name } }',
        '{ a: file(path: "/x") { id } b: file(path: "/y") { parent { ancestors { path } } } }',
        '{ node(id: "x") { id ... on Asset { name } ... on Content { size } ... { __typename } } }',
        '{ folder(path: "/") { children { nodes { name ... on File { tags } } } } }',
    ],
)
def test_queries_have_a_plan(text: str) -> None:
    assert isinstance(plan(text), Plan)


@pytest.mark.parametrize(
    "text",
    [
        'mutation { createFolder(input: { path: "/x" }) { created } }',
        "{ viewer { name @include(if: true) } }",
        "{ ... @skip(if: false) { viewer { name } } }",
        "query @skip(if: false) { viewer { name } }",
        "{ ...V @include(if: true) } fragment V on Query { viewer { name } }",
        '{ __type(name: "File") { name } }',
        get_introspection_query(),
    ],
)
def test_what_plans_do_not_know_they_decline(text: str) -> None:
    with pytest.raises(Unplanned):
        plan(text)
