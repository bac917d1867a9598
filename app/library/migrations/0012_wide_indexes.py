"""Gives the indexes of files what else a search may ask, so that it need not read the rows.

Each of the new ones begins as the old one that it stands in for.
"""

from tortoise import migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

WIDER = {
    ("name", "id"): ("name", "id", "created_at"),
    ("created_at", "id"): ("created_at", "id", "name"),
    ("updated_at", "id"): ("updated_at", "id", "created_at", "name"),
}


class Migration(migrations.Migration):
    dependencies = [("library", "0011_extension_status")]

    operations = [
        *(ops.AddIndex("File", Index(fields=list(wide))) for wide in WIDER.values()),
        *(ops.RemoveIndex("File", fields=list(narrow)) for narrow in WIDER),
    ]
