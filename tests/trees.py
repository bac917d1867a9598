"""What is in a folder and below it, as the server shows it, and jobs that change it."""

from __future__ import annotations

from tests.client import Client, Json, Refused
from tests.servers import Home
from tests.tables import query

Tree = dict[str, list[bytes]]
"""Paths of files, each with its versions' bytes, the current one first; folders end in `/`."""


def grow(client: Client, folder: str, tree: Tree, **fields: object) -> None:
    """Uploads all versions of all files, the last of each list first."""
    for path, contents in tree.items():
        parent, _, name = f"{folder}/{path}".rpartition("/")
        for content in reversed(contents):
            client.upload(content, name, parent, **fields)
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


def forest(client: Client, path: str, doublings: int) -> None:
    """A folder with ten files of two versions each, doubled again and again by copying it."""
    tree = {f"tree/{n}.txt": [f"{n}b".encode(), f"{n}a".encode()] for n in range(10)}
    grow(client, path, tree, tags="red,green")
    name = path.rpartition("/")[2]
    for n in range(doublings):
        copy_folder(client, path, f"{path}-next", includeVersions=True)
        rename_folder(client, f"{path}-next/{name}", f"tree-{n}")
        move_folder(client, f"{path}-next/tree-{n}", path)


Rows = dict[str, tuple[int, ...]]
"""Paths of files with the numbers of their versions; folders have none and end in `/`."""


def stored(home: Home, folder: str = "") -> Rows:
    """What the database holds below the folder, which must be sound."""
    assert [row for row in query(home.database_url, _BROKEN) if any(row.values())] == []
    found: Rows = {f"{row['path']}/": () for row in query(home.database_url, _FOLDERS)}
    for row in query(home.database_url, _FILES):
        path = f"{row['path']}/{row['name']}"
        found[path] = (*found.get(path, ()), row["number"])
    return {path: numbers for path, numbers in found.items() if path.startswith(f"{folder}/")}


_FOLDERS = "SELECT path FROM folder WHERE path <> '/'"
_FILES = """
SELECT CASE WHEN d.path = '/' THEN '' ELSE d.path END AS path, f.name, v.number
FROM version v JOIN file f ON f.id = v.file_id JOIN folder d ON d.id = f.folder_id
ORDER BY v.file_id, v.number
"""
_BROKEN = """
SELECT
  (SELECT count(*) FROM folder d JOIN folder p ON p.id = d.parent_id
    WHERE d.path <> CASE WHEN p.path = '/' THEN '' ELSE p.path END || '/' || d.name) AS paths,
  (SELECT count(*) FROM file f LEFT JOIN version v
    ON v.file_id = f.id AND v.number = f.current_number WHERE v.id IS NULL) AS files,
  (SELECT count(*) FROM version v JOIN file f ON f.id = v.file_id
    WHERE v.number > f.last_number) AS versions,
  (SELECT count(*) FROM version v JOIN blob b ON b.id = v.blob_id
    WHERE b.state NOT IN ('stored', 'loose')) AS blobs
"""
