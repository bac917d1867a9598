"""Colour and sharpness: greyscale, contrast, tints, blur, sharpening, opacity.

Each function takes the work and a step, and gives the work back untouched when the step does
not ask for it. Transparency is left as it was, and hidden colours stay hidden.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from PIL import Image, ImageFilter, ImageOps

from app.imaging.language.transformation import Step
from app.imaging.pixels.backgrounds import blurred
from app.imaging.pixels.work import Work


def greyscale(work: Work, step: Step) -> Work:
    """Take the colour out."""
    if not step.greyscale:
        return work
    return _on_colours(work, lambda image: image.convert("L").convert("RGB"))


def contrast(work: Work, step: Step) -> Work:
    """Stretch the tones that are there over the full range."""
    if not step.contrast:
        return work
    visible = None
    if work.has_alpha:
        visible = work.image.getchannel("A").point([0] + [255] * 255)
        if visible.getbbox() is None:
            return work
    return _on_colours(
        work, lambda image: ImageOps.autocontrast(image, 1, mask=visible, preserve_tone=True)
    )


def colorized(work: Work, step: Step) -> Work:
    """Tint: the tones stay, in shades of one colour."""
    asked = step.colorize
    if asked is None:
        return work

    def tint(image: Image.Image) -> Image.Image:
        tinted = ImageOps.colorize(image.convert("L"), "black", "white", mid=asked.colour.rgb)
        return Image.blend(image, tinted, float(asked.intensity) / 100)

    return _on_colours(work, tint)


def softened(work: Work, step: Step) -> Work:
    """Gaussian blur; the number is its sigma."""
    if step.blur is None:
        return work
    return work.showing(blurred(work.image, float(step.blur)))


def sharpened(work: Work, step: Step) -> Work:
    """Sharpen mildly, or by the number."""
    if step.sharpen is None:
        return work
    if step.sharpen is True:
        return _filtered(work, ImageFilter.UnsharpMask(1, 60, 0))
    percent = int(min(Fraction(500), step.sharpen * 10))
    return _filtered(work, ImageFilter.UnsharpMask(2, percent, 0))


def unsharp_masked(work: Work, step: Step) -> Work:
    """Sharpen as ImageMagick's unsharp mask does."""
    asked = step.unsharp
    if asked is None:
        return work
    percent, threshold = int(asked.amount * 100), int(asked.threshold * 255)
    return _filtered(work, ImageFilter.UnsharpMask(float(asked.sigma) or 0.01, percent, threshold))


def faded(work: Work, step: Step) -> Work:
    """Let what is behind show through."""
    if step.opacity is None or step.opacity == 100:
        return work
    share = float(step.opacity) / 100
    found = work.image.convert("RGBA")
    found.putalpha(found.getchannel("A").point([round(value * share) for value in range(256)]))
    return work.showing(found)


def _filtered(work: Work, kernel: ImageFilter.UnsharpMask) -> Work:
    if not work.has_alpha:
        return work.showing(work.image.filter(kernel))
    return work.showing(work.image.convert("RGBa").filter(kernel).convert("RGBA"))


def _on_colours(work: Work, change: Callable[[Image.Image], Image.Image]) -> Work:
    """Change red, green and blue; alpha is carried over."""
    if not work.has_alpha:
        return work.showing(change(work.image))
    found = change(work.image.convert("RGB"))
    found.putalpha(work.image.getchannel("A"))
    return work.showing(found)
