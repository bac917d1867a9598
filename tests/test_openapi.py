"""The OpenAPI document is valid, whole and true: real answers are what it says they are."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from pydantic.alias_generators import to_camel
from starlette.routing import Route

from app.library.blobs import Received
from app.rest.app import create_app
from app.rest.forms import Form
from tests import pictures
from tests.client import Client, Json
from tests.conftest import NewHome
from tests.servers import PRIVATE_KEY, Server

DESCRIBING = {"/openapi.json", "/docs", "/docs/{name}"}
UNKNOWN = "0123456789abcdef01234567"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "ignored_auth",
)
NOT_DONE_HERE = "/v1/accounts/(origins|url-endpoints|usage-analytics)"
"""What answers 501 and nothing else."""


@pytest.fixture(scope="module")
def document(server: Server) -> Json:
    """The document, as everybody gets it."""
    answer = server.client.anonymous.get("/openapi.json")
    assert answer.status_code == 200
    document: Json = answer.json()
    return document


def test_it_is_valid(document: Json) -> None:
    assert document["openapi"] == "3.1.0"
    validate(document)


def test_it_names_this_server(document: Json, server: Server) -> None:
    assert document["servers"] == [{"url": server.base_url}]


def test_it_tells_of_every_route_and_of_no_other(document: Json) -> None:
    told = {
        (path, method.upper())
        for path, methods in document["paths"].items()
        for method in methods
        if method != "parameters"
    }

    assert told == {
        (re.sub(r"\{(\w+)\}", lambda found: f"{{{to_camel(found[1])}}}", route.path), method)
        for route in create_app().routes
        if isinstance(route, Route) and route.path not in DESCRIBING
        for method in route.methods or ()
        if method not in {"HEAD", "OPTIONS"}
    }


def test_every_operation_has_a_name_of_its_own(document: Json) -> None:
    ids = [operation["operationId"] for operation in _operations(document)]

    assert len(ids) == len(set(ids)) > 40


def test_the_upload_form_has_the_fields_that_are_read(document: Json) -> None:
    """The same for both versions, but for what stands for the private key."""
    asked: set[str] = set()

    class Fields(dict[str, list[str]]):
        def get(self, name: str, default: Any = None) -> Any:
            asked.add(name)
            return super().get(name, default)

    form = Form(fields=Fields(fileName=["a.png"]), received=Received(UNKNOWN, "", 1, b"a"))
    form.upload("", retried=False)
    form.response_fields()
    form.extensions()

    signs = {"publicKey", "token", "expire", "signature"}
    for name in ("UploadV1", "UploadV2"):
        told = set(document["components"]["schemas"][name]["properties"])
        assert told - signs == asked | {"file"}


class Asker:
    """Asks, and compares each answer with what the document says of it, to the last property."""

    def __init__(self, client: Client, document: Json) -> None:
        self.client = client
        self.document = _closed(document)
        self.asked: set[str] = set()

    def __call__(self, name: str, status: int, /, *ids: str, **options: Any) -> Any:
        path, method, operation = next(
            (path, method, operation)
            for path, methods in self.document["paths"].items()
            for method, operation in methods.items()
            if method != "parameters" and operation["operationId"] == name
        )
        answer = self.client.rest(method.upper(), _filled(path, ids), **options)
        assert answer.status_code == status, answer.text
        self.check(operation, answer)
        self.asked.add(name)
        return answer.json() if answer.content else None

    def check(self, operation: Json, answer: httpx.Response) -> None:
        """The status is told of, and the body is what is told of it."""
        told = operation["responses"][str(answer.status_code)]
        if "$ref" in told:
            told = self.document["components"]["responses"][told["$ref"].rpartition("/")[2]]
        if "content" not in told:
            assert not answer.content
            return
        schema = told["content"]["application/json"]["schema"]
        whole = {"components": self.document["components"], **schema}
        Draft202012Validator(whole).validate(answer.json())


@pytest.fixture
def ask(client: Client, document: Json) -> Asker:
    return Asker(client, document)


def test_answers_about_files_are_as_told(ask: Asker, client: Client, folder: str) -> None:
    picture = {"file": ("a.png", pictures.plain(size=(40, 30), kind="png"))}
    form = {"fileName": "a.png", "folder": folder, "useUniqueFileName": "false", "tags": "a,b"}
    everything = "tags,customCoordinates,isPrivateFile,isPublished,customMetadata,embeddedMetadata"
    wanted = {"responseFields": f"{everything},metadata"}
    first = ask("upload", 200, data=form, files=picture)
    second = ask("uploadV2", 200, data=form | wanted, files=picture)
    file_id, old, now = first["fileId"], first["versionInfo"]["id"], second["versionInfo"]["id"]
    path = f"{folder}/a.png"

    ask("getFile", 200, file_id)
    ask("updateFile", 200, file_id, json={"description": "A picture.", "tags": ["c"]})
    ask("listVersions", 200, file_id)
    ask("getVersion", 200, file_id, old)
    ask("restoreVersion", 200, file_id, old)
    ask("deleteVersion", 204, file_id, now)
    ask("getMetadata", 200, file_id)
    ask("getMetadataOfUrl", 200, params={"url": first["url"] + "?tr=w-20"})
    ask("listAssets", 200, params={"path": folder, "type": "all"})
    ask("addTags", 200, json={"fileIds": [file_id], "tags": ["d"]})
    ask("removeTags", 200, json={"fileIds": [file_id], "tags": ["d"]})
    ask("removeAITags", 200, json={"fileIds": [file_id], "AITags": ["d"]})
    ask("createFolder", 201, json={"folderName": "b", "parentFolderPath": folder})
    places = {"sourceFilePath": path, "destinationPath": f"{folder}/b"}
    ask("copyFile", 204, json=places)
    names = {"filePath": path, "newFileName": "c.png", "purgeCache": True}
    ask("renameFile", 200, json=names)
    ask("moveFile", 204, json=places | {"sourceFilePath": f"{folder}/c.png"})
    job = ask("copyFolder", 200, json=_folders(f"{folder}/b", f"{folder}/d"))
    ask("getJob", 200, job["jobId"])
    ask("moveFolder", 200, json=_folders(f"{folder}/d", f"{folder}/e"))
    ask("renameFolder", 202, json={"folderPath": f"{folder}/e", "newFolderName": "f"})
    purge = ask("purge", 201, json={"url": first["url"]})
    ask("getPurge", 200, purge["requestId"])
    (copied,) = client.listed(path=f"{folder}/b", name="a.png")
    ask("deleteFiles", 200, json={"fileIds": [copied["fileId"]]})
    ask("deleteFile", 204, file_id)
    ask("deleteFolder", 204, json={"folderPath": folder})


def test_answers_about_definitions_are_as_told(ask: Asker, folder: str) -> None:
    name = folder.strip("/")
    rules = {"type": "Number", "minValue": 1, "maxValue": 9, "defaultValue": 2}
    field = {"name": name, "label": name, "description": "It counts.", "schema": rules}
    made = ask("createCustomMetadataField", 201, json=field)["id"]
    ask("updateCustomMetadataField", 200, made, json={"schema": {"maxValue": 10}})
    ask("deleteCustomMetadataField", 204, made)
    ask("listCustomMetadataFields", 200, params={"includeDeleted": "true"})
    ask("withoutCustomMetadataField", 400)

    config = {"name": "google-auto-tagging", "maxTags": 5, "minConfidence": 90}
    saved = {"name": name, "description": "It tags.", "config": config}
    made = ask("createSavedExtension", 201, json=saved)["id"]
    ask("getSavedExtension", 200, made)
    ask("updateSavedExtension", 200, made, json={"description": "Tags."})
    ask("listSavedExtensions", 200)
    ask("deleteSavedExtension", 204, made)

    short = {"name": name.replace("-", "_"), "transformation": "w-20"}
    made = ask("createNamedTransformation", 201, json=short)["id"]
    ask("getNamedTransformation", 200, made)
    ask("updateNamedTransformation", 200, made, json={"enabled": False})
    ask("listNamedTransformations", 200)
    ask("deleteNamedTransformation", 204, made)

    dates = {"startDate": "2026-01-01", "endDate": "2026-01-31"}
    ask("getUsage", 200, params=dates)


def test_refusals_are_as_told(ask: Asker, client: Client, folder: str) -> None:
    ask("getFile", 400, "x")
    ask("getFile", 404, UNKNOWN)
    ask("addTags", 404, json={"fileIds": ["x"], "tags": ["a"]})
    ask("createCustomMetadataField", 400, json={"name": 1})
    ask("copyFile", 404, json={"sourceFilePath": "/no", "destinationPath": folder})
    client.upload(b"a", "a.txt", folder)
    client.upload(b"b", "b.txt", folder)
    ask("renameFile", 409, json={"filePath": f"{folder}/a.txt", "newFileName": "b.txt"})
    ask("createFolder", 413, content=b'"' + b"a" * 1024 * 1024 + b'"')


def test_what_is_not_done_here_is_told_so(ask: Asker) -> None:
    told = [each["operationId"] for each in _operations(ask.document) if "501" in each["responses"]]

    assert told
    for name in told:
        ask(name, 501)


def test_generated_requests_are_answered_as_told(
    new_home: NewHome, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    with Server(new_home()) as server:
        done = subprocess.run(  # noqa: S603 - a tool of ours
            [
                *(sys.executable, "-m", "schemathesis.cli", "run"),
                *(f"{server.base_url}/openapi.json", "--auth", f"{PRIVATE_KEY}:"),
                *("--checks", ",".join(CHECKS), "--exclude-path-regex", NOT_DONE_HERE),
                *("--max-examples", str(pytestconfig.getoption("examples"))),
                *("--generation-deterministic", "--no-color"),
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        said = [line for line in server.output().splitlines() if " INFO " not in line]

    assert done.returncode == 0, "\n".join([done.stdout[-20_000:], done.stderr, *said[-200:]])


def _operations(document: Json) -> list[Json]:
    return [
        operation
        for methods in document["paths"].values()
        for method, operation in methods.items()
        if method != "parameters"
    ]


def _closed(value: Any) -> Any:
    """Schemas that allow no other properties than those they tell of."""
    if isinstance(value, list):
        return [_closed(each) for each in value]
    if not isinstance(value, dict):
        return value
    closed = {key: _closed(each) for key, each in value.items()}
    if value.get("type") == "object" and isinstance(value.get("properties"), dict):
        closed["additionalProperties"] = False
    return closed


def _filled(path: str, ids: tuple[str, ...]) -> str:
    remaining = iter(ids)
    return re.sub(r"\{\w+\}", lambda _: next(remaining, UNKNOWN), path)


def _folders(source: str, target: str) -> Json:
    return {"sourceFolderPath": source, "destinationPath": target}
