"""GraphiQL: a page to try queries on, for those who come with a browser.

The page, its style and its script are ours. GraphiQL and React come from a local folder that has
their npm packages, as `node_modules` does, or else from unpkg.com, where the browser checks their
hashes. The page runs nothing but them: the Content-Security-Policy allows no inline code.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from app.errors import NotFound
from app.graphql.negotiation import wants_page

CDN: Final = "https://unpkg.com/"
STATIC: Final = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class Package:
    """A file of an npm package."""

    name: str
    version: str
    file: str
    sha384: str

    @property
    def path(self) -> str:
        """Where it lies in `node_modules`."""
        return f"{self.name}/{self.file}"

    @property
    def url(self) -> str:
        """Where everybody gets it."""
        return f"{CDN}{self.name}@{self.version}/{self.file}"


PACKAGES: Final = (
    Package(
        "react",
        "18.2.0",
        "umd/react.production.min.js",
        "tMH8h3BGESGckSAVGZ82T9n90ztNXxvdwvdM6UoR56cYcf+0iGXBliJ29D+wZ/x8",
    ),
    Package(
        "react-dom",
        "18.2.0",
        "umd/react-dom.production.min.js",
        "bm7MnzvK++ykSwVJ2tynSE5TRdN+xL418osEVF2DE/L/gfWHj91J2Sphe582B1Bh",
    ),
    Package(
        "graphiql",
        "3.8.3",
        "graphiql.min.js",
        "HbRVEFG0JGJZeAHCJ9Xm2+tpknBQ7QZmNlO/DgZtkZ0aJSypT96YYGRNod99l9Ie",
    ),
    Package(
        "graphiql",
        "3.8.3",
        "graphiql.min.css",
        "Mq3vbRBY71jfjQAt/DcjxUIYY33ksal4cgdRt9U/hNPvHBCaT2JfJ/PTRiPKf0aM",
    ),
)

_OURS: Final = {"graphiql.js": "text/javascript", "graphiql.css": "text/css"}


class GraphiQL:
    """Serves the page and what it needs."""

    def __init__(self, assets: Path | None) -> None:
        self._assets = assets
        missing = [p.path for p in PACKAGES if assets and not (assets / p.path).is_file()]
        if missing:
            raise FileNotFoundError(f"{assets} lacks GraphiQL's files: {', '.join(missing)}")
        self._template = Template((STATIC / "graphiql.html").read_text())

    def is_wanted(self, request: Request) -> bool:
        """Whether the request is a browser's that wants something to look at."""
        return (
            request.method == "GET"
            and "query" not in request.query_params
            and wants_page(request.headers.get("accept"))
        )

    def page(self, request: Request) -> Response:
        """The page. It holds no secret, so everybody may have it."""
        # Relative links work below whatever path a proxy puts us.
        last = request.url.path.rpartition("/")[2]
        base, root = (f"{last}/", "") if last else ("", "../")
        tags = [self._tag(package, base) for package in PACKAGES]
        content = self._template.substitute(base=base, root=root, packages="\n    ".join(tags))
        headers = {
            "content-security-policy": self._policy(),
            "cache-control": "no-cache",
            "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff",
            "vary": "Accept",
        }
        return Response(content, headers=headers, media_type="text/html; charset=utf-8")

    def file(self, path: str) -> Response:
        """A file of the page: `static/…` is ours, `assets/…` GraphiQL's; NotFound."""
        folder, _, name = path.strip("/").partition("/")
        headers = {"cache-control": "no-cache", "x-content-type-options": "nosniff"}
        if folder == "static" and name in _OURS:
            return FileResponse(STATIC / name, headers=headers, media_type=_OURS[name])
        if folder == "assets" and self._assets and name in {p.path for p in PACKAGES}:
            return FileResponse(self._assets / name, headers=headers)
        raise NotFound("The requested URL does not exist.")

    def _tag(self, package: Package, base: str) -> str:
        link = f"{base}assets/{package.path}"
        check = ""
        if self._assets is None:
            link = package.url
            check = f' integrity="sha384-{package.sha384}" crossorigin="anonymous"'
        if package.file.endswith(".css"):
            return f'<link rel="stylesheet" href="{link}"{check}>'
        return f'<script src="{link}"{check} defer></script>'

    def _policy(self) -> str:
        foreign = {".js": "", ".css": ""}
        if self._assets is None:
            for package in PACKAGES:
                foreign[Path(package.file).suffix] += f" {package.url}"
        return (
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            f" script-src 'self'{foreign['.js']}; style-src 'self'{foreign['.css']};"
            " img-src 'self' data:; font-src 'self' data:; connect-src 'self'"
        )
