"""The search language: what a query means as a tree, and what is said of one that means nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.errors import Invalid
from app.library.search import query_values, words
from app.library.search.query import MAX_CLAUSES, MAX_DEPTH, MAX_ITEMS, parse
from app.library.search.query_lexer import MAX_LENGTH, SEE
from app.library.search.query_tree import And, Condition, Node, Operator, Or, Scalar
from app.library.search.query_values import Area, Circle, Span

NOW = int(datetime(2024, 3, 31, 12, tzinfo=UTC).timestamp() * 1000)
DAY = 86_400_000
QUOTES = "Make sure the value is enclosed within quotes."


def one(field: str, operator: str, *values: Scalar) -> Condition:
    return Condition(field, Operator(operator), values)


A, B, C = (one("name", "=", name) for name in "abc")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ('name = "a"', A),
        ('name="a"', A),
        ('  name\n:\t"a" ', one("name", ":", "a")),
        ('"name" = "a"', A),
        ("'name' = 'a'", A),
        ('name NOT = "a"', one("name", "NOT =", "a")),
        ('name not="a"', one("name", "NOT =", "a")),
        ('name in ["a" , "b"]', one("name", "IN", "a", "b")),
        ('tags NOT IN ["a"]', one("tags", "NOT IN", "a")),
        ('name HAS "a b"', one("name", "HAS", "a b")),
        ("tags EXISTS", one("tags", "EXISTS")),
        ("tags not exists", one("tags", "NOT EXISTS")),
        ("height >= 10", one("height", ">=", 10)),
        ("height<1.5", one("height", "<", 1.5)),
        ("height = -1e3", one("height", "=", -1000.0)),
        ("private = TRUE", one("private", "=", True)),
        ("createdAt < 2020-01-01", one("createdAt", "<", "2020-01-01")),
        ("createdAt < 2020-01-01T10:00:00Z", one("createdAt", "<", "2020-01-01T10:00:00Z")),
        ("createdAt > 7d", one("createdAt", ">", "7d")),
        ("size > 1.5mb", one("size", ">", "1.5mb")),
        ('"customMetadata.a b" = 1', one("customMetadata.a b", "=", 1)),
        ('"customMetadata.x" IN [1, "a", true]', one("customMetadata.x", "IN", 1, "a", True)),
        (r'name = "say \"a\""', one("name", "=", 'say "a"')),
        (r"name = 'it\'s'", one("name", "=", "it's")),
        (r'name = "a\\b\n\u00e9\x41\U0001f600"', one("name", "=", "a\\b\né" + "A😀")),
        ('name = "AND OR ("', one("name", "=", "AND OR (")),
        ('name="a" AND name="b"', And((A, B))),
        ('name="a" or name="b" and name="c"', Or((A, And((B, C))))),
        ('name="a" AND name="b" OR name="c"', Or((And((A, B)), C))),
        ('(name="a" OR name="b") AND name="c"', And((Or((A, B)), C))),
        ('((name="a"))', A),
        ('name="a" AND (name="b" AND name="c")', And((A, B, C))),
        ('(name="a" OR name="b") OR name="c"', Or((A, B, C))),
    ],
)
def test_a_query_is_read_as_a_tree(text: str, tree: Node) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('createdAt = "soon"', f"createdAt field must have a valid date value. {QUOTES}"),
        ("createdAt > soon", f"createdAt field must have a valid date value. {QUOTES}"),
        ('createdAt > "2024-02-30"', f"createdAt field must have a valid date value. {QUOTES}"),
        ("updatedAt IN [1]", f"updatedAt field must have a valid date value. {QUOTES}"),
        (
            'createdAt > "1d" AND createdAt < ""',
            f"createdAt field at position 22 must have a valid date value. {QUOTES}",
        ),
        ("name = a", f"name field must have a valid string value. {QUOTES}"),
        ("name = 1", f"name field must have a valid string value. {QUOTES}"),
        ('name HAS "…!"', f"name field must have a valid string value. {QUOTES}"),
        ('height = "10"', f"height field must have a valid number value. {QUOTES}"),
        ("height = true", f"height field must have a valid number value. {QUOTES}"),
        ('size = "10xb"', f"size field must have a valid size value. {QUOTES}"),
        ('private = "true"', f"private field must have a valid boolean value. {QUOTES}"),
        ('type = "image"', f"type field must have a valid type value. {QUOTES}"),
        ('format = "xyz"', f"format field must have a valid format value. {QUOTES}"),
        (
            'videoDuration > "2h2"',
            f"videoDuration field must have a valid duration value. {QUOTES}",
        ),
        (
            '"embeddedMetadata.LocationTaken" = "91,0 5km"',
            f"embeddedMetadata.LocationTaken field must have a valid location value. {QUOTES}",
        ),
        (
            '"customMetadata.x" > "cheap"',
            "customMetadata.x field must have a valid string, number, boolean or date value."
            f" {QUOTES}",
        ),
        ('tags = "a"', "tags field does not support the operator =."),
        ("name EXISTS", "name field does not support the operator EXISTS."),
        ('createdAt : "2020"', "createdAt field does not support the operator :."),
        ('format NOT = "png"', "format field does not support the operator NOT =."),
        ("colour = 1", "unknown field colour at position 1."),
        ('name = "a" AND Name = "a"', "unknown field Name at position 16."),
        ('"embeddedMetadata.Make" = "x"', "unknown field embeddedMetadata.Make at position 1."),
        ('"customMetadata." = 1', "unknown field customMetadata. at position 1."),
        ("customMetadata.x = 1", "customMetadata.x at position 1 must be within double quotes."),
        ("", "unexpected end at position 1."),
        ("name", "unexpected end at position 5."),
        ('name = "a" AND', "unexpected end at position 15."),
        ('name = "a" name = "b"', "unexpected name at position 12."),
        ('name = "a")', "unexpected ) at position 11."),
        ('(name = "a"', "unexpected end at position 12."),
        ('AND name = "a"', "unexpected AND at position 1."),
        ('NOT name = "a"', "unexpected NOT at position 1."),
        ('name NOT : "a"', "unexpected : at position 10."),
        ('name = ["a"]', "unexpected [ at position 8."),
        ('name IN "a"', 'unexpected "a" at position 9.'),
        ("name IN []", "unexpected ] at position 10."),
        ('name IN ["a",]', "unexpected ] at position 14."),
        ('name = "a', "the quotes opened at position 8 are never closed."),
        ("name = 'a\\'", "the quotes opened at position 8 are never closed."),
        ("size > 1e999", "the number at position 8 is too large."),
        ('name = "\0"', "it contains a character that no name can have."),
        (r'name = "\u0000"', "it contains a character that no name can have."),
        ('name = "\ud800"', "it contains a character that no name can have."),
    ],
)
def test_a_query_that_means_nothing_is_refused_with_the_place(text: str, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse(text)

    assert refused.value.message == f"Invalid search query - {why} {SEE}"
    assert refused.value.field == "searchQuery"


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "(" * n,
        lambda n: "(" * (n // 2) + ")" * (n // 2),
        lambda n: 'name="a" AND ' * (n // 13),
        lambda n: 'name="a" OR (' * (n // 13),
        lambda n: '"' + "\\" * n,
        lambda n: "'" * n,
        lambda n: "[" * n,
        lambda n: "name IN [" + '"",' * (n // 3),
        lambda n: "9" * n,
        lambda n: "0-" * (n // 2),
        lambda n: "2020-01-01T" * (n // 11),
        lambda n: " " * n,
        lambda n: "name = " + "\\" * n,
        lambda n: "\u0301" * n,
    ],
)
@pytest.mark.parametrize("length", [MAX_LENGTH, MAX_LENGTH * 50])
def test_a_hostile_query_is_refused_at_once(make: Callable[[int], str], length: int) -> None:
    text = make(length)
    started = perf_counter()

    with pytest.raises(Invalid):
        parse(text)

    assert perf_counter() - started < 0.25


def test_the_bounds_can_be_reached_and_not_passed() -> None:
    deepest = "(" * MAX_DEPTH + 'name = "a"' + ")" * MAX_DEPTH
    longest = " OR ".join(['name = "a"'] * MAX_CLAUSES)
    fullest = f"height IN [{', '.join(['1'] * MAX_ITEMS)}]"

    for text in (deepest, longest, fullest):
        parse(text)
    for text in (f"({deepest})", f'{longest} OR name = "a"', fullest.replace("[", "[1, ")):
        with pytest.raises(Invalid, match="at most"):
            parse(text)


@given(st.text())
@example('name = "a" AND (tags IN ["b"] OR height > 1)')
def test_any_text_is_a_query_or_is_refused(text: str) -> None:
    try:
        tree = parse(text)
    except Invalid:
        return
    assert parse(str(tree)) == tree


texts = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=30
)
finite = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**12), 10**12)
leaves = st.one_of(
    st.builds(lambda v: one("name", "=", v), texts),
    st.builds(lambda vs: one("tags", "IN", *vs), st.lists(texts, min_size=1, max_size=3)),
    st.builds(lambda o, v: one("height", o, v), st.sampled_from(["<", ">=", "NOT ="]), finite),
    st.builds(
        lambda n, v: one(f"customMetadata.{n}", "=", v), st.sampled_from(["a b", "é.x"]), texts
    ),
    st.builds(lambda v: one("private", "=", v), st.booleans()),
    st.just(one("tags", "NOT EXISTS")),
)


def grouped(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        several.map(lambda terms: And(tuple(t for t in terms if not isinstance(t, And)) or (A, B))),
        several.map(lambda terms: Or(tuple(t for t in terms if not isinstance(t, Or)) or (A, B))),
    ).filter(lambda group: len(group.terms) > 1)


@given(st.recursive(leaves, grouped, max_leaves=12))
def test_a_tree_written_and_read_again_is_the_same(tree: Node) -> None:
    assert parse(str(tree)) == tree


@pytest.mark.parametrize(
    ("value", "start", "length"),
    [
        ("2024-03-01", datetime(2024, 3, 1, tzinfo=UTC), DAY),
        ("2024-03-01T10:30", datetime(2024, 3, 1, 10, 30, tzinfo=UTC), 60_000),
        ("2024-03-01T10:30:15", datetime(2024, 3, 1, 10, 30, 15, tzinfo=UTC), 1000),
        ("2024-03-01T10:30:15.250Z", datetime(2024, 3, 1, 10, 30, 15, 250_000, tzinfo=UTC), 1),
        ("2024-03-01T10:30:00+02:00", datetime(2024, 3, 1, 8, 30, tzinfo=UTC), 1000),
        ("3h", datetime(2024, 3, 31, 9, tzinfo=UTC), 1),
        ("7d", datetime(2024, 3, 24, 12, tzinfo=UTC), 1),
        ("2w", datetime(2024, 3, 17, 12, tzinfo=UTC), 1),
        ("1m", datetime(2024, 2, 29, 12, tzinfo=UTC), 1),
        ("13m", datetime(2023, 2, 28, 12, tzinfo=UTC), 1),
        ("1y", datetime(2023, 3, 31, 12, tzinfo=UTC), 1),
        ("999999y", datetime(1, 1, 1, tzinfo=UTC), 1),
        ("999999w", datetime(1, 1, 1, tzinfo=UTC), 1),
    ],
)
def test_a_date_is_the_span_it_names(value: str, start: datetime, length: int) -> None:
    at = round(start.timestamp() * 1000)

    assert query_values.span(value, NOW) == Span(at, at + length)


@pytest.mark.parametrize(
    "value", ["2024-3-1", "2024-13-01", "2024-03-01T25:00", "7", "d", "", True]
)
def test_what_is_no_date_is_none(value: Scalar) -> None:
    assert query_values.span(value, NOW) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1kb", 1024),
        ("1.5MB", 1_572_864),
        ("2gb", 2 * 1024**3),
        ("7", 7),
        (7.5, 7.5),
        ("1 kb", 1024),
    ],
)
def test_a_size_is_in_bytes(value: Scalar, expected: float) -> None:
    assert query_values.size(value) == expected


@pytest.mark.parametrize(("value", "seconds"), [("30sec", 30), ("1.5min", 90), ("2hr", 7200)])
def test_a_duration_is_in_seconds(value: Scalar, seconds: float) -> None:
    assert query_values.seconds(value) == seconds
    assert query_values.seconds(5) == 5


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("52.5,13.4 20km", Circle(52.5, 13.4, 20_000)),
        ("-52.5, 13 500m", Circle(-52.5, 13, 500)),
        ("1,2|3,4", Area(((1, 2), (3, 4)))),
        ("1,2|3,4|5,6|7,8", Area(((1, 2), (3, 4), (5, 6), (7, 8)))),
        ("1,2", None),
        ("1,2 5", None),
        ("91,2 5km", None),
        ("1,181|1,2", None),
        ("1,2|x", None),
        ("|".join(["1,2"] * 21), None),
    ],
)
def test_a_place_is_a_circle_or_an_area(value: str, expected: Circle | Area | None) -> None:
    assert query_values.place(value) == expected


def test_words_stand_between_what_is_no_letter() -> None:
    assert words.split("Äpfel_im-Korb (2).JPG") == ["Äpfel", "im", "Korb", "2", "JPG"]
    assert words.split("東京・タワー «🎉»") == ["東京", "タワー", "🎉"]
    assert words.split("--") == []
