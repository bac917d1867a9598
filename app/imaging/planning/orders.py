"""Orders: in which format a result is written, decided from facts alone, before any pixel.

`settle` answers with an Order, whose text is all that a rendition depends on besides the bytes
that go in; so it is the cache key.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, Protocol

from app.errors import Invalid, TooLarge, Unsupported
from app.imaging.language.focus_names import needs_detector
from app.imaging.language.transformation import Conditional, Format, Output, Transformation
from app.imaging.planning.formats import (
    WEB_SAFE,
    by_mime,
    fits,
    may_show_through,
    shows_through,
    writable,
)
from app.imaging.planning.geometry import Size
from app.imaging.planning.limits import MAX_ENLARGED_SIDE, Limits
from app.imaging.planning.plan import Foreseen, Hints, foresee

PIPELINE: Final = 1
"""Raised whenever the same order would give other pixels, so that kept renditions are made anew."""


class Subject(Protocol):
    """What has to be known of an asset; sizes are those after orientation."""

    @property
    def mime(self) -> str:
        """Media type."""

    @property
    def width(self) -> int | None:
        """Pixels, None when it is not a picture."""

    @property
    def height(self) -> int | None:
        """Pixels, None when it is not a picture."""

    @property
    def has_alpha(self) -> bool | None:
        """Whether a pixel may be transparent."""


@dataclass(frozen=True, slots=True)
class Client:
    """What the one asking can show, and says about its screen."""

    formats: frozenset[Format] = frozenset()
    """Those it names; the web-safe ones are taken for granted."""
    hints: Hints = field(default_factory=Hints)


@dataclass(frozen=True, slots=True)
class Policy:
    """What the server allows."""

    automatic_format: bool = True
    avif: bool = False
    save_data: bool = False
    """Whether clients that ask to save data get lower quality."""
    strict_focus: bool = False
    """Whether to refuse what takes a detector, instead of guessing."""


@dataclass(frozen=True)
class Order:
    """One rendition, but for the bytes it is made from. `str()` is a cache key."""

    transformation: Transformation
    format: Format | None
    """None: the stored bytes, as they are."""
    hints: Hints = field(default_factory=Hints)
    """Those that count here, as far as they count."""
    depends_on: frozenset[str] = frozenset()
    """What of the client mattered: formats, width, dpr, save_data."""
    degraded: tuple[str, ...] = ()
    """Options met with a guess, such as fo-face."""
    pixels: int = 0
    """A measure of what it takes: those of the largest picture made on the way."""

    def __str__(self) -> str:
        """Differs whenever the result may."""
        return self._text

    @cached_property
    def _text(self) -> str:
        parts = [str(PIPELINE), self.format or "original", str(self.transformation)]
        told = (self.hints.chosen_width, self.hints.dpr, self.hints.save_data or None)
        return "|".join(parts + ["" if each is None else str(each) for each in told])

    @property
    def content_dpr(self) -> str | None:
        """The device pixel ratio a picture of hinted width really has."""
        width, dpr = self.hints.width, self.hints.dpr
        if "width" not in self.depends_on or not width or dpr is None:
            return None
        return f"{float((self.hints.chosen_width or 0) * dpr / width):.2f}"


def settle(
    transformation: Transformation,
    subject: Subject,
    client: Client | None = None,
    policy: Policy | None = None,
    limits: Limits | None = None,
) -> Order:
    """Decide everything that can be decided without opening the picture.

    Raises Invalid and TooLarge for what rendering could only refuse, Unsupported for kinds of
    asset that are not transformed here.
    """
    asked, rules = client or Client(), policy or Policy()
    source = by_mime(subject.mime)
    if transformation.output.original:
        return Order(transformation, None)
    if source is None:
        return _untouched(transformation, subject.mime)
    if not subject.width and not transformation.steps and _asks_no_format(transformation):
        return Order(transformation, None)  # damaged, but nobody wants it changed
    known = _foreseen(transformation, subject, asked.hints, limits or Limits())
    if source is Format.GIF and any(isinstance(each, Conditional) for each in transformation.steps):
        raise Invalid("Conditions cannot be used on a GIF.", reason="EINVALID", field="if")
    chosen, negotiated = _Choice(source, bool(subject.has_alpha), known, asked, rules).settled()
    hints, used = _hints(transformation, known.output, asked.hints, rules)
    depends_on = used | {"formats"} if negotiated else used
    degraded = _degraded(transformation, rules)
    return Order(transformation, chosen, hints, depends_on, degraded, known.pixels)


@dataclass(frozen=True, slots=True)
class _Choice:
    """The facts a format is chosen from."""

    source: Format
    has_alpha: bool
    known: Foreseen
    client: Client
    policy: Policy

    def settled(self) -> tuple[Format, bool]:
        """The format, and whether the client had a say."""
        asked = self.known.output.format
        if asked == "orig":
            return self._admitted(self.source), False
        if asked is Format.AVIF and self._refuses_avif():
            asked = None
        if asked is Format.GIF and self.source is not Format.GIF:
            asked = None
        if isinstance(asked, Format):
            return self._admitted(asked), False
        if self.source is Format.GIF and not any(step.page for step in self.known.steps):
            return Format.GIF, False
        if asked is None and not self.policy.automatic_format:
            return self._opaque_or_png(self.source), False
        return self._negotiated(), True

    def _negotiated(self) -> Format:
        """The best of what the client shows."""
        wanted = [Format.WEBP]
        if self.policy.avif and not self._refuses_avif():
            wanted.insert(0, Format.AVIF)
        possible = self.client.formats & writable()
        fitting = (each for each in wanted if each in possible and fits(each, self.known.size))
        return next(fitting, None) or self._fallback()

    def _fallback(self) -> Format:
        """The source's format where every client shows it, else JPEG, or PNG with alpha."""
        if self.source is Format.GIF:
            return Format.PNG
        return self._opaque_or_png(self.source if self.source in WEB_SAFE else Format.JPEG)

    def _opaque_or_png(self, kind: Format) -> Format:
        """The format, unless the result may show through and the format may not."""
        alpha = may_show_through(self.known.steps, has_alpha=self.has_alpha)
        return Format.PNG if alpha and not shows_through(kind) else kind

    def _refuses_avif(self) -> bool:
        """A kept profile and ImageMagick-like sharpening are not written as AVIF."""
        sharpened = any(step.unsharp for step in self.known.steps)
        return bool(self.known.output.keep_profile) or sharpened

    def _admitted(self, asked: Format) -> Format:
        if asked not in writable():
            raise Unsupported(f"f-{asked} cannot be made here.", reason="ENOTSUP", field="f")
        if not fits(asked, self.known.size):
            raise Invalid(f"A side is longer than f-{asked} allows.", reason="EINVALID", field="f")
        return asked


def _asks_no_format(transformation: Transformation) -> bool:
    """Whether the format is left to us."""
    return not isinstance(transformation.output.format, Format)


def _untouched(transformation: Transformation, mime: str) -> Order:
    """Assets that are no pictures we read: sent as stored, or refused when that would lie."""
    wanted = transformation.output.format
    if mime.startswith(("video/", "audio/")) and transformation != Transformation():
        raise Unsupported("Video and audio are delivered as stored only.", reason="ENOTSUP")
    if mime == "image/svg+xml" and isinstance(wanted, Format):
        raise Unsupported(
            "Turning SVG into pixels needs a vector engine.", reason="ENOTSUP", field="f"
        )
    pictures = mime.startswith("image/") and mime != "image/svg+xml"
    if pictures and (transformation.steps or isinstance(wanted, Format)):
        raise Unsupported(f"Images of type {mime} are delivered as stored only.", reason="ENOTSUP")
    return Order(transformation, None)


def _foreseen(
    transformation: Transformation, subject: Subject, hints: Hints, limits: Limits
) -> Foreseen:
    if not subject.width or not subject.height:
        return Foreseen(Size(1, 1), transformation.output, tuple(transformation.every_step()))
    size = Size(subject.width, subject.height)
    known = foresee(transformation, size, hints, limits)
    longest = max(MAX_ENLARGED_SIDE, size.width, size.height)
    if max(known.size.width, known.size.height) > longest:
        raise TooLarge(f"A side may have {MAX_ENLARGED_SIDE} pixels at most.", reason="ELIMIT")
    # A JPEG is decoded small, others go through fewer hands than what is made of them.
    source = 0 if by_mime(subject.mime) is Format.JPEG else size.area // 4
    return replace(known, pixels=max(known.pixels, source))


def _hints(
    transformation: Transformation, output: Output, hints: Hints, policy: Policy
) -> tuple[Hints, frozenset[str]]:
    """Those the transformation asks about; others would only split the cache."""
    steps = list(transformation.all_steps())
    used = set()
    if any(step.width == "auto" for step in steps):
        used.add("width")
    if any(step.dpr == "auto" for step in steps):
        used.add("dpr")
    if policy.save_data and output.quality is None:
        used.add("save_data")
    kept = replace(
        hints,
        width=hints.width if "width" in used and hints.chosen_width else None,
        dpr=hints.dpr if "dpr" in used else None,
        save_data=hints.save_data and "save_data" in used,
    )
    return kept, frozenset(used)


def _degraded(transformation: Transformation, policy: Policy) -> tuple[str, ...]:
    every = transformation.all_steps()
    names = [f"fo-{step.focus}" for step in every if step.focus and needs_detector(step.focus)]
    if names and policy.strict_focus:
        raise Unsupported(f"{names[0]} needs an AI backend.", reason="ENOTSUP", field="fo")
    return tuple(dict.fromkeys(names))
