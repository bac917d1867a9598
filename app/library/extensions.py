"""Extensions that an upload or a change may ask for, read into frozen values (rest-api.md §2.16).

A closed set of names, each with its own parameters; `config` of each is the object that it was
read from, with nothing but what means something. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final, TypeAlias

from app.errors import Invalid
from app.library.extension_tasks import MAX_TASKS, Config, Task, read_task
from app.library.field_values import Wrong, flag, text, whole
from app.library.ids import is_id
from app.library.sent import Sent

MAX_EXTENSIONS: Final = 20
"""Of one upload or change."""
SAVED_PREFIX: Final = "ext_"


class ExtensionName(StrEnum):
    """In ImageKit's words."""

    GOOGLE_AUTO_TAGGING = "google-auto-tagging"
    AWS_AUTO_TAGGING = "aws-auto-tagging"
    REMOVE_BACKGROUND = "remove-bg"
    AUTO_DESCRIPTION = "ai-auto-description"
    AI_TASKS = "ai-tasks"
    SAVED = "saved-extension"


@dataclass(frozen=True, slots=True)
class AutoTagging:
    """Finds AI tags for what is in the picture."""

    name: ExtensionName
    min_confidence: int
    """0 to 100."""
    max_tags: int
    """0 to 30."""

    @property
    def config(self) -> Config:
        """As it is sent."""
        bounds = {"minConfidence": self.min_confidence, "maxTags": self.max_tags}
        return {"name": self.name.value, **bounds}


@dataclass(frozen=True, slots=True)
class RemoveBackground:
    """Makes a new version, without what is behind the main thing in the picture."""

    add_shadow: bool | None = None
    semitransparency: bool | None = None
    bg_color: str | None = None
    bg_image_url: str | None = None
    """Never together with a colour."""
    name: ExtensionName = ExtensionName.REMOVE_BACKGROUND

    @property
    def config(self) -> Config:
        """As it is sent."""
        options = {
            "add_shadow": self.add_shadow,
            "semitransparency": self.semitransparency,
            "bg_color": self.bg_color,
            "bg_image_url": self.bg_image_url,
        }
        said = {key: value for key, value in options.items() if value is not None}
        return {"name": self.name.value} | ({"options": said} if said else {})


@dataclass(frozen=True, slots=True)
class AutoDescription:
    """Writes the description."""

    name: ExtensionName = ExtensionName.AUTO_DESCRIPTION

    @property
    def config(self) -> Config:
        """As it is sent."""
        return {"name": self.name.value}


@dataclass(frozen=True, slots=True)
class AITasks:
    """Asks about the picture and acts on the answers."""

    tasks: tuple[Task, ...]
    name: ExtensionName = ExtensionName.AI_TASKS

    @property
    def config(self) -> Config:
        """As it is sent."""
        return {"name": self.name.value, "tasks": [task.config for task in self.tasks]}


@dataclass(frozen=True, slots=True)
class SavedReference:
    """Stands for a saved configuration."""

    id: str
    """The bare one."""
    name: ExtensionName = ExtensionName.SAVED

    @property
    def config(self) -> Config:
        """As it is sent."""
        return {"name": self.name.value, "id": SAVED_PREFIX + self.id}


Configured: TypeAlias = AutoTagging | RemoveBackground | AutoDescription | AITasks
"""What can be saved."""
Extension: TypeAlias = Configured | SavedReference


def read(value: object, *, field: str = "config") -> Configured:
    """The configuration that an object says; Invalid, also for a reference to a saved one."""
    try:
        found = _read(value)
        if isinstance(found, SavedReference):
            raise Wrong("name should not be saved-extension")  # noqa: TRY301 - told like any other
    except Wrong as error:
        raise _invalid(field, str(error)) from None
    return found


def read_all(value: object, *, field: str = "extensions") -> tuple[Extension, ...]:
    """The extensions that a list of objects says; Invalid."""
    try:
        return Sent({field: value}).many(field, _read, most=MAX_EXTENSIONS) or ()
    except Wrong as error:
        message = f"Your request contains invalid {field} parameter: {error}."
        raise _invalid(field, str(error), message) from None


def saved_id(written: str) -> str | None:
    """The bare id of a saved extension, `ext_` before it or not; None for what cannot be one."""
    bare = written.removeprefix(SAVED_PREFIX)
    return bare if is_id(bare) else None


def _read(value: object) -> Extension:
    sent = Sent(value)
    name = sent.need("name", text)
    if name not in set(ExtensionName):
        raise Wrong(f"name should be one of {', '.join(ExtensionName)}")
    return _READERS[ExtensionName(name)](sent)


def _auto_tagging(name: ExtensionName, sent: Sent) -> AutoTagging:
    confidence = sent.need("minConfidence", lambda value: whole(value, 0, 100))
    return AutoTagging(name, confidence, sent.need("maxTags", lambda value: whole(value, 0, 30)))


def _remove_background(sent: Sent) -> RemoveBackground:
    found = sent.get("options", _background)
    return found or RemoveBackground()


def _background(value: object) -> RemoveBackground:
    sent = Sent(value)
    found = RemoveBackground(
        sent.get("add_shadow", flag),
        sent.get("semitransparency", flag),
        sent.get("bg_color", text) or None,
        sent.get("bg_image_url", text) or None,
    )
    if found.bg_color and found.bg_image_url:
        raise Wrong("bg_color should be empty when bg_image_url is not")
    return found


def _ai_tasks(sent: Sent) -> AITasks:
    tasks = sent.many("tasks", read_task, least=1, most=MAX_TASKS)
    if tasks is None:
        raise Wrong("tasks is required")
    return AITasks(tasks)


def _reference(sent: Sent) -> SavedReference:
    bare = saved_id(sent.need("id", text))
    if bare is None:
        raise Wrong("id should be the id of a saved extension")
    return SavedReference(bare)


_READERS: Final[Mapping[ExtensionName, Callable[[Sent], Extension]]] = {
    ExtensionName.GOOGLE_AUTO_TAGGING: partial(_auto_tagging, ExtensionName.GOOGLE_AUTO_TAGGING),
    ExtensionName.AWS_AUTO_TAGGING: partial(_auto_tagging, ExtensionName.AWS_AUTO_TAGGING),
    ExtensionName.REMOVE_BACKGROUND: _remove_background,
    ExtensionName.AUTO_DESCRIPTION: lambda _: AutoDescription(),
    ExtensionName.AI_TASKS: _ai_tasks,
    ExtensionName.SAVED: _reference,
}


def _invalid(field: str, why: str, message: str = "Invalid extension configuration.") -> Invalid:
    errors = {field: why.removeprefix(f"{field} ")}
    return Invalid(
        message,
        reason="INVALID_EXTENSION",
        field=field,
        errors=errors,
    )
