"""How much the library holds."""

from __future__ import annotations

from dataclasses import dataclass

from app.library import rows
from app.library.models import ROOT_ID, BlobState


@dataclass(frozen=True, slots=True)
class Usage:
    """Counts, and bytes: as if nothing were shared, and as they lie in storage."""

    files: int
    folders: int
    versions: int
    current_bytes: int
    past_bytes: int
    stored_bytes: int


async def measure() -> Usage:
    """Counts everything; reads every version's and blob's size."""
    versions = await rows.count("SELECT count(*) FROM version")
    everything = await rows.count("SELECT coalesce(sum(size), 0) FROM version")
    current = await rows.count(
        "SELECT coalesce(sum(v.size), 0) FROM file f"
        " JOIN version v ON v.file_id = f.id AND v.number = f.current_number"
    )
    stored = await rows.count(
        "SELECT coalesce(sum(b.size), 0) FROM blob b WHERE b.state = ?"
        " OR (b.state = ? AND EXISTS (SELECT 1 FROM version v WHERE v.blob_id = b.id))",
        [BlobState.STORED, BlobState.LOOSE],
    )
    return Usage(
        files=await rows.count("SELECT count(*) FROM file"),
        folders=await rows.count("SELECT count(*) FROM folder WHERE id <> ?", [ROOT_ID]),
        versions=versions,
        current_bytes=current,
        past_bytes=everything - current,
        stored_bytes=stored,
    )
