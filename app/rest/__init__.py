"""The REST face: ImageKit's dialect. Its camelCase names exist only here.

It may import state, the library, storage, remote and errors. Start reading at app.py, which has
every route on one screen, then follow one: files.py, versions.py, folders.py, uploads.py.
"""
