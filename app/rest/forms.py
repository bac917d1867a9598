"""The upload form: its fields in all the ways clients write them, and its file, received."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

import orjson
from starlette.requests import Request

from app import state
from app.errors import AppError, Invalid
from app.library import blobs, checks, upload_transformations
from app.library.blobs import Received
from app.library.check_fields import Fact, Facts, flag, folder
from app.library.field_checks import Written
from app.library.texts import clean_coordinates, clean_description, clean_tags
from app.library.uploads import NewUpload
from app.rest import bodies, contents, shapes, values
from app.rest.multipart import Part, parts
from app.rest.senders import Sender

MAX_FIELDS_BYTES: Final = 1024 * 1024
"""Bytes of all fields together, besides the file."""

_CHECKED_TEXTS: Final = ("fileName", "customCoordinates", "webhookUrl")
_FLAGS: Final = {
    "useUniqueFileName": True,
    "isPrivateFile": False,
    "isPublished": True,
    "overwriteFile": True,
    "overwriteTags": True,
    "overwriteAITags": True,
    "overwriteCustomMetadata": True,
}
"""With what each is when it does not come."""
_RESPONSE_FIELDS: Final = {*shapes.UPLOAD_FIELDS, "metadata", "selectedFieldsSchema"}
_SUBSCRIPT = re.compile(r"\[.*\]$")
_KEYED = re.compile(r"customMetadata\[([^\[\]]+)\]")


@dataclass(slots=True)
class Form:
    """What has come: the values of each field, and the file once its bytes are at rest."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    metadata: dict[str, list[str]] = field(default_factory=dict)
    """What came as `customMetadata[key]`."""
    sent: dict[str, list[str]] = field(default_factory=dict)
    """The values of each field by the very name that it came with."""
    received: Received | None = None
    address: str | None = None
    """Where the file is to be fetched, once it is known who asks for it."""
    size: int = 0

    async def add(self, part: Part) -> None:
        """Reads a field. `tags[]` and `tags[0]` are values of `tags`."""
        key = _KEYED.match(part.name)
        content = bytearray()
        async for piece in part.pieces():
            content += piece
            self.size += len(piece)
            if self.size > MAX_FIELDS_BYTES:
                message = f"The form fields are too large: at most {MAX_FIELDS_BYTES} bytes."
                raise Invalid(message, field=part.name)
        name = _SUBSCRIPT.sub("", part.name)
        place = self.metadata.setdefault(key[1], []) if key else self.fields.setdefault(name, [])
        try:
            text = content.decode()
        except UnicodeDecodeError:
            raise values.invalid(name, "It is not UTF-8 text.") from None
        self.sent.setdefault(part.name, []).append(text)
        place.append(text)

    def text(self, name: str) -> str:
        """The field's value, the last one when it is repeated; empty when absent."""
        return self.fields.get(name, [""])[-1]

    def flag(self, name: str, *, default: bool) -> bool:
        """A yes or no; empty is as good as absent."""
        value = self.text(name)
        return values.flag(name, value) if value.strip() else default

    def words(self, name: str) -> list[str]:
        """A list, whichever way it is written."""
        return values.words(name, self.fields.get(name, []))

    def _said(self) -> Facts:
        """What checks may ask of the request."""
        facts: dict[str, Fact] = {"request.tags": self.words("tags")}
        facts["request.folder"] = folder(self.text("folder"))
        for name in _CHECKED_TEXTS:
            facts[f"request.{name}"] = self.text(name) or None
        for name, default in _FLAGS.items():
            facts[f"request.{name}"] = flag(self.flag(name, default=default))
        return facts

    @property
    def has_file(self) -> bool:
        """Whether the file has come, or where it is."""
        return self.received is not None or self.address is not None

    def upload(self, request_id: str, *, retried: bool) -> NewUpload:
        """What the form asks for; Invalid for what is missing or wrong."""
        received = self._content()
        return NewUpload(
            received=received,
            name=self._name(),
            folder=self.text("folder") or "/",
            use_unique_name=self.flag("useUniqueFileName", default=True),
            overwrite=self.flag("overwriteFile", default=True),
            tags=clean_tags(self.words("tags")),
            overwrite_tags=self.flag("overwriteTags", default=True),
            overwrite_ai_tags=self.flag("overwriteAITags", default=True),
            custom_metadata=self._custom_metadata(),
            overwrite_custom_metadata=self.flag("overwriteCustomMetadata", default=True),
            custom_coordinates=clean_coordinates(self.text("customCoordinates")),
            description=clean_description(self.text("description")),
            is_private=self.flag("isPrivateFile", default=False),
            is_published=self.flag("isPublished", default=True),
            retried=retried,
            checks=checks.parse(self.text("checks"), self._said()),
            transformation=self._transformation(request_id),
        )

    def extensions(self) -> object:
        """What was sent as a list of extensions."""
        try:
            return orjson.loads(self.text("extensions").strip() or "[]")
        except orjson.JSONDecodeError:
            raise values.invalid("extensions", "It is not valid JSON.") from None

    def response_fields(self) -> frozenset[str]:
        """What the answer has besides the usual; Invalid for a name that is none."""
        asked = frozenset(self.words("responseFields"))
        unknown = ", ".join(sorted(asked - _RESPONSE_FIELDS))
        if unknown:
            raise values.invalid("responseFields", f"{unknown} is not supported by this server.")
        return asked

    def _content(self) -> Received:
        if self.received is None or not self.received.size:
            raise Invalid("Your request is missing file parameter.", field="file")
        return self.received

    def _name(self) -> str:
        name = self.text("fileName")
        if not name:
            raise Invalid("Your request is missing fileName parameter.", field="fileName")
        return name

    def _custom_metadata(self) -> dict[str, object] | None:
        """The values that came as one JSON object, those that came by key, or both."""
        sent = values.custom_metadata(self.text("customMetadata"))
        if not self.metadata:
            return sent
        written = {key: [Written(each) for each in texts] for key, texts in self.metadata.items()}
        return (sent or {}) | {k: each if len(each) > 1 else each[0] for k, each in written.items()}

    def _transformation(self, request_id: str) -> upload_transformations.Asked:
        """What is to be done before and after it is stored."""
        try:
            sent = orjson.loads(self.text("transformation").strip() or "{}")
        except orjson.JSONDecodeError:
            sent = None
        return upload_transformations.read(sent, request_id)


@asynccontextmanager
async def opened(request: Request, sender: Sender) -> AsyncGenerator[Form, None]:
    """The form, all of it read and its sender known by it.

    Received bytes are dropped when anything is raised inside.
    """
    form = Form()
    try:
        try:
            await _read(request, form, sender)
        except AppError:
            sender.refuse_nobody(form.sent)
            raise
        await sender.settle(form.sent)
        if form.address is not None:
            form.received = await _fetch(request, form.address)
        yield form
    except BaseException:
        if form.received is not None:
            await asyncio.shield(blobs.drop(state.of(request).storage, form.received))
        raise


async def _read(request: Request, form: Form, sender: Sender) -> None:
    async with aclosing(bodies.stream(request)) as body:
        async for part in parts(request.headers.get("content-type"), body):
            if part.name != "file":
                await form.add(part)
            elif form.has_file:
                raise values.invalid("file", "Please provide one file.")
            else:
                await sender.look(form.sent)
                await _take(request, form, part)


async def _take(request: Request, form: Form, part: Part) -> None:
    shared = state.of(request)
    limit = shared.limits.max_upload_bytes
    content = await contents.read(part, limit=limit)
    if isinstance(content, str):
        form.address = content
        return
    async with aclosing(content) as pieces:
        form.received = await blobs.receive(shared.storage, pieces, limit=limit)


async def _fetch(request: Request, address: str) -> Received:
    shared = state.of(request)
    limit = shared.limits.max_upload_bytes
    async with shared.remote.fetch(address, limit=limit) as body:
        return await blobs.receive(shared.storage, body, limit=limit)
