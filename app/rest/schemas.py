"""JSON Schemas of the answers: what shapes.py and the handlers write, told once."""

from __future__ import annotations

from typing import Final

from app.library.field_rules import MAX_LENGTH, MAX_OPTIONS, FieldType
from app.library.jobs import JobKind

Schema = dict[str, object]


def ref(name: str) -> Schema:
    """The schema of that name in the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def array(items: Schema) -> Schema:
    """A list of such things."""
    return {"type": "array", "items": items}


def record(required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    """An object with these properties."""
    properties = required | (optional or {})
    return {"type": "object", "required": list(required), "properties": properties}


def string(description: str = "", **more: object) -> Schema:
    """A text."""
    return {"type": "string", **({"description": description} if description else {}), **more}


def whole(description: str = "", least: int = 0) -> Schema:
    """A number of things."""
    said = {"description": description} if description else {}
    return {"type": "integer", "minimum": least, **said}


def choice(*values: str) -> Schema:
    """One of these words."""
    return {"type": "string", "enum": list(values)}


def flag(description: str) -> Schema:
    """Yes or no."""
    return {"type": "boolean", "description": description}


def or_null(schema: Schema) -> Schema:
    """Such a thing, or nothing."""
    return {**schema, "type": [schema["type"], "null"]}


ID: Final = string(pattern="^[0-9a-f]{24}$", examples=["665f1c2ab3d4e5f60718293a"])
_SAVED_ID: Final = string(pattern="^ext_[0-9a-f]{24}$")
_MOMENT: Final = string(format="date-time", examples=["2026-01-31T12:00:00.000Z"])
_ANYTHING: Final[Schema] = {"type": "object"}
_URL: Final = string(format="uri")
_KIND: Final = choice("image", "non-image")
_SCALARS: Final[Schema] = {"type": ["string", "number", "boolean"]}

_TAGS: Final = or_null({**array({"type": "string"}), "description": "Null when there are none."})
_AI_TAG: Final = record(
    {"name": {"type": "string"}, "confidence": {"type": "number"}, "source": {"type": "string"}}
)
_AI_TAGS: Final = or_null(array(ref("AITag")))
_VERSION_INFO: Final = record({"id": ID, "name": string(examples=["Version 1"])})
_WHEN_KNOWN: Final[dict[str, Schema]] = {
    "height": whole("Pixels, when it is a picture that could be read.", least=1),
    "width": whole(least=1),
    "description": string("Absent when there is none."),
    "extensionStatus": {
        **_ANYTHING,
        "additionalProperties": choice("pending", "success", "failed"),
        "description": "Of the extensions that were asked for with this request.",
    },
}
_ON_REQUEST: Final[dict[str, Schema]] = {
    "tags": _TAGS,
    "customCoordinates": or_null(string("`x,y,width,height` of the area to keep when cropping.")),
    "isPrivateFile": flag("Whether it is delivered by signed URL only."),
    "isPublished": flag("False for a draft, which is not delivered."),
    "customMetadata": {**_ANYTHING, "description": "Values by the names of their fields."},
    "embeddedMetadata": or_null({**_ANYTHING, "description": "EXIF, IPTC and XMP of the bytes."}),
}
_FILE: Final = record(
    {
        "type": {**choice("file", "file-version"), "description": "`file` is the current version."},
        "fileId": ID,
        "name": string(examples=["hero.jpg"]),
        "filePath": string(examples=["/web/hero.jpg"]),
        "AITags": _AI_TAGS,
        "versionInfo": ref("VersionInfo"),
        "url": _URL,
        "fileType": _KIND,
        "mime": string(examples=["image/jpeg"]),
        "size": whole("Bytes."),
        "createdAt": _MOMENT,
        "updatedAt": _MOMENT,
        **_ON_REQUEST,
    },
    {
        "thumbnail": _URL,
        "hasAlpha": flag("Whether a pixel may be transparent; absent when it is no picture."),
        **_WHEN_KNOWN,
    },
)
_FOLDER: Final = record(
    {
        "type": {"const": "folder"},
        "folderId": ID,
        "name": string(),
        "folderPath": string(examples=["/web"]),
        "customMetadata": _ANYTHING,
        "createdAt": _MOMENT,
        "updatedAt": _MOMENT,
    }
)
_UPLOADED: Final = record(
    {
        "fileId": ID,
        "name": string("As it was kept: a random part may have been put in."),
        "size": whole("Bytes."),
        "versionInfo": ref("VersionInfo"),
        "filePath": string(),
        "url": _URL,
        "fileType": _KIND,
        "AITags": _AI_TAGS,
    },
    {
        "thumbnailUrl": _URL,
        "orientation": whole("EXIF orientation, 1 to 8.", least=1),
        "metadata": ref("Metadata"),
        **_WHEN_KNOWN,
        **_ON_REQUEST,
    },
)
_EXIF: Final = record(
    dict.fromkeys(("image", "thumbnail", "exif", "gps", "interoperability", "makernote"), _ANYTHING)
)
_METADATA: Final = record(
    {"size": whole("Bytes.")},
    {
        "height": whole("Pixels, after orientation.", least=1),
        "width": whole(least=1),
        "format": string(examples=["jpg"]),
        "hasColorProfile": {"type": "boolean"},
        "quality": whole("Of a JPEG, 1 to 100, as far as it can be told; 0 otherwise."),
        "density": whole("Dots per inch."),
        "hasTransparency": {"type": "boolean"},
        "pHash": string("64 bits that are alike for pictures that look alike, in hexadecimal."),
        "exif": ref("Exif"),
    },
)
_FIELD_RULES: Final = record(
    {},
    {
        "type": {**choice(*FieldType), "description": "Needed for a new field."},
        "selectOptions": {**array(_SCALARS), "minItems": 1, "maxItems": MAX_OPTIONS},
        "defaultValue": {
            "description": "A value of the field's type; for MultiSelect a list.",
            "anyOf": [_SCALARS, array(_SCALARS)],
        },
        "isValueRequired": {"type": "boolean"},
        "minValue": {"type": ["number", "string"], "description": "A number, or a date."},
        "maxValue": {"type": ["number", "string"], "description": "A number, or a date."},
        "minLength": {**whole(), "maximum": MAX_LENGTH},
        "maxLength": {**whole(), "maximum": MAX_LENGTH},
    },
)
_FIELD: Final = record(
    {
        "id": ID,
        "name": string(),
        "label": string(),
        "schema": {**ref("FieldRules"), "required": ["type"]},
    },
    {"description": string(), "isDeleted": flag("Only there when it is true.")},
)
_SAVED: Final = record(
    {
        "id": _SAVED_ID,
        "name": string(),
        "description": string(),
        "config": _ANYTHING,
        "createdAt": _MOMENT,
        "updatedAt": _MOMENT,
    }
)
_NAMED: Final = record(
    {
        "id": ID,
        "name": string("What stands behind `n-` in a URL."),
        "transformation": string("The chain it stands for.", examples=["w-200,h-200"]),
        "enabled": {"type": "boolean"},
        "createdAt": _MOMENT,
    }
)
_JOB: Final = record(
    {"jobId": ID, "type": choice(*JobKind), "status": choice("Pending", "Completed")},
    {"purgeRequestId": ID},
)
_REFUSED: Final = record({"fileId": string(), "error": string()})
_USAGE: Final = record(
    {
        "bandwidthBytes": {**whole(), "description": "Not counted here: 0."},
        "mediaLibraryStorageBytes": whole("Bytes of all versions."),
        "videoProcessingUnitsCount": whole(),
        "extensionUnitsCount": whole(),
        "originalCacheStorageBytes": whole(),
    }
)
_ERROR: Final = record(
    {"message": string("What is wrong, and the remedy where it is known."), "help": string()},
    {
        "reason": string("A code that programs can go by.", examples=["FILE_ALREADY_EXISTS"]),
        "errors": {
            **_ANYTHING,
            "additionalProperties": {"type": "string"},
            "description": "What is wrong with each part, when there are many.",
        },
        "missingFileIds": {
            **array({"type": "string"}),
            "description": "The files that are not there.",
        },
    },
)

SCHEMAS: Final[dict[str, Schema]] = {
    "AITag": _AI_TAG,
    "Asset": {"anyOf": [ref("File"), ref("Folder")]},
    "CustomMetadataField": _FIELD,
    "Error": _ERROR,
    "Exif": _EXIF,
    "FieldRules": _FIELD_RULES,
    "File": _FILE,
    "Folder": _FOLDER,
    "Job": _JOB,
    "JobStarted": record({"jobId": ID}),
    "Metadata": _METADATA,
    "NamedTransformation": _NAMED,
    "Nothing": {"type": "object", "maxProperties": 0},
    "PurgeStatus": record({"status": choice("Pending", "Completed")}),
    "PurgeStarted": record({"requestId": ID}),
    "Renamed": record({}, {"purgeRequestId": ID}),
    "SavedExtension": _SAVED,
    "SuccessfullyDeleted": record({"successfullyDeletedFileIds": array(ID)}),
    "SuccessfullyUpdated": record({"successfullyUpdatedFileIds": array(ID)}),
    "PartlyUpdated": record(
        {
            "successfullyUpdatedFileIds": array(ID),
            "errors": array(_REFUSED),
            "message": string(),
            "help": string(),
        }
    ),
    "Uploaded": _UPLOADED,
    "Usage": _USAGE,
    "VersionInfo": _VERSION_INFO,
}
