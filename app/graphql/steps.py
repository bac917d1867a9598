"""Steps of a plan: small functions from an object or a value to its part of the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graphql import GraphQLEnumType, GraphQLScalarType

from app.graphql.resolvers import Get, Resolver, Run

Step = Callable[[Any, Run], Any]
"""From an object, or a value, to its part of the answer, or to what one awaits for it."""

MAX_INT: Final = 2**31 - 1
_EXACT: Final = {"String": str, "ID": str, "URL": str, "Boolean": bool}
"""Values of just this type are answered as they are."""


class Failed(Exception):
    """Something went wrong that only graphql-core has words for."""


@dataclass(frozen=True, slots=True)
class Part:
    """A step, and whether its answer must be awaited."""

    step: Step
    is_async: bool = False
    exact: type | None = None
    """Values of just this type are their own answer, the step need not be asked."""


def scalar(type_: GraphQLScalarType) -> Part:
    """A scalar's value, written."""
    write = type_.coerce_output_value
    if type_.name == "Int":
        # The answer nearly always, found without a call.
        return Part(lambda v, run: v if v.__class__ is int and -MAX_INT < v < MAX_INT else write(v))
    return Part(lambda value, run: write(value), exact=_EXACT.get(type_.name))


def enum(type_: GraphQLEnumType) -> Part:
    """An enum's value, by its name."""
    write = type_.coerce_output_value
    names: dict[Any, str] = {}

    def step(value: Any, run: Run) -> str:
        name = names.get(value)
        if name is None:
            name = names[value] = write(value)
        return name

    return Part(step)


def optional(part: Part) -> Part:
    """The same for a value that may be null."""
    step = part.step
    if not part.is_async:
        return Part(lambda v, run: None if v is None else step(v, run), exact=part.exact)

    async def wait(value: Any, run: Run) -> Any:
        return None if value is None else await step(value, run)

    return Part(wait, is_async=True)


def required(part: Part) -> Part:
    """The same for a value that may not be null."""
    step = part.step

    def insist(value: Any, run: Run) -> Any:
        if value is None:
            raise Failed
        return step(value, run)

    return Part(insist, part.is_async, part.exact)


def many(part: Part) -> Part:
    """A list of such values; they are awaited together, so that loaders see them together."""
    step, exact = part.step, part.exact
    if part.is_async:

        async def wait(values: Any, run: Run) -> list[Any]:
            return await asyncio.gather(*(step(value, run) for value in values))

        return Part(wait, is_async=True)
    if exact is not None:
        return Part(lambda vs, run: [v if v.__class__ is exact else step(v, run) for v in vs])
    return Part(lambda values, run: [step(value, run) for value in values])


def one_of(parts: Mapping[type, Part]) -> Part:
    """An object of an interface: what it is decides."""
    steps = {kind: (part.step, part.is_async) for kind, part in parts.items()}
    if not any(part.is_async for part in parts.values()):
        return Part(lambda it, run: steps[it.__class__][0](it, run))

    async def wait(it: Any, run: Run) -> Any:
        step, is_async = steps[it.__class__]
        return await step(it, run) if is_async else step(it, run)

    return Part(wait, is_async=True)


def record(parts: Mapping[str, Part]) -> Part:
    """An object: its fields by their names in the answer, in the order of the document."""
    names = list(parts)
    plain = [(name, part.step) for name, part in parts.items() if not part.is_async]
    waiting = [(name, part.step) for name, part in parts.items() if part.is_async]
    if not waiting:
        return Part(lambda it, run: {name: step(it, run) for name, step in plain})

    async def fill(it: Any, run: Run) -> dict[str, Any]:
        answer: dict[str, Any] = dict.fromkeys(names)
        for name, step in plain:
            answer[name] = step(it, run)
        # Begun last and together: nothing that fails before leaves one that nobody awaits.
        found = await asyncio.gather(*(step(it, run) for _, step in waiting))
        for (name, _), value in zip(waiting, found, strict=True):
            answer[name] = value
        return answer

    return Part(fill, is_async=True)


def constant(value: object) -> Part:
    """Always the same."""
    return Part(lambda it, run: value)


def straight(get: Get, value: Part) -> Part:
    """A field whose getter is the same in every execution."""
    step, exact = value.step, value.exact
    if value.is_async or exact is None:
        return Part(lambda it, run: step(get(it), run), value.is_async)

    def write(it: Any, run: Run) -> Any:
        found = get(it)
        return found if found.__class__ is exact else step(found, run)

    return Part(write)


def bound(resolver: Resolver, place: int, value: Part) -> Part:
    """A field whose getter is bound to each execution, when the first object asks for it."""
    step = value.step

    def call(it: Any, run: Run) -> Any:
        get = run.getters[place]
        if get is None:
            get = run.getters[place] = resolver.bind(run)
        return step(get(it), run)

    return Part(call, value.is_async)


def awaited(part: Callable[[Part], Part], value: Part) -> Part:
    """A field made by `part` whose resolver must be awaited before its value is looked at."""
    step, is_async = value.step, value.is_async

    async def wait(found: Awaitable[Any], run: Run) -> Any:
        answer = step(await found, run)
        return await answer if is_async else answer

    return part(Part(wait, is_async=True))
