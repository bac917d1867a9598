"""The library: files, folders and versions, and everything that can be done with them.

It may import the instruments (imaging, storage, remote) and errors, and is the only part that
knows tables. Start reading at versions.py, then files.py and uploads.py.
"""
