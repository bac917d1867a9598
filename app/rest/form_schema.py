"""The upload form as JSON Schemas: what forms.py reads, in the plainest way to write it."""

from __future__ import annotations

from typing import Final

from app.rest.schemas import Schema, record, string
from app.rest.shapes import UPLOAD_FIELDS

_LIST: Final = "Joined by commas, as a JSON array, or repeated."


def _default(text: str, *, is_true: bool) -> Schema:
    return {"type": "boolean", "default": is_true, "description": text}


_FILE: Final = string(
    "The bytes as a part with a file name; or text: base64, a data URI, or a URL to fetch from.",
    contentMediaType="application/octet-stream",
)
_FIELDS: Final[dict[str, Schema]] = {
    "folder": string("Made when it is not there.", default="/", examples=["/web"]),
    "useUniqueFileName": _default(
        "False: a file of that name in the folder gets a new version.", is_true=True
    ),
    "overwriteFile": _default(
        "False: refused when the path is taken, and `useUniqueFileName` is false.", is_true=True
    ),
    "tags": string(_LIST, examples=["summer,sale"]),
    "overwriteTags": _default("False: keeps the tags where none are sent.", is_true=True),
    "overwriteAITags": _default("The same for tags that a machine gave.", is_true=True),
    "customMetadata": string("Values by the names of their fields: a JSON object."),
    "overwriteCustomMetadata": _default("False: keeps it where none is sent.", is_true=True),
    "customCoordinates": string("`x,y,width,height` of the area to keep when cropping."),
    "description": string(),
    "isPrivateFile": _default("Whether it is delivered by signed URL only.", is_true=False),
    "isPublished": _default("False for a draft, which is not delivered.", is_true=True),
    "responseFields": string(
        f"What the answer is to have besides: {', '.join((*UPLOAD_FIELDS, 'metadata'))}. {_LIST}"
    ),
    "checks": string("What must be so for the upload to be kept, in the words of `searchQuery`."),
    "extensions": string(
        "A JSON array of extensions. One that the server has no provider for fails at once, as"
        " `ai-tasks` and `ai-auto-description` always do: see `extensionStatus`, and `webhookUrl`"
        " for the reason."
    ),
    "transformation": string(
        "A JSON object: `pre` changes a picture before it is stored, `post` lists what to make of"
        " it beforehand. Videos are not transformed: with a `transformation` they are refused."
    ),
    "webhookUrl": string("Where to post what has become of the extensions."),
}
_NEEDED: Final[dict[str, Schema]] = {
    "file": _FILE,
    "fileName": string("Characters that make trouble are replaced.", minLength=1),
}
_SIGNED: Final[dict[str, Schema]] = {
    "publicKey": string("From browsers, with the next three, in place of the private key."),
    "token": string("Random, and good for one upload."),
    "expire": string("Unix time in less than an hour from now."),
    "signature": string("HMAC-SHA1 of token and expire with the private key, in hexadecimal."),
}
_TOKEN: Final[dict[str, Schema]] = {
    "token": string(
        "From browsers, in place of the private key: a JWT (HS256) with the form's fields as claims"
        " and the public key as `kid`; good for one upload."
    )
}

FORMS: Final[dict[str, Schema]] = {
    "UploadV1": record(_NEEDED, _FIELDS | _SIGNED),
    "UploadV2": record(_NEEDED, _FIELDS | _TOKEN),
}
