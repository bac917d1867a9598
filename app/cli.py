"""The `pentimento` command: serve, migrate, keys, fsck."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import uvicorn
from tortoise import Tortoise

from app import __version__, cli_keys
from app.connections import Connection
from app.library import database
from app.library.audit import audit
from app.library.migrate import migrate
from app.main import create_app, find_keys
from app.settings import BadSetting, Settings
from app.storage import LocalStorage


def main(arguments: list[str] | None = None) -> int:
    """Runs the command and returns its exit code: 0 well, 1 something found, 2 cannot start."""
    options = _parser().parse_args(arguments)
    try:
        settings = Settings.from_env()
    except BadSetting as error:
        print(f"pentimento: {error}", file=sys.stderr)  # noqa: T201 - a command speaks
        return 2
    _configure_logging(settings)
    if options.command == "keys":
        keys = find_keys(settings)[0]
        return cli_keys.run(keys, settings.database_url, settings.public_url, options)
    command = {"serve": serve, "migrate": migrate_only, "fsck": fsck}
    return command[options.command](settings)


def serve(settings: Settings) -> int:
    """Migrates, says where everything is, and serves until told to stop."""
    asyncio.run(migrate(settings.database_url))
    _introduce(settings)
    uvicorn.run(
        "app.cli:app",
        factory=True,
        http=Connection,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        log_config=None,
        access_log=False,
        # A request may go on for this many seconds after SIGTERM.
        timeout_graceful_shutdown=10,
        # Longer than clients and proxies keep a connection that rests (httpx 5, nginx and load
        # balancers 60), for a request that comes while we close is lost.
        timeout_keep_alive=75,
        timeout_worker_healthcheck=30,
        server_header=False,
    )
    return 0


def app() -> object:
    """What each server process runs; it reads the settings for itself."""
    settings = Settings.from_env()
    _configure_logging(settings)
    return create_app(settings)


def migrate_only(settings: Settings) -> int:
    """Brings the database up to date and does nothing else."""
    asyncio.run(migrate(settings.database_url))
    return 0


def fsck(settings: Settings) -> int:
    """Reads every byte at rest, prints what is wrong, and returns 1 if anything is."""
    return 1 if asyncio.run(_fsck(settings)) else 0


async def _fsck(settings: Settings) -> int:
    await Tortoise.init(config=database.config(settings.database_url))
    found = 0
    try:
        async for finding in audit(LocalStorage(Path(_storage_path(settings)))):
            found += 1
            print(f"{finding.kind} {finding.key}")  # noqa: T201
    finally:
        await Tortoise.close_connections()
    print(f"{found} found" if found else "everything is as it was stored")  # noqa: T201
    return found


def _storage_path(settings: Settings) -> str:
    return unquote(urlsplit(settings.storage_url).path)


def _introduce(settings: Settings) -> None:
    keys, made = find_keys(settings)
    url = settings.public_url
    lines = [
        f"Pentimento {__version__}",
        f"  library    {cli_keys.make_link(keys, settings.database_url, url)}",
        "             (signs in once, within an hour; `pentimento keys link` makes another)",
        f"  explorer   {url}/graphql",
        f"  REST       {url}/v1  (uploads: {url}/api/v1/files/upload)",
        f"  media      {url}/media/",
        f"  data       {settings.data_dir}",
    ]
    if made:
        lines += [
            f"  public key   {keys.first.public}",
            f"  private key  {keys.first.private}",
            "  (shown this once; `pentimento keys` shows them again)",
        ]
    print("\n".join(lines), flush=True)  # noqa: T201


def _configure_logging(settings: Settings) -> None:
    logging.basicConfig(
        level=settings.log_level.upper(),
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        stream=sys.stderr,
    )
    if settings.log_level != "debug":
        for name in ("uvicorn", "tortoise", "httpx", "python_multipart"):
            logging.getLogger(name).setLevel(logging.WARNING)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pentimento",
        description="A media library that keeps every version. Settings: PENTIMENTO_* in README.",
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, text in (
        ("serve", "migrate the database and serve"),
        ("migrate", "bring the database up to date"),
        ("fsck", "check every stored byte against the database"),
    ):
        commands.add_parser(name, help=text)
    cli_keys.add_parser(commands)
    return parser
