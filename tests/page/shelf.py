"""What is in the library that the page's tests look at; a test may add folders of its own.

/            notes.txt  wide.jpg
/pets        cat.jpg, in three versions  dog.png  moving.gif  disc.webp
/web         hero.jpg, private, in two versions  draft.png, not published  logo.svg
/web/banners a very long name.jpg
/empty
"""

from __future__ import annotations

from tests.client import Client, Json
from tests.pictures import BLUE, GREEN, RED, SVG, animated, photo, plain, quarters, transparent

CAT_VERSIONS = (
    quarters((640, 480), "jpeg"),
    plain(RED, (800, 600)),
    plain(BLUE, (1920, 1280)),
)
"""Contents of /pets/cat.jpg: version 1, 2, and 3, which is current."""
LONG_NAME = "a photograph whose name goes on and on until no tile is wide enough for it.jpg"


def fill(client: Client) -> None:
    """Uploads everything, always in the same order."""
    client.upload(b"Nothing to see here.\n", "notes.txt")
    client.upload(photo((1600, 400)), "wide.jpg", tags="wide,landscape")
    for content in CAT_VERSIONS:
        client.upload(content, "cat.jpg", "/pets", tags="cat,pet")
    client.upload(photo((600, 900), seed=2, kind="png"), "dog.png", "/pets", tags="dog,pet")
    client.upload(animated(), "moving.gif", "/pets")
    client.upload(transparent((400, 300), "webp"), "disc.webp", "/pets")
    for colour in (GREEN, RED):
        client.upload(plain(colour, (1200, 800)), "hero.jpg", "/web", isPrivateFile=True)
    client.upload(plain(BLUE, (300, 300), "png"), "draft.png", "/web", isPublished=False)
    client.upload(SVG, "logo.svg", "/web")
    client.upload(photo((900, 600), seed=3), LONG_NAME, "/web/banners")
    folder: Json = {"folderName": "empty", "parentFolderPath": "/"}
    assert client.rest("POST", "/v1/folder", json=folder).status_code == 201
