"""The ids in a path; one that has not the form of an id is refused before anything is looked up."""

from __future__ import annotations

from starlette.requests import Request

from app.errors import Invalid
from app.library.ids import is_id


def file_id(request: Request) -> str:
    """`{file_id}` of the path."""
    return _id(request, "file_id", "fileId")


def version_id(request: Request) -> str:
    """`{version_id}` of the path."""
    return _id(request, "version_id", "versionId")


def _id(request: Request, parameter: str, field: str) -> str:
    text: str = request.path_params[parameter]
    if not is_id(text):
        raise Invalid(f"Your request contains invalid {field} parameter.", field=field)
    return text
