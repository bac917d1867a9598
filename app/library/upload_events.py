"""What is told of the transformations that come with uploads (rest-api.md §2.17).

`pre` is told with the upload that it changed, or that failed by it; each `post` once its renditions
are kept, or when one cannot be made.
"""

from __future__ import annotations

from app.errors import AppError, Invalid, NotFound, TooLarge, Unreadable, Unsupported
from app.library import events
from app.library.events import Kind
from app.library.ids import new_id
from app.library.paths import split
from app.library.rows import VersionRow


async def pre_done(row: VersionRow, pre: str, request_id: str) -> None:
    """Inside the transaction: this is what the upload made."""
    outcome = {"request": _request(request_id, pre)}
    await events.transformed(Kind.PRE_TRANSFORM_SUCCESS, row.file_id, outcome, row)


async def pre_failed(path: str, pre: str, request_id: str, error: AppError) -> None:
    """There is no file, and nothing to be in order with: an id of its own stands for it."""
    outcome = {
        "request": _request(request_id, pre),
        "name": split(path)[1],
        "path": path,
        "reason": _reason(error),
    }
    await events.transformed(Kind.PRE_TRANSFORM_ERROR, new_id(), outcome)


async def post_done(row: VersionRow, chain: str, request_id: str) -> None:
    """Its renditions are kept."""
    outcome = {"request": _request(request_id, _item(chain))}
    await events.transformed(Kind.POST_TRANSFORM_SUCCESS, row.file_id, outcome, row)


async def post_failed(row: VersionRow, chain: str, request_id: str, error: AppError) -> None:
    """One of them cannot be made."""
    outcome = {"request": _request(request_id, _item(chain)), "reason": _reason(error)}
    await events.transformed(Kind.POST_TRANSFORM_ERROR, row.file_id, outcome, row)


def _request(request_id: str, transformation: object) -> dict[str, object]:
    return {"x_request_id": request_id, "transformation": transformation}


def _item(chain: str) -> dict[str, str]:
    return {"type": "transformation", "value": chain}


def _reason(error: AppError) -> str:
    """In ImageKit's words."""
    if isinstance(error, NotFound) or error.reason == "DAMAGED":
        return "download_failed"
    is_about_it = isinstance(error, Invalid | Unreadable | Unsupported | TooLarge)
    return "encoding_failed" if is_about_it else "internal_server_error"
