"""A face: our native API, a GraphQL schema over HTTP.

It may import state, the library and errors, never another face. Start reading at app.py, then
endpoint.py for the way of a request and types.py for what can be asked.
"""
