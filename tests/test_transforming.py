"""Pictures transformed by URL: what comes back, to the pixel, whichever way it is asked for."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests import pictures
from tests.client import Client
from tests.pictures import BLACK, BLUE, GREEN, RED, WHITE, YELLOW
from tests.signing import signed

AVIF, WEBP = "image/avif,image/webp,*/*", "image/webp,*/*"
GPS, MODEL = 0x8825, 0x0110
FORMS = ("/tr:{chain}{path}", "{path}?tr={chain}")

SIZES = [
    ("w-300", (300, 405)),
    ("h-0.4", (256, 346)),
    ("w-320", (320, 433)),
    ("ar-4-3,w-400", (400, 300)),
    ("w-300,h-200", (300, 200)),
    ("w-300,h-200,c-force", (300, 200)),
    ("w-300,h-200,c-at_max", (148, 200)),
    ("w-1000,h-1000,c-at_max", (640, 865)),
    ("w-850,h-1000,c-at_max_enlarge", (740, 1000)),
    ("w-300,h-200,c-at_least", (300, 405)),
    ("w-1280,h-1000,c-maintain_ratio_no_enlarge", (640, 500)),
    ("w-300,h-200,cm-pad_resize", (300, 200)),
    ("w-900,h-900,cm-pad_resize_no_enlarge", (900, 900)),
    ("w-200,h-200,cm-extract", (200, 200)),
    ("w-700,h-500,cm-pad_extract", (700, 500)),
    ("w-700,h-500,cm-pad_extract_no_shrink", (700, 865)),
    ("w-100,dpr-2", (200, 270)),
    ("w-iw_div_4,h-ih_div_2:b-cw_mul_0.05_yellow", (176, 449)),
    ("w-300,h-200:rt-90", (200, 300)),
    ("w-300,b-5_FFF000", (310, 415)),
    ("if-ar_gt_1,w-200,if-else,w-300,if-end", (300, 405)),
    ("n-ik_ml_thumbnail", (74, 100)),
    ("w-300:h-100", (74, 100)),
]
COLOURS = [
    ("w-300,h-200", [((10, 10), RED), ((290, 10), GREEN), ((10, 190), BLUE)]),
    ("w-300,h-200,fo-top", [((10, 190), RED), ((290, 190), GREEN)]),
    ("w-300,h-200,c-force", [((140, 90), RED), ((160, 110), YELLOW)]),
    ("w-300,h-200,cm-pad_resize,bg-0000FF", [((75, 99), BLUE), ((80, 10), RED)]),
    ("w-300,h-200,cm-pad_resize,fo-right", [((5, 5), BLACK), ((299, 5), GREEN)]),
    ("w-200,h-200,cm-extract", [((99, 99), RED), ((100, 101), YELLOW)]),
    ("w-100,h-100,cm-extract,x-330,y-0", [((0, 0), GREEN), ((99, 99), GREEN)]),
    ("w-700,h-500,cm-pad_extract,bg-FFFFFF", [((29, 9), WHITE), ((30, 9), RED)]),
    ("fl-h", [((10, 10), GREEN), ((630, 860), BLUE)]),
    ("rt-90", [((10, 10), BLUE), ((860, 10), RED)]),
]


def asked(client: Client, path: str, chain: str, form: str = FORMS[1]) -> Image.Image:
    """The picture that a chain makes of the file at a path."""
    answer = client.deliver(form.format(chain=chain, path=path))
    assert answer.status_code == 200, (chain, answer.headers.get("ik-error"))
    return pictures.opened(answer.content)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("chain", "size"), SIZES)
def test_sizes_to_the_pixel(
    client: Client, tall: str, chain: str, size: pictures.Size, form: str
) -> None:
    assert asked(client, tall, f"{chain}:f-png", form).size == size


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("chain", "colours"), COLOURS)
def test_what_a_crop_keeps(
    client: Client,
    tall: str,
    chain: str,
    colours: list[tuple[pictures.Size, pictures.Colour]],
    form: str,
) -> None:
    image = asked(client, tall, f"{chain}:f-png", form)

    for at, colour in colours:
        pictures.assert_colour(image, at, colour)


def test_the_segment_may_stand_anywhere_and_both_forms_together(client: Client, tall: str) -> None:
    folder, _, name = tall.rpartition("/")

    assert asked(client, tall, "", f"{folder}/tr:w-30,f-png/{name}").width == 30
    assert asked(client, tall, "", f"/tr:w-40{tall}?tr=rt-90,f-png").height == 40
    assert asked(client, tall, "w-60%2Ch-30%3Art-90").size == (30, 60)
    assert asked(client, tall, "ar-4:3,w-40").size == (40, 30)


def test_layers_are_files_of_the_library(client: Client, folder: str, tall: str) -> None:
    client.upload(pictures.plain(WHITE, (40, 30), "png"), "logo.png", folder)
    logo = f"{folder.strip('/')}@@logo.png"

    image = asked(client, tall, f"w-300,h-300,f-png,l-image,i-{logo},t-false,lx-10,ly-20,l-end")
    words = asked(client, tall, "w-300,h-300,f-png,l-text,i-Hi,fs-80,co-FFFFFF,l-end")

    assert image.size == (300, 300)
    pictures.assert_colour(image, (10, 20), WHITE)
    pictures.assert_colour(image, (49, 49), WHITE)
    pictures.assert_colour(image, (50, 50), RED)
    assert WHITE in [pictures.pixel(words, (x, 150)) for x in range(300)]
    missing = client.deliver(f"{tall}?tr=l-image,i-none.png,l-end")
    assert missing.status_code == 404


def test_the_format_is_what_the_client_shows(client: Client, folder: str) -> None:
    for kind in ("jpeg", "png"):
        client.upload(pictures.photo(kind=kind), f"a.{kind}", folder)

    for name, accept, query, mime in (
        ("a.jpeg", "*/*", "?tr=w-50", "jpeg"),
        ("a.jpeg", WEBP, "?tr=w-50", "webp"),
        ("a.jpeg", WEBP, "", "webp"),
        ("a.jpeg", AVIF, "?tr=w-50", "webp"),
        ("a.jpeg", "image/webp;q=0,*/*", "?tr=w-50", "jpeg"),
        ("a.jpeg", WEBP, "?tr=w-50,f-png", "png"),
        ("a.jpeg", "*/*", "?tr=w-50,f-avif", "avif"),
        ("a.png", "*/*", "?tr=w-50", "png"),
        ("a.png", WEBP, "?tr=w-50,f-jpg", "jpeg"),
    ):
        answer = client.deliver(f"{folder}/{name}{query}", headers={"accept": accept})

        assert answer.headers["content-type"] == f"image/{mime}"
        assert Image.open(io.BytesIO(answer.content)).get_format_mimetype() == f"image/{mime}"
        assert answer.headers.get("vary") == (None if ",f-" in query else "Accept")


def test_a_rendition_has_a_tag_for_each_format(client: Client, folder: str) -> None:
    client.upload(pictures.photo(), "a.jpg", folder)
    tags = {}
    for accept in ("*/*", WEBP):
        answer = client.deliver(f"{folder}/a.jpg?tr=w-50", headers={"accept": accept})
        tags[accept] = {"if-none-match": answer.headers["etag"]}

    for accept, known in tags.items():
        for other in tags:
            headers = known | {"accept": other}
            answer = client.deliver(f"{folder}/a.jpg?tr=w-50", headers=headers)
            assert answer.status_code == (304 if accept == other else 200)
            assert answer.headers["vary"] == "Accept"


def test_where_a_photo_was_taken_is_not_in_what_is_made_of_it(client: Client, folder: str) -> None:
    exif = Image.Exif()
    exif[MODEL] = "Camera"
    exif.get_ifd(GPS).update({1: "N", 2: (48.0, 51.0, 30.0), 3: "E", 4: (2.0, 17.0, 40.0)})
    client.upload(pictures.plain(exif=exif), "a.jpg", folder, isPrivateFile=True)
    path = f"{folder}/a.jpg"

    for target in ("?tr=n-ik_ml_thumbnail", "", "?tr=w-20", "?tr=w-20,f-webp", "?tr=rt-90,f-png"):
        url = f"{path}{target}" if "n-" in target else signed(client, f"{path}{target}")
        answer = client.deliver(url)
        assert answer.status_code == 200
        assert b"Camera" not in answer.content
        assert not pictures.opened(answer.content).getexif().get_ifd(GPS)
    kept = client.deliver(signed(client, f"{path}?tr=w-20,md-true"))
    assert pictures.opened(kept.content).getexif()[MODEL] == "Camera"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_upright(client: Client, folder: str, orientation: int) -> None:
    client.upload(pictures.oriented(orientation), "a.jpg", folder)

    for chain in ("w-40", "w-40,f-png", "c-force,w-40,h-30"):
        image = asked(client, f"{folder}/a.jpg", chain)
        assert image.size == (40, 30)
        assert image.getexif().get(0x0112, 1) == 1
        pictures.assert_quarters(image, tolerance=60)


def test_an_animation_moves_unless_a_still_is_asked_for(client: Client, folder: str) -> None:
    client.upload(pictures.animated(), "a.gif", folder)
    path = f"{folder}/a.gif"

    moving = client.deliver(f"{path}?tr=w-16")
    assert moving.headers["content-type"] == "image/gif"
    assert getattr(pictures.opened(moving.content), "n_frames", 1) == 3
    for target, colour in (
        (f"{path}/ik-thumbnail.jpg", RED),
        (f"{path}/ik-thumbnail.jpg?tr=w-16", RED),
        (f"/tr:w-16,pg-2{path}/ik-thumbnail.jpg", GREEN),
        (f"{path}/ik-thumbnail.jpg?tr=w-16:pg-3", BLUE),
        (f"{path}?tr=w-16,f-jpg", RED),
    ):
        answer = client.deliver(target)
        image = pictures.opened(answer.content)
        assert getattr(image, "n_frames", 1) == 1, target
        pictures.assert_colour(image, (8, 6), colour, 30)


def test_a_still_of_a_condition(client: Client, tall: str) -> None:
    target = f"{tall}/ik-thumbnail.jpg?tr=if-ar_lt_1,w-30,if-else,w-40,if-end"

    assert pictures.opened(client.deliver(target).content).width == 30


def test_streams_are_not_made(client: Client, folder: str, tall: str) -> None:
    for name in ("ik-video.mp4", "ik-gif-video.mp4", "ik-master.m3u8"):
        answer = client.deliver(f"{tall}/{name}")
        assert answer.status_code == 501
        assert answer.headers["ik-error"].startswith("ENOTSUP")
    assert client.deliver(f"{folder}/none.gif/ik-thumbnail.jpg").status_code == 404


def test_a_picture_in_place_of_a_missing_one(client: Client, folder: str, tall: str) -> None:
    fallback = tall.strip("/").replace("/", "@@")
    for query in ("", "&ik-obj-version=nonesuch", "&updatedAt=1"):
        answer = client.deliver(f"{folder}/none.jpg?tr=w-30,di-{fallback}{query}")
        assert pictures.opened(answer.content).width == 30
        assert answer.headers["cache-control"] == "public, max-age=60"
    assert client.deliver(f"{folder}/none.jpg?tr=w-30,di-none.png").status_code == 404
    private = client.deliver(signed(client, f"{folder}/none.jpg?tr=w-30,di-{fallback}"))
    assert private.headers["cache-control"] == "private, max-age=60"


def test_what_the_screen_says(client: Client, tall: str) -> None:
    path = f"{tall}?tr=w-auto,f-png"
    wide = {"sec-ch-width": "212"}
    sharp = {"sec-ch-width": "212", "sec-ch-dpr": "2"}

    for target, headers, width in (
        (path, wide, 300),
        (path, {}, 640),
        (path, {"sec-ch-width": "x"}, 640),
        (path, {"sec-ch-width": "9" * 30}, 640),
        (f"{tall}?tr=w-100,dpr-auto,f-png", sharp, 200),
        (f"{tall}?tr=w-100,dpr-auto,f-png", {"sec-ch-dpr": "1/0"}, 100),
    ):
        answer = client.deliver(target, headers=headers)
        assert pictures.opened(answer.content).width == width
        hint = "Sec-CH-DPR" if "dpr" in target else "Sec-CH-Width"
        assert answer.headers["vary"] == hint
        assert "content-dpr" not in answer.headers
    both = client.deliver(f"{tall}?tr=w-auto,dpr-auto,f-png", headers=sharp)
    assert pictures.opened(both.content).width == 300
    assert both.headers["content-dpr"] == "2.83"
    assert both.headers["vary"] == "Sec-CH-Width, Sec-CH-DPR"
    saving = client.deliver(f"{tall}?tr=w-100,f-jpg", headers={"save-data": "on"})
    assert "vary" not in saving.headers


def test_a_guess_is_told(client: Client, tall: str) -> None:
    guessed = client.deliver(f"{tall}?tr=w-30,h-30,fo-face")

    assert guessed.status_code == 200
    assert guessed.headers["x-degraded"] == "fo-face"
    assert "x-degraded" not in client.deliver(f"{tall}?tr=w-30,h-30,fo-auto").headers


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("tr=w-30", "tall.png"),
        ("tr=w-30,f-jpg", "tall.jpg"),
        ("tr=w-30,f-webp&ik-attachment-filename=small", "small.webp"),
        ("tr=orig-true&ik-attachment-filename=big", "big.png"),
    ],
)
def test_a_download_has_the_extension_of_its_bytes(
    client: Client, tall: str, query: str, name: str
) -> None:
    answer = client.deliver(f"{tall}?{query}&ik-attachment=true")

    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'


@pytest.fixture
def tall(client: Client, folder: str) -> str:
    """The path of a picture of 640 by 865 pixels: red and green above, blue and yellow below."""
    client.upload(pictures.quarters((640, 865)), "tall.png", folder)
    return f"{folder}/tall.png"
