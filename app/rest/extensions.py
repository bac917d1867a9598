"""Saved extensions: listed, made, read, changed, forgotten (rest-api.md §2.14)."""

from __future__ import annotations

import re
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response

from app.errors import Invalid, NotFound
from app.library import saved_extensions
from app.library.extensions import SAVED_PREFIX, saved_id
from app.library.saved_extensions import Changes, SavedRow
from app.rest import bodies, responses, shapes
from app.rest.inputs import Body, Name

_ALIKE: Final = re.compile(rf"{SAVED_PREFIX}[A-Za-z0-9]{{1,64}}")
"""What some other server may have called one."""


class NewSaved(Body):
    """POST /v1/saved-extensions."""

    name: Name
    description: Name
    config: object


class SavedChanges(Body):
    """PATCH /v1/saved-extensions/{id}."""

    name: Name | None = None
    description: Name | None = None
    config: object = None

    def changes(self) -> Changes:
        """What is to change."""
        changes = Changes()
        if self.name is not None:
            changes["name"] = self.name
        if self.description is not None:
            changes["description"] = self.description
        if self.config is not None:
            changes["config"] = self.config
        return changes


async def listed(request: Request) -> Response:
    """GET /v1/saved-extensions."""
    return responses.json([_shape(row) for row in await saved_extensions.listed()])


async def create(request: Request) -> Response:
    """POST /v1/saved-extensions."""
    body = await bodies.read(request, NewSaved)
    row = await saved_extensions.create(body.name, body.description, body.config)
    return responses.json(_shape(row), 201)


async def get(request: Request) -> Response:
    """GET /v1/saved-extensions/{id}."""
    return responses.json(_shape(await saved_extensions.get(_id(request))))


async def update(request: Request) -> Response:
    """PATCH /v1/saved-extensions/{id}."""
    saved = _id(request)
    body = await bodies.read(request, SavedChanges)
    return responses.json(_shape(await saved_extensions.update(saved, body.changes())))


async def delete(request: Request) -> Response:
    """DELETE /v1/saved-extensions/{id}."""
    await saved_extensions.delete(_id(request))
    return responses.empty()


def _id(request: Request) -> str:
    text: str = request.path_params["id"]
    bare = saved_id(text)
    if bare is not None:
        return bare
    if _ALIKE.fullmatch(text):
        raise NotFound("The requested saved extension does not exist.")
    raise Invalid("Invalid saved extension ID.", field="id")


def _shape(row: SavedRow) -> dict[str, object]:
    return {
        "id": SAVED_PREFIX + row.id,
        "name": row.name,
        "description": row.description,
        "config": orjson.Fragment(row.config_json),
        "createdAt": shapes.date(row.created_at),
        "updatedAt": shapes.date(row.updated_at),
    }
