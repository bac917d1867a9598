"""The OpenAPI 3.1 document: the routes there are, with what each takes and answers.

Bodies come from the models that read them, routes from the route table, answers from schemas.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final

from pydantic.json_schema import models_json_schema

from app import __version__
from app.rest.errors import Handler
from app.rest.form_schema import FORMS
from app.rest.operations import OPERATIONS, Operation
from app.rest.routes import Row
from app.rest.schemas import ID, SCHEMAS, Schema, ref, string

TAGS: Final[Mapping[str, str]] = {
    "uploads": "Uploads",
    "assets": "Files",
    "files": "Files",
    "batches": "Files",
    "versions": "Versions",
    "folders": "Folders",
    "jobs": "Folders",
    "metadata": "Metadata",
    "fields": "Custom metadata",
    "purges": "Caches",
    "extensions": "Saved extensions",
    "named": "Named transformations",
    "accounts": "Account",
}
"""What the page calls the handlers of a module."""

_INFO: Final = {
    "title": "Pentimento REST API",
    "version": __version__,
    "summary": "A media library that keeps every version of every asset, in ImageKit's dialect.",
    "description": (
        "The private key is the user name of Basic authentication, and there is no password; or it"
        " is sent as a Bearer token. Keys of bodies that are not known are ignored. Whatever can be"
        " asked with GET can be asked with HEAD."
    ),
    "license": {"name": "MIT", "identifier": "MIT"},
}
_SECURITY: Final = {
    "basic": {
        "type": "http",
        "scheme": "basic",
        "description": "The private key as user name, no password.",
    },
    "bearer": {"type": "http", "scheme": "bearer", "description": "The private key."},
}
_BY_KEY: Final[list[dict[str, list[str]]]] = [{"basic": []}, {"bearer": []}]
_ALWAYS: Final = (401, 403, 500, 503)
_WITH_BODY: Final = (400, 408, 413)
_REFUSALS: Final[Mapping[int, str]] = {
    400: "Something that was sent cannot be used; the message says what.",
    401: "No private key was given.",
    403: "The key is not known, or may only read.",
    404: "What was named does not exist.",
    408: "Nothing of the body came for too long.",
    409: "It clashes with what is there.",
    413: "The body is too large.",
    423: "A bulk job is working on it; try again later.",
    500: "It is our fault. The log has the request id.",
    501: "Not supported by this server.",
    503: "Busy; try again later.",
}
_REQUEST_ID: Final = {"x-ik-requestid": {"$ref": "#/components/headers/RequestId"}}


def document(rows: Iterable[Row]) -> Schema:
    """The document; KeyError for a handler of which operations.py does not tell."""
    rows = list(rows)
    names = Counter[str]()
    paths: dict[str, dict[str, object]] = {}
    for row in rows:
        path: dict[str, object] = {"parameters": _in_path(row)} if row.parameters else {}
        for method, handler in row.handlers.items():
            names[OPERATIONS[handler].id] += 1
            path[method.lower()] = _operation(row, handler, names[OPERATIONS[handler].id])
        paths[row.documented_path] = path
    return {
        "openapi": "3.1.0",
        "info": _INFO,
        "security": _BY_KEY,
        "tags": [{"name": name} for name in dict.fromkeys(TAGS.values())],
        "paths": paths,
        "components": {
            "schemas": dict(sorted((SCHEMAS | FORMS | _bodies(rows)).items())),
            "responses": {f"Refused{status}": _refusal(status) for status in _REFUSALS},
            "headers": {
                "RequestId": {"description": "Also in the log.", "schema": string(format="uuid")}
            },
            "securitySchemes": _SECURITY,
        },
    }


def _operation(row: Row, handler: Handler, number: int) -> Schema:
    """What the handler does; one that is there by several names has several ids."""
    told = OPERATIONS[handler]
    shape: Schema = {
        "operationId": told.id if number == 1 else f"{told.id}{number}",
        "summary": told.summary,
        "tags": [TAGS[handler.__module__.rpartition(".")[2]]],
        "responses": _answers(row, told),
    }
    if told.query:
        shape["parameters"] = [_in_query(*each) for each in told.query.items()]
    if told.body is not None:
        shape["requestBody"] = _body("application/json", told.body.__name__)
    if told.form is not None:
        shape["requestBody"] = _body("multipart/form-data", told.form)
    if row.browsers:
        shape["security"] = [*_BY_KEY, {}]
    return shape


def _answers(row: Row, told: Operation) -> Schema:
    statuses = {*_ALWAYS, *told.also}
    if told.body is not None or told.form is not None:
        statuses |= {*_WITH_BODY}
    if told.query or row.parameters or not told.success:
        statuses.add(400)
    if row.parameters:
        statuses.add(404)
    refused = {
        str(status): {"$ref": f"#/components/responses/Refused{status}"}
        for status in sorted(statuses)
    }
    answered = {str(status): _success(status, each) for status, each in told.success.items()}
    return {**answered, **refused}


def _success(status: int, schema: Schema | None) -> Schema:
    answer: Schema = {"description": HTTPStatus(status).phrase, "headers": _REQUEST_ID}
    return answer if schema is None else answer | {"content": _json(schema)}


def _refusal(status: int) -> Schema:
    return {
        "description": _REFUSALS[status],
        "headers": _REQUEST_ID,
        "content": _json(ref("Error")),
    }


def _json(schema: Schema) -> Schema:
    return {"application/json": {"schema": schema}}


def _body(media_type: str, name: str) -> Schema:
    return {"required": True, "content": {media_type: {"schema": ref(name)}}}


def _in_path(row: Row) -> list[Schema]:
    """All ids have one form; that of a saved extension may stand behind `ext_`."""
    prefixed = {**ID, "pattern": "^(ext_)?[0-9a-f]{24}$"}
    schema = prefixed if "saved-extensions" in row.path else ID
    return [{"name": n, "in": "path", "required": True, "schema": schema} for n in row.parameters]


def _in_query(name: str, schema: Schema) -> Schema:
    shape = dict(schema)
    told: Schema = {"name": name, "in": "query", "required": shape.pop("required", False)}
    if "description" in shape:
        told["description"] = shape.pop("description")
    return told | {"schema": shape}


def _bodies(rows: Iterable[Row]) -> dict[str, Schema]:
    """The schemas of all request bodies, and of what is in them."""
    told = (OPERATIONS[handler] for row in rows for handler in row.handlers.values())
    models = dict.fromkeys(each.body for each in told if each.body is not None)
    template = "#/components/schemas/{model}"
    _, found = models_json_schema([(m, "validation") for m in models], ref_template=template)
    return {name: _tidy(schema) for name, schema in found["$defs"].items()}


def _tidy(schema: dict[str, Any]) -> Schema:
    """Without what pydantic says of its own accord: titles, and docstrings for developers."""
    kept = {key: each for key, each in schema.items() if key not in {"title", "description"}}
    properties = schema.get("properties", {}).items()
    return kept | {"properties": {name: dict(_told(each)) for name, each in properties}}


def _told(schema: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Null as a default is how pydantic says that there is none."""
    return (each for each in schema.items() if each[0] != "title" and each != ("default", None))
