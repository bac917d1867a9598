"""What is in a folder and below it, as the server shows it, and jobs that change it."""

from __future__ import annotations

from tests.client import Client, Json, Refused

Tree = dict[str, list[bytes]]
"""Paths of files, each with its versions' bytes, the current one first; folders end in `/`."""


def grow(client: Client, folder: str, tree: Tree) -> None:
    """Uploads all versions of all files, the last of each list first."""
    for path, contents in tree.items():
        parent, _, name = f"{folder}/{path}".rpartition("/")
        for content in reversed(contents):
            client.upload(content, name, parent)
        if not name:
            above, _, last = parent.rpartition("/")
            client.create_folder(last, above or "/")


def seen(client: Client, folder: str) -> Tree:
    """Everything below the folder, by paths that begin after it."""
    found: Tree = {}
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        inner = [each["folderPath"] for each in client.listed(type="folder", path=path)]
        files = client.listed(path=path)
        waiting += inner
        for file in files:
            versions = client.versions(file["fileId"])
            found[file["filePath"]] = [client.fetched(version["url"]) for version in versions]
        if not inner and not files and path != folder:
            found[f"{path}/"] = []
    return {path.removeprefix(f"{folder}/"): contents for path, contents in found.items()}


def copy_folder(client: Client, source: str, to: str, **flags: bool) -> str:
    """Copies the folder into another one; the job's id."""
    return _job(client, "copyFolder", sourceFolderPath=source, destinationPath=to, **flags)


def move_folder(client: Client, source: str, to: str) -> str:
    """Moves the folder into another one; the job's id."""
    return _job(client, "moveFolder", sourceFolderPath=source, destinationPath=to)


def rename_folder(client: Client, path: str, name: str, **flags: bool) -> str:
    """Gives the folder another name; the job's id."""
    return _job(client, "renameFolder", folderPath=path, newFolderName=name, **flags)


def job(client: Client, job_id: str) -> Json:
    """What is told of the job."""
    answer = client.rest("GET", f"/v1/bulkJobs/{job_id}")
    if answer.status_code != 200:
        raise Refused(answer)
    body: Json = answer.json()
    return body


def _job(client: Client, action: str, **body: object) -> str:
    answer = client.rest("POST", f"/v1/bulkJobs/{action}", json=body)
    if answer.status_code != (202 if action == "renameFolder" else 200):
        raise Refused(answer)
    assert list(answer.json()) == ["jobId"]
    job_id: str = answer.json()["jobId"]
    return job_id
