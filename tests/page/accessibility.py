"""Asks axe-core whether a page can be used by everybody, in light and in dark.

It runs in a world of its own, by the browser's debugger: the page's policy lets in no script.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final, Literal

import orjson
from playwright.sync_api import CDPSession, Page

from tests import npm

Scheme = Literal["light", "dark"]

AXE: Final = "axe-core@4.14.1"
TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")


def assert_accessible(page: Page, schemes: Sequence[Scheme] = SCHEMES) -> None:
    """Fails with each rule that the page breaks as it is now, and where."""
    found = [
        f"in {scheme} colours, {problem}" for scheme in schemes for problem in _found(page, scheme)
    ]
    page.emulate_media(color_scheme="light")
    assert found == [], f"{page.url} is not accessible:\n" + "\n".join(found)


def _found(page: Page, scheme: Scheme) -> list[str]:
    page.emulate_media(color_scheme=scheme)
    session = page.context.new_cdp_session(page)
    try:
        _run(session, _source())
        options = orjson.dumps({"runOnly": list(TAGS), "resultTypes": ["violations"]}).decode()
        broken = _run(session, f"axe.run(document, {options}).then((r) => r.violations)")
    finally:
        session.detach()
    return [_told(rule) for rule in broken]


def _run(session: CDPSession, expression: str) -> Any:
    """The value of the expression in the page; `evaluate` would ask the page's policy."""
    answer = session.send(
        "Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True}
    )
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return answer["result"].get("value")


def _told(rule: dict[str, Any]) -> str:
    """The rule, and every element that breaks it with what to do."""
    places = [f"    {node['html']}\n    {_hint(node)}" for node in rule["nodes"]]
    return "\n".join([f"{rule['id']} ({rule['impact']}): {rule['help']}", *places])


def _hint(node: dict[str, Any]) -> str:
    return str(node["failureSummary"]).replace("\n", "\n    ")


@cache
def _source() -> str:
    """axe-core, and nothing as its value."""
    folder = npm.installed(AXE)
    return (folder / "node_modules/axe-core/axe.min.js").read_text() + ";undefined"
