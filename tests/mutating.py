"""Mutations made and refused, for tests of what they do."""

from __future__ import annotations

from typing import Any

import pytest

from tests.client import Client, GraphQLRefused, Json

UPLOAD = """
mutation ($input: UploadFileInput!) {
  uploadFile(input: $input) {
    created
    version { id number isCurrent tags description isPrivate isPublished focus { x width } url }
    file { id path versions { totalCount } }
  }
}
"""


def change(client: Client, mutation: str, **given: object) -> Json:
    """What the mutation returned."""
    (payload,) = client.graphql(mutation, {"input": given}).values()
    found: Json = payload
    return found


def refusal(client: Client, mutation: str, **given: object) -> Json:
    """The extensions of the one error with which it refuses."""
    with pytest.raises(GraphQLRefused) as refused:
        change(client, mutation, **given)
    (error,) = refused.value.errors
    extensions: Json = error["extensions"]
    return extensions


def upload(client: Client, content: bytes, name: str = "x.txt", **given: Any) -> Json:
    """What `uploadFile` returned."""
    files = {"input.file": (name, content)}
    payload: Json = client.graphql(UPLOAD, {"input": given}, files=files)["uploadFile"]
    return payload


def history(client: Client, path: str) -> list[int]:
    """The file's version numbers, as they are listed."""
    found = client.graphql(
        "query ($p: String!) { file(path: $p) { versions(first: 100) { nodes { number } } } }",
        {"p": path},
    )
    return [node["number"] for node in found["file"]["versions"]["nodes"]]
