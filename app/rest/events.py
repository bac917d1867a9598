"""Events → what webhooks say (rest-api.md §2.16, §2.17); main hands this to who sends them."""

from __future__ import annotations

import orjson

from app.library.events import EventRow, Kind
from app.library.urls import Urls
from app.rest import shapes
from app.rest.shapes import Json


def body(row: EventRow, urls: Urls) -> bytes:
    """The JSON that is posted."""
    if row.kind is Kind.EXTENSION_FINISHED:
        return orjson.dumps(_extension(row, urls))
    envelope = {"type": row.kind, "id": row.id, "created_at": shapes.date(row.created_at)}
    return orjson.dumps(envelope | {"data": _data(row, urls)})


def _data(row: EventRow, urls: Urls) -> Json:
    file = row.file
    if file is not None:
        return shapes.file(file, urls)
    ids: Json = {"fileId": row.file_id}
    return ids if row.version_id is None else ids | {"versionId": row.version_id}


def _extension(row: EventRow, urls: Urls) -> Json:
    outcome, file = orjson.loads(row.outcome or "{}"), row.file
    service = {"service": outcome.get("service")}
    if outcome.get("error") is None and file is not None:
        return service | {"status": "SUCCESS", "fileObject": shapes.file(file, urls)}
    return service | {"status": "FAILURE", "fileId": row.file_id, "error": outcome.get("error")}
