"""The current Python SDK: imagekitio 5."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Any

import imagekitio  # type: ignore[import-not-found]  # installed beside the tests, not with them
from imagekitio import AsyncImageKit, ImageKit

from tests import pictures
from tests.sdk.stories import World, fetch, post_form, raised, run

UNKNOWN_ID = "0123456789abcdef01234567"


def every_form_of_file_is_uploaded(world: World) -> None:
    client, content = _client(world), pictures.plain()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "on-disk.jpg"
        path.write_bytes(content)
        with path.open("rb") as opened:
            forms: dict[str, Any] = {
                "bytes.jpg": content,
                "named.jpg": ("else.jpg", content),
                "typed.jpg": ("else.jpg", content, "image/jpeg"),
                "path.jpg": path,
                "opened.jpg": opened,
            }
            uploads = [
                client.files.upload(file=form, file_name=name, folder=world.folder)
                for name, form in forms.items()
            ]

    assert [fetch(upload.url) for upload in uploads] == [(200, content)] * len(forms)


def every_field_is_kept(world: World) -> None:
    fields = ["tags", "customCoordinates", "isPrivateFile", "isPublished", "customMetadata"]
    uploaded = _upload(
        world,
        "all.jpg",
        pictures.plain(),
        tags=["one", "two"],
        custom_coordinates="1,2,10,20",
        description="Red all over",
        is_private_file=True,
        overwrite_tags=False,
        overwrite_ai_tags=False,
        overwrite_custom_metadata=False,
        response_fields=fields,
    )

    details = _client(world).files.get(uploaded.file_id)

    for seen in (uploaded, details):
        assert seen.tags == ["one", "two"]
        assert seen.custom_coordinates == "1,2,10,20"
        assert seen.is_private_file is True
        assert seen.is_published is True
        assert seen.description == "Red all over"


def names_are_unique_unless_told_otherwise(world: World) -> None:
    client = _client(world)
    one, two = (
        client.files.upload(file=pictures.plain(), file_name="same.jpg", folder=world.folder)
        for _ in range(2)
    )

    assert one.file_id != two.file_id
    assert one.name != two.name


def the_same_name_makes_the_next_version(world: World) -> None:
    one = _upload(world, "a.png", pictures.numbered(1))
    two = _upload(world, "a.png", pictures.numbered(2))

    versions = _client(world).files.versions.list(one.file_id)

    assert two.file_id == one.file_id
    assert [v.version_info.name for v in versions] == ["Version 2", "Version 1"]
    assert [v.type for v in versions] == ["file", "file-version"]
    assert fetch(versions[1].url) == (200, pictures.numbered(1))


def overwriting_can_be_refused(world: World) -> None:
    _upload(world, "a.png", pictures.numbered(1))

    error = raised(
        imagekitio.BadRequestError,
        lambda: _upload(world, "a.png", pictures.numbered(2), overwrite_file=False),
    )

    assert "already exists" in str(error)


def files_and_folders_are_listed(world: World) -> None:
    client = _client(world)
    _upload(world, "b.jpg", pictures.plain())
    _upload(world, "a.txt", b"text")
    client.folders.create(folder_name="inner", parent_folder_path=world.folder)

    everything = client.assets.list(path=world.folder, type="all", sort="ASC_NAME")
    images = client.assets.list(path=world.folder, file_type="image", limit=1, skip=0)
    query = f'path = "{world.folder}" AND (name HAS "B" OR type = "folder")'
    found = client.assets.list(search_query=query, sort="DESC_RELEVANCE")

    assert [(a.type, a.name) for a in everything] == [
        ("file", "a.txt"),
        ("file", "b.jpg"),
        ("folder", "inner"),
    ]
    assert [a.name for a in images] == ["b.jpg"]
    assert [(a.type, a.name) for a in found] == [("file", "b.jpg"), ("folder", "inner")]


def details_are_updated(world: World) -> None:
    client = _client(world)
    uploaded = _upload(world, "a.jpg", pictures.plain(), tags=["old"])

    updated = client.files.update(
        uploaded.file_id, tags=["new"], custom_coordinates="0,0,5,5", description="New"
    )
    cleared = client.files.update(uploaded.file_id, tags=None, custom_coordinates=None)

    assert (updated.tags, updated.custom_coordinates) == (["new"], "0,0,5,5")
    assert updated.description == "New"
    assert (cleared.tags, cleared.custom_coordinates) == (None, None)


def a_version_is_restored_and_another_deleted(world: World) -> None:
    client = _client(world)
    one, two = (_upload(world, "a.png", pictures.numbered(n)) for n in (1, 2))

    restored = client.files.versions.restore(one.version_info.id, file_id=one.file_id)
    client.files.versions.delete(two.version_info.id, file_id=one.file_id)

    assert restored.type == "file"
    assert restored.version_info.id == one.version_info.id
    assert fetch(restored.url) == (200, pictures.numbered(1))
    assert len(client.files.versions.list(one.file_id)) == 1
    got = client.files.versions.get(one.version_info.id, file_id=one.file_id)
    assert got.version_info.name == "Version 1"


def the_current_version_is_not_deleted(world: World) -> None:
    client, one = _client(world), _upload(world, "a.png", pictures.numbered(1))

    error = raised(
        imagekitio.BadRequestError,
        lambda: client.files.versions.delete(one.version_info.id, file_id=one.file_id),
    )

    assert "current version" in str(error)


def files_are_copied_moved_and_renamed(world: World) -> None:
    client, here = _client(world), world.folder
    for number in (1, 2):
        _upload(world, "a.png", pictures.numbered(number))

    client.files.copy(source_file_path=f"{here}/a.png", destination_path=f"{here}/one")
    client.files.copy(
        source_file_path=f"{here}/a.png", destination_path=f"{here}/all", include_file_versions=True
    )
    client.files.move(source_file_path=f"{here}/a.png", destination_path=f"{here}/moved")
    renamed = client.files.rename(file_path=f"{here}/moved/a.png", new_file_name="b.png")

    (one,) = client.assets.list(path=f"{here}/one")
    (every,) = client.assets.list(path=f"{here}/all")
    (moved,) = client.assets.list(path=f"{here}/moved")
    assert len(client.files.versions.list(one.file_id)) == 1
    assert len(client.files.versions.list(every.file_id)) == 2
    assert (moved.name, len(client.files.versions.list(moved.file_id))) == ("b.png", 2)
    assert renamed.purge_request_id is None
    assert client.assets.list(path=here) == []


def a_taken_name_is_a_conflict(world: World) -> None:
    client = _client(world)
    _upload(world, "a.png", pictures.numbered(1))
    _upload(world, "b.png", pictures.numbered(2))

    error = raised(
        imagekitio.ConflictError,
        lambda: client.files.rename(file_path=f"{world.folder}/a.png", new_file_name="b.png"),
    )

    assert "already exists" in str(error)


def folders_come_and_go(world: World) -> None:
    client, inner = _client(world), f"{world.folder}/inner"
    client.folders.create(folder_name="inner", parent_folder_path=world.folder)
    client.files.upload(file=pictures.plain(), file_name="a.jpg", folder=inner)

    client.folders.delete(folder_path=inner)

    assert client.assets.list(path=world.folder, type="all") == []
    raised(imagekitio.NotFoundError, lambda: client.folders.delete(folder_path=inner))


def a_deleted_file_is_gone(world: World) -> None:
    client, uploaded = _client(world), _upload(world, "a.jpg", pictures.plain())

    client.files.delete(uploaded.file_id)

    raised(imagekitio.NotFoundError, lambda: client.files.get(uploaded.file_id))
    assert fetch(uploaded.url)[0] == 404


def errors_have_their_classes(world: World) -> None:
    client = _client(world)
    stranger = ImageKit(private_key="private_nobody", base_url=world.base_url)
    nobody = ImageKit(private_key="", base_url=world.base_url)

    missing = raised(imagekitio.NotFoundError, lambda: client.files.get(UNKNOWN_ID))
    raised(imagekitio.BadRequestError, lambda: client.files.get("not-an-id"))
    raised(imagekitio.NotFoundError, lambda: client.files.versions.list(UNKNOWN_ID))
    raised(imagekitio.PermissionDeniedError, lambda: stranger.files.get(UNKNOWN_ID))
    raised(imagekitio.AuthenticationError, lambda: nobody.files.get(UNKNOWN_ID))

    assert missing.body["message"] == "The requested file does not exist."
    assert missing.body["help"]


def signed_urls_open_private_files(world: World) -> None:
    client, content = _client(world), pictures.plain()
    uploaded = _upload(world, "é a&b.jpg", content, is_private_file=True)
    common = {
        "url_endpoint": world.url_endpoint,
        "src": uploaded.file_path,
        "transformation": [{"original": True}],
    }

    plain = client.helper.build_url(**common)
    signed = client.helper.build_url(**common, signed=True)
    brief = client.helper.build_url(**common, signed=True, expires_in=300)

    assert fetch(plain)[0] == 401
    assert fetch(signed) == (200, content)
    assert fetch(brief) == (200, content)
    assert fetch(brief.replace("ik-t=", "ik-t=1"))[0] == 401
    assert fetch(signed[:-1] + "g")[0] == 401


def a_browser_uploads_with_what_the_sdk_signed(world: World) -> None:
    signed = _client(world).helper.get_authentication_parameters()
    form = {name: str(value) for name, value in signed.items()} | {"publicKey": world.public_key}
    form |= {"fileName": "a.jpg", "folder": world.folder}
    url = f"{world.base_url}/api/v1/files/upload"

    first, uploaded = post_form(url, form, pictures.plain())
    second, refused = post_form(url, form, pictures.plain())

    assert (first, uploaded["filePath"].startswith(world.folder)) == (200, True)
    assert (second, "has been used before" in refused["message"]) == (400, True)


def the_asynchronous_client_works_too(world: World) -> None:
    async def story() -> list[Any]:
        async with AsyncImageKit(
            private_key=world.private_key,
            base_url=world.base_url,
            _strict_response_validation=True,
        ) as client:
            await client.files.upload(file=pictures.plain(), file_name="a.jpg", folder=world.folder)
            return list(await client.assets.list(path=world.folder))

    assert len(asyncio.run(story())) == 1


def the_request_id_reaches_the_caller(world: World) -> None:
    answer = _client(world).assets.with_raw_response.list(path=world.folder)

    assert len(answer.headers["x-ik-requestid"]) == 36


def _client(world: World) -> Any:
    """Strict: an answer whose types are not those of ImageKit's API raises."""
    return ImageKit(
        private_key=world.private_key, base_url=world.base_url, _strict_response_validation=True
    )


def _upload(world: World, name: str, content: bytes, **fields: Any) -> Any:
    return _client(world).files.upload(
        file=content, file_name=name, folder=world.folder, use_unique_file_name=False, **fields
    )


if __name__ == "__main__":
    run(__name__)
