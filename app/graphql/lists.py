"""Lists of files and assets: from the arguments of a field to a page of the library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from app.graphql.inputs import (
    AssetOrder,
    AssetType,
    BigIntFilter,
    DateTimeFilter,
    FileFilter,
    FileOrder,
    OrderDirection,
    StringFilter,
    StringListFilter,
)
from app.graphql.pagination import Asked, Connection, Shape, T
from app.library import assets
from app.library.rows import FolderRow, VersionRow
from app.library.search import custom_filters

_KINDS: Final[dict[assets.FileOrder, type]] = {
    assets.FileOrder.NAME: str,
    assets.FileOrder.SIZE: int,
    assets.FileOrder.CREATED_AT: int,
    assets.FileOrder.UPDATED_AT: int,
}


async def page_of_files(
    wanted: assets.FileFilter,
    asked: Asked,
    wrap: Callable[[VersionRow], T],
    order: FileOrder | None,
) -> Connection[T]:
    """Files that meet the conditions."""
    by, descending = _order(order)
    window = asked.window(Shape((_KINDS[by], int, str), by))
    page = await assets.page(wanted, window, order=by, descending=descending)
    return Connection(page=page, wrap=wrap, count=partial(assets.count, wanted), order=by)


async def page_of_children(
    folder_id: str,
    asked: Asked,
    wrap: Callable[[VersionRow | FolderRow], T],
    types: Sequence[AssetType] | None,
    order: AssetOrder | None,
) -> Connection[T]:
    """Folders and files directly in a folder."""
    by, descending = _order(order)
    kinds = tuple(each.value for each in types) if types else tuple(t.value for t in AssetType)
    order_of_both = f"folders first, {by}"
    window = asked.window(Shape((int, _KINDS[by], str), order_of_both))
    page = await assets.children(folder_id, window, types=kinds, order=by, descending=descending)
    count = partial(assets.count_children, folder_id, kinds)
    return Connection(page=page, wrap=wrap, count=count, order=order_of_both)


async def conditions(
    given: FileFilter | None, *, folder_id: str | None = None, recursive: bool = False
) -> assets.FileFilter:
    """The conditions in the library's words; Invalid."""
    given = given or FileFilter()
    name, size = given.name or StringFilter(), given.size or BigIntFilter()
    tags = given.tags or StringListFilter()
    custom = await custom_filters.read([each.named for each in given.custom_metadata or ()])
    created, updated = given.created_at or DateTimeFilter(), given.updated_at or DateTimeFilter()
    return assets.FileFilter(
        folder_id=folder_id,
        recursive=recursive,
        name_eq=name.eq,
        name_starts_with=name.starts_with,
        name_contains=name.contains,
        kinds=tuple(kind.value for kind in given.kind or ()),
        mime=given.mime_type,
        tags_any=tuple(tags.any or ()),
        tags_all=tuple(tags.all or ()),
        tags_none=tuple(tags.none or ()),
        size_gte=size.gte,
        size_lte=size.lte,
        created_gte=created.gte,
        created_lt=created.lt,
        updated_gte=updated.gte,
        updated_lt=updated.lt,
        is_private=given.is_private,
        sha256=given.sha256,
        custom=custom,
    )


def _order(order: FileOrder | AssetOrder | None) -> tuple[assets.FileOrder, bool]:
    if order is None:
        return assets.FileOrder.NAME, False
    return order.field.value, order.direction is OrderDirection.DESC
