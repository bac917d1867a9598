"""Lays the tables."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from orjson import loads
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise import fields
from tortoise.indexes import Index


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="Blob",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=24),
                ),
                ("state", fields.CharField(max_length=9)),
                ("owner", fields.CharField(max_length=64)),
                ("sha256", fields.CharField(null=True, max_length=64)),
                ("size", fields.BigIntField(default=0)),
                ("created_at", fields.BigIntField()),
            ],
            options={
                "table": "blob",
                "app": "library",
                "indexes": [Index(fields=["sha256"]), Index(fields=["state"])],
                "pk_attr": "id",
                "table_description": "Bytes in storage under a key never used again, which many versions may share.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Folder",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=24),
                ),
                ("path", fields.CharField(unique=True, max_length=2048)),
                ("name", fields.CharField(max_length=255)),
                (
                    "parent",
                    fields.ForeignKeyField(
                        "library.Folder",
                        source_field="parent_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="children",
                        on_delete=OnDelete.NO_ACTION,
                    ),
                ),
                ("created_at", fields.BigIntField()),
                ("updated_at", fields.BigIntField()),
            ],
            options={
                "table": "folder",
                "app": "library",
                "unique_together": (("parent", "name"),),
                "pk_attr": "id",
                "table_description": "A place in the tree. The root is `/`, its own parent being null.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="File",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=24),
                ),
                (
                    "folder",
                    fields.ForeignKeyField(
                        "library.Folder",
                        source_field="folder_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="files",
                        on_delete=OnDelete.NO_ACTION,
                    ),
                ),
                ("name", fields.CharField(max_length=255)),
                ("current_number", fields.IntField()),
                ("last_number", fields.IntField()),
                ("created_at", fields.BigIntField()),
                ("updated_at", fields.BigIntField()),
            ],
            options={
                "table": "file",
                "app": "library",
                "unique_together": (("folder", "name"),),
                "indexes": [
                    Index(fields=["name", "id"]),
                    Index(fields=["created_at", "id"]),
                    Index(fields=["updated_at", "id"]),
                ],
                "pk_attr": "id",
                "table_description": "A named place in a folder, whose content is that of its current version.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=24),
                ),
                (
                    "file",
                    fields.ForeignKeyField(
                        "library.File",
                        source_field="file_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="versions",
                        on_delete=OnDelete.NO_ACTION,
                    ),
                ),
                ("number", fields.IntField()),
                (
                    "blob",
                    fields.ForeignKeyField(
                        "library.Blob",
                        source_field="blob_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="versions",
                        on_delete=OnDelete.NO_ACTION,
                    ),
                ),
                ("token", fields.CharField(unique=True, max_length=32)),
                ("created_at", fields.BigIntField()),
                ("updated_at", fields.BigIntField()),
                ("mime", fields.CharField(max_length=127)),
                ("size", fields.BigIntField()),
                ("width", fields.IntField(null=True)),
                ("height", fields.IntField(null=True)),
                ("has_alpha", fields.BooleanField(null=True)),
                ("orientation", fields.IntField(null=True)),
                (
                    "embedded_metadata",
                    fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads),
                ),
                ("tags", fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ("ai_tags", fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ("custom_metadata", fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ("custom_coordinates", fields.CharField(null=True, max_length=64)),
                ("description", fields.TextField(null=True, unique=False)),
                ("is_private", fields.BooleanField(default=False)),
                ("is_published", fields.BooleanField(default=True)),
            ],
            options={
                "table": "version",
                "app": "library",
                "unique_together": (("file", "number"),),
                "indexes": [Index(fields=["blob_id"]), Index(fields=["created_at", "id"])],
                "pk_attr": "id",
                "table_description": "One content of a file, never changed, with the attributes that go with it.",
            },
            bases=["Model"],
        ),
    ]
