"""Folder jobs, batches and purges by the current Python SDK: imagekitio 5."""

from __future__ import annotations

from typing import Any

import imagekitio  # type: ignore[import-not-found]  # installed beside the tests, not with them
from imagekitio import ImageKit

from tests import pictures
from tests.sdk.stories import World, fetch, raised, run

UNKNOWN_ID = "0123456789abcdef01234567"


def folders_are_copied(world: World) -> None:
    client, here = _client(world), world.folder
    for number in (1, 2):
        _upload(world, "a/x.png", pictures.numbered(number))

    current = client.folders.copy(source_folder_path=f"{here}/a", destination_path=f"{here}/b")
    client.folders.copy(
        source_folder_path=f"{here}/a", destination_path=f"{here}/c", include_versions=True
    )

    status = client.folders.job.get(current.job_id)
    assert (status.type, status.status) == ("COPY_FOLDER", "Completed")
    assert status.job_id == current.job_id
    assert _versions(world, "b/a") == 1
    assert _versions(world, "c/a") == 2


def folders_are_moved(world: World) -> None:
    client, here = _client(world), world.folder
    file_id = _upload(world, "a/x.png", pictures.numbered(1)).file_id

    done = client.folders.move(source_folder_path=f"{here}/a", destination_path=f"{here}/b")

    assert client.folders.job.get(done.job_id).type == "MOVE_FOLDER"
    assert client.files.get(file_id).file_path == f"{here}/b/a/x.png"


def folders_are_renamed(world: World) -> None:
    client, here = _client(world), world.folder
    old = _upload(world, "a/x.png", pictures.numbered(1))

    done = client.folders.rename(folder_path=f"{here}/a", new_folder_name="b", purge_cache=True)

    status = client.folders.job.get(done.job_id)
    assert (status.type, status.status) == ("RENAME_FOLDER", "Completed")
    assert client.cache.invalidation.get(status.purge_request_id).status == "Completed"
    assert client.files.get(old.file_id).file_path == f"{here}/b/x.png"
    assert fetch(old.url)[0] == 404


def what_cannot_be_done_has_its_class(world: World) -> None:
    client, here = _client(world), world.folder
    _upload(world, "a/x.png", pictures.numbered(1))
    _upload(world, "b/x.png", pictures.numbered(2))

    missing = raised(
        imagekitio.NotFoundError,
        lambda: client.folders.copy(source_folder_path=f"{here}/none", destination_path="/"),
    )
    into_itself = raised(
        imagekitio.BadRequestError,
        lambda: client.folders.move(source_folder_path=here, destination_path=f"{here}/a"),
    )
    raised(
        imagekitio.ConflictError,
        lambda: client.folders.rename(folder_path=f"{here}/a", new_folder_name="b"),
    )
    raised(imagekitio.NotFoundError, lambda: client.folders.job.get(UNKNOWN_ID))

    assert missing.body["reason"] == "NO_FILES_FOLDER"
    assert into_itself.body["reason"] == "INVALID_DESTINATION_PATH"


def files_are_deleted_together(world: World) -> None:
    client = _client(world)
    ids = [_upload(world, f"{n}.png", pictures.numbered(n)).file_id for n in range(3)]

    missing = raised(
        imagekitio.NotFoundError, lambda: client.files.bulk.delete(file_ids=[*ids, UNKNOWN_ID])
    )
    deleted = client.files.bulk.delete(file_ids=ids)

    assert missing.body["missingFileIds"] == [UNKNOWN_ID]
    assert deleted.successfully_deleted_file_ids == ids
    assert client.assets.list(path=world.folder) == []


def tags_are_added_and_removed_together(world: World) -> None:
    client = _client(world)
    ids = [_upload(world, f"{n}.png", pictures.numbered(n)).file_id for n in range(2)]

    added = client.files.bulk.add_tags(file_ids=ids, tags=["a", "b"])
    removed = client.files.bulk.remove_tags(file_ids=ids[:1], tags=["a"])
    without = client.files.bulk.remove_ai_tags(file_ids=ids, ai_tags=["cat"])

    assert added.successfully_updated_file_ids == ids
    assert removed.successfully_updated_file_ids == ids[:1]
    assert without.successfully_updated_file_ids == ids
    assert [client.files.get(file_id).tags for file_id in ids] == [["b"], ["a", "b"]]


def a_purge_completes(world: World) -> None:
    client = _client(world)
    url = _upload(world, "a.png", pictures.numbered(1)).url

    request = client.cache.invalidation.create(url=url)

    assert client.cache.invalidation.get(request.request_id).status == "Completed"
    raised(imagekitio.BadRequestError, lambda: client.cache.invalidation.get(UNKNOWN_ID))
    elsewhere = "https://example.org/a.png"
    raised(imagekitio.BadRequestError, lambda: client.cache.invalidation.create(url=elsewhere))


def _client(world: World) -> Any:
    """Strict: an answer whose types are not those of ImageKit's API raises."""
    return ImageKit(
        private_key=world.private_key, base_url=world.base_url, _strict_response_validation=True
    )


def _upload(world: World, path: str, content: bytes) -> Any:
    folder, _, name = f"{world.folder}/{path}".rpartition("/")
    return _client(world).files.upload(
        file=content, file_name=name, folder=folder, use_unique_file_name=False
    )


def _versions(world: World, folder: str) -> int:
    (file,) = _client(world).assets.list(path=f"{world.folder}/{folder}")
    return len(_client(world).files.versions.list(file.file_id))


if __name__ == "__main__":
    run(__name__)
