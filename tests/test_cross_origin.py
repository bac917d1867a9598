"""Pages of other origins may upload and do nothing else: what browsers ask, and a real one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser

from tests import chromium
from tests.chromium import needs_browser
from tests.client import Client
from tests.credentials import USED, V1, V2, signed_fields, token_for
from tests.servers import Server

ORIGIN = "https://shop.example.org"


@pytest.mark.parametrize("path", [V1, V2, V1 + "/", V2 + "/"])
@pytest.mark.parametrize("headers", [None, "content-type", "authorization,x-requested-with"])
def test_a_browser_is_told_that_it_may_upload(
    client: Client, path: str, headers: str | None
) -> None:
    asked = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}
    asked |= {"Access-Control-Request-Headers": headers} if headers else {}

    answer = client.anonymous.options(path, headers=asked)

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]
    for header in (headers or "authorization").split(","):
        assert header in answer.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/v1/files", "/v1/folder", "/v1/files/copy", "/v1/accounts/usage", "/graphql"]
)
def test_a_browser_is_told_nothing_about_the_rest(client: Client, path: str) -> None:
    asked = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}

    before = client.anonymous.options(path, headers=asked)
    answer = client.http.get(path, headers={"Origin": ORIGIN})

    for said in (before, answer):
        assert not [name for name in said.headers if name.startswith("access-control-")]


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[str]:
    """A server of somebody else, with an empty page."""
    (tmp_path / "index.html").write_text("<!doctype html><title>Shop</title>")
    handler = partial(SimpleHTTPRequestHandler, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as shop:
        serving = Thread(target=shop.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{shop.server_port}"
        shop.shutdown()
        serving.join()


@pytest.fixture
def browser(server: Server, origin: str) -> Iterator[Browser]:
    """Chromium, opened after the servers and closed before them."""
    with chromium.opened() as opened:
        yield opened


UPLOAD = """([url, fields]) => new Promise((resolve) => {
    const form = new FormData();
    form.append("file", new Blob(["a text"]), "a.txt");
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    const request = new XMLHttpRequest();
    const done = () => resolve({
        status: request.status,
        body: request.responseText && JSON.parse(request.responseText),
        id: request.getResponseHeader("x-ik-requestid"),
    });
    request.onload = request.onerror = done;
    // Listening to progress makes the browser ask before it sends.
    request.upload.onprogress = () => {};
    request.open("POST", url);
    request.send(form);
})"""


@needs_browser
def test_a_page_of_another_origin_uploads(
    client: Client, folder: str, origin: str, browser: Browser
) -> None:
    """As ImageKit's script for browsers does it: the file first, and its progress shown."""
    page = browser.new_page()
    page.goto(origin)
    common = {"fileName": "a.txt", "folder": folder, "useUniqueFileName": "false"}
    one = common | signed_fields()
    two = common | {"token": token_for(common)}

    first = page.evaluate(UPLOAD, [client.base_url + V1, one])
    second = page.evaluate(UPLOAD, [client.base_url + V2, two])
    again = page.evaluate(UPLOAD, [client.base_url + V1, one])

    assert (first["status"], first["body"]["filePath"]) == (200, f"{folder}/a.txt")
    assert (second["status"], second["body"]["versionInfo"]["name"]) == (200, "Version 2")
    assert (again["status"], again["body"]["message"]) == (400, USED.format(one["token"]))
    assert len(again["id"]) == 36
