"""What one document may ask, and that measuring it takes no longer than reading it."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from graphql import OperationDefinitionNode, get_introspection_query, parse
from hypothesis import given, settings
from hypothesis import strategies as st

from app.graphql.limits import LIMITS, Limit, LimitExceeded, refuse_long_lists
from app.graphql.measure import READ_COST, measure
from app.graphql.schema import schema


def cost(text: str, **variables: object) -> int:
    """The cost of the document's first operation."""
    document = parse(text)
    operation = next(d for d in document.definitions if isinstance(d, OperationDefinitionNode))
    return measure(schema, document, operation, variables).cost


def exceeded(text: str, **variables: object) -> Limit:
    """The limit that the document is refused for."""
    with pytest.raises(LimitExceeded) as refused:
        cost(text, **variables)
    return refused.value.limit


def bomb(levels: int) -> str:
    """Fragments that double at each level: 2 ** levels fields in a line each."""
    doubling = "".join(
        f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}\n" for n in range(levels)
    )
    return f"{{ ...f0 }}\n{doubling}fragment f{levels} on Query {{ viewer {{ name }} }}"


def nested(levels: int) -> str:
    """A query that many fields deep, its leaf not counted."""
    pairs = (levels - 1) // 2
    inner = "currentVersion { file { " * pairs + "id" + " } }" * pairs
    return f'{{ file(path: "/x") {{ {inner} }} }}'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ viewer { name } }", 2),
        ("{ viewer { name permissions } }", 3),
        ('{ file(path: "/x") { id name } }', 1 + READ_COST + 2),
        ("{ ...A } fragment A on Query { viewer { name } }", 2),
        ("{ ... { viewer { name } } ... on Query { viewer { name } } }", 4),
        ("{ files(first: 0) { nodes { id } } }", 1 + READ_COST),
        ("{ files(first: 50) { nodes { id } } }", 1 + READ_COST + 50 * 2),
        ("{ files { nodes { id } } }", 1 + READ_COST + 20 * 2),
        ("{ files(last: 7) { edges { cursor node { id } } } }", 1 + READ_COST + 7 * 4),
        ("{ files(first: 9999) { nodes { id } } }", 1 + READ_COST + 100 * 2),
        ("{ files(first: -5) { nodes { id } } }", 1 + READ_COST),
        ("{ files(first: 10) { totalCount } }", 1 + READ_COST + 1 + READ_COST),
        ("{ files(first: 9, skip: 1) { nodes { id } } }", 1 + READ_COST * 2 + 9 * 2),
        ("{ files(first: 9, skip: 10000) { nodes { id } } }", 1 + READ_COST * 11 + 9 * 2),
        ("{ files(first: 9, skip: 99999) { nodes { id } } }", 1 + READ_COST * 11 + 9 * 2),
        (
            "{ files(first: 50) { nodes { versions(first: 10) { nodes { number } } } } }",
            1 + READ_COST + 50 * (1 + 1 + 10 * 2),
        ),
        (
            "{ files(first: 50) { nodes { versionCount versions { totalCount } } } }",
            1 + READ_COST + 50 * (1 + 1 + 2),
        ),
        (
            "{ files(first: 50) { nodes { version(number: 1) { number } } } }",
            1 + READ_COST + 50 * (1 + READ_COST + 2),
        ),
        (
            "{ files(first: 3) { ...P } } fragment P on FileConnection { nodes { ...F } }"
            " fragment F on File { id name }",
            1 + READ_COST + 3 * 3,
        ),
        ('{ nodes(ids: ["a", "b", "c"]) { id } }', 1 + 3),
        ('{ __type(name: "File") { name } }', 1),
        ("{ nope { nope } }", 2),
    ],
)
def test_the_cost_is_the_size_of_the_fullest_answer_and_its_reads(text: str, expected: int) -> None:
    assert cost(text) == expected


@pytest.mark.parametrize(
    ("declared", "given_", "rows"),
    [
        ("$n: Int", {"n": 30}, 30),
        ("$n: Int", {"n": 30.0}, 100),
        ("$n: Int", {"n": True}, 100),
        ("$n: Int", {}, 20),
        ("$n: Int", {"n": None}, 20),
        ("$n: Int = 40", {}, 40),
        ("$n: Int = 40", {"n": 5}, 5),
        ("$n: Int = 40", {"n": None}, 20),
    ],
)
def test_variables_and_their_defaults_count(
    declared: str, given_: dict[str, object], rows: int
) -> None:
    text = f"query ({declared}) {{ files(first: $n) {{ nodes {{ id }} }} }}"

    assert cost(text, **given_) == 1 + READ_COST + rows * 2


def test_what_is_passed_over_by_a_variable_counts() -> None:
    text = "query ($n: Int!) { files(first: 1, skip: $n) { nodes { id } } }"

    assert [cost(text, n=n) for n in (0, 1000, 1001)] == [
        1 + READ_COST * (1 + steps) + 2 for steps in (0, 1, 2)
    ]


def test_the_standard_introspection_query_is_affordable() -> None:
    query = get_introspection_query(specified_by_url=True, input_value_deprecation=True)

    assert cost(query) < LIMITS.cost


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        (nested(17), Limit.DEPTH),
        ("{ " + "... { " * 80 + "viewer { name }" + " }" * 80 + " }", Limit.DEPTH),
        (bomb(11), Limit.FIELDS),
        (bomb(48), Limit.FIELDS),
        ("{ viewer { " + "name " * 2000 + "} }", Limit.FIELDS),
        ("{ viewer { " + "".join(f"a{n}: name " for n in range(31)) + "} }", Limit.ALIASES),
        (
            "{ viewer { ...A " * 1
            + "...A ...A } } fragment A on Viewer { "
            + "".join(f"a{n}: name " for n in range(11))
            + "}",
            Limit.ALIASES,
        ),
        ("{ viewer { name " + "@skip(if: false) " * 5 + "} }", Limit.DIRECTIVES),
        ("{ viewer { " + "name @skip(if: false) " * 51 + "} }", Limit.DIRECTIVES),
        ("{ " + "viewer { name } " * 21 + "}", Limit.ROOT_FIELDS),
        (
            "{ viewer { name } }" + "".join(f"fragment f{n} on Query {{ a }}" for n in range(50)),
            Limit.DEFINITIONS,
        ),
        ("{ nodes(ids: [" + '"x", ' * 101 + "]) { id } }", Limit.LIST_ITEMS),
        (
            "{ files(filter: { tags: { any: [" + '"x", ' * 101 + "] } }) { totalCount } }",
            Limit.LIST_ITEMS,
        ),
    ],
)
def test_too_much_of_anything_is_refused(text: str, limit: Limit) -> None:
    assert exceeded(text) is limit


@pytest.mark.parametrize(
    "text",
    [
        nested(15),
        bomb(9),
        "{ viewer { " + "".join(f"a{n}: name " for n in range(30)) + "} }",
        "{ viewer { name " + "@skip(if: false) " * 4 + "} }",
        "{ " + "viewer { name } " * 20 + "}",
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A viewer { name } }",
    ],
)
def test_what_is_just_within_the_limits_is_measured(text: str) -> None:
    assert cost(text) > 0


def test_long_lists_among_the_variables_are_refused_wherever_they_are() -> None:
    refuse_long_lists({"a": list(range(100)), "b": {"c": [[]]}})

    for variables in ({"a": [0] * 101}, {"a": {"b": [{"c": [0] * 101}]}}):
        with pytest.raises(LimitExceeded):
            refuse_long_lists(variables)


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=48), st.integers(min_value=1, max_value=6))
def test_measuring_is_as_quick_as_the_document_is_short(levels: int, width: int) -> None:
    spreads = " ".join(["...f%d"] * width)
    body = "".join(
        f"fragment f{n} on File {{ id currentVersion {{ file {{ {spreads} }} }} }}\n".replace(
            "%d", str(n + 1)
        )
        for n in range(levels)
    )
    text = f'{{ file(path: "/x") {{ ...f0 }} }} {body} fragment f{levels} on File {{ id }}'
    document = parse(text)
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)

    start = time.process_time()
    with suppress(LimitExceeded):
        measure(schema, document, operation, {})
    # What grows with the paths through the document, and not with its length, takes for ever.
    assert time.process_time() - start < 5
