"""Adds jobs on folders and purge requests."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from orjson import loads
from tortoise.fields.data import JSON_DUMPS
from tortoise import fields
from tortoise.indexes import Index


class Migration(migrations.Migration):
    dependencies = [("library", "0002_root")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=24),
                ),
                ("kind", fields.CharField(max_length=16)),
                ("source", fields.CharField(max_length=2048)),
                ("target", fields.CharField(max_length=2048)),
                ("owner", fields.CharField(max_length=64)),
                ("total", fields.IntField(default=0)),
                ("failed", fields.IntField(default=0)),
                ("skipped", fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ("purge_id", fields.CharField(null=True, max_length=24)),
                ("created_at", fields.BigIntField()),
                ("finished_at", fields.BigIntField(null=True)),
            ],
            options={
                "table": "job",
                "app": "library",
                "indexes": [Index(fields=["finished_at"])],
                "pk_attr": "id",
                "table_description": "A bulk operation on a folder: a claim on two trees while it runs, its record afterwards.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Purge",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=24),
                ),
                ("url", fields.TextField(unique=False)),
                ("created_at", fields.BigIntField()),
            ],
            options={
                "table": "purge",
                "app": "library",
                "pk_attr": "id",
                "table_description": "A request to forget what is cached of a URL.",
            },
            bases=["Model"],
        ),
    ]
