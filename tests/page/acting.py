"""What people do with assets in the page: choose them, open menus, and read what these offer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from playwright.sync_api import Locator, Page, Request, expect

from tests.client import Client, Json
from tests.pictures import photo

READ = """query ($path: String!) { folder(path: $path) {
  children(first: 100, types: [FOLDER]) { nodes { name } }
  files(first: 100) { nodes { id name tags versionCount } } } }"""


def tile(page: Page, name: str) -> Locator:
    """The one whose spoken name begins so."""
    return page.get_by_role("gridcell", name=name).first


def menu_of(page: Page, *names: str) -> Locator:
    """The menu of these, opened at the last of them."""
    choose(page, *names[:-1])
    if len(names) > 1:
        tile(page, names[-1]).click(modifiers=["Control"])
    tile(page, names[-1]).click(button="right")
    menu = page.get_by_role("menu")
    expect(menu).to_be_visible()
    return menu


def choose(page: Page, *names: str) -> None:
    """Chooses these, one after the other."""
    for name in names:
        tile(page, name).click(modifiers=["Control"])


def entries(menu: Locator) -> list[str]:
    """What a menu offers, in order."""
    return menu.get_by_role("menuitem").all_inner_texts()


def pick(page: Page, action: str, *names: str) -> None:
    """Chooses an action from the menu of these."""
    menu_of(page, *names).get_by_role("menuitem", name=action, exact=True).click()


def bar(page: Page) -> Locator:
    """What is shown while something is chosen."""
    return page.get_by_role("region", name="Selection")


def toast(page: Page, text: str) -> Locator:
    """The note that says so."""
    return page.get_by_role("region", name="Notifications").get_by_text(text)


def undo(page: Page) -> None:
    """Takes back what the note is about."""
    page.get_by_role("region", name="Notifications").get_by_role("button", name="Undo").click()


@contextmanager
def inputs(page: Page, mutation: str) -> Iterator[list[Json]]:
    """Inputs of the mutations of that name that the page sends meanwhile."""
    sent: list[Json] = []

    def see(request: Request) -> None:
        if request.url.endswith("/graphql") and request.post_data:
            body: dict[str, Any] = orjson.loads(request.post_data)
            if f"{mutation}(input:" in body["query"]:
                sent.append(body["variables"]["input"])

    page.on("request", see)
    yield sent
    page.remove_listener("request", see)


def put(client: Client, folder: str, *names: str, versions: int = 1, **options: str) -> None:
    """Uploads pictures, each in as many versions."""
    for name in names:
        for seed in range(versions):
            client.upload(photo((60, 40), seed=seed), name, folder, **options)


def lose(client: Client, folder: str, *names: str) -> None:
    """Deletes files, as somebody else may at any time."""
    for name in names:
        found = client.at(f"{folder}/{name}")
        assert found is not None
        client.delete(found["fileId"])


def inside(client: Client, folder: str) -> dict[str, Json]:
    """Files of a folder by name, and its folders with nothing about them."""
    found = client.graphql(READ, {"path": folder})["folder"]
    if found is None:
        return {}
    return {each["name"]: each for each in found["children"]["nodes"] + found["files"]["nodes"]}


def versions(client: Client, folder: str) -> dict[str, int]:
    """How many versions each file of a folder has."""
    files = inside(client, folder).values()
    return {each["name"]: each["versionCount"] for each in files if "versionCount" in each}


def drawer(page: Page) -> Locator:
    """The drawer that asks where to."""
    return page.get_by_role("dialog").last


def enter(page: Page, *names: str) -> None:
    """Opens folders in the drawer, beginning at Home."""
    drawer(page).get_by_role("button", name="Home", exact=True).click()
    for name in names:
        drawer(page).get_by_role("list", name="Folders").get_by_role("button", name=name).click()


def press(page: Page, label: str) -> None:
    """Presses a button of the drawer."""
    drawer(page).get_by_role("button", name=label).click()
