"""Gives the index of when files were made what else they are ordered by, and has PostgreSQL compare
media types by their bytes, as it does names and as SQLite does.

The new index begins as the old one that it stands in for.
"""

from tortoise import migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor


async def collate(apps: object, editor: BaseSchemaEditor) -> None:
    if editor.client.capabilities.dialect == "postgres":
        await editor.client.execute_query(
            'ALTER TABLE version ALTER COLUMN mime TYPE VARCHAR(127) COLLATE "C"'
        )


class Migration(migrations.Migration):
    dependencies = [("library", "0012_wide_indexes")]

    operations = [
        ops.RunPython(collate),
        ops.AddIndex("File", Index(fields=["created_at", "id", "name", "updated_at"])),
        ops.RemoveIndex("File", fields=["created_at", "id", "name"]),
    ]
