"""The values of `fo-`: positions, areas, and the objects a detector would look for."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

_HALF: Final = Fraction(1, 2)

ANCHORS: Final[Mapping[str, tuple[Fraction, Fraction]]] = {
    "top_left": (Fraction(0), Fraction(0)),
    "top": (_HALF, Fraction(0)),
    "top_right": (Fraction(1), Fraction(0)),
    "left": (Fraction(0), _HALF),
    "center": (_HALF, _HALF),
    "right": (Fraction(1), _HALF),
    "bottom_left": (Fraction(0), Fraction(1)),
    "bottom": (_HALF, Fraction(1)),
    "bottom_right": (Fraction(1), Fraction(1)),
}
"""How much of the free room lies left of and above what is kept."""

AREAS: Final = frozenset({"auto", "custom", "auto-custom_override", "face"})

_OBJECTS: Final = """
person bicycle car motorcycle airplane bus train truck boat trafficLight fireHydrant stopSign
parkingMeter bench bird cat dog horse sheep cow elephant bear zebra giraffe backpack umbrella
handbag tie suitcase frisbee skis snowboard sportsBall kite baseballBat baseballGlove
skateboard surfboard tennisRacket bottle wineGlass cup fork knife spoon bowl banana apple
sandwich orange broccoli carrot hotDog pizza donut cake chair couch pottedPlant bed diningTable
toilet tv laptop mouse remote keyboard cellPhone microwave oven toaster sink refrigerator book
clock vase scissors teddyBear hairDrier toothbrush
"""
OBJECTS: Final = frozenset(_OBJECTS.split())


def is_focus(name: str) -> bool:
    """Whether `fo-` takes it."""
    return name in ANCHORS or name in AREAS or needs_detector(name)


def needs_detector(name: str) -> bool:
    """Whether finding it takes a trained model, which we do not have."""
    return name == "face" or OBJECTS.issuperset(name.split("_"))
