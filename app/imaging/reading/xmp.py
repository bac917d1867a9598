"""XMP: what editors write into a picture, flattened to one name for each value.

Names are those of exiftool: the property's, and for a property inside a structure both
(`LocationShown` and `City` make `LocationShownCity`). The namespaces are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from app.imaging.reading.facts import JSON, Scalar, cleaned, moment

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_TRANSPARENT: Final = (_RDF, "adobe:ns:meta/")
"""Elements of these stand between a property and its value, and name nothing."""

_SKIPPED: Final = (
    "http://ns.adobe.com/camera-raw-settings/1.0/",
    "http://ns.adobe.com/exif/1.0/",  # a copy of the EXIF block, in other words
    "http://ns.adobe.com/tiff/1.0/",
    "http://ns.adobe.com/xap/1.0/g/img/",  # thumbnails
    "http://ns.adobe.com/xap/1.0/mm/",  # ids of the document and its edits
    "http://ns.adobe.com/xmp/note/",
    "http://ns.google.com/photos/1.0/image/",
)
_MAX_DEPTH: Final = 32
_MAX_VALUES: Final = 2000
_MAX_LIST: Final = 256
_LISTS: Final = frozenset({"Subject"})
_NUMBERS: Final = frozenset({"Rating", "Urgency", "MaxAvailHeight", "MaxAvailWidth"})
_NUMBER: Final = re.compile(r"-?[0-9]{1,9}")


class _Broken(Exception):
    """Not XMP, or more of it than anybody writes."""


def facts(packet: bytes) -> dict[str, JSON]:
    """The properties of the packet; none when it is broken or has a document type."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    # Entities are declared in a document type, which XMP never has.
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(packet.strip(b"\0 \r\n\t"), True)
    except (expat.ExpatError, LookupError, ValueError, _Broken):  # codecs raise what they like
        return {}
    return {name: _fact(name, values) for name, values in reader.found.items()}


def _refuse(*_: object) -> None:
    raise _Broken


@dataclass(slots=True)
class _Element:
    name: str
    """Of the property that it is in, empty outside."""
    is_skipped: bool
    is_alternatives: bool
    text: list[str] = field(default_factory=list)
    has_children: bool = False


@dataclass(slots=True)
class _Reader:
    found: dict[str, list[Scalar]] = field(default_factory=dict)
    path: list[_Element] = field(default_factory=list)
    count: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        parent = self.path[-1] if self.path else _Element("", False, False)
        parent.has_children = True
        element = self._inside(parent, tag)
        if len(self.path) >= _MAX_DEPTH:
            raise _Broken
        self.path.append(element)
        for name, value in attributes.items():
            if name == f"{_RDF} resource":
                self._keep(element, value)
            elif " " in name and not name.startswith((_RDF, _XML)):
                self._keep(self._inside(element, name), value)

    def end(self, _: str) -> None:
        element = self.path.pop()
        if not element.has_children:
            self._keep(element, "".join(element.text))

    def text(self, text: str) -> None:
        self.path[-1].text.append(text)

    def _inside(self, parent: _Element, tag: str) -> _Element:
        namespace, _, local = tag.rpartition(" ")
        if namespace in _TRANSPARENT:
            return _Element(
                parent.name, parent.is_skipped, local == "Alt" or parent.is_alternatives
            )
        name = parent.name + local[:1].upper() + local[1:]
        return _Element(name[:128], parent.is_skipped or namespace in _SKIPPED, False)

    def _keep(self, element: _Element, text: str) -> None:
        value = _value(element.name, text)
        if not element.name or element.is_skipped or value is None:
            return
        values = self.found.setdefault(element.name, [])
        if values and (element.is_alternatives or len(values) >= _MAX_LIST):
            return  # the first alternative is the default language
        self.count += 1
        if self.count > _MAX_VALUES:
            raise _Broken
        values.append(value)


def _value(name: str, text: str) -> Scalar | None:
    text = cleaned(text)
    if name in _NUMBERS and _NUMBER.fullmatch(text):
        return int(text)
    if "Date" in name:
        return moment(text) or text or None
    return text or None


def _fact(name: str, values: list[Scalar]) -> JSON:
    return values[0] if len(values) == 1 and name not in _LISTS else values
