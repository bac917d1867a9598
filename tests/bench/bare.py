"""The yardstick for reading: one route, one statement, no rules; orjson writes the answer."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiosqlite
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

DATABASE = os.environ.get("BARE_DATABASE", "")  # noqa: TID251 - a program of its own
FILE = os.environ.get("BARE_FILE", "")  # noqa: TID251 - the same
SQL = """
    SELECT v.id, v.number, v.created_at, v.updated_at, v.token, v.mime, v.size, v.width, v.height,
           v.has_alpha, v.tags, v.custom_coordinates, v.description, v.is_private, v.is_published,
           f.id AS file_id, f.name, d.path
    FROM version v JOIN file f ON f.id = v.file_id JOIN folder d ON d.id = f.folder_id
    WHERE f.id = ? ORDER BY v.number DESC LIMIT 50
"""


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[dict[str, object]]:
    async with aiosqlite.connect(DATABASE) as connection:
        connection.row_factory = sqlite3.Row
        yield {"connection": connection}


async def versions(request: Request) -> Response:
    connection: aiosqlite.Connection = request.state.connection
    rows = await connection.execute_fetchall(SQL, [request.path_params["file_id"]])
    return Response(orjson.dumps([dict(row) for row in rows]), media_type="application/json")


async def stored(request: Request) -> Response:
    return FileResponse(Path(FILE))


app = Starlette(
    routes=[Route("/versions/{file_id}", versions), Route("/file", stored)], lifespan=lifespan
)
