"""The tasks of the `ai-tasks` extension, read into frozen values (rest-api.md §2.16). Pure.

`config` of each is the object that it was read from, with nothing but what means something.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from app.library.field_values import Scalar, Value, Wrong, option, text, whole
from app.library.sent import Sent

Config: TypeAlias = dict[str, Any]

MAX_TASKS: Final = 10
MAX_INSTRUCTION: Final = 2000
MAX_VOCABULARY: Final = 30
MAX_TAG_CHARACTERS: Final = 500
MAX_ACTIONS: Final = 100
_MAX_SELECTIONS: Final = 1000
_MAX_NAME: Final = 255


@dataclass(frozen=True, slots=True)
class SelectTags:
    """Adds those tags of the vocabulary that fit the picture."""

    instruction: str
    vocabulary: tuple[str, ...] | None
    min_selections: int | None
    max_selections: int | None

    @property
    def config(self) -> Config:
        """As it is sent."""
        return {"type": "select_tags", **_said(self)}


@dataclass(frozen=True, slots=True)
class SelectMetadata:
    """Gives a custom metadata field those values of the vocabulary that fit the picture."""

    instruction: str
    field: str
    vocabulary: tuple[Scalar, ...] | None
    min_selections: int | None
    max_selections: int | None

    @property
    def config(self) -> Config:
        """As it is sent."""
        return {"type": "select_metadata", **_said(self)}


@dataclass(frozen=True, slots=True)
class Action:
    """What to change."""

    add_tags: tuple[str, ...] | None
    remove_tags: tuple[str, ...] | None
    set_metadata: tuple[tuple[str, Value], ...] | None
    """Names of custom metadata fields with their values."""
    unset_metadata: tuple[str, ...] | None

    @property
    def config(self) -> Config:
        """As it is sent."""
        said = _said(self)
        if self.set_metadata is not None:
            said["set_metadata"] = [{"field": f, "value": value} for f, value in self.set_metadata]
        if self.unset_metadata is not None:
            said["unset_metadata"] = [{"field": field} for field in self.unset_metadata]
        return said


@dataclass(frozen=True, slots=True)
class YesNo:
    """Does one thing or another after the answer to a question."""

    instruction: str
    on_yes: Action | None
    on_no: Action | None
    on_unknown: Action | None

    @property
    def config(self) -> Config:
        """As it is sent."""
        return {"type": "yes_no", **_said(self)}


Task: TypeAlias = SelectTags | SelectMetadata | YesNo


def read_task(value: object) -> Task:
    """One task; Wrong."""
    sent = Sent(value)
    kind = sent.need("type", text)
    if kind not in _TASKS:
        raise Wrong(f"type should be one of {', '.join(_TASKS)}")
    return _TASKS[kind](sent)


def _select_tags(sent: Sent) -> SelectTags:
    vocabulary = sent.many("vocabulary", _tag, least=1, most=MAX_VOCABULARY)
    if sum(map(len, vocabulary or ())) > MAX_TAG_CHARACTERS:
        raise Wrong(f"vocabulary should have at most {MAX_TAG_CHARACTERS} characters in all")
    return SelectTags(_instruction(sent), vocabulary, *_selections(sent))


def _select_metadata(sent: Sent) -> SelectMetadata:
    return SelectMetadata(
        _instruction(sent),
        sent.need("field", _name),
        sent.many("vocabulary", option, least=1, most=MAX_VOCABULARY),
        *_selections(sent),
    )


def _yes_no(sent: Sent) -> YesNo:
    actions = (sent.get(key, _action) for key in ("on_yes", "on_no", "on_unknown"))
    return YesNo(_instruction(sent), *actions)


_TASKS: Final[Mapping[str, Callable[[Sent], Task]]] = {
    "select_tags": _select_tags,
    "select_metadata": _select_metadata,
    "yes_no": _yes_no,
}


def _instruction(sent: Sent) -> str:
    found = sent.need("instruction", lambda value: text(value, MAX_INSTRUCTION))
    if not found.strip():
        raise Wrong("instruction should not be empty")
    return found


def _selections(sent: Sent) -> tuple[int | None, int | None]:
    least = sent.get("min_selections", lambda value: whole(value, 0, _MAX_SELECTIONS))
    most = sent.get("max_selections", lambda value: whole(value, 1, _MAX_SELECTIONS))
    if most is not None and (least or 0) > most:
        raise Wrong("max_selections should be greater than or equal to min_selections")
    return least, most


def _tag(value: object) -> str:
    found = text(value, MAX_TAG_CHARACTERS)
    if not found.strip() or "%" in found:
        raise Wrong("should be a tag, not empty and without %")
    return found


def _name(value: object) -> str:
    found = text(value, _MAX_NAME)
    if not found:
        raise Wrong("should not be empty")
    return found


def _action(value: object) -> Action:
    sent = Sent(value)
    return Action(
        sent.many("add_tags", _tag, most=MAX_ACTIONS),
        sent.many("remove_tags", _tag, most=MAX_ACTIONS),
        sent.many("set_metadata", _setting, most=MAX_ACTIONS),
        sent.many("unset_metadata", _unsetting, most=MAX_ACTIONS),
    )


def _setting(value: object) -> tuple[str, Value]:
    sent = Sent(value)
    return sent.need("field", _name), sent.need("value", _value)


def _unsetting(value: object) -> str:
    return Sent(value).need("field", _name)


def _value(value: object) -> Value:
    return [option(each) for each in value] if isinstance(value, list) else option(value)


def _said(part: SelectTags | SelectMetadata | YesNo | Action) -> Config:
    """What was said, without what was not."""
    values = {key: getattr(part, key) for key in part.__slots__}
    return {key: _plain(value) for key, value in values.items() if value is not None}


def _plain(value: object) -> object:
    if isinstance(value, Action):
        return value.config
    return list(value) if isinstance(value, tuple) else value
