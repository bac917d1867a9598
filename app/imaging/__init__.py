"""Pictures: a transformation's text is read into values, and the values into pixels.

It may import Pillow and `app.errors`, nothing else of ours: bytes and paths are handed in.
Four parts, each using those before it: `language` (what a URL may say), `reading` (what files say
of themselves), `planning` (what that comes to for one picture, in numbers), `pixels` (the work);
and `pool.py`, the processes that do it. Start with `pixels/render.py` or `language/grammar.py`.
"""

from app.imaging.language.grammar import BUILT_IN, parse
from app.imaging.language.lexer import is_named_only
from app.imaging.language.transformation import Assets, Format, Transformation
from app.imaging.pixels.render import Inputs, Rendition, render
from app.imaging.planning.formats import MIME, recognise, writable
from app.imaging.planning.limits import Limits
from app.imaging.planning.orders import Client, Order, Policy, settle
from app.imaging.planning.plan import Hints
from app.imaging.reading.inspect import Facts, inspect

__all__ = [
    "BUILT_IN",
    "MIME",
    "Assets",
    "Client",
    "Facts",
    "Format",
    "Hints",
    "Inputs",
    "Limits",
    "Order",
    "Policy",
    "Rendition",
    "Transformation",
    "inspect",
    "is_named_only",
    "parse",
    "recognise",
    "render",
    "settle",
    "writable",
]
