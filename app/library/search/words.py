"""Words of a text, and patterns that find them in another whatever their case.

A pattern is literal characters and classes in brackets, which SQLite's GLOB and PostgreSQL's
regular expressions read alike: what it finds does not depend on a database's idea of letters.
Pure.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_BETWEEN: Final = (
    "\x01-/:-@[-`{-\xa9\xab-\xb1\xb4\xb6-\xb8\xbb\xbf\xd7\xf7"
    "\u2000-\u206f\u3000-\u3003\u3008-\u3020\u30fb\uff01-\uff0f\uff1a-\uff20"
)
"""What stands between words: spaces and punctuation, as the inside of a class."""
IN_NAMES: Final = "._-"
"""What stands between the words of a name (see paths.clean_name); fewer are found faster."""
_WORD: Final = re.compile(f"[^{re.escape(_BETWEEN).replace(chr(92) + '-', '-')}]+")


def split(text: str) -> list[str]:
    """The words of the text, in order."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


def patterns(text: str, between: str = _BETWEEN) -> list[str]:
    """The patterns of all words of the text; the last of them need only have begun."""
    *others, last = split(text)
    wholes = [whole(word, between) for word in others]
    return list(dict.fromkeys([*wholes, _beginning(last, between)]))


def whole(word: str, between: str = _BETWEEN) -> str:
    """The pattern of a word between two others."""
    return f"{_beginning(word, between)}[{between}]"


def _beginning(word: str, between: str) -> str:
    return f"[{between}]{''.join(map(_any_case, word))}"


def _any_case(character: str) -> str:
    forms = {character, *(c for c in _cases(character) if len(c) == 1)}
    return character if len(forms) == 1 else f"[{''.join(sorted(forms))}]"


def _cases(character: str) -> tuple[str, ...]:
    return character.lower(), character.upper(), character.title()
