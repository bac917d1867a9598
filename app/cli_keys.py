"""`pentimento keys …`: shows, makes, lists, ends and rolls key pairs; makes links to sign in."""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Final, TypeAlias, TypeVar

from tortoise import Tortoise

from app.errors import AppError
from app.library import database
from app.library.ids import now
from app.library.keyfile import KeyPair
from app.library.keys import FIRST, Access, Keys
from app.library.migrate import migrate
from app.library.sessions import Sessions

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
_T = TypeVar("_T")
Action: TypeAlias = Callable[[Keys, argparse.Namespace], Awaitable[None]]

_GRACE: Final = ("now", "1h", "24h", "3d", "7d")
_SECONDS: Final = {"h": 3600, "d": 86_400, "w": 7 * 86_400}


def add_parser(commands: Subparsers) -> None:
    """Adds `keys` and its actions to the command line."""
    keys = commands.add_parser("keys", help="show and manage the key pairs")
    actions = keys.add_subparsers(dest="action", metavar="action")
    actions.add_parser("show", help="show the first pair, made if there is none (the default)")
    create = actions.add_parser("create", help="make another pair")
    create.add_argument("--name", required=True, help="what the list calls it")
    create.add_argument("--read-only", action="store_true", help="it may not change anything")
    create.add_argument(
        "--expires-in", type=_duration, metavar="TIME", help="such as 12h, 30d or 4w; never if not"
    )
    actions.add_parser("list", help="list every pair, without its private key")
    expire = actions.add_parser("expire", help="end a pair's time")
    expire.add_argument("id", help="as the list has it")
    expire.add_argument("--after", choices=_GRACE, default="now", help="end it later")
    roll = actions.add_parser("roll", help="replace the first pair")
    roll.add_argument("--after", choices=_GRACE, default="24h", help="how long the old one works")
    actions.add_parser("link", help="make a link that signs in once, within an hour")


def run(keys: Keys, database_url: str, public_url: str, options: argparse.Namespace) -> int:
    """Does what was asked; 1 when it cannot be done."""
    if options.action in {None, "show"}:
        _show(keys.first)
        return 0
    asyncio.run(migrate(database_url))
    try:
        if options.action == "link":
            _say(make_link(keys, database_url, public_url))
        else:
            asyncio.run(_act(partial(_ACTIONS[options.action], keys, options), database_url))
    except AppError as error:
        print(f"pentimento: {error}", file=sys.stderr)  # noqa: T201 - a command speaks
        return 1
    return 0


def make_link(keys: Keys, database_url: str, public_url: str) -> str:
    """The address of the page that signs in once, as who has the first pair.

    What is behind `#` stays in the browser: no log of a server or proxy has it.
    """
    token = asyncio.run(_act(Sessions(keys).make_link, database_url))
    return f"{public_url}/sign-in#{token}"


async def _act(action: Callable[[], Awaitable[_T]], url: str) -> _T:
    await Tortoise.init(config=database.config(url))
    try:
        return await action()
    finally:
        await Tortoise.close_connections()


async def _create(keys: Keys, options: argparse.Namespace) -> None:
    access = Access.READ if options.read_only else Access.WRITE
    expires_at = None if options.expires_in is None else now() + options.expires_in
    row, pair = await keys.create(options.name, access=access, expires_at=expires_at)
    _say(f"id           {row.id}")
    _show(pair)
    _say("(the private key is shown this once)")


async def _list(keys: Keys, options: argparse.Namespace) -> None:
    line = "{:24}  {:6}  {:20}  {:40}  {}".format
    _say(line("id", "access", "expires", "public key", "name"))
    _say(line("first", Access.WRITE, "never", keys.first.public, FIRST.name))
    for row in await keys.listed():
        _say(line(row.id, row.access, _date(row.expires_at), row.public, row.name))


async def _expire(keys: Keys, options: argparse.Namespace) -> None:
    row = await keys.expire(options.id, _after(options.after))
    _say(f"{row.name} works until {_date(row.expires_at)}")


async def _roll(keys: Keys, options: argparse.Namespace) -> None:
    expires_at = _after(options.after)
    _show(await keys.roll(expires_at))
    if keys.is_first_given:
        _say(
            "Set PENTIMENTO_PRIVATE_KEY and PENTIMENTO_PUBLIC_KEY to these and restart every"
            f" server. From then on the old pair works until {_date(expires_at)}."
        )
    else:
        _say(f"Every server uses it from now on. The old pair works until {_date(expires_at)}.")


_ACTIONS: Final[Mapping[str, Action]] = {
    "create": _create,
    "list": _list,
    "expire": _expire,
    "roll": _roll,
}


def _show(pair: KeyPair) -> None:
    _say(f"public key   {pair.public}\nprivate key  {pair.private}")


def _say(text: str) -> None:
    print(text)  # noqa: T201 - a command speaks


def _after(grace: str) -> int:
    return now() + (0 if grace == "now" else _duration(grace))


def _duration(text: str) -> int:
    """Milliseconds of `12h`, `30d`, `4w`."""
    match = re.fullmatch(r"([1-9]\d{0,4})([hdw])", text, re.ASCII)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no time such as 12h, 30d or 4w")
    return int(match[1]) * _SECONDS[match[2]] * 1000


def _date(at: int | None) -> str:
    return "never" if at is None else time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(at // 1000))
