"""The pictures of README.md are what the server makes of the cat."""

from __future__ import annotations

import re

import pytest

from tests import pictures
from tests.client import Client
from tests.gallery import CHAINS, PLACE
from tests.servers import ROOT


@pytest.mark.parametrize(("name", "chain"), CHAINS.items())
def test_a_picture_is_what_its_chain_makes(client: Client, name: str, chain: str) -> None:
    client.upload((PLACE / "cat.jpg").read_bytes(), "cat.jpg")

    answer = client.deliver(f"/cat.jpg?tr={chain},f-jpg")

    made, shown = (
        pictures.opened(answer.content),
        pictures.opened((PLACE / f"{name}.jpg").read_bytes()),
    )
    assert made.size == shown.size
    for at in ((9, 9), (70, 45), (made.width - 9, made.height - 9)):
        pictures.assert_colour(made, at, pictures.pixel(shown, at), tolerance=40)


def test_readme_shows_each() -> None:
    told = (ROOT / "README.md").read_text()

    assert re.findall(r"!\[\]\(\.pictures/(\w+)\.jpg\)", told) == list(CHAINS)
