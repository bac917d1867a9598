"""A soft shadow under the opaque part of a picture."""

from __future__ import annotations

from PIL import Image, ImageFilter

from app.errors import Invalid
from app.imaging.language.transformation import Step
from app.imaging.pixels.work import Work
from app.imaging.planning.limits import MAX_SHADOW_PIXELS


def shadowed(work: Work, step: Step) -> Work:
    """Put a shadow behind; the canvas stays as it is, and an opaque picture has none."""
    asked = step.shadow
    if asked is None:
        return work
    if work.size.area > MAX_SHADOW_PIXELS:
        raise Invalid(
            f"e-shadow takes {MAX_SHADOW_PIXELS} pixels at most; resize the image first.",
            reason="EINVALID",
            field="e-shadow",
        )
    if not work.has_alpha:
        return work
    right = round(work.size.width * float(asked.x) / 100)
    down = round(work.size.height * float(asked.y) / 100)
    cast = Image.new("L", work.image.size, 0)
    cast.paste(work.image.getchannel("A"), (right, down))
    soft = cast.filter(ImageFilter.GaussianBlur(float(asked.blur)))
    share = float(asked.strength) / 100
    shade = Image.new("RGBA", work.image.size, (0, 0, 0, 0))
    shade.putalpha(soft.point([round(value * share) for value in range(256)]))
    return work.showing(Image.alpha_composite(shade, work.image))
