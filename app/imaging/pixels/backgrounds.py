"""What lies behind a picture: a colour, its own colours, or itself out of focus."""

from __future__ import annotations

from itertools import islice

from PIL import Image, ImageFilter

from app.imaging.language.colours import BLACK, Background, Blurred, Colour, Sampled
from app.imaging.pixels.work import Work
from app.imaging.planning.geometry import Size, covering

Rgb = tuple[int, int, int]


def backdrop(work: Work, background: Background | None, size: Size) -> Image.Image:
    """A picture of that size to put the work on; black when nothing was asked."""
    asked = background or BLACK
    if isinstance(asked, Colour):
        return filled(size, asked)
    if isinstance(asked, Blurred):
        return _blurred(work.image, asked, size)
    colours = work.studio.decisions.once(lambda: main_colours(work.image, 4))
    return _sampled(asked, colours, size)


def filled(size: Size, colour: Colour) -> Image.Image:
    """One colour all over; RGB when it is opaque."""
    area = (size.width, size.height)
    if colour.is_opaque:
        return Image.new("RGB", area, colour.rgb)
    return Image.new("RGBA", area, colour.rgba)


def main_colours(image: Image.Image, count: int) -> list[Rgb]:
    """The most frequent colours along the border, most frequent first; at least one."""
    border = _border(image).quantize(8)
    palette = border.getpalette("RGB") or [0, 0, 0]
    found = [
        (number, index) for number, index in border.getcolors(256) or [] if isinstance(index, int)
    ]
    ranked = (index for _, index in sorted(found, reverse=True))
    colours = [
        (palette[at * 3], palette[at * 3 + 1], palette[at * 3 + 2]) for at in islice(ranked, count)
    ]
    return colours or [BLACK.rgb]


def blurred(image: Image.Image, sigma: float) -> Image.Image:
    """Gaussian blur that does not bring out the hidden colour of transparent pixels."""
    kernel = ImageFilter.GaussianBlur(sigma)
    if image.mode == "RGBA":
        return image.convert("RGBa").filter(kernel).convert("RGBA")
    return image.filter(kernel)


def _border(image: Image.Image) -> Image.Image:
    """The strips along the four edges, side by side in one picture."""
    seen = image.copy()
    seen.thumbnail((200, 200), Image.Resampling.BOX)
    seen = seen.convert("RGB")
    width, height = seen.size
    deep = max(1, min(width, height) // 50)
    strips = [
        seen.crop((0, 0, width, deep)),
        seen.crop((0, height - deep, width, height)),
        seen.crop((0, 0, deep, height)).transpose(Image.Transpose.ROTATE_90),
        seen.crop((width - deep, 0, width, height)).transpose(Image.Transpose.ROTATE_90),
    ]
    joined = Image.new("RGB", (sum(each.width for each in strips), deep))
    at = 0
    for each in strips:
        joined.paste(each, (at, 0))
        at += each.width
    return joined


def _sampled(asked: Sampled, colours: list[Rgb], size: Size) -> Image.Image:
    area = (size.width, size.height)
    if asked is Sampled.DOMINANT or len(colours) == 1:
        return Image.new("RGB", area, colours[0])
    across = 1 if asked is Sampled.TWO_COLOURS else 2
    few = Image.new("RGB", (across, 2))
    for at in range(across * 2):
        few.putpixel((at % across, at // across), colours[at % len(colours)])
    # From the middle of one pixel to the middle of the other, so that corners have pure colours.
    box = (0.0 if across == 1 else 0.5, 0.5, across if across == 1 else 1.5, 1.5)
    return few.resize(area, Image.Resampling.BILINEAR, box)


def _blurred(image: Image.Image, asked: Blurred, size: Size) -> Image.Image:
    """The picture enlarged to cover, then blurred and made brighter or darker."""
    cover = covering(Size(*image.size), size)
    left, top = (cover.width - size.width) / 2, (cover.height - size.height) / 2
    scale = image.width / cover.width
    box = (
        max(0.0, left * scale),
        max(0.0, top * scale),
        min(float(image.width), (left + size.width) * scale),
        min(float(image.height), (top + size.height) * scale),
    )
    sigma = max(size.width, size.height) / 40 if asked.sigma is None else float(asked.sigma)
    behind = image.resize((size.width, size.height), Image.Resampling.BILINEAR, box)
    behind = blurred(behind, sigma)
    if not asked.brightness:
        return behind
    shift = float(asked.brightness)
    lighter = [min(255, max(0, round(value + shift))) for value in range(256)]
    table = lighter * 3 + (list(range(256)) if behind.mode == "RGBA" else [])
    return behind.point(table)
