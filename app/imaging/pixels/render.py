"""Bytes in, bytes out: a stored picture and an order become a rendition.

The story is `_Render.rendition`; what happens to the pixels is listed in `pipeline.py`. `render`
is a plain function of values that can be pickled, so it runs in a thread or a worker process.

Threads are as fast as processes, for Pillow lets go of the interpreter in its heavy calls. On two
cores, renditions a second of a 12-megapixel JPEG as JPEG, WebP and AVIF, and of a PNG as WebP: two
threads 7.9, 5.0, 4.6, 6.5; two processes 7.2, 4.8, 5.2, 6.3, after a second to start and for 50 MB
each. A thread stops between two pieces of work; only a process can be ended inside a decoder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from PIL import Image

from app.imaging.language.colours import BLACK, Colour
from app.imaging.language.expressions import number
from app.imaging.language.transformation import Format, Output
from app.imaging.pixels import animation
from app.imaging.pixels.carried import carried, says_nothing
from app.imaging.pixels.decode import begun, opened, upright_size
from app.imaging.pixels.encode import (
    DEFAULT_QUALITY,
    SAVED_DATA_QUALITY,
    Encoding,
    Frames,
    encoded,
    encoded_frames,
    source_quality,
)
from app.imaging.pixels.pipeline import develop
from app.imaging.pixels.steps import opaque
from app.imaging.pixels.work import Bytes, Studio, Work
from app.imaging.planning.formats import MIME, recognise, shows_through
from app.imaging.planning.geometry import Box, Size
from app.imaging.planning.limits import Clock, Limits
from app.imaging.planning.orders import Order
from app.imaging.planning.plan import Scene, foresee


@dataclass(frozen=True, slots=True)
class Inputs:
    """What goes into a rendition besides the source and the order."""

    assets: Mapping[str, Bytes] = field(default_factory=dict)
    """The files of `Transformation.assets()`, images and fonts, by library path."""
    area: str | None = None
    """`x,y,width,height` to keep when the focus is custom, in the upright picture."""
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Rendition:
    """Bytes made from a source."""

    content: bytes
    mime: str
    width: int
    height: int


def render(source: Bytes, order: Order, inputs: Inputs | None = None) -> Rendition:
    """Make the rendition of an order, whose format must be settled.

    Raises Unreadable for bytes that are no picture, TooLarge and Invalid for what passes a limit
    or cannot be done to this picture, NotFound for an asset not handed in, Busy when it takes
    longer than allowed.
    """
    given = inputs or Inputs()
    if order.format is None:
        raise ValueError("the order is for the stored bytes, which need no rendering")
    studio = Studio(given.limits, Clock(given.limits.seconds), given.assets)
    with opened(source, given.limits) as image:
        return _Render(source, image, order, given, studio, order.format).rendition()


@dataclass(frozen=True, slots=True)
class _Render:
    source: Bytes
    image: Image.Image
    order: Order
    given: Inputs
    studio: Studio
    kind: Format

    def rendition(self) -> Rendition:
        """From the opened picture to bytes."""
        asked, limits = self.order.transformation, self.given.limits
        page = animation.page_asked(asked)
        if page is not None:
            animation.turn_to(self.image, page, limits)
        size = upright_size(self.image)
        scene = Scene(size, size, hints=self.order.hints)
        result = foresee(asked, size, self.order.hints, limits).size
        if page is None and animation.moves(self.image, self.kind, result, limits):
            made = self._moving(scene)
        else:
            made = self._still(scene)
        return self._smaller_source(made, size) or made

    def _still(self, scene: Scene) -> Rendition:
        image, output = self._developed(self.image, scene)
        return self._written(encoded(image, self._encoding(output)), image)

    def _moving(self, scene: Scene) -> Rendition:
        """Every frame goes through the same steps, with the decisions taken on the first."""
        images, durations, output = [], [], Output()
        for frame, duration in animation.each_frame(self.image, self.given.limits):
            self.studio.decisions.again()
            image, output = self._developed(frame, scene)
            images.append(image)
            durations.append(duration)
        frames = Frames(images, durations, animation.loops(self.image))
        return self._written(encoded_frames(frames, self._encoding(output)), images[0])

    def _developed(self, image: Image.Image, scene: Scene) -> tuple[Image.Image, Output]:
        asked = self.order.transformation
        work = begun(image, asked, scene, self.studio)
        keeps = asked.output.keep_profile or asked.output.keep_metadata
        area = _area(self.given.area, scene.initial)
        work, output = develop(replace(work, keeps_profile=bool(keeps), area=area), asked)
        return self._flat(work), output

    def _flat(self, work: Work) -> Image.Image:
        """Nothing shows through where the format has no transparency."""
        if shows_through(self.kind):
            return work.image
        steps = list(self.order.transformation.every_step())
        behind = next((step.background for step in reversed(steps) if step.background), BLACK)
        return opaque(work.image, behind.at(100) if isinstance(behind, Colour) else BLACK)

    def _encoding(self, output: Output) -> Encoding:
        usual = min(DEFAULT_QUALITY, source_quality(self.image))
        if self.order.hints.save_data:
            usual = min(usual, SAVED_DATA_QUALITY)
        return Encoding(
            format=self.kind,
            quality=usual if output.quality is None else output.quality,
            progressive=bool(output.progressive),
            lossless=bool(output.lossless),
            dpi=output.dpi,
            carried=carried(self.image, output),
        )

    def _written(self, content: bytes, image: Image.Image) -> Rendition:
        return Rendition(content, MIME[self.kind], image.width, image.height)

    def _smaller_source(self, made: Rendition, size: Size) -> Rendition | None:
        """The source itself, when nothing was asked, it is smaller, and gives nothing away.

        Only one of the settled format: the media type of a rendition is known without its bytes.
        """
        asked = self.order.transformation
        if asked.steps or replace(asked.output, format=None, default_image=None) != Output():
            return None
        if recognise(_head(self.source)) is not self.kind or not says_nothing(self.image):
            return None
        content = _content(self.source)
        if len(content) > len(made.content):
            return None
        return Rendition(content, made.mime, size.width, size.height)


def _head(source: Bytes) -> bytes:
    if isinstance(source, bytes):
        return source[:16]
    with source.open("rb") as file:
        return file.read(16)


def _content(source: Bytes) -> bytes:
    return source.read_bytes() if isinstance(source, Path) else source


def _area(text: str | None, size: Size) -> Box | None:
    """Stored coordinates as a box inside the picture; None when they are not of use."""
    try:
        left, top, width, height = map(number, (text or "").split(","))
    except ValueError:
        return None
    right, bottom = (
        min(left + width, Fraction(size.width)),
        min(top + height, Fraction(size.height)),
    )
    box = Box(max(Fraction(0), left), max(Fraction(0), top), right, bottom)
    return box if box.width >= 1 and box.height >= 1 else None
