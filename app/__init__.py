"""Pentimento: a self-hosted media library that keeps every version of every asset.

Imports point down: main, auth, the faces (graphql, rest, delivery, web), state, library, the
instruments (imaging, storage, remote), errors and settings. Start reading at main.create_app.
"""

__version__ = "0.1.0"
