"""What a search says to SQLite in other words than to PostgreSQL."""

from __future__ import annotations

from tortoise import Tortoise


def finds(expression: str, pattern: str) -> tuple[str, str]:
    """The condition that a text has the pattern (see words.py) in it, and its value."""
    if _is_postgres():
        return f"{expression} ~ ?", pattern
    return f"{expression} GLOB ?", f"*{pattern}*"


def text_at(column: str, key: str) -> tuple[str, str]:
    """What a JSON object has for a key, as text, and the expression's value.

    The key has no quotes and no backslashes.
    """
    if _is_postgres():
        return f"{column} ->> CAST(? AS TEXT)", key
    return f"json_extract({column}, ?)", f'$."{key}"'


def _is_postgres() -> bool:
    return bool(Tortoise.get_connection("default").capabilities.dialect == "postgres")
