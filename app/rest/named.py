"""Named transformations: list, make, read, change, forget (rest-api.md §2.15)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app.errors import NotFound
from app.library import named
from app.library.ids import is_id
from app.library.named import Named
from app.rest import bodies, responses, shapes
from app.rest.inputs import Body, Name


class NewNamed(Body):
    """POST /v1/named-transformations."""

    name: Name
    transformation: Name
    enabled: bool | None = True


class NamedChanges(Body):
    """PATCH /v1/named-transformations/{id}."""

    name: Name | None = None
    transformation: Name | None = None
    enabled: bool | None = None


async def listed(request: Request) -> Response:
    """GET /v1/named-transformations."""
    return responses.json([_shape(each) for each in await named.listed()])


async def create(request: Request) -> Response:
    """POST /v1/named-transformations."""
    body = await bodies.read(request, NewNamed)
    is_enabled = body.enabled is not False
    made = await named.create(body.name, body.transformation, is_enabled=is_enabled)
    return responses.json(_shape(made), 201)


async def get(request: Request) -> Response:
    """GET /v1/named-transformations/{id}."""
    return responses.json(_shape(await named.get(_id(request))))


async def update(request: Request) -> Response:
    """PATCH /v1/named-transformations/{id}."""
    named_id = _id(request)
    body = await bodies.read(request, NamedChanges)
    changed = await named.update(
        named_id,
        name=body.name,
        transformation=body.transformation,
        is_enabled=body.enabled,
    )
    return responses.json(_shape(changed))


async def delete(request: Request) -> Response:
    """DELETE /v1/named-transformations/{id}."""
    await named.delete(_id(request))
    return responses.empty()


def _id(request: Request) -> str:
    text: str = request.path_params["id"]
    if not is_id(text):
        raise NotFound("The requested named transformation does not exist.")
    return text


def _shape(row: Named) -> dict[str, object]:
    return {
        "id": row.id,
        "name": row.name,
        "transformation": row.transformation,
        "enabled": row.is_enabled,
        "createdAt": shapes.date(row.created_at),
    }
