"""The tables. Rows for reading are in rows.py; these are for writing.

Times are whole milliseconds since 1970 in UTC: they compare, sort and print the same in every
database, and are what clients see. Ids are 24 lower-case hexadecimal digits (ids.py).

A class docstring becomes a comment in the database: no semicolon in it, for Tortoise splits there.

Nothing is deleted by cascade: a table that SQLite rebuilds would take its children with it.
"""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

ROOT_ID = "0" * 24
"""Id of the root folder, which the first migration makes."""


class BlobState(StrEnum):
    """What may be done with a blob."""

    PENDING = "pending"
    """Its bytes are being written by `owner`; nothing refers to it."""
    STORED = "stored"
    """Its bytes are at rest; versions may share it."""
    LOOSE = "loose"
    """A version that had it is gone; the sweep finds out whether another one has it."""
    CONDEMNED = "condemned"
    """Nothing refers to it and nothing will; its bytes are about to be removed."""


class Folder(Model):
    """A place in the tree. The root is `/`, its own parent being null."""

    id = fields.CharField(24, primary_key=True)
    path = fields.CharField(2048, unique=True)
    """Absolute and whole, so that a file is found by one join; `/a/b`, never a slash at the end."""
    name = fields.CharField(255)
    parent: fields.ForeignKeyNullableRelation[Folder] = fields.ForeignKeyField(
        "library.Folder", related_name="children", null=True, on_delete=fields.NO_ACTION
    )
    created_at = fields.BigIntField()
    updated_at = fields.BigIntField()

    class Meta:
        table = "folder"
        unique_together = (("parent", "name"),)
        indexes = (Index(fields=("name", "id")), Index(fields=("created_at", "id")))


class Blob(Model):
    """Bytes in storage under a key never used again, which many versions may share."""

    id = fields.CharField(24, primary_key=True)
    state = fields.CharField(9)
    owner = fields.CharField(64)
    """The storage owner that wrote it; tells the sweep whether a pending one is abandoned."""
    sha256 = fields.CharField(64, null=True)
    size = fields.BigIntField(default=0)
    created_at = fields.BigIntField()

    class Meta:
        table = "blob"
        indexes = (Index(fields=("sha256",)), Index(fields=("state",)))


class File(Model):
    """A named place in a folder, whose content is that of its current version."""

    id = fields.CharField(24, primary_key=True)
    folder: fields.ForeignKeyRelation[Folder] = fields.ForeignKeyField(
        "library.Folder", related_name="files", on_delete=fields.NO_ACTION
    )
    name = fields.CharField(255)
    current_number = fields.IntField()
    last_number = fields.IntField()
    """Only grows, so that no number is used twice."""
    created_at = fields.BigIntField()
    updated_at = fields.BigIntField()
    """Grows with every change, at least by one, so that it can stand in a URL for the state."""

    class Meta:
        table = "file"
        unique_together = (("folder", "name"),)
        indexes = (
            # With what else a search may ask, so that it need not read the rows that it leaves out.
            Index(fields=("name", "id", "created_at")),
            Index(fields=("created_at", "id", "name", "updated_at")),
            Index(fields=("updated_at", "id", "created_at", "name")),
            Index(fields=("folder_id", "created_at", "id")),
            Index(fields=("folder_id", "updated_at", "id")),
        )


class Version(Model):
    """One content of a file, never changed, with the attributes that go with it."""

    id = fields.CharField(24, primary_key=True)
    file: fields.ForeignKeyRelation[File] = fields.ForeignKeyField(
        "library.File", related_name="versions", on_delete=fields.NO_ACTION
    )
    number = fields.IntField()
    blob: fields.ForeignKeyRelation[Blob] = fields.ForeignKeyField(
        "library.Blob", related_name="versions", on_delete=fields.NO_ACTION
    )
    token = fields.CharField(32, unique=True)
    """Names this version in a URL (`ik-obj-version`)."""
    created_at = fields.BigIntField()
    updated_at = fields.BigIntField()

    mime = fields.CharField(127)
    size = fields.BigIntField()
    width = fields.IntField(null=True)
    height = fields.IntField(null=True)
    has_alpha = fields.BooleanField(null=True)
    orientation = fields.IntField(null=True)
    embedded_metadata = fields.JSONField[dict[str, object]](null=True)

    tags = fields.JSONField[list[str]](null=True)
    ai_tags = fields.JSONField[list[dict[str, object]]](null=True)
    custom_metadata = fields.JSONField[dict[str, object]](null=True)
    custom_coordinates = fields.CharField(64, null=True)
    description = fields.TextField(null=True)
    is_private = fields.BooleanField(default=False)
    is_published = fields.BooleanField(default=True)

    class Meta:
        table = "version"
        unique_together = (("file", "number"),)
        indexes = (
            Index(fields=("blob_id",)),
            Index(fields=("created_at", "id")),
            Index(fields=("updated_at", "id")),
            Index(fields=("size", "file_id")),
            Index(fields=("mime", "file_id")),
        )


class Key(Model):
    """A key pair besides the first one, which is not in the database."""

    id = fields.CharField(24, primary_key=True)
    name = fields.CharField(100)
    public_key = fields.CharField(200, unique=True)
    sha256 = fields.CharField(64, unique=True)
    """Of the private key."""
    sealed = fields.TextField(null=True)
    """The private key, encrypted (sealing.py), null when it does not sign."""
    access = fields.CharField(5)
    created_at = fields.BigIntField()
    expires_at = fields.BigIntField(null=True)

    class Meta:
        table = "key"


class UploadToken(Model):
    """A used token of an upload without a private key, as its SHA-256."""

    id = fields.CharField(64, primary_key=True)
    expires_at = fields.BigIntField()

    class Meta:
        table = "upload_token"
        indexes = (Index(fields=("expires_at",)),)


class Job(Model):
    """A bulk operation on a folder: a claim on two trees while it runs, its record afterwards."""

    id = fields.CharField(24, primary_key=True)
    kind = fields.CharField(16)
    source = fields.CharField(2048)
    target = fields.CharField(2048)
    owner = fields.CharField(64)
    """The storage owner that runs it; a claim of the dead does not count."""
    total = fields.IntField(default=0)
    """Files and folders below the source, itself included."""
    failed = fields.IntField(default=0)
    skipped = fields.JSONField[list[str]](null=True)
    """Paths of files that were left out, the first of them."""
    purge_id = fields.CharField(24, null=True)
    created_at = fields.BigIntField()
    finished_at = fields.BigIntField(null=True)

    class Meta:
        table = "job"
        indexes = (Index(fields=("finished_at",)),)


class Purge(Model):
    """A request to forget what is cached of a URL."""

    id = fields.CharField(24, primary_key=True)
    url = fields.TextField()
    created_at = fields.BigIntField()

    class Meta:
        table = "purge"


class Rendition(Model):
    """Bytes made from a blob, kept while they are used."""

    key = fields.CharField(80, primary_key=True)
    blob_id = fields.CharField(24)
    """No foreign key: a rendition goes after its blob, at any time."""
    size = fields.BigIntField()
    used_at = fields.BigIntField()

    class Meta:
        table = "rendition"
        indexes = (Index(fields=("used_at",)), Index(fields=("blob_id",)))


class NamedTransformation(Model):
    """A name for a transformation."""

    id = fields.CharField(24, primary_key=True)
    name = fields.CharField(100, unique=True)
    transformation = fields.TextField()
    is_enabled = fields.BooleanField(default=True)
    created_at = fields.BigIntField()

    class Meta:
        table = "named_transformation"


class Field(Model):
    """A piece of custom metadata that the library's owner defined."""

    id = fields.CharField(24, primary_key=True)
    name = fields.CharField(255, unique=True)
    """What programs call it. It never changes, and is taken even when the field is deleted."""
    label = fields.CharField(255)
    """What people call it. No other field that is not deleted has it."""
    description = fields.CharField(500, null=True)
    type = fields.CharField(12)
    rules = fields.JSONField[dict[str, object]]()
    created_at = fields.BigIntField()
    updated_at = fields.BigIntField()
    deleted_at = fields.BigIntField(null=True)

    class Meta:
        table = "field"


class SavedExtension(Model):
    """A configuration of an extension, kept under an id."""

    id = fields.CharField(24, primary_key=True)
    name = fields.CharField(255)
    description = fields.TextField()
    config = fields.JSONField[dict[str, object]]()
    created_at = fields.BigIntField()
    updated_at = fields.BigIntField()

    class Meta:
        table = "saved_extension"
