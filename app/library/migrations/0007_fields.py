"""Keeps custom metadata fields and saved extensions."""

from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("library", "0006_keys")]
    initial = False
    operations = [
        ops.CreateModel(
            name="Field",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=24),
                ),
                ("name", fields.CharField(unique=True, max_length=255)),
                ("label", fields.CharField(max_length=255)),
                ("description", fields.CharField(null=True, max_length=500)),
                ("type", fields.CharField(max_length=12)),
                ("rules", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("created_at", fields.BigIntField()),
                ("updated_at", fields.BigIntField()),
                ("deleted_at", fields.BigIntField(null=True)),
            ],
            options={
                "table": "field",
                "app": "library",
                "pk_attr": "id",
                "table_description": "A piece of custom metadata that the library's owner defined.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SavedExtension",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=24),
                ),
                ("name", fields.CharField(max_length=255)),
                ("description", fields.TextField(unique=False)),
                ("config", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("created_at", fields.BigIntField()),
                ("updated_at", fields.BigIntField()),
            ],
            options={
                "table": "saved_extension",
                "app": "library",
                "pk_attr": "id",
                "table_description": "A configuration of an extension, kept under an id.",
            },
            bases=["Model"],
        ),
    ]
