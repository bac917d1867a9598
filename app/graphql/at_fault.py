"""At fault: which input of a field an error of the library is about.

The library names inputs as REST does. The fields of the schema have words of their own, and one
word of REST's may mean another input of each of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLSchema,
    get_nullable_type,
)

_MEANINGS: Final[Mapping[str, Sequence[str]]] = {
    "customCoordinates": ("focus",),
    "destinationPath": ("toFolderPath",),
    "fileIds": ("ids",),
    "fileName": ("name",),
    "filePath": ("file",),
    "folder": ("folderPath", "toFolderPath", "path"),
    "folderName": ("folderPath", "toFolderPath", "path"),
    "folderPath": ("folder",),
    "newFileName": ("name",),
    "newFolderName": ("name",),
    "overwriteFile": ("ifExists",),
    "searchQuery": ("query",),
    "sourceFilePath": ("file",),
    "sourceFolderPath": ("folder",),
}
"""What the library's word may mean here, the likelier first."""


def inputs(schema: GraphQLSchema, error: GraphQLError) -> Collection[str]:
    """The inputs of the root field that failed; none when the error lies deeper."""
    field = _root_field(schema, error)
    if field is None:
        return ()
    whole = field.args.get("input")
    type_ = get_nullable_type(whole.type) if whole else None
    return type_.fields if isinstance(type_, GraphQLInputObjectType) else field.args


def named(word: str, among: Collection[str]) -> str:
    """The input that the library's word means, if it can be told."""
    meanings = _MEANINGS.get(word, (word,))
    return next((each for each in (word, *meanings) if each in among), meanings[0])


def _root_field(schema: GraphQLSchema, error: GraphQLError) -> GraphQLField | None:
    node = error.nodes[0] if error.nodes else None
    if not isinstance(node, FieldNode) or len(error.path or ()) != 1:
        return None
    roots = [root.fields for root in (schema.query_type, schema.mutation_type) if root]
    return next((fields[node.name.value] for fields in roots if node.name.value in fields), None)
