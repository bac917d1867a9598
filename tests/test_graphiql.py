"""GraphiQL in a real browser: with local files and none but ours asked, and with those of a CDN."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import pytest
from graphql import build_schema, parse, validate
from playwright.sync_api import Page, Route, expect

from app.graphql.graphiql import CDN, PACKAGES, STATIC
from tests import chromium, databases, npm
from tests.chromium import needs_browser
from tests.databases import Kind, Postgres
from tests.servers import PRIVATE_KEY, ROOT, Home, Server

NPM_PACKAGES = sorted({f"{package.name}@{package.version}" for package in PACKAGES})
HTML = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}

# What the editor runs, and the tab that another GraphiQL would open. That is stored a while later,
# and one made before then mixes the two up.
OPERATION = "document.querySelector('.graphiql-query-editor .CodeMirror').CodeMirror.operationName"
STORED_TAB = """(() => {
    const stored = JSON.parse(localStorage["graphiql:tabState"] ?? '{"tabs": []}');
    return stored.tabs[stored.activeTabIndex]?.operationName;
})()"""


@pytest.fixture(scope="module")
def modules() -> Path:
    """A folder with GraphiQL's packages."""
    return npm.installed(*NPM_PACKAGES) / "node_modules"


@pytest.fixture
def page() -> Iterator[Page]:
    """A page of Chromium that fails the test when its console has anything to say.

    It is opened after the servers and closed before them: they cannot be started beside the event
    loop that it runs on.
    """
    said: list[str] = []
    with chromium.opened() as browser:
        opened = browser.new_page()
        opened.on("console", lambda message: said.append(message.text))
        opened.on("pageerror", lambda error: said.append(str(error)))
        yield opened
    assert said == []


@pytest.fixture
def home(postgres: Callable[[], Postgres], tmp_path: Path) -> Home:
    """On one database only: the page is the same on any."""
    return databases.home(Kind.SQLITE, tmp_path / "home", postgres)


@pytest.fixture
def online(home: Home) -> Iterator[Server]:
    """A server whose page takes GraphiQL's files from the CDN."""
    with Server(home) as server:
        yield server


@pytest.fixture
def offline(home: Home, modules: Path) -> Iterator[Server]:
    """A server that has GraphiQL's files in a folder, and one file with two versions."""
    with Server(home, GRAPHIQL_DIR=str(modules)) as server:
        for content in (b"1", b"2"):
            server.client.upload(content, "cat.jpg", "/pets")
        yield server


def sign_in(page: Page) -> None:
    """Gives the page the private key."""
    page.get_by_label("Private key").fill(PRIVATE_KEY)
    page.get_by_role("button", name="Use").click()


def run(page: Page, tab: str, expected: str) -> None:
    """Runs the query of a tab and waits for a text in its answer."""
    page.get_by_role("tab", name=tab).click()
    # GraphiQL takes a moment to see which operation the tab has; people are slower than that.
    deadline = monotonic() + 10
    while not page.evaluate(OPERATION) == page.evaluate(STORED_TAB) == tab:
        assert monotonic() < deadline, f"no operation {tab}"
        page.wait_for_timeout(20)
    page.get_by_role("button", name="Execute query").click()
    answer = page.get_by_role("region", name="Result Window")
    expect(answer).to_contain_text(expected)


@needs_browser
def test_it_works_with_local_files_and_asks_nobody_else(offline: Server, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"{offline.base_url}/graphql")
    sign_in(page)
    run(page, "Browse", '"name": "pets"')
    run(page, "Versions", '"totalCount": 2')
    run(page, "Copy", '"copiedVersionCount": 2')
    run(page, "Search", '"totalCount": 4')
    run(page, "Usage", '"versionCount": 4')
    run(page, "Upload", '"maxVersionsPerFile": 100')
    page.get_by_role("button", name="Show Documentation Explorer").click()
    expect(page.get_by_role("link", name="FileVersion", exact=True)).to_be_visible()

    assert {re.sub(r"^(\w+://[^/]+).*", r"\1", url) for url in asked} == {offline.base_url}


@needs_browser
def test_the_key_stays_in_the_tab_until_it_is_forgotten(offline: Server, page: Page) -> None:
    page.goto(f"{offline.base_url}/graphql")
    sign_in(page)
    run(page, "Browse", '"name": "pets"')
    page.reload()
    run(page, "Browse", '"name": "pets"')

    kept = page.evaluate("JSON.stringify([Object.values(sessionStorage), {...localStorage}])")
    page.get_by_role("button", name="Forget").click()
    left = page.evaluate("Object.values(sessionStorage)")

    session, local = json.loads(kept)
    assert session == [PRIVATE_KEY]
    assert PRIVATE_KEY not in json.dumps(local)
    assert left == []
    expect(page.get_by_label("Private key")).to_be_visible()


@needs_browser
def test_who_is_signed_in_needs_no_key(offline: Server, page: Page) -> None:
    answer = page.context.request.post(f"{offline.base_url}/session", data={"key": PRIVATE_KEY})
    assert answer.status == 204

    page.goto(f"{offline.base_url}/graphql")
    expect(page.get_by_role("status")).to_have_text("Signed in as private key.")
    expect(page.get_by_label("Private key")).to_be_hidden()
    run(page, "Versions", '"totalCount": 2')

    page.get_by_role("button", name="Use another key").click()
    sign_in(page)
    expect(page.get_by_role("status")).to_have_text("Private key in use, in this tab only.")
    run(page, "Browse", '"name": "pets"')
    page.get_by_role("button", name="Forget").click()
    expect(page.get_by_role("status")).to_have_text("Signed in as private key.")


@needs_browser
@pytest.mark.parametrize("path", ["/graphql", "/graphql/"])
def test_it_leads_to_the_library_and_to_signing_in(offline: Server, page: Page, path: str) -> None:
    page.goto(offline.base_url + path)

    for name, place in (("Media library", "/library"), ("Sign in instead", "/sign-in")):
        link = page.get_by_role("link", name=name)
        expect(link).to_be_visible()
        assert link.evaluate("(link) => link.href") == offline.base_url + place


def test_its_examples_are_what_the_schema_has() -> None:
    schema = build_schema((ROOT / "schema.graphql").read_text())

    examples = re.findall(r"query: `(.*?)`,", (STATIC / "graphiql.js").read_text(), re.S)

    assert len(examples) == 8
    for example in examples:
        assert validate(schema, parse(example)) == [], example


@needs_browser
def test_it_takes_files_of_the_cdn_by_their_hashes(
    online: Server, modules: Path, page: Page
) -> None:
    def answer(route: Route) -> None:
        path = re.sub(r"@[^/]+", "", route.request.url.removeprefix(CDN), count=1)
        route.fulfill(path=modules / path, headers={"access-control-allow-origin": "*"})

    page.route(f"{CDN}**", answer)

    page.goto(f"{online.base_url}/graphql")
    sign_in(page)
    run(page, "Upload", '"maxVersionsPerFile": 100')


def test_the_hashes_are_those_of_the_packages(modules: Path) -> None:
    for package in PACKAGES:
        digest = hashlib.sha384((modules / package.path).read_bytes()).digest()
        assert package.sha384 == base64.b64encode(digest).decode(), package.path


def test_the_page_is_for_browsers_only_and_allows_nothing_inline(online: Server) -> None:
    anonymous = online.client.anonymous

    page = anonymous.get("/graphql", headers=HTML)
    by_tool = anonymous.get("/graphql")
    with_query = anonymous.get("/graphql", params={"query": "{ a }"}, headers=HTML)

    assert (page.status_code, by_tool.status_code, with_query.status_code) == (200, 401, 401)
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert re.findall(r"https://[^ ;]+", policy) == [
        package.url for package in sorted(PACKAGES, key=lambda each: each.file.endswith(".css"))
    ]
    assert not re.search(r"<script(?! src=)|<style|\son\w+=|style=", page.text)
    assert page.text.count("integrity=") == len(PACKAGES)


def test_nothing_else_is_served_beside_it(offline: Server) -> None:
    served = {
        path: offline.client.rest("GET", f"/graphql/{path}").status_code
        for path in (
            "static/graphiql.js",
            "assets/graphiql/graphiql.min.css",
            "static/graphiql.html",
            "static/..%2fapp.py",
            "assets/react/package.json",
            "assets/..%2f..%2f..%2fetc/passwd",
            "other",
        )
    }

    assert list(served.values()) == [200, 200, 404, 404, 404, 404, 404]


def test_a_folder_without_the_files_stops_the_start(home: Home, tmp_path: Path) -> None:
    server = Server(home, GRAPHIQL_DIR=str(tmp_path))

    with pytest.raises(AssertionError, match=r"lacks GraphiQL's files: react/umd"):
        server.start()
