"""What ImageKit's own clients are asked to do; each script runs beside the SDK it is written for.

A story is a function that raises when something does not work. tests/test_imagekit_sdk.py runs a
script once, in a process of its own, and has one test for each of its stories.
"""
