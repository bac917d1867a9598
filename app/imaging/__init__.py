"""Pictures: a transformation's text is read into values, and the values into pixels.

It may import Pillow and `app.errors`, nothing else of ours: bytes and paths are handed in.
Start with `render.py` for what happens to a picture, and `grammar.py` for what a URL may say.
"""

from app.imaging.formats import MIME, recognise, writable
from app.imaging.grammar import BUILT_IN, parse
from app.imaging.inspect import Facts, inspect
from app.imaging.lexer import is_named_only
from app.imaging.limits import Limits
from app.imaging.orders import Client, Order, Policy, settle
from app.imaging.plan import Hints
from app.imaging.render import Inputs, Rendition, render
from app.imaging.transformation import Assets, Format, Transformation

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
