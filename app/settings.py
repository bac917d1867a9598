"""Settings: read from the environment once, typed, checked, never changed.

Each is `PENTIMENTO_` and the field's name in capitals; README.md lists them all.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

PREFIX: Final = "PENTIMENTO_"
_KEY = re.compile(r"[A-Za-z0-9_+/=.-]{8,200}")
_LOG_LEVELS: Final = ("debug", "info", "warning", "error")


class BadSetting(Exception):
    """A setting that cannot be used; the message names it and says what it takes."""


def _setting(default: object, doc: str, *, least: int | None = None) -> Any:
    return field(default=default, metadata={"doc": doc, "least": least})


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator can choose. An unset or empty variable means the default."""

    host: str = _setting("127.0.0.1", "address to listen on")
    port: int = _setting(8000, "port to listen on; 0 for any free one", least=0)
    data_dir: Path = _setting(Path("data"), "folder for the database, the bytes and the keys")
    database_url: str = _setting("", "`sqlite:///path` or `postgres://user:password@host/name`")
    storage_url: str = _setting("", "`file:///path`, the folder for the bytes")
    public_url: str = _setting("", "origin that clients see, with any path prefix")
    private_key: str = _setting("", "the key that may do everything, and signs URLs")
    public_key: str = _setting("", "the key that names the account in browsers")
    secret: str = _setting("", "what other private keys are encrypted with in the database")
    workers: int = _setting(1, "server processes", least=1)
    max_versions: int = _setting(100, "versions kept of one file", least=1)
    max_upload_bytes: int = _setting(2 * 1024**3, "bytes of one upload", least=1)
    max_pixels: int = _setting(100_000_000, "width times height of an uploaded picture", least=1)
    body_timeout: int = _setting(30, "seconds that a client sending a body may be silent", least=1)
    allow_private_urls: bool = _setting(False, "fetch from and post to private addresses as well")
    render_processes: int = _setting(2, "processes that make pictures, for each worker", least=1)
    render_queue: int = _setting(64, "pictures that may wait to be made", least=0)
    render_seconds: int = _setting(10, "seconds that making one picture may take", least=1)
    render_pixels: int = _setting(
        50_000_000, "width times height of a picture that is transformed", least=1
    )
    max_rendition_bytes: int = _setting(10 * 1024**3, "bytes of made pictures kept", least=0)
    auto_avif: bool = _setting(False, "send AVIF to browsers that show it")
    save_data: bool = _setting(False, "lower quality for clients that send `Save-Data: on`")
    restrict_unsigned: bool = _setting(False, "deliver pictures by signed URL only")
    restrict_unnamed: bool = _setting(False, "make named transformations only")
    webhook_url: str = _setting("", "where to post what happens to files")
    webhook_secret: str = _setting("", "what those posts are signed with")
    remove_bg_url: str = _setting(
        "https://api.remove.bg/v1.0/removebg", "what removes backgrounds, by remove.bg's API"
    )
    remove_bg_key: str = _setting("", "its key; without one `remove-bg` fails")
    vision_url: str = _setting(
        "https://vision.googleapis.com/v1/images:annotate", "what tags, by Google Vision's API"
    )
    vision_key: str = _setting("", "its key; without one `google-auto-tagging` fails")
    rekognition_url: str = _setting(
        "https://rekognition.us-east-1.amazonaws.com/", "what tags, by Amazon Rekognition's API"
    )
    rekognition_key: str = _setting("", "its `key id:secret`; without one `aws-auto-tagging` fails")
    graphiql_dir: Path | None = _setting(None, "folder with GraphiQL's files, to work offline")
    log_level: str = _setting("info", "`debug`, `info`, `warning` or `error`")

    @staticmethod
    def from_env(environ: Mapping[str, str] = os.environ) -> Settings:
        """The settings of this environment. Raises BadSetting for one that cannot be used."""
        known = {PREFIX + f.name.upper(): f for f in fields(Settings)}
        for name in environ:
            if (
                name.startswith(PREFIX)
                and name not in known
                and not name.startswith("PENTIMENTO_TEST_")
            ):
                raise BadSetting(f"{name} is not a setting. Settings: {', '.join(known)}.")
        given = {
            f.name: _parse(name, f, environ[name].strip())
            for name, f in known.items()
            if environ.get(name, "").strip()
        }
        if "webhook_url" in given and "webhook_secret" not in given:
            raise BadSetting(f"{PREFIX}WEBHOOK_URL needs {PREFIX}WEBHOOK_SECRET beside it.")
        return _complete(Settings(**given))


def _parse(name: str, setting: Field[Any], text: str) -> Any:
    if setting.type == "int":
        return _integer(name, text, setting.metadata["least"])
    if setting.type == "bool":
        if text.lower() not in {"true", "false", "1", "0"}:
            raise BadSetting(f"{name} is {text!r}; it takes true or false.")
        return text.lower() in {"true", "1"}
    if "Path" in str(setting.type):
        return Path(text)
    check = _CHECKS.get(setting.name)
    problem = check(text) if check else None
    if problem:
        # A key or a password is not repeated where a log may keep it.
        raise BadSetting(f"{name} {problem}.")
    return text.lower() if setting.name == "log_level" else text


def _integer(name: str, text: str, least: int) -> int:
    try:
        value = int(text)
    except ValueError:
        raise BadSetting(f"{name} is {text!r}; it takes a whole number.") from None
    if value < least or (name.endswith("_PORT") and value > 65535):
        raise BadSetting(f"{name} is {value}; it is at least {least} (a port at most 65535).")
    return value


def _check_database(text: str) -> str | None:
    if text.startswith("sqlite:///") or re.match(r"postgres(ql)?://[^/]*/\w", text):
        return None
    return "takes sqlite:///path or postgres://user:password@host/name"


def _check_storage(text: str) -> str | None:
    return None if text.startswith("file:///") else "takes file:///path"


def _check_public_url(text: str) -> str | None:
    parts = urlsplit(text)
    if parts.scheme in {"http", "https"} and parts.netloc and not (parts.query or parts.fragment):
        return None
    return "takes an address like https://media.example.org"


def _check_key(text: str) -> str | None:
    return None if _KEY.fullmatch(text) else "takes 8 to 200 letters, digits or any of _+/=.-"


def _check_secret(text: str) -> str | None:
    return None if len(text) >= 32 else "takes at least 32 characters that nobody can guess"


def _check_url(text: str) -> str | None:
    parts = urlsplit(text)
    if parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc:
        return None
    return "takes an address like https://example.org/hook, without a name or password"


def _check_webhook_secret(text: str) -> str | None:
    return None if len(text) >= 16 else "takes at least 16 characters that nobody can guess"


def _check_pair(text: str) -> str | None:
    return (
        None if re.fullmatch(r"[^:\s]+:[^:\s]+", text) else "takes a key id, a colon and a secret"
    )


def _check_log_level(text: str) -> str | None:
    return None if text.lower() in _LOG_LEVELS else f"takes one of {', '.join(_LOG_LEVELS)}"


_CHECKS: Final = {
    "database_url": _check_database,
    "storage_url": _check_storage,
    "public_url": _check_public_url,
    "private_key": _check_key,
    "public_key": _check_key,
    "secret": _check_secret,
    "webhook_url": _check_url,
    "webhook_secret": _check_webhook_secret,
    "remove_bg_url": _check_url,
    "vision_url": _check_url,
    "rekognition_url": _check_url,
    "rekognition_key": _check_pair,
    "log_level": _check_log_level,
}


def _complete(settings: Settings) -> Settings:
    """Fills in what depends on other settings."""
    data = settings.data_dir.absolute()
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    given = {f.name: getattr(settings, f.name) for f in fields(Settings)}
    return Settings(
        **given
        | {
            "data_dir": data,
            "database_url": settings.database_url or f"sqlite:///{data / 'pentimento.sqlite'}",
            "storage_url": settings.storage_url or f"file://{data / 'storage'}",
            "public_url": (settings.public_url or f"http://{host}:{settings.port}").rstrip("/"),
        }
    )
