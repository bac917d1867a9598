"""Finds the extensions of a version by an index, and keeps longer names of events."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields
from tortoise.indexes import Index

# SQLite alters a column by making the table anew, without its indexes.
_INDEXES = (Index(fields=["status", "owner", "due_at"]), Index(fields=["file_id", "number"]))


class Migration(migrations.Migration):
    dependencies = [("library", "0010_sessions")]

    initial = False

    operations = [
        *(ops.RemoveIndex(model_name="Event", fields=list(each.fields)) for each in _INDEXES),
        ops.AlterField(model_name="Event", name="kind", field=fields.CharField(max_length=40)),
        *(ops.AddIndex(model_name="Event", index=each) for each in _INDEXES),
        ops.AddIndex(model_name="ExtensionRun", index=Index(fields=["version_id", "number"])),
    ]
