"""Makes the root folder, and has PostgreSQL order and compare names by their bytes, as SQLite does.

Written by hand: Tortoise has no word for a collation.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor

ROOT = "INSERT INTO folder (id, path, name, parent_id, created_at, updated_at) VALUES "
NAMES = (("folder", "path", 2048), ("folder", "name", 255), ("file", "name", 255))


async def lay_root(apps: object, editor: BaseSchemaEditor) -> None:
    await editor.client.execute_query(f"{ROOT}('{'0' * 24}', '/', '', NULL, 0, 0)")
    if editor.client.capabilities.dialect == "postgres":
        for table, column, length in NAMES:
            await editor.client.execute_query(
                f'ALTER TABLE "{table}" ALTER COLUMN "{column}" TYPE VARCHAR({length}) COLLATE "C"'
            )


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial")]
    operations = [ops.RunPython(lay_root)]
