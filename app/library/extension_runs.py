"""Extension runs: an extension at work on a version, from the request that asks for it to its end."""

from __future__ import annotations

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class ExtensionRun(Model):
    """An extension that was asked for, and what became of it."""

    number = fields.BigIntField(primary_key=True)
    id = fields.CharField(24, unique=True)
    file_id = fields.CharField(24)
    """No foreign keys: it may end after the file and the version are gone."""
    version_id = fields.CharField(24)
    """The version that it works on, current or not."""
    extension = fields.TextField()
    """The extension, as JSON."""
    webhook_url = fields.TextField(null=True)
    """Whom to tell when it is over."""
    max_versions = fields.IntField()
    """How many versions the file may have."""
    status = fields.CharField(9)
    attempts = fields.IntField(default=0)
    error = fields.TextField(null=True)
    """Why it failed, or why the last attempt did."""
    owner = fields.CharField(64, default="")
    """Who is at it (claims.py), empty for nobody."""
    due_at = fields.BigIntField()
    """When it may be begun, or taken over from its owner; in the end, when that was reached."""
    created_at = fields.BigIntField()

    class Meta:
        table = "extension_run"
        indexes = (Index(fields=("status", "owner", "due_at")), Index(fields=("file_id", "number")))
