"""Bytes decoded, worked on and encoded again. Start at render.py."""
