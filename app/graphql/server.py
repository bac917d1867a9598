"""The server itself: what it holds, what it allows, and who is asking."""

from __future__ import annotations

from enum import Enum

import strawberry

from app.graphql.codes import ErrorCode
from app.graphql.fields import value
from app.graphql.limits import LIMITS, MAX_PAGE_SIZE, MAX_TOKENS
from app.graphql.scalars import BigInt


@strawberry.type(description="How much the library holds.")
class StorageUsage:
    """How much the library holds."""

    file_count: int = strawberry.field(description="Number of files.")
    folder_count: int = strawberry.field(description="Number of folders, the root not counted.")
    version_count: int = strawberry.field(description="Number of versions, current ones included.")
    current_bytes: BigInt = strawberry.field(
        description="Bytes of current versions, as if nothing were shared."
    )
    past_bytes: BigInt = strawberry.field(
        description="Bytes of all other versions, as if nothing were shared."
    )
    stored_bytes: BigInt = strawberry.field(
        description="Bytes that versions take in storage, where equal ones lie once."
    )


@strawberry.type(description="What this server is and allows.")
class ServerInfo:
    """What this server is and allows."""

    version: str = strawberry.field(description="Version of the server program.")
    max_upload_bytes: BigInt = strawberry.field(description="Greatest size of an upload.")
    max_pixels: BigInt = strawberry.field(
        description="Greatest width times height of an uploaded picture."
    )
    max_versions_per_file: int = strawberry.field(
        description="Greatest number of versions kept of a file."
    )
    extensions: list[str] = strawberry.field(
        description=(
            "Names of the extensions that somebody provides, to be asked for with an upload or a"
            " change."
        )
    )
    max_page_size: int = strawberry.field(
        description="Greatest value of `first` and `last`.", default=MAX_PAGE_SIZE
    )
    max_query_cost: int = strawberry.field(
        description=(
            "Greatest cost of an operation. The cost is the number of values that the answer can"
            " hold, every page taken as full, 10 more for each read of the database that rows do"
            " not share, and 100 more for each picture to be decoded; every answer has it in"
            " `extensions.cost`."
        ),
        default=LIMITS.cost,
    )
    max_query_depth: int = strawberry.field(
        description="Greatest number of fields within fields.", default=LIMITS.depth
    )
    max_query_tokens: int = strawberry.field(
        description="Greatest number of tokens of a document.", default=MAX_TOKENS
    )
    error_codes: list[ErrorCode] = strawberry.field(
        description="Every value that an error's `extensions.code` can have.",
        default_factory=lambda: list(ErrorCode),
    )


@strawberry.enum(description="What a viewer may do.")
class Permission(Enum):
    """What a viewer may do."""

    READ = value("read", "See everything.")
    WRITE = value("write", "Upload, change, copy and move.")
    DELETE = value("delete", "Delete files, folders and versions.")


@strawberry.type(description="Who is asking.")
class Viewer:
    """Who is asking."""

    name: str = strawberry.field(description="What the key is called.")
    permissions: list[Permission] = strawberry.field(description="What the viewer may do.")
