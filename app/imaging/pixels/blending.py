"""Putting one picture on another: over it, multiplied, as a stencil, or as a distorting glass."""

from __future__ import annotations

from typing import Final

from PIL import Image, ImageChops

from app.imaging.pixels.corners import clipped
from app.imaging.pixels.distortions import meshed, tile_side
from app.imaging.planning.geometry import Size

At = tuple[int, int]

_FINE: Final = 4
"""Side of the squares that a displacing layer moves as one."""


def laid(base: Image.Image, layer: Image.Image, at: At) -> Image.Image:
    """The layer over the base; what sticks out is lost."""
    found = base.copy()
    if base.mode == "RGBA":
        source = (max(0, -at[0]), max(0, -at[1]))
        found.alpha_composite(_clear(layer), (max(0, at[0]), max(0, at[1])), source)
    elif layer.mode == "RGBA":
        found.paste(layer, at, layer.getchannel("A"))
    else:
        found.paste(layer, at)
    return found


def multiplied(base: Image.Image, layer: Image.Image, at: At) -> Image.Image:
    """Darkened by the layer, as far as that is opaque; the base keeps its transparency."""
    white = Image.new("RGB", base.size, (255, 255, 255))
    shade = laid(white, layer, at)
    found = ImageChops.multiply(base.convert("RGB"), shade)
    if base.mode == "RGBA":
        found.putalpha(base.getchannel("A"))
    return found


def cut(base: Image.Image, layer: Image.Image, at: At, *, keeps_inside: bool) -> Image.Image:
    """The base where the layer is opaque, or where it is not."""
    stencil = Image.new("L", base.size, 0)
    stencil.paste(_clear(layer).getchannel("A"), at)
    return clipped(base, stencil if keeps_inside else ImageChops.invert(stencil))


def displaced(
    base: Image.Image, layer: Image.Image, at: At, shift: tuple[float, float]
) -> Image.Image:
    """Pixels fetched from beside: red of the layer says how far along x, green along y.

    Middle grey moves nothing, white by the whole shift and black by as much the other way.
    """
    guide = laid(Image.new("RGB", base.size, (128, 128, 128)), layer, at)
    tile = tile_side(Size(*base.size), _FINE)
    across, down = -(-base.width // tile), -(-base.height // tile)
    few = guide.resize((across + 1, down + 1), Image.Resampling.BILINEAR)
    reds, greens = few.getchannel("R").tobytes(), few.getchannel("G").tobytes()

    def source(x: float, y: float) -> tuple[float, float]:
        index = -(-int(y) // tile) * few.width + -(-int(x) // tile)
        at_x = x + (reds[index] - 128) / 127 * shift[0]
        at_y = y + (greens[index] - 128) / 127 * shift[1]
        # Beyond the edge there is nothing to fetch, so the outermost pixels are drawn out.
        return min(max(at_x, 0.5), base.width - 0.5), min(max(at_y, 0.5), base.height - 0.5)

    return meshed(base, Size(*base.size), source, tile)


def _clear(layer: Image.Image) -> Image.Image:
    return layer if layer.mode == "RGBA" else layer.convert("RGBA")
