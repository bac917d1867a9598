"""The page and its files, as they were when the server started.

One page answers for every view; its script reads the address. It runs nothing but our files, and
no text becomes code or markup in it: the policy asks browsers to see to that. It names its files
below a hash of them all, so that a browser keeps them until one has changed, and names every
module, so that none is found by reading another.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from string import Template
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from app.errors import NotFound
from app.web.errors import Handler

PLACE: Final = Path(__file__).parent
THEME: Final = "script/theme.js"
"""No module: it runs before anything is painted."""
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_BUILD: Final = re.compile("[0-9a-f]{16}")
_NOSNIFF: Final = {"x-content-type-options": "nosniff"}
_REVALIDATED: Final = {**_NOSNIFF, "cache-control": "no-cache"}
_KEPT: Final = {**_NOSNIFF, "cache-control": "public, max-age=31536000, immutable"}


class Files:
    """The files beside the page, by names like `library.css` and `script/main.js`."""

    def __init__(self) -> None:
        found = sorted(path for path in PLACE.rglob("*") if path.suffix in _TYPES)
        self._contents = {path.relative_to(PLACE).as_posix(): path.read_bytes() for path in found}
        everything = hashlib.sha256()
        for name, content in self._contents.items():
            everything.update(f"{name} {len(content)} ".encode() + content)
        self.build = everything.hexdigest()[:16]

    @property
    def modules(self) -> list[str]:
        """The names of the script's modules."""
        return [name for name in self._contents if name.endswith(".js") and name != THEME]

    async def answer(self, request: Request) -> Response:
        """A file: to be kept under the hash of this build, else to be asked for each time.

        Another build's hash is another server's, while one takes the place of the other.
        """
        build, _, name = request.path_params["name"].partition("/")
        if not _BUILD.fullmatch(build):
            build, name = "", request.path_params["name"]
        content = self._contents.get(name)
        if content is None:
            raise NotFound("The requested URL does not exist.")
        headers = _KEPT if build == self.build else _REVALIDATED
        return _answer(request, content, _TYPES[Path(name).suffix], headers)


def page(public_url: str, files: Files) -> Handler:
    """The page, the same for everybody: it holds no secret."""
    template = Template((PLACE / "page.html").read_text())
    modules = [
        f'<link rel="modulepreload" href="page/{files.build}/{name}">' for name in files.modules
    ]
    headers = {
        **_REVALIDATED,
        "content-security-policy": _policy(public_url),
        "cross-origin-opener-policy": "same-origin",
        "referrer-policy": "same-origin",
    }

    async def answer(request: Request) -> Response:
        # Relative links work below whatever path a proxy puts us.
        up = "../" * (request.scope["raw_path"].count(b"/") - 1)
        content = template.substitute(
            base=up or "./", build=files.build, modules="\n    ".join(modules)
        )
        return _answer(request, content.encode(), "text/html; charset=utf-8", headers)

    return answer


def _answer(request: Request, content: bytes, media_type: str, headers: dict[str, str]) -> Response:
    """The content, or 304 for who has it."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {**headers, "etag": etag}
    known = request.headers.get("if-none-match", "").split(",")
    if etag in {tag.strip().removeprefix("W/") for tag in known}:
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=media_type)


def _policy(public_url: str) -> str:
    """Pictures have absolute URLs, which may name another host than the page was asked from."""
    media = "{0.scheme}://{0.netloc}".format(urlsplit(public_url))
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self';"
        f" img-src 'self' data: blob: {media}; media-src 'self' {media}; connect-src 'self';"
        " base-uri 'self'; form-action 'none'; frame-ancestors 'none';"
        " require-trusted-types-for 'script'; trusted-types 'none'"
    )
