"""Files that the tests of the details page look at, and what people see of them there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.client import Client
from tests.pictures import assert_colour, opened

_READ = """query ($path: String!) { file(path: $path) {
  id fileId currentVersion { id number tags focus { x y width height }
    customMetadata { field { name } value } }
  versions(first: 100) { nodes { id versionId number isCurrent sha256 isPrivate } } } }"""


@dataclass(frozen=True, slots=True)
class Filed:
    """A file of the library, and where the page shows it."""

    client: Client
    path: str

    def read(self) -> dict[str, object]:
        """What the API says of it now."""
        file: dict[str, object] = self.client.graphql(_READ, {"path": self.path})["file"]
        return file

    @property
    def address(self) -> str:
        """Of the details page."""
        return f"/file/{self.read()['id']}"

    @property
    def current(self) -> dict[str, object]:
        """The current version."""
        found = self.read()["currentVersion"]
        assert isinstance(found, dict)
        return found

    def number(self) -> object:
        """Of the current version."""
        return self.current["number"]

    def version(self, number: int) -> dict[str, str]:
        """The version with this number."""
        versions = self.read()["versions"]
        assert isinstance(versions, dict)
        found: dict[str, str] = next(v for v in versions["nodes"] if v["number"] == number)
        return found

    def address_of(self, number: int) -> str:
        """Of the details page of a version."""
        return f"{self.address}/v/{self.version(number)['id']}"


def file(client: Client, path: str, contents: Sequence[bytes], **fields: object) -> Filed:
    """Uploads the contents, each on top of the one before."""
    folder, _, name = path.rpartition("/")
    for content in contents:
        client.upload(content, name, folder or "/", **fields)
    return Filed(client, path)


def preview(page: Page) -> Locator:
    """The picture in the middle."""
    return page.get_by_role("region", name="Preview").get_by_role("img")


def expect_shown(page: Page, alt: str, colour: Sequence[int]) -> None:
    """The picture in the middle is the one so called and has this colour in its middle."""
    expect(preview(page)).to_have_accessible_name(alt)
    preview(page).evaluate("image => image.decode()")
    image = opened(preview(page).screenshot(animations="disabled"))
    assert_colour(image, (image.width // 2, image.height // 2), colour, tolerance=24)


def versions_button(page: Page) -> Locator:
    """The one that names the version shown."""
    return page.locator("versions-list").get_by_role("button")


def option(page: Page, name: str) -> Locator:
    """A card of the list of versions."""
    return page.get_by_role("listbox", name="Versions").get_by_role("option", name=name)


def facts(page: Page) -> Locator:
    """The pane that tells what is known of the file."""
    return page.get_by_role("region", name="File information and actions")
