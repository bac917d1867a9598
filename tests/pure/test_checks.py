"""Checks of an upload, against one upload: what holds, what does not, and what cannot be asked."""

from __future__ import annotations

import asyncio
from typing import Final

import pytest

from app.errors import Invalid
from app.library import checks
from app.library.check_fields import KINDS, Facts

FAILED = "Your request failed 'checks' validation."
SYNTAX = "Your request contains invalid syntax for the checks parameter."

SAID: Final[Facts] = {
    "request.fileName": "Summer sale.png",
    "request.folder": "/marketing/2026/",
    "request.tags": ["Summer Sale", "red"],
    "request.customCoordinates": None,
    "request.webhookUrl": None,
    "request.useUniqueFileName": "true",
    "request.isPrivateFile": "false",
    "request.isPublished": "true",
    "request.overwriteFile": "true",
    "request.overwriteTags": "true",
    "request.overwriteAITags": "true",
    "request.overwriteCustomMetadata": "false",
}
FOUND: Final[Facts] = {
    "file.size": 1_048_576,
    "file.mime": "image/png",
    "mediaMetadata.width": 800,
    "mediaMetadata.height": 600,
}


def run(text: str) -> str:
    """Nothing when it holds, or what is said when it does not."""
    try:
        asked = checks.parse(text, SAID)
        if asked is not None:
            asyncio.run(asked.refuse(FOUND, {}))
    except Invalid as error:
        return error.message
    return ""


HOLD = [
    "",
    "  ",
    '"file.mime" : image',
    '"file.mime" : "image/"',
    "'file.mime'='image/png'",
    '"file.mime" = image/png',
    '"file.mime" IN [image/jpeg, image/png]',
    '"file.mime" NOT IN ["image/jpeg"]',
    '"file.mime" NOT = video/mp4',
    '"request.folder" = marketing/2026',
    '"request.folder" = "/marketing/2026/"',
    '"request.folder" : "marketing/"',
    '"request.folder" : marketing',
    '"request.folder" : /',
    '"request.folder" NOT = marketing',
    '"request.folder" NOT = market',
    '"request.folder" IN [sale, //marketing//2026]',
    '"request.fileName" = "Summer sale.png"',
    '"request.fileName" : Summer',
    '"request.fileName" NOT = "summer sale.png"',
    '"request.isPublished" = true',
    '"request.isPublished" = "TRUE"',
    '"request.isPrivateFile" NOT = true',
    '"request.overwriteCustomMetadata" = false',
    '"request.tags" HAS red',
    '"request.tags" HAS RED',
    '"request.tags" HAS "sale summer"',
    '"request.tags" HAS summ',
    '"request.tags" NOT HAS blue',
    '"request.tags" NOT HAS "um"',
    '"request.tags" IN [red, blue]',
    '"request.tags" IN ["Summer Sale"]',
    '"request.tags" NOT IN [summer]',
    '"file.size" = 1mb',
    '"file.size" = 1048576',
    '"file.size" <= "1MB"',
    '"file.size" < 1.5mb',
    '"file.size" > 1023kb',
    '"mediaMetadata.width" >= 800',
    '"mediaMetadata.width" <= 800.0',
    '"mediaMetadata.width" = 8e2',
    '"mediaMetadata.width" <= 1500 AND "mediaMetadata.height" <= 2000',
    '"request.customCoordinates" NOT = "1,2,3,4"',
    '"request.webhookUrl" NOT IN ["https://example.org"]',
    '"mediaMetadata.videoCodec" NOT = hevc',
    '"file.mime" : video OR "file.size" < 2mb AND "mediaMetadata.height" = 600',
    '"file.mime" : image OR ("mediaMetadata.videoCodec" = hevc AND "file.size" > 1)',
    '"file.mime":image and"file.size">1kb',
]
FAIL = [
    '"file.mime" : video',
    '"file.mime" = "IMAGE/PNG"',
    '"file.mime" NOT IN [image/png]',
    '"file.mime" NOT = image/png',
    '"request.folder" = marketing',
    '"request.folder" : market',
    '"request.folder" : 2026',
    '"request.folder" NOT = marketing/2026',
    '"request.fileName" : summer',
    '"request.fileName" IN [Summer, sale.png]',
    '"request.isPublished" NOT = true',
    '"request.isPrivateFile" = true',
    '"request.tags" HAS blue',
    '"request.tags" HAS "summer red blue"',
    '"request.tags" HAS "sum red"',
    '"request.tags" NOT HAS red',
    '"request.tags" IN [summer, Red]',
    '"request.tags" NOT IN [red]',
    '"file.size" < 1mb',
    '"file.size" > 1mb',
    '"file.size" = 1000kb',
    '"mediaMetadata.width" < 800',
    '"mediaMetadata.width" > 800',
    '"mediaMetadata.width" = 801',
    '"mediaMetadata.duration" < 10',
    '"mediaMetadata.bitRate" >= 0',
    '"request.customCoordinates" = "1,2,3,4"',
    '"request.customCoordinates" : 1',
    '("file.mime" : video OR "file.size" < 2mb) AND "mediaMetadata.height" = 601',
]
CANNOT_BE = [
    "file.mime : image",
    '"file.mime"',
    '"file.mime" :',
    '"file.mime" : image AND',
    '("file.mime" : image',
    '"file.mime" : image)',
    '"file.mime : image',
    '"file.mime" IN image/png',
    '"file.mime" IN []',
    '"file.mime" HAS png',
    '"file.mime" > image',
    '"file.mime" EXISTS',
    '"file.mime" NOT : image',
    '"file.mime" = AND',
    '"file.mime" == image/png',
    '"file.mime" = image png',
    '"file.size" NOT = 1',
    '"file.size" IN [1]',
    '"file.size" : 1',
    '"file.size" < big',
    '"file.size" < 1light-year',
    '"mediaMetadata.width" < 10kb',
    '"mediaMetadata.width" < nan',
    '"mediaMetadata.width" < inf',
    '"mediaMetadata.width" = true',
    '"mediaMetadata.colour" = red',
    '"request.isPublished" = yes',
    '"request.isPublished" = 1',
    '"request.isPublished" IN [true]',
    '"request.tags" = red',
    '"request.tags" : red',
    '"request.unknown" = 1',
    'name = "a"',
    'NOT "file.mime" : image',
    "true",
    "\0",
    "(" * 60 + '"file.size" > 1' + ")" * 60,
    '"file.size" > 1 OR ' * 101 + '"file.size" > 1',
    '"request.customMetadata" = 1',
]


@pytest.mark.parametrize("text", HOLD)
def test_what_is_so_holds(text: str) -> None:
    assert run(text) == ""


@pytest.mark.parametrize("text", FAIL)
def test_what_is_not_so_fails(text: str) -> None:
    assert run(text) == FAILED


@pytest.mark.parametrize("text", CANNOT_BE, ids=lambda text: ascii(text)[:60])
def test_what_cannot_be_asked_is_no_check(text: str) -> None:
    assert run(text) == SYNTAX


@pytest.mark.parametrize("text", [t for t in (*HOLD, *FAIL) if " AND" not in t and " OR" not in t])
@pytest.mark.parametrize("true", ['"file.size" > 0', '("file.size" > 0 OR "file.size" < 0)'])
def test_and_or_are_what_they_say(text: str, true: str) -> None:
    if not text.strip() or " and" in text:
        return
    said = run(text)

    assert run(f"{true} AND {text}") == run(f"{text} AND {true}") == said
    assert run(f"{true} OR {text}") == run(f"({text}) OR {true}") == ""


@pytest.mark.parametrize("name", KINDS)
def test_every_field_has_an_operator_that_is_true_or_false(name: str) -> None:
    """None is left out of the table of what is said and found, in which tests would then look."""
    value = {"file.size": "1kb", "mediaMetadata.duration": "1min"}.get(name, "1")
    value = "true" if name in SAID and SAID[name] in ("true", "false") else value
    operator = "HAS" if name == "request.tags" else "="

    assert run(f'"{name}" {operator} {value}') in ("", FAILED)
