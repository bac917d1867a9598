"""Who gets which pictures: private ones by no detour, and what the operator restricts."""

from __future__ import annotations

import base64
from uuid import uuid4

import pytest

from tests import pictures
from tests.client import Client
from tests.conftest import NewHome
from tests.pictures import RED
from tests.servers import Server
from tests.signing import signed

DETOURS = (
    "{public}?tr=l-image,i-{layer},l-end",
    "/tr:l-image,i-{layer},l-end{public}",
    "{public}?tr=l-image,i-{layer},w-1,l-end",
    "{public}?tr=w-50:l-image,i-{layer},l-end",
    "{public}?tr=l-image,ie-{encoded},l-end",
    "{public}?tr=l-image,i-@@{layer},l-end",
    "{public}?tr=l-image,i-{raw},l-end",
    "{public}?tr=l-image,i-{shown},l-image,i-{layer},l-end,l-end",
    "{public}?tr=if-w_gt_1,l-image,i-{layer},l-end,if-end",
    "{public}?tr=l-text,i-x,ff-{layer},l-end",
    "{public}?tr=n-ik_ml_thumbnail,l-image,i-{layer},l-end",
    "{missing}?tr=di-{layer}",
    "{missing}?tr=w-50,di-{layer}",
    "/tr:di-{layer}{missing}",
    "{missing}?tr=orig-true,di-{layer}",
    "{missing}?tr=w-50,di-{shown},l-image,i-{layer},l-end",
    "{private}?tr=w-50",
    "/tr:w-50{private}",
    "{private}?tr=w-50,di-{shown}",
    "{private}?tr=f-png",
    "{private}?tr=n-ik_ml_thumbnail,f-png",
    "{private}?tr=n-ik_ml_thumbnail:rt-90",
    "{private}?tr=md-true",
    "{private}/ik-thumbnail.jpg",
    "{private}/ik-thumbnail.jpg?tr=w-50",
    "{private}?tr=n-ik_ml_thumbnail,l-image,i-{shown},l-end",
    "/ik-seo{stem}/slug.jpg?tr=w-50",
    "{private}?tr=w-50&ik-attachment=true",
)


@pytest.fixture
def names(client: Client, folder: str) -> dict[str, str]:
    """A private and a public picture, in all the ways in which URLs spell them."""
    client.upload(pictures.photo(seed=7), "secret.jpg", folder, isPrivateFile=True)
    client.upload(pictures.plain(RED, (100, 100)), "open.jpg", folder)
    layer = f"{folder.strip('/')}@@secret.jpg"
    return {
        "private": f"{folder}/secret.jpg",
        "public": f"{folder}/open.jpg",
        "missing": f"{folder}/none.jpg",
        "stem": f"{folder}/secret",
        "layer": layer,
        "raw": f"{folder.strip('/')}/secret.jpg",
        "shown": f"{folder.strip('/')}@@open.jpg",
        "encoded": _base64(f"{folder.strip('/')}/secret.jpg"),
    }


@pytest.mark.parametrize("warm", [False, True], ids=["cold", "after a signed request"])
@pytest.mark.parametrize("detour", DETOURS)
def test_a_private_picture_is_got_by_no_detour(
    client: Client, names: dict[str, str], detour: str, warm: bool
) -> None:
    target = detour.format(**names)
    if warm:
        allowed = client.deliver(signed(client, target))
        assert allowed.status_code == (422 if "ff-" in detour else 200), allowed.headers

    url = f"/media{target}"
    for answer in (
        client.anonymous.get(url),
        client.anonymous.head(url),
        client.anonymous.get(url, headers={"range": "bytes=0-99"}),
        client.anonymous.get(url, headers={"if-none-match": "*"}),
        client.http.get(url),
    ):
        assert answer.status_code == 401
        assert answer.headers["ik-error"].startswith("EAUTH")
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers


def test_a_name_opens_what_its_owner_wrote_down(client: Client, names: dict[str, str]) -> None:
    name = f"t_{uuid4().hex[:12]}"
    chain = f"w-50,l-image,i-{names['layer']},w-10,l-end"
    client.rest("POST", "/v1/named-transformations", json={"name": name, "transformation": chain})

    for path in (names["public"], names["private"]):
        answer = client.deliver(f"{path}?tr=n-{name}")
        assert pictures.opened(answer.content).width == 50
    private = client.deliver(f"{names['private']}?tr=n-{name}")
    assert private.headers["cache-control"].startswith("private")


def test_a_draft_is_in_no_picture(client: Client, folder: str, names: dict[str, str]) -> None:
    client.upload(pictures.plain(), "draft.jpg", folder, isPublished=False)
    draft = f"{folder.strip('/')}@@draft.jpg"

    for target in (
        f"{folder}/draft.jpg?tr=w-10",
        f"{names['public']}?tr=l-image,i-{draft},l-end",
        f"{names['missing']}?tr=di-{draft}",
    ):
        assert client.deliver(target).status_code == 404
        assert client.deliver(signed(client, target)).status_code == 404


def test_pictures_by_signed_url_only(new_home: NewHome) -> None:
    with Server(new_home(RESTRICT_UNSIGNED="true")) as server:
        client = server.client
        client.upload(pictures.photo(), "a.jpg")
        client.upload(b"text", "a.txt")

        for target in ("/a.jpg", "/a.jpg?tr=w-50", "/tr:n-ik_ml_thumbnail/a.jpg"):
            assert client.deliver(target).status_code == 401
            assert client.deliver(signed(client, target)).status_code == 200
        assert client.deliver("/a.jpg?tr=orig-true").status_code == 401
        assert client.deliver("/a.txt").content == b"text"


def test_named_transformations_only(new_home: NewHome) -> None:
    with Server(new_home(RESTRICT_UNNAMED="true")) as server:
        client = server.client
        client.upload(pictures.photo(), "a.jpg")

        for target in ("/a.jpg?tr=w-50", "/tr:n-ik_ml_thumbnail,w-5/a.jpg", "/a.jpg?tr=f-png"):
            for url in (target, signed(client, target)):
                refused = client.deliver(url)
                assert refused.status_code == 400
                assert refused.text == "Bad Image Transformation Request"
        for target in ("/a.jpg", "/a.jpg?tr=n-ik_ml_thumbnail", "/a.jpg?tr=orig-true"):
            assert client.deliver(target).status_code == 200


def test_less_data_for_those_who_ask_for_it(new_home: NewHome) -> None:
    with Server(new_home(SAVE_DATA="true")) as server:
        server.client.upload(pictures.photo(), "a.jpg")
        saving = {"save-data": "on"}

        usual = server.client.deliver("/a.jpg?tr=w-300,f-jpg")
        less = server.client.deliver("/a.jpg?tr=w-300,f-jpg", headers=saving)
        fixed = server.client.deliver("/a.jpg?tr=w-300,f-jpg,q-90", headers=saving)

        assert len(less.content) < len(usual.content) < len(fixed.content)
        assert usual.headers["vary"] == less.headers["vary"] == "Save-Data"
        assert "vary" not in fixed.headers


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode().replace("=", "%3D").replace("/", "%2F")
