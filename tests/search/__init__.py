"""Searching on a small library of known files, and against a reader of everything.

`shelf` is a server with the files of shelf.py, fresh for each module; `client` asks it. The
language is in test_language.py, its order and pages in test_lists.py.
"""
