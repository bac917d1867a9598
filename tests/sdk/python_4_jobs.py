"""Folder jobs, batches and purges by the Python SDK still in the field: imagekitio 4."""

from __future__ import annotations

from typing import Any

# Installed beside the tests, not with them, and without types.
from imagekitio import ImageKit  # type: ignore[import-not-found]
from imagekitio.constants.url import URL  # type: ignore[import-not-found]
from imagekitio.exceptions.BadRequestException import (  # type: ignore[import-not-found]
    BadRequestException,
)
from imagekitio.exceptions.NotFoundException import (  # type: ignore[import-not-found]
    NotFoundException,
)
from imagekitio.exceptions.PartialSuccessException import (  # type: ignore[import-not-found]
    PartialSuccessException,
)
from imagekitio.models.CopyFolderRequestOptions import (  # type: ignore[import-not-found]
    CopyFolderRequestOptions,
)
from imagekitio.models.ListAndSearchFileRequestOptions import (  # type: ignore[import-not-found]
    ListAndSearchFileRequestOptions,
)
from imagekitio.models.MoveFolderRequestOptions import (  # type: ignore[import-not-found]
    MoveFolderRequestOptions,
)
from imagekitio.models.UploadFileRequestOptions import (  # type: ignore[import-not-found]
    UploadFileRequestOptions,
)

from tests import pictures
from tests.sdk.stories import World, raised, run

UNKNOWN_ID = "0123456789abcdef01234567"


def folders_are_copied_and_moved(world: World) -> None:
    client, here = _client(world), world.folder
    for number in (1, 2):
        _upload(world, "a/x.png", pictures.numbered(number))
    every = CopyFolderRequestOptions(f"{here}/a", f"{here}/all", include_file_versions=True)

    copied = client.copy_folder(CopyFolderRequestOptions(f"{here}/a", f"{here}/one"))
    client.copy_folder(every)
    moved = client.move_folder(MoveFolderRequestOptions(f"{here}/a", f"{here}/moved"))

    assert [_versions(world, f"{name}/a") for name in ("one", "all", "moved")] == [1, 2, 2]
    for done, kind in ((copied, "COPY_FOLDER"), (moved, "MOVE_FOLDER")):
        status = client.get_bulk_job_status(done.job_id)
        assert (status.job_id, status.type, status.status) == (done.job_id, kind, "Completed")


def what_cannot_be_done_has_its_class(world: World) -> None:
    client, here = _client(world), world.folder
    _upload(world, "a/x.png", pictures.numbered(1))
    none = CopyFolderRequestOptions(f"{here}/none", here)
    into_itself = MoveFolderRequestOptions(here, f"{here}/a")

    raised(NotFoundException, lambda: client.copy_folder(none))
    raised(BadRequestException, lambda: client.move_folder(into_itself))


def files_are_deleted_together(world: World) -> None:
    client = _client(world)
    ids = [_upload(world, f"{n}.png", pictures.numbered(n)).file_id for n in range(3)]

    raised(NotFoundException, lambda: client.bulk_file_delete([*ids, UNKNOWN_ID]))
    deleted = client.bulk_file_delete(ids)

    assert deleted.successfully_deleted_file_ids == ids
    options = ListAndSearchFileRequestOptions(path=world.folder)
    assert client.list_files(options).list == []


def tags_are_added_and_removed_together(world: World) -> None:
    client = _client(world)
    ids = [_upload(world, f"{n}.png", pictures.numbered(n)).file_id for n in range(2)]
    client.add_tags(ids[:1], ["a" * 300])

    added = client.add_tags(ids, ["a", "b"])
    client.remove_tags(ids, ["a"])
    client.remove_ai_tags(ids, ["cat"])
    partly: Any = raised(PartialSuccessException, lambda: client.add_tags(ids, ["c" * 300]))

    assert added.successfully_updated_file_ids == ids
    assert "Error in adding tags" in partly.message
    assert client.get_file_details(ids[0]).tags == ["a" * 300, "b"]
    assert client.get_file_details(ids[1]).tags == ["b", "c" * 300]


def a_purge_completes(world: World) -> None:
    client = _client(world)
    url = _upload(world, "a.png", pictures.numbered(1)).url

    request = client.purge_file_cache(url)

    assert client.get_purge_file_cache_status(request.request_id).status == "Completed"
    raised(BadRequestException, lambda: client.get_purge_file_cache_status(UNKNOWN_ID))


def _client(world: World) -> Any:
    URL.API_BASE_URL = URL.UPLOAD_BASE_URL = world.base_url
    return ImageKit(world.public_key, world.private_key, world.url_endpoint)


def _upload(world: World, path: str, content: bytes) -> Any:
    folder, _, name = f"{world.folder}/{path}".rpartition("/")
    options = UploadFileRequestOptions(folder=folder, use_unique_file_name=False)
    return _client(world).upload_file(file=content, file_name=name, options=options)


def _versions(world: World, folder: str) -> int:
    client = _client(world)
    options = ListAndSearchFileRequestOptions(path=f"{world.folder}/{folder}")
    (file,) = client.list_files(options).list
    return len(client.get_file_versions(file.file_id).list)


if __name__ == "__main__":
    run(__name__)
