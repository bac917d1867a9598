"""The Python SDK still in the field: imagekitio 4."""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path
from typing import Any

# Installed beside the tests, not with them, and without types.
from imagekitio import ImageKit  # type: ignore[import-not-found]
from imagekitio.constants.url import URL  # type: ignore[import-not-found]
from imagekitio.exceptions.BadRequestException import (  # type: ignore[import-not-found]
    BadRequestException,
)
from imagekitio.exceptions.ConflictException import (  # type: ignore[import-not-found]
    ConflictException,
)
from imagekitio.exceptions.ForbiddenException import (  # type: ignore[import-not-found]
    ForbiddenException,
)
from imagekitio.exceptions.NotFoundException import (  # type: ignore[import-not-found]
    NotFoundException,
)
from imagekitio.exceptions.UnauthorizedException import (  # type: ignore[import-not-found]
    UnauthorizedException,
)
from imagekitio.exceptions.UnknownException import (  # type: ignore[import-not-found]
    UnknownException,
)
from imagekitio.models.CopyFileRequestOptions import (  # type: ignore[import-not-found]
    CopyFileRequestOptions,
)
from imagekitio.models.CreateFolderRequestOptions import (  # type: ignore[import-not-found]
    CreateFolderRequestOptions,
)
from imagekitio.models.DeleteFolderRequestOptions import (  # type: ignore[import-not-found]
    DeleteFolderRequestOptions,
)
from imagekitio.models.ListAndSearchFileRequestOptions import (  # type: ignore[import-not-found]
    ListAndSearchFileRequestOptions,
)
from imagekitio.models.MoveFileRequestOptions import (  # type: ignore[import-not-found]
    MoveFileRequestOptions,
)
from imagekitio.models.RenameFileRequestOptions import (  # type: ignore[import-not-found]
    RenameFileRequestOptions,
)
from imagekitio.models.UpdateFileRequestOptions import (  # type: ignore[import-not-found]
    UpdateFileRequestOptions,
)
from imagekitio.models.UploadFileRequestOptions import (  # type: ignore[import-not-found]
    UploadFileRequestOptions,
)

from tests import pictures
from tests.sdk.stories import World, fetch, post_form, raised, run

UNKNOWN_ID = "0123456789abcdef01234567"


def every_form_of_file_is_uploaded(world: World) -> None:
    content = pictures.photo((900, 700))
    text = base64.b64encode(content).decode()
    first = _upload(world, "raw-bytes.jpg", content)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "on-disk.jpg"
        path.write_bytes(content)
        with path.open("rb") as opened:
            forms = {
                "base64.jpg": text,
                "data-uri.jpg": f"data:image/jpeg;base64,{text}",
                "url.jpg": first.url,
                "opened.jpg": opened,
            }
            uploads = [first, *(_upload(world, name, form) for name, form in forms.items())]

    assert [fetch(upload.url) for upload in uploads] == [(200, content)] * 5
    assert {(upload.width, upload.height) for upload in uploads} == {(900, 700)}


def a_large_file_without_a_name_arrives_whole(world: World) -> None:
    content = bytes(range(256)) * 12_000

    uploaded = _upload(world, "large.bin", content)

    assert fetch(uploaded.url) == (200, content)


def every_field_is_kept(world: World) -> None:
    fields = ["tags", "custom_coordinates", "is_private_file", "is_published"]
    uploaded = _upload(
        world,
        "all.jpg",
        pictures.plain(),
        tags=["one", "two"],
        custom_coordinates="1,2,10,20",
        is_private_file=True,
        overwrite_tags=False,
        overwrite_ai_tags=False,
        overwrite_custom_metadata=False,
        response_fields=fields,
    )

    details = _client(world).get_file_details(uploaded.file_id)

    for seen in (uploaded, details):
        assert seen.tags == ["one", "two"]
        assert seen.custom_coordinates == "1,2,10,20"
        assert seen.is_private_file is True
        assert seen.version_info.id == uploaded.file_id


def files_are_listed(world: World) -> None:
    client = _client(world)
    _upload(world, "b.jpg", pictures.plain(), tags=["warm"])
    _upload(world, "a.txt", b"text")
    options = {"path": world.folder, "sort": "ASC_NAME"}

    everything = client.list_files(ListAndSearchFileRequestOptions(**options))
    tagged = client.list_files(ListAndSearchFileRequestOptions(**options, tags=["warm", "cold"]))
    query = 'tags IN ["warm"] AND format = "jpg" AND createdAt > "1h"'
    found = client.list_files(ListAndSearchFileRequestOptions(**options, search_query=query))

    assert [file.name for file in everything.list] == ["a.txt", "b.jpg"]
    assert [file.name for file in tagged.list] == ["b.jpg"]
    assert [file.name for file in found.list] == ["b.jpg"]


def details_are_updated(world: World) -> None:
    uploaded = _upload(world, "a.jpg", pictures.plain(), tags=["old"])
    options = UpdateFileRequestOptions(tags=["new"], custom_coordinates="0,0,5,5")

    updated = _client(world).update_file_details(uploaded.file_id, options)

    assert (updated.tags, updated.custom_coordinates) == (["new"], "0,0,5,5")


def a_version_is_restored_and_another_deleted(world: World) -> None:
    client = _client(world)
    one, two = (_upload(world, "a.png", pictures.numbered(n)) for n in (1, 2))
    before = client.get_file_versions(one.file_id).list

    restored = client.restore_file_version(one.file_id, one.version_info.id)
    client.delete_file_version(one.file_id, two.version_info.id)

    assert [v.version_info.name for v in before] == ["Version 2", "Version 1"]
    assert restored.version_info.id == one.version_info.id
    assert fetch(restored.url) == (200, pictures.numbered(1))
    assert len(client.get_file_versions(one.file_id).list) == 1
    got = client.get_file_version_details(one.file_id, one.version_info.id)
    assert got.version_info.name == "Version 1"


def files_are_copied_moved_and_renamed(world: World) -> None:
    client, here = _client(world), world.folder
    for number in (1, 2):
        _upload(world, "a.png", pictures.numbered(number))

    client.copy_file(CopyFileRequestOptions(f"{here}/a.png", f"{here}/one"))
    client.copy_file(CopyFileRequestOptions(f"{here}/a.png", f"{here}/all", True))
    client.move_file(MoveFileRequestOptions(f"{here}/a.png", f"{here}/moved"))
    client.rename_file(RenameFileRequestOptions(f"{here}/moved/a.png", "b.png"))

    counts = {name: _version_counts(world, f"{here}/{name}") for name in ("one", "all", "moved")}
    assert counts == {"one": {"a.png": 1}, "all": {"a.png": 2}, "moved": {"b.png": 2}}
    assert _version_counts(world, here) == {}


def folders_come_and_go(world: World) -> None:
    client, inner = _client(world), f"{world.folder}/inner"

    made = client.create_folder(CreateFolderRequestOptions("inner", world.folder))
    client.delete_folder(DeleteFolderRequestOptions(inner))

    assert made.response_metadata.http_status_code == 201
    raised(NotFoundException, lambda: client.delete_folder(DeleteFolderRequestOptions(inner)))


def a_deleted_file_is_gone(world: World) -> None:
    client, uploaded = _client(world), _upload(world, "a.jpg", pictures.plain())

    client.delete_file(uploaded.file_id)

    assert fetch(uploaded.url)[0] == 404
    raised(UnknownException, lambda: client.delete_file(uploaded.file_id))


def errors_have_their_classes(world: World) -> None:
    client, here = _client(world), world.folder
    one = _upload(world, "a.png", pictures.numbered(1))
    _upload(world, "b.png", pictures.numbered(2))
    stranger = ImageKit("public", "private_nobody", world.url_endpoint)
    nobody = ImageKit("public", ":", world.url_endpoint)
    no_source = CopyFileRequestOptions(f"{here}/nothing.png", here)
    taken = RenameFileRequestOptions(f"{here}/a.png", "b.png")

    raised(UnknownException, lambda: client.get_file_details(UNKNOWN_ID))
    raised(BadRequestException, lambda: client.get_file_details("not-an-id"))
    raised(NotFoundException, lambda: client.get_file_versions(UNKNOWN_ID))
    raised(BadRequestException, lambda: client.delete_file_version(one.file_id, one.file_id))
    raised(NotFoundException, lambda: client.copy_file(no_source))
    raised(ForbiddenException, lambda: stranger.get_file_details(UNKNOWN_ID))
    raised(UnauthorizedException, lambda: nobody.get_file_details(UNKNOWN_ID))
    conflict: Any = raised(ConflictException, lambda: client.rename_file(taken))

    assert "already exists" in conflict.message
    assert conflict.response_help


def signed_urls_open_private_files(world: World) -> None:
    client, content = _client(world), pictures.plain()
    uploaded = _upload(world, "a.jpg", content, is_private_file=True)
    options = {
        "path": uploaded.file_path,
        "url_endpoint": world.url_endpoint,
        "transformation": [{"original": "true"}],
    }

    signed = client.url({**options, "signed": True})
    brief = client.url({**options, "signed": True, "expire_seconds": 300})

    assert fetch(client.url(options))[0] == 401
    assert fetch(signed) == (200, content)
    assert fetch(brief) == (200, content)
    assert fetch(brief.replace("ik-t=", "ik-t=1"))[0] == 401


def a_browser_uploads_with_what_the_sdk_signed(world: World) -> None:
    signed = _client(world).get_authentication_parameters()
    form = {name: str(value) for name, value in signed.items()} | {"publicKey": world.public_key}
    form |= {"fileName": "a.jpg", "folder": world.folder}

    status, uploaded = post_form(f"{world.base_url}/api/v1/files/upload", form, pictures.plain())

    assert (status, uploaded["filePath"].startswith(world.folder)) == (200, True)


def _client(world: World) -> Any:
    URL.API_BASE_URL = URL.UPLOAD_BASE_URL = world.base_url
    return ImageKit(world.public_key, world.private_key, world.url_endpoint)


def _upload(world: World, name: str, file: Any, **fields: Any) -> Any:
    options = UploadFileRequestOptions(folder=world.folder, use_unique_file_name=False, **fields)
    return _client(world).upload_file(file=file, file_name=name, options=options)


def _version_counts(world: World, folder: str) -> dict[str, int]:
    client = _client(world)
    files = client.list_files(ListAndSearchFileRequestOptions(path=folder)).list
    return {file.name: len(client.get_file_versions(file.file_id).list) for file in files}


if __name__ == "__main__":
    run(__name__)
