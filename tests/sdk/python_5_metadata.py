"""Metadata, custom metadata and saved extensions by the current Python SDK: imagekitio 5."""

from __future__ import annotations

from typing import Any

import imagekitio  # type: ignore[import-not-found]  # installed beside the tests, not with them
from imagekitio import ImageKit

from tests import pictures
from tests.sdk.stories import World, raised, run

UNKNOWN_ID = "0123456789abcdef01234567"


def fields_come_change_and_go(world: World) -> None:
    fields, name = _client(world).custom_metadata_fields, _name(world)
    schema = {"type": "Number", "min_value": 1, "max_value": 3000, "default_value": 5}

    made = fields.create(name=name, label=name, schema=schema)
    updated = fields.update(made.id, label=f"{name} new", schema={"max_value": 10})
    listed = fields.list()
    fields.delete(made.id)

    assert (made.name, made.schema_.type, made.schema_.min_value) == (name, "Number", 1)
    assert (updated.label, updated.schema_.max_value) == (f"{name} new", 10)
    assert updated.schema_.min_value == 1
    assert made.id in {field.id for field in listed}
    assert made.id not in {field.id for field in fields.list()}
    assert made.id in {field.id for field in fields.list(include_deleted=True)}
    raised(imagekitio.NotFoundError, lambda: fields.delete(UNKNOWN_ID))
    taken = raised(
        imagekitio.BadRequestError, lambda: fields.create(name=name, label="x", schema=schema)
    )
    assert "already exists" in str(taken)


def values_are_uploaded_changed_and_cleared(world: World) -> None:
    client, name = _client(world), _name(world)
    schema = {"type": "MultiSelect", "select_options": ["red", 3, True]}
    field = client.custom_metadata_fields.create(name=name, label=name, schema=schema)
    try:
        uploaded = client.files.upload(
            file=pictures.plain(),
            file_name="a.jpg",
            folder=world.folder,
            custom_metadata={name: ["red", True]},
            response_fields=["customMetadata"],
        )
        changed = client.files.update(uploaded.file_id, custom_metadata={name: [3]})
        got = client.files.get(uploaded.file_id)
        cleared = client.files.update(uploaded.file_id, custom_metadata={name: None})
        refused = raised(
            imagekitio.BadRequestError,
            lambda: client.files.update(uploaded.file_id, custom_metadata={name: ["blue"]}),
        )
    finally:
        client.custom_metadata_fields.delete(field.id)

    assert uploaded.custom_metadata == {name: ["red", True]}
    assert changed.custom_metadata == got.custom_metadata == {name: [3]}
    assert cleared.custom_metadata == {}
    assert name in refused.body["errors"]


def metadata_is_read_by_id_by_url_and_on_upload(world: World) -> None:
    client = _client(world)
    uploaded = client.files.upload(
        file=pictures.photo((90, 70)),
        file_name="a.jpg",
        folder=world.folder,
        response_fields=["metadata"],
    )

    by_id = client.files.metadata.get(uploaded.file_id)
    by_url = client.files.metadata.get_from_url(url=uploaded.url)
    made = client.files.metadata.get_from_url(url=f"{uploaded.url}?tr=w-45")

    assert (by_id.width, by_id.height, by_id.format, by_id.quality) == (90, 70, "jpg", 75)
    assert by_id.p_hash == by_url.p_hash == uploaded.metadata.p_hash
    assert by_id.exif.image is not None
    assert (made.width, made.height) == (45, 35)
    raised(imagekitio.NotFoundError, lambda: client.files.metadata.get(UNKNOWN_ID))
    foreign = "https://example.org/a.jpg"
    raised(imagekitio.BadRequestError, lambda: client.files.metadata.get_from_url(url=foreign))


def extensions_are_saved(world: World) -> None:
    saved = _client(world).saved_extensions
    config = {"name": "google-auto-tagging", "max_tags": 5, "min_confidence": 90}

    made = saved.create(name="A", description="B", config=config)
    updated = saved.update(made.id, name="C")
    got, listed = saved.get(made.id), saved.list()
    saved.delete(made.id)

    assert (made.config.name, made.config.max_tags) == ("google-auto-tagging", 5)
    assert updated.name == got.name == "C"
    assert made.id in {each.id for each in listed}
    raised(imagekitio.NotFoundError, lambda: saved.get(made.id))
    broken: Any = {"name": "google-auto-tagging"}
    raised(
        imagekitio.BadRequestError,
        lambda: saved.create(name="A", description="B", config=broken),
    )


def _client(world: World) -> Any:
    return ImageKit(private_key=world.private_key, base_url=world.base_url)


def _name(world: World) -> str:
    return world.folder.strip("/").replace("/", "_")


if __name__ == "__main__":
    run(__name__)
