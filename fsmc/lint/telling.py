"""What the logic found in, the words for it in a message out."""

from __future__ import annotations

from collections.abc import Iterable

from fsmc.logic import Witness, spell
from fsmc.model import Expr, walk


def told_case(found: Witness, conditions: Iterable[Expr]) -> str:
    """The case, as far as the conditions speak of it: `n = 3, ready = false`; empty if they read nothing."""
    spoken_of = {part for condition in conditions for part in walk(condition)}
    return spell(Witness({term: value for term, value in found.values.items() if term in spoken_of}))
