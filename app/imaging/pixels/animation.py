"""Pictures that move: which of their frames are worked on, and how long each is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PIL import Image

from app.errors import Invalid
from app.imaging.language.transformation import Format, Transformation
from app.imaging.pixels.decode import frame_count, reading
from app.imaging.planning.geometry import Size
from app.imaging.planning.limits import Limits

_USUAL_DURATION: Final = 100
"""Milliseconds for frames that do not say, as browsers have it."""


def page_asked(transformation: Transformation) -> int | None:
    """The number of the only frame that is wanted, from 1."""
    return next((step.page for step in transformation.every_step() if step.page), None)


def turn_to(image: Image.Image, page: int, limits: Limits) -> None:
    """Go to a frame by its number; Invalid when there are not so many."""
    if page > frame_count(image, limits.frames):
        raise Invalid("The image has not so many frames.", reason="EINVALID", field="pg")
    with reading():
        image.seek(page - 1)


def moves(image: Image.Image, kind: Format, result: Size, limits: Limits) -> bool:
    """Whether all frames are to be shown; one past the limits is shown by its first."""
    kept = kind in (Format.GIF, Format.WEBP) or (kind is Format.PNG and image.format == "PNG")
    if not kept:
        return False
    count = frame_count(image, limits.frames)
    return count > 1 and limits.admits_animation(count, Size(*image.size), result)


def each_frame(image: Image.Image, limits: Limits) -> Iterator[tuple[Image.Image, int]]:
    """The frames, put together as a viewer shows them, and their times in milliseconds."""
    first = 1 if image.info.get("default_image") else 0
    for at in range(first, frame_count(image, limits.frames)):
        with reading():
            image.seek(at)
            image.load()
        duration = image.info.get("duration", _USUAL_DURATION)
        yield image.copy(), int(duration) if isinstance(duration, int | float) else _USUAL_DURATION


def loops(image: Image.Image) -> int | None:
    """How often it is shown, 0 for ever; None for once, where GIF says so by saying nothing."""
    found = image.info.get("loop")
    if isinstance(found, int):
        return found
    return None if image.format == "GIF" else 0
