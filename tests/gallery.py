"""The pictures of README.md, made by the server from `.pictures/cat.jpg`, and those of the page
(gallery_pages.py). See scripts/pictures.

The cat is Chelsea, photographed by Stéfan van der Walt, in the public domain (CC0).
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from tests import gallery_pages
from tests.servers import ROOT, Home, Server

PLACE: Final = ROOT / ".pictures"
CHAINS: Final = {
    "cover": "w-140,h-140",
    "at_max": "w-140,h-140,c-at_max",
    "at_least": "w-140,h-140,c-at_least",
    "force": "w-140,h-140,c-force",
    "pad_resize": "w-140,h-140,cm-pad_resize,bg-F3D9B1",
    "extract": "w-140,h-140,cm-extract",
    "focus": "w-140,h-140,fo-right",
    "round": "w-140,h-140,r-max,bg-FFFFFF",
    "frame": "w-128,h-128,e-grayscale,b-6_A94D34",
    "text": "w-140,h-140,l-text,i-Chelsea,co-FFFFFF,fs-24,lfo-bottom,l-end",
    "blurred": "w-140,h-140,cm-pad_resize,bg-blurred",
    "layer": "w-140,h-140,l-image,i-cat.jpg,w-60,b-2_white,lx-N4,ly-N4,l-end",
}
"""File name without extension → transformation."""


def main() -> None:
    """Makes them anew."""
    with tempfile.TemporaryDirectory() as name:
        home = Home(Path(name) / "data", f"sqlite:///{name}/data/pentimento.sqlite")
        with Server(home) as server:
            server.client.upload((PLACE / "cat.jpg").read_bytes(), "cat.jpg")
            for file, chain in CHAINS.items():
                answer = server.client.deliver(f"/cat.jpg?tr={chain},f-jpg")
                answer.raise_for_status()
                (PLACE / f"{file}.jpg").write_bytes(answer.content)
        home = Home(Path(name) / "pages", f"sqlite:///{name}/pages/pentimento.sqlite")
        with Server(home) as server:
            gallery_pages.shoot(server, PLACE)


if __name__ == "__main__":
    main()
