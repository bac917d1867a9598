"""Types: files, versions and folders. Each holds its row and reads its fields off it.

What a row points at comes through a loader, so that a list costs as many statements as one of its
rows; so do versions and their number. Only another connection, a version by number and a list of
ancestors are read once for each row; they cost extra (measure.py).
"""

from __future__ import annotations

from functools import partial
from typing import Annotated

import strawberry

from app.graphql import ids
from app.graphql.context import Info
from app.graphql.fields import argument, field
from app.graphql.ids import Kind
from app.graphql.inputs import AssetOrder, AssetType, FileFilter, FileOrder
from app.graphql.interfaces import Content, ExpiresIn, Signed, Transformation
from app.graphql.lists import conditions, page_of_children, page_of_files
from app.graphql.loaders import Loaders
from app.graphql.nodes import Node
from app.graphql.pagination import Asked, Connection, Paged, Shape
from app.graphql.scalars import URL, DateTime
from app.library import files as library_files
from app.library import folders, versions
from app.library.rows import FolderRow, VersionRow

VERSION_KEY = Shape((int, int))

Recursive = Annotated[bool, argument("Whether to list files in folders below as well.")]
Where = Annotated[FileFilter | None, argument("Conditions that a file must meet.", "filter")]
FilesOrderedBy = Annotated[FileOrder | None, argument("Order; null: by name.")]


@strawberry.interface(description="What has a place in the tree of folders.")
class Asset(Node):
    """What has a place in the tree of folders."""

    @field("Last part of the path; empty for the root folder.")
    def name(self) -> str:
        raise NotImplementedError

    @field("Absolute path; `/` for the root folder.")
    def path(self) -> str:
        raise NotImplementedError

    @field("The folder it is in; null for the root folder.")
    async def parent(self, info: Info) -> Folder | None:
        raise NotImplementedError

    @field("When it first appeared.")
    def created_at(self) -> DateTime:
        raise NotImplementedError

    @field("When its content, name, place or metadata last changed.")
    def updated_at(self) -> DateTime:
        raise NotImplementedError


@strawberry.type(description="A file: a place in a folder that keeps every version put there.")
class File(Asset, Content):
    """A file, held as the row of its current version."""

    @classmethod
    def of(cls, row: VersionRow) -> File:
        """The file with this current version."""
        return cls(row=row)

    @field("Opaque. It stays the same when the file is renamed, moved or gets a new version.")
    def id(self) -> strawberry.ID:
        return ids.spell(Kind.FILE, self.row.file_id)

    @field("The same id as REST spells it: 24 hexadecimal digits.")
    def file_id(self) -> strawberry.ID:
        return strawberry.ID(self.row.file_id)

    @field("Name, with extension.")
    def name(self) -> str:
        return self.row.name

    @field("Absolute path, unique among files.")
    def path(self) -> str:
        return self.row.path

    @field("The folder it is in.")
    async def parent(self, info: Info) -> Folder | None:
        row = await info.context.loaders.folders.load(self.row.folder_id)
        return Folder.of(row) if row else None

    @field("When its first version was uploaded.")
    def created_at(self) -> DateTime:
        return DateTime(self.row.file_created_at)

    @field("When its content, name, place or metadata last changed.")
    def updated_at(self) -> DateTime:
        return DateTime(self.row.file_updated_at)

    @field("The version that its address serves.")
    def current_version(self) -> FileVersion:
        return FileVersion.of(self.row)

    @field(
        "All versions: the current one first, then the others by falling number.",
        extension=Paged(),
    )
    async def versions(self, info: Info, asked: Asked) -> VersionConnection:
        loaders, file_id = info.context.loaders, self.row.file_id
        window = asked.window(VERSION_KEY)
        page = await loaders.version_pages.load((file_id, window))
        if not page.items and window.is_whole:
            loaders.has_missed = True
        count = partial(_count, loaders, file_id)
        return VersionConnection(page=page, wrap=FileVersion.of, count=count)

    @field("Number of its versions.")
    async def version_count(self, info: Info) -> int:
        return await _count(info.context.loaders, self.row.file_id)

    @field("The version with this number; null when there is none.", reads=True)
    async def version(self, number: Annotated[int, argument("From 1.")]) -> FileVersion | None:
        row = await versions.numbered(self.row.file_id, number)
        return FileVersion.of(row) if row else None

    @field("Address of the file; it always serves the current version.")
    def url(
        self,
        info: Info,
        tr: Transformation = None,
        signed: Signed = False,
        expires_in: ExpiresIn = None,
    ) -> URL:
        urls = info.context.state.urls
        return URL(urls.file(self.row, tr, signed=signed, expires_in=expires_in))


@strawberry.type(description="One content of a file; its bytes never change.")
class FileVersion(Node, Content):
    """A version of a file."""

    @classmethod
    def of(cls, row: VersionRow) -> FileVersion:
        """The version of this row."""
        return cls(row=row)

    @field("Opaque.")
    def id(self) -> strawberry.ID:
        return ids.spell(Kind.VERSION, self.row.id)

    @field("The same id as REST spells it: 24 hexadecimal digits.")
    def version_id(self) -> strawberry.ID:
        return strawberry.ID(self.row.id)

    @field("The file that it is a version of.")
    async def file(self, info: Info) -> File:
        if self.row.is_current:
            return File.of(self.row)
        row = await info.context.loaders.files.load(self.row.file_id)
        if row is None:
            raise library_files.missing()
        return File.of(row)

    @field("1 for the first upload, one more for each; never used again.")
    def number(self) -> int:
        return self.row.number

    @field("Whether it is what the file's address serves.")
    def is_current(self) -> bool:
        return self.row.is_current

    @field("When it was uploaded.")
    def created_at(self) -> DateTime:
        return DateTime(self.row.version_created_at)

    @field("When it was last changed, or stopped being the current version.")
    def updated_at(self) -> DateTime:
        return DateTime(self.row.version_updated_at)

    @field("Address of this version; the bytes it serves never change.")
    def url(
        self,
        info: Info,
        tr: Transformation = None,
        signed: Signed = False,
        expires_in: ExpiresIn = None,
    ) -> URL:
        urls = info.context.state.urls
        return URL(urls.version(self.row, tr, signed=signed, expires_in=expires_in))


@strawberry.type(name="FileVersionConnection", description="A page of a list.")
class VersionConnection(Connection[FileVersion]):
    """A page of versions, counted for many files at once."""

    @field("Number of items in the whole list, whatever the page.")
    async def total_count(self) -> int:
        return await self.count()


@strawberry.type(description="A folder.")
class Folder(Asset):
    """A folder."""

    row: strawberry.Private[FolderRow]

    @classmethod
    def of(cls, row: FolderRow) -> Folder:
        """The folder of this row."""
        return cls(row=row)

    @field("Opaque. It stays the same when the folder is renamed or moved.")
    def id(self) -> strawberry.ID:
        return ids.spell(Kind.FOLDER, self.row.id)

    @field("The same id as REST spells it: 24 hexadecimal digits.")
    def folder_id(self) -> strawberry.ID:
        return strawberry.ID(self.row.id)

    @field("Name; empty for the root folder.")
    def name(self) -> str:
        return self.row.name

    @field("Absolute path; `/` for the root folder.")
    def path(self) -> str:
        return self.row.path

    @field("The folder it is in; null for the root folder.")
    async def parent(self, info: Info) -> Folder | None:
        if self.row.parent_id is None:
            return None
        row = await info.context.loaders.folders.load(self.row.parent_id)
        return Folder.of(row) if row else None

    @field("Folders from the root down to the parent.", reads=True)
    async def ancestors(self) -> list[Folder]:
        return [Folder.of(row) for row in await folders.ancestors(self.row)]

    @field("When it was made.")
    def created_at(self) -> DateTime:
        return DateTime(self.row.created_at)

    @field("When its name or place last changed.")
    def updated_at(self) -> DateTime:
        return DateTime(self.row.updated_at)

    @field(
        "Folders and files directly inside, folders first.",
        reads=True,
        extension=Paged(skips=True),
    )
    async def children(
        self,
        asked: Asked,
        types: Annotated[list[AssetType] | None, argument("Only these; null: both.")] = None,
        order_by: Annotated[AssetOrder | None, argument("Order; null: by name.")] = None,
    ) -> Connection[Asset]:
        return await page_of_children(self.row.id, asked, _asset, types, order_by)

    @field(
        "Files directly inside, or in the whole tree below.",
        reads=True,
        extension=Paged(skips=True),
    )
    async def files(
        self,
        asked: Asked,
        recursive: Recursive = False,
        where: Where = None,
        order_by: FilesOrderedBy = None,
    ) -> Connection[File]:
        wanted = await conditions(where, folder_id=self.row.id, recursive=recursive)
        return await page_of_files(wanted, asked, File.of, order_by)


async def _count(loaders: Loaders, file_id: str) -> int:
    found = await loaders.version_counts.load(file_id)
    if found is None:
        loaders.has_missed = True
    return found or 0


def _asset(row: VersionRow | FolderRow) -> Asset:
    return Folder.of(row) if isinstance(row, FolderRow) else File.of(row)
