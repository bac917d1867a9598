"""Lays tables for those who are signed in, and for links that sign in once."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields
from tortoise.indexes import Index


class Migration(migrations.Migration):
    dependencies = [("library", "0009_labels")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=24),
                ),
                ("sha256", fields.CharField(unique=True, max_length=64)),
                ("key_sha256", fields.CharField(max_length=64)),
                ("created_at", fields.BigIntField()),
                ("expires_at", fields.BigIntField()),
            ],
            options={
                "table": "session",
                "app": "library",
                "indexes": [Index(fields=["expires_at"])],
                "pk_attr": "id",
                "table_description": "Somebody who is signed in.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SignInLink",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64),
                ),
                ("key_sha256", fields.CharField(max_length=64)),
                ("expires_at", fields.BigIntField()),
            ],
            options={
                "table": "sign_in_link",
                "app": "library",
                "indexes": [Index(fields=["expires_at"])],
                "pk_attr": "id",
                "table_description": "A token that opens one session, as its SHA-256.",
            },
            bases=["Model"],
        ),
    ]
