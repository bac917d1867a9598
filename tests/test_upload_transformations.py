"""Transformations that come with an upload: before it is stored, and after."""

from __future__ import annotations

import os
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest
from PIL import Image

from tests import pictures
from tests.client import Client
from tests.conftest import NewHome
from tests.mutating import upload
from tests.pictures import GREEN, RED
from tests.servers import Server

REFUSED = "The file could not be uploaded because "
INVALID = f"{REFUSED}the transformation field is invalid."
NO_VIDEOS = f"{REFUSED}this server does not transform videos."
VIDEO = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 100
PICTURES_ONLY = f"{REFUSED}transformations are supported only for image and video files."
INCOMPATIBLE = f"{REFUSED}the detected file type & post-transformation are incompatible."


@pytest.fixture
def own(new_home: NewHome) -> Iterator[Server]:
    """A server whose disk is this test's alone."""
    with Server(new_home()) as server:
        yield server


def kept(server: Server) -> int:
    """How many renditions are on disk."""
    top = server.home.data_dir / "storage" / "renditions"
    return sum(len(names) for _, _, names in os.walk(top))


def test_a_picture_is_changed_before_it_is_stored(client: Client, folder: str) -> None:
    content = pictures.quarters((80, 60))

    uploaded = client.upload(
        content, "a.png", folder, transformation={"pre": "w-40,h-30:fl-h", "post": []}
    )

    assert (uploaded["width"], uploaded["height"]) == (40, 30)
    stored = client.fetched(uploaded["url"])
    assert uploaded["size"] == len(stored)
    image = pictures.opened(stored)
    assert (image.format, image.size) == ("PNG", (40, 30))
    pictures.assert_colour(image, (5, 5), GREEN)
    assert client.details(uploaded["fileId"])["mime"] == "image/png"


def test_each_version_is_changed_by_what_came_with_it(client: Client, folder: str) -> None:
    content = pictures.quarters((80, 60), "jpeg")
    for pre in ("w-40", "", "tr:w-20,f-png"):
        uploaded = client.upload(content, "a.jpg", folder, transformation={"pre": pre})

    sizes = [version["width"] for version in client.versions(uploaded["fileId"])]
    assert sizes == [20, 80, 40]
    assert pictures.opened(client.fetched(uploaded["url"])).format == "PNG"


def test_other_files_of_the_library_may_be_laid_over(client: Client, folder: str) -> None:
    client.upload(pictures.plain(RED, (10, 10), "png"), "logo.png", folder, isPrivateFile=True)
    logo = f"l-image,i-{folder.strip('/')}@@logo.png,t-false,lx-0,ly-0,l-end"

    uploaded = client.upload(
        pictures.plain(GREEN, (40, 40), "png"), "a.png", folder, transformation={"pre": logo}
    )

    image = pictures.opened(client.fetched(uploaded["url"]))
    pictures.assert_colour(image, (9, 9), RED)
    pictures.assert_colour(image, (10, 10), GREEN)


def test_renditions_are_there_before_anybody_asks(own: Server) -> None:
    post = [{"type": "transformation", "value": value} for value in ("w-50,f-png", "w-60")]

    own.client.upload(pictures.photo(), "a.jpg", transformation={"post": post})

    deadline = monotonic() + 20
    while kept(own) < 3:  # w-60 as JPEG, and as WebP
        assert monotonic() < deadline
    (original,) = (own.home.data_dir / "storage" / "blobs").glob("*/*")
    original.unlink()
    for target, accept in (("w-50,f-png", "*/*"), ("w-60", "*/*"), ("w-60", "image/webp")):
        answer = own.client.deliver(f"/a.jpg?tr={target}", headers={"accept": accept})
        assert answer.status_code == 200


@pytest.mark.parametrize(
    ("name", "content", "asked", "message"),
    [
        ("a.png", pictures.plain(kind="png"), "{", INVALID),
        ("a.png", pictures.plain(kind="png"), "[1]", INVALID),
        ("a.png", pictures.plain(kind="png"), {"pre": 1}, INVALID),
        ("a.png", pictures.plain(kind="png"), {"pre": 0}, INVALID),
        ("a.png", pictures.plain(kind="png"), {"post": {}}, INVALID),
        ("a.png", pictures.plain(kind="png"), {"pre": "w-x"}, INVALID),
        ("a.png", pictures.plain(kind="png"), {"pre": "e-bgremove"}, INVALID),
        ("a.png", pictures.plain(kind="png"), {"pre": "n-nonesuch"}, INVALID),
        ("a.png", pictures.plain(kind="png"), {"pre": "l-image,i-none.png,l-end"}, INVALID),
        ("a.png", pictures.plain(kind="png"), {"before": "w-1"}, INVALID),
        ("a.png", pictures.plain(kind="png"), {"post": [{"type": "transformation"}]}, INVALID),
        ("a.png", pictures.plain(kind="png"), {"post": [{"type": "other", "value": "x"}]}, INVALID),
        ("a.png", pictures.plain(kind="png"), {"post": [{"type": "abs", "value": "x"}]}, INVALID),
        (
            "a.png",
            pictures.plain(kind="png"),
            {"post": [{"type": "transformation", "value": "w-1"}] * 6},
            INVALID,
        ),
        ("a.png", pictures.plain(kind="png"), {"post": [{"type": "thumbnail"}]}, INCOMPATIBLE),
        ("a.gif", pictures.animated(), {"post": [{"type": "gif-to-video"}]}, INCOMPATIBLE),
        ("a.mp4", VIDEO, {"pre": "w-1"}, NO_VIDEOS),
        ("a.mp4", VIDEO, {"post": [{"type": "thumbnail"}]}, NO_VIDEOS),
        ("a.mp4", VIDEO, {"post": [{"type": "abs", "value": "x", "protocol": "hls"}]}, NO_VIDEOS),
        ("a.txt", b"text", {"pre": "w-1"}, PICTURES_ONLY),
        ("a.txt", b"text", {"post": [{"type": "transformation", "value": "w-1"}]}, PICTURES_ONLY),
    ],
)
def test_what_cannot_be_done_is_refused_and_nothing_stored(
    client: Client, folder: str, name: str, content: bytes, asked: Any, message: str
) -> None:
    answer = client.upload_answer(content, name, folder, transformation=asked)

    assert answer.status_code == 400
    assert answer.json()["message"] == message
    assert client.at(f"{folder}/{name}") is None


def test_nothing_asked_changes_nothing(client: Client, folder: str) -> None:
    content = pictures.photo()
    wishes: list[Any] = ["", "{}", {"pre": ""}, {"post": []}, {"pre": "orig-true"}]
    for nothing in wishes:
        uploaded = client.upload(content, "a.jpg", folder, transformation=nothing)
        assert client.fetched(uploaded["url"]) == content


def test_graphql_takes_them_too(client: Client, folder: str) -> None:
    content = pictures.quarters((80, 60))
    asked = {"pre": "w-40,h-30", "post": ["w-10"]}

    upload(client, content, "a.png", folderPath=folder, transformation=asked)

    assert pictures.opened(client.fetched(f"{folder}/a.png")).size == (40, 30)
    assert Image.MIME["PNG"] == (client.at(f"{folder}/a.png") or {})["mime"]


def test_graphql_refuses_the_same(client: Client, folder: str) -> None:
    files = {"input.file": ("a.txt", b"text")}
    mutation = "mutation ($input: UploadFileInput!) { uploadFile(input: $input) { created } }"
    asked = {"folderPath": folder, "transformation": {"pre": "w-40"}}

    answer = client.graphql_answer(mutation, {"input": asked}, files=files).json()

    assert answer["errors"][0]["message"] == PICTURES_ONLY
    assert answer["errors"][0]["extensions"]["field"] == "transformation"
