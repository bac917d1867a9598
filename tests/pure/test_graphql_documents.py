"""What is said of documents that cannot be run."""

from __future__ import annotations

import pytest

from app.graphql.documents import Document
from app.graphql.errors import Refused
from app.graphql.schema import schema


def test_a_document_that_takes_too_long_to_check_asks_for_too_much() -> None:
    document = Document(schema, "{ files { nodes { " + "id " * 900 + "} } }")

    with pytest.raises(Refused) as refused:
        document.check()

    assert [each["extensions"]["code"] for each in refused.value.entries] == ["LIMIT_FIELDS"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (None, "The document has no operation."),
        ("Other", "The document has no operation of that name."),
    ],
)
def test_a_document_without_the_operation_says_so(name: str | None, message: str) -> None:
    document = Document(schema, "fragment Named on Viewer { name }")

    with pytest.raises(Refused, match=f"^{message}$"):
        document.operation(name)
