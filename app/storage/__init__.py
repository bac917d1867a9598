"""Storage: an instrument that keeps bytes under keys.

It may import errors, and the packages that move bytes to rest (aiofiles). It knows nothing of
files or versions. Start reading at base.Storage, which writes the promises down once.
"""

from app.storage.base import Storage
from app.storage.durable import sync_up
from app.storage.local import LocalStorage

__all__ = ["LocalStorage", "Storage", "sync_up"]
