"""Renditions on disk: made once, checked at every use, within their room, gone with their blob."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import monotonic

import httpx
import pytest

from tests import pictures
from tests.conftest import NewHome
from tests.servers import Server
from tests.together import at_once

TARGET = "/a.jpg?tr=w-200,f-png"


@pytest.fixture
def own(new_home: NewHome) -> Iterator[Server]:
    """A server whose disk is this test's alone."""
    with Server(new_home()) as server:
        yield server


def kept(server: Server) -> list[Path]:
    """The renditions on disk; the sweep may be taking some while this looks."""
    top = server.home.data_dir / "storage" / "renditions"
    return sorted(Path(folder, name) for folder, _, names in os.walk(top) for name in names)


def _size(path: Path) -> int:
    """Bytes of a file, none when it is taken while this looks."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def one_kept(server: Server) -> Path:
    """The rendition on disk, once there is one."""
    wait(lambda: len(kept(server)) == 1)
    return kept(server)[0]


def wait(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Returns when the condition holds."""
    deadline = monotonic() + seconds
    while not condition():
        assert monotonic() < deadline, f"not in {seconds} s"


def test_those_who_ask_at_once_wait_for_one_render(new_home: NewHome) -> None:
    # With one process and nobody allowed to wait, a second render would be refused.
    with Server(new_home(RENDER_PROCESSES="1", RENDER_QUEUE="0")) as server:
        server.client.upload(pictures.photo((2000, 1500)), "a.jpg")

        answers = at_once([partial(server.client.deliver, TARGET) for _ in range(16)])

        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.content for answer in answers}) == 1
        assert one_kept(server)


def test_too_many_at_once_are_told_to_come_again(new_home: NewHome) -> None:
    with Server(new_home(RENDER_PROCESSES="1", RENDER_QUEUE="1")) as server:
        server.client.upload(pictures.photo((2000, 1500)), "a.jpg")
        targets = [f"/a.jpg?tr=w-{1000 + n},f-png" for n in range(12)]

        answers = at_once([partial(server.client.deliver, target) for target in targets])

        refused = [answer for answer in answers if answer.status_code == 503]
        assert refused
        assert {answer.status_code for answer in answers} == {200, 503}
        for answer in refused:
            assert int(answer.headers["retry-after"]) >= 1
            assert answer.headers["ik-error"].startswith("EBUSY")
            assert answer.headers["cache-control"] == "no-store"
        assert server.client.deliver(targets[0]).status_code == 200


def test_one_that_takes_too_long_is_given_up(new_home: NewHome) -> None:
    with Server(new_home(RENDER_SECONDS="1", RENDER_PROCESSES="1")) as server:
        server.client.upload(pictures.photo(), "a.jpg")

        slow = server.client.deliver("/a.jpg?tr=w-7000,h-7000:bl-100:bl-100:bl-100:bl-100,f-png")

        assert slow.status_code == 504
        assert slow.headers["ik-error"].startswith("ETIMEDOUT")
        assert server.client.deliver(TARGET).status_code == 200


def test_a_hit_takes_nothing_but_the_rendition(own: Server) -> None:
    own.client.upload(pictures.photo(), "a.jpg")
    first = own.client.deliver(TARGET)
    (original,) = (own.home.data_dir / "storage" / "blobs").glob("*/*")
    rendition = one_kept(own)
    made = rendition.stat().st_mtime_ns
    original.unlink()

    again = own.client.deliver(TARGET)
    other = own.client.deliver("/a.jpg?tr=w-100")

    assert (again.status_code, again.content) == (200, first.content)
    assert one_kept(own).stat().st_mtime_ns == made
    assert (other.status_code, other.headers["ik-error"][:8]) == (500, "EDAMAGED")


@pytest.mark.parametrize("damage", ["gone", "changed", "cut", "empty", "longer"])
def test_a_damaged_one_is_made_anew(own: Server, damage: str) -> None:
    own.client.upload(pictures.photo(), "a.jpg")
    first = own.client.deliver(TARGET)
    rendition = one_kept(own)
    whole = rendition.read_bytes()

    match damage:
        case "gone":
            rendition.unlink()
        case "changed":
            rendition.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
        case "cut":
            rendition.write_bytes(whole[: len(whole) // 2])
        case "empty":
            rendition.write_bytes(b"")
        case _:
            rendition.write_bytes(whole + b"x")

    def is_whole() -> bool:
        again = own.client.deliver(TARGET)
        assert (again.status_code, again.content) == (200, first.content)
        return rendition.exists() and rendition.read_bytes() == whole

    wait(is_whole)


def test_the_least_recently_used_go_when_there_is_no_room(new_home: NewHome) -> None:
    room = 200_000
    with Server(new_home(MAX_RENDITION_BYTES=str(room))) as server:
        server.client.upload(pictures.photo(), "a.jpg")
        favourite = server.client.deliver(TARGET)
        first = one_kept(server)
        written = first.stat().st_mtime_ns
        sizes = set()

        for number in range(30):
            made = server.client.deliver(f"/a.jpg?tr=w-{201 + number},f-png")
            assert made.status_code == 200
            assert server.client.deliver(TARGET).content == favourite.content
            sizes.add(sum(map(_size, kept(server))))

        assert max(sizes) > room // 2
        assert max(sizes) <= room + 2 * len(made.content)
        assert first.stat().st_mtime_ns == written
        early = server.client.deliver("/a.jpg?tr=w-201,f-png")
        assert pictures.opened(early.content).width == 201


def test_nothing_is_kept_where_there_is_no_room_at_all(new_home: NewHome) -> None:
    with Server(new_home(MAX_RENDITION_BYTES="0")) as server:
        server.client.upload(pictures.photo(), "a.jpg")

        for _ in range(2):
            assert pictures.opened(server.client.deliver(TARGET).content).width == 200
            wait(lambda: kept(server) == [])


def test_they_go_with_their_blob(own: Server) -> None:
    first = own.client.upload(pictures.photo(seed=1), "a.jpg")
    own.client.upload(pictures.photo(seed=2), "a.jpg")
    past = own.client.version(first["fileId"], first["versionInfo"]["id"])["url"]
    for target in (TARGET, f"{past}&tr=w-50", f"{past}&tr=w-60"):
        assert own.client.deliver(target).status_code == 200
    wait(lambda: len(kept(own)) == 3)

    own.client.delete_version(first["fileId"], first["versionInfo"]["id"])

    wait(lambda: len(kept(own)) == 1)
    assert own.client.deliver(TARGET).status_code == 200
    assert "everything is as it was stored" in own.home.run("fsck").stdout


def test_equal_bytes_share_what_is_made_of_them(own: Server) -> None:
    for name in ("a.jpg", "b.jpg"):
        own.client.upload(pictures.photo(), name)

    answers = [own.client.deliver(TARGET), own.client.deliver(TARGET.replace("a.jpg", "b.jpg"))]

    assert answers[0].content == answers[1].content
    assert answers[0].headers["etag"] == answers[1].headers["etag"]
    assert one_kept(own)


def test_equal_wishes_share_a_rendition(own: Server) -> None:
    own.client.upload(pictures.photo(), "a.jpg")
    wishes = ("w-50,h-40,f-png", "h-40,f-png,w-50.0", "w-99,w-50,h-40,f-png")

    tags = {own.client.deliver(f"/a.jpg?tr={wish}").headers["etag"] for wish in wishes}

    assert len(tags) == 1
    assert one_kept(own)


def test_one_who_goes_away_does_not_end_it_for_others(own: Server) -> None:
    own.client.upload(pictures.photo((3000, 2000)), "a.jpg")
    target = "/a.jpg?tr=w-2500,f-png"

    with pytest.raises(httpx.TimeoutException):
        own.client.deliver(target, timeout=0.05)

    assert pictures.opened(own.client.deliver(target).content).width == 2500
    assert one_kept(own)
