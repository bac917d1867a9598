"""The page's pictures in README.md, made in Chromium of a library of photographs.

The photographs are those that scikit-image comes with, free to use; see its data/README.txt.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PIL import Image, ImageEnhance, ImageOps
from playwright.sync_api import Page

from tests import chromium, pypi
from tests.client import Client, Json
from tests.page.conftest import sign_in
from tests.servers import PRIVATE_KEY, Server

Edit = Callable[[Image.Image], Image.Image]

SIZE: Final = (1600, 1600)
VIEW: Final = (1440, 900)
SHOWN: Final = (1120, 700)


def _grey(picture: Image.Image) -> Image.Image:
    return ImageOps.grayscale(picture).convert("RGB")


def _vivid(picture: Image.Image) -> Image.Image:
    return ImageEnhance.Color(picture).enhance(2)


def _faded(picture: Image.Image) -> Image.Image:
    return ImageEnhance.Color(picture).enhance(0.3)


def _close(picture: Image.Image) -> Image.Image:
    return ImageOps.crop(picture, picture.width // 6)


def _mirrored(picture: Image.Image) -> Image.Image:
    return ImageOps.mirror(picture)


def _whole(picture: Image.Image) -> Image.Image:
    return picture


FILES: Final[dict[str, tuple[str, tuple[Edit, ...]]]] = {
    "/spring/camera-man.jpg": ("camera.png", (_whole,)),
    "/spring/cat.jpg": ("chelsea.png", (_faded, _grey, _close, _whole)),
    "/spring/coffee.jpg": ("coffee.png", (_grey, _whole)),
    "/spring/coins.jpg": ("coins.png", (_whole,)),
    "/spring/colour-wheel.jpg": ("color.png", (_whole,)),
    "/spring/deep-field.jpg": ("hubble_deep_field.jpg", (_whole,)),
    "/spring/launch.jpg": ("rocket.jpg", (_vivid, _whole)),
    "/spring/microscope.jpg": ("ihc.png", (_whole,)),
    "/spring/moon.jpg": ("moon.png", (_whole,)),
    "/spring/motorcycle.jpg": ("motorcycle_left.png", (_faded, _whole)),
    "/spring/retina.jpg": ("retina.jpg", (_whole,)),
    "/spring/banners/cat-banner.jpg": ("chelsea.png", (_mirrored,)),
    "/spring/print/cat-poster.jpg": ("chelsea.png", (_grey, _vivid)),
    "/spring/social/cat-card.jpg": ("chelsea.png", (_faded, _close)),
    "/spring/astronaut.jpg": ("astronaut.png", (_grey, _vivid, _whole)),
}
"""Path → photograph, and what was done to it for each version."""
FIELDS: Final[dict[str, tuple[Json, object]]] = {
    "Approved": ({"type": "Boolean"}, True),
    "Channel": ({"type": "SingleSelect", "selectOptions": ["Web", "Print"]}, "Web"),
    "Credit": ({"type": "Text"}, "NASA"),
    "Notes": ({"type": "Textarea"}, None),
    "Shot on": ({"type": "Date"}, "1993-07-27"),
}
"""Name → schema, and the astronaut's value."""


def shoot(server: Server, place: Path) -> None:
    """Writes page-folder.jpg, page-search.jpg and page-versions.jpg."""
    _fill(server.client)
    found = server.client.graphql('{ file(path: "/spring/astronaut.jpg") { id } }')
    views = {
        "folder": ("/library/spring", "light"),
        "search": ("/search?q=cat&versions=1", "dark"),
        "versions": (f"/file/{found['file']['id']}?versions=1", "light"),
    }
    with chromium.opened() as browser, tempfile.TemporaryDirectory() as folder:
        width, height = VIEW
        for name, (address, scheme) in views.items():
            page = browser.new_page(
                base_url=server.base_url,
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
            )
            sign_in(page, PRIVATE_KEY)
            shot = Path(folder) / f"{name}.png"
            _open(page, address)
            page.screenshot(path=shot)
            shown = Image.open(shot).convert("RGB").resize(SHOWN, Image.Resampling.LANCZOS)
            shown.save(place / f"page-{name}.jpg", quality=82)
            page.close()


def _fill(client: Client) -> None:
    for name, (schema, _) in FIELDS.items():
        field = {"name": name.lower().replace(" ", "_"), "label": name, "schema": schema}
        client.rest("POST", "/v1/customMetadataFields", json=field).raise_for_status()
    logos = {"folderName": "logos", "parentFolderPath": "/spring"}
    client.rest("POST", "/v1/folder", json=logos).raise_for_status()
    photographs = pypi.installed("scikit-image==0.26.0") / "skimage" / "data"
    for path, (source, edits) in FILES.items():
        folder, _, name = path.rpartition("/")
        with Image.open(photographs / source) as opened:
            picture = ImageOps.contain(opened.convert("RGB"), SIZE)
        for edit in edits:
            client.upload(_jpeg(edit(picture)), name, folder)
    values = {
        name.lower().replace(" ", "_"): value
        for name, (_, value) in FIELDS.items()
        if value is not None
    }
    found = client.graphql('{ file(path: "/spring/astronaut.jpg") { fileId } }')["file"]
    details = f"/v1/files/{found['fileId']}/details"
    client.rest("PATCH", details, json={"customMetadata": values}).raise_for_status()


def _jpeg(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=90)
    return file.getvalue()


def _open(page: Page, address: str) -> None:
    """Goes there, and waits until every picture is shown."""
    page.goto(address)
    page.locator("img").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.wait_for_function("[...document.images].every((image) => image.complete)")
