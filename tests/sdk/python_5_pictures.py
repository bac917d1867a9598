"""Transformed URLs as the current Python SDK builds and signs them: imagekitio 5."""

from __future__ import annotations

import urllib.error
import urllib.request
from typing import Any

from imagekitio import ImageKit  # type: ignore[import-not-found]  # installed beside the tests
from PIL import Image

from tests import pictures
from tests.pictures import BLUE, GREEN, RED, WHITE
from tests.sdk.stories import World, run

WISHES: list[tuple[list[dict[str, Any]], pictures.Size]] = [
    ([{"width": 40, "height": 30}], (40, 30)),
    ([{"width": 40, "aspect_ratio": "4:3"}], (40, 30)),
    ([{"width": 40, "aspect_ratio": "4_3"}], (40, 30)),
    ([{"width": "iw_div_4"}], (20, 15)),
    ([{"width": 40, "height": 40, "crop": "at_max"}], (40, 30)),
    ([{"width": 40, "height": 40, "crop_mode": "pad_resize", "background": "FF0000"}], (40, 40)),
    ([{"width": 30, "height": 30, "crop_mode": "extract", "focus": "top_left"}], (30, 30)),
    ([{"width": 40, "height": 30}, {"rotation": 90}], (30, 40)),
    ([{"width": 40, "border": "5_FFF000"}], (50, 40)),
    ([{"width": 40, "radius": "max", "blur": 2, "quality": 50}], (40, 30)),
    ([{"width": 40, "flip": "h_v", "opacity": 50, "background": "blue"}], (40, 30)),
    ([{"width": 40, "grayscale": True, "contrast_stretch": True, "sharpen": 10}], (40, 30)),
    ([{"width": 40, "unsharp_mask": "2-2-0.8-0.024", "trim": True}], (40, 30)),
    ([{"width": 40, "gradient": "ld-top_from-red_to-blue", "shadow": True}], (40, 30)),
    ([{"named": "ik_ml_thumbnail"}], (80, 60)),
    ([{"raw": "w-20,h-10:rt-90"}], (10, 20)),
    ([{"width": 40, "dpr": 2}], (80, 60)),
    ([{"overlay": {"type": "text", "text": "Hi, you: 50%/हिन्दी"}}], (80, 60)),
    ([{"overlay": {"type": "solidColor", "color": "FF0000"}}], (80, 60)),
]


def urls_are_answered_with_what_they_ask_for(world: World) -> None:
    _answered(world, is_private=False)


def signed_urls_are_answered_too(world: World) -> None:
    _answered(world, is_private=True)


def layers_are_laid_where_they_should_be(world: World) -> None:
    client, path = _world(world, is_private=True)
    uploaded = client.files.upload(
        file=pictures.plain(WHITE, (10, 10), "png"),
        file_name="é logo.png",
        folder=world.folder,
        use_unique_file_name=False,
        is_private_file=True,
    )
    logo = {
        "type": "image",
        "input": uploaded.file_path,
        "position": {"x": 5, "y": 5},
        "transformation": [{"width": 20, "height": 10, "trim": False}],
    }

    image = _fetched(_url(client, world, path, [{"overlay": logo}], "query", signed=True))

    pictures.assert_colour(image, (5, 5), WHITE)
    pictures.assert_colour(image, (24, 14), WHITE)
    pictures.assert_colour(image, (25, 14), RED)
    pictures.assert_colour(image, (60, 10), GREEN)
    pictures.assert_colour(image, (10, 50), BLUE)


def a_signature_is_for_one_transformation(world: World) -> None:
    client, path = _world(world, is_private=True)
    for position in ("path", "query"):
        url = _url(client, world, path, [{"width": 40}], position, signed=True)
        assert _fetched(url).width == 40
        assert _status(url.replace("w-40", "w-41")) == 401
        assert _status(url.partition("?ik-s=")[0].partition("&ik-s=")[0]) == 401
        assert _status(f"{url}&tr=w-10") == 401


def _answered(world: World, *, is_private: bool) -> None:
    client, path = _world(world, is_private=is_private)
    for wish, size in WISHES:
        for position in ("path", "query"):
            chain = [*wish, {"format": "png"}] if "named" not in wish[0] else wish
            url = _url(client, world, path, chain, position, signed=is_private)
            assert _fetched(url).size == size, url


def _world(world: World, *, is_private: bool) -> tuple[Any, str]:
    client = ImageKit(private_key=world.private_key, base_url=world.base_url)
    uploaded = client.files.upload(
        file=pictures.quarters((80, 60)),
        file_name="a b.png",
        folder=world.folder,
        use_unique_file_name=False,
        is_private_file=is_private,
    )
    return client, uploaded.file_path


def _url(
    client: Any, world: World, path: str, chain: list[Any], position: str, *, signed: bool
) -> str:
    url: str = client.helper.build_url(
        url_endpoint=world.url_endpoint,
        src=path,
        transformation=chain,
        transformation_position=position,
        **({"signed": True, "expires_in": 300} if signed else {}),
    )
    return url


def _fetched(url: str) -> Image.Image:
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - our own server
        assert answer.status == 200
        return pictures.opened(answer.read())


def _status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - our own server
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


if __name__ == "__main__":
    run(__name__)
