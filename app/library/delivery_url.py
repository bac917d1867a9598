"""What a delivery URL asks for: pure functions from the raw request target (delivery.md §1.1).

A target is split before it is decoded: an encoded `/`, `,` or `&` is data.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Self
from urllib.parse import unquote

from app.errors import Invalid, NotFound
from app.library.paths import split
from app.library.signatures import SEO, Target

_CHAIN: Final = re.compile("tr(?::|%3A)", re.IGNORECASE)
_NAMED: Final = re.compile("n-[A-Za-z0-9_]+")
_SEPARATOR: Final = re.compile("%2C|%3A", re.IGNORECASE)
_COLON: Final = re.compile("%3A", re.IGNORECASE)
_FREE: Final = ("i-", "ie-")
_TOKEN: Final = re.compile("[A-Za-z0-9._-]{1,64}")
_THUMBNAIL: Final = "ik-thumbnail.jpg"
_DERIVED: Final = frozenset(
    (_THUMBNAIL, "ik-video.mp4", "ik-gif-video.mp4", "ik-master.m3u8", "ik-master.mpd")
)
_LONGEST_UPDATED_AT: Final = 16


@dataclass(frozen=True, slots=True)
class DeliveryURL:
    """A delivery URL, read."""

    path: str
    """Absolute path of the file, decoded."""
    transformation: str
    """Its steps, the path's before the query's; values are still percent-encoded."""
    token: str | None = None
    """Of the version asked for; None asks for the current one."""
    updated_at: int | None = None
    """The state that the URL was made for, in milliseconds since 1970."""
    slug: str | None = None
    """The last segment of an `ik-seo/` URL."""
    is_attachment: bool = False
    attachment_stem: str | None = None
    """Name to save it under, without extension."""
    is_signed: bool = False
    expires_at: int | None = None
    """Second until which the signature is good; None when it is good for ever, or missing."""

    @classmethod
    def parse(cls, target: Target) -> Self:
        """Raises Invalid for a path that no file can have, NotFound for such a token."""
        segments = [segment for segment in target.path.split("/") if segment]
        is_seo = segments[:1] == [SEO.rstrip("/")]
        chains = [segment for segment in segments if _CHAIN.match(segment)]
        if len(chains) > 1:
            raise _unusable("A URL can have one 'tr:' segment.")
        names = [_name(segment) for segment in segments[is_seo:] if segment not in chains]
        slug = names.pop() if is_seo and names else None
        values = dict(_pairs(target.query))
        return cls(
            path="/" + "/".join(names) + _extension(slug or ""),
            transformation=_chain(*(_CHAIN.sub("", chain, 1) for chain in chains), values["tr"]),
            token=_token(unquote(values["ik-obj-version"])),
            updated_at=_milliseconds(values["updatedAt"]),
            slug=slug,
            is_attachment=values["ik-attachment"] == "true",
            attachment_stem=unquote(values["ik-attachment-filename"]) or None,
        )

    @property
    def is_original(self) -> bool:
        """Whether it asks for the stored bytes, whatever else it says."""
        return not self.items or _last_global("orig", self.items) == "orig-true"

    @property
    def is_named(self) -> bool:
        """Whether it asks for named transformations and nothing else."""
        return bool(self.items) and all(_NAMED.fullmatch(item) for item in self.items)

    @property
    def items(self) -> list[str]:
        """What stands between the commas and colons, that of layers and conditions too."""
        return [item for item in re.split("[,:]", self.transformation) if item]

    @property
    def is_thumbnail(self) -> bool:
        """Whether it may ask for a still picture of another file."""
        return split(self.path)[1] == _THUMBNAIL

    @property
    def source(self) -> Self | None:
        """The URL of the file that this one asks a thumbnail or stream of, if it does."""
        folder, name = split(self.path)
        return replace(self, path=folder) if name in _DERIVED else None


def _name(segment: str) -> str:
    """A name in a path; Invalid for one that would lead elsewhere or is not UTF-8."""
    try:
        name = unicodedata.normalize("NFC", unquote(segment, errors="strict"))
    except UnicodeDecodeError:
        raise _unusable("The path is not UTF-8.") from None
    if name in {".", ".."} or any(character in name for character in "/\\\0"):
        raise _unusable("The path holds a segment that no file or folder can have.")
    return name


def _token(text: str) -> str | None:
    if not text:
        return None
    if not _TOKEN.fullmatch(text):
        raise NotFound("No file was found at the specified path")
    return text


def _extension(name: str) -> str:
    _, dot, extension = name.rpartition(".")
    return dot + extension if dot else ""


def _pairs(query: str) -> Iterator[tuple[str, str]]:
    """The parameters that mean something, empty when missing; the last of each counts."""
    for key in ("tr", "ik-obj-version", "updatedAt", "ik-attachment", "ik-attachment-filename"):
        yield key, ""
    for pair in query.split("&"):
        key, _, value = pair.partition("=")
        yield key, value


def _chain(*chains: str) -> str:
    return ":".join(text for chain in chains if (text := _unwrapped(chain).strip(":")))


def _unwrapped(chain: str) -> str:
    """The chain without the encoding that a client put around its separators, if one did.

    A layer's text is the one place where an encoded separator is meant as itself; where there is
    a layer and its commas came bare, only the colons of other items can be meant as separators.
    """
    if "," not in chain:
        return unquote(chain) if _SEPARATOR.search(chain) else chain
    if ":" in chain:
        return chain
    items = chain.split(",")
    return ",".join(i if i.startswith(_FREE) else _COLON.sub(":", i) for i in items)


def _last_global(key: str, items: list[str]) -> str | None:
    """The last item of the key that stands in no layer."""
    depth, found = 0, None
    for item in items:
        if item == "l-end":
            depth -= 1
        elif item.startswith("l-"):
            depth += 1
        elif depth == 0 and item.partition("-")[0] == key:
            found = item
    return found


def _milliseconds(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) <= _LONGEST_UPDATED_AT
    return int(text) if is_number else None


def _unusable(message: str) -> Invalid:
    return Invalid(message, reason="INVALID_PATH")
