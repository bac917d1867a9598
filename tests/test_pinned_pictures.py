"""Renditions and versions: a pinned URL never changes, the plain one changes at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from itertools import product

import httpx
import pytest

from tests import pictures
from tests.client import Client, Json
from tests.conftest import NewHome
from tests.pictures import BLUE, GREEN, RED, WHITE, Colour
from tests.servers import Server
from tests.signing import signed

CHAINS = (
    "w-40",
    "w-40,h-20,f-png",
    "rt-90,f-png",
    "n-ik_ml_thumbnail",
    "w-iw_div_2,f-webp",
    "e-grayscale,f-png",
    "if-ar_gt_1,w-30,f-png,if-end",
    "w-30,h-30,cm-pad_resize,bg-00FF00:r-5,f-png",
    "l-text,i-hello,fs-10,l-end,f-png",
    "",
)
FORMS = ("/tr:{chain}{path}?ik-obj-version={token}", "{path}?ik-obj-version={token}&tr={chain}")
CHANGES = ("replace", "restore", "rename", "move", "rename and replace")


def digest(client: Client, target: str) -> str:
    """Of the pixels behind a URL."""
    answer = client.deliver(target)
    assert answer.status_code == 200, (target, answer.headers.get("ik-error"))
    return hashlib.sha256(pictures.opened(answer.content).convert("RGBA").tobytes()).hexdigest()


def colour(client: Client, target: str, known: httpx.Response | None = None) -> Colour:
    """Of the picture behind a URL, asked as a cache asks that has seen an earlier answer."""
    headers = {"if-none-match": known.headers["etag"]} if known else {}
    answer = client.deliver(target, headers=headers)
    assert answer.status_code == 200
    red, green, blue = pictures.pixel(pictures.opened(answer.content), (2, 2))
    return (red, green, blue)


def draw(client: Client, path: str, of: Colour) -> Json:
    """Uploads a version of one colour."""
    folder, _, name = path.rpartition("/")
    return client.upload(pictures.plain(of, (64, 48), "png"), name, folder)


@pytest.mark.parametrize("change", CHANGES)
def test_a_pinned_picture_stays_the_same(client: Client, folder: str, change: str) -> None:
    path = f"{folder}/a.png"
    for seed in (1, 2, 3):
        uploaded = client.upload(pictures.photo((160, 120), seed, "png"), "a.png", folder)
    versions = client.versions(uploaded["fileId"])
    targets = [
        (form, chain, httpx.URL(version["url"]).params["ik-obj-version"])
        for form, chain in product(FORMS, CHAINS)
        for version in versions[1:]
    ]
    before = [digest(client, f.format(chain=c, path=path, token=t)) for f, c, t in targets]

    now_at = _change(client, path, versions, change)

    after = [digest(client, f.format(chain=c, path=now_at, token=t)) for f, c, t in targets]
    assert after == before
    assert len(set(before)) == len(CHAINS) * 2
    if now_at != path:
        gone = FORMS[0].format(chain="w-40", path=path, token=targets[0][2])
        assert client.deliver(gone).status_code == 404


def test_a_pinned_picture_may_be_kept_for_ever_unless_it_is_mixed(
    client: Client, folder: str
) -> None:
    draw(client, f"{folder}/logo.png", WHITE)
    version = draw(client, f"{folder}/a.png", RED)
    draw(client, f"{folder}/a.png", BLUE)
    past = client.version(version["fileId"], version["versionInfo"]["id"])["url"]
    logo = f"l-image,i-{folder.strip('/')}@@logo.png,t-false,l-end"

    plain = client.deliver(f"{past}&tr=w-20")
    mixed = client.deliver(f"{past}&tr=f-png,w-64,h-48,{logo}")
    draw(client, f"{folder}/logo.png", GREEN)

    assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert mixed.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert colour(client, f"{past}&tr=f-png,w-64,h-48,{logo}", mixed) == GREEN
    assert "last-modified" not in mixed.headers
    since = {"if-modified-since": plain.headers["last-modified"]}
    later = client.deliver(f"{past}&tr=f-png,w-64,h-48,{logo}", headers=since)
    assert later.status_code == 200


def test_a_deleted_version_takes_its_pictures_along(client: Client, folder: str) -> None:
    version = draw(client, f"{folder}/a.png", RED)
    draw(client, f"{folder}/a.png", BLUE)
    past = client.version(version["fileId"], version["versionInfo"]["id"])["url"]
    target = f"{past}&tr=w-20,f-png"
    known = client.deliver(target)

    client.delete_version(version["fileId"], version["versionInfo"]["id"])

    again = client.deliver(target, headers={"if-none-match": known.headers["etag"]})
    assert (known.status_code, again.status_code) == (200, 404)


def test_the_plain_url_shows_what_is_current(client: Client, folder: str) -> None:
    _follow(client, folder, lambda: nullcontext(client))


def test_through_both_of_two_processes(new_home: NewHome) -> None:
    with Server(new_home(WORKERS="2")) as server:
        # A new connection each time: either process may answer it.
        def asking() -> Client:
            return Client(server.base_url, server.client.private_key, server.client.public_key)

        for turn in range(4):
            _follow(server.client, f"/turn-{turn}", asking)


def _follow(
    client: Client, folder: str, asking: Callable[[], AbstractContextManager[Client]]
) -> None:
    """Changes a file in every way, and looks at it after each as everybody would."""
    path = f"{folder}/a.png"

    def look(where: str, expected: Colour | None, known: list[httpx.Response]) -> None:
        for chain, _ in product(("w-20,f-png", "rt-90,f-png", "n-ik_ml_thumbnail"), range(2)):
            with asking() as somebody:
                target = f"{where}?tr={chain}"
                if expected is None:
                    assert somebody.deliver(target).status_code == 404
                else:
                    assert colour(somebody, target, known[-1] if known else None) == expected
        if expected is not None:
            known.append(client.deliver(f"{where}?tr=w-20,f-png"))
            assert known[-1].headers["cache-control"] == "public, max-age=0, must-revalidate"

    known: list[httpx.Response] = []
    first = draw(client, path, RED)
    look(path, RED, known)
    draw(client, path, GREEN)
    look(path, GREEN, known)
    client.restore(first["fileId"], first["versionInfo"]["id"])
    look(path, RED, known[1:])
    client.rename(path, "b.png")
    look(path, None, [])
    look(f"{folder}/b.png", RED, known[1:2])
    client.move(f"{folder}/b.png", f"{folder}/in")
    look(f"{folder}/b.png", None, [])
    look(f"{folder}/in/b.png", RED, known[1:2])
    draw(client, path, BLUE)
    look(path, BLUE, known[:1])
    client.delete(first["fileId"])
    look(f"{folder}/in/b.png", None, [])


def test_custom_focus_is_that_of_now(client: Client, folder: str) -> None:
    content = pictures.quarters((80, 60))
    uploaded = client.upload(content, "a.png", folder, customCoordinates="0,0,20,20")
    target = f"{folder}/a.png?tr=w-20,h-20,cm-extract,fo-custom,f-png"
    first = client.deliver(target)
    assert colour(client, target) == RED

    client.update(uploaded["fileId"], customCoordinates="60,0,20,20")

    assert colour(client, target, first) == GREEN


def _change(client: Client, path: str, versions: list[Json], change: str) -> str:
    """Does it, and returns where the file is then."""
    folder, _, name = path.rpartition("/")
    if "restore" in change:
        client.restore(versions[2]["fileId"], versions[2]["versionInfo"]["id"])
    if "rename" in change:
        client.rename(path, "b.png")
        name = "b.png"
    if "move" in change:
        client.move(path, f"{folder}/in")
        folder = f"{folder}/in"
    if "replace" in change:
        client.upload(pictures.photo((160, 120), 9, "png"), name, folder)
    return f"{folder}/{name}"


def test_signed_pins(client: Client, folder: str) -> None:
    client.upload(pictures.photo(seed=1), "a.jpg", folder, isPrivateFile=True)
    uploaded = client.upload(pictures.photo(seed=2), "a.jpg", folder, isPrivateFile=True)
    past = client.versions(uploaded["fileId"])[1]["url"]

    answer = client.deliver(signed(client, f"{past}&tr=w-30"))

    assert pictures.opened(answer.content).width == 30
    assert answer.headers["cache-control"] == "private, max-age=31536000"
    assert client.deliver(f"{past}&tr=w-30").status_code == 401
