"""The web face: the page of the media library, and the sessions of those who use it.

It may import state, the library and errors. Start reading at app.routes. The page asks GraphQL for
everything else, as anyone may: page.html loads script/main.js, which says where to go on.
"""
