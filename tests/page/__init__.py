"""The media library page as people use it: in Chromium, on a real server.

`library` is a server with the files of shelf.py, fresh for each module; `page` is a page of it,
signed in, and `visitor` one that is not. Both fail a test whose page says anything on its console,
breaks its own policy or asks another host; `expected` of watching.of(page) names what may be said.
"""
