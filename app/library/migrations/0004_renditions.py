"""Notes which renditions are kept and when each was last used."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields
from tortoise.indexes import Index


class Migration(migrations.Migration):
    dependencies = [("library", "0003_jobs")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Rendition",
            fields=[
                (
                    "key",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=80),
                ),
                ("blob_id", fields.CharField(max_length=24)),
                ("size", fields.BigIntField()),
                ("used_at", fields.BigIntField()),
            ],
            options={
                "table": "rendition",
                "app": "library",
                "indexes": [Index(fields=["used_at"]), Index(fields=["blob_id"])],
                "pk_attr": "key",
                "table_description": "Bytes made from a blob, kept while they are used.",
            },
            bases=["Model"],
        ),
    ]
