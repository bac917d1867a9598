"""Scalars: how times, sizes, addresses, JSON and uploads are written."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, NewType, NoReturn

import strawberry
from graphql import GraphQLError
from graphql.language import ValueNode
from starlette.datastructures import UploadFile

DateTime = NewType("DateTime", int)
"""Milliseconds since 1970, UTC."""
BigInt = NewType("BigInt", int)
JSON = NewType("JSON", object)
URL = NewType("URL", str)
Upload = NewType("Upload", UploadFile)

SAFE_INTEGER: Final = 2**53 - 1
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_RFC3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", flags=re.ASCII
)


@lru_cache(maxsize=8192)  # the same few are asked for again and again
def _write_time(value: object) -> str:
    at = _EPOCH + timedelta(milliseconds=_integer(value, "DateTime"))
    return at.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def _read_time(value: object) -> int:
    if not isinstance(value, str) or not _RFC3339.fullmatch(value):
        raise GraphQLError(
            "DateTime takes a text like 2026-11-21T05:31:36.000Z, with a time and a zone."
        )
    try:
        at = datetime.fromisoformat(value.upper())
    except ValueError as error:
        raise GraphQLError(f"DateTime cannot be {value!r}: {error}.") from None
    return (at - _EPOCH) // timedelta(milliseconds=1)


def _big_integer(value: object) -> int:
    number = _integer(value, "BigInt")
    if abs(number) > SAFE_INTEGER:
        raise GraphQLError(f"BigInt lies between -{SAFE_INTEGER} and {SAFE_INTEGER}.")
    return number


def _integer(value: object, name: str) -> int:
    """JSON does not tell 1000 from 1e3, so a float without a fraction is a whole number too."""
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise GraphQLError(f"{name} takes a whole number.")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise GraphQLError("URL takes a text.")
    return value


def _same(value: Any) -> Any:
    return value


def _uploaded(value: object) -> UploadFile:
    if not isinstance(value, UploadFile):
        raise GraphQLError("Upload takes a file part of a multipart request.")
    return value


def _no_literal(node: ValueNode, variables: Mapping[str, object] | None = None) -> NoReturn:
    raise GraphQLError("Upload takes a file part of a multipart request.", node)


def _no_output(value: object) -> NoReturn:
    raise GraphQLError("Upload is for input only.")


SCALARS: Final[dict[object, Any]] = {
    DateTime: strawberry.scalar(
        name="DateTime",
        description=(
            "A point in time as RFC 3339 says, in UTC, with milliseconds:"
            " `2026-11-21T05:31:36.000Z`. Input may name another zone, but must name one."
        ),
        specified_by_url="https://scalars.graphql.org/andimarek/date-time.html",
        serialize=_write_time,
        parse_value=_read_time,
    ),
    BigInt: strawberry.scalar(
        name="BigInt",
        description=(
            "A whole number, sent as a JSON number between -(2^53 - 1) and 2^53 - 1,"
            " so that sizes above 2 GiB fit."
        ),
        serialize=_big_integer,
        parse_value=_big_integer,
    ),
    JSON: strawberry.scalar(
        name="JSON",
        description="Any JSON value.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc8259",
        serialize=_same,
        parse_value=_same,
    ),
    URL: strawberry.scalar(
        name="URL",
        description="An absolute address.",
        specified_by_url="https://url.spec.whatwg.org/",
        serialize=_text,
        parse_value=_text,
    ),
    Upload: strawberry.scalar(
        name="Upload",
        description=(
            "A file of a multipart request, as the GraphQL multipart request specification says."
            " It can only be the value of a variable."
        ),
        specified_by_url="https://github.com/jaydenseric/graphql-multipart-request-spec",
        serialize=_no_output,
        parse_value=_uploaded,
        parse_literal=_no_literal,
    ),
}
