"""One client, three dialects: `upload` and `rest` (ImageKit's), `graphql` and `deliver`.

The methods with a name of their own raise Refused when the answer is not the documented success;
`rest` and `deliver` hand out the answer as it is. Safe to use from many threads.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import httpx
import orjson

Json = dict[str, Any]


class Refused(Exception):
    """The server said no; `status` and `body` say how."""

    def __init__(self, response: httpx.Response) -> None:
        request = response.request
        line = f"{request.method} {request.url} → {response.status_code} {response.text[:500]}"
        super().__init__(line)
        self.response = response
        self.status = response.status_code

    @property
    def body(self) -> Json:
        """The error's JSON."""
        body: Json = self.response.json()
        return body


class GraphQLRefused(Exception):
    """A GraphQL answer with errors."""

    def __init__(self, body: Json) -> None:
        super().__init__(orjson.dumps(body["errors"]).decode())
        self.errors: list[Json] = body["errors"]
        self.data: Json | None = body.get("data")

    @property
    def code(self) -> str | None:
        """The first error's code."""
        code: str | None = self.errors[0].get("extensions", {}).get("code")
        return code


class Client:
    """Somebody who knows the private key; `anonymous` is the same server asked without it."""

    def __init__(
        self, base_url: str, private_key: str, public_key: str, *, timeout: float = 120
    ) -> None:
        self.base_url = base_url
        self.private_key = private_key
        self.public_key = public_key
        self.http = _http(base_url, timeout, auth=httpx.BasicAuth(private_key, ""))
        self.anonymous = _http(base_url, timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes every connection."""
        self.http.close()
        self.anonymous.close()

    # The dialects as they are

    def rest(self, method: str, path: str, **options: Any) -> httpx.Response:
        """`/v1/files` and its like, whatever the answer; options are httpx's (json, params, …)."""
        return self.http.request(method, path, **options)

    def graphql(
        self,
        query: str,
        variables: Mapping[str, object] | None = None,
        *,
        files: Mapping[str, tuple[str, bytes]] | None = None,
    ) -> Json:
        """`data` of the answer; raises GraphQLRefused when it has errors.

        `files` maps a variable's path (`input.file`) to a name and bytes; it is sent as the
        GraphQL multipart request specification says.
        """
        response = self.graphql_answer(query, variables, files=files)
        if not response.headers["content-type"].startswith("application/"):
            raise Refused(response)
        body: Json = response.json()
        if "errors" in body:
            raise GraphQLRefused(body)
        data: Json = body["data"]
        return data

    def graphql_answer(
        self,
        query: str,
        variables: Mapping[str, object] | None = None,
        *,
        files: Mapping[str, tuple[str, bytes]] | None = None,
    ) -> httpx.Response:
        """The same, whatever the answer."""
        operation = {"query": query, "variables": _with_nulls(variables or {}, files or {})}
        if not files:
            return self.http.post("/graphql", json=operation)
        places = {str(n): [f"variables.{path}"] for n, path in enumerate(files)}
        form = {"operations": orjson.dumps(operation), "map": orjson.dumps(places)}
        parts = {str(n): file for n, file in enumerate(files.values())}
        guard = {"GraphQL-Require-Preflight": "1"}
        return self.http.post("/graphql", data=form, files=parts, headers=guard)

    def deliver(self, path: str, **options: Any) -> httpx.Response:
        """GET without a key of a delivery URL, or of a path (`/pets/cat.jpg`) below /media."""
        url = path if path.startswith("http") else "/media" + path
        return self.anonymous.get(url, **options)

    # ImageKit's dialect by name

    def upload(self, content: bytes, name: str, folder: str = "/", **fields: object) -> Json:
        """Uploads to exactly this name (`useUniqueFileName` is false unless said otherwise)."""
        return _json(self.upload_answer(content, name, folder, **fields), 200)

    def upload_answer(
        self, content: bytes, name: str, folder: str = "/", **fields: object
    ) -> httpx.Response:
        """The same, whatever the answer."""
        form = {"fileName": name, "folder": folder, "useUniqueFileName": False, **fields}
        return self.http.post(
            "/api/v1/files/upload",
            data={key: _form_value(value) for key, value in form.items() if value is not None},
            files={"file": (name, content)},
        )

    def details(self, file_id: str) -> Json:
        """The file as its current version."""
        return _json(self.rest("GET", f"/v1/files/{file_id}/details"), 200)

    def update(self, file_id: str, **changes: object) -> Json:
        """PATCH of the file's details."""
        return _json(self.rest("PATCH", f"/v1/files/{file_id}/details", json=changes), 200)

    def listed(self, **query: object) -> list[Json]:
        """Assets as `GET /v1/files` lists them."""
        answer = self.rest("GET", "/v1/files", params=query)
        return _list(answer)

    def versions(self, file_id: str) -> list[Json]:
        """All versions, the current one first."""
        return _list(self.rest("GET", f"/v1/files/{file_id}/versions"))

    def version(self, file_id: str, version_id: str) -> Json:
        """One version."""
        return _json(self.rest("GET", f"/v1/files/{file_id}/versions/{version_id}"), 200)

    def restore(self, file_id: str, version_id: str) -> Json:
        """Makes the version the current one."""
        path = f"/v1/files/{file_id}/versions/{version_id}/restore"
        return _json(self.rest("PUT", path), 200)

    def delete_version(self, file_id: str, version_id: str) -> None:
        """Deletes a version that is not the current one."""
        _empty(self.rest("DELETE", f"/v1/files/{file_id}/versions/{version_id}"))

    def delete(self, file_id: str) -> None:
        """Deletes the file with all versions."""
        _empty(self.rest("DELETE", f"/v1/files/{file_id}"))

    def copy(self, source: str, folder: str, *, include_versions: bool = False) -> None:
        """Copies the file at a path into a folder."""
        body = {
            "sourceFilePath": source,
            "destinationPath": folder,
            "includeFileVersions": include_versions,
        }
        _empty(self.rest("POST", "/v1/files/copy", json=body))

    def move(self, source: str, folder: str) -> None:
        """Moves the file at a path into a folder."""
        body = {"sourceFilePath": source, "destinationPath": folder}
        _empty(self.rest("POST", "/v1/files/move", json=body))

    def rename(self, path: str, name: str) -> None:
        """Gives the file at a path another name."""
        body = {"filePath": path, "newFileName": name}
        _json(self.rest("PUT", "/v1/files/rename", json=body), 200)

    def create_folder(self, name: str, parent: str = "/") -> None:
        """Makes a folder."""
        body = {"folderName": name, "parentFolderPath": parent}
        _json(self.rest("POST", "/v1/folder", json=body), 201)

    def delete_folder(self, path: str) -> None:
        """Deletes a folder with all that is in it."""
        _empty(self.rest("DELETE", "/v1/folder", json={"folderPath": path}))

    # What is there now

    def at(self, path: str) -> Json | None:
        """The file at a path, None when there is none."""
        folder, _, name = path.rpartition("/")
        found = self.listed(path=folder or "/", name=name)
        return found[0] if found else None

    def fetched(self, url: str) -> bytes:
        """The bytes behind a delivery URL (or a path) as they were uploaded.

        A signed URL has to ask for the original by itself: its query is part of the signature.
        """
        response = self.deliver(url if "ik-s=" in url else as_uploaded(url))
        if response.status_code != 200:
            raise Refused(response)
        return response.content


def as_uploaded(url: str) -> str:
    """The URL with which delivery leaves the bytes as they are."""
    return f"{url}{'&' if '?' in url else '?'}tr=orig-true"


def basic(key: str, password: str = "") -> str:
    """The Authorization header for a key."""
    return "Basic " + base64.b64encode(f"{key}:{password}".encode()).decode()


def sha256(content: bytes) -> str:
    """Hash by which bytes are compared."""
    return hashlib.sha256(content).hexdigest()


def _http(base_url: str, timeout: float, auth: httpx.BasicAuth | None = None) -> httpx.Client:
    limits = httpx.Limits(max_connections=256, max_keepalive_connections=64)
    return httpx.Client(
        base_url=base_url, auth=auth, timeout=timeout, limits=limits, trust_env=False
    )


def _form_value(value: object) -> str:
    """As ImageKit's SDKs write it: true, a list joined by commas, an object as JSON."""
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return orjson.dumps(value).decode()
        case Sequence() if not isinstance(value, str):
            return ",".join(map(str, value))
        case _:
            return str(value)


def _with_nulls(variables: Mapping[str, object], files: Mapping[str, object]) -> Json:
    """The variables with null where a file goes; `a.b` is `b` in the object `a`."""
    filled: Json = orjson.loads(orjson.dumps(variables))
    for path in files:
        *parents, last = path.split(".")
        place = filled
        for parent in parents:
            place = place.setdefault(parent, {})
        place[last] = None
    return filled


def _json(response: httpx.Response, status: int) -> Json:
    if response.status_code != status:
        raise Refused(response)
    body: Json = response.json()
    return body


def _list(response: httpx.Response) -> list[Json]:
    if response.status_code != 200:
        raise Refused(response)
    body: list[Json] = response.json()
    return body


def _empty(response: httpx.Response) -> None:
    if response.status_code != 204:
        raise Refused(response)
