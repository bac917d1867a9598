"""Pictures: a transformation's text is read into values, and the values into pixels.

It may import Pillow and `app.errors`, nothing else of ours: bytes and paths are handed in.
Start with `render.py` for what happens to a picture, and `grammar.py` for what a URL may say.
"""
