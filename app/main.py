"""The composition root: builds the parts, opens and closes them, mounts the faces."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send
from tortoise.contrib.starlette import RegisterTortoise
from tortoise.exceptions import BaseORMException

from app import __version__, imaging
from app.auth import Auth
from app.delivery.app import create_app as create_delivery
from app.graphql.app import create_app as create_graphql
from app.imaging import Policy
from app.imaging.pool import Pool
from app.library import database, events, sweep
from app.library.extension_work import Extensions
from app.library.extensions import ExtensionName
from app.library.integrity import Integrity
from app.library.keyfile import KeyFile
from app.library.keys import Keys
from app.library.metadata import MetadataReader
from app.library.provider_amazon import Rekognition
from app.library.provider_google import GoogleVision
from app.library.provider_remove_bg import RemoveBg
from app.library.providers import Providers, Tagger
from app.library.renditions import Renditions
from app.library.sessions import Sessions
from app.library.upload_transformations import Transformer
from app.library.urls import Urls
from app.library.webhooks import Webhook, Webhooks
from app.remote import Remote
from app.rest import events as rest_events
from app.rest.app import create_app as create_rest
from app.settings import Settings
from app.state import Limits, Pictures, SessionCookie, State, of
from app.storage import LocalStorage
from app.web import app as web

_log = logging.getLogger("app.main")


def create_app(settings: Settings) -> Starlette:
    """The whole service as one ASGI application."""
    keys = find_keys(settings)[0]
    graphql = create_graphql(settings.graphiql_dir)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[dict[str, object]]:
        async with AsyncExitStack() as stack:
            config = database.config(settings.database_url)
            await stack.enter_async_context(RegisterTortoise(app, config=config))
            state = await _open(stack, settings, keys)
            sweeping = asyncio.create_task(sweep.forever(state.storage, state.renditions))
            stack.callback(sweeping.cancel)
            for work in (state.webhooks.forever(), state.extensions.forever()):
                await stack.enter_async_context(_running(work))
            yield {"app": state}

    rest = create_rest()
    cookie = SessionCookie.at(settings.public_url, keys.library)
    app = Starlette(
        routes=[
            Mount("/media", create_delivery()),
            Route("/health", health),
            Route("/graphql", _Exactly(graphql)),
            Mount("/graphql", graphql),
            *web.routes(settings.public_url),
            Mount("/", rest),
        ],
        middleware=[Middleware(Auth, keys=keys, sessions=Sessions(keys), cookie=cookie)],
        lifespan=lifespan,
    )
    # No Mount knows a path with a line break in it; that is for REST to refuse, too.
    app.router.default = rest
    return app


@asynccontextmanager
async def _running(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Work in the background, which is over when the context is left."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


class _Exactly:
    """An ASGI app at one path: a Mount answers below its path only, a Route takes functions."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


async def health(request: Request) -> JSONResponse:
    """200 when the database and the storage answer, 503 otherwise; the log says why."""
    try:
        await database.check()
        await of(request).storage.check()
    except (OSError, BaseORMException) as error:
        _log.warning("not healthy: %s", error)
        return JSONResponse({"status": "unavailable"}, 503)
    return JSONResponse({"status": "ok"})


def find_keys(settings: Settings) -> tuple[Keys, bool]:
    """The keys of the settings, or of the data folder; and whether they were made just now."""
    file = KeyFile(
        settings.data_dir / "keys.json",
        private=settings.private_key,
        public=settings.public_key,
        secret=settings.secret,
    )
    made = file.make()
    return Keys(file), made


async def _open(stack: AsyncExitStack, settings: Settings, keys: Keys) -> State:
    storage = LocalStorage(Path(unquote(urlsplit(settings.storage_url).path)))
    await storage.open()
    stack.push_async_callback(storage.close)
    remote = Remote(allow_private=settings.allow_private_urls)
    stack.push_async_callback(remote.close)
    limits = Limits(
        max_upload_bytes=settings.max_upload_bytes,
        max_versions=settings.max_versions,
        max_pixels=settings.max_pixels,
        body_timeout=settings.body_timeout,
    )
    urls = Urls(settings.public_url, lambda: keys.first.private)
    webhook = _webhook(settings)
    events.listen(webhook is not None)
    # Whom the operator names may be inside; whom a caller names may not.
    trusted = Remote(allow_private=True)
    stack.push_async_callback(trusted.close)
    pictures = _pictures(settings)
    pool = Pool(settings.render_processes, settings.render_queue)
    stack.callback(pool.close)
    integrity = Integrity()
    renditions = Renditions(storage, pool, integrity, pictures.limits, settings.max_rendition_bytes)
    stack.push_async_callback(renditions.close)
    return State(
        storage=storage,
        urls=urls,
        limits=limits,
        remote=remote,
        integrity=integrity,
        renditions=renditions,
        transformer=Transformer(storage, pool, renditions, pictures.policy, pictures.limits),
        metadata=MetadataReader(storage, pool, integrity, pictures.limits),
        pictures=pictures,
        webhooks=Webhooks(storage, remote, partial(rest_events.body, urls=urls), webhook),
        extensions=Extensions(
            storage,
            renditions,
            _providers(settings, trusted, remote),
            max_versions=settings.max_versions,
            max_pixels=settings.max_pixels,
        ),
        keys=keys,
        sessions=Sessions(keys),
        cookie=SessionCookie.at(settings.public_url, keys.library),
        version=__version__,
    )


def _webhook(settings: Settings) -> Webhook | None:
    return Webhook(settings.webhook_url, settings.webhook_secret) if settings.webhook_url else None


def _providers(settings: Settings, trusted: Remote, remote: Remote) -> Providers:
    """Those whose keys are known."""
    taggers: dict[ExtensionName, Tagger] = {}
    if settings.vision_key:
        vision = GoogleVision(trusted, url=settings.vision_url, key=settings.vision_key)
        taggers[ExtensionName.GOOGLE_AUTO_TAGGING] = vision
    if settings.rekognition_key:
        key_id, _, secret = settings.rekognition_key.partition(":")
        rekognition = Rekognition(
            trusted, url=settings.rekognition_url, key_id=key_id, secret=secret
        )
        taggers[ExtensionName.AWS_AUTO_TAGGING] = rekognition
    if not settings.remove_bg_key:
        return Providers(taggers)
    cutter = RemoveBg(trusted, remote, url=settings.remove_bg_url, key=settings.remove_bg_key)
    return Providers(taggers, cutter)


def _pictures(settings: Settings) -> Pictures:
    return Pictures(
        policy=Policy(avif=settings.auto_avif, save_data=settings.save_data),
        limits=imaging.Limits(pixels=settings.render_pixels, seconds=settings.render_seconds),
        restrict_unsigned=settings.restrict_unsigned,
        restrict_unnamed=settings.restrict_unnamed,
    )
