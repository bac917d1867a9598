"""Keeps named transformations."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("library", "0004_renditions")]
    initial = False
    operations = [
        ops.CreateModel(
            name="NamedTransformation",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=24),
                ),
                ("name", fields.CharField(unique=True, max_length=100)),
                ("transformation", fields.TextField(unique=False)),
                ("is_enabled", fields.BooleanField(default=True)),
                ("created_at", fields.BigIntField()),
            ],
            options={
                "table": "named_transformation",
                "app": "library",
                "pk_attr": "id",
                "table_description": "A name for a transformation.",
            },
            bases=["Model"],
        ),
    ]
