"""Keeps what has happened to files until it is told, and extensions until they are run."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields
from tortoise.indexes import Index


class Migration(migrations.Migration):
    dependencies = [("library", "0007_fields")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Event",
            fields=[
                (
                    "number",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("id", fields.CharField(unique=True, max_length=24)),
                ("kind", fields.CharField(max_length=24)),
                ("file_id", fields.CharField(max_length=24)),
                ("version_id", fields.CharField(null=True, max_length=24)),
                ("snapshot", fields.TextField(null=True, unique=False)),
                ("outcome", fields.TextField(null=True, unique=False)),
                ("url", fields.TextField(null=True, unique=False)),
                ("status", fields.CharField(max_length=9)),
                ("attempts", fields.IntField(default=0)),
                ("error", fields.TextField(null=True, unique=False)),
                ("owner", fields.CharField(default="", max_length=64)),
                ("due_at", fields.BigIntField()),
                ("expires_at", fields.BigIntField()),
                ("created_at", fields.BigIntField()),
            ],
            options={
                "table": "event",
                "app": "library",
                "indexes": [
                    Index(fields=["status", "owner", "due_at"]),
                    Index(fields=["file_id", "number"]),
                ],
                "pk_attr": "number",
                "table_description": "Something that has happened, and what became of telling it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ExtensionRun",
            fields=[
                (
                    "number",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("id", fields.CharField(unique=True, max_length=24)),
                ("file_id", fields.CharField(max_length=24)),
                ("version_id", fields.CharField(max_length=24)),
                ("extension", fields.TextField(unique=False)),
                ("webhook_url", fields.TextField(null=True, unique=False)),
                ("max_versions", fields.IntField()),
                ("status", fields.CharField(max_length=9)),
                ("attempts", fields.IntField(default=0)),
                ("error", fields.TextField(null=True, unique=False)),
                ("owner", fields.CharField(default="", max_length=64)),
                ("due_at", fields.BigIntField()),
                ("created_at", fields.BigIntField()),
            ],
            options={
                "table": "extension_run",
                "app": "library",
                "indexes": [
                    Index(fields=["status", "owner", "due_at"]),
                    Index(fields=["file_id", "number"]),
                ],
                "pk_attr": "number",
                "table_description": "An extension that was asked for, and what became of it.",
            },
            bases=["Model"],
        ),
    ]
