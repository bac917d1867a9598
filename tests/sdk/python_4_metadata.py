"""Metadata and custom metadata by the Python SDK still in the field: imagekitio 4."""

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
from imagekitio.models.CreateCustomMetadataFieldsRequestOptions import (  # type: ignore[import-not-found]
    CreateCustomMetadataFieldsRequestOptions,
)
from imagekitio.models.CustomMetadataFieldsSchema import (  # type: ignore[import-not-found]
    CustomMetadataFieldsSchema,
)
from imagekitio.models.CustomMetaDataTypeEnum import (  # type: ignore[import-not-found]
    CustomMetaDataTypeEnum,
)
from imagekitio.models.UpdateCustomMetadataFieldsRequestOptions import (  # type: ignore[import-not-found]
    UpdateCustomMetadataFieldsRequestOptions,
)
from imagekitio.models.UpdateFileRequestOptions import (  # type: ignore[import-not-found]
    UpdateFileRequestOptions,
)
from imagekitio.models.UploadFileRequestOptions import (  # type: ignore[import-not-found]
    UploadFileRequestOptions,
)

from tests import pictures
from tests.sdk.stories import World, raised, run

UNKNOWN_ID = "0123456789abcdef01234567"


def fields_come_change_and_go(world: World) -> None:
    client, name = _client(world), _name(world)
    schema = CustomMetadataFieldsSchema(
        type=CustomMetaDataTypeEnum.Number, min_value=1, max_value=3000
    )

    made = client.create_custom_metadata_fields(_field(name, schema))
    changes = UpdateCustomMetadataFieldsRequestOptions(
        label=f"{name} new", schema=CustomMetadataFieldsSchema(max_value=10)
    )
    updated = client.update_custom_metadata_fields(made.id, changes)
    alive = client.get_custom_metadata_fields().list
    client.delete_custom_metadata_field(made.id)
    everything = client.get_custom_metadata_fields(True).list

    assert (made.name, made.schema.type, made.schema.min_value) == (name, "Number", 1)
    assert (updated.label, updated.schema.max_value) == (f"{name} new", 10)
    assert made.response_metadata.http_status_code == 201
    assert made.id in {field.id for field in alive}
    assert made.id in {field.id for field in everything}
    raised(NotFoundException, lambda: client.delete_custom_metadata_field(UNKNOWN_ID))
    raised(BadRequestException, lambda: client.create_custom_metadata_fields(_field(name, schema)))


def values_are_uploaded_and_changed(world: World) -> None:
    client, name = _client(world), _name(world)
    schema = CustomMetadataFieldsSchema(
        type=CustomMetaDataTypeEnum.SingleSelect, select_options=["a", 3, True]
    )
    field = client.create_custom_metadata_fields(_field(name, schema))
    try:
        options = UploadFileRequestOptions(
            folder=world.folder,
            custom_metadata={name: 3},
            response_fields=["custom_metadata"],
        )
        uploaded = client.upload_file(file=b"text", file_name="a.txt", options=options)
        changed = client.update_file_details(
            uploaded.file_id, UpdateFileRequestOptions(custom_metadata={name: "a"})
        )
        refused: Any = raised(
            BadRequestException,
            lambda: client.update_file_details(
                uploaded.file_id, UpdateFileRequestOptions(custom_metadata={name: "b"})
            ),
        )
    finally:
        client.delete_custom_metadata_field(field.id)

    assert uploaded.custom_metadata == {name: 3}
    assert changed.custom_metadata == {name: "a"}
    assert refused.message == "Invalid custom metadata."


def metadata_is_read_by_id_and_by_url(world: World) -> None:
    client = _client(world)
    options = UploadFileRequestOptions(folder=world.folder)
    uploaded = client.upload_file(file=pictures.photo((90, 70)), file_name="a.jpg", options=options)

    by_id = client.get_metadata(uploaded.file_id)
    by_url = client.get_remote_file_url_metadata(uploaded.url)

    assert (by_id.width, by_id.height, by_id.format) == (90, 70, "jpg")
    assert client.phash_distance(by_id.p_hash, by_url.p_hash) == 0
    assert by_id.exif.image is not None
    raised(
        BadRequestException,
        lambda: client.get_remote_file_url_metadata("https://example.org/a.jpg"),
    )


def _field(name: str, schema: Any) -> Any:
    return CreateCustomMetadataFieldsRequestOptions(name=name, label=name, schema=schema)


def _client(world: World) -> Any:
    URL.API_BASE_URL = URL.UPLOAD_BASE_URL = world.base_url
    return ImageKit(world.public_key, world.private_key, world.url_endpoint)


def _name(world: World) -> str:
    return world.folder.strip("/").replace("/", "_")


if __name__ == "__main__":
    run(__name__)
