"""Signed URLs and what they open: private files, and drafts never."""

from __future__ import annotations

import time

import httpx
import pytest

from tests import pictures
from tests.client import Client, Json
from tests.signing import signed

PICTURE = pictures.photo((640, 480))


@pytest.fixture
def private(client: Client, folder: str) -> Json:
    """A private picture `a.jpg` with two versions; the current one's details."""
    client.upload(pictures.photo(seed=2), "a.jpg", folder, isPrivateFile=True)
    uploaded = client.upload(PICTURE, "a.jpg", folder, isPrivateFile=True)
    return client.details(uploaded["fileId"])


def test_a_signature_opens_a_private_file(client: Client, folder: str, private: Json) -> None:
    past = client.versions(private["fileId"])[1]["url"]
    soon = int(time.time()) + 60

    assert client.deliver(signed(client, f"{folder}/a.jpg")).content == PICTURE
    assert client.deliver(signed(client, f"{folder}/a.jpg", soon)).content == PICTURE
    assert client.deliver(signed(client, private["url"])).content == PICTURE
    assert client.deliver(signed(client, f"{folder}/a.jpg?tr=orig-true", soon)).content == PICTURE
    assert client.deliver(signed(client, past)).content == pictures.photo(seed=2)


@pytest.mark.parametrize("warm", [False, True], ids=["cold", "after a signed request"])
@pytest.mark.parametrize(
    "target",
    [
        "{}",
        "{}?updatedAt=1",
        "{}?tr=orig-true",
        "/tr:orig-true{}",
        "{}?tr=w-100",
        "{}?tr=",
        "/tr:{}",
        "{}?tr=w-100,n-ik_ml_thumbnail",
        "{}?tr=n-ik_ml_thumbnail:w-5",
        "{}?tr=n-ik_ml_thumbnail,orig-true",
        "{}?tr=n-ik_ml_thumbnail%2Corig-true",
        "{}?tr=n-ik_ml_thumbnail&tr=orig-true",
        "/tr:n-ik_ml_thumbnail{}?tr=orig-true",
        "{}?ik-attachment=true",
        "{}?ik-t=9999999999",
        "{}?ik-obj-version=",
        "{}/",
        "/{}",
        "{}/ik-thumbnail.jpg",
        "{}?ik-obj-version={token}",
        "{}?ik-obj-version={token}&tr=w-1",
    ],
)
def test_a_private_file_needs_a_signature(
    client: Client, folder: str, private: Json, target: str, warm: bool
) -> None:
    path = f"{folder}/a.jpg"
    past = client.versions(private["fileId"])[1]["url"]
    if warm:
        assert client.deliver(signed(client, path)).status_code == 200
        assert client.deliver(signed(client, past)).status_code == 200

    token = httpx.URL(past).params["ik-obj-version"]
    url = f"{client.base_url}/media{target.format(path, token=token)}"
    answers = [
        client.anonymous.get(url),
        client.anonymous.get(url, headers={"range": "bytes=0-9"}),
        client.anonymous.get(url, headers={"if-none-match": "*"}),
        client.anonymous.head(url),
    ]

    assert [answer.status_code for answer in answers] == [401] * 4
    assert answers[0].headers["ik-error"].startswith("EAUTH - ")
    assert "etag" not in answers[0].headers
    assert PICTURE[100:200] not in answers[0].content


def test_the_api_key_does_not_sign(client: Client, folder: str, private: Json) -> None:
    answer = client.http.get(f"/media{folder}/a.jpg")

    assert answer.status_code == 401


def test_a_named_transformation_opens_pictures_only(
    client: Client, folder: str, private: Json
) -> None:
    """Nothing but pixels is transformed: of anything else, it would open the original."""
    assert client.deliver(f"{folder}/a.jpg?tr=n-ik_ml_thumbnail").status_code != 401
    client.upload(b"secret words", "a.txt", folder, isPrivateFile=True)
    client.upload(pictures.SVG, "a.svg", folder, isPrivateFile=True)

    for name in ("a.txt", "a.svg"):
        answer = client.deliver(f"{folder}/{name}?tr=n-ik_ml_thumbnail")
        assert answer.status_code == 401


def test_a_wrong_signature_is_refused_on_a_public_file_too(client: Client, folder: str) -> None:
    client.upload(PICTURE, "a.jpg", folder)
    now = int(time.time())
    url = signed(client, f"{folder}/a.jpg?v=1", now + 60)

    assert client.deliver(url).status_code == 200
    for tampered in (
        url[:-1] + ("0" if url[-1] != "0" else "1"),
        url.replace("v=1", "v=2"),
        url.replace("v=1&", ""),
        url + "&tr=w-5",
        url + "&ik-s=0",
        url.replace(f"ik-t={now + 60}", f"ik-t={now + 600}"),
        url.replace(f"ik-t={now + 60}&", ""),
        url.replace("a.jpg", "/a.jpg"),
        signed(client, f"{folder}/a.jpg", now - 61),
        signed(client, f"{folder}/missing.jpg") + "x",
    ):
        answer = client.deliver(tampered)
        assert answer.status_code == 401, tampered
        assert answer.headers["cache-control"] == "no-store"


def test_a_signed_url_lives_a_little_longer(client: Client, folder: str) -> None:
    client.upload(PICTURE, "a.jpg", folder, isPrivateFile=True)

    answer = client.deliver(signed(client, f"{folder}/a.jpg", int(time.time())))

    assert answer.content == PICTURE


@pytest.mark.parametrize("name", ["a b.jpg", "caf\u00e9.jpg", "\u6f22\u5b57.jpg"])
def test_names_are_signed_as_they_are_encoded(client: Client, folder: str, name: str) -> None:
    uploaded = client.upload(PICTURE, name, folder, isPrivateFile=True)

    assert client.deliver(uploaded["url"]).status_code == 401
    assert client.deliver(signed(client, uploaded["url"])).content == PICTURE


def test_a_draft_is_not_there_signed_or_not(client: Client, folder: str) -> None:
    uploaded = client.upload(PICTURE, "a.jpg", folder, isPublished=False)

    for target in (f"{folder}/a.jpg", f"{folder}/a.jpg?tr=n-ik_ml_thumbnail", uploaded["url"]):
        assert client.deliver(target).status_code == 404
        answer = client.deliver(signed(client, target))
        assert answer.status_code == 404
        assert answer.headers["ik-error"] == "ENOENT - No file was found at the specified path"


def test_publishing_gives_a_version_another_token(client: Client, folder: str) -> None:
    uploaded = client.upload(PICTURE, "a.jpg", folder, isPublished=False)
    file_id = uploaded["fileId"]
    client.upload(pictures.plain(), "a.jpg", folder)
    draft = client.versions(file_id)[1]
    assert client.deliver(draft["url"]).status_code == 404

    client.restore(file_id, draft["versionInfo"]["id"])
    assert client.deliver(f"{folder}/a.jpg").status_code == 404
    client.update(file_id, publish={"isPublished": True})
    assert client.deliver(f"{folder}/a.jpg").content == PICTURE

    client.restore(file_id, client.versions(file_id)[1]["versionInfo"]["id"])
    published = client.versions(file_id)[1]
    assert client.deliver(published["url"]).content == PICTURE
    assert client.deliver(draft["url"]).status_code == 404


def test_a_restored_private_version_needs_a_signature_again(client: Client, folder: str) -> None:
    client.upload(PICTURE, "a.jpg", folder, isPrivateFile=True)
    uploaded = client.upload(pictures.plain(), "a.jpg", folder, isPrivateFile=False)
    private, target = client.versions(uploaded["fileId"])[1], f"{folder}/a.jpg"
    if client.details(uploaded["fileId"])["isPrivateFile"]:
        pytest.fail("the second version was to be public")
    assert client.deliver(target).status_code == 200

    client.restore(uploaded["fileId"], private["versionInfo"]["id"])

    assert client.deliver(target).status_code == 401
    assert client.deliver(signed(client, target)).content == PICTURE
