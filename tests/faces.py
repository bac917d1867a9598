"""The same acts and the same look at a library, through each face."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from tests.client import Client, Json, sha256
from tests.providers import asked, wait_until
from tests.shelves import number

Seen = dict[str, Any]
"""Paths below a folder: a file's versions by number, or None for a folder."""


class Face(Protocol):
    """One way to act on a library and to look at it. Versions are named by their number."""

    def upload(self, path: str, content: bytes, **attributes: Any) -> None: ...
    def update(self, path: str, **attributes: Any) -> None: ...
    def restore(self, path: str, number: int) -> None: ...
    def delete_version(self, path: str, number: int) -> None: ...
    def copy(self, path: str, folder: str, *, include_versions: bool) -> None: ...
    def move(self, path: str, folder: str) -> None: ...
    def rename(self, path: str, name: str) -> None: ...
    def delete(self, path: str) -> None: ...
    def create_folder(self, path: str) -> None: ...
    def delete_folder(self, path: str) -> None: ...
    def settle(self, path: str) -> None: ...
    def see(self, folder: str) -> Seen: ...


class Rest:
    """ImageKit's dialect."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def upload(self, path: str, content: bytes, **attributes: Any) -> None:
        folder, _, name = path.rpartition("/")
        fields = {"isPrivateFile": attributes.pop("isPrivate", None)} | _focus_text(attributes)
        if "extensions" in fields:
            fields["extensions"] = asked(*fields["extensions"])
        self.client.upload(content, name, folder, **fields)

    def update(self, path: str, **attributes: Any) -> None:
        self.client.update(self._file(path)["fileId"], **_focus_text(attributes))

    def restore(self, path: str, number: int) -> None:
        self.client.restore(*self._version(path, number))

    def delete_version(self, path: str, number: int) -> None:
        self.client.delete_version(*self._version(path, number))

    def copy(self, path: str, folder: str, *, include_versions: bool) -> None:
        self.client.copy(path, folder, include_versions=include_versions)

    def move(self, path: str, folder: str) -> None:
        self.client.move(path, folder)

    def rename(self, path: str, name: str) -> None:
        self.client.rename(path, name)

    def delete(self, path: str) -> None:
        self.client.delete(self._file(path)["fileId"])

    def create_folder(self, path: str) -> None:
        parent, _, name = path.rpartition("/")
        self.client.create_folder(name, parent or "/")

    def delete_folder(self, path: str) -> None:
        self.client.delete_folder(path)

    def settle(self, path: str) -> None:
        """REST does not say how extensions end."""
        GraphQL(self.client).settle(path)

    def see(self, folder: str) -> Seen:
        seen: Seen = {}
        for asset in self._below(folder):
            if asset["type"] == "folder":
                seen[asset["folderPath"].removeprefix(folder)] = None
            else:
                versions = sorted(self.client.versions(asset["fileId"]), key=number)
                seen[asset["filePath"].removeprefix(folder)] = [self._facts(v) for v in versions]
        return seen

    def _facts(self, version: Json) -> Json:
        return {
            "number": number(version),
            "isCurrent": version["type"] == "file",
            "sha256": sha256(self.client.fetched(self._signed(version))),
            "size": version["size"],
            "mimeType": version["mime"],
            "width": version.get("width"),
            "height": version.get("height"),
            "hasAlpha": version.get("hasAlpha"),
            "tags": version["tags"] or [],
            "aiTags": version["AITags"] or [],
            "description": version.get("description"),
            "focus": version["customCoordinates"],
            "isPrivate": version["isPrivateFile"],
            "isPublished": version["isPublished"],
        }

    def _signed(self, version: Json) -> str:
        """REST has no signed address to give; GraphQL has, and a private file needs one."""
        if not version["isPrivateFile"]:
            return str(version["url"])
        query = """query ($id: ID!) {
            fileVersion(id: $id) { url(signed: true, tr: "orig-true") }
        }"""
        found = self.client.graphql(query, {"id": version["versionInfo"]["id"]})
        return str(found["fileVersion"]["url"])

    def _below(self, folder: str) -> Iterator[Json]:
        for asset in self.client.listed(path=folder, type="all"):
            yield asset
            if asset["type"] == "folder":
                yield from self._below(asset["folderPath"])

    def _file(self, path: str) -> Json:
        file = self.client.at(path)
        assert file is not None, path
        return file

    def _version(self, path: str, wanted: int) -> tuple[str, str]:
        file_id = self._file(path)["fileId"]
        (found,) = (v for v in self.client.versions(file_id) if number(v) == wanted)
        return file_id, found["versionInfo"]["id"]


class GraphQL:
    """Our own API."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def upload(self, path: str, content: bytes, **attributes: Any) -> None:
        folder, _, name = path.rpartition("/")
        given = {"name": name, "folderPath": folder, **_focus_area(attributes)}
        self._do("uploadFile", given, files={"input.file": (name, content)})

    def update(self, path: str, **attributes: Any) -> None:
        gone = attributes.pop("removeAITags", None)
        tags = {"removeAllAiTags": True} if gone == "all" else {"removeAiTags": gone}
        self._do("updateFile", {"file": {"path": path}, **tags, **_focus_area(attributes)})

    def restore(self, path: str, number: int) -> None:
        self._do("restoreVersion", {"versionId": self._version(path, number)})

    def delete_version(self, path: str, number: int) -> None:
        self._do("deleteVersion", {"versionId": self._version(path, number)})

    def copy(self, path: str, folder: str, *, include_versions: bool) -> None:
        to = {"toFolderPath": folder, "includeVersions": include_versions}
        self._do("copyFile", {"file": {"path": path}, **to})

    def move(self, path: str, folder: str) -> None:
        self._do("moveFile", {"file": {"path": path}, "toFolderPath": folder})

    def rename(self, path: str, name: str) -> None:
        self._do("renameFile", {"file": {"path": path}, "name": name})

    def delete(self, path: str) -> None:
        self._do("deleteFile", {"file": {"path": path}})

    def create_folder(self, path: str) -> None:
        self._do("createFolder", {"path": path})

    def delete_folder(self, path: str) -> None:
        self._do("deleteFolder", {"folder": {"path": path}})

    def settle(self, path: str) -> None:
        """Waits until no extension is at work on the file."""
        wait_until(lambda: "PENDING" not in self._statuses(path))

    def _statuses(self, path: str) -> list[str]:
        of_each = "versions(first: 20) { nodes { extensionStatus { status } } }"
        query = f"query ($p: String!) {{ file(path: $p) {{ {of_each} }} }}"
        file = self.client.graphql(query, {"p": path})["file"]
        versions = file["versions"]["nodes"] if file else []
        return [each["status"] for version in versions for each in version["extensionStatus"]]

    def see(self, folder: str) -> Seen:
        found = self.client.graphql(_SEE, {"path": folder})["folder"]
        seen: Seen = {}
        for file in found["files"]["nodes"] if found else []:
            versions = sorted(file["versions"]["nodes"], key=lambda version: version["number"])
            facts = [version | {"focus": _area_text(version["focus"])} for version in versions]
            seen[file["path"].removeprefix(folder)] = facts
        for inner in found["children"]["nodes"] if found else []:
            path = inner["path"]
            seen[path.removeprefix(folder)] = None
            below = self.see(path)
            # Files were found wherever they are; folders have to be asked one by one.
            seen |= {path.removeprefix(folder) + k: v for k, v in below.items() if v is None}
        return seen

    def _do(
        self, mutation: str, given: Json, files: dict[str, tuple[str, bytes]] | None = None
    ) -> None:
        kind = mutation[0].upper() + mutation[1:] + "Input"
        document = f"mutation ($input: {kind}!) {{ {mutation}(input: $input) {{ __typename }} }}"
        self.client.graphql(document, {"input": given}, files=files)

    def _version(self, path: str, wanted: int) -> str:
        query = "query ($p: String!, $n: Int!) { file(path: $p) { version(number: $n) { id } } }"
        found = self.client.graphql(query, {"p": path, "n": wanted})
        return str(found["file"]["version"]["id"])


_SEE = """
query ($path: String!) {
  folder(path: $path) {
    files(first: 20, recursive: true) {
      nodes {
        path
        versions(first: 20) {
          nodes {
            number isCurrent sha256 size mimeType width height hasAlpha tags description
            aiTags { name confidence source } focus { x y width height } isPrivate isPublished
          }
        }
      }
    }
    children(first: 20, types: [FOLDER]) { nodes { path } }
  }
}
"""

_SIDES = ("x", "y", "width", "height")


def _focus_text(attributes: Json) -> Json:
    """`focus` as REST writes it."""
    rest = {name: value for name, value in attributes.items() if name != "focus"}
    return rest | ({"customCoordinates": attributes["focus"]} if "focus" in attributes else {})


def _focus_area(attributes: Json) -> Json:
    """`focus` as GraphQL writes it."""
    if "focus" not in attributes:
        return attributes
    area = dict(zip(_SIDES, map(int, attributes["focus"].split(",")), strict=True))
    return attributes | {"focus": area}


def _area_text(area: Json | None) -> str | None:
    return ",".join(str(area[side]) for side in _SIDES) if area else None
