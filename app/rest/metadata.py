"""Metadata of a file, or of what a delivery URL leads to (rest-api.md §2.12, §3.6)."""

from __future__ import annotations

import time
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import Response

from app import imaging, state
from app.errors import Busy, Invalid, NotFound, Unauthorized
from app.imaging import MIME, Client
from app.imaging.pixels.metadata import Metadata
from app.library import access, files, named
from app.library.delivery_url import DeliveryURL
from app.library.renditions import Wanted
from app.library.rows import VersionRow
from app.rest import responses
from app.rest.ids import file_id
from app.rest.shapes import Json
from app.state import State


async def of_file(request: Request) -> Response:
    """GET /v1/files/{fileId}/metadata."""
    shared = state.of(request)
    try:
        row = await files.get(file_id(request))
    except NotFound:
        raise _inaccessible() from None
    return responses.json(_shape(row, await shared.metadata.read(row)))


async def of_url(request: Request) -> Response:
    """GET /v1/metadata?url=: of the original, or of what the URL's transformation makes of it."""
    shared = state.of(request)
    text = request.query_params.get("url", "")
    try:
        url = await _opened(shared, text)
        row = await files.at_path(url.path, url.token)
        access.check(url, row)
        wanted = await _wanted(shared, url, row)
    except (NotFound, Unauthorized):
        raise _inaccessible() from None
    if wanted is None or wanted.order.format is None:
        return responses.json(_shape(row, await shared.metadata.read(row)))
    content = await shared.renditions.get(wanted)
    found = await shared.metadata.read_made(content, MIME[wanted.order.format])
    return responses.json(_picture(len(content), found))


async def at_upload(shared: State, row: VersionRow) -> Json:
    """For the answer to an upload, which is done: what cannot be found out now is left out."""
    try:
        found = await shared.metadata.find(row)
    except Busy:
        found = None
    return _shape(row, found)


async def _opened(shared: State, text: str) -> DeliveryURL:
    """What the URL asks for; Invalid for one of another server."""
    endpoint = f"{shared.urls.endpoint}/"
    if not text.startswith(endpoint):
        message = "The url should be accessible using your ImageKit.io account."
        raise Invalid(message, field="url")
    path, _, query = text.partition("#")[0].removeprefix(endpoint).partition("?")
    now = time.time()
    try:
        return shared.urls.open(path, query, now)
    except Unauthorized:
        return shared.urls.open(path, query, now, keys=await shared.keys.others())


async def _wanted(shared: State, url: DeliveryURL, row: VersionRow) -> Wanted | None:
    """The rendition that the URL asks for; None for the bytes as they were uploaded."""
    if url.is_original or not row.is_raster:
        return None
    names = {**imaging.BUILT_IN, **await named.used(url.transformation)}
    asked = imaging.parse(url.transformation, names=names)
    rules = shared.pictures
    order = imaging.settle(asked, row, Client(), rules.policy, rules.limits)
    needed = asked.assets()
    assets: dict[str, VersionRow] = {}
    for path in (*needed.images, *needed.fonts):
        assets[path] = await files.at_path(path)
        access.check(url, assets[path])
    return Wanted(row, order, assets)


def _shape(row: VersionRow, found: Metadata | None) -> Json:
    if found is not None:
        return _picture(row.size, found)
    _, dot, extension = row.name.rpartition(".")
    shape: Json = {"size": row.size}
    if dot:
        shape["format"] = extension.lower()
    if row.width is not None:
        shape["height"], shape["width"] = row.height, row.width
    return shape


def _picture(size: int, found: Metadata) -> Json:
    return {
        "height": found.height,
        "width": found.width,
        "size": size,
        "format": found.format,
        "hasColorProfile": found.has_color_profile,
        "quality": found.quality,
        "density": found.density,
        "hasTransparency": found.has_transparency,
        "pHash": found.phash,
        "exif": asdict(found.exif),
    }


def _inaccessible() -> NotFound:
    return NotFound("The requested file does not exist or is inaccessible at this time.")
