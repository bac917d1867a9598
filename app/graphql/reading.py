"""Reading: the GraphQL request that an HTTP request holds, in any of its three forms.

GET has it in the query string, POST in a JSON body or in a form as the GraphQL multipart request
specification says. Anything else is refused with a status and a reason, never with a crash.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import orjson
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message, Receive

from app import state
from app.graphql.codes import ErrorCode
from app.graphql.errors import Refused, refusal
from app.graphql.execution import Asked
from app.graphql.placing import place_files

MAX_JSON_BYTES: Final = 256 * 1024
MAX_FORM_OVERHEAD: Final = 1024 * 1024
"""Bytes of a form that are not the file's."""
MAX_FILES: Final = 20


@asynccontextmanager
async def read(request: Request) -> AsyncIterator[Asked]:
    """The request, its files open as long as the context is."""
    if request.method == "GET":
        yield _from_query(request)
        return
    match _content_type(request):
        case "application/json":
            yield _from_json(await _body(request))
        case "multipart/form-data":
            form = await _form(request)
            try:
                yield _from_form(form)
            finally:
                await form.close()
        case _:
            message = "Send application/json or multipart/form-data, in UTF-8 and not compressed."
            raise refusal(ErrorCode.UNSUPPORTED_MEDIA_TYPE, message)


def _from_query(request: Request) -> Asked:
    values: dict[str, object] = dict(request.query_params)
    for name in ("variables", "extensions"):
        text = values.get(name)
        values[name] = _json(str(text), f"`{name}`") if text else None
    return _asked(values, may_change=False)


def _from_json(content: bytes) -> Asked:
    return _asked(_json(content, "The request body"))


def _from_form(form: FormData) -> Asked:
    parts: dict[str, Any] = dict(form.multi_items())
    values = {}
    for name in ("operations", "map"):
        text = parts.pop(name, None)
        if not isinstance(text, str):
            raise _bad(f"The form needs a text field `{name}`.")
        values[name] = _json(text, f"`{name}`")
    files = {name: part for name, part in parts.items() if isinstance(part, UploadFile)}
    return _asked(place_files(values["operations"], values["map"], files))


def _asked(values: object, *, may_change: bool = True) -> Asked:
    if isinstance(values, list):
        raise _bad("Batches are not taken: send one operation for each request.")
    if not isinstance(values, dict):
        raise _bad("A GraphQL request is a JSON object.")
    query, name = values.get("query"), values.get("operationName")
    variables, extensions = values.get("variables"), values.get("extensions")
    if not isinstance(query, str) or not query.strip():
        raise _bad("`query` must be a text with a GraphQL document.")
    if name is not None and not isinstance(name, str):
        raise _bad("`operationName` must be a text or null.")
    if variables is not None and not isinstance(variables, dict):
        raise _bad("`variables` must be an object or null.")
    if extensions is not None and not isinstance(extensions, dict):
        raise _bad("`extensions` must be an object or null.")
    return Asked(query, variables or {}, name or None, may_change)


def _json(text: str | bytes, name: str) -> object:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise _bad(f"{name} is not valid JSON.") from None


def _content_type(request: Request) -> str:
    """The media type, empty when its bytes would need decoding first."""
    media, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    charset = parameters.partition("charset=")[2].strip('" ')
    is_plain = request.headers.get("content-encoding", "identity").lower() == "identity"
    is_utf8 = media.startswith("multipart") or charset in ("", "utf-8", "utf8")
    return media.strip() if is_plain and is_utf8 else ""


async def _body(request: Request) -> bytes:
    guarded = Request(request.scope, _guarded(request, MAX_JSON_BYTES))
    return await guarded.body()


async def _form(request: Request) -> FormData:
    limit = state.of(request).limits.max_upload_bytes + MAX_FORM_OVERHEAD
    guarded = Request(request.scope, _guarded(request, limit))
    try:
        return await guarded.form(
            max_files=MAX_FILES, max_fields=MAX_FILES, max_part_size=MAX_JSON_BYTES
        )
    except HTTPException as error:
        raise _bad(f"The form cannot be read: {error.detail}") from None


def _guarded(request: Request, limit: int) -> Receive:
    """The body, refused when it is too long, announced or not, or when the client goes silent."""
    patience = state.of(request).limits.body_timeout
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:18]) > limit:
        raise _too_large(limit)
    seen = 0

    async def receive() -> Message:
        nonlocal seen
        try:
            async with asyncio.timeout(patience):
                message = await request.receive()
        except TimeoutError:
            said = f"Nothing of the request body came for {patience:g} seconds."
            raise refusal(ErrorCode.TIMEOUT, said) from None
        seen += len(message.get("body", b""))
        if seen > limit:
            raise _too_large(limit)
        return message

    return receive


def _bad(message: str) -> Refused:
    return refusal(ErrorCode.BAD_REQUEST, message)


def _too_large(limit: int) -> Refused:
    return refusal(ErrorCode.TOO_LARGE, f"The request body is too large: at most {limit} bytes.")
