"""The mountable app: GraphQL over HTTP, and GraphiQL for people who come with a browser."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.graphql import endpoint
from app.graphql.errors import rendered
from app.graphql.graphiql import GraphiQL


def create_app(assets: Path | None) -> ASGIApp:
    """The app. It finds the state and the caller on the request.

    `assets`: a folder with GraphiQL's npm packages, for working offline.
    """
    return _App(GraphiQL(assets))


class _App:
    """An object, for Starlette takes a function for a handler of requests."""

    def __init__(self, graphiql: GraphiQL) -> None:
        self.graphiql = graphiql
        self.respond = rendered(self._respond)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self.respond(Request(scope, receive))
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        if path := _path_below(request):
            return self.graphiql.file(path)
        if self.graphiql.is_wanted(request):
            return self.graphiql.page(request)
        return await endpoint.answer(request)


def _path_below(request: Request) -> str:
    """What follows `/graphql` in the path, whether we are mounted there or routed to."""
    path: str = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    return path.strip("/").removeprefix("graphql").strip("/")
