"""Uploads as people do them: files are chosen, questions answered, and the tray watched."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import FilePayload, Locator, Page, Request, expect

from tests.client import Json
from tests.servers import Server

TRAY: Final = "Uploads"
FILES: Final = """query Files($path: String!) { folder(path: $path) { files(first: 100) { nodes {
  name versionCount currentVersion { number size isPrivate isPublished tags description }
  versions { nodes { number url(tr: "orig-true") } } } } } }"""


def payload(name: str, content: bytes, mime: str = "image/jpeg") -> FilePayload:
    """A file on the device of whoever looks at the page."""
    return FilePayload(name=name, mimeType=mime, buffer=content)


def choose(page: Page, *files: FilePayload) -> Locator:
    """New > File upload; the dialog that opens."""
    page.get_by_role("button", name="New", exact=True).click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("menuitem", name="File upload").click()
    chooser.value.set_files(list(files))
    return page.get_by_role("dialog")


def upload(page: Page, *files: FilePayload) -> None:
    """Chooses files and says Upload, with no other setting."""
    choose(page, *files).get_by_role("button", name="Upload", exact=True).click()


def answer(page: Page, word: str) -> None:
    """Answers what is asked about a name that is taken."""
    page.get_by_role("dialog").get_by_role("button", name=word).click()


def tray(page: Page) -> Locator:
    """What is on its way."""
    return page.get_by_role("region", name=TRAY)


def row(page: Page, name: str) -> Locator:
    """One upload in the tray."""
    return tray(page).get_by_role("listitem").filter(has_text=name)


def expect_totals(page: Page, text: str) -> None:
    """Waits until the tray says how many are done."""
    expect(tray(page).get_by_role("heading")).to_have_text(text)


def sendings(page: Page) -> list[Request]:
    """The requests that bring bytes, from now on."""
    seen: list[Request] = []

    def see(request: Request) -> None:
        if "multipart/form-data" in request.headers.get("content-type", ""):
            seen.append(request)

    page.on("request", see)
    return seen


def files(library: Server, folder: str) -> dict[str, Json]:
    """Files of a folder by name."""
    found = library.client.graphql(FILES, {"path": folder})["folder"]
    return {} if found is None else {file["name"]: file for file in found["files"]["nodes"]}


def numbers(library: Server, folder: str) -> dict[str, object]:
    """How many versions each file of a folder has."""
    return {name: file["versionCount"] for name, file in files(library, folder).items()}


def clash(page: Page) -> Locator:
    """The question about a name that is taken."""
    return page.get_by_role("dialog", name="there already")
