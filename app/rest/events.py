"""Events → what webhooks say (rest-api.md §2.16, §2.17); main hands this to who sends them."""

from __future__ import annotations

from typing import Any

import orjson

from app.library.events import EventRow, Kind
from app.library.rows import VersionRow
from app.library.urls import Urls
from app.rest import shapes
from app.rest.shapes import Json


def body(row: EventRow, urls: Urls) -> bytes:
    """The JSON that is posted."""
    outcome: dict[str, Any] = orjson.loads(row.outcome or "{}")
    if row.kind is Kind.EXTENSION_FINISHED:
        return orjson.dumps(_extension(row, outcome, urls))
    envelope: Json = {"type": row.kind, "id": row.id, "created_at": shapes.date(row.created_at)}
    if "request" in outcome:
        envelope["request"] = outcome["request"]
    return orjson.dumps(envelope | {"data": _data(row, outcome, urls)})


def _data(row: EventRow, outcome: dict[str, Any], urls: Urls) -> Json:
    file = row.file
    match row.kind:
        case Kind.PRE_TRANSFORM_ERROR:
            return {"name": outcome["name"], "path": outcome["path"]} | _problem(outcome)
        case Kind.PRE_TRANSFORM_SUCCESS if file is not None:
            return shapes.upload(file, urls, ())
        case Kind.POST_TRANSFORM_SUCCESS if file is not None:
            return _rendition(file, outcome, urls)
        case Kind.POST_TRANSFORM_ERROR if file is not None:
            return _rendition(file, outcome, urls) | {"path": file.path} | _problem(outcome)
    if file is not None:
        return shapes.file(file, urls)
    ids: Json = {"fileId": row.file_id}
    return ids if row.version_id is None else ids | {"versionId": row.version_id}


def _rendition(file: VersionRow, outcome: dict[str, Any], urls: Urls) -> Json:
    url = urls.file(file, outcome["request"]["transformation"]["value"])
    return {"fileId": file.file_id, "url": url, "name": file.name}


def _problem(outcome: dict[str, Any]) -> Json:
    return {"transformation": {"error": {"reason": outcome["reason"]}}}


def _extension(row: EventRow, outcome: dict[str, Any], urls: Urls) -> Json:
    service, file = {"service": outcome.get("service")}, row.file
    if outcome.get("error") is None and file is not None:
        return service | {"status": "SUCCESS", "fileObject": shapes.file(file, urls)}
    return service | {"status": "FAILURE", "fileId": row.file_id, "error": outcome.get("error")}
