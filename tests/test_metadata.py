"""Metadata of pictures: over REST by id, by URL and with an upload, and over GraphQL."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image

from tests import pictures
from tests.client import Client, Json
from tests.signing import signed

GROUPS = ("image", "thumbnail", "exif", "gps", "interoperability", "makernote")
UNKNOWN = "0123456789abcdef01234567"
CORRUPT = "The requested file is corrupt or invalid."
INACCESSIBLE = "The requested file does not exist or is inaccessible at this time."
FOREIGN = "The url should be accessible using your ImageKit.io account."
QUERY = """
query ($path: String!) {
  file(path: $path) {
    metadata { ...M }
    versions { nodes { metadata { ...M } } }
  }
}
fragment M on Metadata {
  width height format density quality hasColorProfile hasTransparency pHash
  exif { image thumbnail exif gps interoperability makernote }
}
"""


def photographed() -> bytes:
    """A picture that a camera held upright has written."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x0132] = "Canon", 6, "2008:07:31 10:38:11"
    exif.get_ifd(0x8769).update(
        {0x829A: 0.00625, 0x8827: 100, 0x9000: b"0221", 0x9003: "2008:05:30 15:56:01"}
    )
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0nice"
    exif.get_ifd(0x8825).update({0: b"\2\2\0\0", 1: "N", 2: (52.0, 30.0, 1.5), 5: b"\0"})
    return pictures.encoded(
        pictures.opened(pictures.photo((60, 40))), "jpeg", exif=exif, dpi=(300, 300), quality=90
    )


def of_file(client: Client, file_id: str) -> Json:
    answer = client.rest("GET", f"/v1/files/{file_id}/metadata")
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def of_url(client: Client, url: str) -> tuple[int, Any]:
    answer = client.rest("GET", "/v1/metadata", params={"url": url})
    body = answer.json()
    return answer.status_code, body if answer.status_code == 200 else body["message"]


def distance(one: Json, other: Json) -> int:
    """Bits by which two hashes differ."""
    return (int(one["pHash"], 16) ^ int(other["pHash"], 16)).bit_count()


def test_a_photograph_tells_what_its_camera_wrote(client: Client, folder: str) -> None:
    content = photographed()
    file_id = client.upload(content, "a.jpg", folder)["fileId"]

    found = of_file(client, file_id)

    p_hash = found.pop("pHash")
    exif = found.pop("exif")
    assert len(p_hash) == 16
    assert int(p_hash, 16)
    assert found == {
        "height": 60,
        "width": 40,
        "size": len(content),
        "format": "jpg",
        "hasColorProfile": False,
        "quality": 90,
        "density": 300,
        "hasTransparency": False,
    }
    assert tuple(exif) == GROUPS
    assert exif["image"]["Make"] == "Canon"
    assert exif["image"]["Orientation"] == 6
    assert exif["image"]["ModifyDate"] == "2008:07:31 10:38:11"
    assert exif["exif"]["ExposureTime"] == 0.00625
    assert exif["exif"]["ExifVersion"] == "0221"
    assert exif["exif"]["UserComment"] == "nice"
    assert exif["gps"]["GPSVersionID"] == [2, 2, 0, 0]
    assert exif["gps"]["GPSLatitude"] == [52, 30, 1.5]
    assert exif["makernote"] == exif["thumbnail"] == {}


def test_a_tag_is_always_of_one_kind(client: Client, folder: str) -> None:
    exif = Image.Exif()
    camera, place = exif.get_ifd(0x8769), exif.get_ifd(0x8825)
    camera[0x829A], camera[0x8827], camera[0x9207] = (0.01, 0.02), (100, 200), 2
    camera[0xA434], camera[0xA402] = "50mm", "Auto"
    place[2], place[1] = (52.0,), "N"
    photo = pictures.encoded(pictures.opened(pictures.photo((60, 40))), "jpeg", exif=exif)
    file_id = client.upload(photo, "odd.jpg", folder)["fileId"]

    found = of_file(client, file_id)["exif"]

    assert found["exif"] == {
        "ExposureTime": 0.01,
        "ISO": 100,
        "MeteringMode": 2,
        "LensModel": "50mm",
    }
    assert found["gps"] == {"GPSLatitude": [52], "GPSLatitudeRef": "N"}


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "gif", "avif", "tiff", "bmp"])
def test_every_format_that_is_decoded_tells_the_same(
    client: Client, folder: str, kind: pictures.Kind
) -> None:
    picture = pictures.opened(pictures.photo((90, 70)))
    file_id = client.upload(pictures.encoded(picture, kind), f"a.{kind}", folder)["fileId"]
    usual = client.upload(pictures.photo((90, 70)), "usual.jpg", folder)["fileId"]

    found = of_file(client, file_id)

    assert (found["width"], found["height"]) == (90, 70)
    assert found["format"] == {"jpeg": "jpg"}.get(kind, kind)
    assert found["exif"] == {group: {} for group in GROUPS}
    assert distance(found, of_file(client, usual)) <= 4


def test_hashes_are_near_for_pictures_that_look_alike(client: Client, folder: str) -> None:
    photo = pictures.opened(pictures.photo((640, 480)))
    looks = {
        "same": photo,
        "small": photo.resize((200, 150)),
        "coarse": pictures.opened(pictures.encoded(photo, "jpeg", quality=10)),
        "other": pictures.opened(pictures.photo((640, 480), seed=2)),
    }
    found = {}
    for name, picture in looks.items():
        content = pictures.encoded(picture, "png")
        found[name] = of_file(client, client.upload(content, f"{name}.png", folder)["fileId"])

    assert distance(found["same"], found["small"]) <= 4
    assert distance(found["same"], found["coarse"]) <= 4
    assert distance(found["same"], found["other"]) >= 16


def test_transparency_and_profile_are_those_of_the_pixels(client: Client, folder: str) -> None:
    clear = client.upload(pictures.transparent(), "clear.png", folder)["fileId"]
    solid = pictures.encoded(Image.new("RGBA", (9, 9), "red"), "png", icc_profile=b"x" * 200)
    opaque = client.upload(solid, "opaque.png", folder)["fileId"]

    assert of_file(client, clear)["hasTransparency"] is True
    found = of_file(client, opaque)
    assert (found["hasTransparency"], found["hasColorProfile"]) == (False, True)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", b"text", {"format": "txt"}),
        ("cut.jpg", pictures.photo()[:3000], {"format": "jpg", "width": 640, "height": 480}),
        ("a.bin", bytes(range(256)), {"format": "bin"}),
    ],
)
def test_what_is_no_picture_is_told_and_hinders_no_upload(
    client: Client, folder: str, name: str, content: bytes, expected: Json
) -> None:
    uploaded = client.upload(content, name, folder, responseFields="metadata")

    answer = client.rest("GET", f"/v1/files/{uploaded['fileId']}/metadata")

    assert uploaded["metadata"] == {"size": len(content), **expected}
    assert (answer.status_code, answer.json()["message"]) == (400, CORRUPT)


def test_a_picture_that_is_not_decoded_here_tells_what_is_known(
    client: Client, folder: str
) -> None:
    file_id = client.upload(pictures.SVG, "a.svg", folder)["fileId"]

    assert of_file(client, file_id) == {"size": len(pictures.SVG), "format": "svg"}


def test_an_upload_answers_with_metadata_when_asked(client: Client, folder: str) -> None:
    asked = client.upload(photographed(), "a.jpg", folder, responseFields="metadata,tags")
    unasked = client.upload(photographed(), "b.jpg", folder)

    assert asked["metadata"] == of_file(client, asked["fileId"])
    assert "metadata" not in unasked


def test_a_file_that_is_not_there_has_none(client: Client) -> None:
    missing = client.rest("GET", f"/v1/files/{UNKNOWN}/metadata")
    nonsense = client.rest("GET", "/v1/files/x/metadata")

    assert (missing.status_code, missing.json()["message"]) == (404, INACCESSIBLE)
    message = "Your request contains invalid fileId parameter."
    assert (nonsense.status_code, nonsense.json()["message"]) == (400, message)


def test_a_url_leads_to_its_version_and_transformation(client: Client, folder: str) -> None:
    file_id = client.upload(pictures.photo((640, 480)), "a b.jpg", folder)["fileId"]
    client.upload(pictures.photo((320, 200)), "a b.jpg", folder)
    current, old = client.versions(file_id)
    endpoint = f"{client.base_url}/media"

    found = {
        "current": of_url(client, current["url"]),
        "old": of_url(client, old["url"]),
        "query": of_url(client, f"{current['url']}&tr=w-64,f-png"),
        "path": of_url(client, f"{endpoint}/tr:w-100,h-50{current['filePath']}#top"),
        "original": of_url(client, f"{old['url']}&tr=orig-true"),
        "thumbnail": of_url(client, current["thumbnail"]),
    }

    sizes = {name: (body["width"], body["height"]) for name, (_, body) in found.items()}
    assert sizes == {
        "current": (320, 200),
        "old": (640, 480),
        "query": (64, 40),
        "path": (100, 50),
        "original": (640, 480),
        "thumbnail": (100, 63),
    }
    assert found["query"][1]["format"] == "png"
    assert found["current"][1] == of_file(client, file_id)


def test_a_url_that_opens_nothing_tells_nothing(client: Client, folder: str) -> None:
    public = client.upload(pictures.plain(), "a.jpg", folder)
    private = client.upload(pictures.plain(), "b.jpg", folder, isPrivateFile=True)["url"]
    draft = client.upload(pictures.plain(), "c.jpg", folder, isPublished=False)["url"]

    gone = (404, INACCESSIBLE)
    foreign = (400, FOREIGN)
    assert of_url(client, private) == of_url(client, draft) == gone
    assert of_url(client, f"{public['url']}?ik-s=00") == gone
    assert of_url(client, f"{public['url']}?ik-obj-version=00") == gone
    assert of_url(client, f"{client.base_url}/media/nothing.jpg") == gone
    assert of_url(client, "https://example.org/a.jpg") == of_url(client, "") == foreign
    assert of_url(client, f"{client.base_url}/health") == foreign
    assert of_url(client, f"{public['url']}?tr=w-wide")[0] == 400
    assert of_url(client, signed(client, private))[0] == 200


def test_graphql_tells_the_same_when_asked(client: Client, folder: str) -> None:
    file = client.upload(photographed(), "a.jpg", folder)
    client.upload(b"\xff\xd8\xff broken", "a.jpg", folder)
    client.restore(file["fileId"], file["fileId"])

    found = client.graphql(QUERY, {"path": f"{folder}/a.jpg"})["file"]

    told = of_file(client, file["fileId"])
    assert found["metadata"] | {"size": told["size"]} == told
    assert [node["metadata"] for node in found["versions"]["nodes"]] == [found["metadata"], None]


def test_decoding_many_pictures_costs_too_much(client: Client) -> None:
    few, many = (
        client.graphql_answer(
            f"{{ files(first: {number}) {{ nodes {{ metadata {{ pHash }} }} }} }}"
        ).json()
        for number in (1, 100)
    )
    costly = client.graphql_answer(
        "{ files(first: 100) { nodes { metadata { pHash } versions { nodes {"
        " metadata { pHash } } } } } }"
    ).json()

    assert few["extensions"]["cost"]["requested"] < many["extensions"]["cost"]["requested"] / 50
    assert costly["errors"][0]["extensions"]["code"] == "LIMIT_COST"
