"""Uploading: from the file of a form to what the library takes in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

from starlette.datastructures import UploadFile

from app.graphql.ids import Kind, get
from app.graphql.inputs import IfExists
from app.graphql.mutation_inputs import UploadFileInput, named_values
from app.library import blobs, upload_transformations
from app.library.extension_runs import Asked
from app.library.uploads import NewUpload
from app.state import State

PIECE_BYTES: Final = 1024 * 1024


async def receive(server: State, asked: UploadFileInput, request_id: str) -> NewUpload:
    """Stores the bytes; what becomes of them is the library's matter."""
    expected = asked.if_current_version_id
    if_current = None if expected is None else get(Kind.VERSION, expected, "ifCurrentVersionId")
    transformation = _transformation(asked, request_id)
    extensions = await asked_of(server, asked.extensions, asked.webhook_url)
    limit = server.limits.max_upload_bytes
    received = await blobs.receive(server.storage, _pieces(asked.file), limit=limit)
    return NewUpload(
        received=received,
        name=_name(asked),
        folder=asked.folder_path or "/",
        use_unique_name=False,
        overwrite=asked.if_exists is IfExists.NEW_VERSION,
        rename_if_taken=asked.if_exists is IfExists.RENAME,
        tags=asked.tags,
        overwrite_tags=not asked.keep_tags,
        custom_metadata=_custom_metadata(asked),
        overwrite_custom_metadata=not asked.keep_custom_metadata,
        custom_coordinates=asked.focus.text if asked.focus else None,
        description=asked.description,
        is_private=asked.is_private,
        is_published=asked.is_published,
        if_current=if_current,
        transformation=transformation,
        extensions=extensions,
    )


async def asked_of(server: State, sent: object, webhook_url: str | None) -> Asked:
    """The extensions that an input asks for; Invalid."""
    return await server.extensions.asked([] if sent is None else sent, webhook_url)


def _transformation(asked: UploadFileInput, request_id: str) -> upload_transformations.Asked:
    given = asked.transformation
    if given is None:
        return upload_transformations.Asked()
    post = [{"type": "transformation", "value": value} for value in given.post or ()]
    return upload_transformations.read({"pre": given.pre, "post": post}, request_id)


def _custom_metadata(asked: UploadFileInput) -> dict[str, object] | None:
    return None if asked.custom_metadata is None else named_values(asked.custom_metadata)


async def _pieces(upload: UploadFile) -> AsyncIterator[bytes]:
    """The bytes, from the first: one file of the form may serve several variables."""
    await upload.seek(0)
    while piece := await upload.read(PIECE_BYTES):
        yield piece


def _name(asked: UploadFileInput) -> str:
    if asked.name is not None:
        return asked.name
    # Browsers write a quote in a file's name this way.
    return (asked.file.filename or "").replace("%22", '"')
