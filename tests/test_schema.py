"""`schema.graphql` is what the code says, and everything in it is described."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    build_schema,
    is_introspection_type,
    is_specified_scalar_type,
    validate_schema,
)

from app.graphql.codes import ErrorCode
from app.graphql.schema import schema, sdl
from tests.servers import ROOT

Described = tuple[str, str | None]


def everything() -> Iterator[Described]:
    """Every type, field, argument and value of the schema with its description."""
    for name, type_ in schema.type_map.items():
        if is_introspection_type(type_) or is_specified_scalar_type(type_):
            continue
        yield name, type_.description
        if isinstance(type_, GraphQLEnumType):
            yield from ((f"{name}.{key}", value.description) for key, value in type_.values.items())
        elif isinstance(type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for field_name, field in type_.fields.items():
                yield f"{name}.{field_name}", field.description
                for argument_name, argument in getattr(field, "args", {}).items():
                    yield f"{name}.{field_name}({argument_name})", argument.description


def test_the_committed_schema_is_what_the_code_says() -> None:
    assert (ROOT / "schema.graphql").read_text() == sdl()


def test_the_script_prints_the_schema() -> None:
    printed = subprocess.run(  # noqa: S603 - our own script
        [ROOT / "scripts/schema"], cwd="/", capture_output=True, text=True, check=True
    )

    assert printed.stdout == sdl()


def test_the_committed_schema_is_a_schema() -> None:
    read = build_schema((ROOT / "schema.graphql").read_text())

    assert validate_schema(read) == []
    assert read.type_map.keys() == schema.type_map.keys()


def test_everything_is_described_in_sentences() -> None:
    described = dict(everything())

    assert len(described) > 250
    wrong = {
        name: text
        for name, text in described.items()
        if not text or not text.strip().endswith(".") or text != text.strip()
    }
    assert wrong == {}


def test_a_mutation_takes_one_input_and_returns_a_payload_of_its_own() -> None:
    assert schema.mutation_type is not None

    for name, field in schema.mutation_type.fields.items():
        title = name[0].upper() + name[1:]
        arguments = {key: str(argument.type) for key, argument in field.args.items()}
        assert arguments == {"input": f"{title}Input!"}
        assert str(field.type) == f"{title}Payload!"


def test_nothing_has_null_for_its_default() -> None:
    assert "= null" not in sdl()


def test_the_codes_of_errors_are_a_closed_set_that_clients_can_read() -> None:
    told = schema.type_map["ErrorCode"]

    assert isinstance(told, GraphQLEnumType)
    assert list(told.values) == [code.value for code in ErrorCode]
    assert all(code.name == code.value for code in ErrorCode)
