"""An act leaves the same library behind whichever face it comes through, and all faces see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests import databases
from tests.client import Client
from tests.databases import Kind, Postgres
from tests.faces import Face, GraphQL, Rest, Seen
from tests.pictures import numbered, plain, transparent
from tests.providers import LABELS, Provider, cut, saw, tagging
from tests.receivers import Posted, Reply
from tests.servers import Server

Act = Callable[[Face, str], None]


def _provide(posted: Posted) -> Reply:
    """As remove.bg answers its forms, and as taggers answer everything else."""
    is_form = posted.headers["content-type"].startswith("multipart/")
    return (cut if is_form else saw(*LABELS))(posted)


@pytest.fixture(scope="module")
def extended(
    database: Kind, postgres: Callable[[], Postgres], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Client]:
    """Of a server that has providers of extensions."""
    with Provider(_provide) as provider:
        settings = provider.settings | {"ALLOW_PRIVATE_URLS": "true"}
        place = tmp_path_factory.mktemp(f"extended-{database}")
        with Server(databases.home(database, place, postgres, **settings)) as server:
            yield server.client


def _upload(face: Face, folder: str) -> None:
    face.upload(f"{folder}/new.png", transparent())


def _upload_with_attributes(face: Face, folder: str) -> None:
    face.upload(
        f"{folder}/new.jpg",
        plain(),
        tags=["warm", "plain"],
        description="Red all over",
        focus="1,2,30,20",
        isPrivate=True,
    )


def _upload_no_picture(face: Face, folder: str) -> None:
    face.upload(f"{folder}/deep/er/note.txt", b"text")


def _upload_a_version(face: Face, folder: str) -> None:
    face.upload(f"{folder}/a.png", numbered(9))


def _upload_a_draft(face: Face, folder: str) -> None:
    face.upload(f"{folder}/draft.png", numbered(9), isPublished=True, description="")


def _update(face: Face, folder: str) -> None:
    face.update(f"{folder}/a.png", tags=["new"], description="New", focus="0,0,4,4")


def _clear_tags(face: Face, folder: str) -> None:
    face.update(f"{folder}/a.png", tags=["new"])
    face.update(f"{folder}/a.png", tags=None)


def _restore(face: Face, folder: str) -> None:
    face.restore(f"{folder}/a.png", 1)


def _restore_and_upload(face: Face, folder: str) -> None:
    face.restore(f"{folder}/a.png", 1)
    face.upload(f"{folder}/a.png", numbered(9))


def _delete_a_version(face: Face, folder: str) -> None:
    face.delete_version(f"{folder}/a.png", 2)


def _copy(face: Face, folder: str) -> None:
    face.restore(f"{folder}/a.png", 2)
    face.copy(f"{folder}/a.png", f"{folder}/to", include_versions=False)


def _copy_with_versions(face: Face, folder: str) -> None:
    face.restore(f"{folder}/a.png", 2)
    face.copy(f"{folder}/a.png", f"{folder}/to", include_versions=True)


def _copy_onto_another(face: Face, folder: str) -> None:
    face.copy(f"{folder}/a.png", f"{folder}/inner", include_versions=True)


def _move(face: Face, folder: str) -> None:
    face.move(f"{folder}/a.png", f"{folder}/to")


def _move_onto_another(face: Face, folder: str) -> None:
    face.move(f"{folder}/a.png", f"{folder}/inner")


def _rename(face: Face, folder: str) -> None:
    face.rename(f"{folder}/a.png", "b c.png")


def _delete(face: Face, folder: str) -> None:
    face.delete(f"{folder}/a.png")


def _create_folder(face: Face, folder: str) -> None:
    face.create_folder(f"{folder}/new/below")


def _delete_folder(face: Face, folder: str) -> None:
    face.delete_folder(f"{folder}/inner")


ACTS = [
    _upload,
    _upload_with_attributes,
    _upload_no_picture,
    _upload_a_version,
    _upload_a_draft,
    _update,
    _clear_tags,
    _restore,
    _restore_and_upload,
    _delete_a_version,
    _copy,
    _copy_with_versions,
    _copy_onto_another,
    _move,
    _move_onto_another,
    _rename,
    _delete,
    _create_folder,
    _delete_folder,
]


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__.strip("_"))
def test_both_faces_leave_the_same_library_behind(client: Client, folder: str, act: Act) -> None:
    faces: dict[str, Face] = {"rest": Rest(client), "graphql": GraphQL(client)}
    before = _lay(client, f"{folder}/untouched")
    for name in faces:
        _lay(client, f"{folder}/{name}")

    for name, face in faces.items():
        act(face, f"{folder}/{name}")

    left = {name: _seen_by_all(client, f"{folder}/{name}") for name in faces}
    assert left["graphql"] == left["rest"]
    assert left["rest"] != before


def _tag_at_upload(face: Face, folder: str) -> None:
    face.upload(f"{folder}/new.png", numbered(9), extensions=[tagging(least=0)])


def _tag_a_new_version(face: Face, folder: str) -> None:
    face.upload(f"{folder}/a.png", numbered(9), extensions=[tagging()])


def _tag(face: Face, folder: str) -> None:
    face.update(f"{folder}/a.png", extensions=[tagging(), tagging("aws-auto-tagging")])


def _cut(face: Face, folder: str) -> None:
    face.update(f"{folder}/a.png", tags=["cut"], extensions=[{"name": "remove-bg"}])


def _tag_and_remove_some(face: Face, folder: str) -> None:
    _tag_at_upload(face, folder)
    face.settle(f"{folder}/new.png")
    face.update(f"{folder}/new.png", removeAITags=["Cat", "Dog"])


def _tag_and_remove_all(face: Face, folder: str) -> None:
    _tag(face, folder)
    face.settle(f"{folder}/a.png")
    face.update(f"{folder}/a.png", removeAITags="all", description="Nothing in it")


EXTENDING = [
    _tag_at_upload,
    _tag_a_new_version,
    _tag,
    _cut,
    _tag_and_remove_some,
    _tag_and_remove_all,
]


@pytest.mark.parametrize("act", EXTENDING, ids=lambda act: act.__name__.strip("_"))
def test_extensions_leave_the_same_library_behind(extended: Client, folder: str, act: Act) -> None:
    faces: dict[str, Face] = {"rest": Rest(extended), "graphql": GraphQL(extended)}
    left, before = {}, _lay(extended, f"{folder}/untouched")
    for name, face in faces.items():
        _lay(extended, f"{folder}/{name}")
        act(face, f"{folder}/{name}")
        for path in ("a.png", "new.png"):
            face.settle(f"{folder}/{name}/{path}")
        left[name] = _seen_by_all(extended, f"{folder}/{name}")

    assert left["graphql"] == left["rest"]
    assert left["rest"] != before


def _lay(client: Client, folder: str) -> Seen:
    """A library to start from: a file with three versions, and one of its name in a folder."""
    for number in (1, 2, 3):
        client.upload(numbered(number), "a.png", folder, tags=[f"v{number}"])
    client.upload(numbered(4), "a.png", f"{folder}/inner")
    return _seen_by_all(client, folder)


def _seen_by_all(client: Client, folder: str) -> Seen:
    """What is there, which every face must tell alike."""
    by_rest, by_graphql = Rest(client).see(folder), GraphQL(client).see(folder)
    assert by_rest == by_graphql
    return by_rest
