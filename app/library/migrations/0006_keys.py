"""Lays tables for key pairs besides the first, and for used upload tokens."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields
from tortoise.indexes import Index


class Migration(migrations.Migration):
    dependencies = [("library", "0005_named")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Key",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=24),
                ),
                ("name", fields.CharField(max_length=100)),
                ("public_key", fields.CharField(unique=True, max_length=200)),
                ("sha256", fields.CharField(unique=True, max_length=64)),
                ("sealed", fields.TextField(null=True, unique=False)),
                ("access", fields.CharField(max_length=5)),
                ("created_at", fields.BigIntField()),
                ("expires_at", fields.BigIntField(null=True)),
            ],
            options={
                "table": "key",
                "app": "library",
                "pk_attr": "id",
                "table_description": "A key pair besides the first one, which is not in the database.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="UploadToken",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64),
                ),
                ("expires_at", fields.BigIntField()),
            ],
            options={
                "table": "upload_token",
                "app": "library",
                "indexes": [Index(fields=["expires_at"])],
                "pk_attr": "id",
                "table_description": "A used token of an upload without a private key, as its SHA-256.",
            },
            bases=["Model"],
        ),
    ]
