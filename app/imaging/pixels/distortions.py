"""Perspective and arcs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final

from PIL import Image

from app.errors import Invalid
from app.imaging.language.transformation import Step
from app.imaging.pixels.work import Work
from app.imaging.planning.arcs import arc
from app.imaging.planning.geometry import Size

_TILE: Final = 8
"""Side of the squares a bent picture is cut into; within one the bend is taken to be straight."""
_MOST_TILES: Final = 40_000
"""In a large picture the squares are larger, for each is worked out one by one."""

Point = tuple[float, float]
_RIM: Final = 1
"""Transparent pixels put around a picture, so that its new edges are smooth."""


def distorted(work: Work, step: Step) -> Work:
    """Move the corners, or bend into an arc; what is left empty is transparent."""
    asked = step.distort
    if asked is None or not (asked.corners or asked.arc):
        return work
    if asked.corners:
        return work.showing(_perspective(work.image, asked.corners))
    return work.showing(_arc(work, asked.arc))


def meshed(
    image: Image.Image,
    canvas: Size,
    source: Callable[[float, float], Point],
    tile: int,
) -> Image.Image:
    """A picture whose every point is fetched from where `source` says, small square by square."""
    mesh = []
    for top in range(0, canvas.height, tile):
        for left in range(0, canvas.width, tile):
            right, bottom = min(left + tile, canvas.width), min(top + tile, canvas.height)
            corners = ((left, top), (left, bottom), (right, bottom), (right, top))
            quad = tuple(value for x, y in corners for value in source(x, y))
            mesh.append(((left, top, right, bottom), quad))
    size = (canvas.width, canvas.height)
    return image.transform(size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC)


def tile_side(size: Size, least: int = _TILE) -> int:
    """The side of the squares a picture of that size is cut into."""
    return max(least, int((size.area / _MOST_TILES) ** 0.5))


def _rimmed(image: Image.Image) -> Image.Image:
    found = Image.new("RGBA", (image.width + 2 * _RIM, image.height + 2 * _RIM), (0, 0, 0, 0))
    found.paste(image, (_RIM, _RIM))
    return found


def _arc(work: Work, degrees: Fraction) -> Image.Image:
    bent = arc(work.size, degrees)
    canvas = work.studio.limits.admit(bent.canvas)
    upside_down = degrees < 0
    image = work.image.transpose(Image.Transpose.ROTATE_180) if upside_down else work.image

    def source(x: float, y: float) -> Point:
        at_x, at_y = bent.source(x, y)
        return at_x + _RIM, at_y + _RIM

    found = meshed(_rimmed(image), canvas, source, tile_side(canvas))
    return found.transpose(Image.Transpose.ROTATE_180) if upside_down else found


def _perspective(image: Image.Image, corners: Sequence[Fraction]) -> Image.Image:
    """The picture with its corners moved; its canvas stays."""
    places = list(zip(corners[::2], corners[1::2], strict=True))
    width, height = Fraction(image.width), Fraction(image.height)
    own = [(Fraction(0), Fraction(0)), (width, Fraction(0)), (width, height), (Fraction(0), height)]
    rows: list[list[Fraction]] = []
    for (x, y), (u, v) in zip(places, own, strict=True):
        one, none = Fraction(1), Fraction(0)
        rows.append([x, y, one, none, none, none, -u * x, -u * y, u])
        rows.append([none, none, none, x, y, one, -v * x, -v * y, v])
    a, b, c, d, e, f, g, h = _solved(rows)
    # One pixel of rim moves every source point by one: u + 1 = (ax + by + c) / w + 1.
    a, b, c = a + _RIM * g, b + _RIM * h, c + _RIM
    d, e, f = d + _RIM * g, e + _RIM * h, f + _RIM
    data = tuple(map(float, (a, b, c, d, e, f, g, h)))
    return _rimmed(image).transform(
        image.size, Image.Transform.PERSPECTIVE, data, Image.Resampling.BICUBIC
    )


def _solved(rows: list[list[Fraction]]) -> list[Fraction]:
    """Gaussian elimination, exact; Invalid when the corners do not span an area."""
    for at in range(len(rows)):
        pivot = next((each for each in range(at, len(rows)) if rows[each][at]), None)
        if pivot is None:
            raise Invalid(
                "The corners of e-distort span no area.", reason="EINVALID", field="e-distort"
            )
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(len(rows)):
            factor = rows[other][at]
            if other != at and factor:
                pairs = zip(rows[other], rows[at], strict=True)
                rows[other] = [value - factor * own for value, own in pairs]
    return [row[-1] for row in rows]
