"""Sites: whether a page of another site made a browser ask, told from the headers of the request.

Browsers say so in Sec-Fetch-Site, but only to servers with TLS or on this machine; in Origin they
name the page that posts.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit


def is_foreign(headers: Mapping[str, str]) -> bool:
    """Whether the browser says that it was a page of another site."""
    is_other = headers.get("sec-fetch-site") in ("cross-site", "same-site")
    return is_other and _host(headers.get("origin", "")) != headers.get("host")


def may_be_foreign(headers: Mapping[str, str], public_url: str) -> bool:
    """The same for what the browser adds a cookie to: it must not even look like it."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site not in ("same-origin", "none")
    # A proxy may have put another host in place of the one that clients see.
    return origin is not None and _host(origin) not in (headers.get("host"), _host(public_url))


def _host(url: str) -> str:
    """With the port."""
    return urlsplit(url).netloc
