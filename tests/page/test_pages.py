"""Pages of a long list, read while it changes: none has gaps, and few are read to get anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page

from app.graphql.limits import MAX_SKIP

_SHIFTING: Final = Path(__file__).with_name("shifting.js").read_text()


def shift(page: Page, **how: int) -> dict[str, Any]:
    """What it took to jump about in a list of `size`, with up to `changes` at each answer."""
    page.goto("/library/empty")
    module = page.evaluate(
        "() => document.querySelector('script[type=module]').src.replace(/[^/]*$/, '')"
    )
    told: dict[str, Any] = page.evaluate(
        _SHIFTING, {"module": f"{module}assets/pages.js", "seed": 1, **how}
    )
    return told


@pytest.mark.parametrize("size", [150, 10_000, 10_099])
def test_any_place_is_one_step_away(page: Page, size: int) -> None:
    told = shift(page, size=size, jumps=50, changes=0)

    # Two for what is seen, and what is around the place before.
    assert told["most"] <= 6
    assert told["renewed"] == 0


def test_far_places_are_a_few_steps_away(page: Page) -> None:
    told = shift(page, size=70_000, jumps=20, changes=0)

    assert told["most"] <= 10
    assert told["farthest"] == MAX_SKIP
    assert told["renewed"] == 0


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("changes", [1, 20])
def test_what_comes_and_goes_leaves_no_gap_and_nothing_twice(
    page: Page, seed: int, changes: int
) -> None:
    told = shift(page, size=2_000, jumps=40, changes=changes, seed=seed)

    assert told["renewed"] > 0, "it is noticed"
