"""Lays the table by which labels are found (see labels.py), fills it, and has it kept up to date.

The triggers are written by hand, for each database in its own words: SQLite's run for each row,
PostgreSQL's once for each statement, however many rows it wrote.
"""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor

COLUMNS = "name, value, number, is_current, created_at, asset_id, version_id"

# A version's labels as (version_id, name, value, number), more than once perhaps.
SQLITE_LABELS = """
    SELECT v.id AS version_id, 'tag' AS name, e.value AS value, 0 AS number
    FROM version v, json_each(v.tags) e WHERE {only} AND e.type = 'text'
    UNION ALL SELECT v.id, 'tag', json_extract(e.value, '$.name'), 0
    FROM version v, json_each(v.ai_tags) e
    WHERE {only} AND e.type = 'object' AND json_type(e.value, '$.name') = 'text'
    UNION ALL SELECT v.id, 'keyword', e.value, 0
    FROM version v, json_each(v.embedded_metadata, '$.Keywords') e WHERE {only} AND e.type = 'text'
    UNION ALL SELECT v.id, 'taken', json_extract(v.embedded_metadata, '$.DateTimeOriginal'), 0
    FROM version v
    WHERE {only} AND json_type(v.embedded_metadata, '$.DateTimeOriginal') = 'text'
    UNION ALL SELECT v.id, 'latitude', '', json_extract(v.embedded_metadata, '$.GPSLatitude')
    FROM version v WHERE {only} AND {is_placed}
    UNION ALL SELECT v.id, 'longitude', '', json_extract(v.embedded_metadata, '$.GPSLongitude')
    FROM version v WHERE {only} AND {is_placed}
    UNION ALL SELECT v.id, {kind} || e.key, {text}, {value}
    FROM version v, json_each(v.custom_metadata) e WHERE {only} AND {is_scalar}
    UNION ALL SELECT v.id, {kind} || c.key, {text}, {value}
    FROM version v, json_each(v.custom_metadata) c,
        json_each(CASE c.type WHEN 'array' THEN c.value ELSE '[]' END) e
    WHERE {only} AND {is_scalar}
    UNION ALL SELECT v.id, 'date:' || e.key, '', {moment}
    FROM version v, json_each(v.custom_metadata) e WHERE {only} AND e.type = 'text'
    AND date(julianday(substr(e.value, 1, 10))) = substr(e.value, 1, 10) AND {moment} IS NOT NULL
"""
SQLITE_PARTS = {
    "is_placed": (
        "json_type(v.embedded_metadata, '$.GPSLatitude') IN ('integer', 'real')"
        " AND json_type(v.embedded_metadata, '$.GPSLongitude') IN ('integer', 'real')"
    ),
    "is_scalar": "e.type IN ('text', 'integer', 'real', 'true', 'false')",
    "kind": (
        "CASE e.type WHEN 'text' THEN 'text:' WHEN 'true' THEN 'flag:' WHEN 'false' THEN 'flag:'"
        " ELSE 'number:' END"
    ),
    "text": "CASE e.type WHEN 'text' THEN e.value ELSE '' END",
    "value": "CASE e.type WHEN 'text' THEN 0 ELSE e.value END",
    "moment": "round((julianday(e.value) - 2440587.5) * 86400000)",
}
POSTGRES_LABELS = """
    SELECT v.id AS version_id, 'tag' AS name, e.value #>> '{{}}' AS value,
        0::double precision AS number
    FROM {versions} v, jsonb_array_elements({tags}) e WHERE jsonb_typeof(e.value) = 'string'
    UNION ALL SELECT v.id, 'tag', e.value ->> 'name', 0
    FROM {versions} v, jsonb_array_elements({ai_tags}) e
    WHERE jsonb_typeof(e.value -> 'name') = 'string'
    UNION ALL SELECT v.id, 'keyword', e.value #>> '{{}}', 0
    FROM {versions} v, jsonb_array_elements({keywords}) e WHERE jsonb_typeof(e.value) = 'string'
    UNION ALL SELECT v.id, 'taken', v.embedded_metadata ->> 'DateTimeOriginal', 0
    FROM {versions} v WHERE jsonb_typeof(v.embedded_metadata -> 'DateTimeOriginal') = 'string'
    UNION ALL SELECT v.id, 'latitude', '', (v.embedded_metadata ->> 'GPSLatitude')::float8
    FROM {versions} v WHERE {is_placed}
    UNION ALL SELECT v.id, 'longitude', '', (v.embedded_metadata ->> 'GPSLongitude')::float8
    FROM {versions} v WHERE {is_placed}
    UNION ALL SELECT v.id, {kind} || c.key, {text}, {value}
    FROM {versions} v, jsonb_each({custom}) c, jsonb_array_elements({elements}) e
    WHERE jsonb_typeof(e.value) IN ('string', 'number', 'boolean')
    UNION ALL SELECT v.id, 'date:' || e.key, '', label_moment(e.value #>> '{{}}')
    FROM {versions} v, jsonb_each({custom}) e
    WHERE jsonb_typeof(e.value) = 'string' AND label_moment(e.value #>> '{{}}') IS NOT NULL
"""
POSTGRES_PARTS = {
    "tags": "CASE jsonb_typeof(v.tags) WHEN 'array' THEN v.tags ELSE '[]' END",
    "ai_tags": "CASE jsonb_typeof(v.ai_tags) WHEN 'array' THEN v.ai_tags ELSE '[]' END",
    "keywords": (
        "CASE jsonb_typeof(v.embedded_metadata -> 'Keywords')"
        " WHEN 'array' THEN v.embedded_metadata -> 'Keywords'"
        " ELSE jsonb_build_array(v.embedded_metadata -> 'Keywords') END"
    ),
    "custom": "CASE jsonb_typeof(v.custom_metadata) WHEN 'object' THEN v.custom_metadata ELSE '{}' END",
    "elements": "CASE jsonb_typeof(c.value) WHEN 'array' THEN c.value ELSE jsonb_build_array(c.value) END",
    "is_placed": (
        "jsonb_typeof(v.embedded_metadata -> 'GPSLatitude') = 'number'"
        " AND jsonb_typeof(v.embedded_metadata -> 'GPSLongitude') = 'number'"
    ),
    "kind": (
        "CASE jsonb_typeof(e.value) WHEN 'string' THEN 'text:' WHEN 'boolean' THEN 'flag:'"
        " ELSE 'number:' END"
    ),
    "text": "CASE jsonb_typeof(e.value) WHEN 'string' THEN e.value #>> '{}' ELSE '' END",
    "value": (
        "CASE jsonb_typeof(e.value) WHEN 'number' THEN (e.value #>> '{}')::float8"
        " WHEN 'boolean' THEN (e.value #>> '{}')::boolean::int ELSE 0 END"
    ),
}
POSTGRES_MOMENT = """
    CREATE FUNCTION label_moment(written text) RETURNS double precision
    LANGUAGE plpgsql STABLE SET timezone = 'UTC' AS $$
    BEGIN
        IF written !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}' OR length(written) > 40 THEN
            RETURN NULL;
        END IF;
        RETURN round(extract(epoch FROM written::timestamptz) * 1000);
    EXCEPTION WHEN others THEN
        RETURN NULL;
    END $$
"""
INSERT = """
    INSERT INTO label ({columns})
    SELECT DISTINCT l.name,
        CASE WHEN length(l.value) > 350 THEN substr(l.value, 1, 350) || '…' ELSE l.value END,
        l.number, v.number = f.current_number,
        CASE WHEN v.number = f.current_number THEN f.created_at ELSE v.created_at END,
        CASE WHEN v.number = f.current_number THEN f.id ELSE v.id END, v.id
    FROM ({labels}) l JOIN version v ON v.id = l.version_id JOIN file f ON f.id = v.file_id
"""
WATCHED = ("tags", "ai_tags", "custom_metadata", "embedded_metadata", "file_id", "number")

FEW = 50
"""Rows of a statement on PostgreSQL that are few."""
STEP = 50_000
"""Versions whose labels are sorted at once while the table is filled."""


async def fill(apps: object, editor: BaseSchemaEditor) -> None:
    client = editor.client
    if client.capabilities.dialect == "postgres":
        # Names and values are compared by their bytes, as in SQLite.
        for column, length in (("name", 262), ("value", 351)):
            await client.execute_query(
                f'ALTER TABLE label ALTER COLUMN "{column}" TYPE VARCHAR({length}) COLLATE "C"'
            )
        await client.execute_query(POSTGRES_MOMENT)
        await client.execute_query(_postgres_insert("version"))
        return
    _, rows = await client.execute_query("SELECT coalesce(max(rowid), 0) AS last FROM version")
    for start in range(0, rows[0]["last"], STEP):
        only = f"v.rowid > {start} AND v.rowid <= {start + STEP}"
        await client.execute_query(_sqlite_insert(only))


async def watch(apps: object, editor: BaseSchemaEditor) -> None:
    is_postgres = editor.client.capabilities.dialect == "postgres"
    for statement in _postgres_triggers() if is_postgres else _sqlite_triggers():
        await editor.client.execute_query(statement)


def _sqlite_insert(only: str) -> str:
    labels = SQLITE_LABELS.format(only=only, **SQLITE_PARTS)
    return INSERT.format(columns=COLUMNS, labels=labels)


def _postgres_insert(versions: str) -> str:
    labels = POSTGRES_LABELS.format(versions=versions, **POSTGRES_PARTS)
    return INSERT.format(columns=COLUMNS, labels=labels)


def _sqlite_triggers() -> list[str]:
    insert = _sqlite_insert("v.id = NEW.id")
    any_label = (
        "NEW.tags IS NOT NULL OR NEW.ai_tags IS NOT NULL OR NEW.custom_metadata IS NOT NULL"
        " OR NEW.embedded_metadata IS NOT NULL"
    )
    of_version = "version_id = (SELECT id FROM version WHERE file_id = NEW.id AND number = {})"
    return [
        f"CREATE TRIGGER label_new AFTER INSERT ON version WHEN {any_label} BEGIN {insert}; END",
        f"CREATE TRIGGER label_changed AFTER UPDATE OF {', '.join(WATCHED)} ON version BEGIN"
        f" DELETE FROM label WHERE version_id = OLD.id; {insert}; END",
        "CREATE TRIGGER label_gone AFTER DELETE ON version BEGIN"
        " DELETE FROM label WHERE version_id = OLD.id; END",
        "CREATE TRIGGER label_current AFTER UPDATE OF current_number ON file"
        " WHEN NEW.current_number <> OLD.current_number BEGIN"
        " UPDATE label SET is_current = 0, asset_id = version_id, created_at ="
        " (SELECT created_at FROM version WHERE id = label.version_id)"
        f" WHERE {of_version.format('OLD.current_number')};"
        " UPDATE label SET is_current = 1, asset_id = NEW.id, created_at = NEW.created_at"
        f" WHERE {of_version.format('NEW.current_number')}; END",
    ]


def _postgres_triggers() -> list[str]:
    differs = " OR ".join(f"fresh.{name} IS DISTINCT FROM stale.{name}" for name in WATCHED)
    changed = f"(SELECT fresh.* FROM fresh JOIN stale ON stale.id = fresh.id WHERE {differs})"
    flipped = (
        "fresh f JOIN stale ON stale.id = f.id AND stale.current_number <> f.current_number"
        " JOIN version v ON v.file_id = f.id AND v.number = "
    )
    functions = {
        "label_new": _postgres_insert("fresh"),
        "label_changed": f"DELETE FROM label WHERE version_id IN (SELECT c.id FROM {changed} c);"
        f" {_postgres_insert(changed)}",
        "label_gone": "DELETE FROM label WHERE version_id IN (SELECT id FROM stale)",
        "label_current": "UPDATE label SET is_current = false, asset_id = v.id,"
        f" created_at = v.created_at FROM {flipped} stale.current_number"
        " WHERE label.version_id = v.id;"
        " UPDATE label SET is_current = true, asset_id = f.id, created_at = f.created_at"
        f" FROM {flipped} f.current_number WHERE label.version_id = v.id",
    }
    events = {
        "label_new": "INSERT ON version REFERENCING NEW TABLE AS fresh",
        "label_changed": "UPDATE ON version REFERENCING NEW TABLE AS fresh OLD TABLE AS stale",
        "label_gone": "DELETE ON version REFERENCING OLD TABLE AS stale",
        "label_current": "UPDATE ON file REFERENCING NEW TABLE AS fresh OLD TABLE AS stale",
    }
    statements = []
    for name, body in functions.items():
        # A plan is made once, for the few rows that were written first: many get one of their own.
        rows = "fresh" if "fresh" in events[name] else "stale"
        few = f"(SELECT count(*) FROM (SELECT FROM {rows} LIMIT {FEW}) few) < {FEW}"
        statements.append(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF {few} THEN {body}; ELSE EXECUTE $many${body}$many$; END IF; RETURN NULL; END $$"
        )
        statements.append(
            f"CREATE TRIGGER {name} AFTER {events[name]}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
    return statements


class Migration(migrations.Migration):
    dependencies = [("library", "0008_events")]

    operations = [
        ops.CreateModel(
            name="Label",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("name", fields.CharField(max_length=262)),
                ("value", fields.CharField(max_length=351)),
                ("number", fields.FloatField(db_default=0)),
                ("is_current", fields.BooleanField()),
                ("created_at", fields.BigIntField()),
                ("asset_id", fields.CharField(max_length=24)),
                ("version_id", fields.CharField(max_length=24)),
            ],
            options={
                "table": "label",
                "app": "library",
                "pk_attr": "id",
                "table_description": "Something said about a version, in a form that an index finds.",
            },
            bases=["Model"],
        ),
        ops.RunPython(fill),
        ops.AddIndex(
            "Label",
            Index(fields=["name", "value", "number", "is_current", "created_at", "asset_id"]),
        ),
        ops.AddIndex("Label", Index(fields=["version_id"])),
        ops.RunPython(watch),
        ops.AddIndex("Folder", Index(fields=["name", "id"])),
        ops.AddIndex("Folder", Index(fields=["created_at", "id"])),
        ops.AddIndex("File", Index(fields=["folder_id", "created_at", "id"])),
        ops.AddIndex("File", Index(fields=["folder_id", "updated_at", "id"])),
        ops.AddIndex("Version", Index(fields=["updated_at", "id"])),
        ops.AddIndex("Version", Index(fields=["size", "file_id"])),
        ops.AddIndex("Version", Index(fields=["mime", "file_id"])),
    ]
