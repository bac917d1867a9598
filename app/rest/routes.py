"""A row of the route table: what the app answers, and what the OpenAPI document tells of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pydantic.alias_generators import to_camel

from app.rest.errors import Handler

_PARAMETER: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Row:
    """A path with its handlers by method."""

    path: str
    handlers: Mapping[str, Handler]
    browsers: bool = False
    """Whether browsers without the private key get to the handlers, too."""

    @property
    def documented_path(self) -> str:
        """The path as ImageKit writes it: `{file_id}` is `{fileId}`."""
        return _PARAMETER.sub(lambda found: f"{{{to_camel(found[1])}}}", self.path)

    @property
    def parameters(self) -> list[str]:
        """The names in the path, in the same way."""
        return [to_camel(name) for name in _PARAMETER.findall(self.path)]
