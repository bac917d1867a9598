"""A picture being worked on, and what all pictures of one render share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar, cast

from PIL import Image

from app.errors import NotFound
from app.imaging.planning.geometry import Box, Size
from app.imaging.planning.limits import Clock, Limits
from app.imaging.planning.plan import Scene

T = TypeVar("T")
Bytes = Path | bytes
"""Where the bytes of a picture or font are: in a file, or at hand."""


class Decisions:
    """What was found by looking at the first frame, so that later frames are treated alike.

    Every frame goes through the same steps, so the order of questions tells them apart.
    """

    def __init__(self) -> None:
        """Nothing is decided yet."""
        self._made: list[object] = []
        self._at = 0

    def again(self) -> None:
        """Begin the next frame."""
        self._at = 0

    def once(self, make: Callable[[], T]) -> T:
        """The first frame's answer to this question."""
        if self._at == len(self._made):
            self._made.append(make())
        self._at += 1
        return cast("T", self._made[self._at - 1])


@dataclass(frozen=True, slots=True)
class Studio:
    """Limits, time and the library's files for one render."""

    limits: Limits
    clock: Clock
    assets: Mapping[str, Bytes]
    decisions: Decisions = field(default_factory=Decisions)

    def asset(self, path: str) -> Bytes:
        """The bytes of a library path that the transformation names."""
        found = self.assets.get(path)
        if found is None:
            raise NotFound("An asset that the transformation names was not found.", reason="ENOENT")
        return found

    def apart(self) -> Studio:
        """The same, with decisions of its own."""
        return replace(self, decisions=Decisions())


@dataclass(frozen=True, slots=True)
class Work:
    """A picture between two pieces of work.

    Its size is `scene.current`; before its first resize the image may be smaller than that,
    because it was decoded small. `profile` is the colour profile its pixels still follow; None
    means sRGB. `area` is the stored area of interest, until the first step has used it.
    """

    image: Image.Image
    scene: Scene
    studio: Studio
    profile: bytes | None = None
    keeps_profile: bool = False
    area: Box | None = None

    @property
    def size(self) -> Size:
        """What its coordinates mean."""
        return self.scene.current

    @property
    def has_alpha(self) -> bool:
        """Whether a pixel may be transparent."""
        return self.image.mode == "RGBA"

    def showing(self, image: Image.Image) -> Work:
        """After a piece of work that made this image."""
        self.studio.clock.check()
        if image.size == (self.size.width, self.size.height):
            return replace(self, image=image)
        size = self.studio.limits.admit(Size(*image.size))
        return replace(self, image=image, scene=self.scene.at(size))
