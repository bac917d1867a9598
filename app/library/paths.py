"""Paths and names: pure functions. A path is absolute, `/` between names, none at the end."""

from __future__ import annotations

import secrets
import string
import unicodedata

from app.errors import Invalid

MAX_DEPTH = 50
"""Folders below one another (rest-api.md §2.1)."""
MAX_NAME_BYTES = 255
MAX_FOLDER_BYTES = 2048
"""What PostgreSQL takes in an index, with room to spare."""

_SUFFIX_CHARACTERS = string.ascii_letters + string.digits + "_-"


def join(folder: str, name: str) -> str:
    """`/a` and `b` → `/a/b`."""
    return f"/{name}" if folder == "/" else f"{folder}/{name}"


def split(path: str) -> tuple[str, str]:
    """`/a/b` → `/a` and `b`; the root has no name."""
    folder, _, name = path.rpartition("/")
    return folder or "/", name


def clean_name(text: str, *, field: str = "fileName", reason: str | None = None) -> str:
    """A legal file name: letters, marks and digits of any script, `.`, `-`, `_`; else `_`.

    Raises Invalid for one that is empty, `.` or `..`, or longer than 255 bytes.
    """
    name = _clean(text, keep=".-_")
    if name in {"", ".", ".."}:
        message = f"Your request contains invalid {field} parameter."
        raise Invalid(message, reason=reason, field=field)
    if len(name.encode()) > MAX_NAME_BYTES:
        message = f"The {field} parameter is too long: at most {MAX_NAME_BYTES} bytes."
        raise Invalid(message, reason=reason, field=field)
    return name


def clean_folder_name(text: str, *, field: str = "folderName") -> str:
    """A legal folder name: letters, marks and digits of any script, `-`, `_`; else `_`."""
    if "/" in text:
        message = f"{field} parameter cannot have a slash."
        raise Invalid(message, reason="INVALID_FOLDER_PATH", field=field)
    return _clean_segment(text, field)


def clean_folder(text: str) -> str:
    """The folder that the text names, with legal names: `a//b c/` → `/a/b_c`.

    Raises Invalid (INVALID_FOLDER_PATH) for `.` and `..`, and for more than 50 levels.
    """
    path = "/" + "/".join(_clean_segment(each, "folderName") for each in text.split("/") if each)
    refuse_deep(path, field="folder")
    return path


def fits(path: str) -> bool:
    """Whether a folder's path may have so many bytes."""
    return len(path.encode()) <= MAX_FOLDER_BYTES


def refuse_deep(path: str, *, field: str) -> None:
    """Raises Invalid (INVALID_FOLDER_PATH) for a folder's path of too many levels or bytes."""
    if path.count("/") > MAX_DEPTH:
        message = f"A folder can be at most {MAX_DEPTH} levels deep."
        raise Invalid(message, reason="INVALID_FOLDER_PATH", field=field)
    if not fits(path):
        message = f"The path of a folder can have at most {MAX_FOLDER_BYTES} bytes."
        raise Invalid(message, reason="INVALID_FOLDER_PATH", field=field)


def tidy(text: str) -> str:
    """The path as it is asked for, its slashes put right: `a//b/` → `/a/b`. Names stay as sent."""
    text = unicodedata.normalize("NFC", text)
    return "/" + "/".join(segment for segment in text.split("/") if segment)


def unique_name(name: str) -> str:
    """The name with `_` and nine random characters before its last extension."""
    suffix = "_" + "".join(secrets.choice(_SUFFIX_CHARACTERS) for _ in range(9))
    stem, dot, extension = name.rpartition(".")
    if not stem:
        stem, dot, extension = name, "", ""
    tail = suffix + dot + extension
    return _cut(stem, MAX_NAME_BYTES - len(tail.encode())) + tail


def ancestors(path: str) -> list[str]:
    """Paths from the root down to the folder itself: `/a/b` → `/`, `/a`, `/a/b`."""
    names = [name for name in path.split("/") if name]
    return ["/", *("/" + "/".join(names[: n + 1]) for n in range(len(names)))]


def _clean_segment(text: str, field: str) -> str:
    if text in {".", ".."}:
        message = "'.' & '..' can not be used as folder-name"
        raise Invalid(message, reason="INVALID_FOLDER_PATH", field=field)
    name = _clean(text, keep="-_")
    if not name or len(name.encode()) > MAX_NAME_BYTES:
        message = f"A folder name has 1 to {MAX_NAME_BYTES} bytes."
        raise Invalid(message, reason="INVALID_FOLDER_PATH", field=field)
    return name


def _clean(text: str, *, keep: str) -> str:
    text = unicodedata.normalize("NFC", text)
    return "".join(c if c in keep or unicodedata.category(c)[0] in "LMN" else "_" for c in text)


def _cut(text: str, size: int) -> str:
    return text.encode()[: max(size, 0)].decode(errors="ignore")
