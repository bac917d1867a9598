"""Placing: the files of a form put where its `map` says, as the multipart specification has it.

operations  {"query": "…", "variables": {"input": {"file": null}}}
map         {"0": ["variables.input.file"]}
0           the file
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import UploadFile

from app.graphql.codes import ErrorCode
from app.graphql.errors import Refused, refusal


def place_files(operations: object, places: object, files: Mapping[str, UploadFile]) -> object:
    """The operations with their files in place; Refused when the map does not fit."""
    if isinstance(operations, list):
        return operations
    if not isinstance(places, dict):
        raise _bad("`map` must be an object.")
    for name, paths in places.items():
        if name not in files:
            raise _bad("`map` names a file that the form does not have.")
        if not isinstance(paths, list):
            raise _bad("`map` must hold lists of paths.")
        for path in paths:
            _place(operations, path, files[name])
    return operations


def _place(operations: object, path: object, file: UploadFile) -> None:
    keys = path.split(".") if isinstance(path, str) else []
    if len(keys) < 2 or keys[0] != "variables":
        raise _bad("A path of `map` looks like `variables.input.file`.")
    *parents, last = keys
    holder = operations
    for key in parents:
        holder = _step(holder, key)
    if _step(holder, last) is not None:
        raise _bad("A path of `map` must lead to a null among the operation's variables.")
    target: Any = holder
    target[int(last) if isinstance(holder, list) else last] = file


def _step(holder: object, key: str) -> object:
    if isinstance(holder, dict) and key in holder:
        return holder[key]
    if isinstance(holder, list) and key.isdecimal() and len(key) < 6 and int(key) < len(holder):
        return holder[int(key)]
    raise _bad("A path of `map` leads nowhere in `operations`.")


def _bad(message: str) -> Refused:
    return refusal(ErrorCode.BAD_REQUEST, message)
