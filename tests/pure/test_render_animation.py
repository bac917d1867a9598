"""Pictures that move: every frame is worked on, alike, with its time."""

from __future__ import annotations

import io
from itertools import count

import pytest
from PIL import Image, ImageSequence

from app.errors import Invalid
from app.imaging import Format, Limits
from tests.pictures import BLUE, GREEN, RED, WHITE, Colour, animated, assert_colour
from tests.rendering import rendered


def frames(content: bytes) -> list[Image.Image]:
    image = Image.open(io.BytesIO(content))
    return [frame.convert("RGBA") for frame in ImageSequence.Iterator(image)]


def timed(kind: str, durations: list[int], loop: int | None = 0) -> bytes:
    """Frames that differ, each shown for a time of its own."""
    images = [
        Image.new("RGB", (32, 24), (at * 40, 255 - at * 40, 90)) for at in range(len(durations))
    ]
    out = io.BytesIO()
    extra = {} if loop is None else {"loop": loop}
    images[0].save(out, kind, save_all=True, append_images=images[1:], duration=durations, **extra)
    return out.getvalue()


@pytest.mark.parametrize(
    ("chain", "mime", "size"),
    [
        ("", "image/gif", (32, 24)),
        ("w-16", "image/gif", (16, 12)),
        ("w-20,h-20", "image/gif", (20, 20)),
        ("w-16,f-webp", "image/webp", (16, 12)),
        ("w-16,f-gif", "image/gif", (16, 12)),
        ("rt-90,e-grayscale", "image/gif", (24, 32)),
    ],
)
def test_a_gif_keeps_moving(chain: str, mime: str, size: tuple[int, int]) -> None:
    made = rendered(animated(), chain, accepts={Format.WEBP})

    assert made.mime == mime
    assert (made.width, made.height) == size
    shown = frames(made.content)
    assert len(shown) == 3
    assert {frame.size for frame in shown} == {size}


@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_frames_keep_their_colours(kind: str) -> None:
    shown = frames(rendered(animated(), f"w-16,f-{kind}").content)

    for frame, colour in zip(shown, (RED, GREEN, BLUE), strict=True):
        assert_colour(frame, (8, 6), colour)


@pytest.mark.parametrize("target", ["gif", "webp"])
def test_frames_keep_their_times(target: str) -> None:
    times = [100, 250, 40, 500]

    made = rendered(timed("gif", times, loop=3), f"w-16,f-{target}")

    image = Image.open(io.BytesIO(made.content))
    found = []
    for frame in ImageSequence.Iterator(image):
        frame.load()
        found.append(frame.info["duration"])
    assert found == times
    assert image.info["loop"] == 3


def test_an_animated_webp_stays_one_where_it_is_shown() -> None:
    source = animated(kind="webp")

    moving = rendered(source, "w-16", accepts={Format.WEBP})
    still = rendered(source, "w-16")

    assert moving.mime == "image/webp"
    assert len(frames(moving.content)) == 3
    assert still.mime == "image/jpeg"


def test_an_animated_png_stays_one() -> None:
    made = rendered(timed("png", [100, 200]), "w-16,f-png")

    assert len(frames(made.content)) == 2


@pytest.mark.parametrize("kind", ["png", "jpg", "avif"])
def test_formats_that_stand_still_show_the_first_frame(kind: str) -> None:
    made = rendered(animated(), f"f-{kind}")

    image = Image.open(io.BytesIO(made.content))
    assert getattr(image, "n_frames", 1) == 1
    assert_colour(image, (8, 6), RED)


@pytest.mark.parametrize(("page", "colour"), [(1, RED), (2, GREEN), (3, BLUE)])
def test_one_frame_may_be_asked_for(page: int, colour: Colour) -> None:
    made = rendered(animated(), f"pg-{page},w-16")

    image = Image.open(io.BytesIO(made.content))
    assert made.mime == "image/png"
    assert_colour(image, (8, 6), colour)


def test_a_frame_that_is_not_there_is_invalid() -> None:
    with pytest.raises(Invalid) as caught:
        rendered(animated(), "pg-4")

    assert caught.value.field == "pg"


@pytest.mark.parametrize("limits", [Limits(frames=2), Limits(animation_pixels=32 * 24 * 3 - 1)])
def test_an_animation_beyond_the_limits_shows_its_first_frame(limits: Limits) -> None:
    made = rendered(animated(), "", limits=limits)

    shown = frames(made.content)
    assert len(shown) == 1
    assert_colour(shown[0], (8, 6), RED)


def test_an_animation_made_too_large_shows_its_first_frame() -> None:
    made = rendered(animated(), "w-320", limits=Limits(animation_pixels=100_000))

    assert len(frames(made.content)) == 1


def test_all_frames_are_cropped_alike() -> None:
    numbers = count()
    images = []
    for left in (5, 70, 40):
        image = Image.new("RGB", (100, 40), WHITE)
        image.paste((next(numbers), 0, 0), (left, 10, left + 20, 30))
        images.append(image)
    out = io.BytesIO()
    images[0].save(out, "gif", save_all=True, append_images=images[1:], duration=100)

    trimmed = frames(rendered(out.getvalue(), "t-true").content)
    focused = frames(rendered(out.getvalue(), "w-40,h-40,fo-auto").content)

    assert {frame.size for frame in trimmed} == {(20, 20)}
    assert_colour(focused[0], (15, 20), (0, 0, 0), 40)
    assert_colour(focused[1], (15, 20), WHITE, 40)


def test_transparent_frames_stay_transparent() -> None:
    shown = frames(rendered(animated(), "w-24,h-24,r-max").content)

    for frame, colour in zip(shown, (RED, GREEN, BLUE), strict=True):
        assert frame.getchannel("A").getpixel((0, 0)) == 0
        assert_colour(frame, (12, 12), (*colour, 255))


def test_layers_lie_on_every_frame() -> None:
    made = rendered(animated(), "l-image,i-ik_canvas,bg-white,w-8,h-8,l-end")

    for frame in frames(made.content):
        assert_colour(frame, (16, 12), WHITE)


def test_one_frame_of_an_animation_can_be_a_layer() -> None:
    made = rendered(
        animated((WHITE, WHITE), (64, 48)),
        "pg-1:l-image,i-a.gif,pg-2,t-false,l-end",
        assets={"a.gif": animated()},
    )

    assert_colour(Image.open(io.BytesIO(made.content)), (32, 24), GREEN)


def test_conditions_do_not_go_with_gifs() -> None:
    with pytest.raises(Invalid):
        rendered(animated(), "if-w_gt_1,w-5,if-end")
