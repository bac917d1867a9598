"""Behaviours of the whole program, checked from outside on a real server; `pure/` needs none."""
