"""Uploads: a form with a file becomes a version."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from app import state
from app.library import uploads
from app.rest import forms, metadata, responses, shapes
from app.rest.senders import KeyHolder, Sender, Signed, Tokened


async def upload_v1(request: Request) -> Response:
    """POST /api/v1/files/upload; a browser without the private key sends a signature."""
    is_known = state.caller(request).is_known
    keys = state.of(request).keys
    return await _upload(request, KeyHolder(signed_by="signature") if is_known else Signed(keys))


async def upload_v2(request: Request) -> Response:
    """POST /api/v2/files/upload; a browser without the private key sends a token."""
    is_known = state.caller(request).is_known
    keys = state.of(request).keys
    return await _upload(request, KeyHolder(signed_by="token") if is_known else Tokened(keys))


async def _upload(request: Request, sender: Sender) -> Response:
    shared = state.of(request)
    async with forms.opened(request, sender) as form:
        new = form.upload(state.request_id(request), retried=_is_retry(request))
        asked = await shared.extensions.asked(form.extensions(), form.text("webhookUrl").strip())
        fields = form.response_fields()
    done = await uploads.upload(
        shared.storage,
        replace(new, extensions=asked),
        transformer=shared.transformer,
        max_versions=shared.limits.max_versions,
        max_pixels=shared.limits.max_pixels,
    )
    answer = shapes.upload(done.row, shared.urls, fields)
    answer |= shapes.extension_status(done.row, asked)
    if "metadata" in fields:
        answer["metadata"] = await metadata.at_upload(shared, done.row)
    return responses.json(answer)


def _is_retry(request: Request) -> bool:
    """Whether ImageKit's client says that it sends this again (V37)."""
    return request.headers.get("x-stainless-retry-count", "0").strip().lstrip("0").isdecimal()
